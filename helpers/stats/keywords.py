"""Compare groups of articles word by word: keyness, word shift, and dispersion across articles.

These numbers rank words inside the texts at hand. None of them is a test: an article is one choice of topic,
so its tokens are not independent draws (`helpers.stats.inference` says what five articles can carry).
"""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.stats.counts import per_thousand

KEYNESS_COLUMNS = (
    *("term", "n_target", "n_rest", "rate_target", "rate_rest"),
    *("g2", "log_ratio", "log_odds", "z", "low", "high"),
)
MIN_COUNT = 5  # below this a measure of spread only repeats how rare the word is
_Z95 = 1.959963984540054


# ---------------------------------------------------------------------------------------- two groups


def pool_groups(
    counts: pd.DataFrame, first_ids: Iterable[str], second_ids: Iterable[str] | None = None
) -> pd.DataFrame:
    """Return ``term, n_first, n_second``: the counts of two groups of articles, by term, no row of two zeros.

    Args:
        counts: a counts table.
        first_ids: articles of the first group.
        second_ids: articles of the second; without it, all others.

    Raises:
        ValueError: a group has no article or no counted term, an article is not in ``counts`` or in both
        groups.

    >>> counts = pd.DataFrame({"article_id": ["a", "b"], "term": ["x", "x"], "n": [1, 2]})
    >>> pool_groups(counts, ["a"]).values.tolist()
    [['x', 1, 2]]
    """
    known = set(counts["article_id"])
    first = set(_id_list(first_ids))
    second = known - first if second_ids is None else set(_id_list(second_ids))
    if unknown := sorted((first | second) - known):
        raise ValueError(f"article {unknown[0]!r} has no counted term.")
    if both := sorted(first & second):
        raise ValueError(f"article {both[0]!r} is in both groups.")
    if not first or not second:
        raise ValueError("a comparison needs two groups with an article each.")
    pooled = pd.DataFrame(
        {
            name: counts.loc[counts["article_id"].isin(ids)].groupby("term")["n"].sum()
            for name, ids in (("n_first", first), ("n_second", second))
        }
    )
    pooled = pooled.fillna(0).astype("int64").loc[lambda table: table.sum(axis=1) > 0].sort_index()
    if not pooled["n_first"].sum() or not pooled["n_second"].sum():
        raise ValueError("a group without a single counted term cannot be compared.")
    return pooled.rename_axis("term").reset_index().astype({"term": "str"})


def _id_list(ids: Iterable[str]) -> list[str]:
    return [ids] if isinstance(ids, str) else list(ids)


def g_squared(n_target, n_rest, size_target: float, size_rest: float) -> np.ndarray:
    """Return Dunning's G² = 2 Σ O ln(O / E) over the four cells of a word's table (1993), for ranking only.

    The cells are word or other word, in target or rest; E = row sum × column sum / all; an empty cell adds 0.

    >>> g_squared([5], [5], 100, 100).tolist()
    [0.0]
    """
    n_target, n_rest = np.asarray(n_target, dtype=float), np.asarray(n_rest, dtype=float)
    observed = np.stack([n_target, n_rest, size_target - n_target, size_rest - n_rest])
    of_word, of_size = n_target + n_rest, size_target + size_rest
    expected = np.stack(
        [
            of_word * size_target,
            of_word * size_rest,
            (of_size - of_word) * size_target,
            (of_size - of_word) * size_rest,
        ]
    )
    expected = expected / of_size
    filled = observed > 0
    ratio = np.divide(observed, expected, out=np.ones_like(expected), where=filled)
    return np.maximum(0.0, 2 * (observed * np.log(ratio)).sum(axis=0))


