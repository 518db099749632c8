"""Choose the sentences that summarise a text within a limit: of news its opening, of longer texts what a linear model finds.

A news item says first what matters; no learned choice did better (docs/dev/decisions.md). Of longer texts eleven promising
sentences are kept, every set of them that fits is scored, the best wins. The weights are learned by
`pipeline.digest.training` and stand in `weights.json` with their card; no other model is needed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
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
_WORD = re.compile(r"\w")
_CLOSERS = "。！？!?…”’」』）)】》"

NEWS_CHARS = 500
"""Shorter texts are news items, longer ones reports and features: measured on the two groups of the training data."""

POOL = 11
"""Sentences that the first look keeps: 2,047 sets at most, a few milliseconds."""

FULL_RATIO = 2 / 3
"""Share of the limit at which an opening is full: what would still fit behind it is a small addition. Of 13 training texts
where it makes a difference 12 gain (0.6 and below lose, 0.9 does nothing)."""

LARGEST = 6
"""Most sentences of a set."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Hold what was learned from longer texts."""

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


def is_news(text: str) -> bool:
    """Tell a news item from a longer text, by its length."""
    return len(text) < NEWS_CHARS


@cache
def weights() -> Weights:
    """Read the weights."""
    table = json.loads(WEIGHTS.read_text("utf-8"))["weights"]
    return Weights(
        np.array([table["first_look"][key] for key in (*SENTENCE_FEATURES, "intercept")]),
        np.array([table["sets"][key] for key in (*SENTENCE_FEATURES, *SET_FEATURES)]),
    )


def opening(source: Source, limit: int) -> tuple[int, ...]:
    """Choose the first sentences of at most `limit` characters in all; the very first may be longer.

    Nothing that is told is left out between them, so that no pronoun loses what it stands for. Where no sentence is whole, the
    first line stands alone. An empty source has no opening.
    """
    taken: list[int] = []
    chars = 0
    for index in _whole(source):
        more = bare_chars(source.sentences[index])
        if taken and (chars >= FULL_RATIO * limit or chars + more > limit or not is_whole(source.sentences[index])):
            break
        taken.append(index)
        chars += more
    return tuple(taken)


def select(source: Source, limit: int) -> tuple[int, ...]:
    """Choose the sentences that score best, at most `limit` characters, in the text's order; a single longer one may stand alone.

    source: may be empty, then nothing is chosen.
    """
    if not source.sentences:
        return ()
    model = weights()
    found = candidates(source, model.first_look, limit)
    best = found.picks[int(np.argmax(found.features @ model.sets))]
    return tuple(index for index, held in zip(found.chosen, best, strict=True) if held)


def is_whole(sentence: str) -> bool:
    """Say whether a sentence is closed and opens with no mark that closes another: fragments would run into their neighbours."""
    return bool(_CLOSED.search(sentence) and _WORD.search(sentence)) and sentence[0] not in _CLOSERS


def _whole(source: Source) -> Sequence[int]:
    """List the whole sentences; all where none is."""
    every = range(len(source.sentences))
    return [index for index in every if is_whole(source.sentences[index])] or every


def candidates(source: Source, first_look: Matrix, limit: int) -> Candidates:
    """List the sets of promising sentences that fit the limit."""
    each = sentence_features(source)
    scores = each @ first_look[:-1] + first_look[-1]
    chosen = tuple(sorted(sorted(_whole(source), key=lambda index: -scores[index])[:POOL]))
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
