"""Quantities of Chinese text: money, shares, durations, counts, dates, ranges, hedges and all, as exact spans.

One scanner serves the digest's figures and the translation's placeables. What only looks like a quantity is left alone:
telephone numbers, addresses, versions, model names (RTX 4090, GPT-4), fixed phrases (十分, 一起, 这一次).
Numerals that are alternatives stay ranges: 八九家 is eight or nine, never 89.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from pipeline import numerals
from pipeline.compound_quantities import compounds
from pipeline.dates import dates
from pipeline.document import Span
from pipeline.halves import halves
from pipeline.hedges import hedge_after, hedge_before
from pipeline.measures import Measure, Quantity, measures
from pipeline.number_words import number_words
from pipeline.quantity_english import english

__all__ = ["Quantity", "english", "quantities"]

_SEPARATOR = r"\s?(?:-|–|—|－|~|～|至|到)\s?"
_HALVED = (
    "(?:年|岁|天|周|小时|分钟|公里|千米|厘米|毫米|平米|米|吨|公斤|斤|克|磅|亩|公顷|公?升|英里|英[寸尺]|海里|尺|丈|寸|度|倍)半"
    "(?![径空夜山决圆月天成截价场导信途路夏挂壁新载自音主公壕])"
)
_A = "个(?=[多来]?亿(?![万达纬航阳联]))"
"""What two in 两个亿 counts: 100 million each; not 两个亿万富翁."""
_READ_BY_CONTEXT = frozenset("里两尺丈")
"""Measure words that are far more often another word; `compounds` reads them."""
_NO_TENTH = "手|胎|孩|线|级|[等维代型]|农|甲|季|周|胞|处|川|金|花|官|角|边|[一二三四五六七八九]|到|至"
_ONE_WORDS = "[下定样般直些起同方旦致度举律再并切共概经向步味来路口片时代齐]"
_TENTH = f"成(?:[半二三四五六七八九](?!{_NO_TENTH})|一(?!{_NO_TENTH}|{_ONE_WORDS}))?"
"""Behind 六成, what makes a digit part of another word (六成一下子, 七成二手车) and no percent of its own (六成一)."""
_NOUNLESS = re.compile(r"[^\w]|[_的地得都也就便才还又已将被把在是有之里内中]|$")
_SHARE = {"百": "百分之", "千": "千分之", "万": "万分之"}
_QUARTER = re.compile("(?:^|[^续前后近])[一二三四1-4]季度$")
"""一季度 is the first quarter; 连续三季度 and 前三季度 are three."""
_DEMONSTRATIVES = "这那每某同另任统唯单之万第哪头前上下新老整"
_IDIOMATIC_ONE = frozenset("起度时面边点道手线路口步番层头身片份块刀行角节分门对家类本支部件等级")


def _number_pattern(side: str) -> str:
    return (
        rf"(?:(?P<{side}arabic>{numerals.ARABIC_NUMERAL})|(?P<{side}han>{numerals.HAN_NUMERAL}))"
        rf"(?:\s?(?:{_A})?(?P<{side}odd>多|余|来|(?<=\d)几)?(?:{_A})?\s?(?P<{side}magnitude>{numerals.MAGNITUDE}))?"
        rf"(?P<{side}more>多|余|来|(?<=\d)几)?"
    )


@cache
def _units() -> str:
    """Build the alternation of units, longest first; they may hold a half or an odd part (个多月, 年半, 吨半)."""
    forms = sorted(measures().keys() - _READ_BY_CONTEXT, key=lambda form: (-len(form), form))
    return rf"个[多半]?(?:月|小时|星期)|{_HALVED}|" + "|".join(
        re.escape(form) + ("(?![A-Za-z0-9])" if form.isascii() else "") for form in forms
    )


@cache
def _pattern() -> re.Pattern[str]:
    """Compile the scanner: an optional currency, a number or a range of numbers, and a unit or a percent sign."""
    unit = _units()
    return re.compile(
        r"(?P<currency>US\$|HK\$|RMB|CNY|USD|[$¥￥€£])?\s?(?P<sign>(?<![A-Za-z0-9)）\x00%％])[-+−]|零下)?"
        r"(?P<ordinal>第)?(?P<share>[百千万]分之)?"
        + _number_pattern("a_")
        + rf"(?:\s?(?P<a_unit>[%％‰]|分之|{unit})?{_SEPARATOR}(?![A-Za-z])"
        + _number_pattern("b_")
        + r")?"
        + rf"(?:\s?(?P<unit>[%％‰]|分之|{_TENTH}|{unit}))?(?P<rate>/(?:{unit}))?"
    )


def quantities(text: str) -> tuple[Quantity, ...]:
    """Find the quantities of a text, in order and disjoint.

    >>> [(q.text, q.value, q.upper, q.unit) for q in quantities("约60万元，八九家，20～40%，第3名")]
    [('约60万元', 600000.0, None, '元'), ('八九家', 8.0, 9.0, '家'), ('20～40%', 20.0, 40.0, '%'), ('第3名', 3.0, None, '名')]
    >>> quantities("用RTX 4090跑GPT-4，电话13800138000，十分满意")
    ()
    """
    plain = numerals.western(text)
    days = dates(plain)
    taken = [day.span for day in days] + [*number_words(plain)]
    found = [
        Quantity(
            day.span,
            text[day.span.start : day.span.end],
            _date_value(day.iso),
            float(day.iso_upper) if re.fullmatch(r"\d{4}", day.iso_upper) else None,
            "",
            day.kind,
            "",
            day.iso,
            day.iso_upper,
        )
        for day in days
    ]
    masked = list(plain)
    for start, end in taken:
        masked[start:end] = "\x00" * (end - start)
    long = [_hedged(text, quantity) for quantity in compounds(text, "".join(masked))]
    for quantity in long:
        start, end = quantity.span
        masked[start:end] = "\x00" * (end - start)
    found += [*long, *halves(text, "".join(masked)), *_scan(text, "".join(masked))]
    return tuple(sorted(found))


def _hedged(text: str, quantity: Quantity) -> Quantity:
    """Take the hedges around a compound quantity into its span."""
    start, before = hedge_before(text, quantity.span.start)
    end, after = hedge_after(text, quantity.span.end)
    span, closes = Span(start, end), bool(_NOUNLESS.match(text, end))
    approx = before or after or quantity.approx
    return quantity._replace(span=span, text=text[start:end], approx=approx, closes=closes)


def _date_value(iso: str) -> float:
    if iso.startswith("T"):
        return float(int(iso[1:3]) * 60 + int(iso[4:6]))
    return float(iso[:4]) if re.match(r"\d{4}", iso) else 0.0


def _scan(text: str, masked: str) -> Iterator[Quantity]:
    """Walk the masked text; where the longest reading fails, try again one character on."""
    pattern, position = _pattern(), 0
    while match := pattern.search(masked, position):
        quantity = _fraction(text, match) or _read(text, masked, match)
        if quantity is None:
            position = max(match.start() + 1, _end_of_digits(masked, match))
        else:
            yield quantity
            position = quantity.span.end


def _end_of_digits(masked: str, match: re.Match[str]) -> int:
    """Say where to go on after a failure: never in the middle of a run of digits."""
    start = match.start("a_arabic") if match["a_arabic"] else match.start()
    digits = re.compile(r"[\d.,]+").match(masked, start)
    return digits.end() if digits else match.start() + 1


def _fraction(text: str, match: re.Match[str]) -> Quantity | None:
    """Read 三分之一: the first number is the denominator, the numeral after 分之 the numerator."""
    if match["unit"] != "分之" or match["b_arabic"] or match["b_han"]:
        return None
    below = _number(match, "a_")
    rest = re.compile(rf"{numerals.ARABIC_NUMERAL}|{numerals.HAN_NUMERAL}").match(text, match.end("unit"))
    above = numerals.numeral(rest.group()) if rest else None
    if rest is None or below is None or above is None or not below.value:
        return None
    start = match.start("a_arabic") if match["a_arabic"] else match.start("a_han")
    start, approx = hedge_before(text, start)
    end, after = hedge_after(text, rest.end())
    span = Span(start, end)
    upper = None if above.upper is None else float(above.upper / below.value)
    unit = text[match.start("a_han") if match["a_han"] else match.start("a_arabic") : match.end("unit")]
    return Quantity(
        span, text[span.start : span.end], float(above.value / below.value), upper, unit, "fraction", approx or after
    )


def _number(match: re.Match[str], side: str) -> numerals.Number | None:
    """Read one side of the match with its magnitude."""
    digits = match[side + "arabic"] or match[side + "han"]
    if digits in ("几", "数"):  # 几个亿
        return numerals.chinese(digits + (match[side + "magnitude"] or ""))
    number = numerals.numeral(digits) if digits else None
    if number is None:
        return None
    factor = numerals.scale(match[side + "magnitude"] or "")
    return number._replace(value=number.value * factor, upper=number.upper and number.upper * factor)


def _read(text: str, masked: str, match: re.Match[str]) -> Quantity | None:
    """Turn a match into a quantity, or None where it is none."""
    low, high = _number(match, "a_"), _number(match, "b_")
    if low is None:
        return None
    unit, end = _unit(masked, match)
    if high is not None:
        low = _inherit(low, high, match)
        if low.value >= high.value:  # no range, so only the first number is read
            high, unit, end = None, match["a_unit"] or "", match.end("a_unit") if match["a_unit"] else _end(match, "a_")
    if not _is_quantity(masked, match, unit, low, high):
        return None
    start = (
        match.start("currency")
        if match["currency"]
        else match.start("a_arabic")
        if match["a_arabic"]
        else match.start("a_han")
    )
    kind = _kind(match, unit)
    outer = ("sign", "ordinal", "share") if _is_signed(kind, unit) else ("ordinal", "share")
    start = min([start] + [match.start(group) for group in outer if match[group]])
    start, approx = (start, "") if match["ordinal"] else hedge_before(text, start)
    approx = approx or ("several" if low.vague else _odd(match, unit))
    end, after = hedge_after(masked, end) if not match["ordinal"] else (end, "")
    value, upper = _interval(low, high, match, unit, kind)
    if approx == "nearly" and kind == "duration" and text[start] == "近":  # 近三年 is the past three years
        start, approx = start + 1, ""
    return Quantity(
        Span(start, end),
        text[start:end],
        value,
        upper,
        match["currency"] or ((match["share"] or "") + unit),
        kind,
        approx or after,
        closes=bool(_NOUNLESS.match(masked, end)),
    )


def _end(match: re.Match[str], side: str) -> int:
    return max(match.end(side + group) for group in ("arabic", "han", "magnitude", "more"))


def _unit(masked: str, match: re.Match[str]) -> tuple[str, int]:
    """Return the unit that truly ends the quantity, "" where what follows makes it part of another word."""
    bare = _end(match, "b_" if match["b_arabic"] or match["b_han"] else "a_")
    unit = match["unit"] or ""
    if not unit or unit == "分之":
        return "", bare
    following = masked[match.end("unit") : match.end("unit") + 1]
    if unit in _TENTHS:
        if unit[-1] in numerals.DIGITS and following and following in "十百千万亿个名位家人种次年月天倍":
            return "成", match.start("unit") + 1
        digits = match["b_han"] or match["b_arabic"] or match["a_han"] or match["a_arabic"]
        wrong = (
            following
            and following in "为立功本长员果交就品绩熟都型分人了语效天"
            and not _is_share(masked, match, following)
        )
        return ("", bare) if wrong or len(digits) > 2 else (unit, match.end("unit"))
    row = _row(unit)
    if row and following and following in row.not_before and not unit.endswith("半"):
        return _shorter(masked, match, bare)
    return unit + (match["rate"] or ""), match.end("rate") if match["rate"] else match.end("unit")


def _is_share(masked: str, match: re.Match[str], following: str) -> bool:
    """Say whether 成 counts tenths before what might be another word of its own: 逾六成天然气, 九成人家; not 第四成为."""
    before = masked[max(0, match.start() - 1) : match.start()]
    is_digit = not match["ordinal"] and (match["a_han"] or "") in tuple("一二三四五六七八九")
    opens = not before or before in "，。；：、（“中其有占的约近超逾过达到足"
    return is_digit and (opens or following == "人") and following not in "立功就绩熟"


def _shorter(masked: str, match: re.Match[str], bare: int) -> tuple[str, int]:
    """Try the unit without its last characters: 个人 before 工 is 个."""
    unit = match["unit"]
    for length in range(len(unit) - 1, 0, -1):
        row = measures().get(unit[:length])
        if row and unit[length] not in row.not_before:
            return unit[:length], match.start("unit") + length
    return "", bare


def _row(unit: str) -> Measure | None:
    return measures().get(unit) or measures().get(re.sub("[多半]", "", unit))


def _inherit(low: numerals.Number, high: numerals.Number, match: re.Match[str]) -> numerals.Number:
    """Give the first number of 300-500万 the second one's magnitude, if that keeps the order."""
    magnitude = match["b_magnitude"]
    if not magnitude or match["a_magnitude"] or match["a_unit"] or low.value * numerals.scale(magnitude) >= high.value:
        return low
    return low._replace(value=low.value * numerals.scale(magnitude))


