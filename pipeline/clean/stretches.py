"""Stretches of a paragraph that may have been glued into it: between marks, or with a word's edge inside a clause.

Whoever glues an advert into a sentence sets marks around it, or one, or none. Runs of pieces between marks are tried first; where
a long piece reads foreign in one half, the words inside it are tried as the end or the beginning of what was glued in. Nothing
here decides: the most foreign stretches are handed on to be measured.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean import disguise
from pipeline.clean.codes import codes_of
from pipeline.clean.manner import Manners, Reading, foreignness, read
from pipeline.han import han_chars
from pipeline.segmenter import lexicon

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_MANNER = -1.0
"""A stretch that reads more like an article than this is not measured."""
SYMBOLS = "\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
"""Arrows, ornaments and emoji, as a range of a regular expression: they stand around a plea as brackets do."""
MARKS = ",，。!！?？;；… "
_SHORTEST, _LONGEST = 6, 90
_LEAST_HAN = 4
_LEAST_PARAGRAPH = 16
_MOST_PIECES = 6
_MOST_PIECES_SOFT = 4
_MOST_BETWEEN_MARKS, _MOST_SOFT = 12, 8
"""Stretches measured of one paragraph: those of the most foreign manner."""
_LEAST_SOFT = 14
_LEAST_LEFT = 4
_SPACE = r"(?<![a-z0-9 ])[ \u3000]+(?![a-z0-9 ])"
_EDGE = re.compile(
    rf"[,，。!！?？;；…~]+[”」』)）】\]]*|[)）】\]]+|(?=[(（【\[])|{_SPACE}|[|_>]+|[{SYMBOLS}]+|(?<![{SYMBOLS}])(?=[{SYMBOLS}])"
)
_EDGE_OR_LINE = re.compile(rf"\n|{_EDGE.pattern}")
_QUOTES, _BRACKETS = ("“”", "「」", "『』", "《》"), ("()", "（）", "【】", "[]")
_MARK_CODES = np.array([ord(mark) for mark in MARKS + "\n"])


class Stretch(NamedTuple):
    """Mark a stretch of a paragraph that may have been glued in."""

    start: int
    end: int
    pieces: int
    """Pieces between marks that it is made of."""
    soft: bool
    """Its end is a word's, not a mark's."""
    late: bool
    """Its beginning is a word's."""


class Paragraph(NamedTuple):
    """Hold one paragraph as it is read."""

    folded: str
    reading: Reading
    edges: NDArray[np.int64]
    """Places between its pieces, its beginning and its end."""
    words: NDArray[np.int64]
    """For each place but the first, where the words before it end and its marks begin."""
    text: str
    """As it was written, of the same length."""


def paragraph_of(folded: str, manners: Manners, text: str = "") -> Paragraph:
    """Read a folded paragraph and find its pieces; text: the same as it was written."""
    edges = sorted({0, len(folded), *(match.end() for match in _EDGE.finditer(folded))})
    words = [len(folded[start:end].rstrip(MARKS)) + start for start, end in pairwise(edges)]
    return Paragraph(folded, read(folded, manners), np.array(edges), np.array(words, dtype=np.int64), text or folded)


def manner_of(paragraph: Paragraph, spans: Sequence[tuple[int, int]], manners: Manners) -> NDArray[np.float64]:
    """Read stretches without the mark behind them, shape (spans, kinds)."""
    starts = np.array([start for start, _ in spans], dtype=np.int64)
    ends = [start + len(paragraph.folded[start:end].rstrip(MARKS)) for start, end in spans]
    return paragraph.reading.logits(starts, np.maximum(np.array(ends, dtype=np.int64), starts), manners)


def promising(folded: Sequence[str], manners: Manners, least: float) -> list[int]:
    """List the paragraphs that hold a stretch of at least some manner, read all at once: most hold none.

    folded: folded paragraphs; least: lowest manner of a stretch.
    """
    whole = "\n".join(text.replace("\n", " ") for text in folded)  # verse and code have lines of their own
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
    middle = (edges[long] + edges[long + 1]) // 2
    starts = np.concatenate([starts[fits], edges[long], middle])
    stops = np.concatenate([stops[fits], middle, np.maximum(ends[edges[long + 1] - 1], middle)])
    manner = foreignness(read(whole, manners).logits(starts, stops, manners))
    return sorted(set(line[starts[manner >= least]].tolist()))


def stretches(paragraph: Paragraph, manners: Manners, least: float = LEAST_MANNER) -> list[Stretch]:
    """List the stretches of a paragraph that read foreign, the most foreign first; least: lowest manner of one."""
    if len(paragraph.folded) < _LEAST_PARAGRAPH:
        return []
    hard = _most_foreign(paragraph, _between_marks(paragraph, manners, least), _MOST_BETWEEN_MARKS)
    soft = _most_foreign(paragraph, [*_inside(paragraph, manners, least)], _MOST_SOFT)
    return [one for _, one in sorted([*hard, *soft], key=lambda pair: (-pair[0], pair[1]))]


