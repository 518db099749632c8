"""Contact details as adverts write them: telephone numbers, WeChat and QQ names, addresses on the web, however disguised.

Patterns expect folded text (`vocabulary.fold`): half width, lower case, circled digits already plain.
"""

from __future__ import annotations

import re

_GAP = r"[ \-.·—_*]{0,2}"
_DIGIT = r"[0-9〇零一二三四五六七八九幺]"
PHONE = re.compile(
    rf"(?<![0-9a-z.])[1一幺]{_GAP}[3-9三四五六七八九](?:{_GAP}{_DIGIT}){{9}}(?![0-9])"
    r"|(?<![0-9.\-])0[1-9][0-9]{1,2}[ \-)]{1,2}[0-9]{7,8}(?![0-9])|(?<![0-9.\-])[48]00[ \-]?[0-9]{3,4}[ \-]?[0-9]{3,4}(?![0-9])"
)
"""Mobile, landline and service numbers, digits apart or spelt."""

SPELT = re.compile(r"[一幺][三四五六七八九][〇零一二三四五六七八九幺]{9}")
"""A mobile number wholly in Han digits."""

_LATIN_NAME = r"[a-z][-_a-z0-9]{4,19}(?![a-z0-9])"
WECHAT = re.compile(
    r"(?:[微薇威徽维][信❤x]|weixin|wechat|(?<![a-z])(?:wx|vx|[+加]v|v信|v))(?:个人|公众)?(?:同号|号码|号|id|群|账号)?"
    rf"[:=→为是 \"“'(（]{{0,3}}(?:{_LATIN_NAME}|[0-9][0-9 \-]{{5,12}}[0-9])"
)
"""A WeChat name or number with its label."""

QQ = re.compile(
    r"(?:(?<![a-z])q{1,2}|扣扣|企鹅)(?:交流|讨论|读者|粉丝)?(?:群号?|号码?)?[:=为是 ]{0,3}[1-9][0-9 ]{4,11}(?![0-9])"
)
"""A QQ number with its label."""

URL = re.compile(
    r"https?://[^\s<>\"']+|(?<![a-z0-9@.])(?:www|m|wap|bbs)\.[a-z0-9-]+\.[a-z]{2,}|(?<![a-z0-9@./-])[a-z0-9-]{2,}\.(?:com|cn|net|org|cc|top|xyz|vip|info|tv|club|site)(?![a-z0-9])[^\s<>\"'，。）)]*"
)
"""A web address, with or without scheme."""

EMAIL = re.compile(r"[a-z0-9_.+-]{1,64}[@#]?@[a-z0-9-]+\.[a-z.]{2,}")
"""An electronic mail address."""

_NAME_SIGN = re.compile("[信vq微威薇]|w(?:x|echat|eixin)|扣扣|企鹅")
"""Without it no name is written; looked for because it costs little."""
_LEAST_DIGITS = 7
_HAN_DIGITS = "〇零一二三四五六七八九"


def has_private_contact(folded: str, digits: int = _LEAST_DIGITS) -> bool:
    """Tell whether a text gives a number or name by which a private person or shop is reached.

    digits: how many digits the text holds, if known; with too few it is not searched for numbers.

    >>> has_private_contact("手机同号155 1943 4168"), has_private_contact("微信是一种工具")
    (True, False)
    """
    return has_name(folded) or (digits >= _LEAST_DIGITS and has_number(folded)) or _spells_number(folded)


def has_number(folded: str) -> bool:
    """Tell whether a text holds a telephone number."""
    return PHONE.search(folded) is not None


def has_name(folded: str) -> bool:
    """Tell whether a text holds a WeChat or QQ name."""
    if not _NAME_SIGN.search(folded):
        return False
    return WECHAT.search(folded) is not None or QQ.search(folded) is not None


def _spells_number(folded: str) -> bool:
    """Tell whether a text spells a telephone number with Han digits."""
    if not ("1" in folded or "一" in folded or "幺" in folded):
        return False
    return sum(map(folded.count, _HAN_DIGITS)) > 6 and has_number(folded)
