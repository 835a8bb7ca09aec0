"""Find who says what in a text: direct speech, reported speech, quoted terms, unnamed sources. Pure: text in, table out.

The algorithm, in the order of the code:

1. Pair the quotation marks paragraph by paragraph and mend lost ones (`quote_marks`).
2. Mask what is quoted, so that the rules read only the narrator, and list everyone who may speak (`passages`).
3. For each quotation find the verb of saying before or after it, and the subject of that verb (`cues.cue_before`).
4. Decide by an ordered list of tests whether the words are speech or a term (`cues.is_speech`).
5. Add speech without marks: reported speech, paragraphs that lost their marks (`unmarked`), and the turns of a
   transcript (`transcripts`).
6. Replace a pronoun by its antecedent where only one can be meant (`antecedents`).

Verbs of saying, unnamed sources, offices, surnames and the words beside quotations are in ``lexicon/reporting.csv``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers.framing.antecedents import AND, antecedent_of
from helpers.framing.cues import (
    COLONS,
    Cue,
    cue_after,
    cue_before,
    ends_clause,
    is_fragment,
    is_sentence,
    is_speech,
    is_whole_sentence,
    named_by,
    nobody_named,
)
from helpers.framing.names import PERSONS, Speaker
from helpers.framing.passages import LOOK_BACK, PARAGRAPH_END, Passage, Quotation, read_passage
from helpers.framing.quote_marks import MASK, Span, start_behind
from helpers.framing.reporting import adverbs
from helpers.framing.unmarked import reported_speech, spoken_sayings, spoken_turns, unmarked_paragraphs
from helpers.lexicon import terms_of
from helpers.tables import typed_table
from helpers.text.document import Document
from helpers.text.entities import entity_of
from helpers.text.sentences import lines_of

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


def find_quotations(text: str) -> pd.DataFrame:
    """Return what ``text`` quotes or reports, in reading order.

    Columns: ``start, end`` (the quoted words without their marks), ``quote``, ``kind``, ``speaker``,
    ``cue`` (the verb of saying), ``side`` (of the cue: before, after, or empty). ``kind`` is one of
    `QUOTE_KINDS`: *direct* speech; *term*, words between marks that nobody says (titles, irony);
    *indirect* speech, without marks; *anonymous*, speech of either form whose source has no name.
    ``speaker`` is as the text writes it at full length (Eric Schmidt, not Schmidt), a pronoun only where its antecedent
    is not certain, empty where nobody is named.

    All marks count, “ ” 「 」 『 』 ‘ ’ " ", nested too. A quotation that is never closed reaches to the end of
    its paragraph at most.

    >>> find_quotations("马斯克说：“这不是开源。”")[["kind", "speaker", "cue"]].values.tolist()
    [['direct', '马斯克', '说']]
    """
    return typed_table(quotation_rows(Document(text)), QUOTE_TYPES)


_SAME_PARAGRAPH = 2000  # characters to the speaker before; a longer paragraph has lost its line ends


def quotation_rows(document: Document) -> list[tuple]:
    """Return the rows of `find_quotations` as tuples in the order of `QUOTE_TYPES`: many articles make one table.

    >>> quotation_rows(Document("马斯克说：“这不是开源。”"))
    [(6, 12, '这不是开源。', 'direct', '马斯克', '说', 'before')]
    """
    text = document.text
    if not text.strip():
        return []
    passage = read_passage(document)
    turns = spoken_turns(passage) + spoken_sayings(passage)
    marked = [*_marked_quotations(passage), *turns, *unmarked_paragraphs(passage, turns)]
    reported = reported_speech(passage, marked)
    found = sorted([*_with_fragments(passage, marked, reported), *reported], key=lambda q: (q.start, -q.end))
    rows, last, spoken = [], None, 0
    written = _fullest_names(passage, text)
    for quotation in found:
        named, ends = quotation.speaker, _paragraphs_since(passage, last, quotation.start) if last else -1
        if named is not None:
            meant = antecedent_of(passage, named, last and last.speaker)
            meant = last.speaker if meant is named and last and _goes_on(passage, named, last, ends) else meant
            quotation = quotation._replace(speaker=meant)
        elif quotation.kind == "direct":
            quotation = _without_cue(passage, quotation, last, ends, spoken)
        start, end, kind, speaker, cue, side = quotation
        if kind != "term" and passage.masked[start] == MASK:
            spoken = end
        if speaker is not None and speaker.kind != "inner":
            unnamed = named is not None and (_is_unnamed(named, speaker) or _is_of_no_house(document, speaker))
            if unnamed and kind in ("direct", "indirect"):
                kind = "anonymous"
            if last is None or end > last.end:  # who is only told of by another does not go on
                opens = _opens(passage, start)
                another = last is not None and last.speaker.name != speaker.name
                replies = another and opens and last.opens and ends == 1
                pronoun = named.name if named else last.pronoun if last else ""
                last = _Last(speaker, end, kind, cue, side, opens, replies, pronoun)
        name = text[speaker.start : speaker.end] if speaker is not None else ""
        name = name if entity_of(name) else written.get(speaker.name, name) if speaker is not None else ""
        rows.append((start, end, text[start:end], kind, name, cue, side))
    return rows


def _without_cue(passage: Passage, quotation: Quotation, last: "_Last | None", ends: int, spoken: int) -> Quotation:
    """Return direct speech with the speaker whom the sentences beside it tell, or the last one who goes on; ``ends`` is the
    number of paragraphs that end between the two, ``spoken`` the end of the last speech in marks."""
    start, end = quotation.start, quotation.end
    if remembers := _who_remembers(passage, start, end, last and last.speaker):
        return quotation._replace(speaker=remembers)
    replies = last is not None and _is_reply(last, ends)
    told = _before_in_paragraph(passage, start, end, last and last.speaker, spoken)
    if told and not (replies and told.name == last.speaker.name):
        return quotation._replace(speaker=told)
    is_block = _is_block(passage, start, end)
    if (
        last and not replies and (ends == 0 or (ends == 1 and is_block))
    ):  # in the same paragraph, or as the whole next one
        kind = "anonymous" if last.kind == "anonymous" else quotation.kind
        quotation = quotation._replace(speaker=last.speaker, kind=kind)
        return quotation._replace(cue=last.cue, side=last.side) if last.kind != "indirect" and is_block else quotation
    before = None if replies else _before_block(passage, start, end)
    return quotation._replace(speaker=before or _right_behind(passage, end))


def _is_of_no_house(document: Document, speaker: Speaker) -> bool:
    """Return whether a pronoun means somebody of whom neither a name nor a firm is told, as 一名谷歌的研究员 tells it."""
    within = (start for start, end, *_ in document.mentions if speaker.start <= start and end <= speaker.end)
    return speaker.kind == "anonymous" and next(within, None) is None


class _Last(NamedTuple):
    """The last speech with its speaker: whether it opened its paragraph, and replied there to the paragraph before; the
    pronoun, or name, that told who spoke."""

    speaker: Speaker
    end: int
    kind: str
    cue: str
    side: str
    opens: bool
    replies: bool
    pronoun: str


def _goes_on(passage: Passage, pronoun: Speaker, last: _Last, ends: int) -> bool:
    """Return whether a pronoun told of the last speech as well, at most a paragraph before, and nobody is named since."""
    if pronoun.kind != "pronoun" or pronoun.name != last.pronoun or ends not in (0, 1):
        return False
    return all(one.name == pronoun.name for one in passage.speakers_between(last.end, pronoun.start))


def _is_unnamed(named: Speaker, speaker: Speaker) -> bool:
    """Return whether a source has no name: one of many by what they are (网友, 律师), not the one who bears an office (总统)."""
    alone = named.kind == "office" and named.name in terms_of("reporting", "alone") and speaker is named
    alone = alone or (speaker is named and named.name.startswith("某"))  # 某公司高管
    return named.kind == "anonymous" or (alone and named.name not in terms_of("reporting", "of_one"))


def _paragraphs_since(passage: Passage, last: _Last, start: int) -> int:
    """Return how many paragraphs end between the last speech and ``start``, ``-1`` if they are too far apart."""
    if start - last.end > _SAME_PARAGRAPH:
        return -1
    return len(PARAGRAPH_END.findall(passage.shadow, last.end, start))


def _is_reply(last: _Last, ends: int) -> bool:
    """Return whether another speaks than the last one, who asked, or is one of two who speak in turn, by paragraphs."""
    asked = last.cue.endswith("问") and last.cue != "反问"
    return (asked and ends in (0, 1)) or (last.replies and ends == 1)


def _opens(passage: Passage, start: int) -> bool:
    """Return whether a quotation opens its paragraph."""
    return start == 1 or passage.shadow[start - 2 : start - 1] == "\n"


def _is_block(passage: Passage, start: int, end: int) -> bool:
    """Return whether a quotation is a paragraph of its own."""
    shadow = passage.shadow
    return start > 1 and shadow[start - 2] == "\n" and shadow[end + 1 : end + 2] in "\n"


def _before_block(passage: Passage, start: int, end: int) -> Speaker | None:
    """Return the one person of the sentence before a quotation that is a paragraph of its own."""
    if not _is_block(passage, start, end):
        return None
    before = start - 2
    near = max(0, before - LOOK_BACK)
    sentence = passage.sentence_start(near + len(passage.masked[near:before].rstrip("。!?\n ")))
    persons = [s for s in passage.speakers_between(sentence, before) if s.kind in PERSONS]
    persons = [s for s in persons if passage.can_speak(s) or passage.masked.endswith(AND, 0, s.start)]
    is_one = len({s.name for s in persons}) == 1
    return persons[0] if is_one and not _IS_SILENT.match(passage.shadow, persons[-1].end) else None


def _stands_alone(passage: Passage, start: int, end: int) -> bool:
    """Return whether a quotation is a sentence of its own behind another."""
    ends = passage.shadow[end - 1] in "。!?" or passage.masked[end + 1 : end + 2] in tuple("。!?")
    return ends and passage.masked[start - 2 : start - 1] in tuple("。!?")


def _before_in_paragraph(passage: Passage, start: int, end: int, last: Speaker | None, spoken: int) -> Speaker | None:
    """Return the one person of the sentences before a quotation in its paragraph, if no other speech stands between:
    马斯克摇摇头。“…。”"""
    if not _stands_alone(passage, start, end):
        return None
    mark = start - 1
    near = max(0, mark - LOOK_BACK)
    floor = max(min(spoken, mark), start_behind("\n", passage.masked, near, mark))  # a term in marks is passed over
    place = mark
    while place > floor:
        sentence = max(floor, passage.sentence_start(place - 1))
        persons = [s for s in passage.speakers_between(sentence, place) if s.kind in _TOLD and passage.can_speak(s)]
        if any(_ASKS.match(passage.masked, s.end) for s in persons):
            return None
        named = [s for s in persons if s.kind in PERSONS] or persons
        if persons:
            is_one = len({s.name for s in named}) == 1 and not _stays_silent(passage, named[-1], mark)
            return antecedent_of(passage, named[0], last) if is_one else None
        place = sentence
    return None


_ASKS = re.compile("[^,。!?:;]{0,6}问(?![题世候])")
_TOLD = ("person", "name", "anonymous", "pronoun")


@cache
def _remembers() -> re.Pattern[str]:
    return re.compile(rf"{adverbs(2)}(?:记得|[记想]起|回[忆想]|观察)")


def _who_remembers(passage: Passage, start: int, end: int, last: Speaker | None) -> Speaker | None:
    """Return who remembers or observes in the sentence before a quotation, whoever else is told of there: 他记得她答不出来。“…。”"""
    if not _stands_alone(passage, start, end):
        return None
    sentence = passage.sentence_start(start - 2)
    first = next(iter(passage.speakers_between(sentence, start - 1)), None)
    if first is None or passage.masked[sentence : first.start].strip():
        return None
    meant = antecedent_of(passage, first, last) if _remembers().match(passage.masked, first.end) else None
    return meant if meant and meant.kind in PERSONS else None


def _stays_silent(passage: Passage, person: Speaker, mark: int) -> bool:
    """Return whether a person only hears, or says nothing, and does nothing else: 马斯克没有回答, but 马斯克没有回答,低头喝茶."""
    silent = _IS_SILENT.match(passage.shadow, person.end) or passage.shadow.startswith("听", person.end)
    return bool(silent) and not re.search("[,。]", passage.masked[person.end : mark - 1])


_IS_SILENT = re.compile("(?:却|则|也|都|始终|一直|并)?(?:没|未|不[肯愿置予]|拒绝|沉默)")
_HEARS = re.compile(
    "没|不|未|摇|点|听|沉默|愣|笑而|却|则|也|的|问|想"
)  # who does so behind a quotation did not speak it


def _right_behind(passage: Passage, end: int) -> Speaker | None:
    """Return the person whose name stands right behind a quotation that ends with its sentence: “…。”李多多(很乐意看到…)."""
    if passage.shadow[end - 1] not in "。!?":
        return None
    persons = [s for s in passage.speakers_between(end + 1, end + 1 + LOOK_BACK) if s.start == end + 1]
    kinds = ("person", "name", *(() if passage.shadow.startswith("\n", end) else ("pronoun", "anonymous")))
    is_name = persons and persons[0].kind in kinds
    return persons[0] if is_name and not _HEARS.match(passage.shadow, persons[0].end) else None


def _with_fragments(passage: Passage, marked: list[Quotation], reported: list[Quotation]) -> list[Quotation]:
    """Return ``marked`` with terms turned to speech that stand within reported speech and are the speaker's words."""
    spans = {(span.start, span.end): span for span in passage.spans if not span.depth}
    starts = [report.start for report in reported]
    found = []
    for quotation in marked:
        report = reported[bisect_right(starts, quotation.start) - 1] if reported else None
        span = spans.get((quotation.start, quotation.end))
        within = report is not None and report.start < quotation.start and quotation.end < report.end
        if quotation.kind == "term" and span and within and is_fragment(passage, span):
            quotation = report._replace(start=span.start, end=span.end, kind="direct")
        found.append(quotation)
    return found


