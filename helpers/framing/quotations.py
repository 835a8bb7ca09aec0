"""Who says what in a text: quotations in marks, reported speech, unnamed sources. Pure: text in, table out.

The reader goes through a text as a person does: marks are paired paragraph by paragraph (`_line_spans`);
what stands inside them is blotted out, so that only the narrator is read (`mask_quotations`); all who may speak
are listed (`find_speakers`); for each quotation the word of saying before or after it is looked for, and its
subject (`_cue_before`, `_cue_after`); what has neither is a term. Verbs, unnamed sources, offices and
surnames are in ``lexicon/reporting.csv``.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from helpers.framing.quote_marks import INNER_END, LOOK_BACK, Span, lines_of, mask_quotations, quoted_spans
from helpers.framing.speakers import SPEAKER_RANK, Speaker, find_speakers, reporting_verbs
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


class _Quotation(NamedTuple):
    start: int
    end: int
    kind: str
    speaker: Speaker | None
    cue: str
    side: str


class _Passage(NamedTuple):
    """One text as the quotation finder reads it."""

    shadow: str
    masked: str
    spans: list[Span]
    speakers: list[Speaker]
    starts: list[int]
    breaks: list[int]


_BREAK = re.compile(r"[。!?\n]")


def _read_passage(text: str) -> _Passage:
    shadow = shadow_of(text)
    spans = quoted_spans(shadow)
    masked = mask_quotations(shadow, spans)
    speakers = find_speakers(shadow, masked)
    breaks = [match.end() for match in _BREAK.finditer(masked)]
    breaks += [span.mark_end for span in spans if not span.depth and shadow[span.end - 1] in "。!?"]
    breaks = sorted(set(breaks))
    return _Passage(shadow, masked, spans, speakers, [speaker.start for speaker in speakers], breaks)


def _sentence_start(passage: _Passage, place: int) -> int:
    """Return where the narrator's sentence around ``place`` starts; a quotation inside does not end it."""
    index = bisect_right(passage.breaks, place) - 1
    return max(passage.breaks[index] if index >= 0 else 0, place - LOOK_BACK)


def _speakers_between(passage: _Passage, start: int, end: int) -> list[Speaker]:
    low, high = bisect_left(passage.starts, start), bisect_left(passage.starts, end)
    return [speaker for speaker in passage.speakers[low:high] if speaker.end <= end]


_ADDRESSED = re.compile(
    r"[对向与和跟给把将被叫骂](?:[^,。!?;:※]{0,2})\Z|(?:采访|专访|引述|访问|致信|告诉|质问|批评|抨击|嘲讽|怒斥|起诉)\Z"
)
_CLAUSE_END = re.compile(r"[,;:※—]")


def _speaks(passage: _Passage, speaker: Speaker) -> bool:
    """Return whether ``speaker`` can be the subject: not one who is spoken to or about (对…, 被…)."""
    before = passage.masked[max(0, speaker.start - 3) : speaker.start]
    return not _ADDRESSED.search(before) or bool(re.search(r"[据由]\Z", before))


def _subject(passage: _Passage, start: int, end: int) -> Speaker | None:
    """Return the subject of a verb at ``end``: the best speaker of the nearest clause that has one."""
    edges = [start, *(start + m.end() for m in _CLAUSE_END.finditer(passage.masked[start:end])), end]
    for left, right in reversed(list(pairwise(edges))):
        speakers = [speaker for speaker in _speakers_between(passage, left, right) if _speaks(passage, speaker)]
        if speakers:
            return min(speakers, key=lambda speaker: (SPEAKER_RANK[speaker.kind], speaker.start))
    return None


_BESIDE = re.compile(r"(?:[道称说了着到过地:,—其它他她]|\s|上|文|应该|应当|必须|是|为)*\Z")


def _last_verb(passage: _Passage, start: int, end: int) -> re.Match[str] | None:
    last = None
    for match, role in reporting_verbs().finditer(passage.masked, start, end):
        if role != "false":
            last = match
    return last


