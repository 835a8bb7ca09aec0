"""Read what a sentence names and how it compares: source terms, words of comparison, words for AI. Pure.

Source terms are in ``lexicon/domains.csv``, words of comparison in ``lexicon/markers.csv``, other cues in
``lexicon/contexts.csv``. Everything is matched on the shadow of a text (`helpers.text.script.shadow_of`), not on tokens.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple

from helpers import lexicon
from helpers.text.document import Document
from helpers.text.matching import Terms
from helpers.text.script import HAN


class Metaphor(NamedTuple):
    """A source term in a sentence, with its row in ``domains.csv``. ``needs`` says what it needs to count."""

    start: int
    end: int
    domain: str
    level: str
    needs: str
    form: str


class Marker(NamedTuple):
    """Words of comparison in a sentence, with their row in ``markers.csv``."""

    start: int
    end: int
    name: str
    strength: str
    gives_role: bool


class Sentence:
    """One sentence as the finder of analogies reads it (`read_sentences`); what few sentences need is read when it is
    asked for. Places are places in the sentence."""

    def __init__(
        self, document: Document, start: int, end: int, metaphors: list[Metaphor], names_of_ai: list[int]
    ) -> None:
        self._document, self._start = document, start
        self.text, self.shadow = document.text[start:end], document.shadow[start:end]
        self.metaphors, self.names_of_ai = metaphors, names_of_ai
        #: the systems of technology and their makers that the sentence names
        self.systems = [metaphor for metaphor in metaphors if metaphor.needs in SYSTEMS] if metaphors else []

    @property
    def has_ai(self) -> bool:
        return bool(self.names_of_ai)

    @cached_property
    def markers(self) -> list[Marker]:
        terms, rows = _markers()
        found = terms.find_each(self.shadow, 0, len(self.shadow))
        return sorted(Marker(*match.span(), *rows[number]) for match, number in found)

    def applies_ai(self, place: int) -> bool:
        """Return whether AI is put to work on things in the clause at a place: 苏州护城河的水质由AI监测."""
        starts, has_work = self._clauses
        return has_work[bisect_right(starts, place) - 1] if starts else False

    @cached_property
    def _clauses(self) -> tuple[list[int], list[bool]]:
        """Where the clauses start, and in which of them AI is put to work; nothing if it is in none."""
        work = [match.start() for match in _applied().finditer(self.shadow)] if self.has_ai else []
        spans = [match.span() for match in CLAUSE.finditer(self.shadow)] if work else []
        return [start for start, _ in spans], [
            bisect_left(work, start) < bisect_left(work, end) for start, end in spans
        ]

    @cached_property
    def first_for_ai(self) -> int:
        """Where AI is first named, or what stands for it where it is cast as a system (算力是这个时代的电力); else the end."""
        stands_for = _of_ai().search(self.shadow)
        return min([*self.names_of_ai[:1], stands_for.start() if stands_for else len(self.shadow)])

    def mentions(self) -> list[tuple[int, int, str, str]]:
        """Return the names in the sentence, as `helpers.text.mentions.find_mentions` returns them."""
        start, end = self._start, self._start + len(self.text)
        return [(a - start, b - start, *about) for a, b, *about in self._document.mentions_between(start, end)]

    @cached_property
    def named(self) -> set[str]:
        """The words that name these systems, in lower case."""
        return {self.shadow[system.start : system.end].lower() for system in self.systems}

    @cached_property
    def cues(self) -> dict[str, set[str]]:
        """The different words of each role of ``contexts.csv`` in the sentence, in a long one near its systems.

        What only names a system is no cue: 平板 in 当年的平板电脑.
        """
        terms, roles = _cues()
        found: dict[str, set[str]] = {role: set() for role in roles}
        places = [(system.start, system.end) for system in self.systems if system.needs == "class"]
        for start, end in self._near:
            for match, number in terms.find_each(self.shadow, start, end):
                if not (roles[number] in AGAINST and any(a <= match.start() and match.end() <= b for a, b in places)):
                    found[roles[number]].add(match[0])
        return found

    @cached_property
    def _near(self) -> list[tuple[int, int]]:
        """The parts of the sentence near its systems; all of it if it names none."""
        parts: list[list[int]] = []
        for metaphor in self.systems:
            start, end = max(0, metaphor.start - _REACH), min(len(self.shadow), metaphor.end + _REACH)
            if parts and start <= parts[-1][1]:
                parts[-1][1] = end
            else:
                parts.append([start, end])
        return [(start, end) for start, end in parts] or [(0, len(self.shadow))]


CLAUSE = re.compile(r"[^,。!?;:、]+")
_REACH = 40  # characters
_NAMED = ("os", "system", "firm")
SYSTEMS = (*_NAMED, "class")


def _with_edges(term: str) -> str:
    """Return the pattern of a term; a Latin one has no Latin letter on either side."""
    start = "(?<![A-Za-z])" if term[0].isascii() and term[0].isalpha() else ""
    return start + term + ("(?![A-Za-z])" if term[-1].isascii() and term[-1].isalpha() else "")


def read_sentences(document: Document, spans: Sequence[tuple[int, int]]) -> list[Sentence]:
    """Return the sentences of a text that stand at ``spans``.

    >>> [one] = read_sentences(Document("Llama是大模型里的安卓。"), [(0, 13)])
    >>> one.names_of_ai, [metaphor.domain for metaphor in one.metaphors]
    ([0, 6], ['mobile_os'])
    """
    sources, _ = _source_terms()
    found = zip(spans, sources.find_in(document.shadow, spans), _ai().find_in(document.shadow, spans), strict=True)
    metaphors, by_frame, names_of_ai = [], [], []
    for index, (span, terms, ai) in enumerate(found):
        of_sentence, framed = _metaphors(document.shadow, span, terms, bool(ai)) if terms else ([], [])
        metaphors.append(of_sentence)
        names_of_ai.append([match.start() - span[0] for match, _ in ai] if ai else [])
        by_frame += [(index, metaphor) for metaphor in framed]
    for index, metaphor in by_frame:
        _carry(document.shadow, spans, index, metaphor, metaphors)
    return [Sentence(document, *span, *about) for span, *about in zip(spans, metaphors, names_of_ai, strict=True)]


_CARRIED = 6  # sentences on either side in which a word that a frame has made a system is one as well


def _carry(
    shadow: str, spans: Sequence[tuple[int, int]], index: int, metaphor: Metaphor, metaphors: list[list[Metaphor]]
) -> None:
    """Add the other places of a word that counts by its frame in sentence ``index``: 模型是AI界的新干线。新干线准时。"""
    word = shadow[spans[index][0] + metaphor.start : spans[index][0] + metaphor.end]
    for near in range(max(0, index - _CARRIED), min(len(spans), index + _CARRIED + 1)):
        start, end = spans[near]
        place = shadow.find(word, start, end) if len(word) > 1 else -1
        if place >= 0 and not any(
            one.start < place - start + len(word) and place - start < one.end for one in metaphors[near]
        ):
            of_sentence = [*metaphors[near], metaphor._replace(start=place - start, end=place - start + len(word))]
            metaphors[near] = sorted(of_sentence)


def sentences_of(texts: Sequence[str]) -> list[Sentence]:
    """Return the sentences with these texts, which follow one another.

    >>> [sentence.has_ai for sentence in sentences_of(["Llama来了。", "它的App支持安卓。"])]
    [True, False]
    """
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    spans = [(start, start + len(text)) for start, text in zip(starts, texts, strict=False)]
    return read_sentences(Document("\n".join(texts)), spans)


# Roles of contexts.csv that speak for a comparison, and those that speak of the systems themselves.
FOR, AGAINST = (
    ("openness", "fate", "past", "parallel", "lesson", "speculation", "share"),
    ("application", "product", "business", "career", "own", "member"),
)


@cache
def _cues() -> tuple[Terms, tuple[str, ...]]:
    """Return all cues, one pattern a role with its longest term first, and the roles."""
    roles = (*FOR, *AGAINST)
    terms = (sorted(lexicon.terms_of("contexts", role), key=len, reverse=True) for role in roles)
    return Terms(map("|".join, terms)), roles


@cache
def _applied() -> re.Pattern[str]:
    return re.compile("|".join(lexicon.terms_of("contexts", "applied")), re.IGNORECASE)


@cache
def _ai() -> Terms:
    return Terms(map(_with_edges, lexicon.terms_of("contexts", "ai")), ignore_case=True)


@cache
def _of_ai() -> re.Pattern[str]:
    return re.compile("|".join(map(_with_edges, lexicon.terms_of("contexts", "of_ai"))), re.IGNORECASE)


_PLAIN_START = re.compile(rf"[A-Za-z{HAN}](?![?*+{{])")


@cache
def _source_terms() -> tuple[Terms, tuple]:
    """Return all source terms and their rows of ``domains.csv``, in Taiwan's words, too (共享軟體 as 共享软件).

    Of several at one place a plain one counts before one that begins with a group, then the longest.
    """
    rows = [*lexicon.read_table("domains").itertuples(index=False)]
    known, taiwan = {row.term for row in rows}, lexicon.read_table("taiwan")
    pairs = [*zip(taiwan["mainland"], taiwan["taiwan"], strict=True)]
    twins = {
        term: row._replace(term=term)
        for row in rows
        for mainland, word in (pairs if row.term.isalnum() else ())
        if mainland in row.term and (term := row.term.replace(mainland, word)) not in known
    }
    rows += twins.values()
    rows = sorted(rows, key=lambda row: (not _PLAIN_START.match(row.term), -len(row.term)))
    return Terms((_with_edges(row.term) for row in rows), ignore_case=True), rows


@cache
def _unless(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern or r"(?!)", re.IGNORECASE)


@cache
def _markers() -> tuple[Terms, list[tuple[str, str, bool]]]:
    """Return all markers, and of each its name, its strength, and whether it gives a role."""
    rows = [*lexicon.read_table("markers").itertuples(index=False)]
    about = [(row.marker, row.strength, row.gives_role == "yes") for row in rows]
    return Terms((row.pattern for row in rows), ignore_case=True), about


def _metaphors(
    shadow: str, span: tuple[int, int], terms: Sequence[tuple[re.Match[str], int]], has_ai: bool
) -> tuple[list[Metaphor], list[Metaphor]]:
    """Return the source terms of the sentence at ``span`` that are not meant literally, and those that count by a frame."""
    _, rows = _source_terms()
    start, end = span
    found, literal = [], {}  # of each pattern in `unless`: does the sentence speak of the thing itself?
    by_form, framed = [], []
    for match, number in (one for term in terms for one in _named_within(shadow, end, *term)):
        row = rows[number]
        if row.unless not in literal:
            literal[row.unless] = bool(_unless(row.unless).search(shadow, start, end))
        if literal[row.unless]:
            continue
        places = match.span()
        if row.needs in ("form", "cast", "came"):
            if places := _noun_by_form(shadow, start, match.span(), end, row.needs):
                by_form.append(Metaphor(places[0] - start, places[1] - start, row.domain, row.level, "class", row.form))
            continue
        if row.needs == "framed" and not _is_framed(shadow, span, places, has_ai):
            continue
        if row.level == "strict" and _is_amount(shadow, start, places):
            continue
        needs = "class" if row.needs == "framed" else row.needs
        found.append(Metaphor(places[0] - start, places[1] - start, row.domain, row.level, needs, row.form))
        if row.needs == "framed":
            framed.append(found[-1])
    if by_form:
        listed = [(metaphor.start, metaphor.end) for metaphor in found]
        new = [one for one in by_form if not any(a < one.end and one.start < b for a, b in listed)]
        found, framed = sorted(found + new), framed + new
    return found, framed


# the frames with two sides in which any system is compared: X是AI的Y, 还在Y时代, AI的Y在哪里, 谁是Y, 以Y为例, Y会坏,AI不会
_WITHOUT_AI = ("who", "example")  # those of them that need no word for AI in the sentence
_FRAMES = ("given", "staged", "asked", "who", "example", "contrast")
_FRAME, _FRAME_BEHIND = 24, 40  # characters before and behind a word that frame it


def _is_framed(shadow: str, span: tuple[int, int], place: tuple[int, int], has_ai: bool) -> bool:
    """Return whether words of likeness, of a time or of a role stand around a word: 就像早期的记忆体."""
    before = shadow[max(span[0], place[0] - _FRAME) : place[0]]
    behind = shadow[place[1] : min(span[1], place[1] + _FRAME_BEHIND)]
    if cue_pattern("frame_before").search(before) or cue_pattern("frame_after").match(behind):
        return True
    sentence, within = shadow[slice(*span)], (place[0] - span[0], place[1] - span[0])
    return any(stands_in(frame, sentence, within) for frame in (_FRAMES if has_ai else _WITHOUT_AI))


def _is_amount(shadow: str, start: int, place: tuple[int, int]) -> bool:
    """Return whether something is only measured by the word at ``place``: 造价相当于四座电厂, 相当于台积电八天的收入."""
    before = shadow[max(start, place[0] - 2 * _FRAME) : place[0]]
    if cue_pattern("amount").search(before):
        return True
    behind = cue_pattern("amount_after").match(shadow, place[1], place[1] + _FRAME)
    return bool(behind and cue_pattern("amount_before").search(before))


def stands_in(frame: str, shadow: str, place: tuple[int, int]) -> bool:
    """Return whether the words on both sides of ``place`` are those of a frame of ``contexts.csv``.

    >>> stands_in("asked", "AI的安卓在哪里?", (3, 5)), stands_in("asked", "AI的安卓客户端", (3, 5))
    (True, False)
    """
    before, behind = shadow[max(0, place[0] - _FRAME) : place[0]], shadow[place[1] : place[1] + _FRAME_BEHIND]
    return bool(cue_pattern(f"{frame}_after").match(behind) and cue_pattern(f"{frame}_before").search(before))


def _noun_by_form(shadow: str, start: int, place: tuple[int, int], end: int, needs: str) -> tuple[int, int] | None:
    """Return where a noun stands that the words at ``place`` introduce as what AI is like: by its form (就像灌装机), or as
    what AI is said to be (模型也是一台豆浆机), or before them as what came (订座系统刚上线的时候)."""
    if needs == "came":
        match = cue_pattern("came_noun").search(shadow, max(start, place[0] - _FRAME), place[0])
        return match.span("noun") if match else None
    end = min(end, place[1] + 2 * _FRAME)
    match = cue_pattern("form").match(shadow, place[1], end) if needs == "form" else None
    if not match and cue_pattern("cast_before").search(shadow, max(start, place[0] - _FRAME), place[1]):
        match = cue_pattern("cast_noun").match(shadow, place[1], end)
    return match.span(match.lastgroup) if match else None


@cache
def cue_pattern(role: str) -> re.Pattern[str]:
    """Return the pattern of the words of a role in ``contexts.csv``.

    >>> bool(cue_pattern("used_before").search("支持")), cue_pattern("used_after").match("手机用户")[0]
    (True, '手机用户')
    """
    return re.compile("|".join(lexicon.terms_of("contexts", role)))


_LONGEST_NAME = 30  # characters


def _named_within(shadow: str, end: int, match: re.Match[str], number: int) -> list[tuple[re.Match[str], int]]:
    """Return the systems that the name of a class holds, in its place: 当年的安卓 is Android. Else the match as it is."""
    sources, rows = _source_terms()
    if rows[number].needs != "class":
        return [(match, number)]
    inside = sources.find_each(shadow, match.start() + 1, min(end, match.end() + _LONGEST_NAME))
    named = [(one, n) for one, n in inside if one.start() < match.end() and rows[n].needs in _NAMED]
    return named or [(match, number)]


_LONGEST_MARKER = 120  # characters
_NEAR = 32  # characters between a marker and what it compares


def marker_of(sentence: Sentence, metaphor: Metaphor, *, strong: bool = False) -> Marker | None:
    """Return the nearest marker that starts before ``metaphor`` and ends close before it, or within it."""
    low = bisect_left(sentence.markers, (metaphor.start - _NEAR - _LONGEST_MARKER,))
    high = bisect_right(sentence.markers, (metaphor.start + 1,))
    near = [
        marker
        for marker in sentence.markers[low:high]
        if (not strong or marker.strength == "strong") and metaphor.start - marker.end <= _NEAR
    ]
    return min(near, key=lambda marker: (abs(marker.start - metaphor.start), marker), default=None)


def is_worked_on(sentence: Sentence, metaphor: Metaphor) -> bool:
    """Return whether AI is put to work on the thing itself (用AI还原城墙), and nothing is likened to it."""
    return sentence.applies_ai(metaphor.start) and marker_of(sentence, metaphor, strong=True) is None