def _fullest_names(passage: Passage, text: str) -> dict[str, str]:
    """Return how the text writes the name of each person where it does so at full length; a nickname is no such name."""
    written: dict[str, tuple[bool, int, str]] = {}
    for speaker in passage.speakers:
        if speaker.kind in PERSONS:
            words = text[speaker.start : speaker.end]
            is_name = speaker.name == passage.shadow[speaker.start : speaker.end] or speaker.name == entity_of(words)
            best = written.get(speaker.name, (False, 0, ""))
            if (is_name, len(words)) > best[:2]:
                written[speaker.name] = (is_name, len(words), words)
    return {name: words for name, (_, _, words) in written.items()}


class _Memory(NamedTuple):
    """What a reader remembers: the last speech, where its mark ended, and whether it was closed."""

    speech: Quotation | None
    mark_end: int
    closed: bool = True


def _marked_quotations(passage: Passage) -> list[Quotation]:
    """Return every quotation in marks, those inside another among them."""
    found, memory = [], _Memory(None, 0)
    for span in passage.spans:
        if span.depth:
            found.append(_inner_quotation(passage, span, memory.speech))
            continue
        quotation = _outer_quotation(passage, span, memory)
        if _closes(span, memory):
            quotation = memory.speech._replace(start=span.start, end=span.end)
            found += _paragraphs_between(passage, memory, span)
        elif _reopens(passage, span, memory):
            quotation = memory.speech._replace(start=span.start, end=span.end)
        found.append(quotation)
        if quotation.kind != "term":
            memory = _Memory(quotation, span.mark_end, span.closed)
    return found


