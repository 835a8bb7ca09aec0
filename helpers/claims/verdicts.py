"""Judge claims: does a claim hold in these texts, and if not, which article or choice overturns it?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from helpers.claims.claim import Claim, agrees, effect, measure, used_articles, why_unmeasurable
from helpers.claims.robustness import claim_interval, distinct_outcomes, leave_one_out, multiverse, overturning_choices
from helpers.stats.inference import ALPHA, TINY, Interval, Permutation, holm, permutation_groups, permutation_trend
from helpers.tables import with_text_ids

HOLDS, FRAGILE, FAILS = "holds in these texts", "fragile", "does not hold in these texts"
NO_EVIDENCE = "no evidence either way"
TRUE, FALSE = "true of these texts", "not true of these texts"  # counted or read, not attacked
# Every label but the last one's: its key, and its name in Chinese.
_NAMES = {
    HOLDS: ("holds", "在这些文章里成立"),
    FRAGILE: ("fragile", "成立，但不牢靠"),
    NO_EVIDENCE: ("unclear", "证据不足，难下定论"),
    FAILS: ("fails", "在这些文章里不成立"),
    TRUE: ("true", "就这些文章而言属实"),
    FALSE: ("false", "就这些文章而言不属实"),
}
_UNTESTABLE = ("untestable", "文章太少，无从检验")
MIN_OCCURRENCES = 5  # in all articles together; fewer say nothing about a difference
_NAMED = 3  # articles that a sentence names one by one
_LISTED = 10  # articles whose numbers a card lists
_IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _number(n: int) -> str:
    return _IN_WORDS[n] if n < len(_IN_WORDS) else f"{n:,}"


def not_testable(n_articles: int) -> str:
    """Return the label for a claim that a corpus of this size cannot test.

    >>> not_testable(5)
    'not testable with five articles'
    """
    return f"not testable with {_number(n_articles)} article{'' if n_articles == 1 else 's'}"


def true_if(condition: bool) -> str:
    """Return the label of a description that a page checks where it is printed; nothing attacks it as `verdict` does.

    >>> true_if(2 > 1), true_if(2 > 3)
    ('true of these texts', 'not true of these texts')
    """
    return TRUE if condition else FALSE


def in_chinese(label: str) -> str:
    """Return the Chinese name of a verdict's label.

    Raises:
        ValueError: no verdict has this label.

    >>> in_chinese(FRAGILE), in_chinese(not_testable(5))
    ('成立，但不牢靠', '文章太少，无从检验')
    """
    if label not in _NAMES and not label.startswith("not testable with "):
        raise ValueError(f"no verdict is called {label!r}.")
    return _NAMES.get(label, _UNTESTABLE)[1]


@dataclass(frozen=True)
class Verdict:
    """A label, its reasons, and every number behind it (None where a number is not defined).

    ``value`` and ``interval`` are in the unit of the claim (`Claim.unit`); ``in_these_texts`` is the label of the claim as
    a description of these texts alone, ``not_tried`` what could not be tried, in sentences.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["开源会赢。" * 5, "闭源会输。"]})
    >>> found = verdict(Claim("h1", "Article a says 开源 more.", "word", "开源", group="a"), articles)
    >>> found.key, found.value, found.interval, found.occurrences
    ('holds', 200.0, Interval(low=200.0, high=200.0), '5')
    """

    claim: Claim
    label: str
    reasons: tuple[str, ...]
    in_these_texts: str
    not_tried: str
    measured: pd.DataFrame
    left_out: pd.DataFrame
    names: Mapping[str, str]  # the short names of the articles that have one
    value: float | None = None
    interval: Interval | None = None
    permutation: Permutation | None = None
    multiverse: pd.DataFrame | None = None
    p_holm: float | None = None
    floor_holm: float | None = None  # the smallest p_holm possible, which all claims reach if each reaches its floor
    corrected_for: int = 1  # claims; more than one makes p_holm larger than p
    undated: pd.DataFrame | None = None  # rows as those of ``measured``, which a claim on time leaves out

    @property
    def cannot_pass(self) -> bool:
        """Whether the claim speaks of a kind of articles, and no p that these articles could give would be small enough."""
        if not self.claim.speaks_of_a_kind or self.permutation is None:
            return False
        floor = self.permutation.floor if self.floor_holm is None else self.floor_holm
        return floor > ALPHA + TINY

    @property
    def left_aside(self) -> str:
        """Which articles are left out, as they have no date and the claim needs one; empty if none is."""
        if self.undated is None or self.undated.empty:
            return ""
        return f"left out, for want of a date: {_listed(self.undated['article_id'], self.names)}"

    @property
    def choices(self) -> str:
        """How many different results our own choices give, and how many of them agree; empty if none was varied."""
        if self.multiverse is None:
            return ""
        results = distinct_outcomes(self.multiverse)
        agree, different = int(results["agrees"].sum()), len(results)
        tried = f"{len(self.multiverse):,} combination{' gives' if len(self.multiverse) == 1 else 's give'}"
        if different == 1:
            return f"{tried} one result; it {'agrees' if agree else 'does not agree'}"
        some = f"{agree} of them agree{'s' if agree == 1 else ''}" if agree else "none of them agrees"
        return f"{tried} {different} different results; {some if agree < different else 'all agree'}"

    @property
    def occurrences(self) -> str:
        """How often the words occur in all articles together: fewer than five say nothing, and five say little."""
        found, first = _occurrences(self.claim, self.measured), int(self.measured["n"].sum())
        both = f" of both together: {first:,} of the first kind, {found - first:,} of the second"
        return f"{found:,}{both if self.claim.versus else ''}"

    @property
    def by_article(self) -> str:
        """What was measured in each article, with its unit; empty of more than ten articles, or of none."""
        used = in_order(self.claim, self.measured.loc[self.measured["used"]])
        if not 0 < len(used) <= _LISTED:
            return ""
        unit = (
            "how often" if self.claim.is_presence else "of both together" if self.claim.versus else self.claim.rate_unit
        )
        told = "; ".join(
            f"{self.names.get(row.article_id) or row.article_id} {_measured_in(self.claim, row)}"
            for row in used.itertuples()
        )
        return f"{unit}: {told}"

    @property
    def shuffled(self) -> str:
        """What a permutation of the articles gives, and what it decides; empty where there is none."""
        if not self.permutation:
            return ""
        if not self.claim.speaks_of_a_kind:
            return f"{self.permutation}. It decides nothing about a claim that names its articles"
        if self.corrected_for < 2:
            return str(self.permutation)
        return f"{self.permutation}. Corrected for {_number(self.corrected_for)} claims, p = {self.p_holm:.2g}"

    @property
    def elsewhere(self) -> str:
        """Of a claim about presence or absence: how many articles outside the group have the words, and which do not."""
        rest = self.measured.loc[self.measured["used"] & (self.measured["side"] == "rest")]
        if not self.claim.is_presence or rest.empty:
            return ""
        lacking = [_called(one, self.names) for one in rest.loc[rest["n"] == 0, "article_id"]]
        having = len(rest) - len(lacking)
        has = {0: "none has", 1: "one has"}.get(having, f"{_number(having)} have")
        told = f"of the {_number(len(rest))} other article{'' if len(rest) == 1 else 's'} {has} the words"
        few = 0 < len(lacking) <= _NAMED and having
        return f"{told}; {' and '.join(lacking)} {'has' if len(lacking) == 1 else 'have'} none" if few else told

    @property
    def key(self) -> str:
        """The label in one word, whatever the number of articles: holds, fragile, unclear, fails, untestable."""
        return _NAMES.get(self.label, _UNTESTABLE)[0]


def in_order(claim: Claim, measured: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a measured table in their order; for a trend, in that of time."""
    return measured.sort_values("score", kind="stable") if claim.is_trend else measured


