"""The manner of a text: does it read as an article does, or as an advert, a plea, spam, or a site's own words?

No list of trades is complete; how adverts are worded carries over to trades that nobody listed. A text is read as its characters
and pairs of neighbouring characters, digits and Latin letters each as one, hashed into a table with a row of weights for each:
the logits of four kinds of foreign text against article text. Any stretch of a text can be read at the cost of one subtraction,
so that a clause is weighed as quickly as a line. `pipeline.manner_training` makes the table.

Source of the idea: Joachims 1998, "Text categorization with support vector machines"; Weinberger et al. 2009, "Feature hashing".
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from pipeline.clean.codes import codes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = ("ad", "promo", "spam", "chrome")
"""The kinds of foreign text, as columns of every array here."""
BITS = 15
"""The table has two to the power of this rows; one more changes nothing that could be measured."""

_FIRST = np.uint32(2654435761)
_SECOND = np.uint32(2246822519)
_SALT = np.uint32(0x9E3779B9)
_MIXED = np.uint32(40503)
_HALF = np.uint32(16)
_LEFT = np.uint32(32 - BITS)
_LEAD = re.compile(r"(?:[\s>#*•·▪■◆●○★☆▶►→※◇□✦✧-]+|\d{1,2}[.、)]\s*)+")
_TAIL = re.compile(r"[\s。！？!?…~,，;；:：”」』)）】*_]+$")


class Manners(NamedTuple):
    """Hold the trained table."""

    table: NDArray[np.float32]
    """Shape (2**BITS, kinds): weight of each hashed character and pair."""
    bias: NDArray[np.float32]
    """Shape (kinds,)."""


class Reading(NamedTuple):
    """Hold running sums of a text's weights, so that any stretch of it can be read."""

    single: NDArray[np.float64]
    """Shape (chars + 1, kinds): sum of the weights of the characters before each place."""
    double: NDArray[np.float64]
    """Shape (chars + 1, kinds): sum of the weights of the pairs that begin before each place."""

    def logits(self, starts: NDArray[np.int64], ends: NDArray[np.int64], manners: Manners) -> NDArray[np.float64]:
        """Read stretches, shape (stretches, kinds); an empty one has the table's bias."""
        size = np.maximum(ends - starts, 0)
        last = np.maximum(ends - 1, starts)
        total = self.single[ends] - self.single[starts] + self.double[last] - self.double[starts]
        return np.asarray(total / np.sqrt(np.maximum(2 * size - 1, 1))[:, None] + manners.bias)


@cache
def shipped_manners() -> Manners:
    """Load the table that the package ships."""
    return manners_from(json.loads((files("pipeline") / "data" / "manner.json").read_text("utf-8")))


def manners_from(data: Mapping[str, Any]) -> Manners:
    """Read a table as `pipeline.manner_training` writes it: scale, bias, and the rows, one signed byte a weight."""
    packed = zlib.decompress(base64.b85decode(str(data["table"])))
    rows = np.frombuffer(packed, dtype=np.int8).reshape(1 << BITS, len(KINDS))
    return Manners(
        rows.astype(np.float32) * np.float32(data["scale"]),
        np.array(data["bias"], dtype=np.float32),
    )


def trimmed(folded: str) -> tuple[int, int]:
    """Find the words of a folded text, marks of lists before and marks of sentences behind left out: authors differ in those.

    >>> text = "- 1. 江上的雾。"
    >>> text[slice(*trimmed(text))]
    '江上的雾'
    """
    lead, tail = _LEAD.match(folded), _TAIL.search(folded)
    start, end = lead.end() if lead else 0, tail.start() if tail else len(folded)
    return (start, end) if start < end else (0, len(folded))


def buckets(text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Hash each character of a folded text, and each pair of neighbours, to rows of the table."""
    codes = codes_of(text).copy()
    codes[(codes >= 48) & (codes <= 57)] = 48
    codes[((codes >= 97) & (codes <= 122)) | ((codes >= 65) & (codes <= 90))] = 97
    own = codes * _FIRST
    pairs = (own[:-1] ^ _SALT) * _MIXED + codes[1:] * _SECOND
    return _row(own), _row(pairs)


def _row(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    return np.asarray(((hashes ^ (hashes >> _HALF)) * _SECOND) >> _LEFT)


def read(text: str, manners: Manners) -> Reading:
    """Read one folded text, to weigh stretches of it."""
    single, double = buckets(text)
    return Reading(_running(manners.table[single], len(text)), _running(manners.table[double], len(text)))


def _running(weights: NDArray[np.float32], chars: int) -> NDArray[np.float64]:
    result = np.zeros((chars + 1, len(KINDS)))
    np.cumsum(weights, axis=0, out=result[1 : len(weights) + 1], dtype=np.float64)
    return result


def logits(folded: Sequence[str], manners: Manners | None = None) -> NDArray[np.float64]:
    """Weigh folded texts, all at once: logit of each kind against article text, shape (texts, kinds)."""
    chosen = manners or shipped_manners()
    spans = [trimmed(text) for text in folded]
    sizes = np.array([len(text) + 1 for text in folded], dtype=np.int64)
    before = np.concatenate([[0], np.cumsum(sizes)[:-1]]) if len(folded) else sizes
    inside = np.array(spans, dtype=np.int64).reshape(-1, 2) + before[:, None]
    return read("\n".join(folded) + "\n", chosen).logits(inside[:, 0], inside[:, 1], chosen)


def foreignness(kinds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Join the logits of the kinds to one logit of any of them, along the last axis."""
    highest = kinds.max(axis=-1)
    return np.asarray(highest + np.log(np.exp(kinds - highest[..., None]).sum(axis=-1)))
