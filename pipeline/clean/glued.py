"""Foreign clauses glued into a paragraph: an advert between two commas, a plea behind the last sentence, a slogan in brackets.

Every stretch between marks of punctuation may have been put there. It is read by its manner and compared with what stands before
and behind it, with the paragraph and with the document; a few trained weights add this up to a logit, and in a doubtful band its
embedding has a say. A stretch leaves with the mark behind it, so that the words around stand as the author wrote them. Where no
mark ends it, words are tried as its end. What is quoted stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean import disguise
from pipeline.clean.codes import codes_of
from pipeline.clean.manner import Manners, Reading, foreignness, read
from pipeline.clean.signs import WORDING, company, wording
from pipeline.han import han_chars
from pipeline.segmenter import lexicon

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAMES = (
    "manner", "strongly", "weakest", "before", "behind", "rest", "alone", "shared", "titled", "nearby",
    *WORDING, "opens", "closes", "clause", "first", "last", "bracketed", "soft", "pieces",
)  # fmt: skip
"""What is measured of a stretch, in the order of the columns that `measures` gives."""

LEAST_MANNER = -1.0
"""A stretch that reads more like an article than this is not measured."""
_SHORTEST, _LONGEST = 6, 90
_LEAST_HAN = 4
_LEAST_PARAGRAPH = 16
_MOST_PIECES = 6
_MOST_MEASURED = 12
"""Stretches measured of one paragraph: those of the most foreign manner."""
_PRICES, _ONE_PRICE = WORDING.index("prices"), 1 / 3
_LEAST_SOFT = 14
_LEAST_LEFT = 4
_EDGE = re.compile(
    r"[,，。!！?？;；…~]+[”」』)）】\]]*|[)）】\]]+|(?=[(（【\[])|(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])"
)
_EDGE_OR_LINE = re.compile(rf"\n|{_EDGE.pattern}")
_SENTENCE_END = frozenset("。!！?？…”」』")
_QUOTES, _BRACKETS = ("“”", "「」", "『』", "《》"), ("()", "（）", "【】", "[]")
_MARKS = ",，。!！?？;；… "
_MARK_CODES = np.array([ord(mark) for mark in _MARKS + "\n"])
_OPENING, _CLOSING = "(（【[", ")）】]"


class Stretch(NamedTuple):
    """Mark a stretch of a paragraph that may have been glued in."""

    start: int
    end: int
    pieces: int
    """Pieces between marks that it is made of."""
    soft: bool
    """Its end is a word's, not a mark's."""


class Paragraph(NamedTuple):
    """Hold one paragraph as it is read."""

    folded: str
    reading: Reading
    edges: NDArray[np.int64]
    """Places between its pieces, its beginning and its end."""
    words: NDArray[np.int64]
    """For each place but the first, where the words before it end and its marks begin."""


def paragraph_of(folded: str, manners: Manners) -> Paragraph:
    """Read a folded paragraph and find its pieces."""
    edges = sorted({0, len(folded), *(match.end() for match in _EDGE.finditer(folded))})
    words = [len(folded[start:end].rstrip(_MARKS)) + start for start, end in pairwise(edges)]
    return Paragraph(folded, read(folded, manners), np.array(edges), np.array(words, dtype=np.int64))


def manner_of(paragraph: Paragraph, spans: Sequence[tuple[int, int]], manners: Manners) -> NDArray[np.float64]:
    """Read stretches without the mark behind them, shape (spans, kinds)."""
    starts = np.array([start for start, _ in spans], dtype=np.int64)
    ends = [start + len(paragraph.folded[start:end].rstrip(_MARKS)) for start, end in spans]
    return paragraph.reading.logits(starts, np.maximum(np.array(ends, dtype=np.int64), starts), manners)


def promising(folded: Sequence[str], manners: Manners, least: float) -> list[int]:
    """List the paragraphs that hold a stretch of at least some manner, read all at once: most hold none.

    folded: folded paragraphs; least: lowest manner of a stretch.
    """
    whole = "\n".join(folded)
    if not whole.strip():
        return []
    edges = np.array([0, *(match.end() for match in _EDGE_OR_LINE.finditer(whole)), len(whole)], dtype=np.int64)
    edges = edges[np.diff(edges, prepend=-1) > 0]
    codes = codes_of(whole)
    ends = np.maximum.accumulate(np.where(np.isin(codes, _MARK_CODES), 0, np.arange(1, len(whole) + 1)))
    line = np.cumsum(codes == ord("\n")) - (codes == ord("\n"))
    count = len(edges) - 1
    first = np.repeat(np.arange(count), _MOST_PIECES)
    last = np.minimum(first + np.tile(np.arange(_MOST_PIECES), count), count - 1)
    starts, stops = edges[first], np.maximum(ends[edges[last + 1] - 1], edges[first])
    fits = (
        (stops - starts <= _LONGEST) & (stops - starts >= _SHORTEST) & (line[starts] == line[np.maximum(stops - 1, 0)])
    )
    long = np.flatnonzero(np.diff(edges) >= _LEAST_SOFT)
    starts = np.concatenate([starts[fits], edges[long]])
    stops = np.concatenate([stops[fits], (edges[long] + edges[long + 1]) // 2])
    manner = foreignness(read(whole, manners).logits(starts, stops, manners))
    return sorted(set(line[starts[manner >= least]].tolist()))


def stretches(paragraph: Paragraph, manners: Manners, least: float = LEAST_MANNER) -> list[Stretch]:
    """List the stretches of a paragraph that read foreign, the most foreign first; least: lowest manner of one."""
    if len(paragraph.folded) < _LEAST_PARAGRAPH:
        return []
    found = [*_between_marks(paragraph, manners, least), *_ending_softly(paragraph, manners, least)]
    found.sort(key=lambda pair: (-pair[0], pair[1]))
    chosen = [one for _, one in found if _may_be_cut(paragraph.folded, one)]
    return chosen[:_MOST_MEASURED]


def _between_marks(paragraph: Paragraph, manners: Manners, least: float) -> list[tuple[float, Stretch]]:
    """List the runs of pieces that read foreign, with their manner."""
    edges, count = paragraph.edges, len(paragraph.edges) - 1
    first = np.repeat(np.arange(count), _MOST_PIECES)
    last = first + np.tile(np.arange(_MOST_PIECES), count)
    fits = last < count
    fits[fits] &= edges[last[fits] + 1] - edges[first[fits]] <= _LONGEST
    first, last = first[fits], last[fits]
    starts, ends = edges[first], np.maximum(paragraph.words[last], edges[first])
    manner = foreignness(paragraph.reading.logits(starts, ends, manners))
    return [
        (float(manner[n]), Stretch(int(starts[n]), int(edges[last[n] + 1]), int(last[n] - first[n]) + 1, soft=False))
        for n in np.flatnonzero(manner >= least).tolist()
    ]


def _ending_softly(paragraph: Paragraph, manners: Manners, least: float) -> list[tuple[float, Stretch]]:
    """List stretches that begin at a mark and end with a word inside a piece: the word up to which it reads most foreign."""
    edges = paragraph.edges
    long = np.flatnonzero(np.diff(edges) >= _LEAST_SOFT)
    if not len(long):
        return []
    halves = foreignness(paragraph.reading.logits(edges[long], (edges[long] + edges[long + 1]) // 2, manners))
    found = []
    for number in long[halves >= least].tolist():
        start, end = int(edges[number]), int(edges[number + 1])
        ends = np.arange(start + _SHORTEST, end - _LEAST_LEFT)
        ahead = foreignness(paragraph.reading.logits(np.full(len(ends), start), ends, manners))
        behind = foreignness(paragraph.reading.logits(ends, np.full(len(ends), end), manners))
        piece = paragraph.folded[start:end]
        contact = start + disguise.contact_end(disguise.lift(piece))
        words = {contact} if contact > start else {start + stop for _, _, stop in lexicon().tokenize(piece, HMM=False)}
        allowed = [place for place, at in enumerate(ends.tolist()) if at in words and ahead[place] >= least]
        if allowed:
            best = max(allowed, key=lambda place: (float(ahead[place] - behind[place]), -place))
            found.append((float(ahead[best]), Stretch(start, int(ends[best]), 1, soft=True)))
    return found


def _may_be_cut(folded: str, one: Stretch) -> bool:
    """Tell whether a stretch is of a size to judge, leaves something behind, and opens and closes nothing but in itself."""
    text = folded[one.start : one.end]
    if not _SHORTEST <= len(text) <= _LONGEST or han_chars(text) < _LEAST_HAN:
        return False
    if len(folded) - len(text) < _LEAST_LEFT:
        return False
    if any(mark in text for mark in "“”「」『』《》"):
        return False
    before = folded[: one.start]
    quoted = any(before.count(pair[0]) > before.count(pair[1]) for pair in _QUOTES)
    return not quoted and all(text.count(pair[0]) == text.count(pair[1]) for pair in _BRACKETS)


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
        inner = [edge for edge in edges if one.start < edge < one.end]
        pieces = list(zip([one.start, *inner], [*inner, one.end], strict=True))
        left = max((edge for edge in edges if edge < one.start), default=one.start)
        right = min((edge for edge in edges if edge > one.end), default=one.end)
        spans = [(one.start, one.end), (left, one.start), (one.end, right), (0, one.start), (one.end, total), *pieces]
        manner = np.clip(foreignness(manner_of(paragraph, spans, manners)), -4, 6).tolist()
        sizes = [end - start for start, end in spans[:5]]
        text = folded[one.start : one.end].strip()
        own_rest = folded[: one.start] + "\n" + folded[one.end :]
        outside = (manner[3] * sizes[3] + manner[4] * sizes[4]) / max(1, sizes[3] + sizes[4])
        opens = one.start == 0 or folded[one.start - 1] in _SENTENCE_END
        closes = one.end == total or folded[one.end - 1] in _SENTENCE_END
        rows.append(
            [
                manner[0],
                max(0.0, manner[0] - 2),
                min(manner[5:]),
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
                min(4, one.pieces) / 4,
            ]
        )
    return np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))