_LIST_JOINTS = ("、", ",以及", "和")
_MIN_LISTED = 6  # characters; shorter quotations in a list are terms more often than speech


def _outer_quotation(passage: Passage, span: Span, memory: _Memory) -> Quotation:
    """Return the quotation in ``span`` with its speaker: by its cues, by the quotation before, or by its sentence."""
    if agent := named_by(passage, span):
        return _speech(span, agent.speaker, agent.words, "before")
    length = span.end - span.start
    listed = passage.masked[memory.mark_end : span.mark_start] in _LIST_JOINTS and length >= _MIN_LISTED
    if listed and memory.speech is not None:
        return memory.speech._replace(start=span.start, end=span.end)
    before, after = cue_before(passage, span), cue_after(passage, span)
    if after and _introduces_the_next(passage, span, before, after):
        after = None
    if not is_speech(passage, span, before, after):
        resumed = _resumes(passage, span, memory)
        return memory.speech._replace(start=span.start, end=span.end) if resumed else _term(span)
    has_subject = before is not None and before.speaker is not None
    # A verb right before counts before one behind; a mark alone does so only where nothing follows.
    near = has_subject and (before.link != "far" or _runs_up_to(passage, before, after, memory))
    if near and not (before.words in COLONS and after):
        return _speech(span, before.speaker, before.words, "before")
    if after is not None:
        return _speech(span, after.speaker, after.words, "after")
    if has_subject and before.start >= memory.mark_end:  # a far verb belongs to the first quotation behind it
        return _speech(span, before.speaker, before.words, "before")
    return _without_subject(passage, span, memory, before)


