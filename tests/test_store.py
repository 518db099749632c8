"""The store survives what machines do: killed processes, two writers, foreign files, damaged rows."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.corpus import Corpus, Record
from pipeline.errors import SettingsError
from pipeline.store import Store, opened, pack, unpack

WRITER = """
import sys
from pathlib import Path
from pipeline.store import Store
store = Store(Path(sys.argv[1]))
number = 0
while number < int(sys.argv[3]):
    store.put(f"{sys.argv[2]}-{number}", (f"{sys.argv[2]}-{number}:" * 2000).encode())
    number += 1
    print(number, flush=True)
"""


def spawn(path: Path, name: str, count: int, root: Path) -> subprocess.Popen[str]:
    """Start a process that writes `count` artefacts."""
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    """Records come back equal; absent keys and other shapes come back as None."""
    corpus = Corpus(documents=(Record("a.txt", "id", "key"),))
    with opened(tmp_path / "store.sqlite") as store:
        store.save("corpus", corpus)
        assert store.load("corpus", Corpus) == corpus
        assert store.load("corpus", Record) is None
        assert store.load("nothing", Corpus) is None
        assert store.has("corpus") and not store.has("nothing") and len(store) == 1


def test_equal_records_give_equal_bytes() -> None:
    """Packing is deterministic, so that keys made of packed records are stable."""
    assert pack({"b": 1, "a": (1, 2)}) == pack({"a": (1, 2), "b": 1})
    assert unpack(pack(Record("p", "d", "k")), Record) == Record("p", "d", "k")


@pytest.mark.parametrize("delay_s", [0.0, 0.02, 0.05])
def test_a_killed_writer_leaves_whole_artefacts(tmp_path: Path, root: Path, delay_s: float) -> None:
    """After SIGKILL in mid-write, every announced artefact is there and whole, and the file is sound."""
    path = tmp_path / "store.sqlite"
    writer = spawn(path, "w", 10**9, root)
    assert writer.stdout is not None
    announced = 0
    for _ in range(20):
        announced = int(writer.stdout.readline())
    time.sleep(delay_s)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    with opened(path) as store:
        for number in range(announced):
            assert store.get(f"w-{number}") == (f"w-{number}:" * 2000).encode()
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_runs_at_once_lose_nothing(tmp_path: Path, root: Path) -> None:
    """Two processes write to one store at the same time."""
    path = tmp_path / "store.sqlite"
    writers = [spawn(path, name, 200, root) for name in "ab"]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    with opened(path) as store:
        assert len(store) == 400


def test_many_runs_may_create_the_store_at_once(tmp_path: Path) -> None:
    """SQLite refuses a second change of journal mode at once; opening waits for the first instead."""
    for attempt in range(20):
        path = tmp_path / f"{attempt}.sqlite"
        with ThreadPoolExecutor(8) as pool:
            for store in pool.map(Store, [path] * 8):
                store.close()


def test_a_store_that_cannot_be_opened_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file locked for longer than we wait is another run's, and deleting it is not the advice."""
    path = tmp_path / "store.sqlite"
    monkeypatch.setattr("pipeline.store._BUSY_TIMEOUT_S", 0.1)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(SettingsError, match="another run"):
            Store(path)


def test_a_damaged_row_counts_as_absent(tmp_path: Path) -> None:
    """Bytes that do not decompress are computed again, not served."""
    path = tmp_path / "store.sqlite"
    with opened(path) as store:
        store.save("key", Record("p", "d", "k"))
    with sqlite3.connect(path) as database:
        database.execute("UPDATE artefacts SET value = x'0badf00d'")
    with opened(path) as store:
        assert store.load("key", Record) is None


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    """A file that is no store is named, with the remedy."""
    path = tmp_path / "store.sqlite"
    path.write_text("this is a diary, not a database. " * 50)
    with pytest.raises(SettingsError, match="clean-cache"):
        Store(path)
