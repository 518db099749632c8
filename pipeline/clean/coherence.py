"""Weigh how passages of a text hang together, and say of each how likely it belongs to another article.

A small transformer (Vaswani et al. 2017) over whole passages: it sees the sentence vector of each and of the title, and for each two
of them how near their vectors are, how many rare words they share, and whether they are neighbours. What is learnt is therefore not
a subject but what is usual between passages of one article. `pipeline.coherence_training` makes the weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.topic import likeness_of, ties_of
from pipeline.clean.view import views
from pipeline.clean.vocabulary import fold
from pipeline.encoder import normed, softmax
from pipeline.segments import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MOST_PASSAGES = 48
"""The work grows with their square."""
PASSAGE_CHARS = 140
"""A longer paragraph is read as several passages of whole sentences."""
HEADS = 4
SINGLES, PAIRS = 14, 4
"""Signs of each passage, and of each two of them."""
TIES = 1
"""The sign of two that says how many rare words they share."""
_USUAL, _SPREAD = 0.86, 0.04
"""Usual cosine of two sentence vectors, and what counts as one step from it."""
_MOST_TIES, _TIE_STEPS = 12.0, 4.0
_MOST_NAMED = 2.0
_MANY, _LONG, _LENGTH_STEP = 20, 200, 100
"""Passages of a text, and characters of one, that count as one step; longer ones count as so long."""
_COUNT = 12
"""The sign that says how many passages there are."""
_EPSILON = np.float32(1e-5)


class Passage(NamedTuple):
    """Hold a paragraph, or some sentences of a long one."""

    paragraph: int
    start: int
    text: str


class Signs(NamedTuple):
    """Hold what is known of a title and the passages behind it, in rows that begin with the title's."""

    vectors: Floats
    """Shape (n + 1, 384); zeros for a title that is not known."""
    singles: Floats
    """Shape (n + 1, SINGLES)."""
    pairs: Floats
    """Shape (n + 1, n + 1, PAIRS)."""


def passages_of(paragraphs: Sequence[str]) -> Iterator[Passage]:
    """Cut paragraphs into passages.

    >>> [(one.start, one.text[:2]) for one in passages_of(["短。", "甲" * 99 + "。" + "乙" * 99 + "。丙。"])]
    [(0, '短。'), (0, '甲甲'), (100, '乙乙')]
    """
    for number, text in enumerate(paragraphs):
        start = end = 0
        for sentence in sentences(text):
            if end > start and sentence.end - start > PASSAGE_CHARS:
                yield Passage(number, start, text[start:end])
                start = sentence.start
            end = sentence.end
        if end > start:
            yield Passage(number, start, text[start:end])


def signs_of(title: str, passages: Sequence[Passage], vectors: Floats) -> Signs:
    """Measure passages beside each other.

    vectors: unit rows for the title and each passage, shape (n + 1, 384); the first row is zeros without a title.
    """
    lines = [view.line for view in views([passage.text for passage in passages])]
    ties = np.zeros((len(lines) + 1, len(lines) + 1), dtype=np.float32)
    if lines:
        found = ties_of(lines)
        ties[1:, 1:] = np.minimum(found / (found.mean() + 1e-6), _MOST_TIES) / _TIE_STEPS
    near = (vectors @ vectors.T - _USUAL) / _SPREAD
    if title:
        ties[0, 1:] = ties[1:, 0] = likeness_of(lines, fold(title))
    else:
        near[0, :] = near[:, 0] = 0
    np.fill_diagonal(near, 0)
    places = np.arange(len(lines) + 1)
    beside = np.abs(places[:, None] - places) == 1
    beside[0, :] = beside[:, 0] = False
    paragraphs = np.array([-1, *(passage.paragraph for passage in passages)])
    together = (paragraphs[:, None] == paragraphs) & ~np.eye(len(places), dtype=bool)
    lengths = [len(passage.text) for passage in passages]
    pairs = np.stack([near, ties, beside, together], axis=-1).astype(np.float32)
    return Signs(vectors, _singles(near, ties, lengths, titled=bool(title)), pairs)


def _singles(near: Floats, ties: Floats, lengths: Sequence[int], *, titled: bool) -> Floats:
    """Set the signs of each passage beside each other; the title's row says that there is one, and how long the text is."""
    count = len(lengths)
    rows = np.zeros((count + 1, SINGLES), dtype=np.float32)
    if count:
        rows[1:] = np.stack(_columns(near, ties, lengths), axis=1)
    rows[0, 0], rows[0, _COUNT] = titled, count / _MANY
    return rows


def _columns(near: Floats, ties: Floats, lengths: Sequence[int]) -> list[Floats]:
    """List the signs of the passages, a column each: the order that the weights know."""
    count = len(lengths)
    body, named, places = near[1:, 1:], near[0, 1:], np.arange(count)
    means = body.sum(axis=1) / max(1, count - 1)
    nearest = np.where(np.eye(count, dtype=bool), -9, body).max(axis=1)
    before, behind, around = (np.zeros(count) for _ in range(3))
    before[1:] = behind[:-1] = np.diag(body, 1)
    around[1:-1] = np.diag(body, 2)
    return [
        named,
        np.minimum(ties[0, 1:], _MOST_NAMED),
        means - means.mean(),
        nearest - nearest.mean(),
        ties[1:, 1:].mean(axis=1),
        named - named.mean(),
        before,
        behind,
        around,
        places == 0,
        places == count - 1,
        np.minimum(lengths, _LONG) / _LENGTH_STEP,
        np.full(count, count / _MANY),
        places / max(1, count - 1),
    ]


class Coherence:
    """Judge passages with given weights, by the names that `pipeline.coherence_training` gives them."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        """Take matrices of shape (outputs, inputs) and vectors."""
        self._weights = weights
        self._layers = 1 + max(int(name.split(".")[1]) for name in weights if name.startswith("layers."))

    def logits(self, signs: Signs) -> Floats:
        """Give the log odds that each passage is of another article, shape (n,)."""
        states = self._linear("singles", signs.singles) + self._linear("vectors", signs.vectors)
        states[0] += self._weights["title"]
        for number in range(self._layers):
            at = f"layers.{number}"
            states = states + self._heard(at, self._normed(f"{at}.before", states), signs.pairs)
            inner = np.maximum(self._linear(f"{at}.inner", self._normed(f"{at}.between", states)), 0)
            states = states + self._linear(f"{at}.outer", inner)
        found: Floats = self._linear("last", self._normed("norm", states))[1:, 0]
        return found

    def _heard(self, at: str, states: Floats, pairs: Floats) -> Floats:
        size, width = states.shape
        query, key, value = (
            self._linear(f"{at}.asked", states).reshape(size, 3, HEADS, width // HEADS).transpose(1, 2, 0, 3)
        )
        weights = query @ key.transpose(0, 2, 1) / (width / HEADS) ** 0.5
        weights = softmax(weights + self._linear(f"{at}.between_two", pairs).transpose(2, 0, 1))
        return self._linear(f"{at}.attended", (weights @ value).transpose(1, 0, 2).reshape(size, width))

    def _linear(self, name: str, rows: Floats) -> Floats:
        found: Floats = rows @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]
        return found

    def _normed(self, name: str, rows: Floats) -> Floats:
        return normed(rows, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], _EPSILON)


@cache
def shipped_coherence() -> Coherence:
    """Load the weights that the package ships."""
    with (files("pipeline") / "data" / "coherence.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        return Coherence({name: data[name].astype(np.float32) for name in data.files})