def _introduces_the_next(passage: Passage, span: Span, before: Cue | None, after: Cue) -> bool:
    """Return whether a colon introduces the quotation, a full stop ends it, and the cue behind it has words of its own:
    甲:“A。”乙回应说这是…, but 甲的问题:“A?”乙说。"""
    shadow = passage.shadow
    has_colon = before is not None and before.link == "colon" and shadow[span.mark_start - 1] != "\n"
    return has_colon and shadow[span.end - 1] in "。!?" and not ends_clause(passage.masked, after.end)


def _runs_up_to(passage: Passage, before: Cue, after: Cue | None, memory: _Memory) -> bool:
    """Return whether what a far verb reports runs up to the quotation, and the verb behind it has words of its own:
    安倍称,他知道调查,“我会配合。”记者指出,…."""
    if after is None or before.start < memory.mark_end:
        return False
    return passage.masked[before.end : before.end + 1] in (",", ":") and passage.masked.startswith(",", after.end)


def _without_subject(passage: Passage, span: Span, memory: _Memory, before: Cue | None) -> Quotation:
    """Return the quotation in ``span``, whose cue has no subject, with the speaker of its sentence or of the last speech."""
    speaker = passage.subject(passage.sentence_start(span.mark_start), span.mark_start)
    narrator = None
    if before and speaker is None and before.start >= memory.mark_end:
        narrator = nobody_named(passage, before)
    if narrator is None and _continues_speech(passage, span, memory):
        return memory.speech._replace(start=span.start, end=span.end)
    speaker = narrator or speaker
    ends = passage.shadow[span.end - 1] in "。!?" or is_whole_sentence(passage, span)
    ends = ends or _is_block(passage, span.start, span.end)
    if speaker is None and before is None and not ends:
        return _term(span)
    return _speech(span, speaker, before.words if before else "", "before" if before else "")


