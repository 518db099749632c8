"""Fit the field of `pipeline.clean.sequence` to labelled lines; needed only to make new weights.

Maximum conditional likelihood with an L2 penalty, by Adam over batches of documents padded to one length; gradients are the
observed minus the expected counts of features and transitions. NumPy only; a seed makes a run reproducible.

Source: Sutton and McCallum 2012, "An introduction to conditional random fields", section 4.1; Kingma and Ba 2015, "Adam".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.sequence import LABELS, Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Sample(NamedTuple):
    """Hold one document to learn from."""

    features: tuple[tuple[str, ...], ...]
    """Feature names of each line."""
    labels: tuple[str, ...]
    """One of LABELS for each line; "" where a line must not teach anything."""


class _Batch(NamedTuple):
    rows: NDArray[np.int64]
    """Feature rows of all lines, one after the other."""
    starts: NDArray[np.int64]
    place: NDArray[np.int64]
    """Index of each line in the padded (documents, length) plane."""
    gold: NDArray[np.int64]
    """Label of each line, -1 for unknown."""
    shape: tuple[int, int]


def fit(samples: Sequence[Sample], epochs: int, penalty: float, seed: int) -> Weights:
    """Learn emission and transition weights; features seen in fewer than four lines are left out.

    penalty: strength of the L2 pull towards zero, per line.
    """
    counts = Counter(name for sample in samples for names in sample.features for name in names)
    names = sorted(name for name, count in counts.items() if count >= 4)
    rows = {name: row for row, name in enumerate(names)}
    rng = np.random.default_rng(seed)
    batches = _batches(samples, rows, rng)
    width = len(LABELS)
    parameters = [np.zeros((len(names), width)), np.zeros((width, width))]
    moments = [[np.zeros_like(p), np.zeros_like(p)] for p in parameters]
    time = 0
    for epoch in range(epochs):
        rate = 0.05 * (1 - epoch / epochs) + 0.002
        for number in rng.permutation(len(batches)):
            time += 1
            gradients = _gradients(batches[number], parameters[0], parameters[1])
            for value, gradient, moment in zip(parameters, gradients, moments, strict=True):
                gradient = gradient - penalty * value
                moment[0] += 0.1 * (gradient - moment[0])
                moment[1] += 0.01 * (gradient**2 - moment[1])
                corrected = moment[0] / (1 - 0.9**time)
                scale = np.sqrt(moment[1] / (1 - 0.99**time)) + 1e-8
                value += rate * corrected / scale
    return Weights(rows, parameters[0].astype(np.float32), parameters[1].astype(np.float32))


def _batches(samples: Sequence[Sample], rows: dict[str, int], rng: np.random.Generator, size: int = 64) -> list[_Batch]:
    """Group documents of like length, so that little is padded."""
    order = sorted(range(len(samples)), key=lambda number: (len(samples[number].labels), number))
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    return [_batch([samples[number] for number in group], rows) for group in groups]


def _batch(samples: Sequence[Sample], rows: dict[str, int]) -> _Batch:
    length = max(len(sample.labels) for sample in samples)
    flat: list[int] = []
    starts, place, gold = [], [], []
    for number, sample in enumerate(samples):
        for line, (names, label) in enumerate(zip(sample.features, sample.labels, strict=True)):
            starts.append(len(flat))
            flat += [rows[name] for name in names if name in rows]
            place.append(number * length + line)
            gold.append(LABELS.index(label) if label else -1)
    rows_of, starts_of, place_of, gold_of = (np.array(values, dtype=np.int64) for values in (flat, starts, place, gold))
    return _Batch(rows_of, starts_of, place_of, gold_of, (len(samples), length))


def _gradients(
    batch: _Batch, emission: NDArray[np.float64], transition: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Compute observed minus expected counts per line for both weight tables."""
    documents, length = batch.shape
    width = len(LABELS)
    scores = np.add.reduceat(emission[batch.rows], batch.starts, axis=0)
    plane = np.full((documents * length, width), 0.0)
    plane[batch.place] = scores
    real = np.zeros((documents, length), dtype=bool)
    real.flat[batch.place] = True
    gold = np.full((documents, length), -1, dtype=np.int64)
    gold.flat[batch.place] = batch.gold
    # A line of unknown label is clamped to nothing: it is summed over in both terms, by its free marginal.
    free, free_pairs = _expectations(plane.reshape(documents, length, width), real, transition, None)
    clamped, clamped_pairs = _expectations(plane.reshape(documents, length, width), real, transition, gold)
    lines = len(batch.place)
    difference = (clamped - free).reshape(-1, width)[batch.place] / lines
    gradient = np.zeros_like(emission)
    counts = np.diff(np.append(batch.starts, len(batch.rows)))
    owners = np.repeat(np.arange(lines), counts)
    for label in range(width):
        gradient[:, label] = np.bincount(batch.rows, weights=difference[owners, label], minlength=len(emission))
    return gradient, (clamped_pairs - free_pairs) / lines


def _expectations(
    plane: NDArray[np.float64], real: NDArray[np.bool_], transition: NDArray[np.float64], gold: NDArray[np.int64] | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Run forward-backward over a padded batch; gold, where known, allows one label only."""
    _, length, width = plane.shape
    local = np.exp(plane - plane.max(axis=2, keepdims=True))
    if gold is not None:
        allowed = (gold[:, :, None] < 0) | (gold[:, :, None] == np.arange(width))
        local = local * allowed
    local = np.maximum(local, 1e-300)
    local[~real] = 1.0
    step = np.exp(transition - transition.max())
    forward = np.empty_like(plane)
    forward[:, 0] = local[:, 0] / local[:, 0].sum(axis=1, keepdims=True)
    for row in range(1, length):
        value = (forward[:, row - 1] @ step) * local[:, row]
        value = value / value.sum(axis=1, keepdims=True)
        forward[:, row] = np.where(real[:, row, None], value, forward[:, row - 1])
    backward = np.ones_like(plane)
    pairs = np.zeros((width, width))
    for row in range(length - 2, -1, -1):
        ahead = local[:, row + 1] * backward[:, row + 1]
        value = ahead @ step.T
        value = value / value.sum(axis=1, keepdims=True)
        keep = real[:, row + 1, None]
        backward[:, row] = np.where(keep, value, backward[:, row])
        joint = forward[:, row, :, None] * step[None] * ahead[:, None, :]
        joint = joint / joint.sum(axis=(1, 2), keepdims=True)
        pairs += (joint * keep[:, :, None]).sum(axis=0)
    unary = forward * backward
    unary = unary / unary.sum(axis=2, keepdims=True)
    return unary * real[:, :, None], pairs
