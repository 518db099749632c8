"""Read paragraphs in their surroundings and say of each character what it is: article, advert, plea, spam, furniture, another article.

A token classifier (Devlin et al. 2019, section 5.3) on the first layers of the sentence encoder: each word piece is seen among some
250 others and behind the title, so that a clause is judged by the sentence that it stands in. `pipeline.tagger_training` makes the
weights. It reads some 1,800 characters per second on one core, so it is asked only where cheaper rules have found dirt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.encoder import Encoder, softmax
from pipeline.word_pieces import Piece, pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

TAGS = ("article", "ad", "promo", "spam", "chrome", "offtopic")
"""What a character may be, in the order of the columns."""
WINDOW = 256
"""Tokens that are read together, the title and the marks around it among them."""
TITLE = 32
"""Most tokens of the title."""
_OVERLAP = 64


class Token(NamedTuple):
    """Hold one token of a text of several lines."""

    number: int
    line: int
    """Number of its line; -1 for the mark between two lines."""
    start: int
    end: int


class Tagger:
    """Tag the characters of lines."""

    def __init__(self, encoder: Encoder, weights: Floats, bias: Floats) -> None:
        """Take an encoder with its corrections and the last step: weights of shape (tags, width)."""
        self._encoder = encoder
        self._weights = np.ascontiguousarray(weights.T)
        self._bias = bias

    def tag(self, title: str, lines: Sequence[str]) -> list[Floats]:
        """Give the probabilities of all tags for each character of each line, shape (characters, 6) a line.

        White space that no token covers counts as what stands before it.
        """
        opening = [self._encoder.first, *(piece.number for piece in pieces(title)[:TITLE]), self._encoder.last]
        tokens = tokens_of([pieces(line) for line in lines], self._encoder.last)
        found = [np.zeros((len(line), len(TAGS)), dtype=np.float32) for line in lines]
        for token, row in zip(tokens, self._rows(opening, tokens), strict=True):
            if token.line >= 0:
                found[token.line][token.start : token.end] = row
        for rows in found:
            _fill(rows)
        return found

    def _rows(self, opening: Sequence[int], tokens: Sequence[Token]) -> Floats:
        """Read the tokens in windows; of two windows that hold a token the one counts in which it stands further from an edge."""
        size = WINDOW - len(opening) - 1
        found = np.zeros((len(tokens), len(TAGS)), dtype=np.float32)
        seen = np.full(len(tokens), -1)
        for start in window_starts(len(tokens), size, _OVERLAP):
            part = tokens[start : start + size]
            states = self._encoder.states([*opening, *(token.number for token in part), self._encoder.last])
            rows = softmax(states[len(opening) : -1] @ self._weights + self._bias)
            away = np.minimum(np.arange(len(part)), np.arange(len(part))[::-1])
            if start == 0:
                away = np.arange(len(part))[::-1]
            if start + size >= len(tokens):
                away = np.arange(len(part)) if start else away + len(tokens)
            better = away > seen[start : start + size]
            found[start : start + size][better] = rows[better]
            seen[start : start + size][better] = away[better]
        return found


def tokens_of(lines: Sequence[Sequence[Piece]], mark: int) -> list[Token]:
    """String the pieces of lines together, with a mark behind each line."""
    return [token for number, line in enumerate(lines) for token in _line_tokens(number, line, mark)]


def _line_tokens(number: int, line: Sequence[Piece], mark: int) -> Iterator[Token]:
    for piece in line:
        yield Token(piece.number, number, piece.start, piece.end)
    yield Token(mark, -1, 0, 0)


def window_starts(tokens: int, size: int, overlap: int) -> list[int]:
    """List where windows begin that cover so many tokens; the last one ends with them.

    >>> window_starts(100, 60, 10), window_starts(50, 60, 10), window_starts(0, 60, 10)
    ([0, 40], [0], [])
    """
    if tokens <= size:
        return [0] if tokens else []
    return [*range(0, tokens - size, size - overlap), tokens - size]


def _fill(rows: Floats) -> None:
    """Give characters that no token covers the tags of the one before, the first ones those of the article."""
    bare = rows.sum(axis=1) == 0
    for place in np.flatnonzero(bare).tolist():
        rows[place] = rows[place - 1] if place else np.eye(len(TAGS), dtype=np.float32)[0]


@cache
def shipped_tagger(name: str = "tagger") -> Tagger:
    """Load a tagger that the package ships: layers that it needs, corrections, the last step.

    name: "tagger", which has learnt from adverts, pleas and furniture at marks, or "injected", from words amid sentences, too.
    """
    with (files("pipeline") / "data" / f"{name}.npz").open("rb") as file, np.load(file, allow_pickle=False) as data:
        known = {part: data[part].astype(np.float32) for part in data.files}
    layers = 1 + max(int(part.split(".")[0][1:]) for part in known if part.startswith("l"))
    return Tagger(Encoder(layers, corrections_of(known)), known["head.weights"], known["head.bias"])


def corrections_of(known: dict[str, Floats]) -> dict[str, Floats]:
    """Multiply the two factors of each matrix's correction; vectors are corrected as they stand."""
    products = {
        name.removesuffix(".up"): factor @ known[name.removesuffix("up") + "down"]
        for name, factor in known.items()
        if name.endswith(".up")
    }
    return products | {name: value for name, value in known.items() if not name.endswith((".up", ".down"))}
