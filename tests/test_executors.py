"""The same work gives the same bytes in process, in local processes and on a real Dask cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Executor

import pytest

from pipeline.errors import SettingsError
from pipeline.executors import InProcess, LocalProcesses, executor, run_ordered

JOBS = [f"第{number}篇".encode() for number in range(60)]


def work(payload: bytes) -> bytes:
    """Digest a payload, slowly enough that order could be lost."""
    return hashlib.blake2b(payload * 50).digest()


def fail(payload: bytes) -> bytes:
    """Fail for one payload."""
    if payload == JOBS[3]:
        raise LookupError("the third")
    return payload


EXPECTED = [work(job) for job in JOBS]


@pytest.mark.parametrize("workers", [1, 2])
def test_local_executors_agree(workers: int) -> None:
    """One process and two give the same results in the same order."""
    with executor(workers) as pool:
        assert list(run_ordered(pool, work, JOBS)) == EXPECTED


@pytest.mark.slow
def test_a_real_cluster_agrees() -> None:
    """Two workers of a Dask cluster give the same results in the same order."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        executor(0, cluster.scheduler_address) as pool,
    ):
        assert list(run_ordered(pool, work, JOBS)) == EXPECTED


def test_an_error_arrives_in_its_turn() -> None:
    """Results before the failing job come first."""
    with executor(1) as pool:
        results = run_ordered(pool, fail, JOBS)
        assert [next(results) for _ in range(3)] == JOBS[:3]
        with pytest.raises(LookupError, match="the third"):
            next(results)


def test_jobs_are_drawn_as_needed() -> None:
    """Only a window of jobs is made, so that memory does not grow with the corpus."""
    made: list[int] = []

    def jobs() -> Iterator[bytes]:
        for number in range(1000):
            made.append(number)
            yield b"x"

    with executor(1) as pool:
        next(run_ordered(pool, work, jobs(), window=4))
    assert len(made) == 4


def test_a_missing_scheduler_is_explained() -> None:
    """An address where nobody answers is a settings error."""
    pytest.importorskip("distributed")
    with pytest.raises(SettingsError, match="no Dask scheduler"), executor(0, "tcp://127.0.0.1:9"):
        pass


def test_idle_processes_never_start() -> None:
    """Without a job no process starts."""
    pool: Executor = LocalProcesses(2)
    pool.shutdown()
    assert isinstance(InProcess(), Executor)