def _odd(match: re.Match[str], unit: str) -> str:
    """Read what stands between number and unit: 多 and 余 are "more than", 来 is "about"."""
    marks = {match[group] for group in ("a_odd", "a_more", "b_odd", "b_more")} - {None}
    return "about" if "来" in marks else "over" if marks or "多" in unit else ""


def _interval(
    low: numerals.Number, high: numerals.Number | None, match: re.Match[str], unit: str, kind: str
) -> tuple[float, float | None]:
    factor = Decimal(10) if unit.startswith("成") else Decimal(1)
    half = Decimal("0.5") if "半" in unit else Decimal(numerals.DIGITS.get(unit[1:], 0) if unit in _TENTHS else 0) / 10
    sign = -1 if match["sign"] in ("-", "−", "零下") and _is_signed(kind, unit) else 1
    top = high.value if high is not None else low.upper
    return float((low.value + half) * factor) * sign, None if top is None else float((top + half) * factor) * sign


def _is_signed(kind: str, unit: str) -> bool:
    """Say whether a minus before the number can be one: shares and temperatures; elsewhere it is a dash."""
    return kind in {"percent", "points"} or unit in _TEMPERATURES


_TENTHS = frozenset(["成", "成半", *("成" + digit for digit in "一二三四五六七八九")])
"""Tenths, and what stands behind them: 七成半 is 75 percent, 九成二 is 92."""
_LAND = frozenset(("亩", "公顷", "平方公里"))
"""Units of which a bare 百 or 千 counts: 千亩果园."""
_TEMPERATURES = frozenset(("℃", "°C", "度", "摄氏度"))


