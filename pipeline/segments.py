"""Sentences as spans of a paragraph; text is never cut up.

A sentence ends at a run of 。！？!?… with the closing quotes and brackets that follow it, or where the paragraph ends.
A semicolon does not end a sentence, nor does an ASCII full stop (decimals, names and versions would break).
"""

from __future__ import annotations

import re

from pipeline.document import Span

_END = re.compile(r"[。！？!?…]+[”’」』）)】》\"']*")


def sentences(text: str) -> tuple[Span, ...]:
    """List the sentences of a paragraph as spans, white space at their ends left out.

    >>> [t[a:b] for t in ["“好。”他走了。真的吗？3.5 倍"] for a, b in sentences(t)]
    ['“好。”', '他走了。', '真的吗？', '3.5 倍']
    """
    spans, start = [], 0
    for match in _END.finditer(text):
        spans.append(_trim(text, start, match.end()))
        start = match.end()
    spans.append(_trim(text, start, len(text)))
    return tuple(span for span in spans if span.end > span.start)


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
