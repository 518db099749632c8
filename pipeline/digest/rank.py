"""Choose the sentences that summarise a text within a limit: a linear model over sets of sentences, one per genre.

Eleven promising sentences are kept, every set of them that fits is scored, the best wins. The weights are learned by
`pipeline.digest.training` and stand in `weights.json` with their card; no other model is needed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.digest.features import (
    SENTENCE_FEATURES,
    SET_FEATURES,
    Matrix,
    Source,
    bare_chars,
    sentence_features,
    set_features,
)

WEIGHTS = Path(__file__).resolve().parent / "weights.json"

_CLOSED = re.compile(r"[。！？!?…][”’」』）)】》\"']*$")

NEWS_CHARS = 500
"""Shorter texts are news items, longer ones reports and features: measured on the two groups of the training data."""

POOL = 11
"""Sentences that the first look keeps: 2,047 sets at most, a few milliseconds."""

MARGIN = {"news": 0.5, "long": 0.0}
"""How much better another set must score than the opening to take its place: a small lead over it is noise (news is 200
texts; 0.4 to 0.7 does best in cross-validation)."""

LARGEST = 6
"""Most sentences of a set."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold the weights of one genre."""

    first_look: Matrix
    """Shape (sentence features + 1,); the last is the intercept."""
    sets: Matrix
    """Shape (sentence features + set features,)."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Hold every set of sentences that fits, with its description."""

    chosen: tuple[int, ...]
    picks: NDArray[np.bool_]
    features: Matrix


def genre(text: str) -> str:
    """Name the genre by length: "news" or "long"."""
    return "news" if len(text) < NEWS_CHARS else "long"


@cache
def weights(name: str) -> Weights:
    """Read one genre's weights."""
    table = json.loads(WEIGHTS.read_text("utf-8"))["genres"][name]
    return Weights(
        np.array([table["first_look"][key] for key in (*SENTENCE_FEATURES, "intercept")]),
        np.array([table["sets"][key] for key in (*SENTENCE_FEATURES, *SET_FEATURES)]),
    )


def select(source: Source, name: str, limit: int) -> tuple[int, ...]:
    """Choose sentences of at most `limit` characters, in the text's order; a single longer one may stand alone.

    source: may be empty, then nothing is chosen. name: a genre.
    """
    if not source.sentences:
        return ()
    model = weights(name)
    found = candidates(source, model.first_look, limit)
    scores = found.features @ model.sets
    best = int(np.argmax(scores))
    opening = _opening(source, found, limit)
    if opening is not None and scores[best] < scores[opening] + MARGIN[name]:
        best = opening
    return tuple(index for index, held in zip(found.chosen, found.picks[best], strict=True) if held)


def _opening(source: Source, found: Candidates, limit: int) -> int | None:
    """Find the set of the opening sentences, as many as fit; None where one of them is no candidate."""
    taken, chars = [0], bare_chars(source.sentences[0])
    while len(taken) < len(source.sentences) and (chars := chars + bare_chars(source.sentences[len(taken)])) <= limit:
        taken.append(len(taken))
    wanted = np.isin(found.chosen, taken)
    if wanted.sum() < len(taken):
        return None
    row = np.flatnonzero((found.picks == wanted).all(1))
    return int(row[0]) if len(row) else None


def is_whole(sentence: str) -> bool:
    """Say whether a sentence is closed: headings and cut-off lines would run into whatever follows them."""
    return bool(_CLOSED.search(sentence))


def candidates(source: Source, first_look: Matrix, limit: int) -> Candidates:
    """List the sets of promising sentences that fit the limit."""
    each = sentence_features(source)
    scores = each @ first_look[:-1] + first_look[-1]
    whole = [index for index, sentence in enumerate(source.sentences) if is_whole(sentence)] or list(range(len(each)))
    chosen = tuple(sorted(sorted(whole, key=lambda index: -scores[index])[:POOL]))
    sizes = np.array([bare_chars(source.sentences[index]) for index in chosen], dtype=np.float64)
    picks = _sets(sizes, limit)
    lengths = np.array([len(source.sentences[index]) for index in chosen], dtype=np.float64)
    mass = picks * lengths
    mean = mass @ each[list(chosen)] / np.maximum(mass.sum(1, keepdims=True), 1)
    return Candidates(chosen, picks, np.hstack([mean, set_features(source, chosen, picks, limit)]))


def _sets(sizes: Matrix, limit: int) -> NDArray[np.bool_]:
    """List the sets that fit as rows of truth values; single sentences always do."""
    masks = np.arange(1, 1 << len(sizes))[:, None] >> np.arange(len(sizes)) & 1
    count = masks.sum(1)
    fits = (masks @ sizes <= limit) & (count <= LARGEST) | (count == 1)
    return np.asarray(masks[fits], dtype=np.bool_)
