"""Clusters: which documents tell one story.

Copies beyond doubt (each nearly whole in the other) join first. Then documents that share a part join, with one exception: a
document whose matches with two otherwise separate stories lie in different places is a splice of the two. It stays with
the story that its title names, or else with the one that fills most of it, and becomes an extra witness of the other.
Texts are loaded a few at a time; the result depends neither on the order of the input nor on unrelated documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pipeline.document import Document
from pipeline.editorial import Overrides
from pipeline.errors import SettingsError
from pipeline.group import candidates
from pipeline.group import overrides as decisions
from pipeline.group.base import choose, relation
from pipeline.group.matching import Match, Prepared, is_copy, is_same, match, prepare
from pipeline.group.sketch import Sketch
from pipeline.group.titles import are_akin
from pipeline.settings import GroupSettings

_CACHED_DOCUMENTS = 512
_APART = 0.2
"""Overlap, as a share of the smaller region, below which two stories lie in different places of a document."""
_NEARLY_ALL = 0.9


class Member(NamedTuple):
    """Name one document of a cluster."""

    path: str
    relation: str
    """One of `pipeline.story.RELATIONS`, two joined by "+"."""
    containment: float
    resemblance: float
    reason: str


class Cluster(NamedTuple):
    """Hold the documents that tell one story, base first, then by path."""

    members: tuple[Member, ...]
    base_reason: str

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the documents, base first."""
        return tuple(member.path for member in self.members)


