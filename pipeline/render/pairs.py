"""The text of a story as its page prints it: each paragraph in both languages, sentence beside sentence, and how far to trust it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.render import escape
from pipeline.render.brief import TermUse
from pipeline.render.inputs import StoryInput
from pipeline.render.labels import MARKS
from pipeline.render.targets import Targets, mark_of, worst
from pipeline.render.weave import Mark, Run, Sentence, disjoint, weave
from pipeline.story import Paragraph, Story, Unit

HEADING_LEVELS = (2, 3)
"""Levels that headings of the text may take; the title has the first."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Print a paragraph in both languages."""

    id: str
    number: int
    kind: str
    level: int
    zh: tuple[Sentence, ...]
    en: tuple[Sentence, ...]
    """As many as the original has, untranslated ones empty, up to the last that is translated; () for none."""
    several: bool
    """It has more than one sentence, so that sentences must be told apart."""
    mark: str
    """Mark of all its sentences if they agree, "draft" if some are drafts; "" for text that can be trusted."""
    flags: tuple[str, ...]
    """What a reader should know of its translation, in English."""
    image: str
    """Address of the picture it stands for, "" for none."""
    image_host: str
    plain: str
    """The text of code and tables, whose lines matter; "" for prose."""
    cells: tuple[str, ...]
    """The cells of one row of a table."""


def pairs(item: StoryInput, targets: Targets, uses: tuple[TermUse, ...]) -> tuple[Pair, ...]:
    """Pair the paragraphs of a story with their English; one that only repeats the title is left out."""
    anchors = {use: f"t{place}" for place, use in enumerate(uses, 1)}
    majority = item.bilingual.reviewed_ratio >= 0.5
    found: list[Pair] = []
    for paragraph in item.story.paragraphs:
        if repeats_title(paragraph, item.story):
            continue
        marks = [Mark(start, end, "link", address) for start, end, address in paragraph.links]
        marks += [Mark(u.start, u.end, "term", a) for u, a in anchors.items() if u.paragraph == paragraph.id]
        marks += [
            Mark(start, start + len(after), "restored", before)
            for id_, start, before, after, _ in item.story.restorations
            if id_ == paragraph.id and paragraph.text[start : start + len(after)] == after
        ]
        found.append(_pair(paragraph, targets, _linkable(marks), len(found) + 1, majority))
    return tuple(found)


def repeats_title(paragraph: Paragraph, story: Story) -> bool:
    """Say whether a paragraph says nothing but the title, which the page prints above."""
    return paragraph.kind == "title" and escape.line(paragraph.text) == escape.line(story.title)


def _linkable(marks: list[Mark]) -> tuple[Mark, ...]:
    safe = (m if m.kind != "link" else m._replace(value=escape.plain_url(m.value)) for m in marks)
    return disjoint(mark for mark in safe if mark.value)


def _pair(paragraph: Paragraph, targets: Targets, marks: tuple[Mark, ...], number: int, majority: bool) -> Pair:
    units = targets.of_paragraph(paragraph)
    seen = {mark_of(unit) for unit in units if unit.target.strip()}
    same = worst(seen) if len(seen) == 1 else ""
    said = tuple(
        Sentence(place, (Run(unit.target.strip()),), "" if same or mark_of(unit) == "draft" else shown(mark_of(unit)))
        for place, unit in enumerate(units[: _translated(units)], 1)
    )
    literal = paragraph.kind in ("code", "table")
    image = escape.plain_url(paragraph.image)
    return Pair(
        id=paragraph.id,
        number=number,
        kind=paragraph.kind,
        level=min(max(paragraph.level, HEADING_LEVELS[0]), HEADING_LEVELS[1]),
        zh=() if literal else weave(paragraph.text, units, marks),
        en=() if paragraph.kind == "code" else said,
        several=len(units) > 1,
        mark=shown(same) or ("draft" if "draft" in seen else ""),
        flags=tuple(_flags(units, seen, majority)),
        image=image,
        image_host=escape.host(image),
        plain=paragraph.text if literal else "",
        cells=_cells(paragraph),
    )


def _translated(units: Sequence[Unit]) -> int:
    """Count the units up to the last that is translated."""
    return max((place for place, unit in enumerate(units, 1) if unit.target.strip()), default=0)


def _cells(paragraph: Paragraph) -> tuple[str, ...]:
    """Cut a table's row at its tabs; () for a table of several rows, which is printed as it stands."""
    text = paragraph.text.strip()
    return tuple(text.split("\t")) if paragraph.kind == "table" and "\n" not in text else ()


def shown(mark: str) -> str:
    """Keep the marks that ask for care; what a person reviewed or a full engine said is printed plain."""
    return "" if mark in ("reviewed", "machine") else mark


def _flags(units: Sequence[Unit], seen: set[str], majority: bool) -> list[str]:
    """Say what a reader should know; drafts are named one by one only where most of the page is reviewed."""
    flags = []
    if "draft" in seen and majority:
        flags.append("draft, not reviewed")
    if "fuzzy" in seen:
        flags.append(MARKS["fuzzy"].en)
    if "doubt" in seen:
        flags.append(MARKS["doubt"].en)
    if "check" in seen:
        checks = dict.fromkeys(check for unit in units if mark_of(unit) == "check" for check in unit.checks)
        flags.append(f"flagged: {', '.join(checks)}" if checks else "flagged")
    if "gloss" in seen:
        flags.append(MARKS["gloss"].en)
    if units and any(not unit.target.strip() for unit in units):
        flags.append("not all of it translated")
    return flags
