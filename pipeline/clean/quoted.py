"""Words that a text reports: an advert, a message or a plea in quotation marks behind a word of saying is the author's matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

_REPORTED = re.compile(
    r"(?:[:：]|[说写道喊问印刊登贴曰]|(?:说|写|印|标|念|打|登|贴|挂)着|是|叫|要说|一[则句条段行幅])\s*[“「『](?P<words>[^“”「」『』]*)(?=[”」』])"
)
_FILLING = "□"


def reported(text: str) -> Iterator[tuple[int, int]]:
    """List the spans of what is quoted behind a word of saying or a colon, without the marks.

    >>> list(reported("墙上写着“加微信送米”，他笑了"))
    [(5, 10)]
    """
    return (match.span("words") for match in _REPORTED.finditer(text))


def touches_reported(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch begins or ends inside such a quotation.

    >>> touches_reported("墙上写着“加微信送米”，他笑了", 5, 10), touches_reported("墙上写着“加微信送米”，他笑了", 0, 15)
    (True, False)
    """
    return any(a <= start < b or a < end <= b for a, b in reported(text))


def without_reported(text: str) -> str:
    """Put fillings of the same length in place of what is quoted so.

    >>> without_reported("墙上写着“加微信送米”，他笑了")
    '墙上写着“□□□□□”，他笑了'
    """
    pieces, last = [], 0
    for start, end in reported(text):
        pieces += [text[last:start], _FILLING * (end - start)]
        last = end
    return "".join([*pieces, text[last:]])
