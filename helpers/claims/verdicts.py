"""Judge claims: does a claim hold in these texts, and if not, which article or choice overturns it?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.claims.claim import Claim, agrees, effect, measure, used_articles, why_unmeasurable
from helpers.claims.robustness import claim_interval, leave_one_out, multiverse, overturning_choices
from helpers.stats.inference import ALPHA, TINY, Interval, Permutation, holm, permutation_groups, permutation_trend

HOLDS, FRAGILE, FAILS = "holds in these texts", "fragile", "does not hold in these texts"
MIN_OCCURRENCES = 5  # in all articles together; fewer say nothing about a difference
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
    """A label, its reasons, and every number behind it (None where a number is not defined)."""

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
    if gap := why_unmeasurable(used_articles(claim, measured)):
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
    used = used_articles(claim, measured)
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
        turns += [f"It does not hold with {name} ({agree})." for name in overturning_choices(table)]
    return turns


def _contradiction(claim: Claim, value: float) -> str:
    if claim.is_presence:
        return "The words stand where the claim says that they do not, or not where it says that they do."
    return "There is no difference." if abs(value) < TINY else "The difference points the other way."


def _scope(claim: Claim, measured: pd.DataFrame, varied: bool) -> str:
    """Return a sentence on the scope of the tests."""
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
