"""Define claims about a corpus, and measure their effect in a handful of articles.

A claim (a row of ``seeds/hypotheses.csv``) is measured as one rate per article. Then it is attacked: with other
sentences (`claim_interval`), one article less (`leave_one_out`), other choices of ours (`multiverse`), another order of
the articles (`helpers.stats.inference.permutation_groups`, `helpers.stats.inference.permutation_trend`). `verdict` says what is left.
"""

import math
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.corpus import SEEDS, SeedError, read_seed_table
from helpers.stats.counts import count_characters
from helpers.stats.inference import TINY, count_in_units, date_scores, spearman, unit_sizes, unit_spans
from helpers.tables import typed_table, with_text_ids
from helpers.text.script import simplify_words

KINDS = ("actor", "word", "metaphor")
DIRECTIONS = ("more", "less", "present_only", "absent")
_OF_TIME = ("year", "date_from", "date_to")  # columns: of an article without a date, the year is 0 and a day is missing
_MOST_TOLD = 12  # values of a column in a message
_BETWEEN_VALUES = re.compile(r"[\s,，、;；/／~～–—至到与和-]+")  # what a user may write there instead of a bar
# Columns of one article only, in which no group can be named.
_OF_ONE = {"article_id", "file", "title", "title_en", "short", "date_quote", "date_reason", "url"}
_OF_ONE |= {"raw", "text", "ledger", "flags", "counted", "counted_uncut", "characters", "column", "size", "match_case"}


@dataclass(frozen=True)
class Claim:
    """One claim, fixed before looking: a row of ``hypotheses.csv``.

    ``pattern`` is a regular expression; its matches are counted, case ignored. With ``versus``, a second one, the claim
    is about the share of the first in the matches of both; no place counts twice (`counted_matches`). Write names in a pattern as they are usually spelt: one of
    our choices (`helpers.claims.robustness.CHOICES`) minds the case. ``kind`` says what the claim is about (`KINDS`),
    ``rival`` what else could explain it.

    ``group`` is one of three things: article ids with blanks between (the claim speaks of these texts; an id may hold
    blanks itself); a rule such as ``source_language=zh`` or ``year=2024|2025`` (it speaks of a kind of articles,
    represented by those at hand; names in either script); or ``trend`` (it speaks of all articles in the order of their
    dates).

    ``direction``: ``more`` or ``less`` in the group than in the rest (for a trend: the later, the more or less);
    ``present_only``: somewhere in the group and nowhere else; ``absent``: nowhere in the group, but somewhere else.

    Raises:
        ValueError: no id or statement, an unknown kind or direction, no group, a pattern that is empty, broken or
            matches nothing at all, or a presence claim with ``versus`` or over a trend.

    >>> Claim("h1", "Articles of 2025 say 开源 less.", "word", "开源", group="year=2025", direction="less").unit
    'per 1,000 characters'
    """

    claim_id: str
    statement: str
    kind: str
    pattern: str
    versus: str = ""
    group: str = ""
    direction: str = "more"
    rival: str = ""
    note: str = ""
    where: str = field(default="", repr=False, compare=False)  # file and row, for messages

    def __post_init__(self) -> None:
        if not self.claim_id or not self.statement:
            raise ValueError("a claim needs a claim_id and a statement.")
        where = f"claim {self.claim_id}"
        for name, value, allowed in (("kind", self.kind, KINDS), ("direction", self.direction, DIRECTIONS)):
            if value not in allowed:
                raise ValueError(f"{where}: {name} {value!r} is none of {', '.join(allowed)}.")
        if not self.group.strip():
            raise ValueError(f"{where}: the group is empty.")
        for pattern in (self.pattern, *filter(None, [self.versus])):
            try:
                if re.compile(pattern).match(""):
                    raise re.error("it matches the empty text")
            except re.error as error:
                raise ValueError(f"{where}: {pattern!r} is no pattern: {error}.") from error
        if self.is_presence and (self.versus or self.is_trend):
            raise ValueError(f"{where}: {self.direction} goes with neither versus nor trend.")

    @property
    def told(self) -> str:
        """What a message calls the claim: its id, behind the file and row that it comes from."""
        return f"{self.where}: claim {self.claim_id}" if self.where else f"claim {self.claim_id}"

    @property
    def is_trend(self) -> bool:
        """Whether the claim is about the order of the dates, not about a group."""
        return self.group == "trend"

    @property
    def is_about_time(self) -> bool:
        """Whether the claim compares articles by their dates."""
        return self.is_trend or self.group.partition("=")[0].strip() in _OF_TIME

    @property
    def speaks_of_a_kind(self) -> bool:
        """Whether the claim reaches beyond the articles that it names."""
        return self.is_trend or "=" in self.group

    @property
    def is_presence(self) -> bool:
        """Whether the claim is about presence or absence, not about frequency."""
        return self.direction in ("present_only", "absent")

    @property
    def rate_unit(self) -> str:
        """The unit of an article's rate."""
        return "share" if self.versus else "per 1,000 characters"

    @property
    def unit(self) -> str:
        """The unit of the effect."""
        if self.is_trend:
            return "rank correlation with time"
        if self.is_presence:
            return "share of articles"
        return self.rate_unit


