"""Brakes of the line classifier: what it would take without good reason stays on the page.

The classifier knows the pages it learned from. A timetable, a list of tickets, a poem or a page of references looks like
furniture to it throughout; so a line needs evidence of its own or around it, and the more so the deeper inside the text it
stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.clean import office
from pipeline.clean.features import Page
from pipeline.clean.lines import Line
from pipeline.clean.listed import items_spared
from pipeline.han import is_han

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
_SURE_BY_WORDS = 0.85
"""In a long document, where seams also come by chance, a line that only words take for another article's leaves above this."""
_LONG_LINES = 240
_SURE_ON_CLEAN = 0.97
"""On a page that shows no sign of pollution at all, a line that does not name what it is leaves only above this."""
_CLAUSE_HAN = 25
_PARAGRAPH_HAN = 60
"""A line of prose that is so long is no item of the list whose header stands above it."""
_DOUBTLESS = ("below:", "foreign:sells")
_CLAUSE_FUNCTION_RATIO = 0.08
_LEAST_RECORDS = 4
"""Lines with one label and different values that make a list of records: tickets, fixtures, addresses."""
_TELLING = frozenset({"private", "counter", "tag", "url", "email", "jammer", "hashtag"})
_SIGNS = ("corpus", "script", "run:dull", "foreign:sells", "foreign:tells:0", "foreign:tells:1", "foreign:tells:2")
_FURNITURE = frozenset({"ui", "forum", "related", "legal", "frame", "counter"})
_KEYWORDS = frozenset({"adult", "adult_weak", "adult_site", "betting"})
_MOST_OF_LINE, _NEARLY_ALL = 0.5, 0.8
_PHRASE_CHARS = 6
_LEAST_CONTINUED = 6
_PICTURED = re.compile(r"[\[(（【]图[片文]?[\])）】]$")
_TEXT_HAN, _SAYING_LINES, _HEAD_LINES = 30, 60, 30
_LEAST_TITLE_HAN, _MOST_TITLE_HAN = 7, 45
_LEAST_SAID = 0.5
"""Share of a title's pairs of characters that the text says again; furniture above it shares a fifth."""
_BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|h[1-6]|div|blockquote|table|tr|td|th|pre)(?:\s[^<>]*)?/?>")
_LEAST_SOURCE_LINES = 8
_LISTED = re.compile(r"[-*•·▪■]|\d{1,2}[.、)]")
_CONTINUES = re.compile(r"[,，、。;；)）]")
_HARD_WORDS = frozenset({"adult", "betting", "shady", "follow", "reprint", "related", "reader"})
_LONG_CHARS = 400
"""No single contact condemns a longer line."""
_HARD_SHARE = 0.04
"""Least share of a line that such words make up; a long passage holds one of them by chance."""
_SOFT_WORDS = frozenset({"adult_site", "adult_weak", "byline"})
"""Kinds of words that decent prose is full of."""
_CALLS = frozenset({"call", "channel"})
"""Kinds that speak only together: an article asks, and an article is about a network."""
_OFFICE = re.compile(
    r"(?:(?:咨询|服务|报名|举报|监督|联系)?(?:电话|热线|传真|邮箱|邮件|电子邮[箱件]|e-?mail|tel|fax|邮编|邮政编码)|通讯?地址|地址|联系方式)\s?:.*",
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_NUMBERED = re.compile(r"[(（]?(\d{1,3})[)）、.．?？:：](?!\d)")
_LONGEST_RANKING = 20
"""No site lists more of its popular articles; longer enumerations are the text."""
_LEAST_SERIES = 4
"""Numbered lines in order that make a list of the article's own, if most of them stay."""
_LABEL = re.compile(r"(?:[-*•·]\s?)?(\D{1,10}?)\s?:\s?(.+)")


def spared(seen: Page, score: NDArray[np.float64], limit: float) -> frozenset[int]:
    """List the lines that are kept after all.

    score: for each line, how surely it is pollution, in [0, 1]; limit: the score from which it would leave. Five reasons keep a
    line without evidence of pollution: nothing else on the page names itself pollution; too much of the page would go with it;
    it stands inside the text among others like it; it is one of a list of records; it reads as text and the classifier is not sure.
    """
    gone = score >= limit
    places = np.flatnonzero(gone).tolist()
    own = office.spared(seen.lines, gone) | items_spared(seen.lines, [""] * len(seen.lines), gone)
    if not any(_convicts(seen, place) for place in places):
        sure = _SURE_BY_WORDS if len(seen.lines) > _LONG_LINES else limit
        return (
            frozenset(
                place
                for place in places
                if score[place] < (sure if _is_foreign_by_words(seen, place) else _SURE_ON_CLEAN)
                or ("zone:mid" in seen.features[place] and not _is_foreign_by_words(seen, place))
                or _is_office(seen.lines[place])
            )
            | own
        )
    records = _records(seen.lines) | _series(seen, gone)
    headed = frozenset() if records else _headed(seen, gone)
    bare = {
        place
        for place in range(len(gone))
        if gone[place] and (place in records or not has_evidence(seen, place, is_list=place not in headed))
    }
    total = sum(line.chars for line in seen.lines)
    if sum(seen.lines[place].chars for place in bare) > min(_MOST_BARE * total, _MOST_BARE_CHARS):
        return frozenset(bare) | own
    unsure = {place for place in places if _continues(seen, gone, place)} | _source_lines(seen, places)
    unsure |= {place for place in places if score[place] < _SURE and _is_doubtful(seen, place)}
    if len(seen.lines) > _LONG_LINES:
        unsure |= {place for place in places if score[place] < _SURE_BY_WORDS and _is_foreign_by_words(seen, place)}
    unsure |= _title(seen, gone)
    return frozenset((bare & _inside(seen, gone, bare)) | (bare & records) | unsure | own)


def has_evidence(seen: Page, place: int, *, is_list: bool = False) -> bool:
    """Tell whether something in or about a line itself speaks of pollution, not only its shape and place.

    is_list: what stands above the line is no header of furniture, though it may look like one.
    """
    line = seen.lines[place]
    if line.flags & _TELLING or _speaks(line) or _is_pictured(seen, place):
        return True
    signs = _SIGNS if is_list else ("below:", *_SIGNS)
    return any(name.startswith(signs) or name.endswith(":sure") for name in seen.features[place])


def _headed(seen: Page, gone: NDArray[np.bool_]) -> frozenset[int]:
    """List the lines below a header of furniture that leaves itself."""
    found = set()
    header, kind = -1, ""
    for place, names in enumerate(seen.features):
        below = next((name for name in names if name.startswith("below:")), "")
        if below != kind:
            header, kind = place - 1, below
        if below and gone[header]:
            found.add(place)
    return frozenset(found)


def _speaks(line: Line) -> bool:
    """Tell whether the words of a line speak against it."""
    kinds = {hit.kind for hit in line.hits} - _SOFT_WORDS
    if len(kinds) == 1 and kinds < _CALLS and line.chars >= _PHRASE_CHARS:
        return sum(hit.end - hit.start for hit in line.hits if hit.kind in kinds) >= _MOST_OF_LINE * line.chars
    return bool(kinds)


def _title(seen: Page, gone: NDArray[np.bool_]) -> set[int]:
    """Find the line above the text that the text says again, if it would leave and no other such line stays."""
    kept = [
        place for place, line in enumerate(seen.lines) if line.is_prose and line.han >= _TEXT_HAN and not gone[place]
    ]
    said = "\n".join([seen.lines[place].text for place in kept[:_SAYING_LINES]])
    best, place = _LEAST_SAID, -1
    for number in range(min(kept[0] if kept else 0, _HEAD_LINES)):
        line = seen.lines[number]
        if not _LEAST_TITLE_HAN <= line.han <= _MOST_TITLE_HAN or "private" in line.flags:
            continue
        pairs = [a + b for a, b in pairwise(line.text.lstrip("# ")) if is_han(a) and is_han(b)]
        share = sum(pair in said for pair in pairs) / max(1, len(pairs))
        if share > best:
            best, place = share, number
    if place < 0 or not gone[place] or has_hard_evidence(seen, place):
        return set()
    return set() if _LISTED.match(seen.lines[place].text) or _is_pictured(seen, place) else {place}


def _is_pictured(seen: Page, place: int) -> bool:
    """Tell whether a line and its neighbour both end in the mark of pictures, as lists of headlines do."""
    near = (seen.lines[other] for other in (place - 1, place + 1) if 0 <= other < len(seen.lines))
    return _PICTURED.search(seen.lines[place].text) is not None and any(_PICTURED.search(line.text) for line in near)


def _continues(seen: Page, gone: NDArray[np.bool_], place: int) -> bool:
    """Tell whether a line goes on with the sentence of a kept line above, that a note or a copy broke."""
    line = seen.lines[place]
    if line.han < _LEAST_CONTINUED or not _CONTINUES.match(line.text) or has_hard_evidence(seen, place):
        return False
    return any(not gone[other] for other in range(max(0, place - 2), place))


def _convicts(seen: Page, place: int) -> bool:
    """Tell whether a line is a sign that the page was polluted: it names what it is, and is no office's address."""
    line = seen.lines[place]
    if any(name.endswith(":sure") or name.startswith("foreign:sells") for name in seen.features[place]):
        return True
    if (
        (has_hard_evidence(seen, place) and not _is_office(line))
        or line.flags & {"counter", "jammer"}
        or _is_pictured(seen, place)
    ):
        return True
    furniture, spam = (
        sum(hit.end - hit.start for hit in line.hits if hit.kind in kinds) for kinds in (_FURNITURE, _KEYWORDS)
    )
    return furniture >= _MOST_OF_LINE * line.chars or spam >= _NEARLY_ALL * line.chars


def _is_office(line: Line) -> bool:
    """Tell whether a line gives, behind a label, how an office is reached: no mobile number, no chat name, nothing for sale."""
    if not _OFFICE.fullmatch(line.text) or _MOBILE.search(line.text):
        return False
    return not any(hit.kind in ("sell", "shady", "follow", "adult", "betting") for hit in line.hits)


def has_hard_evidence(seen: Page, place: int) -> bool:
    """Tell whether a line names what it is: a contact, words of spam, promotion or reprinting, repetition over the corpus."""
    line = seen.lines[place]
    private = "private" in line.flags and line.chars <= _LONG_CHARS
    if private or any(name in ("corpus", "script") for name in seen.features[place]):
        return True
    hard = sum(hit.end - hit.start for hit in line.hits if hit.kind in _HARD_WORDS)
    return hard >= _HARD_SHARE * line.chars > 0


def _source_lines(seen: Page, places: Sequence[int]) -> set[int]:
    """List the lines that hold words between the tags of a page's source, if the text is full of such lines."""
    marked = [place for place in places if _BLOCK_TAG.match(seen.lines[place].text)]
    if sum(_BLOCK_TAG.match(line.text) is not None for line in seen.lines) < _LEAST_SOURCE_LINES:
        return set()
    return {place for place in marked if seen.lines[place].han and not has_hard_evidence(seen, place)}


def _is_foreign_by_words(seen: Page, place: int) -> bool:
    """Tell whether nothing speaks against a line but a seam that nobody has confirmed."""
    weak = any(name.startswith("foreign:tells:") and not name.endswith(":sure") for name in seen.features[place])
    return weak and not has_hard_evidence(seen, place)


def _is_doubtful(seen: Page, place: int) -> bool:
    """Tell whether a line reads as text and nothing hard speaks against it."""
    line = seen.lines[place]
    if not (line.is_prose or (line.han >= _CLAUSE_HAN and line.function_ratio >= _CLAUSE_FUNCTION_RATIO)):
        return False
    signs = _DOUBTLESS[1:] if line.is_prose and line.han >= _PARAGRAPH_HAN else _DOUBTLESS
    return not has_hard_evidence(seen, place) and not any(
        name.endswith(":sure") or name.startswith(signs) for name in seen.features[place]
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


def _series(seen: Page, gone: NDArray[np.bool_]) -> frozenset[int]:
    """List the numbered lines of which most stay: an enumeration is kept or left as one."""
    runs: list[list[int]] = []
    for place, line in enumerate(seen.lines):
        match = _NUMBERED.match(line.text)
        if not match:
            continue
        number = int(match.group(1))
        run = next((run for run in reversed(runs[-3:]) if number == _number(seen.lines[run[-1]]) + 1), None)
        if run is None:
            runs.append([place])
        else:
            run.append(place)
    kept = [
        run
        for run in runs
        if len(run) > _LONGEST_RANKING
        or (len(run) >= _LEAST_SERIES and sum(not gone[place] for place in run) > 0.5 * len(run))
    ]
    return frozenset(place for run in kept for place in run if not has_hard_evidence(seen, place))


def _number(line: Line) -> int:
    match = _NUMBERED.match(line.text)
    return int(match.group(1)) if match else -1
