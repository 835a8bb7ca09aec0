"""Find who says what: quotations in marks, reported speech, unnamed sources. Pure functions.

The reader goes through a text as a person does: marks are paired paragraph by paragraph (`_line_spans`);
what stands inside them is blotted out, so that only the narrator is read (`mask_quotations`); all who may speak
are listed (`find_speakers`); for each quotation the word of saying before or after it is looked for, and its
subject (`_cue_before`, `_cue_after`); what has neither is a term. Verbs, unnamed sources, offices and
surnames are in ``lexicon/reporting.csv``.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from helpers.framing.quote_marks import INNER_END, LOOK_BACK, Span, lines_of, mask_quotations, quoted_spans
from helpers.framing.speakers import SPEAKER_RANK, Speaker, find_speakers, reporting_terms, reporting_verbs
from helpers.tables import typed_table
from helpers.text.entities import kind_of
from helpers.text.script import shadow_of

QUOTE_TYPES = {
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "kind": "str",
    "speaker": "str",
    "cue": "str",
    "side": "str",
}
QUOTE_KINDS = ("direct", "term", "indirect", "anonymous")


class _Cue(NamedTuple):
    words: str
    speaker: Speaker | None
    verb_start: int
    verb_end: int


class _Said(NamedTuple):
    start: int
    end: int
    kind: str
    speaker: Speaker | None
    cue: str
    side: str


class _Page(NamedTuple):
    """One text as the quotation finder reads it."""

    shadow: str
    masked: str
    spans: list[Span]
    speakers: list[Speaker]
    starts: list[int]
    breaks: list[int]


_BREAK = re.compile(r"[。!?\n]")


def _page(text: str) -> _Page:
    shadow = shadow_of(text)
    spans = quoted_spans(shadow)
    masked = mask_quotations(shadow, spans)
    speakers = find_speakers(shadow, masked)
    breaks = [match.end() for match in _BREAK.finditer(masked)]
    breaks += [span.mark_end for span in spans if not span.depth and shadow[span.end - 1] in "。!?"]
    breaks = sorted(set(breaks))
    return _Page(shadow, masked, spans, speakers, [speaker.start for speaker in speakers], breaks)


def _sentence_start(page: _Page, place: int) -> int:
    """Return where the narrator's sentence around ``place`` starts; a quotation inside does not end it."""
    index = bisect_right(page.breaks, place) - 1
    return max(page.breaks[index] if index >= 0 else 0, place - LOOK_BACK)


def _voices_between(page: _Page, start: int, end: int) -> list[Speaker]:
    low, high = bisect_left(page.starts, start), bisect_left(page.starts, end)
    return [speaker for speaker in page.speakers[low:high] if speaker.end <= end]


_ADDRESSED = re.compile(
    r"[对向与和跟给把将被叫骂](?:[^,。!?;:※]{0,2})\Z|(?:采访|专访|引述|访问|致信|告诉|质问|批评|抨击|嘲讽|怒斥|起诉)\Z"
)
_CLAUSE_END = re.compile(r"[,;:※—]")


def _speaks(page: _Page, speaker: Speaker) -> bool:
    """Return whether ``speaker`` can be the subject: not one who is spoken to or about (对…, 被…)."""
    before = page.masked[max(0, speaker.start - 3) : speaker.start]
    return not _ADDRESSED.search(before) or bool(re.search(r"[据由]\Z", before))


def _subject(page: _Page, start: int, end: int) -> Speaker | None:
    """Return the subject of a verb at ``end``: the best speaker of the nearest clause that has one."""
    edges = [start, *(start + m.end() for m in _CLAUSE_END.finditer(page.masked[start:end])), end]
    for left, right in reversed(list(pairwise(edges))):
        speakers = [speaker for speaker in _voices_between(page, left, right) if _speaks(page, speaker)]
        if speakers:
            return min(speakers, key=lambda speaker: (SPEAKER_RANK[speaker.kind], speaker.start))
    return None


_BESIDE = re.compile(r"(?:[道称说了着到过地:,—其它他她]|\s|上|文|应该|应当|必须|是|为)*\Z")