def _measured_in(claim: Claim, row: Any) -> str:
    if claim.is_presence:
        return f"{row.n:,}"
    return f"{row.n:,} of {row.total:,}" if claim.versus else f"{row.rate:.1f}"


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
       ``versus``: one of the two) never occurs, so that nothing is tested at all. Or the pattern (with ``versus``: both
       together) occurs fewer than five times; or the claim speaks of a *kind* of articles (a rule such as
       ``year=2025``, a trend) and the smallest p that a permutation of the articles could ever give is above .05: then
       ``in_these_texts`` still says what rules 2 to 5 make of it as a description.
    2. **no evidence either way**: the 95 % interval of the effect (`claim_interval`) holds zero; or, of a claim about a
       kind of articles to which rule 3 does not apply, p is above .05.
    3. **does not hold in these texts**: the effect is zero or points the other way; of a claim about presence or absence,
       the words stand where it says that they do not, or not where it says that they do.
    4. **fragile**: leaving out one article, or one of our own choices (`multiverse`), overturns or zeroes it.
    5. **holds in these texts**: nothing that was tried overturns it.

    ``reasons`` name what speaks against a claim that does not hold, in plain words; the numbers are in the other fields.
    A verdict is always about these texts, never about coverage.

    A claim that names its articles is a description: its p is reported with its floor and decides nothing. The only
    article of a group cannot be left out, and presence has no interval (`claim_interval`); ``not_tried`` says so. Every p
    is for one claim; over several, `judge` corrects it.

    Args:
        articles: as in `measure`.
        variants: the articles under our other choices (`load_variants`); without it no multiverse is tried.

    Raises:
        ValueError: as `measure`.

    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"], "text": ["开源会赢。" * 5, "闭源会输。", "闭源会输。"]})
    >>> found = verdict(Claim("h1", "Articles a and b say 开源 more.", "word", "开源", group="a b"), articles)
    >>> found.label, found.reasons
    ('fragile', ('It fails without article a.',))
    """
    articles = with_text_ids(articles, once=True)
    measured = measure(claim, articles)
    is_undated = measured["side"] == "undated"
    measured, undated = measured.loc[~is_undated], measured.loc[is_undated]
    names = dict(zip(articles["article_id"], articles["short"], strict=True)) if "short" in articles else {}
    left_out, not_tried = leave_one_out(claim, articles), _not_tried(claim, measured, names, bool(variants))
    none = "The claim needs dates, and no article has one." if len(undated) and measured.empty else ""
    if gap := none or _never_said(claim, measured) or why_unmeasurable(used_articles(claim, measured)):
        told = ((gap,), "not defined", "Nothing could be tested.")
        return Verdict(claim, not_testable(len(measured)), *told, measured, left_out.head(0), names, undated=undated)
    value = effect(claim, measured)
    interval = claim_interval(claim, articles, draws=draws, seed=seed)
    permutation = _permutation(claim, measured, seed)
    table = multiverse(claim, variants) if variants else None
    turns = _turns(left_out, table, names) if agrees(claim, measured) else [_contradiction(claim, value)]
    turns, described = _described(turns, agrees(claim, measured), value, interval)
    blocks, label = _blocks(claim, measured, permutation), described
    if blocks:
        label = not_testable(len(measured))
    elif described in (HOLDS, FRAGILE) and claim.speaks_of_a_kind and permutation.p > ALPHA + TINY:
        label = NO_EVIDENCE
        turns = [f"{_by_chance(permutation.p)}.", *turns]
    numbers = (measured, left_out, names, value, interval, permutation, table)
    return Verdict(claim, label, (*blocks, *turns), described, not_tried, *numbers, undated=undated)


def _by_chance(p: float) -> str:
    cases = f"{100 * p:.0f}" if p >= 0.1 else f"{100 * p:.{3 if p > ALPHA else 2}g}"
    return f"Articles shuffled at random do as well in {cases} of 100 cases, which is too often"


def judge(
    claims: Iterable[Claim],
    articles: pd.DataFrame,
    *,
    variants: Mapping[str, pd.DataFrame] | None = None,
    draws: int = 10_000,
    seed: int = 0,
) -> list[Verdict]:
    """Return the `verdict` on each claim, in order, with its p corrected for the number of claims (Holm 1979).

    Corrected (``p_holm``) is only a p that decides something: of a claim that speaks of a kind of articles and could pass
    alone. One that could never pass cannot be passed by mistake, so it costs the others nothing (Tarone 1990). A claim that
    would hold or be fragile by its own p, and whose corrected p is above .05, gets *no evidence either way*; or *not
    testable*, if even the smallest p of all claims would be above .05 after correction.

    Args, Raises: as `verdict`.

    >>> articles = pd.DataFrame({"article_id": list("abcdefg"), "year": [2024] * 4 + [2025] * 3})
    >>> articles["text"] = ["闭源会输。" * 2] * 4 + ["开源会赢。" * 2] * 3
    >>> more = Claim("h1", "2025 says 开源 more.", "word", "开源", group="year=2025")
    >>> less = Claim("h2", "2025 says 闭源 less.", "word", "闭源", group="year=2025", direction="less")
    >>> [found.key for found in judge([more], articles)], [found.key for found in judge([more, less], articles)]
    (['holds'], ['untestable', 'untestable'])
    """
    found = [verdict(claim, articles, variants=variants, draws=draws, seed=seed) for claim in claims]
    tested = [
        k for k, one in enumerate(found) if one.claim.speaks_of_a_kind and one.permutation and not one.cannot_pass
    ]
    corrected = holm(found[k].permutation.p for k in tested)
    floors = holm(found[k].permutation.floor for k in tested)
    for k, p, floor in zip(tested, corrected, floors, strict=True):
        found[k] = replace(found[k], p_holm=p, floor_holm=floor, corrected_for=len(tested))
        together = f"when {_number(len(tested))} claims are tested together."
        if found[k].cannot_pass:
            reason = f"{_too_few(found[k].claim, found[k].permutation)}, which is too often {together}"
            found[k] = replace(
                found[k], label=not_testable(len(found[k].measured)), reasons=(reason, *found[k].reasons)
            )
        elif found[k].key in ("holds", "fragile") and p > ALPHA + TINY:
            reason = f"{_by_chance(found[k].permutation.p)} {together}"
            found[k] = replace(found[k], label=NO_EVIDENCE, reasons=(reason, *found[k].reasons))
    return found


def _described(turns: list[str], agreed: bool, value: float, interval: Interval | None) -> tuple[list[str], str]:
    """Return what speaks against a claim as a description of these texts, and its label."""
    if interval and _holds_zero(interval):
        if abs(value) < TINY:
            return turns, NO_EVIDENCE
        turned = "Other sentences of the same texts could turn the difference round."
        return [turned, *(turns if agreed else ())], NO_EVIDENCE  # where it points is no evidence either
    if not agreed:
        return turns, FAILS
    return turns, FRAGILE if turns else HOLDS


def _holds_zero(interval: Interval) -> bool:
    """Return whether an interval holds zero, or comes so near that the difference is rounding."""
    return interval.low <= TINY and interval.high >= -TINY


def _permutation(claim: Claim, measured: pd.DataFrame, seed: int) -> Permutation:
    used = used_articles(claim, measured)
    if claim.is_trend:
        return permutation_trend(used.value, used.score, seed=seed)
    return permutation_groups(used.value, used.inside, seed=seed)


def _blocks(claim: Claim, measured: pd.DataFrame, permutation: Permutation) -> list[str]:
    """Return why the claim cannot be tested with these articles."""
    found, blocks = _occurrences(claim, measured), []
    if found < MIN_OCCURRENCES:
        times = f"{found} time{'' if found == 1 else 's'}"
        true = "True of these texts as counted, but too rare to test: the" if agrees(claim, measured) else "The"
        blocks.append(f"{true} words occur {times} in all articles together; it takes {MIN_OCCURRENCES}.")
    if claim.speaks_of_a_kind and np.ptp(used_articles(claim, measured).value) < TINY:
        blocks.append("All articles are alike in this, so shuffling them changes nothing.")
    elif claim.speaks_of_a_kind and permutation.floor > ALPHA + TINY:
        blocks.append(f"{_too_few(claim, permutation)}.")
    return blocks


def _too_few(claim: Claim, permutation: Permutation) -> str:
    return (
        f"It speaks of {_kind(claim.group)} in general. With so few articles here, even a perfect pattern would turn up"
        f" by chance at least one time in {_times(permutation.floor)}"
    )


def _never_said(claim: Claim, measured: pd.DataFrame) -> str:
    """Return that words never occur, which leaves nothing to compare; an empty text if they do."""
    found, first = _occurrences(claim, measured), int(measured["n"].sum())
    if not found:
        return "The words do not occur in any article."
    if claim.versus and first in (0, found):
        kind, share = ("second", 1) if first else ("first", 0)
        return f"The words of the {kind} kind do not occur in any article, so every share is {share}."
    return ""


def _occurrences(claim: Claim, measured: pd.DataFrame) -> int:
    return int((measured["total"] if claim.versus else measured["n"]).sum())


def _kind(group: str) -> str:
    """Return in words of which articles a rule speaks.

    >>> _kind("year=2024|2025"), _kind("source_language=zh"), _kind("outlet=观察者网"), _kind("trend")
    ('articles of 2024 or 2025', 'Chinese originals', 'articles whose outlet is 观察者网', 'earlier and later articles')
    """
    if group == "trend":
        return "earlier and later articles"
    column, _, values = group.partition("=")
    told = " or ".join(value.strip() for value in values.split("|"))
    if group == "source_language=zh":
        return "Chinese originals"
    return f"articles of {told}" if column == "year" else f"articles whose {column.replace('_', ' ')} is {told}"


def _times(floor: float) -> str:
    """Return one in how many times a smallest possible p stands for.

    >>> _times(0.2), _times(1 / 15)
    ('five', '15')
    """
    times = round(1 / floor, 1)
    return _number(int(times)) if times == int(times) else f"{times}"


def _called(article_id: str, names: Mapping[str, str]) -> str:
    """Return how a sentence names an article.

    >>> _called("001", {"001": "The Information digest"}), _called("a", {})
    ('the Information digest', 'article a')
    """
    short = names.get(article_id, "")
    return f"the {short.removeprefix('The ')}" if short else f"article {article_id}"


def _turns(left_out: pd.DataFrame, table: pd.DataFrame | None, names: Mapping[str, str]) -> list[str]:
    """Return what overturns a claim that agrees as measured."""
    overturning = left_out.loc[~left_out["agrees"], "left_out"]
    turns = [f"It fails without {_called(article_id, names)}." for article_id in overturning]
    return turns + [f"It fails if {how}." for how in overturning_choices(table)] if table is not None else turns


def _listed(ids: Sequence[str], names: Mapping[str, str]) -> str:
    """Return articles one by one, or of more than ten the first ones and how many more there are."""
    told = [names.get(one) or one for one in ids]
    some = told if len(told) <= _LISTED else [*told[:_NAMED], f"{len(told) - _NAMED:,} more"]
    return ", ".join(some)


def _contradiction(claim: Claim, value: float) -> str:
    if claim.is_presence:
        return "The words stand where the claim says that they do not, or not where it says that they do."
    return "There is no difference." if abs(value) < TINY else "The difference points the other way."


def _not_tried(claim: Claim, measured: pd.DataFrame, names: Mapping[str, str], varied: bool) -> str:
    """Return what could not be tried, in sentences; empty if all could."""
    used, parts = measured.loc[measured["used"]], []
    if unused := measured.loc[~measured["used"], "article_id"].tolist():
        parts.append(f"Nothing to measure in {_listed(unused, names)}.")
    for side in ("group", "rest"):
        members = used.loc[used["side"] == side, "article_id"].tolist()
        if len(members) == 1:
            parts.append(
                f"The {side} is one article ({names.get(members[0]) or members[0]}), which cannot be left out."
            )
    if claim.is_presence:
        parts.append("Presence has no interval.")
    if not varied:
        parts.append("Our own choices were not varied.")
    return " ".join(parts)


def verdict_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """Return one row a claim, all as text, to show or to download.

    Columns ``claim_id, kind, statement, number, interval, label, reasons, in_these_texts, p, p_holm, choices, rival``. A
    number that is not defined is an empty text. ``p`` carries its floor; ``p_holm`` is what `judge` made of it.

    >>> articles = pd.DataFrame({"article_id": ["a", "b"], "text": ["开源会赢。" * 5, "闭源会输。"]})
    >>> found = verdict(Claim("h1", "Article a says 开源 more.", "word", "开源", group="a"), articles)
    >>> verdict_table([found])[["number", "interval", "label", "p"]].values.tolist()
    [['+200.00 per 1,000 characters', '+200.00 to +200.00', 'holds in these texts', '1 (at least 1)']]
    """
    verdicts = list(verdicts)
    columns = ["claim_id", "kind", "statement", "number", "interval", "label", "reasons", "in_these_texts"]
    columns += ["p", "p_holm", "choices", "rival"]
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
            "" if found.p_holm is None else f"{found.p_holm:.2g}",
            found.choices,
            found.claim.rival,
        )
        for found in verdicts
    ]
    return pd.DataFrame(rows, columns=columns, dtype="str")


ATTACKS = {
    "one article left out": "does it hold without any single article?",
    "other sentences": "do other sentences of the same texts keep its sign?",
    "articles shuffled": "would shuffled articles rarely do as well?",
    "our own choices": "does it hold however we clean and count?",
}


def attack_table(verdicts: Iterable[Verdict]) -> pd.DataFrame:
    """Return one row a claim: ``claim_id, statement, label``, and for each of `ATTACKS` passed, failed, or not applicable.

    An attack is not applicable where it cannot decide: the only article of a side cannot be left out, presence has no
    interval, shuffling decides only about a kind of articles, and choices that were not varied say nothing. With so few of
    a kind that no p could be small enough, a claim *cannot pass*.

    >>> articles = pd.DataFrame({"article_id": ["a", "b", "c"], "text": ["开源会赢。" * 5, "闭源会输。", "闭源会输。"]})
    >>> found = verdict(Claim("h1", "Articles a and b say 开源 more.", "word", "开源", group="a b"), articles)
    >>> attack_table([found])[["label", "one article left out", "articles shuffled"]].values.tolist()
    [['fragile', 'failed', 'not applicable']]
    """
    rows = []
    for found in verdicts:
        left_out, interval, table = found.left_out, found.interval, found.multiverse
        general = found.claim.speaks_of_a_kind and found.permutation
        p = found.p_holm if found.p_holm is not None else found.permutation.p if found.permutation else None
        results = (
            bool(left_out["agrees"].all()) if len(left_out) else None,
            not _holds_zero(interval) and found.in_these_texts != FAILS if interval else None,
            "cannot pass" if found.cannot_pass else p <= ALPHA + TINY if general else None,
            bool(table["agrees"].all()) if table is not None else None,
        )
        words = {None: "not applicable", True: "passed", False: "failed"}
        told = (words.get(result, result) for result in results)
        rows.append((found.claim.claim_id, found.claim.statement, found.label, *told))
    return pd.DataFrame(rows, columns=["claim_id", "statement", "label", *ATTACKS], dtype="str")
