"""Matching: whether two documents share so many sentences that one is a copy of the other.

Embeddings cannot tell a copy from a related article, and published resemblance thresholds miss spun and partial copies; what
decides is the share of the shorter text whose sentences have a fuzzy match in the other. Quotations weigh little, since two
reporters quote the same speaker; boilerplate weighs nothing; and matches count only as far as they come in the same order.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from pipeline.document import Document
from pipeline.group.sentences import LEAST_CHARS, cut_blocks
from pipeline.group.shingles import mostly_common
from pipeline.group.sketch import body
from pipeline.settings import GroupSettings

_LEAST_WEIGHT_CHARS = 30.0
"""Matched characters below which nothing joins, whatever their share: two one-line notes may agree by chance."""


class Prepared(NamedTuple):
    """Hold a document's sentences, ready to be matched."""

    folded: tuple[str, ...]
    weights: NDArray[np.float64]
    """Weight of each sentence, in characters."""


class Match(NamedTuple):
    """Hold how much of two documents matches."""

    share_a: float
    """Share of a's weight whose sentences match one of b's, in [0, 1]."""
    share_b: float
    region_a: frozenset[int]
    """Indices of a's matching sentences."""
    region_b: frozenset[int]
    weight: float
    """Matched characters of the shorter text."""
    mean_score: float
    """Mean fuzzy score, 0–100, of the matching sentences."""

    @property
    def share(self) -> float:
        """The larger share: that of the text more fully covered."""
        return max(self.share_a, self.share_b)

    def flipped(self) -> Match:
        """See the same match from the other document."""
        return Match(self.share_b, self.share_a, self.region_b, self.region_a, self.weight, self.mean_score)


def prepare(doc: Document, common: NDArray[np.uint32], settings: GroupSettings) -> Prepared:
    """Fold a document's sentences and weigh them; `common` holds the sorted hashes of boilerplate shingles."""
    found = cut_blocks(body(doc))
    folded = tuple(item.folded for item in found)
    boilerplate = mostly_common(folded, common, settings.shingle_chars, settings.sketch_ratio)
    weights = np.array(
        [
            0.0
            if len(item.folded) < LEAST_CHARS or is_common
            else len(item.folded) * (settings.quote_weight if item.is_quotation else 1.0)
            for item, is_common in zip(found, boilerplate, strict=True)
        ],
        np.float64,
    )
    return Prepared(folded, weights)


def match(a: Prepared, b: Prepared, settings: GroupSettings) -> Match:
    """Measure how much of two documents matches, sentence by sentence."""
    rows, columns = np.flatnonzero(a.weights), np.flatnonzero(b.weights)
    if not len(rows) or not len(columns):
        return Match(0.0, 0.0, frozenset(), frozenset(), 0.0, 0.0)
    scores = cdist(
        [a.folded[i] for i in rows],
        [b.folded[i] for i in columns],
        scorer=fuzz.ratio,
        score_cutoff=settings.sentence_score,
        dtype=np.float32,
    )
    found_a, found_b = in_order(scores), in_order(scores.T)
    # What one of them only quotes weighs as a quotation on both sides.
    weights_a = np.minimum(a.weights[rows], b.weights[columns][scores.argmax(axis=1)])[found_a]
    weights_b = np.minimum(b.weights[columns], a.weights[rows][scores.argmax(axis=0)])[found_b]
    weight_a, weight_b = float(weights_a.sum()), float(weights_b.sum())
    return Match(
        weight_a / float(a.weights.sum()),
        weight_b / float(b.weights.sum()),
        frozenset(map(int, rows[found_a])),
        frozenset(map(int, columns[found_b])),
        min(weight_a, weight_b),
        float(scores.max(axis=1)[found_a].mean()) if found_a else 0.0,
    )


def in_order(scores: NDArray[np.float32]) -> list[int]:
    """List the rows whose best columns form the longest non-decreasing sequence; rows without a score have none.

    A copy keeps the order of its sentences. Texts written to one pattern resemble each other sentence by sentence too, but
    their best matches lie anywhere.
    """
    ends: list[int] = []
    tails: list[int] = []
    before: dict[int, int] = {}
    best = scores.argmax(axis=1)
    for row in map(int, np.flatnonzero(scores.max(axis=1) > 0)):
        place = bisect_right(ends, int(best[row]))
        before[row] = tails[place - 1] if place else -1
        ends[place : place + 1] = [int(best[row])]
        tails[place : place + 1] = [row]
    chain, row = [], tails[-1] if tails else -1
    while row >= 0:
        chain.append(row)
        row = before[row]
    return chain[::-1]


def is_copy(found: Match, settings: GroupSettings) -> bool:
    """Decide whether two documents share so much that they tell one story."""
    return found.share >= settings.match_ratio and found.weight >= _LEAST_WEIGHT_CHARS


def is_same(found: Match, settings: GroupSettings) -> bool:
    """Decide whether two documents are copies of each other beyond doubt, each nearly whole in the other."""
    return is_copy(found, settings) and min(found.share_a, found.share_b) >= settings.same_ratio
