"""Texts as arrays of code points: what is true of a character is looked up for a whole document at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CODES = 0x110000
"""Length of a table with a row for each code point."""


def codes_of(text: str) -> NDArray[np.uint32]:
    """List the code points of a text.

    >>> codes_of("a清").tolist()
    [97, 28165]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def text_of(codes: NDArray[np.uint32]) -> str:
    """Write code points as a text."""
    return codes.astype("<u4", copy=False).tobytes().decode("utf-32-le", "surrogatepass")


def cut_as(whole: str, texts: Sequence[str]) -> Iterator[str]:
    """Cut a string into pieces as long as the texts that it was made from.

    >>> list(cut_as("cccd", ["甲乙丙", "丁"]))
    ['ccc', 'd']
    """
    return (whole[start:end] for start, end in pairwise(accumulate(map(len, texts), initial=0)))
