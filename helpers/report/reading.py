"""Read a corpus for the report: what `helpers.report.pipeline` sums up, the verdicts on claims, the comparison."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers import lexicon
from helpers.claims import Claim, Verdict, judge, read_claims
from helpers.report.capacity import dated, why_no_trend
from helpers.report.comparison import compare
from helpers.report.evidence import Shelf, read_terms
from helpers.report.ingest import EXAMPLE
from helpers.report.parallel import executor_for
from helpers.report.pipeline import NOT_COUNTED, Summary, summarise
from helpers.text.script import simplify_words

QUESTIONS = lexicon.FOLDER / "questions.csv"


class Reading(NamedTuple):
    """All that the cells show: the summary of the source, the articles that are counted, and the verdicts on claims.

    ``terms`` are the user's search terms, ``comparison`` sets the corpus beside our five articles
    (`helpers.report.comparison.compare`, None unless it was asked for), ``has_files`` says whether files with all rows
    lie beside the page.
    """

    found: Summary
    articles: pd.DataFrame
    verdicts: list[Verdict]
    terms: tuple[str, ...] = ()
    comparison: pd.DataFrame | None = None
    has_files: bool = False

    @property
    def ingest_log(self) -> pd.DataFrame:
        """The ingest log, one row an entry."""
        return self.found.ingest_log


def draws_for(n: int) -> int:
    """Return the number of resamples for `verdict` with ``n`` articles: fewer for many, to save hours."""
    return max(500, min(10_000, 200_000 // max(1, n)))


def judge_claims(found: Summary, claims: Iterable[Claim]) -> list[Verdict]:
    """Return the verdict on each claim, tested under our other choices too.

    The choices: boilerplate cut or left in, near-duplicates left out or counted.
    """
    everything = dated(found.articles)
    ours = everything.loc[everything["column"] != NOT_COUNTED].reset_index(drop=True)
    variants = {
        f"boilerplate={boilerplate}, copies={copies}": table.assign(counted=table[column])
        for copies, table in (("left out", ours), ("counted", everything))
        for boilerplate, column in (("cut", "counted"), ("left in", "counted_uncut"))
    }
    return judge(claims, ours, variants=variants, draws=draws_for(len(ours)))


def _in_simplified(claim: Claim) -> Claim:
    """Return a claim whose words are sought in Simplified, as the texts are."""
    return replace(claim, pattern=simplify_words(claim.pattern), versus=simplify_words(claim.versus))


def read(
    source: Path | str | None = None,
    *,
    claims: Path | str | None = None,
    terms: str | Iterable[str] = (),
    with_five: bool = False,
    shelf: Shelf | None = None,
    workers: int = 1,
    scheduler: str = "",
    progress: bool = False,
    **options: Any,
) -> Reading:
    """Return everything that the report shows of ``source`` (without one: our small example).

    Args:
        claims: a table of claims (as `helpers.claims.claim.read_claims`) instead of ours.
        terms: search terms to show in their context, as a list, or written with commas.
        with_five: set the corpus beside our five articles too.
        shelf: as `helpers.report.pipeline.summarise`.
        workers, scheduler: as `helpers.report.parallel.executor_for`.
        progress: show progress on the terminal.
        options: as `helpers.report.pipeline.summarise`.

    Raises:
        FolderError: as `helpers.report.pipeline.summarise`.
        ValueError: a malformed claim, no worker, or no scheduler that answers.
    """
    asked = [_in_simplified(claim) for claim in read_claims(claims or QUESTIONS)]
    sought = read_terms(terms if isinstance(terms, str) else ",".join(terms))
    with executor_for(workers, scheduler) as team:
        options |= {"claims": asked, "terms": sought, "shelf": shelf, "team": team, "progress": progress}
        found = summarise(source or EXAMPLE, **options)
    articles = found.articles.loc[found.articles["column"] != NOT_COUNTED].reset_index(drop=True)
    verdicts = [] if why_no_trend(articles) else judge_claims(found, asked)
    comparison = compare(found) if with_five and len(articles) else None
    return Reading(found, articles, verdicts, sought, comparison, has_files=shelf is not None)
