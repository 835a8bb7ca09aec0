"""Speech without quotation marks: reported speech, and paragraphs that lost their marks. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from helpers.framing.cues import COLONS
from helpers.framing.passages import LOOK_BACK, Passage, Quotation
from helpers.framing.quote_marks import MASK, lines_of
from helpers.framing.reporting import any_of, reporting_verbs, starts_with
from helpers.framing.speakers import Speaker
from helpers.text.entities import entity_of

_MIN_PARAGRAPH = 12  # a shorter line is a heading
_MAX_OBJECT = 14  # characters between the verb and the colon: 曾这样谈到策略：


def spoken_turns(passage: Passage) -> list[Quotation]:
    """Return the turns of a transcript by paragraph; a paragraph that is one quotation in marks is left to its marks."""
    in_marks = {(span.mark_start, span.mark_end) for span in passage.spans}
    found = []
    for turn in passage.turns:
        label = passage.shadow[turn.start : turn.end]
        labelled = passage.speakers_between(turn.start, turn.end)
        speaker = labelled[0] if labelled else Speaker(turn.start, turn.end, "name", entity_of(label) or label)
        found += [
            Quotation(start, end, "direct", speaker, ":", "before")
            for start, end in turn.paragraphs
            if start < end and (start, end) not in in_marks
        ]
    return found


def unmarked_paragraphs(passage: Passage, turns: Sequence[Quotation]) -> list[Quotation]:
    """Return paragraphs whose marks were lost: the line before ends with a verb of saying and a colon."""
    found, spoken = [], {turn.start for turn in turns}
    for (start, line), (next_start, following) in pairwise(lines_of(passage.masked)):
        end = start + len(line.rstrip())
        words = following.rstrip()
        if (
            not line.rstrip().endswith(COLONS)
            or len(following) < _MIN_PARAGRAPH
            or MASK in following
            or next_start in spoken
        ):
            continue
        sentence = passage.sentence_start(end - 1)
        verb = passage.last_verb(sentence, end)
        if verb is None or re.search(f"[,;{MASK}]", passage.masked[verb.end() : end - 1]):
            continue
        speaker = passage.subject(sentence, verb.end())
        if speaker and len(passage.masked[verb.end() : end].rstrip(":—")) <= _MAX_OBJECT:
            found.append(Quotation(next_start, next_start + len(words), "direct", speaker, verb.group(), "before"))
    return found


def reported_speech(passage: Passage, marked: Sequence[Quotation]) -> list[Quotation]:
    """Return the reported speech of all sentences that hold no speech of ``marked``."""
    spoken = sorted((quotation.start, quotation.end) for quotation in marked if quotation.kind != "term")
    edges = [0, *passage.breaks, len(passage.masked)]
    found: list[Quotation] = []
    # few sentences hold a verb of saying
    for number in sorted({bisect_right(edges, verb.start()) for verb, role in passage.verbs if role in _REPORTING}):
        start, end = edges[number - 1], edges[number]
        index = bisect_left(spoken, (start, start))
        if not any(a < end and b > start for a, b in spoken[max(0, index - 1) : index + 1]):
            found += _reported_in(passage, start, end)
    return found


_REPORTING = ("report", "noun")  # roles of verbs that report
_MIN_REPORTED = 6  # characters; fewer are an object (透露细节), not a clause


_NEXT_CLAUSE = re.compile(
    "[,;](?:也|而|但是?|还|又|则|同时|其中|不过|随后|此外|另外)?\\Z"
)  # begins what the next one says


def _reported_in(passage: Passage, start: int, end: int) -> Iterator[Quotation]:
    """Yield what a sentence reports: after a verb with its own subject, up to the subject of the next one."""
    heads = _heads(passage, start, end)
    stops = [*(speaker.start for _, speaker in heads[1:]), end]
    for (verb, speaker), stop in zip(heads, stops, strict=True) if heads else ():
        first = _words_start(passage, verb.end(), stop)
        last = first + len(_NEXT_CLAUSE.sub("", passage.masked[first:stop]).rstrip("。!?,;:\n "))
        if (
            last - first >= _MIN_REPORTED
            and passage.masked[last - 1] != "—"
            # a comma shows that words are reported: 称,中国…, but 指出中的…
            and (passage.masked[first - 1] in ",:" or not starts_with("not_reported").match(passage.masked, first))
        ):
            yield Quotation(first, last, "indirect", speaker, verb.group(), "before")


_NEAR_CLAUSE = (
    7  # a verb so close to its clause's beginning may have its subject in the clause before: 马斯克，他日前表示
)
_MIN_BETWEEN = 5  # characters between two verbs; closer ones are a chain (刊文分析道)


def _heads(passage: Passage, start: int, end: int) -> list[tuple[re.Match[str], Speaker]]:
    """Return the verbs of a sentence that report, each with its subject."""
    heads: list[tuple[re.Match[str], Speaker]] = []
    for verb, role in passage.verbs_between(start, end):
        if role not in _REPORTING:
            continue
        near = max(start, verb.start() - LOOK_BACK)
        clause = _clause_start(passage, near, verb.start())
        speaker = passage.subject(clause, verb.end())
        if speaker is None and clause > near and verb.start() - clause <= _NEAR_CLAUSE:
            speaker = passage.subject(_clause_start(passage, near, clause - 1), clause - 1)
        if speaker is None:
            continue
        # In 马斯克的发言表示 it is not he who speaks; 马斯克的观点是 is his own (role noun).
        owns = passage.masked[speaker.end : speaker.end + 1] == "的"
        owner = owns and role != "noun" and not starts_with("words_of").match(passage.masked, speaker.end + 1)
        if not owner and (not heads or verb.start() > heads[-1][0].end() + _MIN_BETWEEN):
            heads.append((verb, speaker))
    return heads


def _clause_start(passage: Passage, start: int, end: int) -> int:
    return max(start, *(passage.masked.rfind(mark, start, end) + 1 for mark in f",;:{MASK}—"))


@cache
def _between_verb_and_words() -> re.Pattern[str]:
    """Particles (写道), marks, and who is told (告诉记者,)."""
    particle = any_of("particle")
    told = rf"(?<=[告警提][诉告醒])[^,:{MASK}]{{1,8}}[,:]"
    return re.compile(rf"(?:{particle}(?=[,:\s{MASK}道称说]))*[,:\s]*(?:{told})?")


def _words_start(passage: Passage, place: int, stop: int) -> int:
    """Return where the reported words start, behind chains such as 刊文分析道 and 表示称."""
    stop = max(place, stop)
    while True:
        place = _between_verb_and_words().match(passage.masked, place, stop).end()
        found = reporting_verbs().match(passage.masked, place, stop)
        if found is None or found[1] == "false":
            return place
        place = found[0].end()
