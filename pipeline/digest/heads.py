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
_VERDICT = (
    "(?:先说结论|一句话(?:总结|概括)?|总的来[说看]|总[体之](?:而言|来[说看]|上[说看]?)?|总而言之|综[合上](?:所述|来看|而言)?|简[单而]言之|概[括而]言之|一言以蔽之|"
    "归根[结到]底|说到底|换[句言](?:话说|之)|也就是说|由此可见|可见|由此看来|可以说|事实证明|说穿了|说白了|(?:答案|结论)(?:很简单|只有一个|也?很明确|就?是)+)[，：]"
)
"""What leads in a conclusion."""
_WRITER = "(?:笔者|我(?!们?[国市省县区校])们?|本人|本文(?:作者)?)"
_CLAIM = (
    f"(?:在{_WRITER}看来|依{_WRITER}(?:之见|看)|{_WRITER}的(?:看法|观点|主张|建议|意见)是"
    f"|{_WRITER}(?:[^，。说]{{0,2}})?(?:主张|认为|建议|以为|呼吁|相信|的?看法是))[，：]?"
    f"|[^：“”。？]{{0,30}}{_WRITER}[^：“”。？]{{0,44}}(?:答案|结论)(?:就?是|只有一个|很简单)[：，]"
)
"""What says that the writer speaks for themselves."""
CLAIM = re.compile(_CLAIM)
VERDICT = re.compile(f"(?:因此|所以|但是?|然而)?，?{_VERDICT}")
_HEAD = re.compile(
    f"(?:(?:{_CONNECTIVE})?(?:{_VERDICT})?(?:因此，?|所以，?|而|但)?{_CLAIM})|(?:{_VERDICT})+|{_CONNECTIVE}|{_REPORTED}"
)
_IDLE = re.compile(f"据|{_REPORTED}|{_VERDICT}")
_TURN_CHARS = 24
"""A 却 this early turns against what the connective tied it to."""


class Head(NamedTuple):
    """Hold where the statement of a sentence begins, and whether its head is idle: better left out even where it spoils nothing."""

    end: int
    is_idle: bool
    claims: bool = False
    """It says that the writer thinks so, which the reader must be told in another way."""


def head_of(text: str) -> Head | None:
    """Find the head of a sentence; None where it has none, or where the rest turns against what the head ties it to.

    >>> head_of("昨天记者获悉，新馆将于明天开放。"), head_of("然而，新馆关了。"), head_of("新馆关了。")
    (Head(end=7, is_idle=True, claims=False), Head(end=3, is_idle=False, claims=False), None)
    """
    match = _HEAD.match(text)
    if match is None or "却" in text[match.end() : match.end() + _TURN_CHARS]:
        return None
    claims = CLAIM.search(match.group()) is not None
    return Head(match.end(), claims or bool(_IDLE.match(match.group())), claims)
