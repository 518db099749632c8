"""The short question that leads up to an advert: it asks what the advert answers, and leaves with it."""

from __future__ import annotations

from pipeline.segments import sentences

_LONGEST = 22
"""Characters of such a question."""


def question_before(text: str, at: int) -> int:
    """Find where the short question begins that ends right before a place; the place itself without one.

    >>> question_before("雨停了。电梯又坏了？换新的只要三千", 10), question_before("雨停了。换新的只要三千", 4)
    (4, 4)
    """
    before = [span for span in sentences(text[:at]) if text[span[0] : span[1]].strip()]
    if not before:
        return at
    start, end = before[-1]
    question = text[start:end].strip()
    asks = question.endswith(("?", "？")) and len(question) <= _LONGEST and not text[end:at].strip()
    return start if asks and not _is_speech(text, at) else at


def _is_speech(text: str, at: int) -> bool:
    """Tell whether a place stands inside a quotation."""
    return text.count("“", 0, at) > text.count("”", 0, at) or text.count("「", 0, at) > text.count("」", 0, at)