def _last_verb(page: _Page, start: int, end: int) -> re.Match[str] | None:
    last = None
    for match, role in reporting_verbs().finditer(page.masked, start, end):
        if role != "false":
            last = match
    return last


def _cue_before(page: _Page, span: Span) -> tuple[_Cue | None, str]:
    """Return what introduces ``span`` and how they are joined: ":", ",", "" (right beside) or "far"."""
    end = span.mark_start
    start = _sentence_start(page, end)
    if not page.masked[start:end].strip() and start:  # the quotation opens its paragraph
        tail = page.masked[max(0, start - 3) : start].rstrip()
        if not tail.endswith((":", "—")):
            return None, ""
        start = _sentence_start(page, start - 1)
    verb = _last_verb(page, start, end)
    gap = page.masked[verb.end() : end] if verb else page.masked[start:end]
    mark = gap.rstrip()[-1:]
    if verb is None:
        if mark in (":", "—"):
            return _Cue(mark, _subject(page, start, end), end, end), ":"
        return None, ""
    cue = _Cue(verb.group(), _subject(page, start, verb.end()), verb.start(), verb.end())
    if _BESIDE.match(gap):
        return cue, ":" if mark in (":", "—") else "," if mark == "," else ""
    return cue, ":" if mark in (":", "—") else "far"


_AFTER = re.compile(r" *[,—]* *")


def _cue_after(page: _Page, span: Span, before: _Cue | None) -> _Cue | None:
    """Return the words after ``span`` that say who said it, or None."""
    start = _AFTER.match(page.masked, span.mark_end).end()
    opens = span.mark_start == 0 or page.masked[span.mark_start - 1] == "\n"
    reach = start + (120 if opens else 48)
    stop = re.compile(r"[。!?\n※]").search(page.masked, start, reach)
    end = stop.start() if stop else min(reach, len(page.masked))
    if page.masked[start : start + 1] in tuple("的是等之地"):
        return None
    for verb, role in reporting_verbs().finditer(page.masked, start, end):
        if role == "false":
            continue
        speaker = _subject(page, start, verb.end())
        if speaker is None or (not opens and speaker.start > start + 16):
            return None
        if page.masked[verb.end() : end].rstrip().endswith(":") and INNER_END.search(
            page.shadow[span.end - 1 : span.end]
        ):
            return None  # it introduces the next one
        return _Cue(verb.group(), speaker, verb.start(), verb.end())
    first = next(iter(_voices_between(page, start, start + 30)), None)
    if first and first.start == start and stop and stop.group() == "※" and SPEAKER_RANK[first.kind] <= 3:
        return _Cue("", first, start, first.end)  # “A,”X语气平静,“B”
    return None


_TITLED = re.compile(
    r"(?:题为|名为|叫做?|标题|口号|所谓|代号|主题|书名|称为|称作|之称|誉为|评为|改名|命名|号称|的|以|用|把|被|将|从|和|与|、|出现|成为|变成|押注|打造)\Z"
)
_NOUN_USE = re.compile(
    r"(?:的|是|和|与|等|、|之争|模式|战略|时代|系统|模型|变|化|式|了|给|为|也|这|那|路线|事件|时刻|概念|名单|计划|标签|并)"
)


def _is_sentence(inner: str) -> bool:
    """Return whether quoted words are a sentence, not a term: an end mark, or a comma in a longer stretch."""
    stripped = inner.rstrip()
    ended = INNER_END.search(stripped)
    return bool((ended and len(stripped) >= 8) or ("," in stripped and len(stripped) >= 12))


@cache
def _firm_verbs() -> frozenset[str]:
    """Return verbs that are used of speech alone."""
    return frozenset(reporting_terms("firm"))


_LABEL = re.compile(
    r"(?:骂|叫|说|称|批评|指责|怒斥|痛斥|抨击|嘲讽|形容|评为|惊觉,?|评价|吐槽|调侃|觉得|认为)(?!(?:之?为|作|之))※{0,14}[^,。!?:;※]{0,20}[是为]?\Z"
    r"|口中(?:的|[^。!?:;※]{0,40}的?)\Z"
)


