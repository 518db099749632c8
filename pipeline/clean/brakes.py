"""Brakes of the line classifier: what it would take without good reason stays on the page.

The classifier knows the pages it learned from. A timetable, a list of tickets, a poem or a page of references looks like
furniture to it throughout; so a line needs evidence of its own or around it, and the more so the deeper inside the text it
stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from pipeline.clean.features import Page
from pipeline.clean.lines import Line

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_BARE = 0.2
"""Share of a document's characters that may leave without evidence; real furniture of that kind is short."""
_MOST_BARE_CHARS = 500
"""The same in characters, for long documents."""
_LEAST_EVIDENCE = 0.34
"""Share of the lines of a run inside the text that must hold evidence for the others to go with them."""
_SURE = 0.72
"""A line that reads as text and holds no hard evidence leaves only above this."""
_CLAUSE_HAN = 25
_CLAUSE_FUNCTION_RATIO = 0.08
_LEAST_RECORDS = 4
"""Lines with one label and different values that make a list of records: tickets, fixtures, addresses."""
_TELLING = frozenset({"private", "counter", "tag", "url", "email", "jammer", "hashtag"})
_SIGNS = ("corpus", "script", "run:dull", "foreign:sells")
_HARD_WORDS = frozenset({"adult", "betting", "shady", "follow", "reprint", "related", "reader"})
_LONG_CHARS = 400
"""No single contact condemns a longer line."""
_HARD_SHARE = 0.04
"""Least share of a line that such words make up; a long passage holds one of them by chance."""
_SOFT_WORDS = frozenset({"adult_site", "adult_weak", "byline"})
"""Kinds of words that decent prose is full of."""
_LABEL = re.compile(r"(?:[-*•·]\s?)?(\D{2,10}?)\s?:\s?(.+)")


def spared(seen: Page, score: NDArray[np.float64], limit: float) -> frozenset[int]:
    """List the lines that are kept after all.

    score: for each line, how surely it is pollution, in [0, 1]; limit: the score from which it would leave. Four reasons keep a
    line without evidence of pollution: too much of the page would go with it; it stands inside the text among others like it;
    it is one of a list of records; it reads as text and the classifier is not sure.
    """
    gone = score >= limit
    records = _records(seen.lines)
    bare = {
        place
        for place in range(len(gone))
        if gone[place] and (place in records or not has_evidence(seen, place, is_list=bool(records)))
    }
    total = sum(line.chars for line in seen.lines)
    if sum(seen.lines[place].chars for place in bare) > min(_MOST_BARE * total, _MOST_BARE_CHARS):
        return frozenset(bare)
    unsure = {place for place in np.flatnonzero((score < _SURE) & gone).tolist() if _is_doubtful(seen, place)}
    return frozenset((bare & _inside(seen, gone, bare)) | (bare & records) | unsure)


def has_evidence(seen: Page, place: int, *, is_list: bool = False) -> bool:
    """Tell whether something in or about a line itself speaks of pollution, not only its shape and place.

    is_list: the page is a list of records, below whose labels stand more records, not furniture.
    """
    line = seen.lines[place]
    if line.flags & _TELLING or any(hit.kind not in _SOFT_WORDS for hit in line.hits):
        return True
    signs = _SIGNS if is_list else ("below:", *_SIGNS)
    return any(name.startswith(signs) or name.endswith(":sure") for name in seen.features[place])


def has_hard_evidence(seen: Page, place: int) -> bool:
    """Tell whether a line names what it is: a contact, words of spam, promotion or reprinting, repetition over the corpus."""
    line = seen.lines[place]
    private = "private" in line.flags and line.chars <= _LONG_CHARS
    if private or any(name in ("corpus", "script") for name in seen.features[place]):
        return True
    hard = sum(hit.end - hit.start for hit in line.hits if hit.kind in _HARD_WORDS)
    return hard >= _HARD_SHARE * line.chars > 0


def _is_doubtful(seen: Page, place: int) -> bool:
    """Tell whether a line reads as text and nothing hard speaks against it."""
    line = seen.lines[place]
    if not (line.is_prose or (line.han >= _CLAUSE_HAN and line.function_ratio >= _CLAUSE_FUNCTION_RATIO)):
        return False
    return not has_hard_evidence(seen, place) and not any(
        name.endswith(":sure") or name.startswith(("foreign:sells", "below:")) for name in seen.features[place]
    )


def _inside(seen: Page, gone: NDArray[np.bool_], bare: set[int]) -> set[int]:
    """List the lines of runs between kept prose of which too few hold evidence."""
    kept = [place for place, line in enumerate(seen.lines) if line.is_prose and not gone[place]]
    if not kept:
        return set()
    found: set[int] = set()
    for is_gone, group in groupby(range(kept[0], kept[-1] + 1), key=lambda place: bool(gone[place])):
        run = [place for place in group if seen.lines[place].chars]
        if is_gone and sum(place not in bare for place in run) < _LEAST_EVIDENCE * len(run):
            found.update(run)
    return found


def _records(lines: tuple[Line, ...]) -> frozenset[int]:
    """List the lines that share a label with several others of different values."""
    places: dict[str, list[int]] = defaultdict(list)
    values: dict[str, set[str]] = defaultdict(set)
    for place, line in enumerate(lines):
        match = _LABEL.fullmatch(line.text)
        if match and not any(hit.kind in ("adult", "betting", "shady", "related") for hit in line.hits):
            places[match.group(1)].append(place)
            values[match.group(1)].add(match.group(2))
    return frozenset(
        place
        for label, found in places.items()
        if len(found) >= _LEAST_RECORDS
        for place in found
        if len(values[label]) >= _LEAST_RECORDS or not lines[place].hits
    )
