"""Lines in the other script than the page: Simplified spam in a Traditional page was put there by somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.han import script_of, simplified_chars, traditional_chars

_LEAST_CHARS = 4
"""Fewer decisive characters may be a name or a slip of the pen."""
_LEAST_RATIO = 0.7
"""A page must be clear about its own script before a line can be strange in it."""


def foreign_lines(texts: Sequence[str]) -> frozenset[int]:
    """List the lines whose script is not the page's.

    >>> sorted(foreign_lines(["這個說法對嗎，還說這裡與那裡", "这个说法对吗，还说这里与那里"] + ["開發與維護需要時間，請說明"] * 3))
    [1]
    """
    page = script_of("\n".join(texts))
    if page.ratio < _LEAST_RATIO:
        return frozenset()
    own, other = (traditional_chars, simplified_chars) if page.name == "hant" else (simplified_chars, traditional_chars)
    return frozenset(
        number
        for number, text in enumerate(texts)
        if (strange := other(text)) >= _LEAST_CHARS and strange > 2 * own(text)
    )