def _is_label(page: _Page, span: Span, cue: _Cue | None) -> bool:
    """Return whether someone calls something ``span`` (骂Meta“伪善”), as the last words of a clause."""
    if cue is None or cue.speaker is None:
        return False
    start = max(_sentence_start(page, span.mark_start), span.mark_start - 60)
    ends = page.masked[span.mark_end : span.mark_end + 1] in ("", ",", "。", "!", "?", ";", "时", "\n")
    return bool(ends and _LABEL.search(page.masked, start, span.mark_start))


class _Look(NamedTuple):
    """A marked stretch with its surroundings: the evidence on which `_SPEECH_TESTS` decide."""

    page: _Page
    span: Span
    link: str
    cue: _Cue | None
    after: _Cue | None
    inner: str
    before: str
    following: str

    @property
    def sentence(self) -> bool:
        return _is_sentence(self.inner)

    @property
    def ended(self) -> bool:
        return self.inner.rstrip()[-1:] in tuple("。!?") and len(self.inner) >= _FEW_WORDS

    @property
    def titled(self) -> bool:
        return bool(_TITLED.search(self.before))

    def long_enough(self, least: int) -> bool:
        """Return whether the words are a sentence, or so many and not used as a noun in the narrator's sentence."""
        return self.sentence or (len(self.inner) >= least and not _NOUN_USE.match(self.following))


def _by_cue_after(look: _Look) -> bool | None:
    if look.after is None:
        return None
    open_end = look.following[:1] == "," and len(look.inner) >= _FEW_WORDS
    return look.sentence or look.inner[-1:] in tuple(",。!?") or open_end


def _beside_speech(look: _Look) -> bool:
    at = look.span.mark_start
    beside = "※" in (look.page.masked[at - 1 : at], look.page.masked[at - 2 : at].removesuffix("\n"))
    return look.sentence or (look.ended and beside)


# The first test that answers decides; None passes the question on.
_SPEECH_TESTS: tuple[tuple[str, Callable[[_Look], bool | None]], ...] = (
    ("a name that somebody calls somebody is said, however short", lambda look: _is_label(look.page, look.span, look.cue) or None),
    ("some verbs are only used of speech: 扬言, 怒斥", lambda look: bool(look.cue and not look.link and look.cue.words in _firm_verbs()) or None),
    ("after 题为 or 所谓 a title or a term follows", lambda look: False if look.titled and not look.sentence else None),
    ("so it does without a cue, unless the words end as a sentence", lambda look: False if look.titled and look.cue is None and not look.inner.rstrip().endswith(("。", "!", "?")) else None),
    ("a colon or a comma and an end mark belong to speech", lambda look: (look.link in (":", ",") and look.ended) or None),
    ("a colon or a comma before a few words", lambda look: look.long_enough(_FEW_WORDS) if look.link in (":", ",") else None),
    ("a verb right before the mark needs more words: 称“开源” names a term", lambda look: look.long_enough(_SOME_WORDS) if look.cue and not look.link else None),
    ("a verb behind the closing mark", _by_cue_after),
    ("no cue: only a sentence, or what goes on beside speech", _beside_speech),
)  # fmt: skip
_FEW_WORDS, _SOME_WORDS = 4, 6  # characters: a short exclamation; a clause


def _is_speech(page: _Page, span: Span, link: str, cue: _Cue | None, after: _Cue | None) -> bool:
    """Return whether the words between two marks are speech; else they are a term, a title or irony."""
    look = _Look(
        page,
        span,
        link,
        cue,
        after,
        inner=page.shadow[span.start : span.end],
        before=page.masked[max(0, span.mark_start - 4) : span.mark_start],
        following=page.masked[span.mark_end : span.mark_end + 4].removeprefix("、※"),
    )
    answers = (test(look) for _, test in _SPEECH_TESTS)
    return bool(next(answer for answer in answers if answer is not None))


class _Memory(NamedTuple):
    """The state of the reading: the last quotation, and whether it was closed."""

    said: _Said | None
    mark_end: int
    closed: bool = True


def _shares_speaker(page: _Page, span: Span, memory: _Memory) -> bool:
    """Return whether ``span`` goes on where the last quotation stopped, in the same sentence."""
    if memory.said is None or memory.said.kind == "term":
        return False
    if span.mark_start - memory.mark_end > 80:
        return False
    between = page.masked[memory.mark_end : span.mark_start]
    return not re.search(r"[。!?]", between) and (not between.strip(" ,、;\n※") or "\n" not in between)


