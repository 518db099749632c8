"""A paragraph cut into sentences and runs, so that a template can print its links, terms and restorations one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.story import Unit


class Mark(NamedTuple):
    """Mark a stretch of a paragraph that is more than text."""

    start: int
    end: int
    kind: str
    """"link", "term" or "restored"."""
    value: str
    """The address; the term's anchor; the word of the spun copy."""


class Run(NamedTuple):
    """Hold text of one nature."""

    text: str
    kind: str = ""
    """"" for plain text, else the mark's kind."""
    value: str = ""


class Sentence(NamedTuple):
    """Hold one sentence, or what stands between two."""

    number: int
    """From 1, the same in both languages; 0 for what no unit covers."""
    runs: tuple[Run, ...]
    mark: str = ""
    """How far a translated sentence can be trusted, one of `targets.TRUST`; "" for the original."""


def disjoint(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Keep the first of marks that overlap: links, then terms, then restorations; empty ones are dropped.

    >>> disjoint([Mark(2, 5, "term", "t"), Mark(0, 4, "link", "u")])
    (Mark(start=0, end=4, kind='link', value='u'),)
    """
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (("link", "term", "restored").index(m.kind), m.start, -m.end)):
        if mark.start < mark.end and all(mark.end <= other.start or other.end <= mark.start for other in kept):
            kept.append(mark)
    return tuple(sorted(kept))


def weave(text: str, units: Sequence[Unit], marks: Sequence[Mark]) -> tuple[Sentence, ...]:
    """Cut a paragraph into the sentences of its units, each into runs; joined, the runs give the text back.

    units: in order, disjoint, standing where they say. marks: disjoint, in order; one that crosses the end of a sentence is
    printed in two parts if it is a link and dropped otherwise.
    """
    sentences: list[Sentence] = []
    position = 0
    for number, unit in enumerate(units, 1):
        end = unit.start + len(unit.source)
        if position < unit.start:
            sentences.append(Sentence(0, _runs(text, position, unit.start, marks)))
        sentences.append(Sentence(number, _runs(text, unit.start, end, marks)))
        position = end
    if position < len(text):
        sentences.append(Sentence(0, _runs(text, position, len(text), marks)))
    return tuple(sentences)


def _runs(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[Run, ...]:
    runs: list[Run] = []
    position = start
    for mark in marks:
        low, high = max(mark.start, start), min(mark.end, end)
        if low >= high or (mark.kind != "link" and (low, high) != (mark.start, mark.end)):
            continue
        if position < low:
            runs.append(Run(text[position:low]))
        runs.append(Run(text[low:high], mark.kind, mark.value))
        position = high
    if position < end:
        runs.append(Run(text[position:end]))
    return tuple(runs)
