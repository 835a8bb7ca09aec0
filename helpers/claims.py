"""Claim to verdict: how much of a statement about a handful of articles survives, and what overturns it.

A claim (a row of ``seeds/hypotheses.csv``) is measured as one rate per article. Then it is attacked: with other
sentences (`claim_interval`), one article less (`leave_one_out`), other choices of ours (`multiverse`), another order of
the articles (`helpers.evidence.permutation_groups`, `helpers.evidence.permutation_trend`). `verdict` says what is left.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.clean import EDITORIAL, RULES
from helpers.corpus import SEEDS, SeedError, load_articles, read_seed_table
from helpers.evidence import (
    ALPHA,
    TINY,
    Interval,
    Permutation,
    article_rng,
    count_in_units,
    date_scores,
    holm,
    permutation_groups,
    permutation_trend,
    resample_rates,
    spearman,
    unit_sizes,
    unit_spans,
)
from helpers.tables import count_characters
from helpers.words import content_words, tokenize

HOLDS, FRAGILE, FAILS = "holds in these texts", "fragile", "does not hold in these texts"
MIN_OCCURRENCES = 5  # in all articles together; fewer say nothing about a difference
KINDS = ("actor", "word", "image")
DIRECTIONS = ("more", "less", "present_only", "absent")

# ---------------------------------------------------------------------------------------- claims


@dataclass(frozen=True)
class Claim:
    """One claim, fixed before looking: a row of ``hypotheses.csv``.

    Write names in a pattern as they are usually spelt: one of our choices (`CHOICES`) minds the case.

    ``group`` is one of three things: article ids with blanks between (the claim speaks of these texts); a rule such as
    ``year=2025`` or ``source_language=zh`` (it speaks of a kind of articles, which those at hand stand for); or
    ``trend`` (it speaks of all articles in the order of their dates).

    ``direction``: ``more`` or ``less`` in the group than in the rest (for a trend: the later, the more or less);
    ``present_only``: somewhere in the group and nowhere else; ``absent``: nowhere in the group, but somewhere else.

    Raises:
        ValueError: no id or statement, an unknown kind or direction, no group, a pattern that is empty, broken or
            matches nothing at all, or a presence claim with ``versus`` or over a trend.
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
    def is_trend(self) -> bool:
        """Whether the claim is about the order of the dates, not about a group."""
        return self.group == "trend"

    @property
    def speaks_of_a_kind(self) -> bool:
        """Whether the claim reaches beyond the articles that it names."""
        return self.is_trend or "=" in self.group

    @property
    def is_presence(self) -> bool:
        """Whether the claim says where something stands at all, not how much of it."""
        return self.direction in ("present_only", "absent")

    @property
    def unit(self) -> str:
        """What the effect is measured in."""
        if self.is_trend:
            return "rank correlation with time"
        if self.is_presence:
            return "share of articles"
        return "share" if self.versus else "per 1,000 characters"


def read_claims(path: Path | str = SEEDS / "hypotheses.csv") -> list[Claim]:
    """Return the claims of a table, in file order.

    Raises:
        SeedError: a column is missing, a row is ragged, an id stands twice, or a claim is malformed (`Claim`); one
            sentence with file, row and reason.
    """
    path = Path(path)
    columns = [field.name for field in fields(Claim)]
    claims: dict[str, Claim] = {}
    for told in read_seed_table(path, columns).to_dict("records"):
        where = f"{path.name}, row {told['row']}"
        try:
            claim = Claim(**{name: told[name] for name in columns})
        except ValueError as error:
            raise SeedError(f"{where}: {error}") from error
        if claim.claim_id in claims:
            raise SeedError(f"{where}: claim_id {claim.claim_id!r} stands twice.")
        claims[claim.claim_id] = claim
    return list(claims.values())


# ---------------------------------------------------------------------------------------- one number

MEASURED_TYPES = {"article_id": "str", "side": "str", "score": "float64", "n": "int64", "total": "int64"}
MEASURED_TYPES |= {"rate": "float64", "used": "bool"}


class Counted(NamedTuple):
    """What a claim needs of one article: matches of the pattern, of ``versus``, and the size of the text; and for the
    interval, where anything matches, a row of the same three numbers for each sentence."""

    n: int
    versus: int
    size: int
    sentences: np.ndarray | None = None


