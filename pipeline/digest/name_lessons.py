"""What the recogniser of names learns from: sentences whose names readers marked, and the same with other names in their places.

The sentences are our own and synthetic. Putting other names of the kind into a sentence teaches that its words, not its names, tell
what stands there. Templates add what news is framed by: datelines, bylines, court headings, lists of firms.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pipeline.digest.name_inventions import Inventions
from pipeline.digest.recogniser import Mark
from pipeline.errors import SettingsError

LESSONS = Path(__file__).resolve().parent / "lessons"
NEWSROOM = Path(__file__).resolve().parents[1] / "data"
"""Where sentence pairs of our own lie, which translation learns from too."""
_TAG = re.compile(r"\[([POLWG])([^\[\]]+)\]")
_SWAPPED = 0.75
"""Share of names that give way to others in a varied sentence; the rest keep the sentence real."""


class Lesson(NamedTuple):
    """Hold one sentence with its names."""

    text: str
    marks: tuple[Mark, ...]


def read_tagged(line: str) -> Lesson:
    """Read a sentence with its names in brackets.

    >>> read_tagged("[P陈]教授在[L湖州]").marks
    (Mark(start=0, end=1, kind='P'), Mark(start=4, end=6, kind='L'))
    """
    text, marks, position = "", [], 0
    for match in _TAG.finditer(line):
        text += line[position : match.start()]
        marks.append(Mark(len(text), len(text) + len(match[2]), match[1]))
        text, position = text + match[2], match.end()
    return Lesson(text + line[position:], tuple(marks))


def newsroom(
    names: Path = LESSONS / "newsroom_names.tsv", sentences: Path = NEWSROOM / "newsroom.tsv"
) -> tuple[Lesson, ...]:
    """Read the newsroom's sentences with the names that readers listed, line by line: `12<TAB>P:陈立平|L:湖州`.

    Raises SettingsError where a listed name does not stand in its sentence.
    """
    texts = [line.split("\t")[0] for line in sentences.read_text("utf-8").splitlines()]
    lessons = []
    for line in names.read_text("utf-8").splitlines():
        number, _, listed = line.partition("\t")
        text = texts[int(number) - 1]
        lessons.append(Lesson(text, tuple(_marks(text, listed, f"{names.name}, line {number}"))))
    return tuple(lessons)


def _marks(text: str, listed: str, where: str) -> Iterator[Mark]:
    position = 0
    for entry in filter(None, listed.split("|")):
        kind, _, name = entry.partition(":")
        start = text.find(name, position)
        if start < 0 or kind not in {"P", "O", "L", "W", "G"}:
            raise SettingsError(f"{where}: {entry} does not stand in the sentence, in this order")
        position = start + len(name)
        yield Mark(start, position, kind)


def tagged(path: Path = NEWSROOM / "newsroom_tagged.tsv") -> tuple[Lesson, ...]:
    """Read the long sentences, names in brackets, one a line; what stands behind a tab is their English."""
    return tuple(read_tagged(line.split("\t")[0]) for line in path.read_text("utf-8").splitlines() if line)


def pools(lessons: Sequence[Lesson]) -> Mapping[str, tuple[str, ...]]:
    """Collect the names of each kind, without repeats, in order of first use."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in "POLWG"}
    for lesson in lessons:
        for mark in lesson.marks:
            found[mark.kind][lesson.text[mark.start : mark.end]] = None
    return {kind: tuple(names) for kind, names in found.items()}


def varied(lesson: Lesson, inventions: Inventions, rng: random.Random) -> Lesson:
    """Put other names of the kind into a sentence, a repeated name alike; now and then lose its marks."""
    chosen: dict[tuple[str, str], str] = {}
    text, marks, position = "", [], 0
    for mark in lesson.marks:
        name = lesson.text[mark.start : mark.end]
        if (mark.kind, name) not in chosen:
            chosen[mark.kind, name] = inventions.instead(mark.kind, name, rng) if rng.random() < _SWAPPED else name
        text += lesson.text[position : mark.start]
        other = chosen[mark.kind, name]
        marks.append(Mark(len(text), len(text) + len(other), mark.kind))
        text, position = text + other, mark.end
    text += lesson.text[position:]
    return Lesson(_unmarked(text, rng), tuple(marks)) if rng.random() < 0.15 else Lesson(text, tuple(marks))


def _unmarked(text: str, rng: random.Random) -> str:
    """Replace marks by others of the same length, as careless pages do."""
    return re.sub("[，。]", " ", text) if rng.random() < 0.5 else text.replace("，", ",").replace("。", ".")


def framed(inventions: Inventions, count: int, rng: random.Random) -> Iterator[Lesson]:
    """Fill the templates of `templates.txt` with invented names, `count` times."""
    for _ in range(count):
        template = rng.choice(_templates())
        yield read_tagged(_SLOT.sub(lambda match: _filled(match, inventions, rng), template))


_SLOT = re.compile(r"\{([POLWG#])(.?)\}")


def _filled(match: re.Match[str], inventions: Inventions, rng: random.Random) -> str:
    if match[1] == "#":
        return str(rng.randint(1, 28))
    return f"[{match[1]}{inventions.new(match[1], match[2], rng)}]"


@cache
def _templates() -> tuple[str, ...]:
    lines = (LESSONS / "templates.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))
