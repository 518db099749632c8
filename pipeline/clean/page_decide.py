"""From scores to a decision: which blocks of a page are the article, and by which rule the others leave.

A block alone is easily misjudged, so the decision looks at the page: what lies between two kept blocks of one container
stays, what stands alone outside the article's container goes, remarks of readers go unless the page is a thread, and of
several copies of the title the one above the article stays.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.page_context import Vector, prefixes
from pipeline.clean.page_cues import path_cues
from pipeline.clean.page_features import path_of
from pipeline.document import Block

Mask = NDArray[np.bool_]

_REMARK_PROSE_CHARS = 150
"""Prose that must stand outside the remarks before they leave; a page of nothing but remarks is about them."""
_TEASER_PROSE_CHARS = 100
_HALF_SURE = 0.25
"""Blocks scored at least this may be the article where the surer ones turn out to be remarks or teasers."""
_GAP_BLOCKS = 40
"""Longest stretch between two kept blocks that is filled; a longer one is a list in its own right."""
_GAP_SCORE = 0.12
_GAP_LINK_RATIO = 0.5
_PART_SCORE = 0.035
"""Least score of a heading or a list between two paragraphs: alone they look like furniture, there they are hardly ever."""
_PARTS = re.compile(r"/(?:h[1-6]|[uo]l/li(?:/p)?|blockquote(?:/p)?|pre|dl/d[dt]|table(?:/tbody)?/tr(?:/t[dh])?)")
_CORE_SHARE = 0.8
"""Share of the kept text that the article's container holds; less would cut threads, more would take in the sidebar."""
_ISLAND_SCORE = 0.7
"""Blocks outside the article's container need this much; titles and leads stand there, teasers too."""
_LONG_CHARS = 25
_COPY_CHARS = 20
_BARE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """Hold what leaves a page and why, block by block."""

    keep: Mask
    rules: tuple[str, ...]
    """Name of the rule that took the block, "" where only its score did."""
    title: int
    """Number of the block that is the title, -1 where none is."""


@dataclass(slots=True)
class _Page:
    """Hold the arrays that the steps share."""

    blocks: Sequence[Block]
    paths: list[str]
    score: Vector
    prose: Vector
    chars: NDArray[np.int64]
    linked: NDArray[np.float64]
    hidden: Mask
    keep: Mask
    rules: list[str]

    def inside(self, cue: str) -> Mask:
        """Tell which blocks stand in an element whose names give a cue."""
        known = {path: cue in path_cues(path) for path in set(self.paths)}
        return np.array([known[path] for path in self.paths], bool)


def decide(blocks: Sequence[Block], score: Vector, prose: Vector, title: str, limit: float) -> Decision:
    """Decide which blocks are the article.

    blocks: those of a page that have text. score: probability in [0, 1] of each. prose: weight of each as prose, in characters.
    title: the page's title, "" where unknown. limit: least score to be kept.
    """
    chars = np.array([len(block.text) for block in blocks])
    linked = np.array([block.markup.link_chars / len(block.text) if block.markup else 0.0 for block in blocks])
    hidden = np.array([bool(block.markup and block.markup.hidden) for block in blocks], bool)
    page = _Page(
        blocks,
        [path_of(block) for block in blocks],
        score,
        prose,
        chars,
        linked,
        hidden,
        score >= limit,
        [""] * len(blocks),
    )
    _drop_forms(page)
    if not (page.keep & page.inside("is_thread")).any():
        _drop_parts(page, "is_remark", "remarks", _REMARK_PROSE_CHARS)
        _drop_parts(page, "is_footer", "furniture", _TEASER_PROSE_CHARS)
    _drop_parts(page, "is_teaser", "teasers", _TEASER_PROSE_CHARS)
    _fill_gaps(page)
    _drop_islands(page)
    _drop_copies(page)
    return Decision(page.keep, tuple(page.rules), _choose_title(page, title))


def _drop_forms(page: _Page) -> None:
    inside = page.inside("is_form")
    for index in np.flatnonzero(inside & (page.prose < _REMARK_PROSE_CHARS)).tolist():
        page.keep[index] = False
        page.rules[index] = "form"


