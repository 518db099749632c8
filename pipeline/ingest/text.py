"""Plain text: each physical line that is not blank is a block, and not a character is touched."""

from __future__ import annotations

import re

from pipeline.document import Block, Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")


def text_blocks(raw: str, start: int = 0) -> tuple[Block, ...]:
    """List the lines of a text from an offset on as paragraphs, white space at their ends left out.

    >>> [block.text for block in text_blocks("  甲 \\n\\n乙\\r\\n")]
    ['甲', '乙']
    """
    blocks = []
    for match in _LINE.finditer(raw, start):
        line = match.group()
        text = line.strip()
        if text:
            first = match.start() + len(line) - len(line.lstrip())
            blocks.append(Block("paragraph", Span(first, first + len(text)), text))
    return tuple(blocks)
