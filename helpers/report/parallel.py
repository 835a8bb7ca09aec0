"""Count the words of a corpus of any size in parts, on one processor, on several, or on a cluster.

`run` hands out the parts, `executor_for` chooses the workers. A part is a table of articles or, better, the name of the
place where they lie. Workers return only counts (`CorpusCounts`).
"""

import logging
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from threading import Thread
from typing import Any, NamedTuple

import pandas as pd

from helpers.stats.counts import count_characters, count_terms
from helpers.tables import typed_table

_ROWS_WAITING = 500_000
_PATIENCE = 10  # seconds until a scheduler must answer
_BLINK = 0.2  # seconds until Ctrl-C is noticed
# Ctrl-C, a polite kill, and a terminal that is closed (which Windows does not tell)
_SIGNALS = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}


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
    table = pd.concat([table[list(types)] for table in tables], ignore_index=True).astype(types)
    keys = [column for column in types if column in (by, "term")]
    return table.groupby(keys, as_index=False, sort=True).sum()


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
    """The workers: an executor (None: this process alone), and the number of parts that it can work on at once.

    ``ours``: processes that end on any error, so that nothing is cancelled: a cancelled part would upset a pool that breaks.
    """

    executor: Executor | None = None
    workers: int = 1
    ours: bool = False


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
        with _processes(workers) as team:
            yield team


@contextmanager
def _processes(workers: int) -> Iterator[Team]:
    """Yield a team of our own processes. However this process ends, even killed, they end with it."""
    from concurrent.futures.process import BrokenProcessPool, ProcessPoolExecutor  # a browser has no processes

    context = get_context("spawn")  # on every system: a forked child inherits locks that other threads hold
    told, tell = context.Pipe(duplex=False)
    with told, tell, ProcessPoolExecutor(workers, context, initializer=_obey, initargs=(told,)) as pool:
        try:
            yield Team(pool, workers, ours=True)
        except BrokenProcessPool:
            raise ValueError("a process died in the middle (not enough memory?): try fewer workers.") from None
        except BaseException:
            tell.close()  # what they are working on is wanted no more
            raise


def _obey(told: Any) -> None:
    """Prepare a worker: it ignores what reaches all processes of a terminal, and ends as soon as the other end of the
    pipe ``told`` is closed.

    The pool ends its workers by SIGTERM when one of them died, and waits for them. A worker starts with this signal
    blocked (`_signals_wait`).
    """
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL if number == signal.SIGTERM else signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)

    def end() -> None:
        told.poll(None)
        os._exit(1)

    Thread(target=end, daemon=True).start()


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
def _signals_wait() -> Iterator[None]:
    """Delay the signals that end this process.

    Ctrl-C and the end of a terminal reach every process in it, and a process that starts here must not die of it before it ignores the
    signal. And an exception in the middle of `concurrent.futures` may leave a lock behind, for which the pool then waits
    for ever.
    """
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover (Windows)
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
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
        done: set[Future[Any]] = set()
        while not done:  # between two waits, a delayed signal comes through
            with _signals_wait():
                done, _ = wait(under_way, timeout=_BLINK, return_when=FIRST_COMPLETED)
        for future in done:
            yield under_way.pop(future), future.result()

    try:
        for number, part in enumerate(parts):
            if len(under_way) >= 2 * team.workers:
                yield from finished()
            with _signals_wait():
                future = team.executor.submit(function, part)
            under_way[future] = number
        while under_way:
            yield from finished()
    finally:
        with _signals_wait():
            for future in () if team.ours else under_way:
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

    >>> from helpers.report.invented import synthetic_articles
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
    total = CorpusCounts(*(typed_table([], types) for types in _types(by)))
    waiting, rows = [], 0
    for counted in results:
        waiting.append(counted)
        rows += len(counted.terms)
        if rows > max(_ROWS_WAITING, len(total.terms)):
            total, waiting, rows = add_counts(total, *waiting, by=by), [], 0
    return add_counts(total, *waiting, by=by)
