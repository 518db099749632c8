"""The store: every stage result under a key made from all that it depends on.

One SQLite file in write-ahead mode: a killed process leaves either the whole artefact or none, and two runs at once wait for
each other instead of corrupting it. A key is a digest of stage, code, settings, engine and inputs (see `pipeline.signature`),
so a result is never stale, only unused. It refuses to guess: an artefact that does not decode as its type counts as absent.
"""

from __future__ import annotations

import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.errors import SettingsError

T = TypeVar("T")
_BUSY_TIMEOUT_S = 120.0
_RETRY_S = 0.02
_SCHEMA = "CREATE TABLE IF NOT EXISTS artefacts (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


class Store:
    """Keep artefacts by key; safe for threads of one process and for several processes."""

    def __init__(self, path: Path) -> None:
        """Open or create the file; raises SettingsError if something else lies there."""
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        try:
            self._database = sqlite3.connect(
                path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
            )
            _enter_write_ahead_mode(self._database)
            self._database.execute("PRAGMA synchronous=NORMAL")
            self._database.execute(_SCHEMA)
        except sqlite3.OperationalError as error:
            raise SettingsError(
                f"{path} does not open ({error}); is another run using it, or the disk full?"
            ) from error
        except sqlite3.DatabaseError as error:
            raise SettingsError(f"{path} is not a store ({error}); delete it with `inv clean-cache`") from error

    def get(self, key: str) -> bytes | None:
        """Return the bytes under a key, or None."""
        with self._lock, closing(self._database.execute("SELECT value FROM artefacts WHERE key = ?", (key,))) as rows:
            row = rows.fetchone()
        if row is None:
            return None
        try:
            return zlib.decompress(row[0])
        except zlib.error:
            return None

    def put(self, key: str, value: bytes) -> None:
        """Store bytes under a key; the last writer wins, and equal keys mean equal values."""
        packed = zlib.compress(value, 1)
        with self._lock:
            self._database.execute("INSERT OR REPLACE INTO artefacts VALUES (?, ?)", (key, packed))

    def has(self, key: str) -> bool:
        """Tell whether a key is there."""
        with self._lock, closing(self._database.execute("SELECT 1 FROM artefacts WHERE key = ?", (key,))) as rows:
            return rows.fetchone() is not None

    def load(self, key: str, kind: type[T]) -> T | None:
        """Decode the artefact under a key; None if it is absent or of another shape."""
        value = self.get(key)
        if value is None:
            return None
        try:
            return unpack(value, kind)
        except msgspec.DecodeError:
            return None

    def save(self, key: str, value: object) -> None:
        """Encode and store an artefact."""
        self.put(key, pack(value))

    def __len__(self) -> int:
        """Count the artefacts."""
        with self._lock, closing(self._database.execute("SELECT count(*) FROM artefacts")) as rows:
            return int(rows.fetchone()[0])

    def close(self) -> None:
        """Fold the write-ahead log into the file and close it."""
        with self._lock:
            self._database.close()


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Open a store and close it at the end, whatever happens."""
    store = Store(path)
    try:
        yield store
    finally:
        store.close()


def _enter_write_ahead_mode(database: sqlite3.Connection) -> None:
    """Switch the journal; a file that two runs create at once is tried again until the other one is done.

    SQLite answers "locked" here without waiting for its busy timeout, because two connections that both want to change the mode
    would wait for each other.
    """
    deadline = time.monotonic() + _BUSY_TIMEOUT_S
    while True:
        try:
            database.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_RETRY_S)


def pack(value: object) -> bytes:
    """Encode a record of plain types as MessagePack; equal records give equal bytes."""
    return msgspec.msgpack.encode(value, order="deterministic")


def unpack(value: bytes, kind: type[T]) -> T:
    """Decode MessagePack into a record; raises msgspec.DecodeError if the bytes have another shape."""
    return msgspec.msgpack.decode(value, type=kind)