def count_claims(claims: Iterable[Claim], text: str) -> dict[str, Counted]:
    """Return ``{claim_id: Counted}`` for one text: all that `verdict` asks of it, so that the text can stay where it is.

    >>> claim = Claim("c", "s", "word", "开源", group="trend")
    >>> count_claims([claim], "开源。闭源。开源,开源!")["c"].sentences.tolist()
    [[1, 0, 3], [0, 0, 3], [2, 0, 6]]
    """
    size, spans, sizes, counted = count_characters(text), [], None, {}
    for claim in claims:
        found, versus = (  # not `_matches`, which remembers the texts that it saw
            [match.start() for match in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []
            for pattern in (claim.pattern, claim.versus)
        )
        sentences = None
        if found or versus:
            if sizes is None:
                spans = unit_spans(text)
                sizes = unit_sizes(text, spans)
            columns = (count_in_units(found, spans), count_in_units(versus, spans), sizes)
            sentences = np.column_stack(columns).astype("int32")
        counted[claim.claim_id] = Counted(len(found), len(versus), size, sentences)
    return counted


def measure(claim: Claim, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the claim's numbers, one row an article: ``article_id, side, score, n, total, rate, used``.

    * ``side``: ``group``, ``rest``, or ``dated`` for a trend; ``score``: 1, 0, or the place in time
      (`helpers.evidence.date_scores`);
    * ``n``: matches of the pattern in the text, case ignored; ``total``: characters, or with ``versus`` the matches of
      both patterns; ``rate``: n per 1,000 characters, or the share n / total; 0 where ``total`` is 0, and such an
      article is not ``used``: a text without either word has no share.

    Args:
        articles: with ``article_id``, what the group needs (the rule's column; the dates for a trend), and ``text``;
            or, where the text is not at hand, ``counted`` (as `count_claims` returns it). Two optional columns carry
            choices that are not in the text: ``size`` (what rates are taken of, instead of characters) and
            ``match_case``.

    Raises:
        ValueError: an article id stands twice or is unknown, or a column is missing.
    """
    return _measured(_counts(claim, articles))


def _counts(claim: Claim, articles: pd.DataFrame) -> tuple[tuple, ...]:
    """Return the rows of `measure`'s table."""
    ids = articles["article_id"].tolist()
    if len(set(ids)) < len(ids):
        raise ValueError("an article_id stands twice.")
    per = 1 if claim.versus else 1000
    rows = []
    for name, side, (n, versus, size) in zip(ids, _sides(claim, articles), _found(claim, articles), strict=True):
        total = n + versus if claim.versus else size
        rows.append((name, *side, n, total, per * n / total if total else 0.0, total > 0))
    return tuple(rows)


def _found(claim: Claim, articles: pd.DataFrame) -> Iterator[tuple[int, int, int]]:
    """Yield matches of the pattern, of ``versus``, and the size, for every article."""
    if "counted" in articles:
        yield from (counted[claim.claim_id][:3] for counted in articles["counted"])
        return
    sizes = articles["size"] if "size" in articles else [_size_in(text, "characters") for text in articles["text"]]
    cases = articles["match_case"] if "match_case" in articles else [False] * len(articles)
    for text, size, case in zip(articles["text"], sizes, cases, strict=True):
        versus = len(_matches(claim.versus, text, bool(case))) if claim.versus else 0
        yield len(_matches(claim.pattern, text, bool(case))), versus, int(size)


def _measured(rows: Iterable[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(MEASURED_TYPES)).astype(MEASURED_TYPES)


@lru_cache(maxsize=4096)
def _matches(pattern: str, text: str, case: bool) -> tuple[int, ...]:
    return tuple(match.start() for match in re.finditer(pattern, text, 0 if case else re.IGNORECASE))


def _sides(claim: Claim, articles: pd.DataFrame) -> list[tuple[str, float]]:
    if claim.is_trend:
        return [("dated", score) for score in date_scores(articles)]
    ids = articles["article_id"].tolist()
    column, is_rule, value = claim.group.partition("=")
    if not is_rule:
        chosen = set(claim.group.split())
        if unknown := sorted(chosen - set(ids)):
            raise ValueError(f"claim {claim.claim_id}: there is no article {unknown[0]!r}.")
        inside = [article_id in chosen for article_id in ids]
    elif column.strip() in articles:
        wanted = {part.strip() for part in value.split("|")}
        inside = [str(found) in wanted for found in articles[column.strip()]]
    else:
        raise ValueError(f"claim {claim.claim_id}: the articles have no column {column.strip()!r}.")
    return [("group", 1.0) if found else ("rest", 0.0) for found in inside]


class _Used(NamedTuple):
    """The articles of a measured table that can be used, as arrays: what is computed again and again."""

    score: np.ndarray
    n: np.ndarray
    value: np.ndarray
    inside: np.ndarray
    dated: bool

    def without(self, place: int) -> "_Used":
        return _Used(*(np.delete(column, place) for column in self[:4]), self.dated)


def _used(claim: Claim, measured: pd.DataFrame) -> _Used:
    used = measured.loc[measured["used"]]
    n, side = used["n"].to_numpy(), used["side"].to_numpy()
    value = (n > 0).astype(float) if claim.is_presence else used["rate"].to_numpy()
    dated = bool((measured["side"] == "dated").any())
    return _Used(used["score"].to_numpy(), n, value, side == "group", dated)


def _gap(used: _Used) -> str:
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
    if it has the word at all: the difference of the shares of articles.

    Raises:
        ValueError: a side holds no article that can be used, or a trend fewer than three.
    """
    used = _used(claim, measured)
    if gap := _gap(used):
        raise ValueError(gap)
    return float(_effects(used.value[None], used)[0])


def _effects(rows: np.ndarray, used: _Used) -> np.ndarray:
    """Return the effect in each row of rates (draws × used articles)."""
    if used.dated:
        return spearman(rows, used.score)
    return rows[:, used.inside].mean(axis=1) - rows[:, ~used.inside].mean(axis=1)


def agrees(claim: Claim, measured: pd.DataFrame) -> bool:
    """Return whether the numbers of ``measured`` say what the claim says, however weakly.

    Raises:
        ValueError: as `effect`, of a claim that is not about presence.
    """
    if not claim.is_presence:
        return _points_there(claim, effect(claim, measured))
    return _present_as_claimed(claim, _used(claim, measured))


def _points_there(claim: Claim, value: float) -> bool:
    return (value if claim.direction == "more" else -value) >= TINY


def _present_as_claimed(claim: Claim, used: _Used) -> bool:
    inside, outside = used.n[used.inside].sum(), used.n[~used.inside].sum()
    return bool(inside > 0 and outside == 0) if claim.direction == "present_only" else bool(outside > 0 and inside == 0)


def _outcome(claim: Claim, used: _Used) -> tuple[float, bool] | None:
    """Return the effect and whether it agrees with the claim; None where there is none."""
    if _gap(used):
        return None
    value = float(_effects(used.value[None], used)[0])
    return value, _present_as_claimed(claim, used) if claim.is_presence else _points_there(claim, value)


# ---------------------------------------------------------------------------------------- attacks


def claim_interval(
    claim: Claim, articles: pd.DataFrame, *, draws: int = 10_000, level: float = 0.95, seed: int = 0
) -> Interval | None:
    """Return the interval of the claim's effect over resampled sentences, or None for a presence claim.

    The sentences of each article are drawn anew, the articles stay: the interval says whether the effect hangs on a few
    sentences of these texts. An article without the word stays at 0 in every draw.

    For a share (``versus``), where a text may hold two or three of either word and every draw of its sentences would
    look alike, each article's share is drawn from Beta(p k + ½, (1 − p) k + ½) instead: p its share, k its sentences
    with either word, each one observation (Jeffreys' interval; Brown, Cai & DasGupta 2001; stretched, as theirs, to
    hold the measured value).

    Whether a word stands in a text at all is a fact that resampling cannot make surer: presence has no interval.

    Raises:
        ValueError: as `measure` and `effect`.
    """
    measured = measure(claim, articles)
    value = effect(claim, measured)
    if claim.is_presence:
        return None
    used = _used(claim, measured)
    draws = min(draws, max(200, 20_000_000 // len(used.n)))  # a table of all draws must fit into memory
    if "counted" in articles:
        counted = {row.article_id: row.counted[claim.claim_id] for row in articles.itertuples()}
    else:
        counted = {row.article_id: count_claims([claim], row.text)[claim.claim_id] for row in articles.itertuples()}
    names = measured.loc[measured["used"], "article_id"]
    rates = [_drawn_rates(claim, counted[name], draws, article_rng(seed, name)) for name in names]
    low, high = np.quantile(_effects(np.column_stack(rates), used), [(1 - level) / 2, (1 + level) / 2])
    return Interval(min(float(low), value), max(float(high), value))


def _drawn_rates(claim: Claim, counted: Counted, draws: int, rng: np.random.Generator) -> np.ndarray:
    if counted.sentences is None:
        return np.zeros(draws)  # no draw of its sentences finds the word
    n_in, versus_in, sizes = counted.sentences.T
    if not claim.versus:
        return 1000 * resample_rates(n_in[:, None], sizes, draws=draws, rng=rng)[:, 0]
    both = n_in + versus_in
    share, holding = counted.n / both.sum(), int((both > 0).sum())
    return rng.beta(share * holding + 0.5, (1 - share) * holding + 0.5, size=draws)


def leave_one_out(claim: Claim, articles: pd.DataFrame) -> pd.DataFrame:
    """Return ``left_out, value, agrees``: the effect without each article in turn.

    An article that cannot be spared (the only one of its side; one of three in a trend) has no row: a claim about one
    article cannot be checked by leaving that article out. Of more than 200 articles, only the 200 furthest from the
    mean rate of their side are left out in turn.
    """
    measured = measure(claim, articles)
    used, names = _used(claim, measured), measured.loc[measured["used"], "article_id"].tolist()
    place = {name: k for k, name in enumerate(names)}
    rows = []
    for article_id in _most_telling(measured.loc[measured["used"]]):
        if outcome := _outcome(claim, used.without(place[article_id])):
            rows.append((article_id, *outcome))
    types = {"left_out": "str", "value": "float64", "agrees": "bool"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _most_telling(used: pd.DataFrame, most: int = 200) -> list[str]:
    if len(used) <= most:
        return used["article_id"].tolist()
    distance = (used["rate"] - used.groupby("side")["rate"].transform("mean")).abs().round(12)
    order = used.assign(distance=distance).sort_values(["distance", "article_id"], ascending=[False, True])
    return sorted(order["article_id"].head(most))


CHOICES = {
    "editorial cuts": ("made", "not made"),
    "doubled passage": ("fuller copy", "both copies"),
    "spin": ("undone", "as spun"),
    "headings": ("in", "out"),
    "matching": ("anywhere", "inside our words", "inside plain words"),
    "case": ("ignored", "kept"),
    "rate per": ("characters", "content words", "all words"),
}
"""Our own choices, the one that we made first.

``inside our words``: a match counts only where it lies inside one token; ``plain words`` are those of the segmenter
without our lexicon; ``content words`` are what our stop list leaves."""

_TOKENIZERS = {"inside our words": tokenize, "inside plain words": partial(tokenize, lexicon=False)}


def load_variants(folder: Path | str = SEEDS, *, choices: Iterable[str] = tuple(CHOICES)) -> dict[str, pd.DataFrame]:
    """Return the articles under all combinations of our own choices, ours first: ``{name: articles}``.

    Names are ``choice=option, choice=option, …``; the tables have ``text`` and, for choices that are not in the text,
    ``size`` and ``match_case`` (see `measure`).

    Args:
        folder: as in `helpers.corpus.load_articles`.
        choices: which of `CHOICES` to vary; all others stay as we made them. All of them: 288 combinations.

    Raises:
        ValueError: an unknown choice; `SeedError` as `load_articles` does.
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
    """
    if not variants:
        raise ValueError("a multiverse needs one variant or more.")
    outcomes: dict[tuple, tuple[float, bool]] = {}  # many variants count alike
    rows = []
    for name, articles in variants.items():
        if (counts := _counts(claim, articles)) not in outcomes:
            outcomes[counts] = _outcome(claim, _used(claim, _measured(counts))) or (0.0, False)
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


def _overturning(table: pd.DataFrame) -> list[str]:
    """Return the fewest departures from the first variant that overturn a claim, in words."""
    chosen, ours, lost = _chosen(table), table.iloc[0], table.loc[~table["agrees"]]
    if not chosen:
        return lost["variant"].tolist()
    departures = [
        {f"{name}: {row[name]}" for name in chosen if row[name] != ours[name]} for row in lost.to_dict("records")
    ]
    smallest = [found for found in departures if not any(other < found for other in departures)]
    return sorted({" with ".join(sorted(found)) or ours["variant"] for found in smallest})


# ---------------------------------------------------------------------------------------- verdicts

_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _number(n: int) -> str:
    return _IN_WORDS[n] if n < len(_IN_WORDS) else f"{n:,}"


def not_testable(n_articles: int) -> str:
    """Return the label for a claim that a corpus of this size cannot test.

    >>> not_testable(5)
    'not testable with five articles'
    """
    return f"not testable with {_number(n_articles)} article{'' if n_articles == 1 else 's'}"


@dataclass(frozen=True)
class Verdict:
    """What `verdict` returns: the label, why, and every number behind it (None where one is not defined)."""

    claim: Claim
    label: str
    reasons: tuple[str, ...]
    in_these_texts: str
    tested: str
    measured: pd.DataFrame
    left_out: pd.DataFrame
    value: float | None = None
    interval: Interval | None = None
    permutation: Permutation | None = None
    multiverse: pd.DataFrame | None = None

    @property
    def share(self) -> float | None:
        """The share of the multiverse that agrees."""
        return None if self.multiverse is None else float(self.multiverse["agrees"].mean())

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

    1. **not testable with … articles**: the group or the rest holds nothing to measure; or the pattern (with
       ``versus``: both) occurs fewer than five times in all; or the claim speaks of a *kind* of articles (a rule such
       as ``year=2025``, a trend) and the smallest p that a permutation of the articles could ever give is above .05.
       ``in_these_texts`` still says what rules 2 to 4 make of it as a description.
    2. **does not hold in these texts**: the effect is zero or points the other way.
    3. **fragile**: it holds, but leaving out one article, or one of our own choices (`multiverse`), overturns or zeroes
       it; or the 95 % interval (`claim_interval`) touches zero; or, of a claim about a kind of articles, p is above
       .05. ``reasons`` name what overturns it.
    4. **holds in these texts**: nothing that was tried overturns it. Always about these texts, never coverage.

    A claim that names its articles is a description: its p is reported with its floor and decides nothing. The only
    article of a group cannot be left out, and presence has no interval (`claim_interval`); ``tested`` says so. Every p
    is for one claim; over several, `verdict_table` adds Holm's correction.

    Args:
        articles: as in `measure`.
        variants: the articles under our other choices (`load_variants`); without it no multiverse is tried.

    Raises:
        ValueError: as `measure`.
    """
    measured = measure(claim, articles)
    left_out, tested = leave_one_out(claim, articles), _scope(claim, measured, bool(variants))
    if gap := _gap(_used(claim, measured)):
        return Verdict(claim, not_testable(len(measured)), (gap,), "not defined", tested, measured, left_out)
    value = effect(claim, measured)
    interval = claim_interval(claim, articles, draws=draws, seed=seed)
    permutation = _permutation(claim, measured, seed)
    table = multiverse(claim, variants) if variants else None
    if agrees(claim, measured):
        turns = _turns(left_out, interval, table)
        described = FRAGILE if turns else HOLDS
    else:
        turns, described = [_contradiction(claim, value)], FAILS
    blocks, label = _blocks(claim, measured, permutation), described
    if blocks:
        label = not_testable(len(measured))
    elif described == HOLDS and claim.speaks_of_a_kind and permutation.p > ALPHA + TINY:
        label = FRAGILE
        turns = [f"Articles shuffled at random do as well too often: p = {permutation.p:.2g}."]
    numbers = (measured, left_out, value, interval, permutation, table)
    return Verdict(claim, label, (*blocks, *turns), described, tested, *numbers)


def _permutation(claim: Claim, measured: pd.DataFrame, seed: int) -> Permutation:
    used = _used(claim, measured)
    if claim.is_trend:
        return permutation_trend(used.value, used.score, seed=seed)
    return permutation_groups(used.value, used.inside, seed=seed)


def _blocks(claim: Claim, measured: pd.DataFrame, permutation: Permutation) -> list[str]:
    """Return why the claim cannot be tested with these articles."""
    found = int((measured["total"] if claim.versus else measured["n"]).sum())
    blocks = []
    if found < MIN_OCCURRENCES:
        times = f"{found} time{'' if found == 1 else 's'}"
        blocks.append(f"The words occur {times} in all articles together; it takes {MIN_OCCURRENCES}.")
    if claim.speaks_of_a_kind and permutation.floor > ALPHA + TINY:
        blocks.append(
            f"It speaks of a kind of articles ({claim.group}), and with so few the smallest possible p is"
            f" {permutation.floor:.2g}."
        )
    return blocks


def _turns(left_out: pd.DataFrame, interval: Interval | None, table: pd.DataFrame | None) -> list[str]:
    """Return what overturns a claim that holds as measured."""
    turns = [f"It does not hold without article {name}." for name in left_out.loc[~left_out["agrees"], "left_out"]]
    if interval and interval.low <= 0 <= interval.high:
        ends = f"{interval.low:.3g} to {interval.high:.3g}"
        turns.append(f"Other sentences of the same texts could undo it: 95 % interval {ends}.")
    if table is not None:
        agree = f"{table['agrees'].mean():.0%} of our {len(table)} variants agree"
        turns += [f"It does not hold with {name} ({agree})." for name in _overturning(table)]
    return turns


def _contradiction(claim: Claim, value: float) -> str:
    if claim.is_presence:
        return "The words stand where the claim says that they do not, or not where it says that they do."
    return "There is no difference." if abs(value) < TINY else "The difference points the other way."


def _scope(claim: Claim, measured: pd.DataFrame, varied: bool) -> str:
    """Return in words what was tested, and what was not."""
    used = measured.loc[measured["used"]]
    parts = [f"Tested on these {_number(len(used))} texts, never on coverage."]
    if unused := measured.loc[~measured["used"], "article_id"].tolist():
        parts.append(f"Nothing to measure in {', '.join(unused)}.")
    for side in ("group", "rest"):
        members = used.loc[used["side"] == side, "article_id"].tolist()
        if len(members) == 1:
            parts.append(f"The {side} is one article ({members[0]}), which cannot be left out.")
    if claim.is_presence:
        parts.append("Presence has no interval.")
    if not varied:
        parts.append("Our own choices were not varied.")
    return " ".join(parts)


def verdict_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """Return one row a claim, all as text, to show or to download.

    Columns ``claim_id, kind, statement, number, interval, label, reasons, in_these_texts, p, p_holm, agree, rival``. A
    number that is not defined is an empty text. ``p`` carries its floor; ``p_holm`` (over all claims of the table that
    speak of a kind of articles) is empty for the others, whose p decides nothing.
    """
    verdicts = list(verdicts)
    general = [found for found in verdicts if found.claim.speaks_of_a_kind and found.permutation]
    adjusted = holm(found.permutation.p for found in general)
    p_holm = {found.claim.claim_id: f"{p:.2g}" for found, p in zip(general, adjusted, strict=True)}
    columns = ["claim_id", "kind", "statement", "number", "interval", "label", "reasons", "in_these_texts"]
    columns += ["p", "p_holm", "agree", "rival"]
    rows = [
        (
            found.claim.claim_id,
            found.claim.kind,
            found.claim.statement,
            "" if found.value is None else f"{found.value:+.2f} {found.claim.unit}",
            f"{found.interval.low:+.2f} to {found.interval.high:+.2f}" if found.interval else "",
            found.label,
            " ".join(found.reasons),
            found.in_these_texts,
            f"{found.permutation.p:.2g} (at least {found.permutation.floor:.2g})" if found.permutation else "",
            p_holm.get(found.claim.claim_id, ""),
            "" if found.share is None else f"{found.share:.0%}",
            found.claim.rival,
        )
        for found in verdicts
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")
