"""Edges: which candidate pairs really share text, and how much of it.

Pairs are matched in the order of their likeness. Copies beyond doubt join at once, and what is joined already is looked at only a
few times more, so that a story of a thousand copies costs a thousand times a constant. Texts are loaded a few at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.document import Document
from pipeline.group import candidates
from pipeline.group.matching import Match, Prepared, is_copy, is_same, match, prepare
from pipeline.group.recall import Recall
from pipeline.group.shingles import Hashes, shared, unpack
from pipeline.group.sketch import Sketch
from pipeline.group.titles import are_akin
from pipeline.settings import GroupSettings

NEARLY_ALL = 0.9
"""A document of which another one holds more is that one's copy, whatever their titles."""
_CACHED_DOCUMENTS = 512
_LOOKS = 4
"""Copies of the same text that a document is compared with before further ones are taken on trust."""
_CERTAIN = 99.0
"""Weight added where two files are equal: even one word is then a copy."""


class Forest:
    """Keep disjoint sets; the smallest member stands for each."""

    def __init__(self, size: int) -> None:
        """Start with each member alone."""
        self.parent = list(range(size))

    def find(self, item: int) -> int:
        """Return the member that stands for an item's set."""
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        """Make one set of two."""
        low, high = sorted((self.find(a), self.find(b)))
        self.parent[high] = low


class Edge(NamedTuple):
    """Hold two documents, by index into the sketches, that share text."""

    a: int
    b: int
    match: Match


def edges(
    ordered: Sequence[Sketch], load: Callable[[str], Document], settings: GroupSettings, recall: Recall
) -> list[Edge]:
    """Match candidate pairs; of pairs joined beyond doubt anyway, a few for each document.

    ordered: sketches in path order.
    """
    index = candidates.index(ordered, settings)

    @lru_cache(maxsize=_CACHED_DOCUMENTS)
    def common(number: int) -> Hashes:
        return shared(unpack(ordered[number].hashes), index.common)

    @lru_cache(maxsize=_CACHED_DOCUMENTS)
    def prepared(number: int) -> Prepared:
        return prepare(load(ordered[number].path), common(number), settings)

    def measured(a: int, b: int) -> Match:
        detail = common(a).tobytes() + b"|" + common(b).tobytes()
        return recall(
            (ordered[a].path, ordered[b].path), detail, Match, lambda: match(prepared(a), prepared(b), settings)
        )

    sure, found = Forest(len(ordered)), []
    looked: Counter[int] = Counter()
    for a, b in _identical(ordered):
        sure.join(a, b)
        found.append(Edge(a, b, Match(1.0, 1.0, frozenset(), frozenset(), ordered[a].chars + _CERTAIN, 100.0)))
    for a, b, _ in index.candidates:
        if sure.find(a) == sure.find(b) and min(looked[a], looked[b]) >= _LOOKS:
            continue
        looked.update((a, b))
        seen = measured(a, b)
        if is_sure(seen, ordered[a], ordered[b], settings):
            sure.join(a, b)
        if is_copy(seen, settings):
            found.append(Edge(a, b, seen))
    return found


def is_sure(found: Match, a: Sketch, b: Sketch, settings: GroupSettings) -> bool:
    """Whether two documents are copies beyond doubt; where titles do not say so, only if hardly anything else is in either."""
    if not is_same(found, settings):
        return False
    if min(found.share_a, found.share_b) >= NEARLY_ALL:
        return True
    return bool(a.title and b.title) and are_akin(a.title, b.title)


def _identical(ordered: Sequence[Sketch]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    return [
        (first[item.document], number)
        for number, item in enumerate(ordered)
        if first.setdefault(item.document, number) != number
    ]