def _most_foreign(paragraph: Paragraph, found: list[tuple[float, Stretch]], most: int) -> list[tuple[float, Stretch]]:
    found.sort(key=lambda pair: (-pair[0], pair[1]))
    return [pair for pair in found if _may_be_cut(paragraph.folded, pair[1])][:most]


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
        (float(manner[n]), Stretch(int(starts[n]), int(edges[last[n] + 1]), int(last[n] - first[n]) + 1, False, False))
        for n in np.flatnonzero(manner >= least).tolist()
    ]


def _inside(paragraph: Paragraph, manners: Manners, least: float) -> Iterator[tuple[float, Stretch]]:
    """Yield stretches that end, or begin, with a word inside a long piece: at the place where the manner changes most."""
    edges, words = paragraph.edges, paragraph.words
    long = np.flatnonzero(np.diff(edges) >= _LEAST_SOFT)
    if not len(long):
        return
    middle = (edges[long] + edges[long + 1]) // 2
    early = foreignness(paragraph.reading.logits(edges[long], middle, manners)) >= least
    late = foreignness(paragraph.reading.logits(middle, np.maximum(words[long], middle), manners)) >= least
    for place, ends_in, begins_in in zip(long.tolist(), early.tolist(), late.tolist(), strict=True):
        if not (ends_in or begins_in):
            continue
        start, end = int(edges[place]), int(words[place])
        piece = paragraph.folded[start:end]
        inner = [start + at for _, _, at in lexicon().tokenize(piece, HMM=False)]
        inner = [at for at in inner if start < at < end]
        if ends_in:
            contact = start + disguise.contact_end(disguise.lift(piece))
            yield from _ending(paragraph, place, [contact] if start < contact < end else inner, manners, least)
        if begins_in:
            yield from _beginning(paragraph, place, inner, manners, least)


def _ending(
    paragraph: Paragraph, place: int, words: Sequence[int], manners: Manners, least: float
) -> Iterator[tuple[float, Stretch]]:
    """Yield for each beginning the stretch that ends with a word of a piece, where what follows reads least foreign."""
    at = np.array([word for word in words if word <= paragraph.words[place] - _LEAST_LEFT], dtype=np.int64)
    if not len(at):
        return
    behind = foreignness(paragraph.reading.logits(at, np.full(len(at), paragraph.words[place]), manners))
    for first in range(max(0, place - _MOST_PIECES_SOFT + 1), place + 1):
        start = int(paragraph.edges[first])
        ahead = foreignness(paragraph.reading.logits(np.full(len(at), start), at, manners))
        fits = (ahead >= least) & (at - start >= _SHORTEST) & (at - start <= _LONGEST)
        if fits.any():
            best = int(np.where(fits, ahead - behind, -np.inf).argmax())
            yield float(ahead[best]), Stretch(start, int(at[best]), place - first + 1, True, False)


def _beginning(
    paragraph: Paragraph, place: int, words: Sequence[int], manners: Manners, least: float
) -> Iterator[tuple[float, Stretch]]:
    """Yield for each end the stretch that begins with a word of a piece, where what stands before reads least foreign.

    It leaves the mark behind it to the words before it.
    """
    at = np.array([word for word in words if word >= paragraph.edges[place] + _LEAST_LEFT], dtype=np.int64)
    if not len(at):
        return
    before = foreignness(paragraph.reading.logits(np.full(len(at), paragraph.edges[place]), at, manners))
    for last in range(place, min(place + _MOST_PIECES_SOFT, len(paragraph.words))):
        end = int(paragraph.words[last])
        ahead = foreignness(paragraph.reading.logits(np.minimum(at, end), np.full(len(at), end), manners))
        fits = (ahead >= least) & (end - at >= _SHORTEST) & (end - at <= _LONGEST)
        if fits.any():
            best = int(np.where(fits, ahead - before, -np.inf).argmax())
            yield float(ahead[best]), Stretch(int(at[best]), end, last - place + 1, False, True)


def _may_be_cut(folded: str, one: Stretch) -> bool:
    """Tell whether a stretch is of a size to judge, leaves something behind, and opens and closes nothing but in itself."""
    text = folded[one.start : one.end]
    if not _SHORTEST <= len(text) <= _LONGEST or han_chars(text) < _LEAST_HAN:
        return False
    if len(folded) - len(text) < _LEAST_LEFT:
        return False
    if any(mark in text for pair in _QUOTES for mark in pair):
        return False
    before = folded[: one.start]
    quoted = any(before.count(pair[0]) > before.count(pair[1]) for pair in _QUOTES)
    return not quoted and all(text.count(pair[0]) == text.count(pair[1]) for pair in _BRACKETS)
