"""How a text hedges its quantities, before them (约, 近, 不到) and behind them (左右, 以上, 多)."""

from __future__ import annotations

import re

_BEFORE = re.compile(
    r"(?P<about>(?<![签预合公节制条契邀])约|大约|大概|约为)$|(?P<nearly>将近|接近|(?<![最附临靠远新])近)$|(?P<over>超过|逾|(?<![赶反])超|(?<![以之])上|(?<![经通超不])过)$"
    r"|(?P<under>不到|不足|低于|少于)$|(?P<least>至少|最少|起码|不少于|不低于)$|(?P<most>至多|最多|多达|高达|不超过)$"
)
_AFTER = re.compile(
    r"(?P<about>左右|上下|(?<=.)前后(?=[，。])|许(?![多可]))|(?P<over>(?:(?<=成)|(?<=%)|(?<=分之.))强(?=[^\w]|的|$)|有余|开外|出头|多(?![种次个么数元少]))|(?P<least>以上|及以上)|(?P<nearly>(?:(?<=成)|(?<=%)|(?<=分之.))弱(?=[^\w]|的|$))|(?P<under>以下|以内|之内|不到)"
)


def hedge_before(text: str, start: int) -> tuple[int, str]:
    """Take a hedge that ends where a number starts; returns the new start and one of BOUNDS.

    >>> hedge_before("花了约60万元", 3)
    (2, 'about')
    """
    match = _BEFORE.search(text[max(0, start - 4) : start])
    if match is None or not match.group() or match.lastgroup is None:
        return start, ""
    if match.group() in {"上", "过"} and text[start : start + 1] not in tuple("百千万亿"):
        return start, ""
    return start - len(match.group()), match.lastgroup


def hedge_after(text: str, end: int) -> tuple[int, str]:
    """Take a hedge that starts where a quantity ends; returns the new end and one of BOUNDS.

    >>> hedge_after("100人左右", 4)
    (6, 'about')
    """
    match = _AFTER.match(text, end)
    return (match.end(), match.lastgroup or "") if match else (end, "")
