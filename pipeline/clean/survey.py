"""Corpus-level evidence: a passage that stands in many unrelated documents is furniture, not text.

Copies of one story share all their passages and must not count as many documents. So the documents that hold a passage are
joined where they share most of their other passages too, and the number of groups that remain is what counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

_SAME_STORY_RATIO = 0.5
"""Documents sharing at least this part of the shorter one's passages are copies; pages of one site share far less."""
_ENOUGH_DOCUMENTS = 64
"""A passage this frequent is furniture without comparing its documents pair by pair."""


def repeated(passages: Mapping[str, Sequence[str]], documents: int) -> dict[str, tuple[str, ...]]:
    """Find each document's passages that stand in at least `documents` unrelated documents.

    passages: digests of the passages of each document, by path. Returns the repeated digests by path, sorted.

    >>> repeated({"a": ["x", "1", "2"], "b": ["x", "3", "4"], "c": ["x", "5", "6"]}, 3)
    {'a': ('x',), 'b': ('x',), 'c': ('x',)}
    >>> repeated({"a": ["x", "1"], "b": ["x", "1"], "c": ["x", "1"]}, 3)
    {'a': (), 'b': (), 'c': ()}
    """
    holders: dict[str, list[str]] = defaultdict(list)
    sets = {path: frozenset(digests) for path, digests in passages.items()}
    for path in sorted(sets):
        for digest in sets[path]:
            holders[digest].append(path)
    furniture = {
        digest
        for digest, paths in holders.items()
        if len(paths) >= documents and _unrelated(paths, sets) >= min(documents, _ENOUGH_DOCUMENTS)
    }
    return {path: tuple(sorted(digests & furniture)) for path, digests in sets.items()}


def _unrelated(paths: list[str], sets: Mapping[str, frozenset[str]]) -> int:
    """Count groups of documents that are no copies of each other."""
    groups: list[frozenset[str]] = []
    for path in paths[:_ENOUGH_DOCUMENTS]:
        own = sets[path]
        if not any(len(own & seen) >= _SAME_STORY_RATIO * min(len(own), len(seen)) for seen in groups):
            groups.append(own)
    return len(groups)