def keyness(counts: pd.DataFrame, target_ids: Iterable[str], *, prior: float = 500.0) -> pd.DataFrame:
    """Return what sets the target articles apart, term by term: `KEYNESS_COLUMNS`, ordered by ``z``.

    * ``rate_target``, ``rate_rest``: occurrences in 1,000 counted terms (not characters).
    * ``g2``: `g_squared`, unsigned; no p goes with it, since tokens of one article are not independent.
    * ``log_ratio``: log₂ of the two rates' ratio, a zero counted as 0.5 (Hardie 2014): 1 = twice as frequent.
    * ``log_odds``, ``z``, ``low``, ``high``: log-odds ratio with an informative Dirichlet prior, with its 95
      % interval, in natural logarithms (Monroe, Colaresi & Quinn 2008, eq. 15, 16, 18, 22):
      δ = ln((y + α) / (n + α₀ − y − α)) of the target − the same of the rest, var ≈ 1 / (y_target + α) + 1 /
      (y_rest + α), z = δ / √var. The prior is the rest: α = α₀ (y_rest + ½) / Σ (y_rest + ½), the half so
      that a word that only the target has stays defined. z orders words by how well they are attested; it is
      not a test either.

    Args:
        counts: a counts table.
        target_ids: the articles to set against all others.
        prior: α₀, the weight of the prior in tokens; larger pulls rare words harder towards no difference.

    Raises:
        ValueError: a group is empty or unknown (`pool_groups`), there is only one term, or ``prior`` is not
        above 0.

    >>> counts = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "term": ["x", "y"] * 2, "n": [8, 2, 2, 8]})
    >>> keyness(counts, ["a"])[["term", "n_target", "log_ratio"]].values.tolist()
    [['x', 8, 2.0], ['y', 2, -2.0]]
    """
    if not (prior > 0 and math.isfinite(prior)):
        raise ValueError("the prior must weigh more than 0 tokens.")
    table = pool_groups(counts, target_ids).rename(columns={"n_first": "n_target", "n_second": "n_rest"})
    if len(table) < 2:
        raise ValueError("keyness needs two terms or more: one has nothing to be weighed against.")
    target, rest = (table[name].to_numpy(dtype=float) for name in ("n_target", "n_rest"))
    size_target, size_rest = target.sum(), rest.sum()
    alpha = prior * (rest + 0.5) / (rest + 0.5).sum()
    odds = _log_odds(target, size_target, alpha) - _log_odds(rest, size_rest, alpha)
    spread = np.sqrt(1 / (target + alpha) + 1 / (rest + alpha))
    table = table.assign(
        rate_target=per_thousand(target, size_target),
        rate_rest=per_thousand(rest, size_rest),
        g2=g_squared(target, rest, size_target, size_rest),
        log_ratio=_log_ratio(target, rest, size_target, size_rest),
        log_odds=odds,
        z=odds / spread,
        low=odds - _Z95 * spread,
        high=odds + _Z95 * spread,
    )
    return table.sort_values(["z", "term"], ascending=[False, True], ignore_index=True)[list(KEYNESS_COLUMNS)]


def _log_odds(n: np.ndarray, size: float, alpha: np.ndarray) -> np.ndarray:
    return np.log((n + alpha) / (size + alpha.sum() - n - alpha))


def _log_ratio(target: np.ndarray, rest: np.ndarray, size_target: float, size_rest: float) -> np.ndarray:
    shares = [np.where(n == 0, 0.5, n) / size for n, size in ((target, size_target), (rest, size_rest))]
    return np.log2(shares[0] / shares[1])


def word_shift(
    counts: pd.DataFrame, first_ids: Iterable[str], second_ids: Iterable[str], *, kind: str = "jsd"
) -> pd.DataFrame:
    """Return which words account for the difference of two groups of articles.

    Columns ``term, share_first, share_second, contribution, side``.

    ``contribution`` (Gallagher et al. 2021), with p and q the word's shares in first and second, m = (p + q)
    / 2:

    * ``kind="jsd"``: ½ p log₂(p / m) + ½ q log₂(q / m), never negative; the sum is the Jensen–Shannon
      divergence of the groups in bits, 0 for equal texts, 1 for texts without a common word;
    * ``kind="proportion"``: q − p; the sum is 0, since what one word gains others lose.

    ``side`` is the group that uses the word more (``first``, ``second``, ``both``). Largest contribution
    first, whatever its sign.

    Raises:
        ValueError: an unknown ``kind``, or a group that is empty or unknown (`pool_groups`).

    >>> counts = pd.DataFrame({"article_id": ["a", "b"], "term": ["x", "y"], "n": [1, 1]})
    >>> float(word_shift(counts, ["a"], ["b"])["contribution"].sum())
    1.0
    """
    if kind not in ("jsd", "proportion"):
        raise ValueError(f"kind {kind!r} is none of jsd, proportion.")
    table = pool_groups(counts, first_ids, second_ids)
    p, q = (table[name].to_numpy(dtype=float) for name in ("n_first", "n_second"))
    p, q = p / p.sum(), q / q.sum()
    middle = (p + q) / 2
    contribution = q - p if kind == "proportion" else (_bits(p, middle) + _bits(q, middle)) / 2
    shifted = pd.DataFrame(
        {
            "term": table["term"],
            "share_first": p,
            "share_second": q,
            "contribution": contribution,
            "side": pd.Series(np.select([p > q, q > p], ["first", "second"], "both"), dtype="str"),
        }
    )
    order = shifted.assign(size=shifted["contribution"].abs().round(12))
    return order.sort_values(["size", "term"], ascending=[False, True], ignore_index=True)[list(shifted)]


