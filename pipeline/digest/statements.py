"""A story as statements: sentences with their place, their section and the sentence before them.

Headings open sections; tables, code, captions and bylines make no statements. A quotation of several sentences is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.segments import statements
from pipeline.story import Paragraph, Passage, Story

PROSE = frozenset(("paragraph", "list_item", "quote"))
"""Kinds of paragraphs that state something."""


class Statement(NamedTuple):
    """Hold one sentence of a story."""

    text: str
    paragraph: str
    """Paragraph id."""
    start: int
    """Offset in the paragraph's text."""
    place: int
    """Which sentence of its paragraph, from 0."""
    section: int
    """Which section, from 0; the text before the first heading is section 0."""
    number: int
    """Which statement of the story, from 0."""
    kind: str
    before: str
    """The paragraph's text before it."""

    def passage(self, score: float = 0.0, text: str = "") -> Passage:
        """Point at the sentence; `text` replaces its words where brackets of ours were added."""
        return Passage(text or self.text, self.paragraph, self.start, self.start + len(self.text), round(score, 4))


class Part(NamedTuple):
    """Hold one section: its heading, if it has one, and its statements."""

    heading: Paragraph | None
    statements: tuple[Statement, ...]


def statements_of(story: Story) -> tuple[Statement, ...]:
    """List the statements of a story in order."""
    found: list[Statement] = []
    section = 0
    for paragraph in story.paragraphs:
        if paragraph.kind == "heading":
            section += 1
        elif paragraph.kind in PROSE:
            for place, (start, end) in enumerate(statements(paragraph.text)):
                found.append(
                    Statement(
                        paragraph.text[start:end],
                        paragraph.id,
                        start,
                        place,
                        section,
                        len(found),
                        paragraph.kind,
                        paragraph.text[:start],
                    )
                )
    return tuple(found)


def parts_of(story: Story, found: Sequence[Statement]) -> tuple[Part, ...]:
    """Group the statements by section; sections without statements stay, so that the outline is whole."""
    headings: list[Paragraph | None] = [None, *(p for p in story.paragraphs if p.kind == "heading")]
    by_section: dict[int, list[Statement]] = {}
    for statement in found:
        by_section.setdefault(statement.section, []).append(statement)
    parts = (Part(heading, tuple(by_section.get(number, ()))) for number, heading in enumerate(headings))
    return tuple(part for part in parts if part.heading is not None or part.statements)