COLUMNS = tuple(one.name for one in fields(Claim) if one.name != "where")


def read_claims(path: Path | str = SEEDS / "hypotheses.csv") -> list[Claim]:
    """Return the claims of a table, in file order.

    Raises:
        SeedError: there is no such file, a column is missing, a row is ragged, an id occurs twice, or a claim is
            malformed (`Claim`); one sentence with file, row and reason.

    >>> read_claims()[0].claim_id
    'china-2025'
    """
    path = Path(os.path.expanduser(path))
    return claims_of(read_seed_table(path, COLUMNS).to_dict("records"), path.name)


def claims_of(rows: Iterable[Mapping[str, Any]], file: str) -> list[Claim]:
    """Return the claims of the rows of a table, each with its number as ``row``; errors as `read_claims`, which name ``file``."""
    claims: dict[str, Claim] = {}
    for told in rows:
        where = f"{file}, row {told['row']}"
        try:
            claim = Claim(**{name: told[name] for name in COLUMNS}, where=where)
        except ValueError as error:
            raise SeedError(f"{where}: {error}") from error
        if claim.claim_id in claims:
            raise SeedError(f"{where}: claim_id {claim.claim_id!r} occurs twice.")
        claims[claim.claim_id] = claim
    return list(claims.values())


MEASURED_TYPES = {"article_id": "str", "side": "str", "score": "float64", "n": "int64", "total": "int64"}
MEASURED_TYPES |= {"rate": "float64", "used": "bool"}
_PLACE = {name: place for place, name in enumerate(MEASURED_TYPES)}


class PatternCounts(NamedTuple):
    """The counts of a claim's patterns in one article: matches of the pattern and of ``versus``, and the characters of
    the text; for the interval, if anything matches, a row of the same three numbers for each sentence."""

    n: int
    versus: int
    size: int
    sentences: np.ndarray | None = None


def count_claims(
    claims: Iterable[Claim], text: str, sentences: Sequence[tuple[int, int]] = ()
) -> dict[str, PatternCounts]:
    """Return ``{claim_id: PatternCounts}`` for one text: all that `verdict` asks of it, so that the text can stay where it is.

    Args:
        sentences: their places in the text, if they are known already.

    >>> claim = Claim("c", "s", "word", "开源", group="trend")
    >>> count_claims([claim], "开源。闭源。开源,开源!")["c"].sentences.tolist()
    [[1, 0, 3], [0, 0, 3], [2, 0, 6]]
    """
    size, spans, sizes, counted = count_characters(text), sentences, None, {}
    for claim in claims:
        matches = counted_matches(claim, text)
        found, versus = ([match.start() for match, one in matches if one == of] for of in ("pattern", "versus"))
        by_sentence = None
        if found or versus:
            if sizes is None:
                spans = spans or unit_spans(text)
                sizes = unit_sizes(text, spans)
            columns = (count_in_units(found, spans), count_in_units(versus, spans), sizes)
            by_sentence = np.column_stack(columns).astype("int32")
        counted[claim.claim_id] = PatternCounts(len(found), len(versus), size, by_sentence)
    return counted