def _drop_parts(page: _Page, cue: str, rule: str, least_chars: float) -> None:
    """Drop the parts of a page that its author named so, if an article stands outside them."""
    inside = page.inside(cue)
    outside = ~inside & (page.score >= _HALF_SURE) & (page.linked < 0.3) & ~page.hidden
    prose = float((page.prose * outside).sum())
    if not inside.any() or prose < least_chars:
        return
    page.keep &= ~inside
    for index in np.flatnonzero(inside).tolist():
        page.rules[index] = page.rules[index] or rule
    if (page.chars * page.keep).sum() < prose / 2:
        page.keep |= (page.score >= _HALF_SURE) & ~inside & np.array([not name for name in page.rules])


def _fill_gaps(page: _Page) -> None:
    kept = np.flatnonzero(page.keep).tolist()
    for first, last in itertools.pairwise(kept):
        if not 1 < last - first <= _GAP_BLOCKS:
            continue
        container = _shared(page.paths[first], page.paths[last])
        home = _shared(_above(page.paths[first]), _above(page.paths[last]))
        for index in range(first + 1, last):
            path = page.paths[index]
            if page.linked[index] >= _GAP_LINK_RATIO or page.hidden[index] or page.rules[index]:
                continue
            likely = page.score[index] >= _GAP_SCORE and _within(path, container)
            if likely or (page.score[index] >= _PART_SCORE and _is_part(path, home)):
                page.keep[index] = True


def _drop_islands(page: _Page) -> None:
    own: dict[str, int] = defaultdict(int)
    for index in np.flatnonzero(page.keep).tolist():
        own[page.paths[index]] += int(page.chars[index])
    sums: dict[str, int] = defaultdict(int)
    for path, chars in own.items():
        # The container of the paragraphs, not their own path: headings and lists stand beside them.
        for prefix in prefixes(path)[1:] or (path,):
            sums[prefix] += chars
    total = int((page.chars * page.keep).sum())
    holding = [path for path, chars in sums.items() if chars >= _CORE_SHARE * total]
    if not holding:
        return
    core = max(holding, key=lambda path: path.count("/"))
    for index in np.flatnonzero(page.keep & (page.score < _ISLAND_SCORE)).tolist():
        if not _within(page.paths[index], core):
            page.keep[index] = False
            page.rules[index] = "island"


def _drop_copies(page: _Page) -> None:
    """Drop text that the page repeats elsewhere, as galleries and folded parts do."""
    seen: dict[str, str] = {}
    for index in np.flatnonzero(page.keep & (page.chars >= _COPY_CHARS)).tolist():
        path = seen.setdefault(page.blocks[index].text, page.paths[index])
        if path != page.paths[index]:
            page.keep[index] = False
            page.rules[index] = "copy"


def _choose_title(page: _Page, title: str) -> int:
    """Keep the last copy of the title above the article, drop the others."""
    wanted = _BARE.sub("", title)
    kept = np.flatnonzero(page.keep)
    if len(wanted) < 2 or not len(kept):
        return -1
    copies = [
        index
        for index, block in enumerate(page.blocks)
        if len(block.text) < 2 * len(title) + 20 and not page.hidden[index] and _BARE.sub("", block.text) == wanted
    ]
    long = kept[page.chars[kept] >= _LONG_CHARS]
    first = int(long[0]) if len(long) else int(kept[0])
    above = [
        index for index in copies if index <= first + 2 and page.linked[index] < 0.9 and page.rules[index] != "form"
    ]
    for index in copies:
        page.keep[index] = False
        page.rules[index] = "title_copy"
    if not above:
        return -1
    page.keep[above[-1]] = True
    page.rules[above[-1]] = ""
    return above[-1]


def _is_part(path: str, home: str) -> bool:
    """Tell whether a block is a bare heading, list, quotation or table set among the paragraphs of a container."""
    return _within(path, home) and _PARTS.fullmatch(path[len(home) :]) is not None


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _within(path: str, container: str) -> bool:
    return path == container or path.startswith(container + "/")


def _shared(first: str, second: str) -> str:
    parts = []
    for one, other in zip(first.split("/"), second.split("/"), strict=False):
        if one != other:
            break
        parts.append(one)
    return "/".join(parts)
