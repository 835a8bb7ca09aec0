"""Estimate uncertainty for a handful of articles: bootstrap intervals, permutation tests with their floor, power.

The unit of evidence is the article. `helpers.claims` turns these numbers into verdicts.
"""

import math
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.stats.counts import count_characters, per_thousand
from helpers.stats.keywords import pool_groups
from helpers.tables import typed_table
from helpers.text.entities import with_gloss
from helpers.text.sentences import sentence_spans

ALPHA = 0.05
TINY = 1e-9  # smaller differences are rounding
_ENOUGH_ORDERS = 50_000  # up to here every arrangement is tried, beyond a sample

# ---------------------------------------------------------------------------------------- intervals


class Interval(NamedTuple):
    """Both ends of an interval."""

    low: float
    high: float


def percentile_interval(values: np.ndarray, level: float) -> Interval:
    """Return the interval that holds the share ``level`` of ``values``, as many below it as above.

    >>> percentile_interval(np.arange(5), 0.5)
    Interval(low=1.0, high=3.0)
    """
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


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


def unit_sizes(text: str, spans: Iterable[tuple[int, int]]) -> np.ndarray:
    """Return the number of characters of each unit, blanks not counted.

    >>> unit_sizes("开源 AI。闭源。", [(0, 6), (6, 9)]).tolist()
    [5.0, 3.0]
    """
    return np.array([count_characters(text[start:end]) for start, end in spans], dtype=float)


def count_in_units(starts: Iterable[int], spans: Sequence[tuple[int, int]]) -> np.ndarray:
    """Return how many of the places ``starts`` lie in each unit.

    >>> count_in_units([0, 3, 4], [(0, 3), (3, 6)])
    array([1, 2])
    """
    if not len(spans):
        return np.zeros(0)
    at = np.searchsorted([start for start, _ in spans], np.fromiter(starts, dtype=int), side="right") - 1
    return np.bincount(np.maximum(at, 0), minlength=len(spans))


def article_rng(seed: int, article_id: str) -> np.random.Generator:
    """Return an article's own random numbers, so that articles do not disturb one another.

    >>> article_rng(0, "a").random() == article_rng(0, "a").random() != article_rng(0, "b").random()
    True
    """
    return np.random.default_rng([seed, zlib.crc32(article_id.encode())])


