"""Candidate pairs: documents that share enough shingles to be worth a closer look.

One sorted array of (hash, document) stands for an inverted index. Shingles that a document shares with far more documents
than its median shingle are boilerplate and do not count. In a long posting list each document is paired with its next
neighbours only, so that a story of a thousand copies costs a thousand times a constant; connected components do the rest.
The cost is that of one sort; nothing depends on the order of the input.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.group.shingles import joined
from pipeline.group.sketch import Sketch
from pipeline.settings import GroupSettings

_LEAST_SHARED = 2
_COMMON_DOCUMENTS = 4
"""A shingle in fewer documents is never boilerplate."""

Ints = NDArray[np.int64]


class Candidate(NamedTuple):
    """Hold a pair of documents, by index into the sketches, with the share of the smaller sketch that they have in common."""

    a: int
    b: int
    containment: float


class Index(NamedTuple):
    """Hold what the sketches of a corpus say together."""

    candidates: tuple[Candidate, ...]
    """Most alike first."""
    common: NDArray[np.uint32]
    """Sorted hashes that are boilerplate."""


def index(sketches: Sequence[Sketch], settings: GroupSettings) -> Index:
    """Find candidate pairs among sketches; these must come in path order, so that equal corpora give equal results."""
    hashes, sizes = joined([item.hashes for item in sketches])
    documents = np.repeat(np.arange(len(sketches), dtype=np.int32), sizes)
    order = np.argsort(hashes, kind="stable")
    hashes, documents = hashes[order], documents[order]
    del order
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]]) if len(hashes) else np.empty(0, np.int64)
    lengths = np.diff(np.r_[starts, len(hashes)])
    frequency = np.repeat(lengths, lengths)
    marked = _unusually_frequent(documents, frequency, sizes, settings.common_factor)
    is_common = _mostly(marked, starts, lengths)
    boilerplate = np.repeat(is_common, lengths)
    kept = (frequency > 1) & ~boilerplate
    pairs, counts = _count_pairs(hashes[kept], documents[kept], len(sketches), settings.neighbours)
    own = sizes - np.bincount(documents[boilerplate], minlength=len(sizes))
    return Index(_select(pairs, counts, own, len(sketches), settings.candidate_containment), hashes[starts[is_common]])


def _unusually_frequent(documents: NDArray[np.int32], frequency: Ints, sizes: Ints, factor: float) -> NDArray[np.bool_]:
    """Mark postings whose shingle is far more frequent than the document's median shingle."""
    by_document = np.lexsort((frequency, documents))
    ends = np.cumsum(sizes)
    middles = np.minimum(ends - sizes + (sizes - 1) // 2, max(len(documents) - 1, 0))
    medians = frequency[by_document][middles] if len(documents) else np.empty(0, np.int64)
    return (frequency >= _COMMON_DOCUMENTS) & (frequency > factor * medians[documents])


def _mostly(marked: NDArray[np.bool_], starts: Ints, lengths: Ints) -> NDArray[np.bool_]:
    """Tell which shingles are marked in most of the documents that hold them; one document alone may be spun or odd."""
    if not len(starts):
        return np.empty(0, np.bool_)
    return np.add.reduceat(marked, starts, dtype=np.int64) * 2 > lengths


def _count_pairs(
    hashes: NDArray[np.uint32], documents: NDArray[np.int32], total: int, neighbours: int
) -> tuple[Ints, Ints]:
    """Count the shingles that pairs of documents share, a pair being coded as a · total + b with a < b."""
    found: list[Ints] = []
    for shift in range(1, neighbours + 1):
        same = np.flatnonzero(hashes[shift:] == hashes[:-shift]) if shift < len(hashes) else np.empty(0, np.int64)
        if not len(same):
            break
        found.append(documents[same].astype(np.int64) * total + documents[same + shift])
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    pairs, counts = np.unique(np.concatenate(found), return_counts=True)
    return pairs, counts.astype(np.int64)


def _select(pairs: Ints, counts: Ints, sizes: Ints, total: int, least: float) -> tuple[Candidate, ...]:
    a, b = np.divmod(pairs, max(total, 1))
    shares = counts / np.maximum(np.minimum(sizes[a], sizes[b]), 1)
    # Half the threshold: the sampled share scatters around the true one.
    chosen = np.flatnonzero((shares >= least / 2) & (counts >= _LEAST_SHARED))
    order = np.lexsort((b[chosen], a[chosen], -shares[chosen]))
    return tuple(Candidate(int(a[i]), int(b[i]), min(1.0, float(shares[i]))) for i in chosen[order])
