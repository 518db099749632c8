"""Draw quantities as pairs of Chinese and English wording: the value first, then both wordings of it.

Written without the parser in `quantities`, so that each can check the other: the test suite draws thousands and demands that the parser's
English be this module's English.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from decimal import Decimal
from random import Random

from pipeline.translate.training.vocabulary import COUNTED

Pair = tuple[str, str]
MONTHS = [calendar.month_name[month] for month in range(1, 13)]
SPELLED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
HAN = "零一二三四五六七八九"
PREFIXES = {
    "约": "about", "大约": "about", "近": "nearly", "将近": "nearly", "超过": "more than", "逾": "more than", "至少": "at least",
    "不到": "less than", "接近": "nearly", "超": "more than", "高达": "up to", "不足": "less than",
}  # fmt: skip
CURRENCIES = {
    "元": "{} yuan",
    "美元": "{} US dollars",
    "欧元": "{} euros",
    "日元": "{} yen",
    "英镑": "{} pounds sterling",
    "港元": "{} Hong Kong dollars",
    "元人民币": "{} yuan",
}
DISTANCES = {"公里": "kilometres", "米": "metres", "英里": "miles", "海里": "nautical miles"}
DURATIONS = {"年": "years", "天": "days", "个月": "months", "小时": "hours", "周": "weeks", "分钟": "minutes"}


def printed(value: Decimal) -> str:
    """Print a number as English news does: separators below a million, then million to quadrillion where three decimals do.

    >>> [printed(Decimal(text)) for text in ("6000000", "17000", "2.5", "1234567", "1200000000000")]
    ['6 million', '17,000', '2.5', '1,234,567', '1.2 trillion']
    """
    for size, name in ((10**15, "quadrillion"), (10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        scaled = value / size
        if scaled >= 1:
            if scaled == round(scaled, 3):
                return f"{scaled.normalize():,f} {name}"
            break
    return f"{value.normalize():,f}"


def cardinal(value: int) -> str:
    """Spell a number up to ten as a word, a larger one in digits."""
    return SPELLED[value] if value < len(SPELLED) else f"{value:,}"


def ordinal(value: int) -> str:
    """Write an ordinal: words up to tenth, then 11th, 22nd.

    >>> ordinal(3), ordinal(12), ordinal(22)
    ('third', '12th', '22nd')
    """
    if value < len(SPELLED):
        return ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")[
            value
        ]
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def han_numeral(value: int) -> str:
    """Write an integer below ten thousand in Chinese numerals.

    >>> han_numeral(305), han_numeral(20), han_numeral(14), han_numeral(2500)
    ('三百零五', '二十', '十四', '二千五百')
    """
    text, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, size)
        if digit:
            text += ("零" if gap and text else "") + HAN[digit] + name
            gap = False
        elif text:
            gap = True
    return text[1:] if text.startswith("一十") else text


def _magnitude(rng: Random) -> tuple[str, Decimal]:
    """Draw a number of two to ten thousand million as Chinese news prints it."""
    kind = rng.random()
    if kind < 0.3:
        value = rng.choice((rng.randint(2, 99), rng.randint(100, 9999), rng.randint(10000, 99999)))
        return (f"{value:,}" if value > 999 and rng.random() < 0.3 else str(value)), Decimal(value)
    if kind < 0.45:
        value = rng.choice((rng.randint(2, 30), rng.randint(2, 99) * 10, rng.randint(2, 9) * 100 + rng.randint(0, 99)))
        return han_numeral(value), Decimal(value)
    scale, size = rng.choices((("万", 10**4), ("亿", 10**8), ("万亿", 10**12), ("千万", 10**7)), (6, 5, 1, 1))[0]
    if kind < 0.7:
        digits = (
            Decimal(rng.randint(11, 9999)) / rng.choice((10, 100)) if scale != "千万" else Decimal(rng.randint(2, 9))
        )
    else:
        digits = Decimal(rng.choice((rng.randint(2, 99), rng.randint(1, 99) * 10, rng.randint(1, 9) * 1000)))
    digits = max(digits.normalize(), Decimal("1.1"))
    return f"{digits:f}{scale}", digits * size


def number(rng: Random) -> Pair:
    """Draw a number with or without 约, 近, 多, 余; the English never repeats the vagueness."""
    zh, value = _magnitude(rng)
    en = cardinal(int(value)) if len(zh) == 1 and not zh.isascii() else printed(value)
    kind = rng.random()
    if kind < 0.3:
        return _with_rest(rng, zh, en)
    if kind < 0.6:
        prefix = rng.choice(tuple(PREFIXES))
        return prefix + zh, f"{PREFIXES[prefix]} {en}"
    return zh, en


def _with_rest(rng: Random, zh: str, en: str) -> Pair:
    """Put 多 or 余 where the number allows it: 600多万, 30余, 三百多; a number with decimals takes it behind the scale."""
    rest = rng.choice("多余")
    if zh[-1] in "万亿" and zh[:-1].isdigit() and zh[:-1].endswith("0"):
        return f"{zh[:-1]}{rest}{zh[-1]}", f"more than {en}"
    if zh[-1] in "0百十千万亿" and not zh.endswith(("千万", "万亿")):
        return f"{zh}{rest}", f"more than {en}"
    return zh, en


def count(rng: Random) -> Pair:
    """Draw a number of countable things with their classifier."""
    noun = rng.choice(tuple(COUNTED))
    classifier, _, plural = COUNTED[noun]
    if rng.random() < 0.12:
        low = rng.randint(2, 9) * rng.choice((1, 10, 100))
        high = low + rng.randint(1, 5) * (1 if low < 10 else 10)
        return f"{low}{rng.choice('至到')}{high}{classifier}{noun}", f"{low}–{high} {plural}"
    zh, en = number(rng)
    return f"{zh}{classifier}{noun}", f"{en} {plural}"


def few(rng: Random) -> Pair:
    """Draw 八九家 and its like: two neighbouring digits, alone or before 十, 百, 万."""
    low = rng.randint(2, 8)
    zh, kind = HAN[low].replace("二", "两" if low == 2 else "二") + HAN[low + 1], rng.random()
    if kind < 0.5:
        return zh, f"{cardinal(low)} or {cardinal(low + 1)}"
    scale, size = rng.choice((("十", 10), ("百", 100), ("千", 1000), ("万", 10**4)))
    if low == 2:
        zh = "二三" if scale == "十" else "两三"
    return zh + scale, f"{low * size:,}–{(low + 1) * size:,}"


def few_things(rng: Random) -> Pair:
    """Draw two neighbouring digits with a classifier and a noun."""
    noun = rng.choice(tuple(COUNTED))
    zh, en = few(rng)
    return f"{zh}{COUNTED[noun][0]}{noun}", f"{en} {COUNTED[noun][2]}"


def vague(rng: Random) -> Pair:
    """Draw 数十, 几百, 上千 people: an order of magnitude and no more."""
    if rng.random() < 0.3:
        scale, en = rng.choice((("百", "100"), ("千", "1,000"), ("百万", "1 million")))
        return f"上{scale}人", f"more than {en} people"
    scale, en = rng.choice(
        (("百", "several hundred"), ("千", "several thousand"), ("万", "tens of thousands of"), ("百万", "millions of"))
    )
    return f"{rng.choice('数几')}{scale}人", f"{en} people"


def money(rng: Random) -> Pair:
    """Draw an amount of money."""
    zh, en = number(rng)
    unit = rng.choices(tuple(CURRENCIES), (8, 6, 2, 1, 1, 1, 1))[0]
    return _measured(zh, en, unit, CURRENCIES[unit])


def plain_money(rng: Random) -> Pair:
    """Draw an amount of money without words of vagueness."""
    digits = rng.randint(2, 99) * rng.choice((1, 10))
    scale, size = rng.choice((("万", 10**4), ("亿", 10**8)))
    unit = rng.choice(("元", "美元"))
    return f"{digits}{scale}{unit}", CURRENCIES[unit].format(printed(Decimal(digits) * size))


def _measured(zh: str, en: str, unit: str, pattern: str) -> Pair:
    """Put the unit to the number and keep words of vagueness in front: nearly $3 million."""
    for prefix in sorted({*PREFIXES.values(), "more than"}, key=len, reverse=True):
        if en.startswith(prefix + " "):
            return zh + unit, f"{prefix} {pattern.format(en[len(prefix) + 1 :])}"
    return zh + unit, pattern.format(en)


def weight(rng: Random) -> Pair:
    """Draw a weight."""
    zh, en = number(rng)
    unit, plural = rng.choice((("吨", "tonnes"), ("公斤", "kilograms"), ("吨", "tonnes")))
    return zh + unit, f"{en} {plural}"


def distance(rng: Random) -> Pair:
    """Draw a distance."""
    zh, en = number(rng)
    unit = rng.choice(tuple(DISTANCES))
    return zh + unit, f"{en} {DISTANCES[unit]}"


def duration(rng: Random) -> Pair:
    """Draw a span of time of two units or more."""
    value = rng.randint(2, 40)
    unit = rng.choice(tuple(DURATIONS))
    if rng.random() < 0.5:
        return f"{value}{unit}", f"{value} {DURATIONS[unit]}"
    if value < 11 and rng.random() < 0.3:
        return f"{HAN[value].replace('二', '两') if value < 10 else '十'}{unit}", f"{cardinal(value)} {DURATIONS[unit]}"
    value = rng.randint(1, 9) * 10
    return f"{value}多{unit}", f"more than {value} {DURATIONS[unit]}"


def percent(rng: Random) -> Pair:
    """Draw a percentage: digits, 百分之 or tenths."""
    kind = rng.random()
    if kind < 0.75:
        text = f"{rng.randint(1, 99)}%" if rng.random() < 0.5 else f"{rng.randint(1, 99)}.{rng.randint(1, 9)}%"
        return text, text
    if kind < 0.9:
        value = rng.randint(2, 99)
        return f"百分之{han_numeral(value)}", f"{value}%"
    value = rng.randint(2, 9)
    return f"{HAN[value]}成", f"{value * 10}%"


def fraction(rng: Random) -> Pair:
    """Draw a common fraction."""
    lower, name = rng.choice(((3, "third"), (4, "quarter"), (5, "fifth"), (10, "tenth")))
    upper = rng.randint(1, min(3, lower - 1))
    return f"{HAN[lower] if lower < 10 else '十'}分之{HAN[upper]}", f"{cardinal(upper)} {name}" + (
        "" if upper == 1 else "s"
    )


def date(rng: Random) -> Pair:
    """Draw a day, with or without its year."""
    month, day = rng.randint(1, 12), rng.randint(1, 31)
    if rng.random() < 0.4:
        return f"{month}月{day}日", f"{day} {MONTHS[month - 1]}"
    text = rng.randint(1980, 2030)
    return f"{text}年{month}月{day}日", f"{day} {MONTHS[month - 1]} {text}"


def year(rng: Random) -> Pair:
    """Draw a year."""
    value = rng.randint(1949, 2030)
    return f"{value}年", str(value)


def decade(rng: Random) -> Pair:
    """Draw a decade of the last century."""
    tens = rng.randint(2, 9) * 10
    name = rng.choice((str(tens), han_numeral(tens)))
    return f"{rng.choice(('上世纪', '20世纪'))}{name}年代", f"the 19{tens}s"


def ordinal_number(rng: Random) -> Pair:
    """Draw an ordinal."""
    value = rng.choice((rng.randint(1, 10), rng.randint(11, 60)))
    return f"第{value if rng.random() < 0.5 else han_numeral(value)}", ordinal(value)


def times(rng: Random) -> Pair:
    """Draw a multiple."""
    value = f"{rng.randint(2, 20)}" if rng.random() < 0.5 else f"{rng.randint(1, 9)}.{rng.randint(1, 9)}"
    return f"{value}倍", f"{value} times"


AMOUNTS: dict[str, Callable[[Random], Pair]] = {
    "count": count,
    "fewthings": few_things,
    "vague": vague,
    "money": money,
    "rawmoney": plain_money,
    "weight": weight,
    "distance": distance,
    "duration": duration,
    "percent": percent,
    "fraction": fraction,
    "date": date,
    "year": year,
    "decade": decade,
    "ordinal": ordinal_number,
    "times": times,
}
"""Slot name to what it draws."""
