"""Clusters: which documents tell one story.

Copies beyond doubt (each nearly whole in the other) join first. Then documents that share a part join, with one exception: a
document whose matches with two otherwise separate stories lie in different places is a splice of the two. It stays with
the story that its title names, or else with the one that fills most of it, and becomes an extra witness of the other.
Texts are loaded a few at a time; the result depends neither on the order of the input nor on unrelated documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.document import Document
from pipeline.editorial import Overrides
from pipeline.errors import SettingsError
from pipeline.group import overrides as decisions
from pipeline.group import splices
from pipeline.group.base import choose, relation
from pipeline.group.direction import marked
from pipeline.group.edges import Edge, Forest, edges, is_sure
from pipeline.group.matching import Match
from pipeline.group.recall import Recall, afresh
from pipeline.group.sketch import Sketch
from pipeline.group.splices import View
from pipeline.group.titles import are_akin
from pipeline.settings import GroupSettings

_CLOSE_SCORE = 80.0
"""Mean score of the matching sentences below which a short text may only follow the same formulas, as court reports do."""
_PASSAGE_CHARS = 100.0
"""Matched characters from which a passage under another title counts; a disclaimer in few documents is not known for one."""


class Member(NamedTuple):
    """Name one document of a cluster."""

    path: str
    relation: str
    """One of `pipeline.story.RELATIONS`, two joined by "+"."""
    containment: float
    resemblance: float
    reason: str
    is_mixed: bool = False
    """Whether the document holds passages of another story too."""


class Cluster(NamedTuple):
    """Hold the documents that tell one story, base first, then by path."""

    members: tuple[Member, ...]
    base_reason: str

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the documents, base first."""
        return tuple(member.path for member in self.members)


def clusters(
    sketches: Iterable[Sketch],
    load: Callable[[str], Document],
    settings: GroupSettings,
    overrides: Overrides,
    recall: Recall = afresh,
) -> tuple[Cluster, ...]:
    """Group documents into stories, in path order of their bases.

    load: gives the cleaned document of a path; called for documents with candidates only, a few hundred kept at a time.
    recall: gives what was measured of a pair before; by default everything is measured anew.
    Raises SettingsError for an override that no longer applies.
    """
    ordered = sorted(sketches, key=lambda item: item.path)
    decisions.check(overrides, (item.path for item in ordered))
    matched = edges(ordered, load, settings, recall)
    home, extra = _homes(ordered, matched, settings, overrides)
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(ordered)):
        members[home.find(number)].append(number)
    pairs = {(ordered[edge.a].path, ordered[edge.b].path): edge.match for edge in matched}
    mixed = _foreign_shares(matched, extra, home)
    shares = {ordered[number].path: share for number, share in mixed.items()}
    found = [
        _cluster(
            marked([ordered[i] for i in own], load, settings, recall),
            [ordered[i] for i in extra.get(root, ())],
            _Known(pairs, shares),
            settings,
            overrides,
        )
        for root, own in members.items()
    ]
    return tuple(sorted(found, key=lambda cluster: cluster.paths[0]))


def _homes(
    ordered: Sequence[Sketch], found: Sequence[Edge], settings: GroupSettings, overrides: Overrides
) -> tuple[Forest, dict[int, list[int]]]:
    """Return the forest of stories and, by root, the documents that are extra witnesses of a story."""
    split = {item.path for item in overrides.split}
    copies = _count_copies(found, ordered)
    decisions.check_splits(overrides, copies)
    apart = {number for number, item in enumerate(ordered) if item.path in split}
    found = [edge for edge in found if not {edge.a, edge.b} & apart]
    forest = Forest(len(ordered))
    for edge in found:
        if is_sure(edge.match, ordered[edge.a], ordered[edge.b], settings):
            forest.join(edge.a, edge.b)
    foreign = _join_parts(forest, found, ordered, settings)
    numbers = {item.path: number for number, item in enumerate(ordered)}
    for merge in overrides.merge:
        if len({forest.find(numbers[path]) for path in merge.paths}) == 1:
            raise SettingsError(
                f"overrides: merge {list(merge.paths)}: these are one story already; delete the override"
            )
        for path in merge.paths[1:]:
            forest.join(numbers[merge.paths[0]], numbers[path])
    extra: dict[int, list[int]] = defaultdict(list)
    for number in sorted(foreign):
        for root in splices.hosts([(forest.find(view.other), view) for view in foreign[number]]):
            if root != forest.find(number):
                extra[root].append(number)
    return forest, extra


def _foreign_shares(found: Iterable[Edge], extra: Mapping[int, Sequence[int]], home: Forest) -> dict[int, float]:
    """Say of each document that is an extra witness somewhere which share of it belongs to other stories."""
    guests = {(number, root) for root, numbers in extra.items() for number in numbers}
    shares: dict[int, dict[int, float]] = {number: {} for number, _ in guests}
    for edge in found:
        for own, other, share in ((edge.a, edge.b, edge.match.share_a), (edge.b, edge.a, edge.match.share_b)):
            root = home.find(other)
            if (own, root) in guests:
                shares[own][root] = max(share, shares[own].get(root, 0.0))
    return {number: min(1.0, sum(by_root.values())) for number, by_root in shares.items()}