def _cue_before(passage: _Passage, span: Span) -> tuple[_Cue | None, str]:
    """Return what introduces ``span`` and how they are joined: ":", ",", "" (right beside) or "far"."""
    end = span.mark_start
    start = _sentence_start(passage, end)
    if not passage.masked[start:end].strip() and start:  # the quotation opens its paragraph
        tail = passage.masked[max(0, start - 3) : start].rstrip()
        if not tail.endswith((":", "—")):
            return None, ""
        start = _sentence_start(passage, start - 1)
    verb = _last_verb(passage, start, end)
    gap = passage.masked[verb.end() : end] if verb else passage.masked[start:end]
    mark = gap.rstrip()[-1:]
    if verb is None:
        if mark in (":", "—"):
            return _Cue(mark, _subject(passage, start, end), end, end), ":"
        return None, ""
    cue = _Cue(verb.group(), _subject(passage, start, verb.end()), verb.start(), verb.end())
    if _BESIDE.match(gap):
        return cue, ":" if mark in (":", "—") else "," if mark == "," else ""
    return cue, ":" if mark in (":", "—") else "far"


_AFTER = re.compile(r" *[,—]* *")


def _cue_after(passage: _Passage, span: Span, before: _Cue | None) -> _Cue | None:
    """Return the words after ``span`` that say who said it, or None."""
    start = _AFTER.match(passage.masked, span.mark_end).end()
    opens = span.mark_start == 0 or passage.masked[span.mark_start - 1] == "\n"
    reach = start + (120 if opens else 48)
    stop = re.compile(r"[。!?\n※]").search(passage.masked, start, reach)
    end = stop.start() if stop else min(reach, len(passage.masked))
    if passage.masked[start : start + 1] in tuple("的是等之地"):
        return None
    for verb, role in reporting_verbs().finditer(passage.masked, start, end):
        if role == "false":
            continue
        speaker = _subject(passage, start, verb.end())
        if speaker is None or (not opens and speaker.start > start + 16):
            return None
        if passage.masked[verb.end() : end].rstrip().endswith(":") and INNER_END.search(
            passage.shadow[span.end - 1 : span.end]
        ):
            return None  # it introduces the next one
        return _Cue(verb.group(), speaker, verb.start(), verb.end())
    first = next(iter(_speakers_between(passage, start, start + 30)), None)
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


_FIRM_WORD = (
    "扬言",
    "放言",
    "放话",
    "声称",
    "宣称",
    "惊呼",
    "高呼",
    "直言",
    "坦言",
    "断言",
    "怒斥",
    "大呼",
    "直呼",
    "口中",
)
_LABEL = re.compile(
    r"(?:骂|叫|说|称|批评|指责|怒斥|痛斥|抨击|嘲讽|形容|评为|惊觉,?|评价|吐槽|调侃|觉得|认为)(?!(?:之?为|作|之))※{0,14}[^,。!?:;※]{0,20}[是为]?\Z"
    r"|口中(?:的|[^。!?:;※]{0,40}的?)\Z"
)


def _is_label(passage: _Passage, span: Span, cue: _Cue | None) -> bool:
    """Return whether someone calls something ``span`` (骂Meta“伪善”), as the last words of a clause."""
    if cue is None or cue.speaker is None:
        return False
    start = max(_sentence_start(passage, span.mark_start), span.mark_start - 60)
    ends = passage.masked[span.mark_end : span.mark_end + 1] in ("", ",", "。", "!", "?", ";", "时", "\n")
    return bool(ends and _LABEL.search(passage.masked, start, span.mark_start))


