"""Table to interval and verdict: what a handful of articles can carry, and what overturns it.

The unit of evidence is the article. A claim (a row of ``seeds/hypotheses.csv``) is measured as one rate per
article, and a verdict says how much of it survives: other sentences (`claim_interval`), one article less
(`leave_one_out`), other choices of ours (`multiverse`), another order of the articles (`permutation_groups`,
`permutation_trend`).
"""

import math
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.clean import EDITORIAL, RULES
from helpers.corpus import SEEDS, load_articles
from helpers.keyness import pool_groups
from helpers.tables import count_characters
from helpers.words import content_words, sentence_spans, tokenize

HOLDS, FRAGILE, FAILS = "holds in these texts", "fragile", "does not hold in these texts"
MIN_OCCURRENCES = 5  # in all articles together; fewer say nothing about a difference
ALPHA = 0.05
_ENOUGH_ORDERS = 50_000  # up to here every arrangement is tried, beyond a sample
_TINY = 1e-9

# ---------------------------------------------------------------------------------------- intervals


class Interval(NamedTuple):
    """Both ends of an interval."""

    low: float
    high: float


def unit_spans(text: str, unit: str = "sentence") -> list[tuple[int, int]]:
    """Return ``(start, end)`` of the units to resample: sentences, or paragraphs (lines that are not blank).

    Raises:
        ValueError: ``unit`` is neither ``sentence`` nor ``paragraph``.

    >>> unit_spans("开源。闭源。", "paragraph")
    [(0, 6)]
    """
    if unit == "sentence":
        return sentence_spans(text)
    if unit == "paragraph":
        return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
    raise ValueError(f"unit {unit!r} is neither sentence nor paragraph.")