def _count_copies(found: Iterable[Edge], ordered: Sequence[Sketch]) -> dict[str, int]:
    copies: dict[str, int] = defaultdict(int)
    for edge in found:
        copies[ordered[edge.a].path] += 1
        copies[ordered[edge.b].path] += 1
    return copies


def _join_parts(
    forest: Forest, found: Sequence[Edge], ordered: Sequence[Sketch], settings: GroupSettings
) -> dict[int, list[View]]:
    """Join documents that share a part, splices excepted; returns by splice the documents of the other stories in it."""
    sure = [forest.find(number) for number in range(len(ordered))]
    titles = _titles(ordered, sure)
    found = [edge for edge in found if not _is_loose(edge.match, titles[edge.a], titles[edge.b], settings)]
    seen = _views(found)
    strange = {
        (number, other): against
        for number, views in seen.items()
        for other, against in splices.foreign(titles[number], views, titles).items()
    }
    barred = {(sure[number], sure[other]) for number, other in strange}
    joins = [edge for edge in found if _is_part(edge.match, titles[edge.a], titles[edge.b])]
    joins = [
        edge
        for edge in joins
        if (sure[edge.a], sure[edge.b]) not in barred and (sure[edge.b], sure[edge.a]) not in barred
    ]
    agreed = _agreement(found, sure, titles)
    refused = {
        (number, other)
        for number, views in _views(joins).items()
        for other in splices.rivals(titles[number], views, titles, agreed)
    }
    for edge in joins:
        if (edge.a, edge.b) not in refused and (edge.b, edge.a) not in refused:
            forest.join(edge.a, edge.b)
    # Where the kin of both speak against the passage, it belongs to a third story.
    guests: dict[int, list[View]] = defaultdict(list)
    for (number, other), against in strange.items():
        there = strange.get((other, number), -1)
        if there < 0 or (against and not there):
            guests[number].append(next(view for view in seen[number] if view.other == other))
    return guests


def _views(found: Iterable[Edge]) -> dict[int, list[View]]:
    """Gather the matches of each document, seen from it."""
    views: dict[int, list[View]] = defaultdict(list)
    for edge in found:
        views[edge.a].append(View(edge.b, edge.match))
        views[edge.b].append(View(edge.a, edge.match.flipped()))
    return views


def _is_part(found: Match, title: str, other: str) -> bool:
    """Whether two documents may tell one story.

    A passage shared under different titles is a splice or a long quotation, unless one text lies whole in the other.
    """
    is_whole = found.share >= splices.WHOLE and found.mean_score >= _CLOSE_SCORE
    return is_whole or are_akin(title, other)


def _agreement(found: Iterable[Edge], sure: Sequence[int], titles: Sequence[str]) -> Callable[[int, int], bool]:
    """Make the test whether two documents tell one story: as sure copies, by their titles, or since one lies whole in the other."""
    whole = {
        (edge.a, edge.b)
        for edge in found
        if edge.match.share >= splices.WHOLE or splices.are_kin(titles[edge.a], titles[edge.b])
    }
    return lambda a, b: a == b or sure[a] == sure[b] or (a, b) in whole or (b, a) in whole


def _is_loose(found: Match, title: str, other: str, settings: GroupSettings) -> bool:
    """Whether a match is no more than a set phrase, or what texts written to one pattern share; like titles vouch for a rewritten copy."""
    vouched = bool(title and other) and are_akin(title, other)
    if not vouched and found.weight < _PASSAGE_CHARS and found.share < splices.WHOLE:
        return True
    return found.mean_score < _CLOSE_SCORE and found.share < (settings.same_ratio if vouched else splices.WHOLE)


def _titles(ordered: Sequence[Sketch], sure: Sequence[int]) -> list[str]:
    """Return each document's title; an untitled one goes by that of its first titled copy."""
    known: dict[int, str] = {}
    for item, root in zip(ordered, sure, strict=True):
        if item.title:
            known.setdefault(root, item.title)
    return [item.title or known.get(root, "") for item, root in zip(ordered, sure, strict=True)]


class _Known(NamedTuple):
    """Hold what was found out about documents, by path."""

    pairs: Mapping[tuple[str, str], Match]
    mixed: Mapping[str, float]
    """Share that belongs to other stories, of the documents that hold some."""


def _cluster(
    own: Sequence[Sketch], extra: Sequence[Sketch], known: _Known, settings: GroupSettings, overrides: Overrides
) -> Cluster:
    chosen = decisions.base_of(overrides, (item.path for item in own))
    alone = [replace(item, chars=round(item.chars * (1 - known.mixed.get(item.path, 0.0)))) for item in own]
    base, reason = choose(alone, settings, chosen, known.mixed)
    if len(own) == 1 and extra:
        reason = "the only copy of this story alone; the others hold another story too"
    guests = {item.path for item in extra}
    first = Member(base.path, "base", 1.0, 1.0, reason, base.path in known.mixed)
    others = []
    for item in sorted((*alone, *extra), key=lambda item: item.path):
        if item.path != base.path:
            seen = _seen(known.pairs, item.path, base.path)
            told = relation(item, base, settings, seen, item.path in guests)
            others.append(Member(item.path, *told, item.path in known.mixed))
    return Cluster((first, *others), reason)


def _seen(pairs: Mapping[tuple[str, str], Match], path: str, base: str) -> Match | None:
    """Return the match of a document with its base, seen from the document."""
    found = pairs.get((min(path, base), max(path, base)))
    return found.flipped() if found and base < path else found
