"""Measures with a tail: 四米二, 一米九三, 两米零五, 一升八, 三尺二, 两亩三分, 八斤六两. What stands behind the unit counts its tenths.

Behind a metre two digits are hundredths, as heights are said; behind other units a tail counts only where nothing follows that
it could belong to (两斤二锅头, 高一升高二). 尺 and 丈 are read only where something is measured: 离地三尺 is a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline import numerals
from pipeline.measures import Quantity, begins_a_count, quantity_at

_COUNT = r"\d+(?:\.\d+)?|[一二两三四五六七八九十百]+"
_SEPARATE = r"(?<![\d.零一二两三四五六七八九十百千第几数])"
_DIGIT = "[一二三四五六七八九]"
_CLOSES = r"(?=[^\w]|[的多左重高长宽深厚水油远]|以[上下内]|便|就|到|$)"
_SMALLER = {"斤": "两", "丈": "尺", "尺": "寸", "亩": "分", "寸": "分"}
_FORMS = tuple("高初小大")
"""Schools: 高一升二 is no litre."""
_EXTENT = "[高长宽深厚阔粗远]"
_PHRASES = "(?<!道高)(?<!魔高)"


@cache
def _pattern() -> re.Pattern[str]:
    counted = begins_a_count()
    return re.compile(
        rf"{_SEPARATE}(?P<metres>{_COUNT})米(?:(?P<tenths>零?{_DIGIT}|{_DIGIT}{{2}})(?P<open>几)?(?!点|{counted})|(?P<digits>\d{{1,2}})(?![\d.%米个厘毫分秒]))"
        rf"|{_SEPARATE}(?P<whole>{_COUNT})(?P<unit>[升斤吨尺丈亩寸]|公[斤里顷升])(?P<tail>{_DIGIT}|两|[1-9])(?P<smaller>两|[尺寸](?!度)|分(?=[地，。、；]|$))"
        rf"|{_SEPARATE}(?P<closed>{_COUNT})(?P<unit_more>[升斤吨尺丈亩]|公[斤里顷升])(?P<tail_more>{_DIGIT}){_CLOSES}"
        rf"|{_PHRASES}{_SEPARATE}(?P<bare>{_COUNT})(?P<long>[尺丈])(?:(?P<half>半)(?={_EXTENT}|[^\w]|的|$)|(?P<odd>[多余])|(?=见方|{_EXTENT}))"
        rf"|(?<=[高长宽深厚约达]){_PHRASES}(?P<after>{_COUNT})(?P<long_after>[尺丈])(?=[^\w]|的|$)"
    )


def measure_tails(text: str, masked: str) -> Iterator[Quantity]:
    """Find the measures that are said with a tail.

    masked: the text with "\\x00" where something else has been read already, of the same length.

    >>> [(q.text, q.value, q.unit) for t in ["身高一米九三，深四米二，一升八，八斤六两，一丈二"] for q in measure_tails(t, t)]
    [('一米九三', 1.93, '米'), ('四米二', 4.2, '米'), ('一升八', 1.8, '升'), ('八斤六两', 8.6, '斤'), ('一丈二', 1.2, '丈')]
    """
    for match in _pattern().finditer(masked):
        number = numerals.numeral(next(filter(None, match.group("metres", "whole", "closed", "bare", "after"))))
        unit = next(filter(None, match.group("unit", "unit_more", "long", "long_after")), "米")
        if number is None or number.upper is not None or match["smaller"] not in (None, _SMALLER.get(unit)):
            continue
        if unit == "升" and masked[max(0, match.start() - 1) : match.start()] in _FORMS:
            continue
        approx = "over" if match["open"] or match["odd"] else ""
        value = round(float(number.value) + _tail(match), 2)
        yield quantity_at(text, match, value, unit + (match["half"] or ""), "measure", approx)


def _tail(match: re.Match[str]) -> float:
    """Read what the tail adds: 0.93 for 九三, 0.05 for 零五, 0.2 for 二."""
    if match["half"]:
        return 0.5
    said = next(filter(None, match.group("digits", "tenths", "tail", "tail_more")), "0")
    return float("0." + "".join(char if char.isdecimal() else str(numerals.DIGITS[char]) for char in said))
