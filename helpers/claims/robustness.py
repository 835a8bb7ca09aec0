"""Test the robustness of a claim: redraw its sentences, leave out an article, vary our own choices."""

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.claims.claim import (
    Claim,
    PatternCounts,
    count_claims,
    effect,
    measure,
    measured_rows,
    outcome_of,
    resampled_effects,
    used_articles,
    used_rows,
)
from helpers.cleaning.rules import EDITORIAL, RULES
from helpers.corpus import SEEDS, load_articles
from helpers.stats.counts import count_characters, per_thousand
from helpers.stats.inference import Interval, article_rng, percentile_interval, resample_rates
from helpers.tables import typed_table
from helpers.text.tokens import content_words, tokenize


def claim_interval(
    claim: Claim, articles: pd.DataFrame, *, draws: int = 10_000, level: float = 0.95, seed: int = 0
) -> Interval | None:
    """Return the interval of the claim's effect over resampled sentences, or None for a presence claim.

    The plain bootstrap (Efron 1979): the sentences of each article are drawn anew, the articles stay. The interval says
    whether the effect hangs on a few sentences of these texts. An article without the word stays at 0 in every draw; one
    that has only one of the two words of a share (``versus``) keeps its share of 0 or 1. A draw of its sentences that
    holds neither word has no share, and one of its other draws stands for it.

    For a trend the interval is a cautious one. Drawing sentences adds chance to the rate of every article, which pulls a
    rank correlation towards zero: of short texts so far that the measured value may lie at the end of its interval, or beyond it.

    Resampling cannot make it surer that a word occurs in a text: presence has no interval.

    Args:
        articles: as in `measure`.
        draws: fewer are made of more than 2,000 articles, so that all draws fit into memory.
        level: the share of draws that the interval holds.

    Raises:
        ValueError: as `measure` and `effect`.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["开源会赢。闭源会输。", "闭源会输。"]})
    >>> claim = Claim("h1", "Article a says 开源 more.", "word", "开源", group="a")
    >>> claim_interval(claim, articles)  # a draw of the sentences of a may hold the first one twice, or never
    Interval(low=0.0, high=200.0)
    """
    measured = measure(claim, articles)
    effect(claim, measured)  # raises where there is none
    if claim.is_presence:
        return None
    used = used_articles(claim, measured)
    draws = min(draws, max(200, 20_000_000 // len(used.n)))
    if "counted" in articles:
        counted = {row.article_id: row.counted[claim.claim_id] for row in articles.itertuples()}
    else:
        counted = {row.article_id: count_claims([claim], row.text)[claim.claim_id] for row in articles.itertuples()}
    names = measured.loc[measured["used"], "article_id"]
    rates = [_drawn_rates(claim, counted[name], draws, article_rng(seed, name)) for name in names]
    return percentile_interval(resampled_effects(np.column_stack(rates), used), level)


def _drawn_rates(claim: Claim, counted: PatternCounts, draws: int, rng: np.random.Generator) -> np.ndarray:
    if counted.sentences is None:
        return np.zeros(draws)  # no draw of its sentences finds the word
    n_in, versus_in, sizes = counted.sentences.T
    if not claim.versus:
        return per_thousand(resample_rates(n_in[:, None], sizes, draws=draws, rng=rng)[:, 0], 1)
    rates = resample_rates(np.column_stack([n_in, versus_in]), np.ones(len(sizes)), draws=draws, rng=rng)
    total = rates.sum(axis=1)
    shares = rates[total > 0, 0] / total[total > 0]
    return shares if len(shares) == draws else np.concatenate([shares, rng.choice(shares, draws - len(shares))])


def leave_one_out(claim: Claim, articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``left_out, value, agrees``: the effect without each article in turn.

    An article that cannot be spared (the only one of its side; one of three in a trend) has no row: a claim about one
    article cannot be checked by leaving that article out. Of more than 200 articles, only the 200 furthest from the
    mean rate of their side are left out in turn.

    Raises:
        ValueError: as `measure`.

    >>> articles = pd.DataFrame({"article_id": list("abc"), "text": ["开源会赢。", "闭源会赢。", "闭源会输。"]})
    >>> claim = Claim("h1", "Articles a and b say 开源 more.", "word", "开源", group="a b")
    >>> leave_one_out(claim, articles).values.tolist()
    [['a', 0.0, False], ['b', 200.0, True]]
    """
    measured = measure(claim, articles)
    used, names = used_articles(claim, measured), measured.loc[measured["used"], "article_id"].tolist()
    place = {name: k for k, name in enumerate(names)}
    rows = []
    for article_id in _most_telling(measured.loc[measured["used"]]):
        if outcome := outcome_of(claim, used.without(place[article_id])):
            rows.append((article_id, *outcome))
    return typed_table(rows, {"left_out": "str", "value": "float64", "agrees": "bool"})


def _most_telling(used: pd.DataFrame, most: int = 200) -> list[str]:
    if len(used) <= most:
        return used["article_id"].tolist()
    distance = (used["rate"] - used.groupby("side")["rate"].transform("mean")).abs().round(12)
    order = used.assign(distance=distance).sort_values(["distance", "article_id"], ascending=[False, True])
    return sorted(order["article_id"].head(most))


# Our own choices, the one that we made first. ``inside our words``: a match counts only where it lies inside one token;
# ``plain words`` are those of the segmenter without our lexicon; ``content words`` are what our stop list leaves.
CHOICES = {
    "editorial cuts": ("made", "not made"),
    "doubled passage": ("fuller copy", "both copies"),
    "spin": ("undone", "as spun"),
    "headings": ("in", "out"),
    "matching": ("anywhere", "inside our words", "inside plain words"),
    "case": ("ignored", "kept"),
    "rate per": ("characters", "content words", "all words"),
}

# The same choices, and those of a report, in plain words, where one chose otherwise.
_DEPARTURES = {
    "editorial cuts: not made": "the editorial cuts are not made",
    "doubled passage: both copies": "both copies of the doubled passage count",
    "spin: as spun": "the spun words stay as the machine left them",
    "headings: out": "headings do not count",
    "matching: inside our words": "a match must lie inside one word",
    "matching: inside plain words": "words are cut by a general dictionary, which lacks many names and terms",
    "case: kept": "capital and small letters differ",
    "rate per: content words": "rates are taken of content words",
    "rate per: all words": "rates are taken of all words",
    "boilerplate: left in": "boilerplate is left in",
    "copies: counted": "near copies count too",
}

_TOKENIZERS = {"inside our words": tokenize, "inside plain words": partial(tokenize, lexicon=False)}


def load_variants(folder: Path | str = SEEDS, *, choices: Iterable[str] = tuple(CHOICES)) -> dict[str, pd.DataFrame]:
    """Return the articles under all combinations of our own choices, ours first: ``{name: articles}``.

    Names are ``choice=option, choice=option, …``, or *our own choices* where none is varied; the tables are those of
    `helpers.corpus.load_articles`, with ``text`` as chosen and, for choices that are not in the text, ``size`` and
    ``match_case`` (see `measure`).

    Args:
        folder: as in `helpers.corpus.load_articles`.
        choices: which of `CHOICES` to vary; all others stay as we made them. All of them: 288 combinations.

    Raises:
        ValueError: an unknown choice; `SeedError` as `load_articles` does.

    >>> list(load_variants(choices=["case"]))
    ['case=ignored', 'case=kept']
    """
    varied = tuple(choices)
    if unknown := sorted(set(varied) - set(CHOICES)):
        raise ValueError(f"unknown choice {unknown[0]!r}; the choices are {', '.join(CHOICES)}.")
    ours = {name: options[0] for name, options in CHOICES.items()}
    load = lru_cache(partial(load_articles, folder))
    variants = {}
    for combination in product(*(CHOICES[name] for name in varied)):
        made = dict(zip(varied, combination, strict=True))
        name = ", ".join(f"{choice}={option}" for choice, option in made.items())
        articles = load(rules=_rules_of(ours | made))
        variants[name or "our own choices"] = _with_choices(articles, ours | made)
    return variants


def _rules_of(made: Mapping[str, str]) -> tuple[str, ...]:
    off = {EDITORIAL: "not made", "doubling": "both copies", "spin": "as spun"}
    return tuple(rule for rule in (EDITORIAL, *RULES) if off.get(rule) not in made.values())


def _with_choices(articles: pd.DataFrame, made: Mapping[str, str]) -> pd.DataFrame:
    texts = articles["text"].tolist()
    if made["headings"] == "out":
        texts = [without_headings(text) for text in texts]
    sizes = [_size_in(text, made["rate per"]) for text in texts]
    if made["matching"] in _TOKENIZERS:
        texts = [" ".join(_tokens(text, made["matching"])) for text in texts]
    return articles.assign(text=texts, size=sizes, match_case=made["case"] == "kept")


def is_heading(line: str) -> bool:
    """Return whether a line has up to 40 characters, does not end as a sentence does and holds no full stop.

    A line that ends in a dash introduces the next one, and one that ends in dots is broken off.

    >>> is_heading("羊驼家族开源大爆发"), is_heading("开源来了。"), is_heading("他这样说——")
    (True, False, False)
    """
    return len(line) <= 40 and not line.rstrip().endswith(tuple("。！!…—.”」』；;：:，,）)")) and "。" not in line


def without_headings(text: str) -> str:
    """Return ``text`` without the lines that are its headings (`is_heading`).

    >>> without_headings("羊驼家族开源大爆发\\n开源来了。")
    '开源来了。'
    """
    return "\n".join(line for line in text.split("\n") if not is_heading(line))


@lru_cache(maxsize=1024)
def _tokens(text: str, matching: str) -> tuple[str, ...]:
    return tuple(_TOKENIZERS[matching](text))


@lru_cache(maxsize=1024)
def _size_in(text: str, unit: str) -> int:
    if unit == "characters":
        return count_characters(text)
    tokens = _tokens(text, "inside our words")
    return len(content_words(tokens)) if unit == "content words" else sum(t[0].isalnum() for t in tokens)


def multiverse(claim: Claim, variants: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the claim under every variant: ``variant``, a column a choice, ``value``, ``agrees``.

    After Steegen, Tuerlinckx, Gelman & Vanpaemel (2016). Choices are read off names such as ``spin=undone, case=kept``.
    Where a variant leaves nothing to measure, ``value`` is 0 and it does not agree.

    Raises:
        ValueError: no variant; or as `measure`.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["llama会赢。", "闭源会输。"]})
    >>> variants = {f"case={option}": articles.assign(match_case=option == "kept") for option in ("ignored", "kept")}
    >>> multiverse(Claim("h1", "Article a names Llama more.", "actor", "Llama", group="a"), variants).values.tolist()
    [['case=ignored', 'ignored', 125.0, True], ['case=kept', 'kept', 0.0, False]]
    """
    if not variants:
        raise ValueError("a multiverse needs one variant or more.")
    outcomes: dict[tuple, tuple[float, bool]] = {}  # many variants count alike
    rows = []
    for name, articles in variants.items():
        if (counts := measured_rows(claim, articles)) not in outcomes:
            outcomes[counts] = outcome_of(claim, used_rows(claim, counts)) or (0.0, False)
        value, agree = outcomes[counts]
        rows.append({"variant": name, **_choices_of(name), "value": value, "agrees": agree})
    table = pd.DataFrame(rows)
    chosen = _chosen(table)
    return table[["variant", *chosen, "value", "agrees"]].fillna(dict.fromkeys(chosen, ""))


def _choices_of(name: str) -> dict[str, str]:
    parts = [part.partition("=") for part in name.split(", ")]
    return {choice: option for choice, _, option in parts} if all(sign for _, sign, _ in parts) else {}


def _chosen(table: pd.DataFrame) -> list[str]:
    return [column for column in table if column not in ("variant", "value", "agrees")]


def distinct_outcomes(table: pd.DataFrame) -> pd.DataFrame:
    """Return ``value, agrees, combinations``: the different results among all combinations, the smallest first.

    Combinations that count alike are one result, not many: only different results are evidence.

    Args:
        table: as `multiverse` returns it.

    >>> table = pd.DataFrame({"value": [0.5, 0.5, -0.1], "agrees": [True, True, False]})
    >>> distinct_outcomes(table).values.tolist()
    [[-0.1, False, 1], [0.5, True, 2]]
    """
    rounded = table.assign(value=table["value"].round(9))
    return rounded.groupby(["value", "agrees"], as_index=False).size().rename(columns={"size": "combinations"})


def overturning_choices(table: pd.DataFrame) -> list[str]:
    """Return the fewest departures from the first variant that overturn a claim, in words that follow “if”."""
    chosen, ours, lost = _chosen(table), table.iloc[0], table.loc[~table["agrees"]]
    if not chosen:
        return [f"we take “{name}”" for name in lost["variant"]]
    departures = [
        {f"{name}: {row[name]}" for name in chosen if row[name] != ours[name]} for row in lost.to_dict("records")
    ]
    smallest = [found for found in departures if not any(other < found for other in departures)]
    told = (sorted(_DEPARTURES.get(made, f"we choose “{made}”") for made in found) for found in smallest)
    return sorted({" and ".join(found) or "we choose as we did" for found in told})