def _is_speech(passage: _Passage, span: Span, link: str, cue: _Cue | None, after: _Cue | None) -> bool:
    inner = passage.shadow[span.start : span.end]
    before = passage.masked[max(0, span.mark_start - 4) : span.mark_start]
    sentence = _is_sentence(inner)
    if _is_label(passage, span, cue):
        return True
    if cue and link == "" and cue.words in _FIRM_WORD:
        return True
    if _TITLED.search(before) and not sentence:
        return False
    if _TITLED.search(before) and cue is None and not inner.rstrip().endswith(("。", "!", "?")):
        return False
    following = passage.masked[span.mark_end : span.mark_end + 4].removeprefix("、※")
    ended = inner.rstrip()[-1:] in tuple("。!?") and len(inner) >= 4
    if link in (":", ",") and ended:
        return True
    if link == ":":
        return sentence or (len(inner) >= 4 and not _NOUN_USE.match(following))
    if link == ",":
        return sentence or (len(inner) >= 4 and not _NOUN_USE.match(following))
    if cue and link == "":
        return sentence or (len(inner) >= 6 and not _NOUN_USE.match(following))
    if after is not None:
        return sentence or inner[-1:] in tuple(",。!?") or (following[:1] == "," and len(inner) >= 4)
    beside = (
        passage.masked[span.mark_start - 1 : span.mark_start] == "※"
        or passage.masked[span.mark_start - 2 : span.mark_start] == "※\n"
    )
    return sentence or (ended and beside)


class _Memory(NamedTuple):
    """What the reader remembers while reading on: the last quotation, and whether it was closed."""

    quotation: _Quotation | None
    mark_end: int
    closed: bool = True


def _shares_speaker(passage: _Passage, span: Span, memory: _Memory) -> bool:
    """Return whether ``span`` goes on where the last quotation stopped, in the same sentence."""
    if memory.quotation is None or memory.quotation.kind == "term":
        return False
    if span.mark_start - memory.mark_end > 80:
        return False
    between = passage.masked[memory.mark_end : span.mark_start]
    return not re.search(r"[。!?]", between) and (not between.strip(" ,、;\n※") or "\n" not in between)


_PASSIVE = re.compile(r"被([^,。!?:;※]{2,14}?)([评称誉]为|称作|形容为|批为)\Z")


def _named_by(passage: _Passage, span: Span) -> tuple[Speaker, str] | None:
    """Return who gives someone the name in marks, in 被X称为“…”; without X it is only a name."""
    start = max(0, span.mark_start - 24)
    match = _PASSIVE.search(passage.masked[start : span.mark_start])
    speakers = _speakers_between(passage, start + match.start(1), start + match.end(1)) if match else []
    return (speakers[0], match[2]) if speakers else None


def _read_span(passage: _Passage, span: Span, memory: _Memory) -> _Quotation:
    if agent := _named_by(passage, span):
        return _Quotation(span.start, span.end, "direct", agent[0], agent[1], "before")
    cue, link = _cue_before(passage, span)
    after = _cue_after(passage, span, cue)
    listed = passage.masked[memory.mark_end : span.mark_start] in ("、", ",以及", "和") and span.end - span.start >= 6
    if listed and memory.quotation is not None:
        return memory.quotation._replace(start=span.start, end=span.end)
    if not _is_speech(passage, span, link, cue, after):
        return _Quotation(span.start, span.end, "term", None, "", "")
    strong = cue is not None and (link in (":", ",") or (link == "" and cue.words not in ("",)))
    if strong and cue.speaker is not None and not (cue.words in (":", "—", "——") and after):
        return _Quotation(span.start, span.end, "direct", cue.speaker, cue.words, "before")
    if after is not None:
        return _Quotation(span.start, span.end, "direct", after.speaker, after.words, "after")
    if cue is not None and cue.speaker is not None and cue.verb_start >= memory.mark_end:
        return _Quotation(span.start, span.end, "direct", cue.speaker, cue.words, "before")
    if _shares_speaker(passage, span, memory):
        return memory.quotation._replace(start=span.start, end=span.end)
    speaker = _subject(passage, _sentence_start(passage, span.mark_start), span.mark_start)
    if speaker is None and cue is None and passage.shadow[span.end - 1] not in "。!?":
        return _Quotation(span.start, span.end, "term", None, "", "")
    return _Quotation(span.start, span.end, "direct", speaker, cue.words if cue else "", "before" if cue else "")


