"""Numbers with a way of their own to be said: 翻了两番, 六个九, 三十出头, 百把人, 两打鸡蛋.

Each is a phrase that names its number only with the words around it, so the scanner of numerals and units would misread it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from pipeline import numerals
from pipeline.hedges import hedge_before
from pipeline.measures import Quantity, measures, quantity_at

_DIGITS = "一二两三四五六七八九十"
_REDOUBLED = re.compile(
    r"(?:翻|增长|增加|提高|增|涨|升)(?:[了上过近约超逾整]|将近|不止|超过)*(?P<count>[一二两三四五六]|[1-6])番(?![薯茄石])(?P<odd>多)?"
)
_NINES = re.compile(rf"(?<![\d{_DIGITS}百千])(?P<count>[{_DIGITS}]|\d{{1,2}})个[九9](?![\d{_DIGITS}百千万])")
_OF_PURITY = re.compile("纯度|提纯|高纯|超纯|可用[性率]|可靠[性度]|在线率|良率|SLA", re.IGNORECASE)
_NEAR_CHARS = 12
"""How far from 六个九 the word stands that makes it a purity."""
_TENS = re.compile(rf"(?<![\d{_DIGITS}百千第])(?P<tens>[二三四五六七八九]?十|[2-9]0)(?:刚?出头|好几)")
_DOZENS = re.compile(
    rf"(?<![\d{_DIGITS}百千])(?P<count>[{_DIGITS}]|\d{{1,3}}|半)打"
    r"(?=啤酒|鸡蛋|鸭蛋|生蚝|玫瑰|铅笔|毛巾|袜子|鲜花|红酒|饮料|(?<!一打)[，。、；的])"
)


def spoken_numbers(text: str, masked: str) -> Iterator[Quantity]:
    """Find the numbers that only their phrase tells.

    masked: the text with "\\x00" where something else has been read already, of the same length.

    >>> [(q.text, q.value) for t in ["产值翻了两番，纯度达六个九，三十出头，百把人，半打啤酒"] for q in spoken_numbers(t, t)]
    [('翻了两番', 4.0), ('六个九', 99.9999), ('三十出头', 30.0), ('半打', 6.0), ('百把人', 100.0)]
    """
    yield from chain(_redoubled(text, masked), _nines(text, masked), _tens(text, masked), _dozens(text, masked))
    for match in _loose_pattern().finditer(masked):
        scale, unit = match["scale"], match["unit"]
        row = measures()[unit]
        money = unit in {"块", "块钱"}
        value = float(numerals.scale(scale)) if scale else 1.0
        yield quantity_at(text, match, value, "元" if money else unit, "money" if money else row.kind, "about")


@cache
def _loose_pattern() -> re.Pattern[str]:
    """Compile 百把人 and 个把月: about so many, 把 between the number and its unit."""
    rows = sorted(((form, row) for form, row in measures().items() if not form.isascii()), key=_longest_first)
    units = "|".join(form + (f"(?![{row.not_before}])" if row.not_before else "") for form, row in rows)
    return re.compile(
        rf"(?<![\d{_DIGITS}百千万亿几数])(?:(?P<scale>[百千万])把|(?P<one>个把)(?=小时|钟头|星期|月|世纪))(?P<unit>{units})"
    )


def _longest_first(row: tuple[str, object]) -> tuple[int, str]:
    return -len(row[0]), row[0]


def _redoubled(text: str, masked: str) -> Iterator[Quantity]:
    """Read 翻两番 as four times: every 番 doubles."""
    for match in _REDOUBLED.finditer(masked):
        count = int(_value(match["count"]))
        before = hedge_before(text, match.start("count"))[1]
        yield quantity_at(text, match, 2.0**count, "倍", "multiple", before or ("over" if match["odd"] else ""))


def _nines(text: str, masked: str) -> Iterator[Quantity]:
    """Read 六个九 as 99.9999 percent where a purity or an availability is meant; elsewhere they are cards or digits."""
    for match in _NINES.finditer(masked):
        around = masked[max(0, match.start() - _NEAR_CHARS) : match.end() + _NEAR_CHARS]
        count = int(_value(match["count"]))
        if 2 <= count <= 12 and _OF_PURITY.search(around):
            yield quantity_at(text, match, float("99." + "9" * (count - 2) if count > 2 else "99"), "%", "percent")


def _tens(text: str, masked: str) -> Iterator[Quantity]:
    """Read 三十出头 as a little over thirty, years or not."""
    for match in _TENS.finditer(masked):
        yield quantity_at(text, match, _value(match["tens"]), "", "number", "over")


def _dozens(text: str, masked: str) -> Iterator[Quantity]:
    """Read 打 before what comes in dozens; elsewhere it is a verb."""
    for match in _DOZENS.finditer(masked):
        count = 0.5 if match["count"] == "半" else _value(match["count"])
        yield quantity_at(text, match, count * 12, "个", "count")


def _value(digits: str) -> float:
    number = numerals.numeral(digits)
    return float(number.value) if number else 0.0
