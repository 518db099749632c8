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


def statements(text: str, max_chars: int = 200) -> tuple[Span, ...]:
    """List the sentences of a paragraph, a quotation of several sentences kept whole where it ends within max_chars.

    A mark that is never closed joins nothing: its sentence stands as it is.

    >>> [t[a:b] for t in ["“好。走吧。”他走了。“没有下文。完。"] for a, b in statements(t)]
    ['“好。走吧。”', '他走了。', '“没有下文。', '完。']
    """
    spans = sentences(text)
    found: list[Span] = []
    index = 0
    while index < len(spans):
        start, end = spans[index]
        last = index
        while last + 1 < len(spans) and _is_open(text[start:end]) and spans[last + 1].end - start <= max_chars:
            last += 1
            end = spans[last].end
        if _is_open(text[start:end]):
            last, end = index, spans[index].end
        found.append(Span(start, end))
        index = last + 1
    return tuple(found)


def _is_open(text: str) -> bool:
    return any(text.count(left) > text.count(right) for left, right in ("“”", "「」", "『』"))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
