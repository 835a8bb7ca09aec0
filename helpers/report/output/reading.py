"""Read a corpus for the report: what `helpers.report.pipeline` sums up, the verdicts on claims, the comparison."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers import lexicon
from helpers.claims import Claim, Verdict, judge, read_claims
from helpers.claims.claim import COLUMNS, claims_of, named_in
from helpers.corpus import SeedError
from helpers.report.capacity import why_no_trend
from helpers.report.comparison import compare
from helpers.report.evidence import Shelf, read_terms
from helpers.report.ingest import EXAMPLE
from helpers.report.input.column_names import column_key
from helpers.report.outcomes import Refusal
from helpers.report.pipeline import NOT_COUNTED, Summary, summarise
from helpers.report.sources import TABLE_ENDINGS, read_rows
from helpers.report.workers import executor_for
from helpers.text.script import simplify_words

QUESTIONS = lexicon.FOLDER / "questions.csv"


class Reading(NamedTuple):
    """All that the cells show: the summary of the source, the articles that are counted, and the verdicts on claims.

    ``terms`` are the user's search terms, ``comparison`` sets the corpus beside our five articles
    (`helpers.report.comparison.compare`, None unless it was asked for), ``has_files`` says whether files with all rows
    lie beside the page. ``untested`` are the claims that the articles do not allow to test at all: trends, where
    `helpers.report.capacity.why_no_trend` says why.
    """

    found: Summary
    articles: pd.DataFrame
    verdicts: list[Verdict]
    terms: tuple[str, ...] = ()
    comparison: pd.DataFrame | None = None
    has_files: bool = False
    untested: tuple[Claim, ...] = ()

    @property
    def ingest_log(self) -> pd.DataFrame:
        """The ingest log, one row an entry."""
        return self.found.ingest_log


def read_own_claims(path: Path | str) -> list[Claim]:
    """Return the claims of a table as `helpers.claims.claim.read_claims` does, but in any form in which a spreadsheet saves it:
    in another encoding, with semicolons or empty rows, the names of its columns in capitals.

    Raises:
        SeedError, FolderError: as `helpers.claims.claim.read_claims`, or the file is no table.
    """
    path = Path(os.path.expanduser(path))
    try:
        return read_claims(path)
    except SeedError as error:
        if not path.is_file() or path.suffix.lower() not in TABLE_ENDINGS:
            raise
        refused = error
    names = {column_key(name): name for name in COLUMNS}
    rows = []
    last = column_key(COLUMNS[-1])  # by which the header is known
    for number, row, _ in read_rows(path, lambda found: [name for name in found if column_key(str(name)) == last]):
        if isinstance(row, Refusal):
            raise SeedError(f"{path.name}, row {number}: {row}.")
        told = {
            names.get(column_key(str(name)), ""): "" if value is None else str(value) for name, value in row.items()
        }
        if missing := sorted({*COLUMNS} - {*told}):
            raise SeedError(f"{path.name}, row 1: the column {missing[0]!r} is missing.")
        if any(value.strip() for value in told.values()):
            rows.append(told | {"row": str(number)})
    if not rows:
        raise refused
    return claims_of(rows, path.name)


def draws_for(n: int) -> int:
    """Return the number of resamples for `verdict` with ``n`` articles: fewer for many, to save hours."""
    return max(500, min(10_000, 200_000 // max(1, n)))


def judge_claims(found: Summary, claims: Iterable[Claim]) -> list[Verdict]:
    """Return the verdict on each claim, tested under our other choices too.

    The choices: boilerplate cut or left in, near-duplicates left out or counted.

    Raises:
        ValueError: a claim names an article that is not there, or is a near-duplicate that is not counted; or a column
            that articles do not have.
    """
    everything, claims = found.articles, [*claims]
    copies = set(everything.loc[everything["column"] == NOT_COUNTED, "article_id"])
    for claim in claims:
        named = set() if claim.speaks_of_a_kind else named_in(claim, everything["article_id"])
        if left_out := sorted(named & copies):
            raise ValueError(
                f"{claim.told}: {left_out[0]!r} is a near copy of another article, which counts only with --keep-copies."
            )
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
        workers, scheduler: as `helpers.report.workers.executor_for`.
        progress: show progress on the terminal.
        options: as `helpers.report.pipeline.summarise`.

    Raises:
        FolderError: as `helpers.report.pipeline.summarise`.
        ValueError: a malformed claim or one about an article that is not there, no worker, or no scheduler that answers.
    """
    asked = [_in_simplified(claim) for claim in read_own_claims(claims or QUESTIONS)]
    sought = read_terms(terms if isinstance(terms, str) else ",".join(terms))
    with executor_for(workers, scheduler) as team:
        options |= {"claims": asked, "terms": sought, "shelf": shelf, "team": team, "progress": progress}
        found = summarise(EXAMPLE if source is None else source, **options)
    articles = found.articles.loc[found.articles["column"] != NOT_COUNTED].reset_index(drop=True)
    refused = bool(why_no_trend(articles))
    untested = tuple(claim for claim in asked if articles.empty or (refused and claim.is_trend))
    verdicts = judge_claims(found, [claim for claim in asked if claim not in untested])
    comparison = compare(found) if with_five and len(articles) else None
    return Reading(found, articles, verdicts, sought, comparison, has_files=shelf is not None, untested=untested)
