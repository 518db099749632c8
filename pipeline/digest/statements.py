"""A story as statements: sentences with their place, their section and the sentence before them.

Headings open sections; tables, code, captions and bylines make no statements. A quotation of several sentences is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.digest.turns import turns_of
from pipeline.segments import statements
from pipeline.story import Paragraph, Passage, Story

PROSE = frozenset(("paragraph", "list_item", "quote"))
"""Kinds of paragraphs that state something."""

_DATELINE = re.compile(
    r"(?:[（(【\[](?:(?:原标题|来源|摘要|编辑|记者|实习|见习|通讯员|文/|图/)[^）)】\]]{0,60})?[）)】\]]\s*)*"
    r"(?:(?:[【\[(（][^】\])）]{2,20}(?:报道|讯|电)[】\])）]"
    r"|[^\s，。：；、]{2,14}?(?:\d{1,2}月)?\d{1,2}日(?:综合)?[电讯](?![力子话视网台影机动报脑商竞器池缆流压量价厂邀贺告令费梯源表站焊扇灯瓶车磁阻极筒，。、])"
    r"|(?:本[报台网]讯(?!息)|[^\s，。：；、]{2,6}[网社报]讯(?=[\s(（：:])|[^\s，。：；、]{2,8}(?<![腾通资音视])讯(?=\s)|[^\s，。：；、]{2,8}讯(?=\s*[(（][^)）]{2,20}[)）])))"
    r"(?:\s*[(（][^)）]{2,30}[)）])?[\s：:—-]*)?"
    r"(?:(?:[^\s，。：；、]{0,8}?(?:记者|通讯员|实习生)[\u4e00-\u9fff、· ]{2,24}?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:综合|摄影)?报道[：:，]\s*)"
    r"|(?:北京时间)?(?:\d{1,2}月)?\d{1,2}日[早晚上下午间]{0,2}消息[，,])?"
)
"""The place, date and desk that a news agency sets before its first sentence; they are no part of the statement."""


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
    above: str = ""
    """The paragraph before that one, headings aside; "" where that is no prose."""
    speaker: str = ""
    """Who says it in an interview: a name, or turns.ASKER for whoever asks; "" where the story tells it."""

    def passage(self, score: float = 0.0, text: str = "") -> Passage:
        """Point at the sentence; `text` replaces its words where brackets of ours were added."""
        return Passage(text or self.text, self.paragraph, self.start, self.end, round(score, 4))

    @property
    def end(self) -> int:
        """Offset behind the sentence."""
        return self.start + len(self.text)

    def within(self, other: Statement) -> bool:
        """Say whether a sentence shares words with another one, or with a pair of them."""
        return self.paragraph == other.paragraph and self.start < other.end and other.start < self.end


class Part(NamedTuple):
    """Hold one section: its heading, if it has one, and its statements."""

    heading: Paragraph | None
    statements: tuple[Statement, ...]


def statements_of(story: Story) -> tuple[Statement, ...]:
    """List the statements of a story in order."""
    found: list[Statement] = []
    section, above = 0, ""
    turns = turns_of([paragraph.text for paragraph in story.paragraphs])
    for paragraph, turn in zip(story.paragraphs, turns, strict=True):
        if paragraph.kind == "heading":
            section += 1
        elif paragraph.kind in PROSE:
            for place, (start, end) in enumerate(statements(paragraph.text)):
                begin = start if place else dateline_end(paragraph.text, start, end)
                begin = turn.start if begin < turn.start < end else begin
                found.append(
                    Statement(
                        paragraph.text[begin:end],
                        paragraph.id,
                        begin,
                        place,
                        section,
                        len(found),
                        paragraph.kind,
                        paragraph.text[:begin],
                        above,
                        turn.speaker,
                    )
                )
        if paragraph.kind != "heading":
            above = paragraph.text if paragraph.kind in PROSE else ""
    return tuple(found)


def dateline_end(text: str, start: int, end: int) -> int:
    """Return where a paragraph's first sentence states something: behind its dateline, else at its start.

    >>> text = "新华社北京5月3日电（记者 林述）昨夜的雨停了。"
    >>> text[dateline_end(text, 0, len(text)):]
    '昨夜的雨停了。'
    >>> dateline_end("5月3日电费上涨，居民在家中算账。", 0, 16)
    0
    """
    match = _DATELINE.match(text, start, end)
    return match.end() if match and match.end() < end else start


def parts_of(story: Story, found: Sequence[Statement]) -> tuple[Part, ...]:
    """Group the statements by section; sections without statements stay, so that the outline is whole."""
    headings: list[Paragraph | None] = [None, *(p for p in story.paragraphs if p.kind == "heading")]
    by_section: dict[int, list[Statement]] = {}
    for statement in found:
        by_section.setdefault(statement.section, []).append(statement)
    parts = (Part(heading, tuple(by_section.get(number, ()))) for number, heading in enumerate(headings))
    return tuple(part for part in parts if part.heading is not None or part.statements)
