"""Features of each line of a document, as names; weights learned from made pollution give them meaning.

Nothing here decides. A feature says what is seen: length, ending, words of pollution, place on the page, neighbours, likeness
to the title, topic, repetition. Names are stable: `pipeline/data/line_weights.json` is keyed by them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.clean.lines import Line
from pipeline.clean.topic import CHEAP_RATIO, SURE_RATIO, WEAK_RATIO, Topic, topic_of
from pipeline.clean.view import View, bucket, step, views

_AFFINITY_STEPS = (0.0, 0.02, 0.15, 0.4, 0.7, 1.0)
_SEAM_STEPS = (0.08, 0.12, 0.18, 0.26)
_PLACES = (1, 2, 3, 5, 9)
_MOST_FOREIGN = 0.6
"""Share of a document beyond which a doubtful seam parts no guest from the article: the article is the larger part."""
_NO_TITLE = frozenset({"private", "tag", "url"})
_LEAST_OWN = 0.2
"""Share of a document's prose that stays on its own side; a seam that leaves less there parts an article from its page's furniture."""
SURELY_FOREIGN = frozenset({"foreign:sells:sure", "foreign:tells:sure"})
"""Features of lines beyond a seam that surely parts two articles."""


class Page(NamedTuple):
    """Hold the lines of a document with what is known of them together."""

    lines: tuple[Line, ...]
    topic: Topic
    title: str
    """Folded title: given from outside, else the first line that may be one; "" without any."""
    features: tuple[tuple[str, ...], ...]
    """Feature names of each line."""


class Known(NamedTuple):
    """Hold what is known of the lines from outside the text."""

    title: str = ""
    """A given title, "" for none."""
    repeated: frozenset[int] = frozenset()
    """Numbers of the lines that stand in many unrelated documents."""
    foreign_script: frozenset[int] = frozenset()
    """Numbers of the lines that are in the other script than the page."""


Judge = Callable[[Sequence[Line], Sequence[int], Topic, str], Topic]
"""Give a second opinion on a topic: from the lines, the compared line numbers, what words say, and the title."""


def no_opinion(lines: Sequence[Line], compared: Sequence[int], topic: Topic, title: str) -> Topic:
    """Judge no seam: the cheap evidence stands."""
    return topic


def observe(texts: Sequence[str], known: Known, judge: Judge = no_opinion) -> Page:
    """Measure the lines of a document and name their features; no lines give an empty page."""
    seen = views(texts)
    lines = tuple([found.line for found in seen])
    shapes = [found.shape for found in seen]
    prose = [number for number, shape in enumerate(shapes) if shape == "prose"]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    title = known.title or _likely_title(lines, first)
    compared = [number for number, found in enumerate(seen) if found.shows_topic]
    topic = topic_of(lines, compared, title, CHEAP_RATIO if judge is no_opinion else WEAK_RATIO)
    topic = judge(lines, compared, topic, title)
    seams = _sides(lines, topic)
    counts = Counter([line.text for line in lines])
    speaking = [found.speaks for found in seen]
    wanted = tuple({a + b for a, b in pairwise(title)})
    features = []
    below = ""
    for number, line in enumerate(lines):
        names = ["bias", *seen[number].names]
        zone = "head" if number < first else "tail" if number > last else "mid"
        names += _place(number, len(lines), zone, seen[number])
        names += _company(number, lines, shapes, speaking)
        names += _outside(number, line, known, counts[line.text], title, wanted)
        names += _topical(number, topic, seams)
        if below:
            names += [f"below:{below}", f"below:{below}:{shapes[number]}"]
        below = _header(line, shapes[number], below)
        features.append(tuple(names))
    return Page(lines, topic, title, tuple(features))


def _likely_title(lines: Sequence[Line], first: int) -> str:
    """Take the line above the text whose words return in it most; spam on top of a page shares nothing with what follows."""
    likely = [
        (number, line)
        for number, line in enumerate(lines[: min(first, 20)])
        if 4 <= line.han <= 60 and not line.is_prose and line.flags.isdisjoint(_NO_TITLE)
    ]
    said = "".join([line.text for line in lines[first : first + 60]])
    best, most = "", 0.2
    for number, line in likely:
        own = [a + b for (a, b), sort in zip(pairwise(line.text), line.classes, strict=False) if sort in "hf"]
        share = sum(map(said.__contains__, own)) / (len(own) or 1) * min(1.0, line.han / 10) - 0.01 * number
        if share > most:
            best, most = line.text, share
    return best


def _place(number: int, total: int, zone: str, seen: View) -> list[str]:
    """Name where on the page a line stands."""
    shape = seen.shape
    top = bisect_right(_PLACES, number) if number < 9 else -1
    bottom = bisect_right(_PLACES, total - 1 - number) if total - number <= 9 else -1
    names = [*_place_names(zone, shape, top, bottom)]
    if zone != "mid":
        names += [_zoned(zone, kind) for kind in seen.kinds]
        names += [_zoned(zone, flag) for flag in seen.line.flags]
        if not seen.kinds:
            names.append(f"zone:{zone}:{shape}:plain")
    return names


@lru_cache(maxsize=1024)
def _zoned(zone: str, sign: str) -> str:
    return f"zone:{zone}:{sign}"


@lru_cache(maxsize=4096)
def _place_names(zone: str, shape: str, top: int, bottom: int) -> tuple[str, ...]:
    names = [f"zone:{zone}", f"zone:{zone}:{shape}"]
    if top >= 0:
        names += [f"top:{top}", f"top:{shape}:{top}"]
    if bottom >= 0:
        names += [f"bottom:{bottom}", f"bottom:{shape}:{bottom}"]
    return tuple(names)


@lru_cache(maxsize=16384)
def _neighbour_names(before: str, shape: str, after: str, prose: int, labels: int) -> tuple[str, ...]:
    return (
        f"between:{before}:{shape}:{after}",
        f"before:{before}",
        f"after:{after}",
        f"prose around:{shape}:{prose}",
        f"labels around:{shape}:{labels}",
    )


@lru_cache(maxsize=256)
def _near(kind: str) -> str:
    return f"near:{kind}"


def _company(
    number: int, lines: Sequence[Line], shapes: Sequence[str], speaking: Sequence[frozenset[str]]
) -> list[str]:
    """Name what stands around a line."""
    shape = shapes[number]
    before = shapes[number - 1] if number else "edge"
    after = shapes[number + 1] if number + 1 < len(shapes) else "edge"
    window = shapes[max(0, number - 4) : number + 5]
    names = [*_neighbour_names(before, shape, after, window.count("prose"), window.count("label"))]
    around = frozenset().union(*speaking[max(0, number - 2) : number], *speaking[number + 1 : number + 3])
    names += [_near(kind) for kind in around]
    if "bullet" in lines[number].flags:
        start = lines[number].text[:1]
        near = lines[max(0, number - 3) : number + 4]
        names.append(step("bullets", sum("bullet" in line.flags and line.text[:1] == start for line in near)))
    return names


def _outside(number: int, line: Line, known: Known, copies: int, title: str, wanted: Sequence[str]) -> list[str]:
    """Name what the rest of the document and of the corpus say of a line."""
    names = []
    if number in known.repeated:
        names.append("corpus")
    if number in known.foreign_script:
        names.append("script")
    if copies > 1 and line.chars > 1:
        names += ["copies", f"copies:{'long' if line.han > 15 else 'short'}"]
    if title and line.han >= 2:
        if line.text == title:
            names.append("title:same")
        else:
            alike = sum(map(line.text.__contains__, wanted)) / max(1, min(len(wanted), line.chars))
            names.append(bucket("title", alike, (0.05, 0.2, 0.5, 0.8)))
    return names


def _sides(lines: Sequence[Line], topic: Topic) -> dict[int, str]:
    """Name for each line beyond a seam how weak the seam is and whether that side sells something."""
    sides: dict[int, str] = {}
    total = sum(line.chars for line in lines)
    prose = {number: line.han for number, line in enumerate(lines) if line.is_prose}
    for seam in topic.seams:
        verdict = seam.verdict
        beyond = seam.members | sides.keys()
        if sum(han for number, han in prose.items() if number not in beyond) < _LEAST_OWN * sum(prose.values()):
            continue
        if verdict is False or (verdict is None and seam.ratio > CHEAP_RATIO):
            continue
        members = [lines[number] for number in seam.members]
        if not verdict and seam.ratio >= SURE_RATIO and sum(line.chars for line in members) > _MOST_FOREIGN * total:
            continue
        private = any("private" in line.flags for line in members)
        sells = sum(
            any(hit.kind in ("sell", "shady", "betting", "adult", "adult_weak") for hit in line.hits)
            for line in members
        )
        manner = "sells" if private or sells > 0.4 * len(members) else "tells"
        weakness = "sure" if verdict or seam.ratio < SURE_RATIO else bisect_right(_SEAM_STEPS, seam.ratio)
        sides |= dict.fromkeys(seam.members, f"foreign:{manner}:{weakness}")
    return sides


def _topical(number: int, topic: Topic, sides: dict[int, str]) -> list[str]:
    """Name what the comparison of topics says of a line."""
    names = []
    if topic.affinity[number] >= 0:
        names.append(bucket("affinity", topic.affinity[number], _AFFINITY_STEPS))
    if sides:
        names.append(sides.get(number) or bucket("own", topic.seams[0].ratio, _SEAM_STEPS))
    return names


def _header(line: Line, shape: str, below: str) -> str:
    """Remember the last header that announces furniture: lines below it are its list until prose returns."""
    if shape == "prose":
        return ""
    if line.chars and not line.hits:
        return below
    kinds = {hit.kind for hit in line.hits}
    covered = sum([hit.end - hit.start for hit in line.hits])
    if covered >= 0.5 * line.chars:
        for kind in ("related", "reprint", "follow", "legal", "ui"):
            if kind in kinds:
                return kind
    return below
