"""Count the words of a corpus of any size in parts, on one processor, on several, or on a cluster.

`run` hands out the parts, `executor_for` chooses the workers. A part is a table of articles or, better, the name of the
place where they lie. Workers return only counts (`CorpusCounts`).
"""

import logging
import random
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from functools import cache, partial
from itertools import accumulate
from multiprocessing import get_context
from typing import Any, NamedTuple

import pandas as pd

from helpers import lexicon
from helpers.stats.counts import count_characters, count_terms

_ROWS_WAITING = 500_000
_PATIENCE = 10  # seconds until a scheduler must answer


class CorpusCounts(NamedTuple):
    """The counts of a corpus as two tables, each ordered by its first columns; ``year`` may be another column (``by``).

    * ``terms``: ``year, term, n, articles``, one row a content word and year; ``articles`` is the number that hold it;
    * ``sizes``: ``year, articles, characters``, the denominators of rates and shares.
    """

    terms: pd.DataFrame
    sizes: pd.DataFrame


def _types(by: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the column types of both tables."""
    numbers = {"articles": "int64", "characters": "int64"}
    return {by: "int64", "term": "str", "n": "int64", "articles": "int64"}, {by: "int64", **numbers}


def count_part(articles: pd.DataFrame, *, by: str = "year") -> CorpusCounts:
    """Return the counts of one part of a corpus. An article must lie in one part as a whole.

    Args:
        articles: with ``article_id`` (each once), ``text`` and the column ``by``.
        by: the column of whole numbers by which words and sizes are counted.

    >>> part = pd.DataFrame({"article_id": ["a"], "year": [2023], "text": ["开源,开源。"]})
    >>> count_part(part).terms.values.tolist()
    [[2023, '开源', 2, 1]]
    """
    key = articles[by].to_numpy()
    terms = count_terms(articles.assign(year=key)).assign(articles=1).rename(columns={"year": by})
    sizes = pd.DataFrame({by: key, "articles": 1, "characters": [*map(count_characters, articles["text"])]})
    return _sum([CorpusCounts(terms, sizes)], by)


def _sum(counted: Iterable[CorpusCounts], by: str) -> CorpusCounts:
    tables = zip(zip(*counted, strict=True), _types(by), strict=True)
    return CorpusCounts(*(_summed(parts, types, by) for parts, types in tables))


def _summed(tables: Iterable[pd.DataFrame], types: dict[str, str], by: str) -> pd.DataFrame:
    table = pd.concat([table[list(types)].astype(types) for table in tables], ignore_index=True)
    keys = [column for column in types if column in (by, "term")]
    return table.groupby(keys, as_index=False, sort=True).sum().astype(types)


def add_counts(*counted: CorpusCounts, by: str = "year") -> CorpusCounts:
    """Return the sum of the counts of some parts; neither order nor grouping of the parts matters.

    >>> part = count_part(pd.DataFrame({"article_id": ["a"], "year": [2023], "text": ["开源"]}))
    >>> add_counts(part, part).sizes.values.tolist()
    [[2023, 2, 4]]
    """
    return _sum(counted, by)


def _load_and_count(load: Callable[[Any], pd.DataFrame] | None, part: Any) -> CorpusCounts:
    return count_part(load(part) if load else part)


class Team(NamedTuple):
    """The workers: an executor (None: this process alone), and the number of parts that it can work on at once."""

    executor: Executor | None = None
    workers: int = 1


ALONE = Team()


def _check_workers(workers: int) -> None:
    if workers < 1:
        raise ValueError(f"workers is {workers}; at least one must work.")


@contextmanager
def executor_for(workers: int = 1, scheduler: str = "") -> Iterator[Team]:
    """Yield the `Team` for ``workers`` processes of this machine, or for a Dask cluster.

    Args:
        workers: processes; one is this process itself.
        scheduler: the address of a running Dask scheduler such as ``tcp://10.0.0.1:8786``, which knows its own workers;
            or ``local`` for a Dask cluster of ``workers`` processes on this machine, which survives a killed worker.

    Raises:
        ValueError: fewer than one worker, the package distributed is missing, no scheduler answers, or one of our
            processes died (a Dask worker may).

    >>> with executor_for(1) as team:
    ...     team.workers
    1
    """
    _check_workers(workers)
    if scheduler:
        with _dask_client(workers, scheduler) as client:
            yield Team(client.get_executor(retries=3), max(1, sum(client.nthreads().values())))
    elif workers == 1:
        yield ALONE
    else:
        from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # a browser has no processes

        # `spawn` on every system: a forked child inherits locks that other threads hold
        deaf = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=deaf) as pool:
            try:
                yield Team(pool, workers)
            except BrokenProcessPool:
                raise ValueError("a process died in the middle (not enough memory?): try fewer workers.") from None


@contextmanager
def _dask_client(workers: int, scheduler: str) -> Iterator[Any]:
    try:
        import dask
        import distributed
    except ImportError:
        raise ValueError("a Dask cluster needs the package distributed (pip install distributed).") from None
    # its profiler looks into our loops a hundred times a second
    with dask.config.set({"distributed.worker.profile.enabled": False}):
        if scheduler == "local":
            options = {"dashboard_address": ":0", "silence_logs": logging.CRITICAL}
            with (
                distributed.LocalCluster(n_workers=workers, threads_per_worker=1, **options) as cluster,
                distributed.Client(cluster) as client,
            ):
                yield client
            return
        try:
            client = distributed.Client(scheduler, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            raise ValueError(f"no Dask scheduler answers at {scheduler} ({type(error).__name__}).") from None
        with client:
            yield client


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Delay Ctrl-C. It reaches every process of a terminal, and a process that starts here must not die of it before
    it ignores the signal: this process tells the workers when to stop."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover (Windows)
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def run(function: Callable[[Any], Any], parts: Iterable[Any], team: Team = ALONE) -> Iterator[tuple[int, Any]]:
    """Yield ``(number, function(part))`` for every part as soon as it is ready; in order if one process works alone.

    At most twice as many parts as workers are under way, so ``parts`` may be a generator that is longer than memory. On
    an error, the parts that have not begun are dropped.

    Raises:
        Exception: whatever ``function`` raised.

    >>> list(run(abs, [-1, 2]))
    [(0, 1), (1, 2)]
    """
    if team.executor is None:
        yield from ((number, function(part)) for number, part in enumerate(parts))
        return
    under_way: dict[Future[Any], int] = {}

    def finished() -> Iterator[tuple[int, Any]]:
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        for future in done:
            yield under_way.pop(future), future.result()

    try:
        for number, part in enumerate(parts):
            if len(under_way) >= 2 * team.workers:
                yield from finished()
            with _ctrl_c_waits():
                future = team.executor.submit(function, part)
            under_way[future] = number
        while under_way:
            yield from finished()
    finally:
        for future in under_way:
            future.cancel()


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

    >>> counted = count_corpus(range(3), load=lambda seed: synthetic_articles(seed, n=2))
    >>> int(counted.sizes["articles"].sum())
    6
    """
    _check_workers(workers)
    job = partial(_load_and_count, load)
    if executor is not None:
        return sum_counts(counted for _, counted in run(job, parts, Team(executor, workers)))
    with executor_for(workers) as team:
        return sum_counts(counted for _, counted in run(job, parts, team))


def sum_counts(results: Iterable[CorpusCounts], *, by: str = "year") -> CorpusCounts:
    """Return the sum of ``results``, added as they come. No more rows wait than the sum has (or a set number).

    >>> sum_counts([]).terms.empty
    True
    """
    total = CorpusCounts(*(pd.DataFrame(columns=[*types]).astype(types) for types in _types(by)))
    waiting, rows = [], 0
    for counted in results:
        waiting.append(counted)
        rows += len(counted.terms)
        if rows > max(_ROWS_WAITING, len(total.terms)):
            total, waiting, rows = add_counts(total, *waiting, by=by), [], 0
    return add_counts(total, *waiting, by=by)


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Return our own words and then names with the sums of their weights; the weight of the k-th is 1/k."""
    glossary, names = lexicon.read_table("glossary")["simplified"], lexicon.read_table("entities")["alias"]
    own = dict.fromkeys((*lexicon.read_words("stopwords"), *lexicon.read_words("words"), *glossary))
    words = ["，", "的", "。", *random.Random(0).sample([*own], len(own)), *names]
    words = [f"{word} " if word[-1].isascii() else word for word in words]
    return words, [*accumulate(1 / rank for rank in range(1, len(words) + 1))]


def synthetic_articles(seed: int, *, n: int = 1000) -> pd.DataFrame:
    """Return ``n`` short meaningless articles, drawn from the words of our own lists; a ``seed`` always gives the same.

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