_PASSIVE = re.compile(r"被([^,。!?:;※]{2,14}?)([评称誉]为|称作|形容为|批为)\Z")


def _named_by(page: _Page, span: Span) -> tuple[Speaker, str] | None:
    """Return who gives someone the name in marks, in 被X称为“…”; without X it is only a name."""
    start = max(0, span.mark_start - 24)
    match = _PASSIVE.search(page.masked[start : span.mark_start])
    speakers = _voices_between(page, start + match.start(1), start + match.end(1)) if match else []
    return (speakers[0], match[2]) if speakers else None


def _read_span(page: _Page, span: Span, memory: _Memory) -> _Said:
    if agent := _named_by(page, span):
        return _Said(span.start, span.end, "direct", agent[0], agent[1], "before")
    cue, link = _cue_before(page, span)
    after = _cue_after(page, span, cue)
    listed = page.masked[memory.mark_end : span.mark_start] in ("、", ",以及", "和") and span.end - span.start >= 6
    if listed and memory.said is not None:
        return memory.said._replace(start=span.start, end=span.end)
    if not _is_speech(page, span, link, cue, after):
        return _Said(span.start, span.end, "term", None, "", "")
    strong = cue is not None and (link in (":", ",") or (link == "" and cue.words not in ("",)))
    if strong and cue.speaker is not None and not (cue.words in (":", "—", "——") and after):
        return _Said(span.start, span.end, "direct", cue.speaker, cue.words, "before")
    if after is not None:
        return _Said(span.start, span.end, "direct", after.speaker, after.words, "after")
    if cue is not None and cue.speaker is not None and cue.verb_start >= memory.mark_end:
        return _Said(span.start, span.end, "direct", cue.speaker, cue.words, "before")
    if _shares_speaker(page, span, memory):
        return memory.said._replace(start=span.start, end=span.end)
    speaker = _subject(page, _sentence_start(page, span.mark_start), span.mark_start)
    if speaker is None and cue is None and page.shadow[span.end - 1] not in "。!?":
        return _Said(span.start, span.end, "term", None, "", "")
    return _Said(span.start, span.end, "direct", speaker, cue.words if cue else "", "before" if cue else "")


def _read_marked(page: _Page) -> list[_Said]:
    found, memory = [], _Memory(None, 0)
    for span in page.spans:
        if span.depth:
            found.append(_read_inner(page, span, memory.said))
            continue
        said = _read_span(page, span, memory)
        if _closes(span, memory):
            said = memory.said._replace(start=span.start, end=span.end)
            found += _between(page, memory, span)
        found.append(said)
        if said.kind != "term":
            memory = _Memory(said, span.mark_end, span.closed)
    return found


def _closes(span: Span, memory: _Memory) -> bool:
    """Return whether ``span`` is the last paragraph of a quotation that was opened paragraphs before."""
    lone_end = not span.closed and span.mark_start == span.start
    return lone_end and memory.said is not None and not memory.closed and span.start - memory.mark_end < 4000


def _between(page: _Page, memory: _Memory, span: Span) -> Iterator[_Said]:
    for start, line in lines_of(page.masked[memory.mark_end : span.start]):
        if len(line.strip()) >= 8:
            yield memory.said._replace(start=memory.mark_end + start, end=memory.mark_end + start + len(line))


_INNER_CUE = re.compile(r"(他们|她们|他|她|我(?!们))[^,。!?:;“”‘’]{0,6}(?:说|问|道|想|讲):\Z")


def _read_inner(page: _Page, span: Span, outer: _Said | None) -> _Said:
    """Return a quotation inside another: speech where a colon and an end mark say so, else a term."""
    inner = page.shadow[span.start : span.end]
    if page.shadow[max(0, span.mark_start - 1) : span.mark_start] != ":" or not _is_sentence(inner):
        return _Said(span.start, span.end, "term", None, "", "")
    start = max(0, span.mark_start - 16)
    cue = _INNER_CUE.search(page.shadow[start : span.mark_start])
    speaker = None
    if cue and cue[1] == "我":
        speaker = outer.speaker if outer else None
    elif cue:
        speaker = Speaker(start + cue.start(1), start + cue.end(1), "inner", cue[1])
    return _Said(span.start, span.end, "direct", speaker, "", "before" if cue else "")