def _read_marked(passage: _Passage) -> list[_Quotation]:
    found, memory = [], _Memory(None, 0)
    for span in passage.spans:
        if span.depth:
            found.append(_read_inner(passage, span, memory.quotation))
            continue
        quotation = _read_span(passage, span, memory)
        if _closes(span, memory):
            quotation = memory.quotation._replace(start=span.start, end=span.end)
            found += _between(passage, memory, span)
        found.append(quotation)
        if quotation.kind != "term":
            memory = _Memory(quotation, span.mark_end, span.closed)
    return found


def _closes(span: Span, memory: _Memory) -> bool:
    """Return whether ``span`` is the last paragraph of a quotation that was opened paragraphs before."""
    lone_end = not span.closed and span.mark_start == span.start
    return lone_end and memory.quotation is not None and not memory.closed and span.start - memory.mark_end < 4000


def _between(passage: _Passage, memory: _Memory, span: Span) -> Iterator[_Quotation]:
    for start, line in lines_of(passage.masked[memory.mark_end : span.start]):
        if len(line.strip()) >= 8:
            yield memory.quotation._replace(start=memory.mark_end + start, end=memory.mark_end + start + len(line))


_INNER_CUE = re.compile(r"(他们|她们|他|她|我(?!们))[^,。!?:;“”‘’]{0,6}(?:说|问|道|想|讲):\Z")


def _read_inner(passage: _Passage, span: Span, outer: _Quotation | None) -> _Quotation:
    """Return a quotation inside another: speech where a colon and an end mark say so, else a term."""
    inner = passage.shadow[span.start : span.end]
    if passage.shadow[max(0, span.mark_start - 1) : span.mark_start] != ":" or not _is_sentence(inner):
        return _Quotation(span.start, span.end, "term", None, "", "")
    start = max(0, span.mark_start - 16)
    cue = _INNER_CUE.search(passage.shadow[start : span.mark_start])
    speaker = None
    if cue and cue[1] == "我":
        speaker = outer.speaker if outer else None
    elif cue:
        speaker = Speaker(start + cue.start(1), start + cue.end(1), "inner", cue[1])
    return _Quotation(span.start, span.end, "direct", speaker, "", "before" if cue else "")


def _read_unmarked_blocks(passage: _Passage) -> list[_Quotation]:
    """Return paragraphs whose marks were lost: the line before ends with a word of saying and a colon."""
    found = []
    lines = list(lines_of(passage.masked))
    for (start, line), (next_start, following) in pairwise(lines):
        tail = line.rstrip()
        if not tail.endswith((":", "—")) or len(following) < 12 or "※" in following:
            continue
        sentence = _sentence_start(passage, start + len(tail) - 1)
        verb = _last_verb(passage, sentence, start + len(tail))
        if verb is None or re.search("[,;※]", passage.masked[verb.end() : start + len(tail) - 1]):
            continue
        speaker = _subject(passage, sentence, verb.end())
        if speaker and len(passage.masked[verb.end() : start + len(tail)].rstrip(":—")) <= 14:
            found.append(
                _Quotation(next_start, next_start + len(following.rstrip()), "direct", speaker, verb.group(), "before")
            )
    return found


_FILLER = re.compile(r"(?:[道称说了着过到地](?=[,:\s※道称说]))*[,:\s]*(?:(?<=[告警提][诉告醒])[^,:※]{1,8}[,:])?")
_NOT_WORDS = re.compile(r"(?:的|得|一下|时|后|[和与及、]|之|过的|中|自己|[这那]一)")


def _after_verb(passage: _Passage, place: int, stop: int) -> int:
    """Return where the reported words start, behind chains such as 刊文分析道 and 表示称."""
    stop = max(place, stop)
    while True:
        place = _FILLER.match(passage.masked, place, stop).end()
        found = reporting_verbs().match(passage.masked, place, stop)
        if found is None or found[1] == "false":
            return place
        place = found[0].end()


