"""Show what becomes of the claims: cells of the page, as in `helpers.report.cells`."""

from collections.abc import Mapping

import pandas as pd

from helpers import plots, show
from helpers.claims import Verdict, verdict_table
from helpers.claims.claim import MEASURED_TYPES
from helpers.report.capacity import why_no_trend
from helpers.report.display_names import sources_of
from helpers.report.evidence_cells import MOST_ROWS, download, part, refuse
from helpers.report.reading import Reading
from helpers.tables import typed_table


def show_trend(reading: Reading) -> None:
    """Display what each claim measures, article by article, against time."""
    if why := why_no_trend(reading.articles):
        refuse("Did anything change over time?", why)
        return
    verdicts, days = reading.verdicts, reading.articles.set_index("article_id")["date_to"]
    axes = plots.grid_of(len(verdicts), columns=2, size=(3.7, 2.3))
    for ax, found in zip(axes, verdicts, strict=True):
        table = found.measured.loc[found.measured["used"]]
        if len(table):
            table = table.assign(date=table["article_id"].map(days))
            plots.plot_over_time(
                table, ax=ax, title=found.claim.statement, verdict=found.label, unit=found.claim.rate_unit
            )
    show.figure(
        axes[0],
        alt=" ".join(f"{found.claim.statement} {found.label}." for found in verdicts),
        caption="One dot an article; a red line: the mean of a year with two articles or more. See the verdicts.",
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
        counts, sources = claim_counts(reading), sources_of(reading)
        show.folds(
            (_counted(found, sources) for found in reading.verdicts),
            f"What each claim counted, article by article{part(MOST_ROWS, len(reading.articles))}",
            download(reading, "claim-counts", counts, len(counts)),
        )


def claim_counts(reading: Reading) -> pd.DataFrame:
    """Return what each claim measured in each article (`helpers.claims.claim.measure`) as one table."""
    tables = [found.measured.assign(claim=found.claim.statement) for found in reading.verdicts]
    types = {"claim": "str"} | MEASURED_TYPES
    return pd.concat([typed_table([], types), *tables], ignore_index=True)[list(types)]


def _counted(found: Verdict, sources: Mapping[str, str]) -> show.Fold:
    """Return the numbers of one claim, one line an article: occurrences, of how many, and the rate."""
    what, per = ("both words", "") if found.claim.versus else ("characters", " per 1,000")
    lines = (
        show.Found(
            f"{row.n:,.0f} in {row.total:,.0f} {what}: {row.rate:.2f}{per}", sources[row.article_id], layer="prose"
        )
        for row in found.measured.loc[found.measured["used"]].head(MOST_ROWS).itertuples()
    )
    return show.Fold(found.claim.statement, found.label, lines)
