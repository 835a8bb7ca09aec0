"""Show what becomes of the claims: cells of the page, as in `helpers.report.output.cells`."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from helpers import plots, show
from helpers.claims import Verdict, verdict_table
from helpers.claims.claim import MEASURED_TYPES, Claim
from helpers.claims.verdicts import in_order
from helpers.report.capacity import why_no_trend
from helpers.report.evidence import Kept
from helpers.report.output.display_names import sources_of
from helpers.report.output.evidence_cells import MOST_ROWS, download, part, refuse
from helpers.report.output.reading import Reading
from helpers.tables import typed_table
from helpers.text.entities import with_gloss
from helpers.wording import many

_OPERATOR = re.compile(r"[\\.^$*+?{}\[\]()]")
_MOST_PATTERN = 2000  # characters of a pattern on the page
_WHOLE_WORD = re.compile(r"\(\?<!\[A-Za-z\]\)(\w+)\(\?!\[A-Za-z\]\)")


def show_trend(reading: Reading) -> None:
    """Display what each claim measures, article by article, against time."""
    if why := why_no_trend(reading.articles):
        n = len(reading.untested)
        left = [f"{many(n, 'claim')} on change {'is' if n == 1 else 'are'} not tested."] if n else []
        refuse("Did anything change over time?", why, *left)
        return
    if not reading.verdicts:
        return
    verdicts, days = reading.verdicts, reading.articles.set_index("article_id")["date_to"].dropna()
    axes = plots.grid_of(len(verdicts), columns=2, size=(3.7, 2.3))
    for ax, found in zip(axes, verdicts, strict=True):
        table = found.measured.loc[found.measured["used"] & found.measured["article_id"].isin(days.index)]
        if len(table):
            table = table.assign(date=table["article_id"].map(days))
            plots.plot_over_time(
                table, ax=ax, title=found.claim.statement, verdict=found.label, unit=found.claim.rate_unit
            )
    show.figure(
        axes[0],
        alt=" ".join(f"{found.claim.statement} {found.label}." for found in verdicts),
        caption=f"One dot an article{'' if len(days) == len(reading.articles) else ' that has a date'}; a red line: the mean "
        "of a year with two articles or more. See the verdicts.",
    )


def show_verdicts(reading: Reading) -> None:
    """Display the card of each claim."""
    for found in reading.verdicts:
        show.verdict(found)


def show_verdict_table(reading: Reading) -> None:
    """Display all claims in one table, p corrected for their number; and what each counted, article by article."""
    if reading.verdicts:
        show.table(
            verdict_table(reading.verdicts),
            "All claims, with p corrected for their number",
            name="claims",
            columns={
                "statement": "claim",
                "number": "number",
                "label": "verdict",
                "p_holm": "p after Holm",
                "choices": "our own choices",
            },
        )
        counts, sources, kept = claim_counts(reading), sources_of(reading), reading.found.evidence["claim-passages"]
        rows_of = dict([*kept.first.groupby("claim_id")])
        shown: set[tuple[str, int, str]] = set()
        show.folds(
            (
                _counted(found, sources, rows_of.get(found.claim.claim_id, kept.first.head(0)), shown)
                for found in reading.verdicts
            ),
            f"What each claim counted, article by article{part(MOST_ROWS, len(reading.articles))}{_passages_shown(kept)}",
            download(reading, "claim-counts", counts, len(counts), "Download the counts as CSV")
            + download(reading, "claim-passages", kept.first, kept.total, "Download the passages as CSV"),
        )


def _passages_shown(kept: Kept) -> str:
    return "" if kept.is_whole else f", and the first {len(kept.first):,} of {kept.total:,} passages"


def claim_counts(reading: Reading) -> pd.DataFrame:
    """Return what each claim measured in each article (`helpers.claims.claim.measure`) as one table, with its patterns.

    An article that a claim leaves out for want of a date is there too: its side is ``undated``, and it is not ``used``.
    """
    tables = [_with_claim(found) for found in reading.verdicts]
    types = dict.fromkeys(("claim_id", "claim", "pattern", "versus"), "str") | MEASURED_TYPES
    return pd.concat([typed_table([], types), *tables], ignore_index=True)[list(types)]


def _with_claim(found: Verdict) -> pd.DataFrame:
    claim, table = found.claim, pd.concat([in_order(found.claim, found.measured), found.undated])
    return table.assign(claim_id=claim.claim_id, claim=claim.statement, pattern=claim.pattern, versus=claim.versus)


def _counted(
    found: Verdict, sources: Mapping[str, str], passages: pd.DataFrame, shown: set[tuple[str, int, str]]
) -> show.Fold:
    """Return the patterns of one claim, and article by article (for a trend, in order of time) the numbers with the passages
    that were counted, but for those ``shown`` under a claim before it; what is new is added to ``shown``."""
    return show.Fold(found.claim.statement, found.label, [*_counted_lines(found, sources, passages, shown)])


def _counted_lines(
    found: Verdict, sources: Mapping[str, str], passages: pd.DataFrame, shown: set[tuple[str, int, str]]
) -> Iterator[show.Found]:
    yield show.Found(_pattern_of(found.claim), layer="prose")
    rows_of = dict([*passages.groupby("article_id")])
    for row in in_order(found.claim, found.measured.loc[found.measured["used"]]).head(MOST_ROWS).itertuples():
        counted = (
            f"{row.n:,.0f} of {row.total:,.0f} mentions: {row.rate:.2f}"
            if found.claim.versus
            else f"{row.n:,.0f} in {row.total:,.0f} characters: {row.rate:.2f} per 1,000"
        )
        rows = [*rows_of[row.article_id].itertuples()] if row.article_id in rows_of else []
        new = [one for one in rows if (one.article_id, one.start, one.key) not in shown]
        again = len(rows) - len(new)
        above = (
            f". {many(again, 'passage')} of this article stand{'s' * (again == 1)} under a claim above" if again else ""
        )
        yield show.Found(f"{counted}{above}", sources[row.article_id], layer="prose")
        for one in new:
            shown.add((one.article_id, one.start, one.key))
            of = "the second pattern" if one.of == "versus" else ""
            yield show.Found(one.key, of, one.left, one.right, layer="kwic")


def _pattern_of(claim: Claim) -> str:
    """Return what a claim counts: words with their English, or a pattern in the form of its table."""
    patterns = [claim.pattern, claim.versus] if claim.versus else [claim.pattern]
    first, *second = (words_of(one if len(one) <= _MOST_PATTERN else f"{one[:_MOST_PATTERN]}…") for one in patterns)
    return f"Counted, case ignored: {first}{''.join(f'; second pattern: {one}' for one in second)}"


def words_of(pattern: str) -> str:
    """Return the words that a pattern looks for, with their English; a pattern that is more than such words as it is.

    >>> words_of("护城河|(?<![A-Za-z])Meta(?![A-Za-z])"), words_of("开放(?:了)?权重")
    ('护城河 (moat), Meta as a word of its own', '开放(?:了)?权重')
    """
    words = [(_WHOLE_WORD.fullmatch(word), word) for word in pattern.split("|")]
    told = [f"{whole[1]} as a word of its own" if whole else with_gloss(word) for whole, word in words]
    return ", ".join(told) if all(whole or not _OPERATOR.search(word) for whole, word in words) else pattern
