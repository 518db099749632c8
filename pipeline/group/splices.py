"""Splices: which passages of a document belong to another story.

A document that holds passages of two stories must not join them. What is a document's own is told by its kin, the documents under
its title: a passage that none of them has, but a story of another title, is foreign. Each passage is judged by itself, so that a
stray sentence which two stories share by chance builds no bridge between the places where they lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from pipeline.group.edges import NEARLY_ALL
from pipeline.group.matching import Match
from pipeline.group.titles import are_akin, names_part

WHOLE = 0.8
"""Share of a document from which it counts as lying whole in another."""
_COVERED = 0.67
"""Share of the kin's text from which a passage that holds it is the kin's."""
_APART = 0.34
"""Overlap, as a share of the smaller region, below which two regions lie in different places of a document."""


class View(NamedTuple):
    """Hold what a document shares with another one, seen from the document."""

    other: int
    seen: Match


def are_kin(a: str, b: str) -> bool:
    """Decide whether two titles, both known, can belong to one article."""
    return bool(a and b) and are_akin(a, b)


def foreign(title: str, views: Sequence[View], titles: Sequence[str]) -> dict[int, int]:
    """Name the documents that share only a foreign passage with a document, and how many of its kin speak against the passage.

    title: the document's, "" where unknown. views: all that it shares text with. titles: of all documents, by number.
    """
    views = [view for view in views if view.seen.region_a]
    kin = [view for view in views if are_kin(title, titles[view.other]) or _is_copy(view)]
    known = {view.other for view in kin}
    groups = _groups([view for view in views if view.other not in known], titles)
    if not kin:
        adopted = _adopted(title, groups)
        if adopted is None:
            return {view.other: 0 for view in views}
        kin, groups = list(adopted), [group for group in groups if group is not adopted]
    own = _Own(
        [view.seen.region_a for view in kin],
        [view.seen.region_a for view in kin if not names_part(titles[view.other])],
    )
    return {
        view.other: max(0, own.against(view.seen.region_a))
        for group in groups
        for view in group
        if not own.holds(view, group, any(titles[other.other] for other in group))
    }


def _is_copy(view: View) -> bool:
    return min(view.seen.share_a, view.seen.share_b) >= NEARLY_ALL


class _Own(NamedTuple):
    """Hold what a document's kin say about what is its own, as regions of it."""

    kin: Sequence[frozenset[int]]
    whole: Sequence[frozenset[int]]
    """Those that do not call themselves a part."""

    def lacking(self, passage: frozenset[int]) -> int:
        """Count the kin that lack a passage but hold about all else that most of them do."""
        counts = Counter(sentence for region in self.whole for sentence in region)
        rest = {sentence for sentence, count in counts.items() if 2 * count > len(self.whole)} - passage
        return sum(
            2 * len(region & passage) < min(len(region), len(passage)) and len(region & rest) >= WHOLE * len(rest)
            for region in self.whole
            if rest
        )

    def against(self, passage: frozenset[int]) -> int:
        """Count the kin that lack a passage but hold all else, less those that hold it."""
        return self.lacking(passage) - sum(2 * len(region & passage) >= len(passage) for region in self.kin)

    def holds(self, view: View, group: Sequence[View], is_titled: bool) -> bool:
        """Whether a passage is the document's own; where votes are equal, the place where it lies tells."""
        region = view.seen.region_a
        against = self.against(region)
        if against:
            return against < 0
        is_whole_story = all(other.seen.share_b >= WHOLE for other in group)
        if not _lies_in(region, frozenset().union(*self.kin)):
            return is_whole_story and not is_titled
        return is_whole_story or view.seen.share_a >= WHOLE or not self.lacking(region)


def _lies_in(region: frozenset[int], text: frozenset[int]) -> bool:
    held = len(region & text)
    return bool(text) and (2 * held >= len(region) or held >= _COVERED * len(text))


def _adopted(title: str, groups: Sequence[Sequence[View]]) -> Sequence[View] | None:
    """Choose the story that fills most of a document without kin; None for a digest of several stories under its own title."""
    if not groups:
        return ()
    largest = min(groups, key=lambda group: (-len(_covered(group)), min(view.other for view in group)))
    text = _covered(largest)
    alone = all(_lies_in(view.seen.region_a, text) for group in groups for view in group)
    if alone or not title or all(view.seen.share_b >= WHOLE for view in largest):
        return largest
    return None


def _covered(group: Sequence[View]) -> frozenset[int]:
    return frozenset[int]().union(*(view.seen.region_a for view in group))


def _groups(views: Sequence[View], titles: Sequence[str]) -> list[list[View]]:
    """Gather views by title; untitled ones go where they overlap most, or stand together where they touch."""
    groups: list[list[View]] = []
    for view in sorted(views, key=lambda view: (not titles[view.other], view.other)):
        title = titles[view.other]
        if title:
            near = [group for group in groups if are_akin(titles[group[0].other], title)]
        else:
            near = [group for group in groups if any(_overlap(view, other) >= _APART for other in group)]
            near = sorted(near, key=lambda group: -max(_overlap(view, other) for other in group))
        if near:
            near[0].append(view)
        else:
            groups.append([view])
    return groups


def _overlap(a: View, b: View) -> float:
    smaller = min(len(a.seen.region_a), len(b.seen.region_a))
    return len(a.seen.region_a & b.seen.region_a) / smaller if smaller else 0.0


def hosts(guests: Sequence[tuple[int, View]]) -> list[int]:
    """Choose the stories whose passages a splice holds: of those that lie in one place, the one with the most documents.

    guests: story and view of each document that shares a foreign passage with the splice.
    """
    stories: dict[int, list[View]] = {}
    for story, view in guests:
        stories.setdefault(story, []).append(view)
    chosen, taken = [], frozenset[int]()
    for story in sorted(stories, key=lambda story: (-len(stories[story]), story)):
        text = _covered(stories[story])
        if 2 * len(text & taken) < len(text):
            chosen.append(story)
            taken |= text
    return chosen


def rivals(
    title: str, views: Sequence[View], titles: Sequence[str], agree: Callable[[int, int], bool]
) -> frozenset[int]:
    """Name the documents that a document may not join, because the story in which it lies whole does not hold their text.

    A short text can lie whole in its own story's copies and in a splice that took it over; it belongs to the former, which its title
    or else the size of its place there tells. views: those that it may join. agree: whether two documents tell one story.
    """
    holders = [view for view in views if view.seen.share_a >= WHOLE]
    families: list[list[View]] = []
    for holder in sorted(holders, key=lambda view: view.other):
        near = [family for family in families if any(agree(holder.other, view.other) for view in family)]
        families = [family for family in families if family not in near]
        families.append([*(view for family in near for view in family), holder])
    if not families:
        return frozenset()
    home = max(families, key=lambda family: _belonging(title, family, titles))
    return frozenset(
        view.other
        for view in views
        if not are_kin(title, titles[view.other])
        and view.seen.share_b < WHOLE
        and 2 * sum(agree(view.other, holder.other) for holder in home) <= len(home)
    )


def _belonging(title: str, family: Sequence[View], titles: Sequence[str]) -> tuple[bool, float, int]:
    """Weigh how surely a text belongs where it lies whole: under its own title, or where it fills the most."""
    is_kin = any(are_kin(title, titles[view.other]) for view in family)
    return is_kin, max(view.seen.share_b for view in family), -min(view.other for view in family)
