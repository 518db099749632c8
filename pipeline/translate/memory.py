"""The translation memory: what was translated once is not translated again, and what a person decided stands.

Sources are compared in Simplified characters with white space and quotation marks evened out. Among equal sources a reviewed
entry beats a machine's and a newer one an older. A fuzzy match is another sentence's translation and is only ever offered as that.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

from pipeline.han import simplified_table
from pipeline.signature import digest
from pipeline.translate.fuzzy_index import FuzzyIndex
from pipeline.translate.tmx import STATES, Entry, read_tmx

_SPACE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+|\s+(?=[\u3000-\u9fff\uff00-\uffef])|\s+$|^\s+")
_QUOTES = str.maketrans("「」『』＂“”‘’﹁﹂", '"' * 11)


class Match(NamedTuple):
    """Hold what the memory offers for a source."""

    entry: Entry
    score: float
    """Edit ratio of the sources, 0–100; 100 for equal ones."""
    difference: str
    """What differs between the entry's source and this one, for a person; "" where nothing does."""


class Memory:
    """Hold all entries, ready to be searched; immutable."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Keep the best entry per source; the fuzzy index is built when first asked for."""
        self._best: dict[str, Entry] = {}
        for entry in entries:
            key = normalised(entry.source)
            if key not in self._best or _rank(entry) > _rank(self._best[key]):
                self._best[key] = entry
        self._keys = list(self._best)
        self._index: FuzzyIndex | None = None

    @classmethod
    def load(cls, paths: Iterable[Path]) -> Self:
        """Read TMX files; missing ones are empty, bad entries are left out (`read_tmx` reports them).

        Raises SettingsError if a file is not TMX.
        """
        return cls(entry for path in paths for entry in read_tmx(path).entries)

    @property
    def signature(self) -> str:
        """Digest of all entries: what depends on the memory changes with it."""
        parts = (
            f"{e.source}\0{e.target}\0{e.state}\0{e.story}" for e in sorted(self._best.values(), key=lambda e: e.source)
        )
        return digest(*parts)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The best entry of each source, in the order they came."""
        return tuple(self._best.values())

    def __len__(self) -> int:
        """Count the distinct sources."""
        return len(self._best)

    def exact(self, source: str) -> Entry | None:
        """Look a source up."""
        return self._best.get(normalised(source))

    def fuzzy(self, source: str, least_score: float) -> Match | None:
        """Find the most similar source that reaches the score; on equal scores the better entry.

        >>> memory = Memory([Entry("今天有三人到场。", "Three people came today.")])
        >>> memory.fuzzy("今天有四人到场。", 80.0).difference
        '三 → 四'
        """
        if not self._keys:
            return None
        if self._index is None:
            self._index = FuzzyIndex(self._keys)
        key = normalised(source)
        found = self._index.like(key, least_score)
        if not found:
            return None
        best = max(found, key=lambda like: (like.score, _rank(self._best[self._keys[like.place]])))
        entry = self._best[self._keys[best.place]]
        return Match(entry, best.score, difference(normalised(entry.source), key))

    def merged(self, entries: Iterable[Entry]) -> Self:
        """Add entries under the rule that reviewed beats machine and newer beats older."""
        return type(self)((*self._best.values(), *entries))


def normalised(text: str) -> str:
    """Even out what makes no difference to a translation: script, quotation marks, white space beside Chinese.

    >>> normalised(" 「晶片」 很貴。") == normalised("“晶片”很贵。")
    True
    """
    return _SPACE.sub("", text.translate(_table())).translate(_QUOTES)


def difference(old: str, new: str) -> str:
    """Say what changed between two texts, shortest first things first: "三 → 四; + 昨天"."""
    parts = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace":
            parts.append(f"{old[a:b]} → {new[c:d]}")
        elif kind != "equal":
            parts.append(f"− {old[a:b]}" if kind == "delete" else f"+ {new[c:d]}")
    return "; ".join(parts)


def _rank(entry: Entry) -> tuple[int, str]:
    return (-STATES.index(entry.state), entry.date)


@cache
def _table() -> dict[int, str]:
    return simplified_table()