def _read_unmarked_blocks(page: _Page) -> list[_Said]:
    """Return paragraphs whose marks were lost: the line before ends with a word of saying and a colon."""
    found = []
    lines = list(lines_of(page.masked))
    for (start, line), (next_start, following) in pairwise(lines):
        tail = line.rstrip()
        if not tail.endswith((":", "—")) or len(following) < 12 or "※" in following:
            continue
        sentence = _sentence_start(page, start + len(tail) - 1)
        verb = _last_verb(page, sentence, start + len(tail))
        if verb is None or re.search("[,;※]", page.masked[verb.end() : start + len(tail) - 1]):
            continue
        speaker = _subject(page, sentence, verb.end())
        if speaker and len(page.masked[verb.end() : start + len(tail)].rstrip(":—")) <= 14:
            found.append(
                _Said(next_start, next_start + len(following.rstrip()), "direct", speaker, verb.group(), "before")
            )
    return found


_FILLER = re.compile(r"(?:[道称说了着过到地](?=[,:\s※道称说]))*[,:\s]*(?:(?<=[告警提][诉告醒])[^,:※]{1,8}[,:])?")
_NOT_WORDS = re.compile(r"(?:的|得|一下|时|后|[和与及、]|之|过的|中|自己|[这那]一)")


def _after_verb(page: _Page, place: int, stop: int) -> int:
    """Return where the reported words start, behind chains such as 刊文分析道 and 表示称."""
    stop = max(place, stop)
    while True:
        place = _FILLER.match(page.masked, place, stop).end()
        found = reporting_verbs().match(page.masked, place, stop)
        if found is None or found[1] == "false":
            return place
        place = found[0].end()


def _clause_start(page: _Page, start: int, end: int) -> int:
    return max(start, *(page.masked.rfind(mark, start, end) + 1 for mark in ",;:※—"))


def _indirect_in(page: _Page, start: int, end: int) -> Iterator[_Said]:
    """Yield what a sentence reports without marks: after a verb with its own subject, up to the next one."""
    heads = []
    for verb, role in reporting_verbs().finditer(page.masked, start, end):
        if role not in ("report", "noun") and not (role == "quote" and verb.group() in "骂调侃问"):
            continue
        near = max(start, verb.start() - LOOK_BACK)
        clause = _clause_start(page, near, verb.start())
        speaker = _subject(page, clause, verb.end())
        if speaker is None and clause > near and verb.start() - clause <= 7:
            speaker = _subject(page, _clause_start(page, near, clause - 1), clause - 1)
        owned = speaker is not None and role != "noun" and page.masked[speaker.end : speaker.end + 1] == "的"
        if speaker is not None and not owned and (not heads or verb.start() > heads[-1][0].end() + 5):
            heads.append((verb, speaker))
    for index, (verb, speaker) in enumerate(heads):
        stop = heads[index + 1][1].start if index + 1 < len(heads) else end
        first = _after_verb(page, verb.end(), stop)
        last = first + len(page.masked[first:stop].rstrip("。!?,;:\n "))
        if last - first >= 6 and page.masked[last - 1] != "—" and not _NOT_WORDS.match(page.masked, first):
            yield _Said(first, last, "indirect", speaker, verb.group(), "before")


def _read_indirect(page: _Page, said: Sequence[_Said]) -> list[_Said]:
    spoken = sorted((s.start, s.end) for s in said if s.kind != "term")
    found, edges = [], [0, *page.breaks, len(page.masked)]
    for start, end in pairwise(edges):
        index = bisect_left(spoken, (start, start))
        if any(a < end and b > start for a, b in spoken[max(0, index - 1) : index + 1]):
            continue  # the sentence holds speech in marks already
        if end > start:
            found += _indirect_in(page, start, end)
    return found


_PERSONAL = ("person", "name", "office", "anonymous")


