"""Read what a sentence names and how it compares: source terms, words of comparison, words for AI. Pure.

Source terms are in ``lexicon/domains.csv``, words of comparison in ``lexicon/markers.csv``, other cues in
``lexicon/contexts.csv``. Everything is matched on the shadow of a text (`helpers.text.script.shadow_of`), not on tokens.
"""

import re
from bisect import bisect_left, bisect_right
from functools import cache, cached_property
from typing import NamedTuple

from helpers import lexicon
from helpers.text.matching import Terms
from helpers.text.mentions import find_mentions
from helpers.text.script import HAN, shadow_of


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
    """One sentence as the finder of analogies reads it; what few sentences need is read when it is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.shadow = shadow_of(text)
        self.metaphors = _metaphors_in(self.shadow)

    @cached_property
    def has_ai(self) -> bool:
        return next(_ai().finditer(self.shadow), None) is not None

    def names_of_ai(self) -> list[int]:
        """Return the places of all words for AI."""
        return [match.start() for match, _ in _ai().finditer(self.shadow)]

    @cached_property
    def markers(self) -> list[Marker]:
        terms, rows = _markers()
        return sorted(Marker(*match.span(), *rows[number]) for match, number in terms.find_each(self.shadow))

    @cached_property
    def mentions(self) -> list[tuple[int, int, str, str]]:
        """The names in the sentence, as `helpers.text.mentions.find_mentions` returns them."""
        return find_mentions(self.shadow)

    @cached_property
    def systems(self) -> list[Metaphor]:
        """The systems of technology and their makers that the sentence names."""
        return [metaphor for metaphor in self.metaphors if metaphor.needs in SYSTEMS]

    def cues(self, role: str) -> set[str]:
        """Return the different words of a role of ``contexts.csv`` in the sentence, in a long one near its systems."""
        return {match[0] for start, end in self._near for match, _ in cue_terms(role).finditer(self.shadow, start, end)}

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


_REACH = 45  # characters
SYSTEMS = ("os", "system", "firm", "class")


def _with_edges(term: str) -> str:
    """Return the pattern of a term; a Latin one has no Latin letter on either side."""
    start = "(?<![A-Za-z])" if term[0].isascii() and term[0].isalpha() else ""
    return start + term + ("(?![A-Za-z])" if term[-1].isascii() and term[-1].isalpha() else "")


@cache
def cue_terms(role: str) -> Terms:
    """Return the terms of a role of ``contexts.csv``, the longest first."""
    return Terms(sorted(lexicon.terms_of("contexts", role), key=len, reverse=True))


@cache
def _ai() -> Terms:
    return Terms(map(_with_edges, lexicon.terms_of("contexts", "ai")), ignore_case=True)


_PLAIN_START = re.compile(rf"[A-Za-z{HAN}](?![?*+{{])")


@cache
def _source_terms() -> tuple[Terms, tuple]:
    """Return all source terms and their rows of ``domains.csv``.

    Of several at one place a plain one counts before one that begins with a group, then the longest.
    """
    rows = tuple(lexicon.read_table("domains").itertuples(index=False))
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


def _metaphors_in(shadow: str) -> list[Metaphor]:
    terms, rows = _source_terms()
    found, literal = [], {}  # of each pattern in `unless`: does the sentence speak of the thing itself?
    for match, number in terms.finditer(shadow):
        row = rows[number]
        if row.unless not in literal:
            literal[row.unless] = bool(_unless(row.unless).search(shadow))
        if not literal[row.unless]:
            found.append(Metaphor(*match.span(), row.domain, row.level, row.needs, row.form))
    return found


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
