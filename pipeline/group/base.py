"""The base: which witness is printed, and how the others relate to it.

Both are read off the sketches and the matches made anyway, so that they cost nothing. A clean, whole, undamaged copy in the
script of the site is the best base; each step of the ranking is named, and the step that decided is the reason a reader sees.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from pipeline.group.matching import Match
from pipeline.group.shingles import covered, resemblance, unpack
from pipeline.group.sketch import Sketch
from pipeline.settings import GroupSettings

_COARSE = 0.05
"""Lengths within this share of the longest count as equally whole."""


class _Criterion(NamedTuple):
    reason: str
    rank: Callable[[Sketch], float]
    """Higher is better."""


def choose(
    own: Sequence[Sketch], settings: GroupSettings, chosen: str = "", mixed: Collection[str] = ()
) -> tuple[Sketch, str]:
    """Choose the base among a story's documents; returns it with the reason for a person.

    own: at least one; of those that hold another story too, `chars` counts this story's alone. chosen: path that an editor chose,
    "" for none. mixed: paths of those that hold another story too.
    """
    for item in own:
        if item.path == chosen:
            return item, "chosen by an editor"
    if len(own) == 1:
        return own[0], "the only copy"
    longest = max(item.chars for item in own)
    left, reason = list(own), "equal to the others; first by path"
    for criterion in _criteria(longest, mixed, settings):
        best = max(criterion.rank(item) for item in left)
        kept = [item for item in left if criterion.rank(item) == best]
        if len(kept) < len(left):
            left, reason = kept, criterion.reason
        if len(left) == 1:
            break
    return min(left, key=lambda item: item.path), reason


def _criteria(longest: int, mixed: Collection[str], settings: GroupSettings) -> tuple[_Criterion, ...]:
    def is_large(item: Sketch) -> float:
        return item.chars >= settings.whole_ratio / 2 * longest

    def is_clean(item: Sketch) -> float:
        return item.spun < settings.spun_degree

    def is_whole(item: Sketch) -> float:
        return -((longest - item.chars) // (longest * _COARSE)) if longest else 0

    return (
        _Criterion("the most complete copy", is_large),
        _Criterion("the other long copies hold another story too", lambda item: item.path not in mixed),
        _Criterion("the other long copies are machine-spun, this one is not", is_clean),
        _Criterion("the most complete copy", is_whole),
        _Criterion("the copy with the fewest unpaired marks and broken paragraphs", lambda item: -item.faults),
        _Criterion("written in Simplified script; the others were converted", lambda item: item.script == "hans"),
        _Criterion("the copy that says most about its origin", lambda item: item.facts),
        _Criterion("the longest copy", lambda item: item.chars),
    )


def relation(
    item: Sketch, base: Sketch, settings: GroupSettings, seen: Match | None = None, is_guest: bool = False
) -> tuple[str, float, float, str]:
    """Say how a document relates to its story's base: (relation, containment, resemblance, reason).

    seen: the two matched by sentence, the document first, where that was done. is_guest: the document is another story's.
    """
    own, whole = unpack(item.hashes), unpack(base.hashes)
    held, covers, alike = covered(own, whole), covered(whole, own), resemblance(own, whole)
    is_spun = item.spun >= settings.spun_degree > base.spun
    extent = _extent(item, base, seen, held, covers, is_spun and not is_guest)
    names, reasons = [], []
    if extent < settings.whole_ratio:
        names.append("excerpt" if extent < settings.excerpt_ratio else "partial")
        reasons.append(f"holds {extent:.0%} of the text")
    if item.script != base.script:
        names.append("script")
        reasons.append("written in Traditional script" if item.script == "hant" else "written in Simplified script")
    if is_spun:
        names.append("spun")
        reasons.append("words replaced by a rewriting tool")
    if not names:
        share = max(held, seen.share_a if seen else 0.0)
        names, reasons = ["duplicate"], [f"{share:.0%} of its text stands in the base"]
    if is_guest:
        reasons.append("the rest of it is another story")
    return "+".join(names), held, alike, "; ".join(reasons)


def _extent(item: Sketch, base: Sketch, seen: Match | None, held: float, covers: float, is_rewritten: bool) -> float:
    """Estimate how much of the base a document holds, in [0, 1]."""
    if is_rewritten:
        # However whole it is, it shares few shingles and not all sentences with the base; lengths say more.
        return min(1.0, item.chars / base.chars) if base.chars else 1.0
    if seen is not None:
        return max(covers, seen.share_b)
    return covers / max(held, 0.5)