def _clause_start(passage: _Passage, start: int, end: int) -> int:
    return max(start, *(passage.masked.rfind(mark, start, end) + 1 for mark in ",;:※—"))


def _indirect_in(passage: _Passage, start: int, end: int) -> Iterator[_Quotation]:
    """Yield what a sentence reports without marks: after a verb with its own subject, up to the next one."""
    heads = []
    for verb, role in reporting_verbs().finditer(passage.masked, start, end):
        if role not in ("report", "noun") and not (role == "quote" and verb.group() in "骂调侃问"):
            continue
        near = max(start, verb.start() - LOOK_BACK)
        clause = _clause_start(passage, near, verb.start())
        speaker = _subject(passage, clause, verb.end())
        if speaker is None and clause > near and verb.start() - clause <= 7:
            speaker = _subject(passage, _clause_start(passage, near, clause - 1), clause - 1)
        owned = speaker is not None and role != "noun" and passage.masked[speaker.end : speaker.end + 1] == "的"
        if speaker is not None and not owned and (not heads or verb.start() > heads[-1][0].end() + 5):
            heads.append((verb, speaker))
    for index, (verb, speaker) in enumerate(heads):
        stop = heads[index + 1][1].start if index + 1 < len(heads) else end
        first = _after_verb(passage, verb.end(), stop)
        last = first + len(passage.masked[first:stop].rstrip("。!?,;:\n "))
        if last - first >= 6 and passage.masked[last - 1] != "—" and not _NOT_WORDS.match(passage.masked, first):
            yield _Quotation(first, last, "indirect", speaker, verb.group(), "before")


def _read_indirect(passage: _Passage, marked: Sequence[_Quotation]) -> list[_Quotation]:
    spoken = sorted((s.start, s.end) for s in marked if s.kind != "term")
    found, edges = [], [0, *passage.breaks, len(passage.masked)]
    for start, end in pairwise(edges):
        index = bisect_left(spoken, (start, start))
        if any(a < end and b > start for a, b in spoken[max(0, index - 1) : index + 1]):
            continue  # the sentence holds speech in marks already
        if end > start:
            found += _indirect_in(passage, start, end)
    return found


_PERSONAL = ("person", "name", "office", "anonymous")


def _before(passage: _Passage, place: int, kinds: Sequence[str], sentences: int = 6) -> Iterator[list[Speaker]]:
    """Yield the speakers of some kinds sentence by sentence, going back from ``place``."""
    end = place
    for _ in range(sentences):
        start = _sentence_start(passage, end)
        speakers = [speaker for speaker in _speakers_between(passage, start, end) if speaker.kind in kinds]
        yield [
            v
            for v in speakers
            if _speaks(passage, v) or (v.kind == "person" and passage.masked[v.start - 1] in "和与对向")
        ]
        if start == 0:
            return
        end = start - 1


def _resolved(passage: _Passage, speaker: Speaker, last: Speaker | None) -> Speaker:
    """Return whom a pronoun stands for where only one can be meant, else the pronoun."""
    kinds = {
        "pronoun": ("person", "name", "anonymous", "office"),
        "media_pronoun": ("org",),
        "firm_pronoun": ("org",),
    }.get(speaker.kind)
    if kinds is None:
        return speaker
    if speaker.kind == "pronoun" and speaker.name in ("他们", "她们"):
        kinds = ("person", "org", "anonymous", "office")
    beside = [v for v in _speakers_between(passage, max(0, speaker.start - 40), speaker.start) if v.kind in kinds]
    if beside and passage.masked[beside[-1].end : speaker.start] in (",", ",而", ",但"):
        return beside[-1]
    for speakers in _before(passage, speaker.start, kinds):
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
    passage = _read_passage(text)
    marked = [*_read_marked(passage), *_read_unmarked_blocks(passage)]
    found = sorted([*marked, *_read_indirect(passage, marked)], key=lambda q: (q.start, -q.end))
    rows, last, last_end = [], None, 0
    for item in found:
        speaker = _resolved(passage, item.speaker, last) if item.speaker else None
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
