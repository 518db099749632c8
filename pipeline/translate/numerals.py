"""Chinese numerals, and numbers as English prints them.

Exact decimal arithmetic throughout: 1.7万 is 17,000 and never 16999.999. No wording beyond the number itself; words such as 约 or 多
belong to `quantities`.
"""

from __future__ import annotations

from decimal import Decimal

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "几": 0, "数": 0}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": Decimal(10**4), "亿": Decimal(10**8), "兆": Decimal(10**12)}
SCALES = ((Decimal(10**12), "trillion"), (Decimal(10**9), "billion"), (Decimal(10**6), "million"))
MAX_SCALED_DIGITS = 5
"""A value is written with million, billion or trillion only if so many significant digits hold it exactly."""

_CARDINALS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()


def hanzi_value(run: str) -> Decimal:
    """Return the value of a run of Chinese numerals; spelled digits (二〇二六) are read as digits.

    run: only characters of DIGITS, SMALL and LARGE; 几 and 数 count as nothing (几十 is 10: the caller words the vagueness).

    >>> hanzi_value("三千二百万"), hanzi_value("二〇二六"), hanzi_value("十二"), hanzi_value("两万三")
    (Decimal('32000000'), Decimal('2026'), Decimal('12'), Decimal('23000'))
    """
    if len(run) > 1 and all(char in DIGITS for char in run):
        return Decimal("".join(str(DIGITS[char]) for char in run))
    total = section = Decimal(0)
    digit: int | None = None
    unit = Decimal(1)
    for char in run:
        if char in DIGITS:
            digit = DIGITS[char]
            if char in "零〇":
                unit = Decimal(10)
        elif char in SMALL:
            section += (1 if digit in (None, 0) else digit) * SMALL[char]
            digit, unit = None, Decimal(SMALL[char])
        else:
            section += digit or 0
            total = (total + section if section or total else Decimal(1)) * LARGE[char]
            section, digit, unit = Decimal(0), None, LARGE[char]
    return total + section + (digit or 0) * max(Decimal(1), unit / 10)


def printed(value: Decimal) -> str:
    """Print a number as English news does: separators below a million, then million, billion or trillion where exact.

    >>> [printed(Decimal(text)) for text in ("6000000", "17000", "2.5", "1234567", "1200000000000")]
    ['6 million', '17,000', '2.5', '1,234,567', '1.2 trillion']
    """
    for scale, name in SCALES:
        if value >= scale:
            scaled = (value / scale).normalize()
            if len(scaled.as_tuple().digits) <= MAX_SCALED_DIGITS and scaled < 10**6:
                return f"{scaled:,f} {name}"
            break
    text = f"{value.normalize():,f}"
    return text


def cardinal(value: int) -> str:
    """Spell a small number (up to twelve) as a word, a larger one in digits.

    >>> cardinal(8), cardinal(40)
    ('eight', '40')
    """
    return _CARDINALS[value] if 0 <= value < len(_CARDINALS) else f"{value:,}"


def ordinal(value: int) -> str:
    """Write an ordinal: words up to tenth, then 11th, 22nd.

    >>> ordinal(3), ordinal(12), ordinal(22), ordinal(101)
    ('third', '12th', '22nd', '101st')
    """
    if 0 <= value < len(_ORDINALS):
        return _ORDINALS[value]
    return f"{value}{ordinal_suffix(value)}"


def ordinal_suffix(value: int) -> str:
    """Return st, nd, rd or th.

    >>> ordinal_suffix(1), ordinal_suffix(13), ordinal_suffix(23)
    ('st', 'th', 'rd')
    """
    return "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
