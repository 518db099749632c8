"""Run the sentence encoder token by token, with small corrections learnt for a task of ours.

The network is multilingual-e5-small (Wang et al. 2024), a BERT of twelve layers (Devlin et al. 2019), of which a task may take the
first few; low-rank corrections of its matrices (Hu et al. 2022, "LoRA") are added when it is loaded, so they cost nothing later.
NumPy does the arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController

from pipeline.encoder_file import EncoderFile, encoder_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

MATRICES = ("q", "k", "v", "ao", "fi", "fo")
"""Matrices of a layer by the names of the file: query, key, value, attention's output, into and out of the inner width."""
_SLOPE, _CUBE = 0.7978845608, 0.044715


class Layer(NamedTuple):
    """Hold the weights of one layer; matrices are turned, so that rows of tokens are multiplied from the left."""

    asked: Floats
    """Query, key and value beside each other, shape (width, 3 * width)."""
    asked_bias: Floats
    attended: Floats
    attended_bias: Floats
    attended_norm: tuple[Floats, Floats]
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    outer_norm: tuple[Floats, Floats]


class Encoder:
    """Give a vector for each token of a text."""

    def __init__(self, layers: int, corrections: Mapping[str, Floats]) -> None:
        """Load the first layers of the model.

        corrections: what is added to a tensor, by its name and in its shape; a matrix has a row for each output.
        """
        file, more = encoder_file(), Corrected(encoder_file(), corrections)
        self._file, self._heads, self._epsilon = file, file.heads, np.float32(file.epsilon)
        self.longest = file.longest
        """Most tokens that may be read together."""
        self.first, self.last = file.first, file.last
        """Tokens that open a text and end it."""
        self._places = file.floats("emb.pos").reshape(file.longest, file.width) + file.floats("emb.type")[: file.width]
        self._norm = more.floats("emb.ln.w"), more.floats("emb.ln.b")
        self._layers = [_layer(more, number) for number in range(layers)]

    def states(self, numbers: Sequence[int]) -> Floats:
        """Read at most `longest` tokens together, shape (n, width)."""
        # More threads wait for each other by spinning: on a busy machine they take many times as long (measured).
        with _threads().limit(limits=1, user_api="blas"):
            return self._states(numbers)

    def _states(self, numbers: Sequence[int]) -> Floats:
        words = self._file.word_vectors(np.array(numbers, dtype=np.int64))
        states = normed(words + self._places[: len(numbers)], *self._norm, self._epsilon)
        for layer in self._layers:
            heard = self._attended(states, layer) @ layer.attended + layer.attended_bias
            states = normed(states + heard, *layer.attended_norm, self._epsilon)
            inner = _gelu(states @ layer.inner + layer.inner_bias)
            states = normed(states + (inner @ layer.outer + layer.outer_bias), *layer.outer_norm, self._epsilon)
        return states

    def _attended(self, states: Floats, layer: Layer) -> Floats:
        size, width = states.shape
        asked = (states @ layer.asked + layer.asked_bias).reshape(size, 3, self._heads, width // self._heads)
        query, key, value = asked.transpose(1, 2, 0, 3)
        weights = softmax((query @ key.transpose(0, 2, 1)) * np.float32((width / self._heads) ** -0.5))
        return (weights @ value).transpose(1, 0, 2).reshape(size, width)


def softmax(logits: Floats) -> Floats:
    """Make probabilities of the numbers on the last axis; writes over them.

    >>> softmax(np.zeros((1, 2), dtype=np.float32)).tolist()
    [[0.5, 0.5]]
    """
    logits -= logits.max(axis=-1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=-1, keepdims=True)
    return logits


def normed(rows: Floats, weight: Floats, bias: Floats, epsilon: np.float32) -> Floats:
    """Give each row mean 0 and spread 1, then the learnt weight and bias (Ba et al. 2016, "Layer Normalization")."""
    rows = rows - rows.mean(axis=1, keepdims=True)
    spread: Floats = np.sqrt((rows * rows).mean(axis=1, keepdims=True) + epsilon)
    return rows / spread * weight + bias


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _gelu(values: Floats) -> Floats:
    """Bend values by the hyperbolic form of the Gaussian error unit (Hendrycks and Gimpel 2016)."""
    bent: Floats = np.tanh(np.float32(_SLOPE) * (values + np.float32(_CUBE) * values * values * values))
    return np.float32(0.5) * values * (1 + bent)


class Corrected(NamedTuple):
    """Read tensors of the file with what is added to them."""

    file: EncoderFile
    corrections: Mapping[str, Floats]

    def floats(self, name: str) -> Floats:
        """Read a vector."""
        found = self.file.floats(name)
        return found + self.corrections[name] if name in self.corrections else found

    def matrix(self, name: str) -> Floats:
        """Read a matrix of a layer, turned: shape (inputs, outputs)."""
        width, inner = self.file.width, self.file.inner
        rows, columns = {"fi": (inner, width), "fo": (width, inner)}.get(name.split(".")[1], (width, width))
        found = self.file.matrix(name, rows, columns)
        return np.ascontiguousarray((found + self.corrections[name] if name in self.corrections else found).T)


def _layer(more: Corrected, number: int) -> Layer:
    at = f"l{number}"
    return Layer(
        asked=np.hstack([more.matrix(f"{at}.{name}.w") for name in "qkv"]),
        asked_bias=np.concatenate([more.floats(f"{at}.{name}.b") for name in "qkv"]),
        attended=more.matrix(f"{at}.ao.w"),
        attended_bias=more.floats(f"{at}.ao.b"),
        attended_norm=(more.floats(f"{at}.aln.w"), more.floats(f"{at}.aln.b")),
        inner=more.matrix(f"{at}.fi.w"),
        inner_bias=more.floats(f"{at}.fi.b"),
        outer=more.matrix(f"{at}.fo.w"),
        outer_bias=more.floats(f"{at}.fo.b"),
        outer_norm=(more.floats(f"{at}.oln.w"), more.floats(f"{at}.oln.b")),
    )
