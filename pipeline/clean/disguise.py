"""Disguises of contacts: digits in circles, in brackets, in other alphabets or in words; names of networks in puns.

`lift` takes off what can be taken off character by character, so that positions stay; `has_contact` reads what remains. Both are
for texts that sell something already: a number written in words proves nothing by itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_ENCLOSED = ((0x2460, 0x24FF), (0x2776, 0x2793), (0x1D400, 0x1D7FF), (0x1F100, 0x1F18F), (0x2070, 0x209F))
_LOOKALIKES = str.maketrans("ЗОоАаВЕеКМРрСсТУухХοΟ", "3ooaabeekmppcctyyxxoo")
_WORN = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _ENCLOSED)}Ο-οА-х]")
"""Most texts wear none of them."""
_BANKERS = "零壹贰叁肆伍陆柒捌玖"
_DIGIT = f"[0-9o〇一二三四五六七八九幺两{_BANKERS}]"
_GAP = r"[ \-.·—_*]{0,2}"
_NUMBER = re.compile(
    rf"(?<![0-9a-z])[1一幺壹]{_GAP}[3-9三四五六七八九叁肆伍陆柒捌玖](?:{_GAP}{_DIGIT}){{9}}(?![0-9])"
    rf"|(?<![0-9a-z.\-])(?:[48][0o]{{2}}|0[0-9]{{2,3}}){_GAP}[0-9o]{{3,4}}{_GAP}[0-9o]{{3,4}}(?![0-9])"
)
_LABEL = (
    r"(?:[加佳咖嘉➕+](?:我|他|她|个)?(?:[薇微威徽维v卫唯❤][信星❤x]?|vx|wx|q{1,2}|扣扣?|企鹅)"
    r"|[薇微威徽维唯v][信芯x❤]|vx|wx|weixin|[薇微威徽][:：]?|(?<![a-z])v(?=[:：])|(?<![a-z])q{1,2}|扣扣|企鹅|飞机|电报"
    r"|赖(?=[:：i])|(?<![a-z])line(?=[:： ]{0,2}i?d?[:：])|whatsapp|(?<![a-z])tg)"
)
_NAME = re.compile(
    rf"{_LABEL}(?:同号|群|号码?|id|客服|好友)?[:：=→\s@\U00002190-\U00002BFF❤️]{{0,3}}"
    rf"(?:(?=[a-z0-9_\-]*[a-z0-9])[a-z][a-z0-9_\-一二三四五六七八九〇零{_BANKERS}]{{3,}}|{_DIGIT}{{5,12}})"
)


@cache
def _table() -> dict[int, str | int]:
    """Map each enclosed or stylised digit and letter to the plain one."""
    table: dict[int, str | int] = {}
    for first, last in _ENCLOSED:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code)).strip("().").lower()
            if len(plain) == 1 and plain.isascii() and plain.isalnum():
                table[code] = plain
            elif 0x2776 <= code <= 0x2793:
                table[code] = str((code - 0x2775) % 10)
    return {**table, **_LOOKALIKES}


def lift(folded: str) -> str:
    """Take the disguise off digits and letters; positions stay.

    >>> lift("❺❺❷❷⓪ ⒈⒊ ⓙⓜ 1З8О")
    '55220 13 jm 138o'
    """
    return folded.translate(_table()) if _WORN.search(folded) else folded


def has_contact(plain: str) -> bool:
    """Tell whether a lifted text tells how to reach somebody.

    >>> has_contact("加薇: zm一三八八"), has_contact("4oo-ooo-1234"), has_contact("他用微信和老家的人说话")
    (True, True, False)
    """
    return bool(_NUMBER.search(plain) or _NAME.search(plain))


def contact_end(plain: str) -> int:
    """Find where the last contact of a lifted text ends, 0 without any."""
    return max((match.end() for pattern in (_NUMBER, _NAME) for match in pattern.finditer(plain)), default=0)
