"""Count the words of a corpus of any size in parts, on one processor, on several, or on a cluster.

A part is a table of articles or, better, the name of the place where they lie. Workers (`helpers.report.workers`) return only
counts (`CorpusCounts`).
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import nullcontext
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from helpers.report.workers import Team, check_workers, executor_for, run
from helpers.stats.counts import count_characters, count_terms
from helpers.tables import typed_table

_ROWS_WAITING = 500_000


class CorpusCounts(NamedTuple):
    """The counts of a corpus as two tables, each ordered by its first columns; ``year`` may be another column (``by``).

    * ``terms``: ``year, term, n, articles``, one row a content word and year; ``articles`` is the number that hold it;
    * ``sizes``: ``year, articles, characters``, the denominators of rates and shares.
    """

    terms: pd.DataFrame
    sizes: pd.DataFrame


def count_types(by: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the column types of both tables."""
    return (
        {by: "int64", "term": "str", "n": "int64", "articles": "int64"},
        {by: "int64", "articles": "int64", "characters": "int64"},
    )


def count_part(articles: pd.DataFrame) -> CorpusCounts:
    """Return the counts of one part of a corpus. An article must lie in one part as a whole.

    Args:
        articles: with ``article_id`` (each once), ``year`` and ``text``.

    >>> part = pd.DataFrame({"article_id": ["a"], "year": [2023], "text": ["开源,开源。"]})
    >>> count_part(part).terms.values.tolist()
    [[2023, '开源', 2, 1]]
    """
    sizes = articles[["year"]].assign(articles=1, characters=[*map(count_characters, articles["text"])])
    return add_counts(CorpusCounts(count_terms(articles).assign(articles=1), sizes))


def _summed(tables: Iterable[pd.DataFrame], types: dict[str, str], by: str) -> pd.DataFrame:
    table = pd.concat([table[list(types)] for table in tables], ignore_index=True).astype(types)
    keys = [column for column in types if column in (by, "term")]
    return table.groupby(keys, as_index=False, sort=True).sum()


def add_counts(*counted: CorpusCounts, by: str = "year") -> CorpusCounts:
    """Return the sum of the counts of some parts; neither order nor grouping of the parts matters.

    >>> part = count_part(pd.DataFrame({"article_id": ["a"], "year": [2023], "text": ["开源"]}))
    >>> add_counts(part, part).sizes.values.tolist()
    [[2023, 2, 4]]
    """
    tables = zip(zip(*counted, strict=True), count_types(by), strict=True)
    return CorpusCounts(*(_summed(parts, types, by) for parts, types in tables))


def _load_and_count(load: Callable[[Any], pd.DataFrame] | None, part: Any) -> CorpusCounts:
    return count_part(load(part) if load else part)


def count_corpus(
    parts: Iterable[Any],
    *,
    load: Callable[[Any], pd.DataFrame] | None = None,
    workers: int = 1,
    executor: Executor | None = None,
) -> CorpusCounts:
    """Return the counts of a whole corpus, of which no more is in memory than the parts under way.

    The result is the same to the last digit for any division into parts, any order, and any number of processes or
    machines.

    Args:
        parts: tables of articles (see `count_part`), or anything that ``load`` turns into one: paths, numbers of shards.
            They are taken one by one, so a generator may be longer than memory. An article never spans two parts.
        load: a function that any process can import; it is called where the counting is done, so texts do not travel.
        workers: processes on this machine.
        executor: any `concurrent.futures.Executor` with that many ``workers``, to use instead of our own processes;
            on Dask ``Client(address).get_executor(retries=3)``.

    Raises:
        ValueError: fewer than one worker.
        Exception: whatever ``load`` or the counting of a part raised; the parts that have not begun are dropped.

    >>> from helpers.report.invented import synthetic_articles
    >>> counted = count_corpus(range(3), load=lambda seed: synthetic_articles(seed, n=2))
    >>> int(counted.sizes["articles"].sum())
    6
    """
    check_workers(workers)
    job = partial(_load_and_count, load)
    with nullcontext(Team(executor, workers)) if executor else executor_for(workers) as team:
        return sum_counts(counted for _, counted in run(job, parts, team))


def sum_counts(results: Iterable[CorpusCounts], *, by: str = "year") -> CorpusCounts:
    """Return the sum of ``results``, added as they come. No more rows wait than the sum has (or a set number).

    >>> sum_counts([]).terms.empty
    True
    """
    total = CorpusCounts(*(typed_table([], types) for types in count_types(by)))
    waiting, rows = [], 0
    for counted in results:
        waiting.append(counted)
        rows += len(counted.terms)
        if rows > max(_ROWS_WAITING, len(total.terms)):
            total, waiting, rows = add_counts(total, *waiting, by=by), [], 0
    return add_counts(total, *waiting, by=by)