def _bits(share: np.ndarray, middle: np.ndarray) -> np.ndarray:
    ratio = np.divide(share, middle, out=np.ones_like(share), where=share > 0)
    return share * np.log2(ratio)


# ---------------------------------------------------------------------------------------- spread


def gries_dp(parts: Sequence[float], sizes: Sequence[float], *, min_count: int = MIN_COUNT) -> float:
    """Return Gries' deviation of proportions: 0 = as even as the parts, towards 1 = all in one small part.

    DP = ½ Σ |share of the occurrences − share of the text| over the parts (Gries 2008).

    Args:
        parts: occurrences in each part.
        sizes: length of each part, in any unit.
        min_count: fewest occurrences for which the value says more than that the word is rare.

    Raises:
        ValueError: lists of different length, fewer than two parts, a part without text, a negative count, or fewer
            than ``min_count`` occurrences (none, always).

    >>> gries_dp([6, 0], [1, 1])
    0.5
    """
    if len(parts) != len(sizes) or len(parts) < 2:
        raise ValueError("DP needs two or more parts, each with its size.")
    if min(sizes) <= 0 or min(parts) < 0:
        raise ValueError("DP needs parts that all hold text, and no negative count.")
    n = sum(parts)
    if n < max(min_count, 1):
        raise ValueError(f"DP is not meaningful for {n} occurrences: it takes {max(min_count, 1)} at the least.")
    return float(_deviation(np.array([parts], dtype=float), np.array(sizes, dtype=float) / sum(sizes))[0])


def _deviation(parts: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Return Gries' DP of each row of ``parts`` (terms × parts), given the shares of the text."""
    return np.abs(parts / parts.sum(axis=1, keepdims=True) - shares).sum(axis=1) / 2


def dispersion(
    counts: pd.DataFrame, *, sizes: Mapping[str, float] | None = None, min_count: int = MIN_COUNT
) -> pd.DataFrame:
    """Return ``term, n, range, dp, dp_norm`` across articles: the most widespread first, then the most even.

    ``n`` counts the occurrences, ``range`` the articles that hold the term. ``dp`` is Gries' deviation of proportions
    (`gries_dp`), from 0 for as even as the texts; ``dp_norm`` = dp / (1 − the smallest article's share of the text), so
    that all in the smallest article gives 1 (Lijffijt & Gries 2012).

    Args:
        counts: a counts table.
        sizes: ``{article_id: length}`` of all articles; without it, the terms counted in each.
        min_count: fewest occurrences in all articles together; rarer terms stay out.

    Raises:
        ValueError: fewer than two articles, an article without text or without a size.

    >>> terms = ["开源", "城墙", "开源", "平台"]
    >>> counts = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "term": terms, "n": 5})
    >>> dispersion(counts)[["term", "range", "dp", "dp_norm"]].values.tolist()
    [['开源', 2, 0.0, 0.0], ['城墙', 1, 0.5, 1.0], ['平台', 1, 0.5, 1.0]]
    """
    if sizes is None:
        sizes = counts.groupby("article_id")["n"].sum().to_dict()
    if len(sizes) < 2:
        raise ValueError("dispersion across articles needs two articles or more.")
    if missing := sorted(set(counts["article_id"]) - set(sizes)):
        raise ValueError(f"article {missing[0]!r} has no size.")
    if empty := sorted(article for article, size in sizes.items() if size <= 0):
        raise ValueError(f"article {empty[0]!r} holds no text.")
    wide = counts.pivot_table(index="term", columns="article_id", values="n", aggfunc="sum", observed=True)
    wide = wide.reindex(columns=list(sizes)).fillna(0)
    wide = wide.loc[wide.sum(axis=1) >= max(min_count, 1)]
    parts, shares = wide.to_numpy(dtype=float), np.array(list(sizes.values()), dtype=float)
    shares = shares / shares.sum()
    dp = _deviation(parts, shares)
    table = pd.DataFrame(
        {
            "term": wide.index.astype("str"),
            "n": parts.sum(axis=1).astype("int64"),
            "range": (parts > 0).sum(axis=1).astype("int64"),
            "dp": dp,
            "dp_norm": dp / (1 - shares.min()),
        }
    )
    return table.sort_values(["range", "dp", "term"], ascending=[False, True, True], ignore_index=True)
