"""Foreign clauses glued into a paragraph: an advert between two commas, a plea behind the last sentence, a slogan in brackets.

`stretches` lists what may have been put there. Each stretch is read by its manner and compared with what stands before and behind
it, with the paragraph and with the document; a few trained weights add this up to a logit, and in a doubtful band its embedding
has a say. A stretch leaves with one of the marks around it, so that the words around stand as the author wrote them. What is
quoted stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.clean.manner import Manners, foreignness
from pipeline.clean.signs import WORDING, company, wording
from pipeline.clean.stretches import SYMBOLS, Paragraph, Stretch, manner_of
from pipeline.han import traditional_chars

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMES = (
    "manner", "strongly", "weakest", "before", "behind", "rest", "alone", "shared", "titled", "nearby",
    *WORDING, "opens", "closes", "clause", "first", "last", "bracketed", "soft", "late", "pieces", "rise", "fall", "symbols",
    "script",
)  # fmt: skip
"""What is measured of a stretch, in the order of the columns that `measures` gives."""

_PRICES, _ONE_PRICE = WORDING.index("prices"), 1 / 3
_SENTENCE_END = frozenset("。!！?？…”」』")
_OPENING, _CLOSING = "(（【[", ")）】]"
_SYMBOL = re.compile(f"[{SYMBOLS}|_>]")
_MOST_SYMBOLS = 3
_TURN_CHARS = 6
_LEAST_PIECE = 3
_MOST_TRADITIONAL = 3


def _wording(text: str) -> list[float]:
    """Measure how a stretch is worded; figures count once, for the author's own clauses hold several as often."""
    found = wording(text)
    found[_PRICES] = min(found[_PRICES], _ONE_PRICE)
    return found


def measures(
    paragraph: Paragraph, found: Sequence[Stretch], rest: str, title: str, manners: Manners
) -> NDArray[np.float64]:
    """Measure stretches against their paragraph and the rest of the document, shape (stretches, names).

    rest: the other lines of the document, folded; title: folded, "" without any.
    """
    folded, edges = paragraph.folded, paragraph.edges.tolist()
    total = len(folded)
    rows = []
    for one in found:
        spans = _spans(one, edges, total)
        manner = np.clip(foreignness(manner_of(paragraph, spans, manners)), -4, 6).tolist()
        sizes = [end - start for start, end in spans[:9]]
        text = folded[one.start : one.end].strip()
        own_rest = folded[: one.start] + "\n" + folded[one.end :]
        outside = (manner[3] * sizes[3] + manner[4] * sizes[4]) / max(1, sizes[3] + sizes[4])
        opens = one.start == 0 or folded[one.start - 1] in _SENTENCE_END
        closes = one.end == total or folded[one.end - 1] in _SENTENCE_END
        rows.append(
            [
                manner[0],
                max(0.0, manner[0] - 2),
                min(manner[9:]),
                manner[1] if sizes[1] else -1.0,
                manner[2] if sizes[2] else -1.0,
                outside,
                *company(text, rest + "\n" + own_rest, title),
                company(text, own_rest, "")[1],
                *_wording(text),
                float(opens),
                float(closes),
                float(not opens and not closes),
                float(one.start == 0),
                float(one.end == total),
                float(text[:1] in _OPENING and text[-1:] in _CLOSING),
                float(one.soft),
                float(one.late),
                min(4, one.pieces) / 4,
                (manner[6] - manner[5]) / 4 if sizes[5] else 0.5,
                (manner[7] - manner[8]) / 4 if sizes[8] else 0.5,
                min(_MOST_SYMBOLS, len(_SYMBOL.findall(text))) / _MOST_SYMBOLS,
                _strange_script(paragraph.text, one),
            ]
        )
    return np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))


def _spans(one: Stretch, edges: Sequence[int], total: int) -> list[tuple[int, int]]:
    """List what is read for a stretch: itself, its neighbours, all before and behind, its turns, and its pieces."""
    inner = [edge for edge in edges if one.start < edge < one.end]
    left = max((edge for edge in edges if edge < one.start), default=one.start)
    right = min((edge for edge in edges if edge > one.end), default=one.end)
    return [
        *((one.start, one.end), (left, one.start), (one.end, right), (0, one.start), (one.end, total)),
        *_turns(one, total),
        *_pieces([one.start, *inner, one.end]),
    ]


def _pieces(edges: Sequence[int]) -> list[tuple[int, int]]:
    """List the pieces of a stretch that are long enough to read, all of it where none is."""
    return [span for span in pairwise(edges) if span[1] - span[0] >= _LEAST_PIECE] or [(edges[0], edges[-1])]


def _turns(one: Stretch, total: int) -> list[tuple[int, int]]:
    """List the few characters before and behind the beginning and the end of a stretch, where its manner should turn."""
    return [
        (max(0, one.start - _TURN_CHARS), one.start),
        (one.start, min(one.end, one.start + _TURN_CHARS)),
        (max(one.start, one.end - _TURN_CHARS), one.end),
        (one.end, min(total, one.end + _TURN_CHARS)),
    ]


def _strange_script(text: str, one: Stretch) -> float:
    """Measure how many characters of a stretch are Traditional ones in a paragraph that has no others."""
    inside = traditional_chars(text[one.start : one.end])
    if not inside or traditional_chars(text[: one.start]) or traditional_chars(text[one.end :]):
        return 0.0
    return min(_MOST_TRADITIONAL, inside) / _MOST_TRADITIONAL