def resample_rates(
    numerators: np.ndarray, denominators: np.ndarray, *, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Return ``draws`` × terms ratios of sums, each over as many units as there are, drawn with replacement.

    The plain bootstrap (Efron 1979): the ratio Σ numerators / Σ denominators, recomputed for each draw of
    units.

    Args:
        numerators: units × terms.
        denominators: one for each unit, above 0.

    Raises:
        ValueError: no unit, or a denominator that is not above 0.
    """
    numerators, denominators = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    units = len(denominators)
    if not units or denominators.min() <= 0:
        raise ValueError("resampling needs one unit or more, each with something in it.")
    drawn = []
    for done in range(0, draws, batch := max(1, 2_000_000 // units)):
        size = min(batch, draws - done)
        picks = rng.integers(0, units, size=(size, units)) + units * np.arange(size)[:, None]
        weights = np.bincount(picks.ravel(), minlength=size * units).reshape(size, units).astype(float)
        drawn.append((weights @ numerators) / (weights @ denominators)[:, None])
    return np.concatenate(drawn)


def bootstrap_rates(
    occurrences: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    terms: Iterable[str] | None = None,
    unit: str = "sentence",
    draws: int = 10_000,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Return ``article_id, term, n, rate, low, high, units`` for every term in every article, zeros included.

    The interval says how far the rate (per 1,000 characters) hangs on single sentences *of this text*; it
    says nothing about other texts. It is the percentile interval over ``draws`` resamples of the article's
    units, so a term that an article lacks gets 0 to 0, and few ``units`` make it too narrow. Articles do not
    disturb one another: each has its own random numbers, made of ``seed`` and its id.

    Args:
        occurrences: as `helpers.tables.find_terms` returns them.
        articles: the articles that were searched; an empty text has ``units`` 0 and rates 0.
        terms: the terms to keep, in this order; without it, those of ``occurrences``.
        unit: ``sentence`` or ``paragraph``.

    Raises:
        ValueError: an unknown ``unit``, ``draws`` below 1, or ``level`` not between 0 and 1.
    """
    if draws < 1 or not 0 < level < 1:
        raise ValueError("draws must be 1 or more, and level between 0 and 1.")
    terms = list(dict.fromkeys(occurrences["term"] if terms is None else terms))
    found = dict(iter(occurrences.groupby("article_id")))
    rows = []
    for row in articles.itertuples():
        spans = unit_spans(row.text, unit)
        own = found.get(row.article_id, occurrences.iloc[:0])
        counts = np.column_stack(
            [_in_units(own.loc[own["term"] == term, "start"], spans) for term in terms]
            or [np.zeros((len(spans), 0))]
        )
        low, high, rate = _rate_interval(
            counts, _sizes(row.text, spans), draws=draws, level=level, rng=_rng(seed, row.article_id)
        )
        rows += [
            (row.article_id, term, int(counts[:, k].sum()), rate[k], low[k], high[k], len(spans))
            for k, term in enumerate(terms)
        ]
    columns = {"article_id": "str", "term": "str", "n": "int64", "rate": "float64", "low": "float64"}
    columns |= {"high": "float64", "units": "int64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _rng(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode())])


def _in_units(starts: Iterable[int], spans: Sequence[tuple[int, int]]) -> np.ndarray:
    """Return how many of the places ``starts`` lie in each span."""
    if not len(spans):
        return np.zeros(0)
    at = np.searchsorted([start for start, _ in spans], np.fromiter(starts, dtype=int), side="right") - 1
    return np.bincount(np.maximum(at, 0), minlength=len(spans))


def _sizes(text: str, spans: Sequence[tuple[int, int]]) -> np.ndarray:
    return np.array([count_characters(text[start:end]) for start, end in spans], dtype=float)


def _rate_interval(counts, sizes, *, draws, level, rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if not len(sizes) or not counts.shape[1]:
        return (np.zeros(counts.shape[1]),) * 3
    drawn = 1000 * resample_rates(counts, sizes, draws=draws, rng=rng)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high, 1000 * counts.sum(axis=0) / sizes.sum()


# ---------------------------------------------------------------------------------------- permutation


class Permutation(NamedTuple):
    """A permutation test, exact or sampled: its two-sided ``p``, and the smallest that it could give."""

    statistic: float
    p: float
    floor: float
    arrangements: int
    exact: bool

    def __str__(self) -> str:
        tried = "all" if self.exact else "a sample of"
        return f"p = {self.p:.3g} over {tried} {self.arrangements:,} arrangements; at least {self.floor:.3g}"


def permutation_floor(n_group: int, n_rest: int) -> float:
    """Return the smallest two-sided p that a group of articles against the rest can reach, whatever the data.

    1 / C(n, k); twice that where both groups are of one size, since the mirror image differs as much.

    Raises:
        ValueError: a group has no article.

    >>> permutation_floor(1, 4)
    0.2
    """
    if n_group < 1 or n_rest < 1:
        raise ValueError("a comparison needs two groups with an article each.")
    return (2 if n_group == n_rest else 1) / math.comb(n_group + n_rest, n_group)


def permutation_groups(
    values: Sequence[float], in_group: Sequence[bool], *, draws: int = 9_999, seed: int = 0
) -> Permutation:
    """Return the permutation test of "this group of articles differs from the rest" (Fisher 1935; two-sided).

    ``statistic`` = mean of the group − mean of the rest; p = share of all ways to choose as many articles
    whose difference is as large or larger in size. Up to 50,000 ways are all tried; beyond that ``draws`` of
    them, p = (1 + as large) / (1 + draws) (Phipson & Smyth 2010).

    Args:
        values: one for each article.
        in_group: whether the article is in the group.

    Raises:
        ValueError: lists of different length, or a group without an article.

    >>> permutation_groups([9, 1, 2, 1, 2], [True, False, False, False, False]).p
    0.2
    """
    values, chosen = np.asarray(values, dtype=float), np.asarray(in_group, dtype=bool)
    if len(values) != len(chosen):
        raise ValueError("every article needs a value and a group.")
    k, n = int(chosen.sum()), len(values)
    floor = permutation_floor(k, n - k)
    observed = float(values[chosen].mean() - values[~chosen].mean())
    exact = math.comb(n, k) <= _ENOUGH_ORDERS
    if exact:
        sums = values[np.array(list(combinations(range(n), k)))].sum(axis=1)
    else:
        rng, draws = np.random.default_rng(seed), _affordable(draws, n)
        ordered = np.sort(values)
        sums = np.concatenate(
            [
                rng.permuted(np.tile(ordered, (size, 1)), axis=1)[:, :k].sum(axis=1)
                for size in _batches(draws, n)
            ]
        )
    differences = sums / k - (values.sum() - sums) / (n - k)
    return _tested(observed, differences, floor, exact)


def permutation_trend(
    values: Sequence[float], scores: Sequence[float], *, draws: int = 9_999, seed: int = 0
) -> Permutation:
    """Return the permutation test of "the later, the more (or less)": a monotone trend, two-sided.

    ``statistic`` = Spearman's rank correlation of values and places in time, ties at their mean rank, 0 if
    all values are equal; p = share of all orders of the values whose correlation is as large or larger in
    size. Up to eight articles every order is tried.

    Args:
        values: one for each article.
        scores: its place in time (`date_scores`); ties where the order is not known, which raise the floor.

    Raises:
        ValueError: lists of different length, fewer than three articles, or articles of one and the same
        time.

    >>> permutation_trend([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]).p == 2 / 120
    True
    """
    values, scores = np.asarray(values, dtype=float), np.asarray(scores, dtype=float)
    if len(values) != len(scores) or len(values) < 3 or np.ptp(scores) == 0:
        raise ValueError("a trend needs three articles or more, each with a value, at two times or more.")
    x, n = _ranks(values[None])[0], len(values)
    time = _ranks(scores[None])[0]
    if exact := n <= 8:
        orders = np.array(list(permutations(range(n))))
        best = np.abs(_correlations(np.arange(n, dtype=float)[orders], time))
        floor = float((best >= best.max() - _TINY).mean())
        drawn = _correlations(x[orders], time)
    else:
        rng, draws = np.random.default_rng(seed), _affordable(draws, n)
        floor = 1 / (draws + 1)
        ordered = np.sort(x)
        drawn = np.concatenate(
            [
                _correlations(rng.permuted(np.tile(ordered, (size, 1)), axis=1), time)
                for size in _batches(draws, n)
            ]
        )
    return _tested(float(_correlations(x[None], time)[0]), drawn, floor, exact)


def _affordable(draws: int, n: int) -> int:
    """Return fewer draws where the articles are so many that all of them would take minutes."""
    return min(draws, max(199, 100_000_000 // n))


def _batches(draws: int, n: int) -> Iterator[int]:
    batch = max(1, 2_000_000 // n)
    for done in range(0, draws, batch):
        yield min(batch, draws - done)


def _tested(observed: float, drawn: np.ndarray, floor: float, exact: bool) -> Permutation:
    extreme = int((np.abs(drawn) >= abs(observed) - _TINY * max(1.0, abs(observed))).sum())
    if exact:
        return Permutation(observed, extreme / len(drawn), floor, len(drawn), True)
    return Permutation(
        observed, (1 + extreme) / (1 + len(drawn)), max(floor, 1 / (1 + len(drawn))), len(drawn), False
    )


def _ranks(rows: np.ndarray) -> np.ndarray:
    return pd.DataFrame(np.round(rows, 12)).rank(axis=1).to_numpy()


def _correlations(rows: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Return the correlation of each row with ``time``; 0 where a row does not vary."""
    rows, time = rows - rows.mean(axis=1, keepdims=True), time - time.mean()
    size = np.sqrt((rows**2).sum(axis=1) * (time**2).sum())
    return np.divide(rows @ time, size, out=np.zeros(len(rows)), where=size > _TINY)


def date_scores(articles: pd.DataFrame) -> np.ndarray:
    """Return each article's place in time: how many are surely earlier − how many are surely later.

    Dates are intervals; two articles whose intervals overlap are not ordered against each other.

    Raises:
        ValueError: an article has no ``date_from`` and ``date_to``.
    """
    if {"date_from", "date_to"} - set(articles) or articles[["date_from", "date_to"]].isna().any(axis=None):
        raise ValueError("a trend needs date_from and date_to of every article.")
    first, last = (
        np.array([date.toordinal() for date in articles[name]], dtype=int)
        for name in ("date_from", "date_to")
    )
    earlier = np.searchsorted(np.sort(last), first, side="left")
    later = len(first) - np.searchsorted(np.sort(first), last, side="right")
    return (earlier - later).astype(float)


def holm(p_values: Iterable[float]) -> list[float]:
    """Return the p-values adjusted for being several, in their order (Holm 1979).

    The smallest times m, the next times m − 1, …, never below the one before, never above 1.

    Raises:
        ValueError: a p-value is not between 0 and 1.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    p = np.array(list(p_values), dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a p-value lies between 0 and 1.")
    order = np.argsort(p, kind="stable")
    adjusted = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    result = np.empty(len(p))
    result[order] = adjusted
    return result.tolist()


# ---------------------------------------------------------------------------------------- claims

KINDS = ("actor", "word", "image")
DIRECTIONS = ("more", "less", "present_only", "absent")


@dataclass(frozen=True)
class Claim:
    """One claim, fixed before looking: a row of ``hypotheses.csv``.

    Write names in a pattern as they are usually spelt: one of our choices (`CHOICES`) minds the case.

    ``group`` is one of three things: article ids with blanks between (the claim speaks of these texts); a
    rule such as ``year=2025`` or ``source_language=zh`` (it speaks of a kind of articles, which those at
    hand stand for); or ``trend`` (it speaks of all articles in the order of their dates).

    ``direction``: ``more`` or ``less`` in the group than in the rest (for a trend: the later, the more or
    less); ``present_only``: somewhere in the group and nowhere else; ``absent``: nowhere in the group, but
    somewhere else."""

    claim_id: str
    statement: str
    kind: str
    pattern: str
    versus: str = ""
    group: str = ""
    direction: str = "more"
    rival: str = ""
    note: str = ""

    @property
    def speaks_of_a_kind(self) -> bool:
        """Whether the claim reaches beyond the articles that it names."""
        return self.group == "trend" or "=" in self.group

    @property
    def is_presence(self) -> bool:
        """Whether the claim says where something stands at all, not how much of it."""
        return self.direction in ("present_only", "absent")

    @property
    def unit(self) -> str:
        """What the effect is measured in."""
        if self.group == "trend":
            return "rank correlation with time"
        if self.is_presence:
            return "share of articles"
        return "share" if self.versus else "per 1,000 characters"


def check_claim(claim: Claim) -> Claim:
    """Return ``claim`` as it is.

    Raises:
        ValueError: no id or statement, an unknown kind or direction, no group, a pattern that is empty,
        broken or
            matches nothing at all, or a presence claim with ``versus`` or over a trend.
    """
    if not claim.claim_id or not claim.statement:
        raise ValueError("a claim needs a claim_id and a statement.")
    for name, value, allowed in (("kind", claim.kind, KINDS), ("direction", claim.direction, DIRECTIONS)):
        if value not in allowed:
            raise ValueError(f"claim {claim.claim_id}: {name} {value!r} is none of {', '.join(allowed)}.")
    if not claim.group.strip():
        raise ValueError(f"claim {claim.claim_id}: the group is empty.")
    for pattern in (claim.pattern, *([claim.versus] if claim.versus else [])):
        try:
            if re.compile(pattern).match(""):
                raise re.error("it matches the empty text")
        except re.error as error:
            raise ValueError(f"claim {claim.claim_id}: {pattern!r} is no pattern: {error}.") from error
    if claim.is_presence and (claim.versus or claim.group == "trend"):
        raise ValueError(f"claim {claim.claim_id}: {claim.direction} goes with neither versus nor trend.")
    return claim


def read_claims(path: Path | str = SEEDS / "hypotheses.csv") -> list[Claim]:
    """Return the claims of a table, in file order.

    Raises:
        ValueError: a column is missing or unknown, a row is ragged, an id stands twice, or a claim is
        malformed
            (`check_claim`); one sentence with file, row and reason.
    """
    path = Path(path)
    try:
        rows = pd.read_csv(path, dtype=str, header=None, keep_default_na=False, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: not a well-formed table in UTF-8 ({error}).") from error
    columns = list(Claim.__dataclass_fields__)
    if list(rows.iloc[0]) != columns:
        raise ValueError(f"{path.name}: the columns must be {', '.join(columns)}.")
    claims: list[Claim] = []
    for number, values in enumerate(rows.iloc[1:].itertuples(index=False), start=2):
        try:
            claim = check_claim(Claim(*values))
        except ValueError as error:
            raise ValueError(f"{path.name}, row {number}: {error}") from error
        if claim.claim_id in {other.claim_id for other in claims}:
            raise ValueError(f"{path.name}, row {number}: claim_id {claim.claim_id!r} stands twice.")
        claims.append(claim)
    return claims


MEASURED_TYPES = {
    "article_id": "str",
    "side": "str",
    "score": "float64",
    "n": "int64",
    "total": "int64",
    "rate": "float64",
    "used": "bool",
}


def measure(claim: Claim, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the claim's numbers, one row an article: ``article_id, side, score, n, total, rate, used``.

    * ``side``: ``group``, ``rest``, or ``dated`` for a trend; ``score``: 1, 0, or the place in time
      (`date_scores`);
    * ``n``: matches of the pattern in the text, case ignored; ``total``: characters, or with ``versus`` the
      matches of both patterns; ``rate``: n per 1,000 characters, or the share n / total; 0 where ``total``
      is 0, and such an article is not ``used``: a text without either word has no share.

    Args:
        articles: with ``article_id``, ``text``, and what the group needs (the rule's column; the dates for a
        trend).
            Two optional columns carry choices that are not in the text: ``size`` (what rates are taken of,
            instead of characters) and ``match_case``.

    Raises:
        ValueError: an article id stands twice or is unknown, or a column is missing.
    """
    ids = articles["article_id"].tolist()
    if len(set(ids)) < len(ids):
        raise ValueError("an article_id stands twice.")
    sizes = articles["size"] if "size" in articles else articles["text"].map(_size)
    cases = articles["match_case"] if "match_case" in articles else [False] * len(ids)
    per = 1 if claim.versus else 1000
    rows = []
    for article_id, (side, score), text, size, case in zip(
        ids, _sides(claim, articles), articles["text"], sizes, cases, strict=True
    ):
        n = len(_matches(claim.pattern, text, bool(case)))
        total = n + len(_matches(claim.versus, text, bool(case))) if claim.versus else int(size)
        rows.append((article_id, side, score, n, total, per * n / total if total else 0.0, total > 0))
    return pd.DataFrame(rows, columns=list(MEASURED_TYPES)).astype(MEASURED_TYPES)


@lru_cache(maxsize=8192)
def _matches(pattern: str, text: str, case: bool) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer(pattern, text, 0 if case else re.IGNORECASE))


@lru_cache(maxsize=1024)
def _size(text: str) -> int:
    return count_characters(text)


def _sides(claim: Claim, articles: pd.DataFrame) -> list[tuple[str, float]]:
    if claim.group == "trend":
        return [("dated", score) for score in date_scores(articles)]
    ids = articles["article_id"].tolist()
    column, is_rule, value = claim.group.partition("=")
    if not is_rule:
        chosen = claim.group.split()
        if unknown := sorted(set(chosen) - set(ids)):
            raise ValueError(f"claim {claim.claim_id}: there is no article {unknown[0]!r}.")
        inside = [article_id in chosen for article_id in ids]
    elif column.strip() in articles:
        wanted = {part.strip() for part in value.split("|")}
        inside = [str(found) in wanted for found in articles[column.strip()]]
    else:
        raise ValueError(f"claim {claim.claim_id}: the articles have no column {column.strip()!r}.")
    return [("group", 1.0) if found else ("rest", 0.0) for found in inside]


def _gap(measured: pd.DataFrame) -> str:
    """Return what is missing before the effect is defined at all, or an empty string."""
    used = measured.loc[measured["used"]]
    if (measured["side"] == "dated").any():
        enough = len(used) > 2 and used["score"].nunique() > 1
        return "" if enough else "a trend needs three articles or more, at two times or more"
    for side in ("group", "rest"):
        if not (used["side"] == side).any():
            return f"the {side} holds no article with anything to measure"
    return ""


def effect(measured: pd.DataFrame, *, presence: bool = False) -> float:
    """Return the effect: mean rate of the group − mean rate of the rest, each article one vote.

    For a trend it is Spearman's rank correlation of rate and place in time. With ``presence``, an article
    counts 1 if it has the word at all: the difference of the shares of articles.

    Raises:
        ValueError: a side holds no article that can be used, or a trend fewer than three.
    """
    if gap := _gap(measured):
        raise ValueError(f"{gap}.")
    used = measured.loc[measured["used"]]
    values = (used["n"] > 0).astype(float) if presence else used["rate"]
    return float(_effects(values.to_numpy()[None], used)[0])


def _effects(rows: np.ndarray, used: pd.DataFrame) -> np.ndarray:
    """Return the effect in each row of rates (draws × used articles)."""
    if used["side"].iloc[0] == "dated":
        return _correlations(_ranks(rows), _ranks(used["score"].to_numpy()[None])[0])
    inside = (used["side"] == "group").to_numpy()
    return rows[:, inside].mean(axis=1) - rows[:, ~inside].mean(axis=1)


def _most_telling(used: pd.DataFrame, most: int = 200) -> list[str]:
    if len(used) <= most:
        return used["article_id"].tolist()
    distance = (used["rate"] - used.groupby("side")["rate"].transform("mean")).abs().round(12)
    order = used.assign(distance=distance).sort_values(["distance", "article_id"], ascending=[False, True])
    return sorted(order["article_id"].head(most))


def _sign(value: float) -> int:
    return 0 if abs(value) < _TINY else (1 if value > 0 else -1)


def agrees(claim: Claim, measured: pd.DataFrame) -> bool:
    """Return whether the numbers of ``measured`` say what the claim says, however weakly."""
    used = measured.loc[measured["used"]]
    inside = used.loc[used["side"] == "group", "n"].sum()
    outside = used.loc[used["side"] == "rest", "n"].sum()
    if claim.direction == "present_only":
        return bool(inside > 0 and outside == 0)
    if claim.direction == "absent":
        return bool(inside == 0 and outside > 0)
    return _sign(effect(measured)) == (1 if claim.direction == "more" else -1)


def claim_interval(
    claim: Claim, articles: pd.DataFrame, *, draws: int = 10_000, level: float = 0.95, seed: int = 0
) -> Interval | None:
    """Return the interval of the claim's effect over resampled sentences, or None for a presence claim.

    The sentences of each article are drawn anew, the articles stay: the interval says whether the effect
    hangs on a few sentences of these texts. An article without the word stays at 0 in every draw.

    For a share (``versus``), where a text may hold two or three of either word and every draw of its
    sentences would look alike, each article's share is drawn from Beta(p k + ½, (1 − p) k + ½) instead: p
    its share, k its sentences with either word, each one observation (Jeffreys' interval; Brown, Cai &
    DasGupta 2001; stretched, as theirs, to hold the measured value).

    Whether a word stands in a text at all is a fact that resampling cannot make surer: presence has no
    interval.

    Raises:
        ValueError: as `measure` and `effect`.
    """
    measured = measure(claim, articles)
    if gap := _gap(measured):
        raise ValueError(f"{gap}.")
    if claim.is_presence:
        return None
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    used = measured.loc[measured["used"]]
    draws = min(draws, max(200, 20_000_000 // len(used)))  # a table of all draws must fit into memory
    rates = np.column_stack(
        [_drawn_rates(claim, texts[name], draws, _rng(seed, name)) for name in used["article_id"]]
    )
    low, high = np.quantile(_effects(rates, used), [(1 - level) / 2, (1 + level) / 2])
    value = effect(measured)
    return Interval(min(float(low), value), max(float(high), value))


def _drawn_rates(claim: Claim, text: str, draws: int, rng: np.random.Generator) -> np.ndarray:
    spans = unit_spans(text)
    counts = _in_units(_matches(claim.pattern, text, False), spans).astype(float)
    if not claim.versus:
        return 1000 * resample_rates(counts[:, None], _sizes(text, spans), draws=draws, rng=rng)[:, 0]
    both = counts + _in_units(_matches(claim.versus, text, False), spans)
    share, holding = counts.sum() / both.sum(), int((both > 0).sum())
    return rng.beta(share * holding + 0.5, (1 - share) * holding + 0.5, size=draws)


def leave_one_out(claim: Claim, articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``left_out, value, sign, agrees``: the effect without each article in turn.

    An article that cannot be spared (the only one of its side; one of three in a trend) has no row: a claim
    about one article cannot be checked by leaving that article out. Of more than 200 articles, only the 200
    furthest from the mean rate of their side are left out in turn.
    """
    measured = measure(claim, articles)
    rows = []
    for article_id in _most_telling(measured.loc[measured["used"]]):
        others = measured.loc[measured["article_id"] != article_id]
        if not _gap(others):
            value = effect(others, presence=claim.is_presence)
            rows.append((article_id, value, _sign(value), agrees(claim, others)))
    types = {"left_out": "str", "value": "float64", "sign": "int64", "agrees": "bool"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


# ---------------------------------------------------------------------------------------- multiverse

CHOICES = {
    "editorial cuts": ("made", "not made"),
    "doubled passage": ("fuller copy", "both copies"),
    "spin": ("undone", "as spun"),
    "headings": ("in", "out"),
    "matching": ("anywhere", "inside our words"),
    "case": ("ignored", "kept"),
    "rate per": ("characters", "content words", "all words"),
}
"""Our own choices, the one that we made first. ``content words`` are what our stop list leaves."""


def without_headings(text: str) -> str:
    """Return ``text`` without its headings: lines of up to 40 characters that do not end as a sentence does.

    >>> without_headings("羊驼家族开源大爆发\\n开源来了。")
    '开源来了。'
    """
    ends = tuple("。！!…”」』；;：:，,）)")
    return "\n".join(
        line for line in text.split("\n") if len(line) > 40 or line.rstrip().endswith(ends) or "。" in line
    )


@lru_cache(maxsize=1024)
def _tokens(text: str, cut: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
    return tuple(cut(text))


def load_variants(
    folder: Path | str = SEEDS,
    *,
    choices: Iterable[str] = tuple(CHOICES),
    tokenizers: Mapping[str, Callable[[str], Sequence[str]]] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the articles under all combinations of our own choices, ours first: ``{name: articles}``.

    Names are ``choice=option, choice=option, …``; the tables have ``text`` and, for choices that are not in
    the text, ``size`` and ``match_case`` (see `measure`).

    Args:
        folder: as in `helpers.corpus.load_articles`.
        choices: which of `CHOICES` to vary; all others stay as we made them. All of them: 192 combinations.
        tokenizers: segmenters for ``matching``, by name: a match counts only where it lies inside one
        token. Without
            it, ``{"inside our words": tokenize}``.

    Raises:
        ValueError: an unknown choice; `SeedError` as `load_articles` does.
    """
    tokenizers = {"inside our words": tokenize} if tokenizers is None else dict(tokenizers)
    options = CHOICES | {"matching": ("anywhere", *tokenizers)}
    varied = tuple(choices)
    if unknown := sorted(set(varied) - set(options)):
        raise ValueError(f"unknown choice {unknown[0]!r}; the choices are {', '.join(CHOICES)}.")
    loaded: dict[frozenset[str], pd.DataFrame] = {}
    variants = {}
    for combination in product(*(options[name] for name in varied)):
        ours = {name: found[0] for name, found in options.items()}
        made = ours | dict(zip(varied, combination, strict=True))
        rules = _rules_of(made)
        if rules not in loaded:
            loaded[rules] = load_articles(folder, rules=rules)
        name = ", ".join(f"{choice}={option}" for choice, option in zip(varied, combination, strict=True))
        variants[name or "our own choices"] = _with_choices(loaded[rules], made, tokenizers)
    return variants


def _rules_of(made: Mapping[str, str]) -> frozenset[str]:
    off = {EDITORIAL: "not made", "doubling": "both copies", "spin": "as spun"}
    chosen = set(made.values())
    return frozenset(rule for rule in (EDITORIAL, *RULES) if off.get(rule) not in chosen)


def _with_choices(articles: pd.DataFrame, made: Mapping[str, str], tokenizers: Mapping) -> pd.DataFrame:
    texts = articles["text"].tolist()
    if made["headings"] == "out":
        texts = [without_headings(text) for text in texts]
    sizes = [_size_in(text, made["rate per"]) for text in texts]
    if cut := tokenizers.get(made["matching"]):
        texts = [" ".join(_tokens(text, cut)) for text in texts]
    return articles.assign(text=texts, size=sizes, match_case=made["case"] == "kept")


def _size_in(text: str, unit: str) -> int:
    if unit == "characters":
        return _size(text)
    tokens = _tokens(text, tokenize)
    return len(content_words(tokens)) if unit == "content words" else sum(t[0].isalnum() for t in tokens)


def multiverse(claim: Claim, variants: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the claim under every variant: ``variant``, a column a choice, ``value``, ``sign``, ``agrees``.

    After Steegen, Tuerlinckx, Gelman & Vanpaemel (2016). Choices are read off names such as ``spin=undone,
    case=kept``. Where a variant leaves nothing to measure, ``value`` and ``sign`` are 0 and it does not
    agree.

    Raises:
        ValueError: no variant; or as `measure`.
    """
    if not variants:
        raise ValueError("a multiverse needs one variant or more.")
    rows = []
    for name, articles in variants.items():
        measured = measure(claim, articles)
        gap = _gap(measured)
        value = 0.0 if gap else effect(measured, presence=claim.is_presence)
        rows.append(_choices_of(name) | {"value": value, "agrees": not gap and agrees(claim, measured)})
    table = pd.DataFrame(rows).assign(variant=list(variants), sign=lambda t: t["value"].map(_sign))
    chosen = [column for column in table if column not in ("variant", "value", "sign", "agrees")]
    return table[["variant", *chosen, "value", "sign", "agrees"]].fillna(dict.fromkeys(chosen, ""))


def _choices_of(name: str) -> dict[str, str]:
    parts = [part.partition("=") for part in name.split(", ")]
    return {choice: option for choice, _, option in parts} if all(sign for _, sign, _ in parts) else {}


def share_agreeing(table: pd.DataFrame) -> float:
    """Return the share of a multiverse's variants that agree with the claim."""
    return float(table["agrees"].mean())


def _overturning(table: pd.DataFrame) -> list[str]:
    """Return the fewest departures from the first variant that overturn a claim, in words."""
    chosen = [column for column in table if column not in ("variant", "value", "sign", "agrees")]
    lost = table.loc[~table["agrees"]]
    if not chosen or lost.empty:
        return lost["variant"].tolist()
    ours = table.iloc[0]
    departures = [
        {f"{name}: {row[name]}" for name in chosen if row[name] != ours[name]} for _, row in lost.iterrows()
    ]
    smallest = [found for found in departures if not any(other < found for other in departures)]
    return sorted({" with ".join(sorted(found)) or ours["variant"] for found in smallest})


# ---------------------------------------------------------------------------------------- verdicts

_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def not_testable(n_articles: int) -> str:
    """Return the label for a claim that a corpus of this size cannot test.

    >>> not_testable(5)
    'not testable with five articles'
    """
    number = _IN_WORDS[n_articles] if n_articles < len(_IN_WORDS) else f"{n_articles:,}"
    return f"not testable with {number} article{'' if n_articles == 1 else 's'}"


@dataclass(frozen=True)
class Verdict:
    """What `verdict` returns: the label, why, and every number behind it (None where one is not defined)."""

    claim: Claim
    label: str
    reasons: tuple[str, ...]
    in_these_texts: str
    tested: str
    value: float | None
    interval: Interval | None
    measured: pd.DataFrame
    left_out: pd.DataFrame
    permutation: Permutation | None
    multiverse: pd.DataFrame | None

    @property
    def share(self) -> float | None:
        """The share of the multiverse that agrees."""
        return None if self.multiverse is None else share_agreeing(self.multiverse)

    @property
    def key(self) -> str:
        """The label in one word, whatever the number of articles: holds, fragile, fails, untestable."""
        return {HOLDS: "holds", FRAGILE: "fragile", FAILS: "fails"}.get(self.label, "untestable")


def verdict(
    claim: Claim,
    articles: pd.DataFrame,
    *,
    variants: Mapping[str, pd.DataFrame] | None = None,
    draws: int = 10_000,
    seed: int = 0,
) -> Verdict:
    """Return what becomes of a claim, by this rule, the first that applies:

    1. **not testable with … articles**: the group or the rest holds nothing to measure; or the pattern
       (with ``versus``: both) occurs fewer than five times in all; or the claim speaks of a *kind* of
       articles (a rule such as ``year=2025``, a trend) and the smallest p that a permutation of the
       articles could ever give is above .05. ``in_these_texts`` still says what rules 2 to 4 make of it
       as a description.
    2. **does not hold in these texts**: the effect is zero or points the other way.
    3. **fragile**: it holds, but leaving out one article, or one of our own choices (`multiverse`),
       overturns or zeroes it; or the 95 % interval (`claim_interval`) touches zero; or, of a claim about
       a kind of articles, p is above .05. ``reasons`` name what overturns it.
    4. **holds in these texts**: nothing that was tried overturns it. Always about these texts, never
       coverage.

    A claim that names its articles is a description: its p is reported with its floor and decides nothing.
    The only article of a group cannot be left out, and presence has no interval (`claim_interval`);
    ``tested`` says so. Every p is for one claim; over several, `verdict_table` adds Holm's correction.

    Args:
        articles: as in `measure`.
        variants: the articles under our other choices (`load_variants`); without it no multiverse is tried.

    Raises:
        ValueError: as `check_claim` and `measure`.
    """
    measured = measure(check_claim(claim), articles)
    left_out = leave_one_out(claim, articles)
    if gap := _gap(measured):
        return Verdict(
            claim=claim,
            label=not_testable(len(measured)),
            reasons=(f"{gap[0].upper()}{gap[1:]}.",),
            in_these_texts="not defined",
            tested=_scope(claim, measured, variants),
            value=None,
            interval=None,
            measured=measured,
            left_out=left_out,
            permutation=None,
            multiverse=None,
        )
    value = effect(measured, presence=claim.is_presence)
    interval = claim_interval(claim, articles, draws=draws, seed=seed)
    permutation = _permutation(claim, measured, seed)
    blocks = _blocks(claim, measured, permutation)
    table = multiverse(claim, variants) if variants else None
    if agrees(claim, measured):
        turns = _turns(left_out, interval, table)
        described = FRAGILE if turns else HOLDS
    else:
        described, turns = FAILS, [_contradiction(claim, value)]
    if blocks:
        label = not_testable(len(measured))
    elif described == HOLDS and (chance := _by_chance(claim, permutation)):
        label, turns = FRAGILE, chance
    else:
        label = described
    return Verdict(
        claim=claim,
        label=label,
        reasons=(*blocks, *turns),
        in_these_texts=described,
        tested=_scope(claim, measured, variants),
        value=value,
        interval=interval,
        measured=measured,
        left_out=left_out,
        permutation=permutation,
        multiverse=table,
    )


def _permutation(claim: Claim, measured: pd.DataFrame, seed: int) -> Permutation:
    used = measured.loc[measured["used"]]
    values = (used["n"] > 0).astype(float) if claim.is_presence else used["rate"]
    if claim.group == "trend":
        return permutation_trend(values, used["score"], seed=seed)
    return permutation_groups(values, used["side"] == "group", seed=seed)


def _blocks(claim: Claim, measured: pd.DataFrame, permutation: Permutation) -> list[str]:
    """Return why the claim cannot be tested with these articles."""
    found = int((measured["total"] if claim.versus else measured["n"]).sum())
    blocks = []
    if found < MIN_OCCURRENCES:
        times = f"{found} time{'' if found == 1 else 's'}"
        blocks.append(f"The words occur {times} in all articles together; it takes {MIN_OCCURRENCES}.")
    if claim.speaks_of_a_kind and permutation.floor > ALPHA + _TINY:
        blocks.append(
            f"It speaks of a kind of articles ({claim.group}), and with so few the smallest possible p is"
            f" {permutation.floor:.2g}."
        )
    return blocks


def _by_chance(claim: Claim, permutation: Permutation) -> list[str]:
    if claim.speaks_of_a_kind and permutation.p > ALPHA + _TINY:
        return [f"Articles shuffled at random do as well too often: p = {permutation.p:.2g}."]
    return []


def _turns(left_out: pd.DataFrame, interval: Interval | None, table: pd.DataFrame | None) -> list[str]:
    """Return what overturns a claim that holds as measured."""
    turns = [
        f"It does not hold without article {name}." for name in left_out.loc[~left_out["agrees"], "left_out"]
    ]
    if interval and interval.low <= 0 <= interval.high:
        turns.append(
            "Other sentences of the same texts could undo it: 95 % interval"
            f" {interval.low:.3g} to {interval.high:.3g}."
        )
    if table is not None and not table["agrees"].all():
        share = share_agreeing(table)
        turns += [
            f"It does not hold with {name} ({share:.0%} of our {len(table)} variants agree)."
            for name in _overturning(table)
        ]
    return turns


def _contradiction(claim: Claim, value: float) -> str:
    if claim.is_presence:
        return "The words stand where the claim says that they do not, or not where it says that they do."
    return "There is no difference." if not _sign(value) else "The difference points the other way."


def _scope(claim: Claim, measured: pd.DataFrame, variants: Mapping | None) -> str:
    """Return in words what was tested, and what was not."""
    used = int(measured["used"].sum())
    parts = [
        f"Tested on these {_IN_WORDS[used] if used < len(_IN_WORDS) else used} texts, never on coverage."
    ]
    if unused := measured.loc[~measured["used"], "article_id"].tolist():
        parts.append(f"Nothing to measure in {', '.join(unused)}.")
    for side in ("group", "rest"):
        members = measured.loc[measured["used"] & (measured["side"] == side), "article_id"].tolist()
        if len(members) == 1:
            parts.append(f"The {side} is one article ({members[0]}), which cannot be left out.")
    if claim.is_presence:
        parts.append("Presence has no interval.")
    if not variants:
        parts.append("Our own choices were not varied.")
    return " ".join(parts)


def verdict_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """Return one row a claim, all as text, to show or to download.

    Columns: ``claim_id, kind, statement, number, interval, label, reasons, in_these_texts, p, p_holm,
    agree, rival``. A number that is not defined is an empty text. ``p`` carries its floor; ``p_holm``
    (over all claims of the table that speak of a kind of articles) is empty for the others, whose p
    decides nothing.
    """
    verdicts = list(verdicts)
    general = [found for found in verdicts if found.claim.speaks_of_a_kind and found.permutation]
    adjusted = dict(
        zip((found.claim.claim_id for found in general), holm(f.permutation.p for f in general), strict=True)
    )
    columns = [
        "claim_id",
        "kind",
        "statement",
        "number",
        "interval",
        "label",
        "reasons",
        "in_these_texts",
        "p",
        "p_holm",
        "agree",
        "rival",
    ]
    rows = [
        (
            found.claim.claim_id,
            found.claim.kind,
            found.claim.statement,
            "" if found.value is None else f"{found.value:+.2f} {found.claim.unit}",
            "" if found.interval is None else f"{found.interval.low:+.2f} to {found.interval.high:+.2f}",
            found.label,
            " ".join(found.reasons),
            found.in_these_texts,
            ""
            if found.permutation is None
            else f"{found.permutation.p:.2g} (at least {found.permutation.floor:.2g})",
            f"{adjusted[found.claim.claim_id]:.2g}" if found.claim.claim_id in adjusted else "",
            "" if found.share is None else f"{found.share:.0%}",
            found.claim.rival,
        )
        for found in verdicts
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")


# -------------------------------------------------------------------------------- the classic mistake


def naive_token_test(counts: pd.DataFrame, target_ids: Iterable[str]) -> pd.DataFrame:
    """Return the classic mistake, for teaching: a χ² test on pooled tokens, as if each were drawn by itself.

    Columns ``term, n_target, n_rest, chi2, p, p_holm``, smallest p first. χ² is Pearson's over the four
    cells (word or not, target or rest), without correction, one degree of freedom: p = erfc(√(χ² / 2)). Do
    not report these p: an article's tokens share one topic, one author and one occasion, so the sample size
    is the number of articles.

    Raises:
        ValueError: a group is empty or unknown (`helpers.keyness.pool_groups`).
    """
    table = pool_groups(counts, target_ids).rename(columns={"n_first": "n_target", "n_second": "n_rest"})
    a, b = (table[name].to_numpy(dtype=float) for name in ("n_target", "n_rest"))
    c, d = a.sum() - a, b.sum() - b
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    n = a.sum() + b.sum()
    chi2 = np.divide(n * (a * d - b * c) ** 2, margins, out=np.zeros(len(a)), where=margins > 0)
    p = [math.erfc(math.sqrt(value / 2)) for value in chi2]
    tested = table.assign(chi2=chi2, p=p, p_holm=holm(p))
    return tested.sort_values(["p", "chi2", "term"], ascending=[True, False, True], ignore_index=True)


def every_article_is_significant(
    counts: pd.DataFrame, *, alpha: float = 0.001, examples: int = 5
) -> pd.DataFrame:
    """Return what the naive test finds with each single article as target.

    Columns ``article_id, terms, significant, words``.

    ``terms``: how many were tested; ``significant``: how many have `naive_token_test`'s p below ``alpha``
    even after Holm's correction; ``words``: the first few of them that the article uses more than the rest.

    Raises:
        ValueError: fewer than two articles with counted terms.
    """
    rows = []
    for article_id in sorted(counts.loc[counts["n"] > 0, "article_id"].unique()):
        tested = naive_token_test(counts.loc[counts["n"] > 0], [article_id])
        found = tested.loc[tested["p_holm"] < alpha]
        size = tested[["n_target", "n_rest"]].sum()
        more = found["n_target"] / size["n_target"] > found["n_rest"] / size["n_rest"]
        rows.append((article_id, len(tested), len(found), " ".join(found.loc[more, "term"].head(examples))))
    return pd.DataFrame(rows, columns=["article_id", "terms", "significant", "words"])


# ---------------------------------------------------------------------------------------- power


def power_simulation(
    rates: Sequence[float],
    *,
    ratio: float = 2.0,
    articles_per_group: Iterable[int] = (2, 3, 4, 5, 8, 12, 20, 30, 50),
    draws: int = 1_000,
    orders: int = 999,
    seed: int = 0,
) -> pd.DataFrame:
    """Return how often a study of this size would find a true effect: ``articles_per_group, floor, power``.

    Articles' rates are drawn from a gamma distribution with the mean and the variance (n − 1) of ``rates``,
    which is what lies under a negative binomial count; the variance between articles holds the counting
    noise already. The second group has ``ratio`` times the mean with the same shape, so its spread grows
    along. ``power``: share of ``draws`` simulated studies in which `permutation_groups`' two-sided p is at
    most .05 (all splits up to six articles a group, else ``orders`` random ones).

    Args:
        rates: rates of one term in the articles at hand, zeros included.
        ratio: true mean of the second group / true mean of the first; 1 gives the false alarms.

    Raises:
        ValueError: fewer than two rates, a negative one, rates that do not differ, or a ratio that is not
        above 0.
    """
    rates = np.asarray(rates, dtype=float)
    if len(rates) < 2 or rates.min() < 0 or not ratio > 0:
        raise ValueError("power needs the rates of two articles or more, none negative; a ratio above 0.")
    if np.ptp(rates) < _TINY:
        raise ValueError("the rates do not differ, so they say nothing about how articles differ.")
    shape = _gamma_shape(rates)
    rows = []
    for n in articles_per_group:
        rng = np.random.default_rng([seed, n])
        drawn = rng.gamma(shape, rates.mean() / shape, size=(draws, 2 * n))
        drawn[:, n:] *= ratio
        floor = max(permutation_floor(n, n), 0.0 if n <= 6 else 1 / (orders + 1))
        rows.append((n, floor, float((_split_p(drawn, n, orders, rng) <= ALPHA + _TINY).mean())))
    return pd.DataFrame(rows, columns=["articles_per_group", "floor", "power"])


def _gamma_shape(rates: np.ndarray) -> float:
    return float(rates.mean() ** 2 / rates.var(ddof=1))


def _split_p(studies: np.ndarray, n: int, orders: int, rng: np.random.Generator) -> np.ndarray:
    """Return the permutation p of each study (a row: n articles, n others); one set of splits for all."""
    exact = n <= 6
    if exact:
        inside = np.zeros((math.comb(2 * n, n), 2 * n))
        np.put_along_axis(inside, np.array(list(combinations(range(2 * n), n))), 1.0, axis=1)
    else:
        inside = rng.permuted(np.tile(np.repeat([1.0, 0.0], n), (orders, 1)), axis=1)
    differences = np.abs(studies @ (2 * inside - 1).T / n)
    observed = np.abs(studies[:, :n].mean(axis=1) - studies[:, n:].mean(axis=1))[:, None]
    extreme = (differences >= observed - _TINY * np.maximum(1, observed)).sum(axis=1)
    return extreme / len(inside) if exact else (1 + extreme) / (1 + len(inside))


def articles_needed(powers: pd.DataFrame, *, power: float = 0.8) -> int | None:
    """Return the fewest articles a group with at least this power, or None if no tried size has it."""
    enough = powers.loc[powers["power"] >= power, "articles_per_group"]
    return int(enough.min()) if len(enough) else None
