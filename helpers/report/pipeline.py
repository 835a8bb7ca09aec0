"""Summarise a corpus of any size in parallel. Workers return counts and the passages that were counted, never whole texts.

`helpers.report.ingest` reads, decides and finishes the articles. Here each part becomes a few small tables, which add up
to the same summary in any order and any grouping.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.claims.claim import Claim, count_claims
from helpers.corpus import ARTICLE_COLUMNS, counting_key
from helpers.framing.analogies import ANALOGY_TYPES
from helpers.report.cache import cache_folder
from helpers.report.counted import Counted, Findings, finder
from helpers.report.evidence import (
    CUT_TYPES,
    KINDS,
    MATCH_TYPES,
    METAPHOR_TYPES,
    STATEMENT_TYPES,
    Kept,
    Shelf,
    cuts_of,
    keep_first,
    lines_of,
    matches_of,
)
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
from helpers.report.own_words import OwnWords
from helpers.report.parallel import CorpusCounts, add_counts, count_types, sum_counts
from helpers.report.sources import Entry
from helpers.report.workers import ALONE, Team
from helpers.stats.counts import count_characters
from helpers.tables import typed_table
from helpers.text.document import Document

MOST_COLUMNS = 8  # of a picture: one for each article, or for each year if there are more articles
SHORT = 200  # characters of a sentence with a metaphor that is quoted by itself
NOT_COUNTED = -1
_PARTS_WAITING = 10  # whose evidence is added at once

# Everything about an article except its text: metadata, size, the column of a picture that counts it (or `NOT_COUNTED`),
# and the pattern counts of the claims, with boilerplate cut and left in (`helpers.claims.claim.count_claims`).
COLUMNS = tuple(name for name in ARTICLE_COLUMNS if name not in ("raw", "text", "ledger", "flags"))
COLUMNS += ("characters", "column", "counted", "counted_uncut")
SPEAKER_TYPES = {"speaker": "str", "named": "bool", "statements": "int64", "articles": "int64", "marked": "int64"}


# The finder is surest where a sentence says that it compares, and whom.
EXAMPLE_TYPES = METAPHOR_TYPES | {"marker": "str", "target_term": "str"}


class Metaphors(NamedTuple):
    """Sentences with a metaphor: ``domain, column, n``; and the best example of each domain (`EXAMPLE_TYPES`): comparisons
    before others, then those that name both the word of comparison and who is compared, then the shortest."""

    counts: pd.DataFrame
    best: pd.DataFrame


class Summary(NamedTuple):
    """All that a report shows of a source.

    * ``ingest_log``: `helpers.report.ingest.INGEST_LOG_TYPES`, one row an entry;
    * ``articles``: `COLUMNS`, one row an article, near-duplicates included (their ``column`` is `NOT_COUNTED`);
    * ``counts``: words and sizes of the counted articles by ``column``;
    * ``metaphors``;
    * ``speakers``: `SPEAKER_TYPES`, whether the speaker has a name, the statements, the articles with any of them, and the
      number of statements in quotation marks. Speakers without a name share the empty one;
    * ``evidence``: the passages behind the counts, by kind (`helpers.report.evidence.KINDS`);
    * ``own``: the words of the user's own that were learned, and their file.
    """

    ingest_log: pd.DataFrame
    articles: pd.DataFrame
    counts: CorpusCounts
    metaphors: Metaphors
    speakers: pd.DataFrame
    evidence: Mapping[str, Kept]
    own: OwnWords = OwnWords()

    @property
    def ranked_words(self) -> pd.DataFrame:
        """The words of all columns, ``term, n, articles``: those of most articles first, as `rank_terms` has them."""
        terms = self.counts.terms.groupby("term", as_index=False)[["n", "articles"]].sum()
        return terms.sort_values(["articles", "n", "term"], ascending=[False, False, True], ignore_index=True)

    @property
    def domains(self) -> pd.Series:
        """The number of sentences with a metaphor from each domain, the most frequent first."""
        totals = self.metaphors.counts.groupby("domain")["n"].sum()
        return totals.sort_values(ascending=False, kind="stable")


# -------------------------------------------------------------------------------------------------- one part, anywhere


class _PartSummary(NamedTuple):
    """The summary of one part: rows of the ingest log and of the articles, counts, and all evidence by kind."""

    log_rows: list[tuple]
    articles: list[tuple]
    counts: CorpusCounts
    metaphors: Metaphors
    speakers: Counter[tuple[str, str]]
    evidence: Mapping[str, pd.DataFrame]


def _profile_part(source: Source, part: Sequence[Entry]) -> list[ArticleProfile | tuple]:
    return profile_part(source, source.reader(cache_folder()), part)


def _summarise_part(
    source: Source, claims: tuple[Claim, ...], terms: tuple[str, ...], part: Sequence[tuple[Entry, Plan]]
) -> _PartSummary:
    """Return the summary of the articles of a part."""
    log_rows, articles, texts, cuts, matches, folder = [], [], [], [], [], cache_folder()
    for finished in finish_part(source.reader(folder), part):
        article, text, column = finished.article, finished.article["text"], finished.column
        document = Document(text)
        counted = count_claims(claims, text, document.sentences)
        uncut = counted if finished.uncut == text else count_claims(claims, finished.uncut)
        article |= {"characters": count_characters(text), "column": column, "counted": counted, "counted_uncut": uncut}
        log_rows.append(finished.log_row)
        articles.append(tuple(article[name] for name in COLUMNS))
        cuts += cuts_of(article["article_id"], article["ledger"])
        if column != NOT_COUNTED:
            texts.append(Counted(article["article_id"], column, document))
            found = [claim for claim in claims if counted[claim.claim_id].sentences is not None]
            matches += matches_of(article["article_id"], text, found)
    counted = count_texts(texts, terms, finder(source.own.words, folder))
    evidence = {"cuts": typed_table(cuts, CUT_TYPES), "claim-passages": typed_table(matches, MATCH_TYPES)}
    return counted._replace(log_rows=log_rows, articles=articles, evidence=counted.evidence | evidence)


def count_texts(
    articles: Sequence[Counted], terms: Iterable[str] = (), find: Callable[[Counted], Findings] | None = None
) -> _PartSummary:
    """Return what is counted in cleaned ``articles``, and the evidence for it; ``find`` as `finder` returns it."""
    find = find or finder()
    found = [(one, find(one)) for one in articles]
    metaphors, sentences = _metaphors_in([(one.column, row) for one, in_it in found for row in in_it.metaphors])
    statements = typed_table([row for _, in_it in found for row in in_it.statements], STATEMENT_TYPES)
    texts = typed_table([(name, column, document.text) for name, column, document in articles], _TEXT_TYPES)
    evidence = {"statements": statements, "metaphors": sentences, "concordance": lines_of(texts, terms)}
    speakers = _speakers_in(statements, {name for _, in_it in found for (name,) in in_it.unnamed})
    return _PartSummary([], [], _counts_in(found), metaphors, speakers, evidence)


def _counts_in(found: Sequence[tuple[Counted, Findings]]) -> CorpusCounts:
    """Return the words and sizes of articles by column."""
    words = typed_table(((one.column, *row, 1) for one, in_it in found for row in in_it.words), _WORD_TYPES)
    sizes = typed_table(((one.column, 1, count_characters(one.document.text)) for one, _ in found), _SIZE_TYPES)
    return add_counts(CorpusCounts(words, sizes), by="column")


_WORD_TYPES, _SIZE_TYPES = count_types("column")
_TEXT_TYPES = {"article_id": "str", "column": "int64", "text": "str"}


def _metaphors_in(rows: Sequence[tuple[int, tuple]]) -> tuple[Metaphors, pd.DataFrame]:
    """Return the metaphors, given by the column that counts each and its row of `ANALOGY_TYPES`, and all their sentences."""
    counts = Counter((row[_PLACE["domain"]], column) for column, row in rows)
    found = typed_table([tuple(row[_PLACE[name]] for name in EXAMPLE_TYPES) for _, row in rows], EXAMPLE_TYPES)
    short = found.loc[[len(row[_PLACE["text"]]) <= SHORT for _, row in rows]]
    counted = typed_table(((*key, n) for key, n in counts.items()), _COUNT_TYPES)
    return Metaphors(counted, short), found[list(METAPHOR_TYPES)]


_PLACE = {name: place for place, name in enumerate(ANALOGY_TYPES)}
_COUNT_TYPES = {"domain": "str", "column": "int64", "n": "int64"}


def add_metaphors(*parts: Metaphors) -> Metaphors:
    """Return the metaphors of all parts together; neither order nor grouping of the parts matters."""
    counts, best = (pd.concat(tables, ignore_index=True) for tables in zip(*parts, strict=True))
    untold = best[["marker", "target_term"]].eq("").sum(axis=1)
    ranked = best.assign(rank=best["form"] != "comparison", untold=untold, length=best["text"].str.len())
    order = ["domain", "rank", "untold", "length", "article_id", "sentence", "source_term"]
    best = ranked.sort_values(order).drop_duplicates("domain")
    return Metaphors(
        counts.groupby(["domain", "column"], as_index=False)["n"].sum(),
        best[list(EXAMPLE_TYPES)].reset_index(drop=True),
    )


def _speakers_in(statements: pd.DataFrame, unnamed: Iterable[str]) -> Counter[tuple[str, str]]:
    """Return the counts of ``("statements" or "articles" or "marked" or "unnamed", speaker)``."""
    counts: Counter[tuple[str, str]] = Counter()
    counts.update(("statements", name) for name in statements["speaker"])
    counts.update(("articles", name) for name in statements.drop_duplicates(["article_id", "speaker"])["speaker"])
    counts.update(("marked", name) for name in statements.loc[statements["marked"], "speaker"])
    counts.update(("unnamed", name) for name in unnamed)
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
        in_order = sorted(counted, key=lambda n: (counted[n].year, counting_key(counted[n].decision.article_id)))
        columns = {place: number for number, place in enumerate(in_order)}
    return [
        plan._replace(column=columns.get(place, NOT_COUNTED)) if isinstance(plan, Plan) else plan
        for place, plan in enumerate(plans)
    ]


def _together(results: Iterable[tuple[int, _PartSummary]], shelf: Shelf | None) -> tuple[_PartSummary, dict[str, Kept]]:
    """Return the sum of all parts, rows in the order of the parts, and the first of the evidence.

    The parts are added a few at once as they come; all evidence goes to the shelf.
    """
    log_rows, articles, speakers, waiting = {}, {}, Counter(), []
    metaphors, _ = _metaphors_in([])
    kept = {kind: keep_first(kind) for kind in KINDS}

    def add_waiting() -> None:
        nonlocal metaphors
        metaphors = add_metaphors(metaphors, *(found for found, _ in waiting))
        kept.update({kind: keep_first(kind, kept[kind], *(rows[kind] for _, rows in waiting)) for kind in KINDS})
        waiting.clear()

    def counts() -> Iterator[CorpusCounts]:
        for number, part in results:
            log_rows[number], articles[number] = part.log_rows, part.articles
            speakers.update(part.speakers)
            waiting.append((part.metaphors, part.evidence))
            if len(waiting) == _PARTS_WAITING:
                add_waiting()
            if shelf:
                shelf.put(number, part.evidence)
            yield part.counts
        add_waiting()

    counted = sum_counts(counts(), by="column")
    rows = ([row for number in sorted(table) for row in table[number]] for table in (log_rows, articles))
    return _PartSummary(*rows, counted, metaphors, speakers, {}), kept


def summarise(
    path: Path | str,
    *,
    claims: Iterable[Claim] = (),
    terms: Iterable[str] = (),
    keep_copies: bool = False,
    shelf: Shelf | None = None,
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
        terms: search terms whose lines are collected (`helpers.report.evidence.lines_of`).
        keep_copies: count near-duplicates as articles of their own.
        shelf: where all evidence goes; without it, only what a page shows is kept.
        team: who works, as `helpers.report.workers.executor_for` yields it. Other machines must see a folder under the
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
    job = partial(_summarise_part, source, tuple(claims), tuple(terms))
    total, evidence = _together(carry_out(source, plans, job, team, progress=progress), shelf)
    return Summary(
        ingest_log(plans, total.log_rows),
        articles_table(total.articles, COLUMNS),
        total.counts,
        total.metaphors,
        speakers_table(total.speakers),
        evidence,
        source.own,
    )


def speakers_table(counts: Counter[tuple[str, str]]) -> pd.DataFrame:
    """Return `SPEAKER_TYPES`, one row a speaker, those of most articles first."""
    names = sorted({name for _, name in counts})
    sums = ("statements", "articles", "marked")
    rows = [(name, not counts["unnamed", name], *(counts[what, name] for what in sums)) for name in names]
    table = typed_table(rows, SPEAKER_TYPES)
    return table.sort_values(["articles", "statements", "speaker"], ascending=[False, False, True], ignore_index=True)
