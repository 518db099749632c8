"""How work is run is not the stages' business: in process, in local processes, or on a Dask cluster.

All three are `concurrent.futures.Executor`s and give the same results byte for byte, since stages are pure functions from
bytes to bytes. Results come back in the order of the jobs; only a bounded window of jobs is in flight.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from pipeline.errors import EngineMissing, SettingsError

P = TypeVar("P")
R = TypeVar("R")
_JOBS_PER_WORKER = 4
_CLUSTER_WINDOW_JOBS = 256


class InProcess(Executor):
    """Run each job at once in the calling thread."""

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Run the job and return a finished future; an exception is kept for `result()`."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future carries any error to its reader, as the protocol demands
            future.set_exception(error)
        return future


class LocalProcesses(Executor):
    """Run jobs in local processes, which start when the first job comes."""

    def __init__(self, workers: int) -> None:
        """Plan for a number of processes; nothing starts yet."""
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, fn: Callable[..., R], /, *args: Any, **kwargs: Any) -> Future[R]:
        """Hand the job to a process."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, mp_context=multiprocessing.get_context("spawn"))
        return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop the processes; jobs not yet begun are dropped if asked."""
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def executor(workers: int, cluster: str = "") -> Iterator[Executor]:
    """Give the executor that the settings ask for, and stop it at the end; pending jobs are dropped on an error.

    workers: 0 for one process per core, 1 for in process. cluster: address of a Dask scheduler, "" for none.
    Raises SettingsError for an address where no scheduler answers, EngineMissing without the `cluster` extra.
    """
    if cluster:
        with _dask(cluster) as pool:
            yield pool
        return
    count = workers or os.cpu_count() or 1
    chosen = InProcess() if count == 1 else LocalProcesses(count)
    try:
        yield chosen
    except BaseException:
        chosen.shutdown(wait=True, cancel_futures=True)
        raise
    chosen.shutdown()


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise EngineMissing("a Dask cluster needs the extra: pip install 'qingyi[cluster]'") from error
    try:
        connect: Any = Client
        client = connect(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise SettingsError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        yield client.get_executor(pure=False)


def run_ordered(
    pool: Executor, function: Callable[[P], R], jobs: Iterable[P], window: int | None = None
) -> Iterator[R]:
    """Run jobs and yield their results in order, with at most `window` jobs in flight.

    window: default 4 per local process, 1 in process, 256 on a cluster. An error in a job is raised when its turn comes.
    """
    limit = window or _window(pool)
    pending: deque[Future[R]] = deque()
    for job in jobs:
        pending.append(pool.submit(function, job))
        if len(pending) >= limit:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


def _window(pool: Executor) -> int:
    if isinstance(pool, InProcess):
        return 1
    return pool.workers * _JOBS_PER_WORKER if isinstance(pool, LocalProcesses) else _CLUSTER_WINDOW_JOBS