def _speech(span: Span, speaker: Speaker | None, cue: str, side: str) -> Quotation:
    return Quotation(span.start, span.end, "direct", speaker, cue, side)


def _term(span: Span) -> Quotation:
    return Quotation(span.start, span.end, "term", None, "", "")


def _resumes(passage: Passage, span: Span, memory: _Memory) -> bool:
    """Return whether ``span`` is the rest of what the narrator broke off: “A,”甲顿了顿,“B。”

    Where the first part is a sentence of its own, its speaker must stand between the two, and the second be one as well.
    """
    between = passage.masked[memory.mark_end : span.mark_start]
    if memory.speech is None or len(between) > _MAX_INTERRUPTION or not between.endswith(","):
        return False
    first, second = passage.shadow[memory.speech.end - 1], passage.shadow[span.end - 1]
    behind = memory.speech.side == "after"
    whole = first in "。!?" and second in "。!?" and behind
    # 「A」,甲搖搖頭,「B」。
    outside = (
        between.startswith(",") and behind and passage.masked[span.mark_end : span.mark_end + 1] in ("", *",。!?\n")
    )
    return (first == "," or whole or outside) and not re.search(r"[。!?\n]", between)


_MAX_INTERRUPTION = 80  # characters of the narrator between two parts of one speech


