"""Money said in pieces: 两块五, 19块9, 四毛三, 三元五角, 四分钱. One span, one value, in yuan.

A bare digit behind 块 or 毛 counts the next smaller coin, unless it begins a count of its own (两块五花肉, 三块五米长的木板).
八角 is an anise and 三毛 a writer, so a lone small coin needs a price nearby.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import numerals
from pipeline.document import Span
from pipeline.measures import Quantity, begins_a_count

_DIGIT = "[一二两三四五六七八九]|[1-9]"
_HAN = "一二两三四五六七八九十百千"
_NUMBER = rf"(?<![\d.])(?:{numerals.ARABIC_NUMERAL})|(?<![第几数零〇万亿{_HAN}])[{_HAN}][零{_HAN}]*"
_NO_COIN = "孩党不线球病衣巾发孔皮笔利坯豆竹囊细糙绒毯刺重选度色落"
_PRICE = re.compile(
    r"(?:[价票费]|(?:卖|涨|跌|降|贵|便宜|赚|挣|花|付|缴|补贴|只要|倒贴|亏|赔|高|低|省|攒)(?:到|至|了|回|出|成|价)?(?:不过|只有|才)?)$"
)
_CLOSED = re.compile(r"[^\w]|[的地得都也就便才还又已]|$")
_PER = re.compile("一(?:公?斤|[个瓶件张包条袋盒碗杯份本支串次晚天位度趟节把棵]|小时|公里|人)(?![重大见])")
"""What a price is for: 五块一瓶, 三毛一度; but 两块一米长的木板."""


@cache
def _pattern() -> re.Pattern[str]:
    counted = begins_a_count()
    return re.compile(
        rf"(?P<yuan>{_NUMBER})(?P<unit>块|元)(?:零?(?P<jiao>{_DIGIT})[毛角](?![{_NO_COIN}]))?(?:零?(?P<fen>{_DIGIT})分)?"
        rf"(?P<tail>半(?![个天年块])|(?:[一二三四五六七八九]{{1,2}}|\d{{1,2}})(?!{counted}))?钱?"
        rf"|(?P<jiao_only>{_NUMBER})(?P<coin>[毛角])(?![{_NO_COIN}])(?:(?P<fen_more>{_DIGIT})分"
        rf"|(?P<fen_tail>{_DIGIT})(?!{counted}))?(?P<money>钱)?"
        rf"|(?P<fen_only>{_NUMBER})分钱"
    )


def coins(text: str, masked: str) -> Iterator[Quantity]:
    """Find the amounts that are said in yuan, jiao and fen.

    masked: the text with "\\x00" where something else has been read already, of the same length.

    >>> [(q.text, q.value, q.unit) for t in ["啤酒19块9，水两块五一瓶，电四毛三，花了四分钱"] for q in coins(t, t)]
    [('19块9', 19.9, '元'), ('两块五', 2.5, '元'), ('四毛三', 0.43, '元'), ('四分钱', 0.04, '元')]
    """
    for match in _pattern().finditer(masked):
        value = _yuan(masked, match) if match["yuan"] else _small(masked, match)
        if value is not None:
            span = Span(*match.span())
            yield Quantity(span, text[span.start : span.end], value, None, "元", "money")


def _yuan(masked: str, match: re.Match[str]) -> float | None:
    """Read 块 and 元 with what follows; None where nothing does, save for 块 behind a price verb or before what is sold."""
    whole = _value(match["yuan"])
    jiao, fen, tail = match["jiao"], match["fen"], match["tail"]
    if whole is None or (tail and (match["unit"] == "元" or fen)):
        return None
    if not (jiao or fen or tail):
        if match["unit"] != "块" or match[0].endswith("钱"):
            return None
        is_price = _PRICE.search(masked[max(0, match.start() - 5) : match.start()]) and _CLOSED.match(
            masked, match.end()
        )
        return whole if is_price or _PER.match(masked, match.end()) else None
    if tail == "半":
        return whole + 0.5
    if tail and jiao:
        return round(whole + _digit(jiao) / 10 + _digit(tail) / 100, 2) if len(tail) == 1 else None
    cents = "".join(str(_digit(char)) for char in tail or "")
    return round(whole + (float(f"0.{cents}") if cents else 0) + _digit(jiao) / 10 + _digit(fen) / 100, 2)


def _small(masked: str, match: re.Match[str]) -> float | None:
    """Read 毛, 角 and 分 that stand alone; a lone coin of a writer's or a spice's name only beside a price."""
    if match["fen_only"]:
        value = _value(match["fen_only"])
        return None if value in (None, 1) else round((value or 0) / 100, 4)
    value = _value(match["jiao_only"])
    fen = match["fen_more"] or match["fen_tail"]
    if value is None:
        return None
    is_doubtful = match["coin"] == "角" or match["jiao_only"] in ("二", "三")
    is_plain = bool(fen or match["money"]) or match["jiao_only"][0].isdecimal()
    is_plain = is_plain or (match["coin"] == "毛" and _PER.match(masked, match.end()) is not None)
    if is_doubtful and not is_plain and not _PRICE.search(masked[max(0, match.start() - 5) : match.start()]):
        return None
    return round(value / 10 + _digit(fen) / 100, 4)


def _digit(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdecimal() else numerals.DIGITS[text]


def _value(text: str) -> float | None:
    if text[0].isdecimal():
        return float(numerals.arabic(text))
    number = numerals.chinese(text)
    return None if number is None or number.upper is not None else float(number.value)