def counted_matches(claim: Claim, text: str, *, match_case: bool = False) -> list[tuple[re.Match[str], str]]:
    """Return the matches in ``text`` that a claim counts, in reading order, each with ``pattern`` or ``versus``.

    Where a match of one pattern overlaps one of the other, only the first counts; of two that begin at one place the
    longer, and of two that are the same, that of ``pattern``.

    >>> claim = Claim("c", "s", "actor", "AI", versus="OpenAI", group="trend")
    >>> [(match[0], of) for match, of in counted_matches(claim, "OpenAI谈AI。")]
    [('OpenAI', 'versus'), ('AI', 'pattern')]
    """
    flags = re.NOFLAG if match_case else re.IGNORECASE
    found = [(match, "pattern") for match in re.finditer(claim.pattern, text, flags)]
    if not claim.versus:
        return found
    found += ((match, "versus") for match in re.finditer(claim.versus, text, flags))
    kept, at = [], 0
    for match, of in sorted(found, key=lambda one: (one[0].start(), -one[0].end())):  # stable: of equals the pattern
        if match.start() >= at:
            kept.append((match, of))
            at = match.end()
    return kept


def measure(claim: Claim, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the claim's numbers, one row an article: ``article_id, side, score, n, total, rate, used``.

    * ``side``: ``group``, ``rest``, or ``dated`` for a trend; ``undated`` is an article without a date where a trend or
      a rule on the year needs one; ``score``: 1, 0, or the place in time (`helpers.stats.inference.date_scores`), not a
      number for ``undated``;
    * ``n``: matches of the pattern in the text, case ignored; ``total``: characters, or with ``versus`` the matches of
      both patterns (`counted_matches`); ``rate``: n per 1,000 characters, or the share n / total; 0 where ``total`` is 0. Such an
      article is not ``used``, for a text without either word has no share; nor is an undated one.

    Args:
        articles: with ``article_id``, what the group needs (the rule's column; the dates for a trend), and ``text``;
            or, where the text is not at hand, ``counted`` (as `count_claims` returns it). Two optional columns carry
            choices that are not in the text: ``size`` (what rates are taken of, instead of characters) and
            ``match_case``.

    Raises:
        ValueError: an article id is blank, unknown or occurs twice, a text is blank, the column of the rule is missing, or
            those of the dates; or no article has a value that the rule names (of several years, some may be missing).

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["开源会赢。闭源会输。", "闭源会输。"]})
    >>> claim = Claim("h1", "Article a says 开源 more.", "word", "开源", group="a")
    >>> measure(claim, articles)[["article_id", "side", "n", "total", "rate"]].values.tolist()
    [['a', 'group', 1, 10, 100.0], ['b', 'rest', 0, 5, 0.0]]
    """
    return typed_table(measured_rows(claim, articles), MEASURED_TYPES)


def measured_rows(claim: Claim, articles: pd.DataFrame) -> tuple[tuple, ...]:
    """Return the rows of `measure`'s table."""
    articles = with_text_ids(articles, once=True)
    ids = articles["article_id"].tolist()
    per = 1 if claim.versus else 1000
    rows = []
    for name, side, (n, versus, size) in zip(ids, _sides(claim, articles), _found(claim, articles), strict=True):
        total = n + versus if claim.versus else size
        rows.append((name, *side, n, total, per * n / total if total else 0.0, total > 0 and side != _UNDATED))
    return tuple(rows)


def _found(claim: Claim, articles: pd.DataFrame) -> Iterator[tuple[int, int, int]]:
    """Yield matches of the pattern, of ``versus``, and the size, for every article."""
    if "counted" in articles:
        yield from (counted[claim.claim_id][:3] for counted in articles["counted"])
        return
    sizes = articles["size"] if "size" in articles else [*map(count_characters, articles["text"])]
    cases = articles["match_case"] if "match_case" in articles else [False] * len(articles)
    for text, size, case in zip(articles["text"].tolist(), sizes, cases, strict=True):
        yield *_numbers_of(claim, text, bool(case)), int(size)