def _kind(match: re.Match[str], unit: str) -> str:
    if match["ordinal"] or (unit == "季度" and _QUARTER.search(match.string[max(0, match.start() - 2) : match.end()])):
        return "ordinal"
    if match["currency"]:
        return "money"
    if match["share"] or unit in {"%", "％", "‰"} | _TENTHS:
        return "percent"
    row = _row(unit.partition("/")[0])
    return row.kind if row else "number"


def _is_quantity(
    masked: str, match: re.Match[str], unit: str, low: numerals.Number, high: numerals.Number | None
) -> bool:
    """Decide whether a number with this unit at this place counts something."""
    han = match["a_han"]
    if match["share"] or match["currency"]:
        return True
    start = match.start("a_han") if han else match.start("a_arabic")
    before = masked[start - 1 : start] if start else ""
    if han is None:
        latin = re.search(r"[A-Za-z][\s+-]{0,2}$", masked[max(0, start - 3) : start])
        after = masked[match.end() : match.end() + 1]
        return bool(unit) or not (
            latin or (after.isascii() and after.isalpha()) or (before == "\x00" and after == "\x00")
        )
    if match["ordinal"]:
        return True
    if before and (before in numerals.DIGITS or (before == "\x00" and not unit)):
        return False
    if not unit:
        hedged = before in tuple("上近逾超约过数几") or han[0] not in "百千"
        written = han + (match["a_magnitude"] or "")
        return len(written) > 1 and hedged and any(char in written for char in "百千万亿") and high is None
    if han == "零" and unit not in {"度", "分"}:
        return False
    if han == "一" and ((before in _DEMONSTRATIVES and before) or unit in _IDIOMATIC_ONE):
        return False
    is_bare = han in {"百", "千"} and not match["a_more"] and not (han == "百" and unit == "斤") and unit not in _LAND
    return not (is_bare and before not in tuple("上近数几成逾超约过足"))
