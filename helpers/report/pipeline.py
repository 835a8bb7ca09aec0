"""Summarise a corpus of any size in parallel. Workers return counts, never texts.

`helpers.report.ingest` reads, decides and finishes the articles. Here each part becomes a few small tables, which add up
to the same summary in any order and any grouping.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.claims.claim import Claim, count_claims
from helpers.corpus import ARTICLE_COLUMNS
from helpers.framing.analogies import find_analogies
from helpers.framing.quotations import quotation_rows
from helpers.report import parallel
from helpers.report.article import cache_folder
from helpers.report.encoding import plain
from helpers.report.ingest import (
    ArticleProfile,
    Plan,
    Source,
    articles_table,
    carry_out,
    finish_part,
    ingest_log,
    make_source,
    plan_all,
    profile_part,
)
from helpers.report.parallel import ALONE, CorpusCounts, Team
from helpers.report.sources import Entry
from helpers.stats.counts import count_characters, split_articles
from helpers.tables import typed_table
from helpers.text.entities import entity_of

MOST_COLUMNS = 8  # of a picture: one for each article, or for each year if there are more articles
MOST_SENTENCES, SHORT = 300, 200  # sentences with a metaphor to show; characters of one that is quoted by itself
NOT_COUNTED = -1

# Everything about an article except its text: metadata, size, the column of a picture that counts it (or `NOT_COUNTED`),
# and the pattern counts of the claims, with boilerplate cut and left in (`helpers.claims.claim.count_claims`).
COLUMNS = tuple(name for name in ARTICLE_COLUMNS if name not in ("raw", "text", "ledger", "flags"))
COLUMNS += ("characters", "column", "counted", "counted_uncut")
METAPHOR_TYPES = {"article_id": "str", "sentence": "int64", "domain": "str", "form": "str", "source_term": "str"}
METAPHOR_TYPES |= {"text": "str"}
SPEAKER_TYPES = {"speaker": "str", "statements": "int64", "articles": "int64", "marked": "int64"}


class Metaphors(NamedTuple):
    """Sentences with a metaphor: ``domain, column, n``; the first of them in the order of the articles
    (`METAPHOR_TYPES`); and the best example of each domain, comparisons before others, then the shortest."""

    counts: pd.DataFrame
    first: pd.DataFrame
    best: pd.DataFrame


class Summary(NamedTuple):
    """All that a report shows of a source.

    * ``ingest_log``: `helpers.report.ingest.INGEST_LOG_TYPES`, one row an entry;
    * ``articles``: `COLUMNS`, one row an article, near-duplicates included (their ``column`` is `NOT_COUNTED`);
    * ``counts``: words and sizes of the counted articles by ``column``;
    * ``metaphors``;
    * ``speakers``: `SPEAKER_TYPES`, the statements of each speaker, the articles with any of them, and the number of
      statements in quotation marks. Speakers without a name share the empty one.
    """

    ingest_log: pd.DataFrame
    articles: pd.DataFrame
    counts: CorpusCounts
    metaphors: Metaphors
    speakers: pd.DataFrame


# -------------------------------------------------------------------------------------------------- one part, anywhere


class _PartSummary(NamedTuple):
    """The summary of one part: rows of the ingest log and of the articles, and counts."""

    log_rows: list[tuple]
    articles: list[tuple]
    counts: CorpusCounts
    metaphors: Metaphors
    speakers: Counter[tuple[str, str]]


def _profile_part(source: Source, part: Sequence[Entry]) -> list[ArticleProfile | tuple]:
    return profile_part(source, source.reader(cache_folder()), part)


def _summarise_part(source: Source, claims: tuple[Claim, ...], part: Sequence[tuple[Entry, Plan]]) -> _PartSummary:
    """Return the summary of the articles of a part."""
    log_rows, articles, texts = [], [], []
    for finished in finish_part(source.reader(cache_folder()), part):
        article, text, column = finished.article, finished.article["text"], finished.column
        counted = count_claims(claims, text)
        uncut = counted if finished.uncut == text else count_claims(claims, finished.uncut)
        article |= {"characters": count_characters(text), "column": column, "counted": counted, "counted_uncut": uncut}
        log_rows.append(finished.log_row)
        articles.append(tuple(article[name] for name in COLUMNS))
        if column != NOT_COUNTED:
            texts.append((article["article_id"], column, text))
    table = pd.DataFrame(texts, columns=list(_TEXT_TYPES)).astype(_TEXT_TYPES)
    counts = parallel.count_part(table, by="column")
    return _PartSummary(log_rows, articles, counts, _metaphors_in(table), _speakers_in(table))


_TEXT_TYPES = {"article_id": "str", "column": "int64", "text": "str"}


def _metaphors_in(articles: pd.DataFrame) -> Metaphors:
    found = find_analogies(split_articles(articles.sort_values("article_id")))
    column = found["article_id"].map(dict(zip(articles["article_id"], articles["column"], strict=True)))
    counts = found.assign(column=column.astype("int64"), n=1).groupby(["domain", "column"], as_index=False)["n"].sum()
    found = found[list(METAPHOR_TYPES)]
    return add_metaphors(Metaphors(counts, found, found.loc[found["text"].str.len() <= SHORT]))


def add_metaphors(*parts: Metaphors) -> Metaphors:
    """Return the metaphors of all parts together; neither order nor grouping of the parts matters."""
    counts, first, best = (pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True))
    order = ["article_id", "sentence", "domain", "source_term"]
    ranked = best.assign(rank=best["form"] != "comparison", length=best["text"].str.len())
    best = ranked.sort_values(["domain", "rank", "length", *order]).drop_duplicates("domain")
    return Metaphors(
        counts.groupby(["domain", "column"], as_index=False)["n"].sum(),
        first.sort_values(order, ignore_index=True).head(MOST_SENTENCES),
        best[list(METAPHOR_TYPES)].reset_index(drop=True),
    )


def _speakers_in(articles: pd.DataFrame) -> Counter[tuple[str, str]]:
    """Return the counts of ``("statements" or "articles" or "marked", speaker)``."""
    counts: Counter[tuple[str, str]] = Counter()
    for text in articles["text"]:
        said = [(kind, name) for _, _, _, kind, name, _, _ in quotation_rows(text) if kind != "term"]
        said = [(kind, entity_of(name) or plain(name, 60)) for kind, name in said]
        counts.update(("statements", name) for _, name in said)
        counts.update(("articles", name) for name in {name for _, name in said})
        counts.update(("marked", name) for kind, name in said if kind == "direct")
    return counts


# ------------------------------------------------------------------------------------------------- all parts, here


def _with_columns(plans: Sequence[Plan | tuple], keep_copies: bool) -> list[Plan | tuple]:
    """Return the plans with the column that counts each article: its own, or its year's if there are more than
    `MOST_COLUMNS`."""
    counted = {
        place: plan
        for place, plan in enumerate(plans)
        if isinstance(plan, Plan) and (keep_copies or not plan.decision.copy_of)
    }
    columns = {place: plan.year for place, plan in counted.items()}
    if len(counted) <= MOST_COLUMNS:
        in_order = sorted(counted, key=lambda place: (counted[place].year, counted[place].decision.article_id))
        columns = {place: number for number, place in enumerate(in_order)}
    return [
        plan._replace(column=columns.get(place, NOT_COUNTED)) if isinstance(plan, Plan) else plan
        for place, plan in enumerate(plans)
    ]


def _together(results: Iterable[tuple[int, _PartSummary]]) -> _PartSummary:
    """Return the sum of all parts, rows in the order of the parts; each part is added as it comes."""
    log_rows, articles, speakers, metaphors = {}, {}, Counter(), _metaphors_in(_NO_ARTICLES)

    def counts() -> Iterator[CorpusCounts]:
        nonlocal metaphors
        for number, part in results:
            log_rows[number], articles[number] = part.log_rows, part.articles
            metaphors = add_metaphors(metaphors, part.metaphors)
            speakers.update(part.speakers)
            yield part.counts

    counted = parallel.sum_counts(counts(), by="column")
    rows = ([row for number in sorted(table) for row in table[number]] for table in (log_rows, articles))
    return _PartSummary(*rows, counted, metaphors, speakers)


_NO_ARTICLES = pd.DataFrame(columns=list(_TEXT_TYPES)).astype(_TEXT_TYPES)


def summarise(
    path: Path | str,
    *,
    claims: Iterable[Claim] = (),
    keep_copies: bool = False,
    team: Team = ALONE,
    progress: bool = False,
    **options: Any,
) -> Summary:
    """Return the summary of a source, of which no more is in memory than the parts under way.

    An article leaves a few kilobytes behind: fingerprints of its lines and sentences until all are decided, then its
    rows of the tables. The result does not depend on who works or how often a worker dies.

    Args:
        path, options: as in `helpers.report.ingest.load_folder`.
        claims: the claims whose patterns are counted for `helpers.claims.verdict`.
        keep_copies: count near-duplicates as articles of their own.
        team: who works, as `helpers.report.parallel.executor_for` yields it. Other machines must see a folder under the
            same path; the rows of a table are sent to them.
        progress: show progress on the terminal.

    Raises:
        FolderError: as `load_folder`; or a file changed between the two rounds, a worker cannot see the folder, or it
            runs another version of this package.

    >>> from helpers.report.ingest import EXAMPLE
    >>> found = summarise(EXAMPLE)
    >>> len(found.ingest_log), int((found.articles["column"] == NOT_COUNTED).sum())
    (13, 1)
    """
    source = make_source(path, **options)
    plans = plan_all(source, partial(_profile_part, source), team, progress=progress)
    plans = _with_columns(plans, keep_copies)
    job = partial(_summarise_part, source, tuple(claims))
    total = _together(carry_out(source, plans, job, team, progress=progress))
    return Summary(
        ingest_log(plans, total.log_rows),
        articles_table(total.articles, COLUMNS),
        total.counts,
        total.metaphors,
        _speakers_table(total.speakers),
    )


def _speakers_table(counts: Counter[tuple[str, str]]) -> pd.DataFrame:
    names = sorted({name for _, name in counts})
    rows = [(name, *(counts[what, name] for what in ("statements", "articles", "marked"))) for name in names]
    table = typed_table(rows, SPEAKER_TYPES)
    return table.sort_values(["articles", "statements", "speaker"], ascending=[False, False, True], ignore_index=True)