@lru_cache(maxsize=4096)
def _numbers_of(claim: Claim, text: str, case: bool) -> tuple[int, int]:
    """Return the number of matches of the pattern and of ``versus``."""
    matches = counted_matches(claim, text, match_case=case)
    n = sum(of == "pattern" for _, of in matches)
    return n, len(matches) - n


_UNDATED = ("undated", math.nan)


def _sides(claim: Claim, articles: pd.DataFrame) -> list[tuple[str, float]]:
    if claim.is_trend:
        return _in_time(articles)
    ids = articles["article_id"].tolist()
    column, is_rule, value = (part.strip() for part in claim.group.partition("="))
    if not is_rule:
        chosen = named_in(claim, ids)
        return [_side(article_id in chosen) for article_id in ids]
    if column not in articles:
        raise ValueError(f"{claim.told}: the articles have no column {column!r}{_columns_there(articles)}.")
    is_of_time = column in _OF_TIME
    found = ["" if pd.isna(one) or (is_of_time and not one) else str(one) for one in articles[column]]
    keys = {one: simplify_words(one) for one in {*found}}  # a name may be written in either script
    wanted = {simplify_words(part.strip()): part.strip() for part in value.split("|")}
    missing = [written for key, written in wanted.items() if key not in keys.values()]
    is_reused = is_of_time and len(missing) < len(wanted)  # of several years, which other articles may have
    if missing and any(found) and not is_reused:
        there = sorted(filter(None, keys))
        told = ", ".join(there[:_MOST_TOLD]) + ", …" * (len(there) > _MOST_TOLD)
        parts = map(simplify_words, filter(None, _BETWEEN_VALUES.split(missing[0])))
        are_several = len(there) > 1 and any(part in keys.values() for part in parts)
        hint = f" Write a bar between several, as in {column}={'|'.join(there[:2])}." * are_several
        raise ValueError(f"{claim.told}: no counted article has the {column} {missing[0]!r}; there are: {told}.{hint}")
    return [_UNDATED if is_of_time and not one else _side(keys[one] in wanted) for one in found]


def _columns_there(articles: pd.DataFrame) -> str:
    """Return which columns a rule can name: those that say something, of more than one article perhaps."""
    there = [
        name
        for name in articles
        if name not in _OF_ONE and any(pd.api.types.is_scalar(one) and pd.notna(one) and one for one in articles[name])
    ]
    return f"; a group can name {', '.join(map(str, there))}" if there else ""


def _side(is_inside: bool) -> tuple[str, float]:
    return ("group", 1.0) if is_inside else ("rest", 0.0)


def _in_time(articles: pd.DataFrame) -> list[tuple[str, float]]:
    known = articles[[name for name in _OF_TIME[1:] if name in articles]].notna().all(axis=1)
    scores = iter(date_scores(articles.loc[known]))
    return [("dated", next(scores)) if is_known else _UNDATED for is_known in known]


def named_in(claim: Claim, ids: Iterable[str]) -> set[str]:
    """Return the articles that the group of a claim names. An id may hold blanks: at each place, the longest one counts.

    Raises:
        ValueError: there is no such article.

    >>> sorted(named_in(Claim("c", "s", "word", "开源", group="a b c"), ["a b", "b", "c"]))
    ['a b', 'c']
    """
    known = {tuple(one.split()): one for one in ids}
    words, lengths, named, at = claim.group.split(), sorted({len(one) for one in known}, reverse=True), set(), 0
    while at < len(words):
        parts = (tuple(words[at : at + length]) for length in lengths)
        found = next((part for part in parts if part in known), None)
        if found is None:
            raise ValueError(f"{claim.told}: there is no article {words[at]!r}.")
        named.add(known[found])
        at += len(found)
    return named


class _Used(NamedTuple):
    """The articles of a measured table that can be used, as arrays: what is computed again and again."""

    score: np.ndarray
    n: np.ndarray
    value: np.ndarray
    inside: np.ndarray
    dated: bool

    def without(self, place: int) -> "_Used":
        return _Used(*(np.delete(column, place) for column in self[:4]), self.dated)