def batches(draws: int, width: int) -> Iterator[int]:
    """Yield the sizes of batches of draws, ``width`` numbers each: one that fits the processor's cache is several times faster.

    The numbers drawn are the same whatever the size. At least four: a product of two mere vectors is dealt out to
    threads that wait for each other.

    >>> [*batches(10, 10_000)]
    [4, 4, 2]
    """
    batch = max(4, 30_000 // width)
    for done in range(0, draws, batch):
        yield min(batch, draws - done)


def resample_rates(
    numerators: np.ndarray, denominators: np.ndarray, *, draws: int, rng: np.random.Generator
) -> np.ndarray:
    """Return ``draws`` × terms ratios of sums, each over as many units as there are, drawn with replacement.

    The plain bootstrap (Efron 1979): the ratio Σ numerators / Σ denominators, recomputed for each draw of units.

    Args:
        numerators: units × terms.
        denominators: one for each unit, above 0.

    Raises:
        ValueError: no unit, a denominator that is not above 0, or no draw.

    >>> resample_rates([[1], [1]], [4, 4], draws=2, rng=np.random.default_rng(0)).tolist()  # both units are alike
    [[0.25], [0.25]]
    """
    numerators, denominators = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    units = len(denominators)
    if not units or denominators.min() <= 0:
        raise ValueError("resampling needs one unit or more, each with something in it.")
    drawn = []
    for size in batches(draws, units):
        picks = rng.integers(0, units, size=(size, units))
        picks += units * np.arange(size)[:, None]
        cells = np.asarray(picks.ravel(), dtype=np.intp)  # drawn in 64 bits everywhere, counted in the machine's own
        weights = np.bincount(cells, minlength=size * units).reshape(size, units).astype(float)
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

    The interval says how far the rate (per 1,000 characters) hangs on single sentences *of this text*; it says nothing
    about other texts. It is the percentile interval over ``draws`` resamples of the article's units, so a term that an
    article lacks gets 0 to 0, and few ``units`` make it too narrow. Articles do not disturb one another: each has its
    own random numbers, made of ``seed`` and its id.

    Args:
        occurrences: as `helpers.stats.counts.find_terms` returns them.
        articles: the articles that were searched; an empty text has ``units`` 0 and rates 0.
        terms: the terms to keep, in this order; without it, those of ``occurrences``.
        unit: ``sentence`` or ``paragraph``.
        level: the share of draws that the interval holds.

    Raises:
        ValueError: an unknown ``unit``, ``draws`` below 1, or ``level`` not between 0 and 1.

    >>> articles = pd.DataFrame({"article_id": ["a"], "text": ["开源会赢。闭源会输。"]})
    >>> occurrences = pd.DataFrame({"article_id": ["a"], "term": ["开源"], "start": [0]})
    >>> rates = bootstrap_rates(occurrences, articles)  # a draw may hold the first sentence twice, or never
    >>> rates[["rate", "low", "high", "units"]].values.tolist()
    [[100.0, 0.0, 200.0, 2.0]]
    """
    if draws < 1 or not 0 < level < 1:
        raise ValueError("draws must be 1 or more, and level between 0 and 1.")
    terms = list(dict.fromkeys(occurrences["term"] if terms is None else terms))
    places = dict(iter(occurrences.groupby(["article_id", "term"])["start"]))
    rows = []
    for row in articles.itertuples():
        spans = unit_spans(row.text, unit)
        counts = np.array([count_in_units(places.get((row.article_id, term), ()), spans) for term in terms])
        counts, sizes = counts.reshape(len(terms), len(spans)).T, unit_sizes(row.text, spans)
        low = high = rate = np.zeros(len(terms))
        if spans and terms:
            drawn = resample_rates(counts, sizes, draws=draws, rng=article_rng(seed, row.article_id))
            drawn = per_thousand(drawn, 1)
            low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2], axis=0)
            rate = per_thousand(counts.sum(axis=0), sizes.sum())
        rows += [
            (row.article_id, term, int(counts[:, k].sum()), rate[k], low[k], high[k], len(spans))
            for k, term in enumerate(terms)
        ]
    columns = {"article_id": "str", "term": "str", "n": "int64", "rate": "float64", "low": "float64", "high": "float64"}
    columns |= {"units": "int64"}
    return typed_table(rows, columns)


# ---------------------------------------------------------------------------------------- permutation


class Permutation(NamedTuple):
    """A permutation test, exact or sampled: its two-sided ``p``, and the smallest that it could give, which is 1 where
    all values are equal."""

    statistic: float
    p: float
    floor: float
    arrangements: int
    exact: bool

    def __str__(self) -> str:
        if self.exact:
            return f"p = {self.p:.2g}; the smallest p possible here is {self.floor:.2g}"
        return f"p = {self.p:.2g}; {self.arrangements:,} random orders can give no p below {self.floor:.2g}"


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

    ``statistic`` = mean of the group − mean of the rest; p = share of all ways to choose as many articles whose
    difference is as large or larger in size. Up to 50,000 ways are all tried; beyond that ``draws`` of them (fewer of more
    than 10,000 articles), p = (1 + as large) / (1 + draws) (Phipson & Smyth 2010).

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
    if exact := math.comb(n, k) <= _ENOUGH_ORDERS:
        sums = values[np.array(list(combinations(range(n), k)))].sum(axis=1)
    else:
        sums = np.concatenate([rows[:, :k].sum(axis=1) for rows in _shuffles(values, draws, seed)])
    observed = float(values[chosen].mean() - values[~chosen].mean())
    return _tested(observed, sums / k - (values.sum() - sums) / (n - k), floor, exact)


def permutation_trend(
    values: Sequence[float], scores: Sequence[float], *, draws: int = 9_999, seed: int = 0
) -> Permutation:
    """Return the permutation test of "the later, the more (or less)": a monotone trend, two-sided.

    ``statistic`` = Spearman's rank correlation of values and places in time (`spearman`); p = share of all orders of
    the values whose correlation is as large or larger in size. Up to eight articles every order is tried; beyond that
    a sample, as in `permutation_groups`.

    Args:
        values: one for each article.
        scores: its place in time (`date_scores`); ties where the order is not known, which raise the floor.

    Raises:
        ValueError: lists of different length, fewer than three articles, or articles of one and the same time.

    >>> permutation_trend([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]).p == 2 / 120
    True
    """
    values, scores = np.asarray(values, dtype=float), np.asarray(scores, dtype=float)
    if len(values) != len(scores) or len(values) < 3 or np.ptp(scores) == 0:
        raise ValueError("a trend needs three articles or more, each with a value, at two times or more.")
    x, time, n = _ranks(values), _ranks(scores), len(values)
    if exact := n <= 8:
        orders = np.array(list(permutations(range(n))))
        best = np.abs(_correlations(np.arange(n, dtype=float)[orders], time))
        floor = float((best >= best.max() - TINY).mean())
        drawn = _correlations(x[orders], time)
    else:
        floor = 0.0
        centred = time - time.mean()
        size = math.sqrt(((x - x.mean()) ** 2).sum() * (centred**2).sum())  # of every order of x alike
        drawn = np.concatenate([rows @ centred for rows in _shuffles(x, draws, seed)]) / (
            size if size > TINY else np.inf
        )
    return _tested(float(_correlations(x[None], time)[0]), drawn, floor, exact)


def _affordable(draws: int, n: int) -> int:
    """Return fewer draws where the articles are so many that all of them would take minutes."""
    return min(draws, max(199, 100_000_000 // n))


def _shuffles(values: np.ndarray, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Yield random orders of ``values`` as rows, the same whatever order they come in."""
    rng, n, ordered = np.random.default_rng(seed), len(values), np.sort(values)
    for size in batches(_affordable(draws, n), n):
        yield rng.permuted(np.tile(ordered, (size, 1)), axis=1)


def _tested(observed: float, drawn: np.ndarray, floor: float, exact: bool) -> Permutation:
    extreme, n = int((np.abs(drawn) >= abs(observed) - TINY * max(1.0, abs(observed))).sum()), len(drawn)
    floor = 1.0 if np.ptp(drawn) < TINY else floor  # all values are equal: no arrangement differs from another
    if exact:
        return Permutation(observed, extreme / n, floor, n, True)
    return Permutation(observed, (1 + extreme) / (1 + n), max(floor, 1 / (1 + n)), n, False)


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return ranks along the last axis, ties at their mean rank."""
    rows = np.atleast_2d(np.round(values, 12))
    order = np.argsort(rows, axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    starts = np.ones(rows.shape, dtype=bool)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.flatnonzero(starts)
    ties = np.diff(first, append=rows.size)
    ranks = np.empty(rows.shape)
    np.put_along_axis(ranks, order, np.repeat(first % rows.shape[1] + (ties + 1) / 2, ties).reshape(rows.shape), axis=1)
    return ranks.reshape(np.shape(values))


def _correlations(rows: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Return the correlation of each row with ``time``; 0 where a row does not vary."""
    rows, time = rows - rows.mean(axis=1, keepdims=True), time - time.mean()
    size = np.sqrt((rows**2).sum(axis=1) * (time**2).sum())
    return np.divide(rows @ time, size, out=np.zeros(len(rows)), where=size > TINY)


def spearman(rows: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Return Spearman's rank correlation of each row with ``scores``: ties at their mean rank, 0 if all are equal.

    >>> spearman(np.array([[1.0, 5.0, 9.0], [2.0, 2.0, 2.0]]), np.array([1.0, 2.0, 3.0])).round(9).tolist()
    [1.0, 0.0]
    """
    return _correlations(_ranks(rows), _ranks(scores))


def date_scores(articles: pd.DataFrame) -> np.ndarray:
    """Return each article's place in time: how many are surely earlier − how many are surely later.

    Dates are intervals; two articles whose intervals overlap are not ordered against each other.

    Raises:
        ValueError: an article has no ``date_from`` or no ``date_to``.

    >>> from datetime import date
    >>> articles = pd.DataFrame({"date_from": [date(2023, 5, 4), date(2024, 1, 1), date(2024, 6, 1)]})
    >>> articles["date_to"] = [date(2023, 5, 4), date(2024, 12, 31), date(2024, 6, 1)]
    >>> date_scores(articles).tolist()  # the second is of some day of 2024
    [-2.0, 1.0, 1.0]
    """
    if {"date_from", "date_to"} - set(articles) or articles[["date_from", "date_to"]].isna().any(axis=None):
        raise ValueError("a trend needs date_from and date_to of every article.")
    first, last = (
        np.array([date.toordinal() for date in articles[name]], dtype=int) for name in ("date_from", "date_to")
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
    result = np.empty(len(p))
    result[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return result.tolist()


# -------------------------------------------------------------------------------- the classic mistake


def naive_token_test(counts: pd.DataFrame, target_ids: Iterable[str]) -> pd.DataFrame:
    """Return the classic mistake, for teaching: an exact test on pooled tokens, as if each were drawn by itself.

    Columns ``term, n_target, n_rest, p, p_holm``, smallest p first. The test is Fisher's (1935; two-sided) over the four
    cells (word or not, target or rest), which unlike χ² also holds for the few occurrences that most words have. Do not
    report these p: an article's tokens share one topic, one author and one occasion, so the sample size is the number of
    articles.

    Raises:
        ValueError: a group is empty or unknown (`helpers.stats.keywords.pool_groups`).

    >>> counts = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "term": ["开源", "闭源"] * 2, "n": [8, 2, 2, 8]})
    >>> naive_token_test(counts, ["a"])[["term", "p"]].round(4).values.tolist()
    [['开源', 0.023], ['闭源', 0.023]]
    """
    table = pool_groups(counts, target_ids).rename(columns={"n_first": "n_target", "n_second": "n_rest"})
    a, b = table["n_target"].to_numpy(dtype=int), table["n_rest"].to_numpy(dtype=int)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, a.sum() + b.sum() + 1)))])
    pairs, place = np.unique(np.column_stack([a, b]), axis=0, return_inverse=True)  # most words share their counts
    exact = np.array([_fisher(x, y, int(a.sum()), int(b.sum()), log_factorial) for x, y in pairs.tolist()])
    p = exact[place.ravel()]
    tested = table.assign(p=p, p_holm=holm(p))
    return tested.sort_values(["p", "n_target", "term"], ascending=[True, False, True], ignore_index=True)


def _fisher(a: int, b: int, n_target: int, n_rest: int, log_factorial: np.ndarray) -> float:
    """Return the chance of all tables with these margins that are as unlikely as ``a`` and ``b``, or more."""
    k = np.arange(max(0, a + b - n_rest), min(a + b, n_target) + 1)
    cells = log_factorial[k] + log_factorial[n_target - k]
    cells += log_factorial[a + b - k] + log_factorial[n_rest - (a + b - k)]
    chance = np.exp(cells.min() - cells)  # in units of the likeliest table
    return float(chance[chance <= chance[a - k[0]] * (1 + 1e-7)].sum() / chance.sum())


def every_article_is_significant(counts: pd.DataFrame, *, alpha: float = ALPHA, examples: int = 5) -> pd.DataFrame:
    """Return what the naive test finds with each single article as target: ``article_id, terms, significant, words,
    less``.

    ``terms``: how many were tested; ``significant``: how many have `naive_token_test`'s p below ``alpha`` even after
    Holm's correction; ``words`` and ``less``: the first ``examples`` of them that the article uses more and less than
    the rest, Chinese ones with their gloss.

    Raises:
        ValueError: one article alone has counted terms.

    >>> counts = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "term": ["开源", "闭源"] * 2, "n": [40, 10, 10, 40]})
    >>> every_article_is_significant(counts).values.tolist()
    [['a', 2, 2, '开源 (open source)', '闭源 (closed source)'], ['b', 2, 2, '闭源 (closed source)', '开源 (open source)']]
    """
    counts, rows = counts.loc[counts["n"] > 0], []
    for article_id in sorted(counts["article_id"].unique()):
        tested = naive_token_test(counts, [article_id])
        found = tested.loc[tested["p_holm"] < alpha]
        size = tested[["n_target", "n_rest"]].sum()
        more = found["n_target"] / size["n_target"] > found["n_rest"] / size["n_rest"]
        named = (", ".join(map(with_gloss, found.loc[side, "term"].head(examples))) for side in (more, ~more))
        rows.append((article_id, len(tested), len(found), *named))
    return pd.DataFrame(rows, columns=["article_id", "terms", "significant", "words", "less"])


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

    Articles' rates are drawn from a gamma distribution with the mean and the variance (n − 1) of ``rates``, which is
    what lies under a negative binomial count; the variance between articles holds the counting noise already. The
    second group has ``ratio`` times the mean with the same shape, so its spread grows along. ``power``: share of
    ``draws`` simulated studies in which `permutation_groups`' two-sided p is at most .05 (all splits up to six articles
    a group, else ``orders`` random ones).

    Args:
        rates: rates of one term in the articles at hand, zeros included.
        ratio: true mean of the second group / true mean of the first; 1 gives the false alarms.

    Raises:
        ValueError: fewer than two rates, a negative one, rates that do not differ, a ratio that is not above 0, or a
            group without an article.

    >>> power_simulation([1, 2, 3], articles_per_group=[2, 3]).round(2).values.tolist()  # no p below .1 exists
    [[2.0, 0.33, 0.0], [3.0, 0.1, 0.0]]
    """
    rates = np.asarray(rates, dtype=float)
    if len(rates) < 2 or rates.min() < 0 or not ratio > 0:
        raise ValueError("power needs the rates of two articles or more, none negative; a ratio above 0.")
    if np.ptp(rates) < TINY:
        raise ValueError("the rates do not differ, so they say nothing about how articles differ.")
    shape = _gamma_shape(rates)
    rows = []
    for n in articles_per_group:
        rng = np.random.default_rng([seed, n])
        drawn = rng.gamma(shape, rates.mean() / shape, size=(draws, 2 * n))
        drawn[:, n:] *= ratio
        floor = max(permutation_floor(n, n), 0.0 if n <= 6 else 1 / (orders + 1))
        rows.append((n, floor, float((_split_p(drawn, n, orders, rng) <= ALPHA + TINY).mean())))
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
    extreme = (differences >= observed - TINY * np.maximum(1, observed)).sum(axis=1)
    return extreme / len(inside) if exact else (1 + extreme) / (1 + len(inside))


def articles_needed(powers: pd.DataFrame, *, power: float = 0.8) -> int | None:
    """Return the fewest articles a group with at least this power, or None if no tried size has it.

    Args:
        powers: as `power_simulation` returns it.

    >>> powers = pd.DataFrame({"articles_per_group": [5, 8, 12], "power": [0.4, 0.7, 0.9]})
    >>> articles_needed(powers), articles_needed(powers, power=0.95)
    (12, None)
    """
    enough = powers.loc[powers["power"] >= power, "articles_per_group"]
    return int(enough.min()) if len(enough) else None
