"""Choose who works on the parts of a corpus (this process, several, a cluster), and hand the parts out.

`executor_for` chooses, `run` hands out. However a run ends, no process outlives it.
"""

import logging
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from multiprocessing import get_context
from threading import Thread
from typing import Any, NamedTuple

_PATIENCE = 10  # seconds until a scheduler must answer
_BLINK = 0.2  # seconds until Ctrl-C is noticed
# Ctrl-C, a polite kill, and a terminal that is closed (which Windows does not tell)
_SIGNALS = {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}


class Team(NamedTuple):
    """The workers: an executor (None: this process alone), and the number of parts that it can work on at once.

    ``ours``: processes that end on any error, so that nothing is cancelled: a cancelled part would upset a pool that breaks.
    """

    executor: Executor | None = None
    workers: int = 1
    ours: bool = False


ALONE = Team()


def check_workers(workers: int) -> None:
    """Check that anybody works.

    Raises:
        ValueError: ``workers`` is below 1.
    """
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
    check_workers(workers)
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