def used_articles(claim: Claim, measured: pd.DataFrame) -> _Used:
    """Return the articles that can be used, from what `measure` returned."""
    return used_rows(claim, measured.itertuples(index=False, name=None))


def used_rows(claim: Claim, rows: Iterable[tuple]) -> _Used:
    """Return the articles that can be used, from the rows of `measured_rows`: 288 variants need no table each."""
    rows = list(rows)
    kept = [row for row in rows if row[_PLACE["used"]]]
    side, score, n, rate = (np.array([row[_PLACE[name]] for row in kept]) for name in ("side", "score", "n", "rate"))
    value = (n > 0).astype(float) if claim.is_presence else rate
    return _Used(score, n, value, side == "group", claim.is_trend)


def why_unmeasurable(used: _Used) -> str:
    """Return what is missing before the effect is defined at all, or an empty string."""
    if used.dated:
        enough = len(used.n) > 2 and len(np.unique(used.score)) > 1
        return "" if enough else "A trend needs three articles or more, at two times or more."
    for side, members in (("group", used.inside), ("rest", ~used.inside)):
        if not members.any():
            return f"The {side} holds no article with anything to measure."
    return ""


def effect(claim: Claim, measured: pd.DataFrame) -> float:
    """Return the effect: mean rate of the group − mean rate of the rest, each article one vote.

    For a trend it is Spearman's rank correlation of rate and place in time. For a claim of presence an article counts 1
    if it has the word at all: the difference of the shares of articles. `Claim.unit` names the unit.

    Args:
        measured: as `measure` returns it.

    Raises:
        ValueError: a side holds no article that can be used, or a trend fewer than three, or all of one time.

    >>> articles = pd.DataFrame({"article_id": list("abc"), "text": ["开源会赢。", "开源会赢。闭源会输。", "闭源会输。"]})
    >>> claim = Claim("h1", "Article a says 开源 more.", "word", "开源", group="a")
    >>> effect(claim, measure(claim, articles))  # 200 in a, 100 and 0 in the rest
    150.0
    """
    used = used_articles(claim, measured)
    if gap := why_unmeasurable(used):
        raise ValueError(gap)
    return float(resampled_effects(used.value[None], used)[0])


def resampled_effects(rows: np.ndarray, used: _Used) -> np.ndarray:
    """Return the effect in each row of rates (draws × used articles)."""
    if used.dated:
        return spearman(rows, used.score)
    return rows[:, used.inside].mean(axis=1) - rows[:, ~used.inside].mean(axis=1)


def agrees(claim: Claim, measured: pd.DataFrame) -> bool:
    """Return whether the numbers of ``measured`` say what the claim says, however weakly.

    Raises:
        ValueError: as `effect`, of a claim that is not about presence.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["开源会赢。闭源会输。", "闭源会输。"]})
    >>> claim = Claim("h1", "Article a says 闭源 more.", "word", "闭源", group="a")
    >>> agrees(claim, measure(claim, articles))  # 100 against 200
    False
    """
    if not claim.is_presence:
        return _points_there(claim, effect(claim, measured))
    return _present_as_claimed(claim, used_articles(claim, measured))


def _points_there(claim: Claim, value: float) -> bool:
    return (value if claim.direction == "more" else -value) >= TINY


def _present_as_claimed(claim: Claim, used: _Used) -> bool:
    inside, outside = used.n[used.inside].sum(), used.n[~used.inside].sum()
    return bool(inside > 0 and outside == 0) if claim.direction == "present_only" else bool(outside > 0 and inside == 0)


def outcome_of(claim: Claim, used: _Used) -> tuple[float, bool] | None:
    """Return the effect and whether it agrees with the claim; None where there is none."""
    if why_unmeasurable(used):
        return None
    value = float(resampled_effects(used.value[None], used)[0])
    return value, _present_as_claimed(claim, used) if claim.is_presence else _points_there(claim, value)
