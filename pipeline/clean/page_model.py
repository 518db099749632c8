"""The weights that tell article from furniture: a linear model and a small forest of boosted trees, evaluated with numpy.

The file is written by `python -m pipeline.page_training`; nothing here learns.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.page_context import (
    CONTAINER_NAMES,
    NEIGHBOUR_NAMES,
    Vector,
    container_features,
    neighbour_features,
    prose,
)
from pipeline.clean.page_features import PLACE_NAMES, TEXT_NAMES, Matrix, path_of, place_features, text_features
from pipeline.document import Block, Document

NAMES = TEXT_NAMES + PLACE_NAMES + NEIGHBOUR_NAMES + CONTAINER_NAMES
"""Columns of the matrix that the model reads."""

WEIGHTS = "page_weights.json"
_CLIP = 5.0


@dataclass(frozen=True, slots=True)
class Model:
    """Hold both models; every array is read only."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercept: float
    feature: NDArray[np.int64]
    """Column that each node of each tree looks at, shape (trees, nodes)."""
    threshold: NDArray[np.float64]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]
    baseline: float
    depth: int

    def score(self, features: Matrix) -> Vector:
        """Estimate for each row the probability that it belongs to the article."""
        logits = 0.5 * (self._linear(features) + self._forest(features))
        return np.asarray(1 / (1 + np.exp(-logits)), np.float32)

    def _linear(self, features: Matrix) -> NDArray[np.float64]:
        scaled = np.clip((squashed(features) - self.mean) / self.scale, -_CLIP, _CLIP)
        return np.asarray(np.clip(scaled @ self.coefficients + self.intercept, -9, 9))

    def _forest(self, features: Matrix) -> NDArray[np.float64]:
        trees, nodes = self.feature.shape
        root = np.arange(trees, dtype=np.int64) * nodes
        row = np.arange(len(features), dtype=np.int64)[:, None] * features.shape[1]
        flat, feature, threshold = features.ravel(), self.feature.ravel(), self.threshold.ravel()
        left, right = (self.left + root[:, None]).ravel(), (self.right + root[:, None]).ravel()
        node = np.broadcast_to(root, (len(features), trees))
        for _ in range(self.depth):
            goes_left = flat.take(row + feature.take(node)) <= threshold.take(node)
            node = np.where(goes_left, left.take(node), right.take(node))
        return np.asarray(np.clip(self.value.ravel().take(node).sum(axis=1) + self.baseline, -9, 9))


def page_matrix(doc: Document, blocks: tuple[Block, ...]) -> Matrix:
    """Measure blocks that have text: an array of shape (blocks, len(NAMES))."""
    text = text_features(doc, blocks)
    paths = [path_of(block) for block in blocks]
    weight = prose(text)
    parts = [
        text,
        place_features(paths),
        neighbour_features(paths, text, weight),
        container_features(paths, text, weight),
    ]
    return np.hstack(parts).astype(np.float32)


def squashed(features: Matrix) -> NDArray[np.float64]:
    """Bring counts of any size to a scale that a linear model can weigh: sign(x)·log(1 + |x|)."""
    wide = features.astype(np.float64)
    return np.asarray(np.sign(wide) * np.log1p(np.abs(wide)))


@cache
def model() -> Model:
    """Load the shipped weights; raises ValueError if they were trained on other features."""
    text = resources.files("pipeline.clean").joinpath("data", WEIGHTS).read_text("utf-8")
    return model_from(json.loads(text))


def model_from(table: dict[str, object]) -> Model:
    """Build a model from the table that training writes."""
    if table["names"] != list(NAMES):
        raise ValueError(f"{WEIGHTS} was trained on other features; run python -m pipeline.page_training")
    arrays = {
        name: np.array(table[name])
        for name in ("mean", "scale", "coefficients", "feature", "threshold", "left", "right", "value")
    }
    for array in arrays.values():
        array.setflags(write=False)
    return Model(
        intercept=float(str(table["intercept"])),
        baseline=float(str(table["baseline"])),
        depth=int(str(table["depth"])),
        **arrays,
    )
