"""The words before a sentence's statement: connectives, and how the paper came to know. Left out, the rest often stands alone."""

from __future__ import annotations

import re
from typing import NamedTuple

_CONNECTIVE = (
    "(?:(?:但是|不过|然而|可是|此外|另外|同时|与此同时|因此|所以|因而|于是|而且|并且|事实上|实际上|其实|当然|显然|的确|确实|据悉|据了解|据介绍|"
    "毫无疑问|总的来[说看]|总之|(?:不幸|幸运|遗憾|可惜|有趣|有意思|值得注意|更重要|更糟糕?|令人[^，。]{2,4})的是)，)+|(?:但是?|不过|然而|而(?!今|立|且|是|已|非|言))(?=[^，]{4})"
    "|第[一二三四五六]是[^，。：]{1,6}："
    "|(?:(?:[几数半两三]|十几)(?:个?(?:多|半)?(?:小时|星期|月)|[天日周年])|不久|日)之?[前后]，"
)
"""Words that tie a sentence to the one before and state nothing; a time that counts from another one told before is one."""
_WHEN = r"(?:(?:\d{1,2}月)?\d{1,2}日|[昨今前][天日]|日前|近日|当[天日])?"
_REPORTED = (
    rf"{_WHEN}，?[^，。：“]{{0,8}}?记者{_WHEN}(?:从[^，。“]{{2,26}}?)?(?:获悉|了解到|了解得知|得知|注意到)[，：:]"
    r"|在(?:接受|回答|面对)[^，。“]{2,26}(?:采访|提问|专访)时，"
    r"|据(?!外媒|网传)[^，,。“]{2,24}(?:网站|官网|公众号|公号|微信|微博|官微|客户端|新闻|频道|电视台|广播)[^，,。“]{0,8}(?:消息|报道|报导|通报|发布)[，,]"
    r"|(?:公开)?(?:资料|数据)显示，"
)
"""How the paper came to know; the paper's own word for it is the same."""
_HEAD = re.compile(f"{_CONNECTIVE}|{_REPORTED}")
_IDLE = re.compile(f"据|{_REPORTED}")
_TURN_CHARS = 24
"""A 却 this early turns against what the connective tied it to."""


class Head(NamedTuple):
    """Hold where the statement of a sentence begins, and whether its head is idle: better left out even where it spoils nothing."""

    end: int
    is_idle: bool


def head_of(text: str) -> Head | None:
    """Find the head of a sentence; None where it has none, or where the rest turns against what the head ties it to.

    >>> head_of("昨天记者获悉，新馆将于明天开放。"), head_of("然而，新馆关了。"), head_of("新馆关了。")
    (Head(end=7, is_idle=True), Head(end=3, is_idle=False), None)
    """
    match = _HEAD.match(text)
    if match is None or "却" in text[match.end() : match.end() + _TURN_CHARS]:
        return None
    return Head(match.end(), bool(_IDLE.match(match.group())))