def _continues_speech(passage: Passage, span: Span, memory: _Memory) -> bool:
    """Return whether ``span`` goes on where the last speech stopped, in the same sentence."""
    if memory.speech is None or span.mark_start - memory.mark_end > _MAX_INTERRUPTION:
        return False
    return not re.search(r"[。!?\n]", passage.masked[memory.mark_end : span.mark_start])


_MAX_PARAGRAPHS = 4000  # characters from an opening mark to the lone closing mark that ends the same speech


def _closes(span: Span, memory: _Memory) -> bool:
    """Return whether ``span`` is the last paragraph of a speech that was opened paragraphs before."""
    lone_end = not span.closed and span.mark_start == span.start
    near = span.start - memory.mark_end < _MAX_PARAGRAPHS
    return lone_end and memory.speech is not None and not memory.closed and near


def _reopens(passage: Passage, span: Span, memory: _Memory) -> bool:
    """Return whether ``span`` is the next paragraph of a speech whose paragraphs each open with a mark, and only the last
    closes."""
    between = passage.masked[memory.mark_end : span.mark_start]
    return memory.speech is not None and not memory.closed and "\n" in between and not between.strip()


_MIN_PARAGRAPH = 8  # characters; a shorter line is a heading or a remnant


def _paragraphs_between(passage: Passage, memory: _Memory, span: Span) -> Iterator[Quotation]:
    """Yield the paragraphs between the opening and the lone closing mark of one speech."""
    for start, line in lines_of(passage.masked[memory.mark_end : span.start]):
        if len(line.strip()) >= _MIN_PARAGRAPH:
            start += memory.mark_end
            yield memory.speech._replace(start=start, end=start + len(line))


_INNER_CUE = re.compile(r"(他们|她们|他|她|我(?!们))[^,。!?:;“”‘’]{0,6}(?:说|问|道|想|讲):\Z")
_INNER_REACH = 16  # characters in which `_INNER_CUE` fits


def _inner_quotation(passage: Passage, span: Span, outer: Quotation | None) -> Quotation:
    """Return a quotation inside another: speech behind a colon if it is a sentence, else a term."""
    shadow = passage.shadow
    if shadow[max(0, span.mark_start - 1) : span.mark_start] != ":" or not is_sentence(shadow[span.start : span.end]):
        return _term(span)
    start = max(0, span.mark_start - _INNER_REACH)
    cue = _INNER_CUE.search(shadow[start : span.mark_start])
    if cue and cue[1] != "我":
        speaker = Speaker(start + cue.start(1), start + cue.end(1), "inner", cue[1])
    else:  # 我 is the speaker of the outer quotation
        speaker = outer.speaker if cue and outer else None
    return _speech(span, speaker, "", "before" if cue else "")
