"""A corpus of any size to two small tables, part by part, on one processor, several, or a cluster.

Articles go out, or better only the names of where they are; only counts come back:

* terms  ``year, term, n, articles``            one row a content word and year; articles = in how many it stands
* sizes  ``year, articles, characters``         what was counted, for rates and shares
"""

import random
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from functools import cache
from itertools import accumulate
from multiprocessing import get_context
from typing import Any, NamedTuple

import pandas as pd

from helpers import lexicon
from helpers.tables import count_characters, count_terms

TERM_TYPES = {"year": "int64", "term": "str", "n": "int64", "articles": "int64"}
SIZE_TYPES = {"year": "int64", "articles": "int64", "characters": "int64"}
_ROWS_WAITING = 500_000


class Counted(NamedTuple):
    """What was counted: the tables ``terms`` and ``sizes``, each ordered by its first columns."""

    terms: pd.DataFrame
    sizes: pd.DataFrame


def count_part(articles: pd.DataFrame) -> Counted:
    """Return the counts of one part of a corpus; every article is whole in one part.

    Args:
        articles: with ``article_id`` (each once), ``year`` and ``text``.

    >>> part = pd.DataFrame({"article_id": ["a"], "year": [2023], "text": ["开源,开源。"]})
    >>> count_part(part).terms.values.tolist()
    [[2023, '开源', 2, 1]]
    """
    terms = count_terms(articles).assign(articles=1)
    sizes = pd.DataFrame(
        {"year": articles["year"], "articles": 1, "characters": [*map(count_characters, articles["text"])]}
    )
    return Counted(_summed([terms], TERM_TYPES), _summed([sizes], SIZE_TYPES))


def _summed(tables: Iterable[pd.DataFrame], types: dict[str, str]) -> pd.DataFrame:
    table = pd.concat([table[list(types)].astype(types) for table in tables], ignore_index=True)
    keys = [column for column in types if column in ("year", "term")]
    return table.groupby(keys, as_index=False, sort=True).sum().astype(types)


def add_counts(*counted: Counted) -> Counted:
    """Return the counts of parts together: a sum, so that neither order nor grouping of the parts matters.

    >>> part = count_part(pd.DataFrame({"article_id": ["a"], "year": [2023], "text": ["开源"]}))
    >>> add_counts(part, part).sizes.values.tolist()
    [[2023, 2, 4]]
    """
    return Counted(
        _summed([one.terms for one in counted], TERM_TYPES), _summed([one.sizes for one in counted], SIZE_TYPES)
    )


def _load_and_count(load: Callable[[Any], pd.DataFrame] | None, part: Any) -> Counted:
    return count_part(load(part) if load else part)


def _results(executor: Executor, jobs: Iterable[tuple], at_once: int) -> Iterator[Counted]:
    """Yield what each job gives, as it comes, with no more than ``at_once`` under way; drop the rest on an error."""
    under_way: set[Future[Counted]] = set()
    try:
        for job in jobs:
            if len(under_way) >= at_once:
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
            under_way.add(executor.submit(_load_and_count, *job))
        while under_way:
            done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        for future in under_way:
            future.cancel()


def count_corpus(
    parts: Iterable[Any],
    *,
    load: Callable[[Any], pd.DataFrame] | None = None,
    workers: int = 1,
    executor: Executor | None = None,
) -> Counted:
    """Return the counts of a whole corpus, of which no more is in memory than the parts under way.

    The result is the same to the last digit however the corpus is cut, in whatever order parts are done, on however
    many processes or machines.

    Args:
        parts: articles tables (see `count_part`), or whatever ``load`` makes one of: paths, numbers of a shard.
            They are taken one by one, so a generator may be longer than memory. An article never spans two parts.
        load: a function that any process can import; it is called where the counting is done, so texts do not travel.
        workers: processes on this machine.
        executor: what runs them instead of processes of ours, any `concurrent.futures.Executor` of so many ``workers``;
            on Dask ``Client(address).get_executor(retries=3)``.

    Raises:
        ValueError: fewer than one worker.
        Exception: what ``load`` or the counting of a part raised; the parts not yet begun are dropped.

    >>> counted = count_corpus(range(3), load=lambda seed: synthetic_articles(seed, n=2))
    >>> int(counted.sizes["articles"].sum())
    6
    """
    if workers < 1:
        raise ValueError(f"workers is {workers}; at least one must work.")
    jobs = ((load, part) for part in parts)
    if executor is not None:
        return _sum_as_they_come(_results(executor, jobs, 2 * workers))
    if workers == 1:
        return _sum_as_they_come(_load_and_count(*job) for job in jobs)
    # `spawn` on every system: a forked child inherits locks that other threads hold
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return _sum_as_they_come(_results(pool, jobs, 2 * workers))


def _no_counts() -> Counted:
    return Counted(*(pd.DataFrame(columns=[*types]).astype(types) for types in (TERM_TYPES, SIZE_TYPES)))


def _sum_as_they_come(results: Iterable[Counted]) -> Counted:
    """Add up ``results``; what waits to be added is no longer than the sum itself (or a set number of rows)."""
    total, waiting, rows = _no_counts(), [], 0
    for counted in results:
        waiting.append(counted)
        rows += len(counted.terms)
        if rows > max(_ROWS_WAITING, len(total.terms)):
            total, waiting, rows = add_counts(total, *waiting), [], 0
    return add_counts(total, *waiting)


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Return our own words, then names, with the sums of their weights: the k-th has 1/k of the first one's."""
    glossary, names = lexicon.read_table("glossary")["simplified"], lexicon.read_table("entities")["alias"]
    own = dict.fromkeys((*lexicon.read_words("stopwords"), *lexicon.read_words("words"), *glossary))
    words = ["，", "的", "。", *random.Random(0).sample([*own], len(own)), *names]
    words = [f"{word} " if word[-1].isascii() else word for word in words]
    return words, [*accumulate(1 / rank for rank in range(1, len(words) + 1))]


def synthetic_articles(seed: int, *, n: int = 1000) -> pd.DataFrame:
    """Return ``n`` short articles without sense, made of the words of our own lists: the same for the same ``seed``.

    >>> synthetic_articles(7, n=2)["article_id"].tolist()
    ['000007-0000', '000007-0001']
    """
    chance = random.Random(seed)
    words, sums = _vocabulary()
    rows = [
        (f"{seed:06}-{number:04}", chance.randint(2023, 2025), "".join(chance.choices(words, cum_weights=sums, k=200)))
        for number in range(n)
    ]
    return pd.DataFrame(rows, columns=["article_id", "year", "text"])
