"""What surrounds a block: its neighbours in reading order, and the containers it shares with others."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.page_cues import path_cues
from pipeline.clean.page_features import TEXT_NAMES, Matrix

Vector = NDArray[np.float32]

_ORDINAL = re.compile(r":\d+")
_WINDOWS = (2, 6, 14)
_LEVELS = 4
_SHARES = (0.45, 0.75)
_COLUMN = {name: index for index, name in enumerate(TEXT_NAMES)}
_NEIGHBOURS = ("log_chars", "link_ratio", "mark_ratio", "function_ratio")

NEIGHBOUR_NAMES = (
    *(f"{name}{step:+d}" for step in (-2, -1, 1, 2) for name in _NEIGHBOURS),
    *(f"{what}_within_{window}" for window in _WINDOWS for what in ("prose", "links", "chars")),
    "position", "chars_before", "prose_before", "after_title", "blocks_since_title", "same_path_before", "same_path_after",
)  # fmt: skip
CONTAINER_NAMES = (
    *(f"{what}_level_{level}" for level in range(1, _LEVELS + 1) for what in ("prose_share", "link_ratio", "mean_chars", "blocks")),
    *(f"{what}_core_{int(share * 100)}" for share in _SHARES for what in ("inside", "distance", "where", "share", "links")),
    "path_blocks", "path_prose_share", "path_link_ratio",
    "page_prose", "page_blocks", "page_link_ratio", "page_longest", "page_forum", "page_actions",
    "page_remark_share", "in_remarks", "remark_blocks_before",
)  # fmt: skip


def prose(text: Matrix) -> Vector:
    """Weigh each block as prose: unlinked characters that come with sentence marks, 0 for labels and link lists."""
    chars, links = text[:, _COLUMN["chars"]], text[:, _COLUMN["link_ratio"]]
    marks = text[:, _COLUMN["stops"]] + text[:, _COLUMN["pauses"]]
    weight = np.minimum(chars, 30 * marks) * np.clip(1 - links * 1.5, 0, 1)
    return np.asarray(np.where(text[:, _COLUMN["hidden"]] > 0, 0, weight), np.float32)


def neighbour_features(paths: Sequence[str], text: Matrix, weight: Vector) -> Matrix:
    """Measure what stands before and after each block: an array of shape (blocks, len(NEIGHBOUR_NAMES))."""
    count = len(paths)
    chars = text[:, _COLUMN["chars"]]
    links = chars * text[:, _COLUMN["link_ratio"]]
    columns = []
    chosen = text[:, [_COLUMN[name] for name in _NEIGHBOURS]]
    for step in (-2, -1, 1, 2):
        columns += list(shifted(chosen, step).T)
    for window in _WINDOWS:
        near, linked, all_chars = (around(values, window) for values in (weight, links, chars))
        columns += [near, linked / np.maximum(all_chars, 1), all_chars]
    total, prose_total = max(1.0, float(chars.sum())), max(1.0, float(weight.sum()))
    index = np.arange(count, dtype=np.float32)
    titles = np.flatnonzero(text[:, _COLUMN["is_title"]] > 0)
    since = index - float(titles[-1] if len(titles) else -1)
    same = np.array([a == b for a, b in itertools.pairwise(paths)], np.float32)
    columns += [
        index / count, (np.cumsum(chars) - chars) / total, (np.cumsum(weight) - weight) / prose_total,
        (since >= 0).astype(np.float32) if len(titles) else np.full(count, 0.5, np.float32), np.clip(since, -50, 200),
        np.concatenate([[0.0], same]), np.concatenate([same, [0.0]]),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def container_features(paths: Sequence[str], text: Matrix, weight: Vector) -> Matrix:
    """Measure the containers of each block: an array of shape (blocks, len(CONTAINER_NAMES))."""
    chars = text[:, _COLUMN["chars"]]
    links = chars * text[:, _COLUMN["link_ratio"]]
    sums = _container_sums(paths, weight, links, chars)
    total = max(1.0, float(weight.sum()))
    rows = {path: _levels(path, sums, total) for path in set(paths)}
    columns = [np.array([rows[path] for path in paths], np.float32)]
    columns += [_core(paths, sums, total * share, weight) for share in _SHARES]
    own = _own_path(paths, weight, links, chars, total)
    page = [
        total, float(len(paths)), float(links.sum() / max(1.0, chars.sum())), float(chars.max()),
        float(text[:, _COLUMN["says_forum"]].sum()), float(text[:, _COLUMN["says_action"]].sum()),
    ]  # fmt: skip
    return np.hstack([*columns, own, np.tile(np.array(page, np.float32), (len(paths), 1)), _remarks(paths, weight)])


def _remarks(paths: Sequence[str], weight: Vector) -> Matrix:
    """Relate blocks to the remarks of readers: a thread consists of them, an article has them after its end."""
    known = {path: "remark" in path_cues(path) for path in set(paths)}
    inside = np.array([known[path] for path in paths], np.float32)
    share = float((weight * inside).sum() / max(1.0, float(weight.sum())))
    return np.stack([np.full(len(paths), share), inside, np.cumsum(inside) - inside], axis=1).astype(np.float32)


def shifted(values: Matrix, step: int) -> Matrix:
    """Move rows so that each holds what stands `step` blocks on; zeros where nothing does."""
    out = np.zeros_like(values)
    if abs(step) < len(values):
        if step > 0:
            out[:-step] = values[step:]
        else:
            out[-step:] = values[:step]
    return out


def around(values: Vector, window: int) -> Vector:
    """Sum over each block and `window` blocks on both sides."""
    sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    index = np.arange(len(values))
    high, low = np.minimum(index + window + 1, len(values)), np.maximum(index - window, 0)
    return np.asarray(sums[high] - sums[low], np.float32)


@lru_cache(maxsize=20_000)
def prefixes(path: str) -> tuple[str, ...]:
    """List a path's containers, innermost first.

    >>> prefixes("body/div/p")
    ('body/div/p', 'body/div', 'body')
    """
    found = [path]
    while "/" in path:
        path = path.rpartition("/")[0]
        found.append(path)
    return tuple(found)


def _container_sums(paths: Sequence[str], weight: Vector, links: Vector, chars: Vector) -> dict[str, list[float]]:
    """Sum prose, linked characters, characters and blocks of every container."""
    place = {path: number for number, path in enumerate(dict.fromkeys(paths))}
    own = np.zeros((len(place), 4))
    np.add.at(own, [place[path] for path in paths], np.stack([weight, links, chars, np.ones(len(paths))], axis=1))
    chains = [prefixes(path) for path in place]
    number = {prefix: index for index, prefix in enumerate(dict.fromkeys(itertools.chain(*chains)))}
    sums = np.zeros((len(number), 4))
    lengths = [len(chain) for chain in chains]
    np.add.at(sums, [number[prefix] for chain in chains for prefix in chain], np.repeat(own, lengths, axis=0))
    return dict(zip(number, sums.tolist(), strict=True))


def _levels(path: str, sums: dict[str, list[float]], total: float) -> list[float]:
    row: list[float] = []
    chain = prefixes(path)[1 : _LEVELS + 1] or prefixes(path)
    for prefix in chain:
        weight, links, chars, count = sums[prefix]
        row += [weight / total, links / max(1.0, chars), chars / count, count]
    return row + row[-4:] * (_LEVELS - len(chain))


def _core(paths: Sequence[str], sums: dict[str, list[float]], wanted: float, weight: Vector) -> Matrix:
    """Relate blocks to the smallest container that holds the wanted amount of prose."""
    holding = [path for path, values in sums.items() if values[0] >= wanted]
    core = max(holding, key=lambda path: (path.count("/"), sums[path][0]), default="body")
    steps = core.split("/")
    below = core + "/"
    known = {
        path: (path == core or path.startswith(below), len(steps) - _common(path.split("/"), steps))
        for path in set(paths)
    }
    own = np.array([known[path] for path in paths])
    inside, far = own[:, 0].astype(bool), own[:, 1].astype(np.float32)
    places = np.flatnonzero(inside & (weight > 0))
    first, last = (int(places[0]), int(places[-1])) if len(places) else (0, len(paths) - 1)
    index = np.arange(len(paths))
    where = np.where(
        index < first, (index - first).clip(-40, 0), np.where(index > last, (index - last).clip(0, 40) + 1, 0)
    )
    cell = sums.get(core, [0.0, 0.0, 1.0, 1.0])
    share = np.full(len(paths), cell[0] / max(1.0, float(weight.sum())))
    links = np.full(len(paths), cell[1] / max(1.0, cell[2]))
    return np.stack([inside, far, where, share, links], axis=1).astype(np.float32)


def _own_path(paths: Sequence[str], weight: Vector, links: Vector, chars: Vector, total: float) -> Matrix:
    """Sum over blocks of the same shape, whatever their number among their siblings."""
    shape_of = {path: _ORDINAL.sub("", path) for path in set(paths)}
    shapes = [shape_of[path] for path in paths]
    number = {shape: index for index, shape in enumerate(dict.fromkeys(shapes))}
    places = [number[shape] for shape in shapes]
    blocks, prose_sum, linked, all_chars = (
        np.bincount(places, values, len(number)) for values in (np.ones(len(paths)), weight, links, chars)
    )
    rows = np.stack([blocks, prose_sum / total, linked / np.maximum(1.0, all_chars)], axis=1)
    return rows.astype(np.float32)[places]


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    length = 0
    for first, second in zip(a, b, strict=False):
        if first != second:
            break
        length += 1
    return length