def _before(page: _Page, place: int, kinds: Sequence[str], sentences: int = 6) -> Iterator[list[Speaker]]:
    """Yield the speakers of some kinds sentence by sentence, going back from ``place``."""
    end = place
    for _ in range(sentences):
        start = _sentence_start(page, end)
        speakers = [speaker for speaker in _voices_between(page, start, end) if speaker.kind in kinds]
        yield [
            v for v in speakers if _speaks(page, v) or (v.kind == "person" and page.masked[v.start - 1] in "和与对向")
        ]
        if start == 0:
            return
        end = start - 1


def _resolved(page: _Page, speaker: Speaker, last: Speaker | None) -> Speaker:
    """Return the speaker that a pronoun refers to if only one is possible, else the pronoun."""
    kinds = {
        "pronoun": ("person", "name", "anonymous", "office"),
        "media_pronoun": ("org",),
        "firm_pronoun": ("org",),
    }.get(speaker.kind)
    if kinds is None:
        return speaker
    if speaker.kind == "pronoun" and speaker.name in ("他们", "她们"):
        kinds = ("person", "org", "anonymous", "office")
    beside = [v for v in _voices_between(page, max(0, speaker.start - 40), speaker.start) if v.kind in kinds]
    if beside and page.masked[beside[-1].end : speaker.start] in (",", ",而", ",但"):
        return beside[-1]
    for speakers in _before(page, speaker.start, kinds):
        if speaker.kind == "media_pronoun":
            speakers = [v for v in speakers if kind_of(v.name) == "media"]
        elif speaker.kind == "firm_pronoun":
            speakers = [v for v in speakers if kind_of(v.name) in ("company", "institution")]
        named = [v for v in speakers if v.kind in ("person", "name", "org")] or speakers
        names = {v.name for v in named}
        if len(names) == 1:
            return named[0]
        if names:
            return last if last is not None and last.name in names else speaker
    return speaker


def _speaker_text(text: str, speaker: Speaker | None) -> str:
    return text[speaker.start : speaker.end] if speaker is not None else ""


def _same_paragraph(text: str, start: int, end: int) -> bool:
    return end - start < 2000 and "\n" not in text[start:end]


def quotation_rows(text: str) -> list[tuple]:
    """Return the rows of `find_quotations` as tuples in the order of `QUOTE_TYPES`: many articles make one table.

    >>> quotation_rows("马斯克说：“这不是开源。”")
    [(6, 12, '这不是开源。', 'direct', '马斯克', '说', 'before')]
    """
    if not text.strip():
        return []
    page = _page(text)
    said = [*_read_marked(page), *_read_unmarked_blocks(page)]
    said = sorted([*said, *_read_indirect(page, said)], key=lambda s: (s.start, -s.end))
    rows, last, last_end = [], None, 0
    for item in said:
        speaker = _resolved(page, item.speaker, last) if item.speaker else None
        kind = item.kind
        if speaker is None and kind == "direct" and last is not None and _same_paragraph(text, last_end, item.start):
            speaker = last
        if speaker is not None and speaker.kind != "inner":
            last, last_end = speaker, item.end
            if item.speaker is not None and item.speaker.kind == "anonymous" and kind in ("direct", "indirect"):
                kind = "anonymous"
        quote = text[item.start : item.end]
        rows.append((item.start, item.end, quote, kind, _speaker_text(text, speaker), item.cue, item.side))
    return rows


def find_quotations(text: str) -> pd.DataFrame:
    """Return what ``text`` quotes or reports, in reading order.

    Columns: ``start, end`` (the quoted words without their marks), ``quote``, ``kind``, ``speaker``,
    ``cue`` (the word of saying), ``side`` (of the cue: before, after, or empty). ``kind`` is one of
    `QUOTE_KINDS`: *direct* speech; *term*, words between marks that nobody says (titles, irony);
    *indirect* speech, without marks; *anonymous*, speech of either form whose source has no name.
    ``speaker`` is as the text writes it, a pronoun only where it stays unclear whom it means.

    All marks count, “ ” 「 」 『 』 ‘ ’ " ", nested too; one never closed reaches to the end of its
    paragraph at most.

    >>> find_quotations("马斯克说：“这不是开源。”")[["kind", "speaker", "cue"]].values.tolist()
    [['direct', '马斯克', '说']]
    """
    return typed_table(quotation_rows(text), QUOTE_TYPES)
