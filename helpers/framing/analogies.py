"""Find the metaphors that sentences use for AI and open source, and who is compared with what. Pure: table in, table out.

Everything is matched on the text, not on tokens. Source domains are in ``lexicon/domains.csv``, words of comparison in
``lexicon/markers.csv``, words that decide whether a metaphor is meant in ``lexicon/contexts.csv``.

A moat or a war is a metaphor wherever AI is near. A phone system is not: most sentences that name Android mean Android.
It counts if something is compared with it (`_is_compared`), if its sentence tells of systems as rivals beside such a
comparison (`_opens_story`), or if its sentence goes on with such a story (`_story_sentences`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import pandas as pd

from helpers import lexicon
from helpers.tables import typed_table
from helpers.text.matching import Terms
from helpers.text.mentions import find_mentions
from helpers.text.script import HAN, shadow_of

ANALOGY_TYPES = {
    "article_id": "str",
    "sentence": "int64",
    "domain": "str",
    "level": "str",
    "source_term": "str",
    "marker": "str",
    "target_term": "str",
    "form": "str",
    "text": "str",
}
_OS_DOMAINS = ("mobile_os", "desktop_os", "phone_makers")


def find_analogies(sentences: pd.DataFrame) -> pd.DataFrame:
    """Return the metaphors that ``sentences`` use for AI and open source: one row a sentence and source domain.

    Columns: ``article_id, sentence, domain, level, source_term, marker, target_term, form, text``.
    ``domain`` is one of ``domains.csv``; ``level`` is *strict* where a system, phone or maker is named;
    ``source_term`` lists all its words, joined by ``|``; ``marker`` holds the words of comparison; ``target_term``
    names who is compared, and is empty where no rule can say; ``form`` is comparison, metaphor or idiom.

    A system or firm is a metaphor only if something is compared with it (安卓时刻, 就像iOS, AI时代的Linux),
    or if a sentence goes on with such a story; ``支持iOS和安卓`` is none. Other metaphors count near words
    for AI, unless the sentence speaks of the thing itself.

    Args:
        sentences: as `helpers.stats.counts.split_articles` returns them (``article_id``, ``sentence``,
            ``text``), in reading order.

    Raises:
        ValueError: a column is missing.

    >>> one = pd.DataFrame({"article_id": ["a"], "sentence": [1], "text": ["开源模型的“安卓时刻”来了。"]})
    >>> find_analogies(one)[["domain", "level", "source_term"]].values.tolist()
    [['mobile_os', 'strict', '安卓']]
    """
    if missing := [name for name in ("article_id", "sentence", "text") if name not in sentences]:
        raise ValueError(f"find_analogies needs the column {missing[0]!r}.")
    rows: list[tuple] = []
    for article_id, group in sentences.groupby("article_id", sort=False):
        rows += _article_rows(article_id, group["sentence"].tolist(), group["text"].tolist())
    return typed_table(rows, ANALOGY_TYPES)


class _Metaphor(NamedTuple):
    """A source term in a sentence, with its row in ``domains.csv``. ``needs`` says what it needs to count."""

    start: int
    end: int
    domain: str
    level: str
    needs: str
    form: str


class _Marker(NamedTuple):
    """Words of comparison in a sentence, with their row in ``markers.csv``."""

    start: int
    end: int
    name: str
    strength: str
    gives_role: bool


class _Sentence(NamedTuple):
    """One sentence as the finder of analogies reads it."""

    text: str
    shadow: str
    metaphors: list[_Metaphor]
    markers: list[_Marker]
    has_ai: bool

    @property
    def systems(self) -> list[_Metaphor]:
        """The systems, phones and makers that the sentence names."""
        return [m for m in self.metaphors if m.domain in _OS_DOMAINS and m.level == "strict"]

    @property
    def n_systems(self) -> int:
        """The number of different operating systems."""
        return len({self.shadow[m.start : m.end].casefold() for m in self.metaphors if m.needs == "os"})

    @property
    def n_story(self) -> int:
        """The number of different words that tell of systems and makers as rivals."""
        return len({match.group() for match in _context("story").finditer(self.shadow)})

    @property
    def has_application(self) -> bool:
        return bool(_context("application").search(self.shadow))


# --------------------------------------------------------------------------------------------- reading a sentence


def _with_edges(term: str) -> str:
    """Return the pattern of a term; a Latin one has no Latin letter on either side."""
    start = "(?<![A-Za-z])" if term[0].isascii() and term[0].isalpha() else ""
    return start + term + ("(?![A-Za-z])" if term[-1].isascii() and term[-1].isalpha() else "")


@cache
def _context(role: str) -> re.Pattern[str]:
    return re.compile("|".join(lexicon.terms_of("contexts", role)))


@cache
def _ai() -> re.Pattern[str]:
    return re.compile("|".join(map(_with_edges, lexicon.terms_of("contexts", "ai"))), re.IGNORECASE)


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
def _marker_patterns() -> tuple[tuple[re.Pattern[str], tuple[str, str, bool]], ...]:
    rows = lexicon.read_table("markers").itertuples(index=False)
    return tuple(
        (re.compile(row.pattern, re.IGNORECASE), (row.marker, row.strength, row.gives_role == "yes")) for row in rows
    )


def _read_sentence(text: str) -> _Sentence:
    shadow = shadow_of(text)
    metaphors = _metaphors_in(shadow)
    # Few sentences hold a metaphor, and only they need their markers.
    patterns = _marker_patterns() if metaphors else ()
    markers = [_Marker(*match.span(), *row) for pattern, row in patterns for match in pattern.finditer(shadow)]
    return _Sentence(text, shadow, metaphors, sorted(markers), bool(_ai().search(shadow)))


def _metaphors_in(shadow: str) -> list[_Metaphor]:
    terms, rows = _source_terms()
    found, literal = [], {}  # of each pattern in `unless`: does the sentence speak of the thing itself?
    for match, number in terms.finditer(shadow):
        row = rows[number]
        if row.unless not in literal:
            literal[row.unless] = bool(_unless(row.unless).search(shadow))
        if not literal[row.unless]:
            found.append(_Metaphor(*match.span(), row.domain, row.level, row.needs, row.form))
    return found


_LONGEST_MARKER = 120  # characters
_NEAR = 32  # characters between a marker and what it compares


def _marker_of(sentence: _Sentence, metaphor: _Metaphor, *, strong: bool = False) -> _Marker | None:
    """Return the nearest marker that starts before ``metaphor`` and ends close before it, or within it."""
    low = bisect_left(sentence.markers, (metaphor.start - _NEAR - _LONGEST_MARKER,))
    high = bisect_right(sentence.markers, (metaphor.start + 1,))
    near = [
        marker
        for marker in sentence.markers[low:high]
        if (not strong or marker.strength == "strong") and metaphor.start - marker.end <= _NEAR
    ]
    return min(near, key=lambda marker: (abs(marker.start - metaphor.start), marker), default=None)


# ------------------------------------------------------------------------------------------- the story of phones

_STORY = 3  # so many words of rivalry outweigh words that speak of applications
_BEFORE_QUOTED = 14  # characters before a system in marks: AI时代需要一个“Linux”


def _is_compared(sentence: _Sentence, metaphor: _Metaphor) -> bool:
    """Return whether something is compared with this very system or firm: 安卓时刻, AI界的iPhone."""
    marker = _marker_of(sentence, metaphor, strong=True)
    if marker is not None:
        return marker.gives_role or not sentence.has_application or sentence.n_story >= _STORY
    before = sentence.shadow[max(0, metaphor.start - _BEFORE_QUOTED) : metaphor.start]
    following = sentence.shadow[metaphor.end : metaphor.end + 1]
    quoted = before.endswith(("“", "‘", '"')) and following in ("”", "’", '"')
    return quoted and sentence.has_ai and bool(_context("role_giving").search(before))


def _is_story(sentence: _Sentence) -> bool:
    """Return whether the sentence tells of systems and makers as rivals, not as places where a program runs."""
    named, n_story = sentence.systems, sentence.n_story
    if not named or not n_story or (n_story < _STORY and sentence.has_application):
        return False
    return any(m.needs == "os" for m in named) or "手机" in sentence.shadow or len(named) >= 3


def _opens_story(sentence: _Sentence) -> bool:
    """Return whether the sentence sets a story of systems beside models: a case, a contrast, 当年 …"""
    if not _is_story(sentence) or not sentence.markers:
        return False
    if any(marker.name == "诸如" for marker in sentence.markers):  # one example is no comparison
        return sentence.n_systems >= 2
    return sentence.has_ai or sentence.n_systems >= 2


def _story_sentences(sentences: Sequence[_Sentence], near_ai: Sequence[bool]) -> set[int]:
    """Return the numbers of the sentences that draw the analogy with systems and phones, or go on with it."""
    drawn: set[int] = set()
    for index, sentence in enumerate(sentences):
        if sentence.systems and near_ai[index]:
            before = sentences[index - 1].shadow if index else ""
            direct = any(_is_compared(sentence, metaphor) for metaphor in sentence.systems)
            if direct or _opens_story(sentence) or _takes_up_story(sentence, before, bool(drawn)):
                drawn.add(index)
    for index, sentence in enumerate(sentences):  # forwards: what follows within two sentences
        if {index - 1, index - 2} & drawn and _is_story(sentence):
            drawn.add(index)
    for index in sorted(drawn, reverse=True):  # backwards: what leads up to it
        if index and near_ai[index - 1] and _is_story(sentences[index - 1]):
            drawn.add(index - 1)
    return drawn


def _takes_up_story(sentence: _Sentence, before: str, was_drawn: bool) -> bool:
    """Return whether a story is announced by the sentence ``before``, or was drawn earlier and is taken up again."""
    if not _is_story(sentence):
        return False
    announced = len(sentence.systems) >= 2 and bool(_context("link").search(before))
    return announced or (was_drawn and sentence.n_systems >= 2)


# ------------------------------------------------------------------------------------------------ who is compared

_AI_NOUN = re.compile(
    r"(?:国产|中国|国内|开源|闭源|美国|AI|人工智能){0,3}(?:大语言模型|大模型|语言模型|模型)(?:厂商|企业|公司|市场|领域)?"
    r"|(?:(?<![A-Za-z])AI(?![A-Za-z])|人工智能)(?:圈|行业|产业|公司|巨头)?"
    r"|(?:开源|闭源)(?:路线|阵营|社区|生态|模型)?",
    re.IGNORECASE,
)
_TARGET_KINDS = ("company", "model", "product", "institution", "person")


def _targets(sentence: _Sentence) -> list[tuple[int, int]]:
    """Return the places of what a metaphor may be about: persons, firms, models, and words for them."""
    places = [(start, end) for start, end, _, kind in find_mentions(sentence.shadow) if kind in _TARGET_KINDS]
    places += [match.span() for match in _AI_NOUN.finditer(sentence.shadow)]
    taken = bytearray(len(sentence.shadow))
    for metaphor in sentence.metaphors:
        taken[metaphor.start : metaphor.end] = b"\x01" * (metaphor.end - metaphor.start)
    return sorted(place for place in places if not any(taken[slice(*place)]))


def _target_of(sentence: _Sentence, metaphor: _Metaphor, marker: _Marker | None) -> str:
    """Return who is compared: the nearest candidate before the marker, else the only one, else ``""``."""
    places = _targets(sentence)
    if marker is not None:
        before = [place for place in places if place[1] <= marker.start]
        inside = [place for place in places if marker.start <= place[0] < metaphor.start]
        after = [place for place in places if place[0] >= metaphor.end]
        chosen = before[-1:] or inside[-1:] or after[:1]
    else:
        names = {sentence.shadow[slice(*place)] for place in places}
        chosen = places[:1] if len(names) == 1 else []
    return sentence.text[slice(*chosen[0])] if chosen else ""


# ----------------------------------------------------------------------------------------------------------- rows

_NEAR_AI = 3  # sentences before and after a metaphor in which a word for AI makes it one


def _counts(metaphor: _Metaphor, sentence: _Sentence, near_ai: bool, in_story: bool) -> bool:
    if metaphor.needs in ("os", "firm", "link"):
        return in_story
    return sentence.has_ai if metaphor.needs == "AI" else near_ai


def _article_rows(article_id: str, numbers: Sequence[int], texts: Sequence[str]) -> Iterator[tuple]:
    sentences = [_read_sentence(text) for text in texts]
    windows = (sentences[max(0, index - _NEAR_AI) : index + _NEAR_AI + 1] for index in range(len(sentences)))
    near_ai = [any(sentence.has_ai for sentence in window) for window in windows]
    story = _story_sentences(sentences, near_ai)
    for index, sentence in enumerate(sentences):
        by_domain: dict[str, list[_Metaphor]] = {}
        for metaphor in sentence.metaphors:
            if _counts(metaphor, sentence, near_ai[index], index in story):
                by_domain.setdefault(metaphor.domain, []).append(metaphor)
        for domain, metaphors in by_domain.items():
            yield (article_id, numbers[index], *_row(sentence, domain, metaphors), sentence.text)


def _row(sentence: _Sentence, domain: str, metaphors: Sequence[_Metaphor]) -> tuple[str, str, str, str, str, str]:
    terms = dict.fromkeys(sentence.text[metaphor.start : metaphor.end] for metaphor in metaphors)
    pairs = [(metaphor, _marker_of(sentence, metaphor)) for metaphor in metaphors]
    first, marker = next((pair for pair in pairs if pair[1]), (metaphors[0], None))
    levels = [metaphor.level for metaphor in metaphors if metaphor.level]
    level = "strict" if "strict" in levels else next(iter(levels), "")
    form = "comparison" if marker or level else first.form or "metaphor"
    words = sentence.text[marker.start : marker.end] if marker else ""
    return domain, level, "|".join(terms), words, _target_of(sentence, first, marker), form