class _Forest:
    """Keep disjoint sets; the smallest member stands for each."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def find(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        low, high = sorted((self.find(a), self.find(b)))
        self.parent[high] = low


class _Edge(NamedTuple):
    a: int
    b: int
    match: Match


def clusters(
    sketches: Iterable[Sketch],
    load: Callable[[str], Document],
    settings: GroupSettings,
    overrides: Overrides,
) -> tuple[Cluster, ...]:
    """Group documents into stories, in path order of their bases.

    load: gives the cleaned document of a path; called for documents with candidates only, a few hundred kept at a time.
    Raises SettingsError for an override that no longer applies.
    """
    ordered = sorted(sketches, key=lambda item: item.path)
    decisions.check(overrides, (item.path for item in ordered))
    home, extra = _homes(ordered, load, settings, overrides)
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(ordered)):
        members[home.find(number)].append(number)
    found = [
        _cluster([ordered[i] for i in own], [ordered[i] for i in extra.get(root, ())], settings, overrides)
        for root, own in members.items()
    ]
    return tuple(sorted(found, key=lambda cluster: cluster.paths[0]))


def _homes(
    ordered: Sequence[Sketch], load: Callable[[str], Document], settings: GroupSettings, overrides: Overrides
) -> tuple[_Forest, dict[int, list[int]]]:
    """Return the forest of stories and, by root, the documents that are extra witnesses of a story."""
    split = {item.path for item in overrides.split}
    edges = _edges(ordered, load, settings)
    copies = _count_copies(edges, ordered)
    decisions.check_splits(overrides, copies)
    apart = {number for number, item in enumerate(ordered) if item.path in split}
    edges = [edge for edge in edges if not {edge.a, edge.b} & apart]
    forest = _Forest(len(ordered))
    for edge in edges:
        if is_same(edge.match, settings):
            forest.join(edge.a, edge.b)
    foreign = _join_parts(forest, edges, ordered)
    numbers = {item.path: number for number, item in enumerate(ordered)}
    for merge in overrides.merge:
        if len({forest.find(numbers[path]) for path in merge.paths}) == 1:
            raise SettingsError(
                f"overrides: merge {list(merge.paths)}: these are one story already; delete the override"
            )
        for path in merge.paths[1:]:
            forest.join(numbers[merge.paths[0]], numbers[path])
    extra: dict[int, list[int]] = defaultdict(list)
    for number, other in sorted(foreign):
        root = forest.find(other)
        if root != forest.find(number) and number not in extra[root]:
            extra[root].append(number)
    return forest, extra


def _edges(ordered: Sequence[Sketch], load: Callable[[str], Document], settings: GroupSettings) -> list[_Edge]:
    """Match candidate pairs; pairs already joined beyond doubt are not looked at again."""
    found = candidates.index(ordered, settings)

    @lru_cache(maxsize=_CACHED_DOCUMENTS)
    def prepared(number: int) -> Prepared:
        own = found.common[np.isin(found.common, np.frombuffer(ordered[number].hashes, "<u4"))]
        return prepare(load(ordered[number].path), own, settings)

    sure, edges = _Forest(len(ordered)), []
    for a, b in _identical(ordered):
        sure.join(a, b)
        edges.append(_Edge(a, b, Match(1.0, 1.0, frozenset(), frozenset(), float(ordered[a].chars + 99), 100.0)))
    for a, b, _ in found.candidates:
        if sure.find(a) != sure.find(b):
            measured = match(prepared(a), prepared(b), settings)
            if is_same(measured, settings):
                sure.join(a, b)
            if is_copy(measured, settings):
                edges.append(_Edge(a, b, measured))
    return edges


def _identical(ordered: Sequence[Sketch]) -> list[tuple[int, int]]:
    first: dict[str, int] = {}
    return [
        (first[item.document], number)
        for number, item in enumerate(ordered)
        if first.setdefault(item.document, number) != number
    ]


def _count_copies(edges: Iterable[_Edge], ordered: Sequence[Sketch]) -> dict[str, int]:
    copies: dict[str, int] = defaultdict(int)
    for edge in edges:
        copies[ordered[edge.a].path] += 1
        copies[ordered[edge.b].path] += 1
    return copies


def _join_parts(forest: _Forest, edges: Iterable[_Edge], ordered: Sequence[Sketch]) -> set[tuple[int, int]]:
    """Join documents that share a part, splices excepted; returns (splice, document of the other story) pairs."""
    sure = [forest.find(number) for number in range(len(ordered))]
    regions: dict[int, dict[int, tuple[set[int], int]]] = defaultdict(dict)
    for edge in edges:
        for own, other, seen in ((edge.a, edge.b, edge.match), (edge.b, edge.a, edge.match.flipped())):
            if seen.share_a < _NEARLY_ALL:
                regions[own].setdefault(sure[other], (set(), other))[0].update(seen.region_a)
    foreign: set[tuple[int, int]] = set()
    for number in sorted(regions):
        for others in _foreign(number, regions[number], ordered):
            foreign.update((number, other) for other in others)
    barred = {(sure[number], sure[other]) for number, other in foreign}
    for edge in edges:
        a, b = sure[edge.a], sure[edge.b]
        if (a, b) not in barred and (b, a) not in barred:
            forest.join(edge.a, edge.b)
    return foreign


def _foreign(number: int, neighbours: dict[int, tuple[set[int], int]], ordered: Sequence[Sketch]) -> list[list[int]]:
    """Tell which neighbouring stories only lie in a document because it is a splice."""
    places = _places(neighbours)
    if len(places) < 2:
        return []
    title = ordered[number].title
    akin = [any(are_akin(title, ordered[example].title) for _, example in place) for place in places]
    if not any(akin):
        largest = max(range(len(places)), key=lambda i: (sum(len(region) for region, _ in places[i]), -i))
        akin[largest] = True
    return [[example for _, example in place] for place, own in zip(places, akin, strict=True) if not own]


def _places(neighbours: dict[int, tuple[set[int], int]]) -> list[list[tuple[set[int], int]]]:
    """Gather neighbouring stories whose regions of the document overlap."""
    places: list[list[tuple[set[int], int]]] = []
    for root in sorted(neighbours):
        region = neighbours[root]
        touching = [place for place in places if any(_overlap(region[0], other[0]) >= _APART for other in place)]
        places = [place for place in places if place not in touching]
        places.append([item for place in touching for item in place] + [region])
    return places


def _overlap(a: set[int], b: set[int]) -> float:
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def _cluster(own: Sequence[Sketch], extra: Sequence[Sketch], settings: GroupSettings, overrides: Overrides) -> Cluster:
    chosen = decisions.base_of(overrides, (item.path for item in own))
    base, reason = choose(own, settings, chosen)
    rest = sorted((item for item in (*own, *extra) if item.path != base.path), key=lambda item: item.path)
    first = Member(base.path, "base", 1.0, 1.0, reason)
    return Cluster((first, *(Member(item.path, *relation(item, base, settings)) for item in rest)), reason)
