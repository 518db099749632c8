"""Mojibake: UTF-8 that was read as Western European (æ°´) or as GBK (鐨勬槸). It is read again where no byte is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from pipeline.han import is_common

_WESTERN = re.compile(
    "(?:[ÂÃâäåæçèéï][\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,2}"
    "[ -~]{0,2}){3,}"
)
"""UTF-8 read as Western European: lead bytes, each with what follows them."""
_COMMON = (
    "涓锛紝浜殑銆鍏鐨鍙鏈屽浠鍒澶瀹屾鍥骞鍚鍔鍦杩佸傚屼浣鏄缁鐢鏂鎴勫竴鍗涔鏃璁浗鏉浼嶅佹槸勬璇腑岃湪笉鈥鐜鍖у傛ㄥ甯叕瀛湁姣嗗ュ鏀鎵備搴佺戝熷宸閲垮寮氬岀鐩簡灞閫瀵"
    "骇璐夊鎶寰佷鍑鍐跺徃兘璧闄琛姘涘垜斿笂绉ぇ鑰鍘嬪鎬悓勭拰娉闀绾闈囧鍜鍛鑷庡瑕夋彂鑳鏁笟鎸閸娴閺娑閻绱閿稉敍閹礉濮鍕鍌藉禍鐠鐎滃濋娈芥戦绗婀閵撳閼闁闂濞畱銉妴崣鍨"
    "惃顒崗銊婢楠宥苯婵鍡褰禒鐔顓顖涙绨堝炴绻崚顔囬濠ｆ缂婊绮冮ユ濇瀣宀╂冩夐绔鐏滄炲熼撴鎮濈擃囨鐟樻瑰忓娼蹇撻"
)
"""Half of the characters that GBK makes of Chinese UTF-8, read once or twice so; in Chinese texts they are one of 10,000."""
_GBK = re.compile(rf"[{_COMMON}](?:[^，。！\s]{{0,3}}[{_COMMON}]){{4,}}")
_OWN_MARKS = frozenset("，。！？、：；“”‘’（）《》…—　 ")
_REACH = 3
"""Characters beside the first and the last such character that may belong to them."""
_NESTED = 2


class Misread(NamedTuple):
    """Hold where misread text stands, and what it was, "" where bytes are lost."""

    start: int
    end: int
    text: str


def misread(text: str) -> Iterator[Misread]:
    """Find text of a wrong encoding.

    >>> list(misread("æ°´æ°´æ°´")), [one.text for one in misread("页上写着鎴戜滑鐨勭綉绔欎负鎮ㄦ彁渚涗簡。")]
    ([Misread(start=0, end=9, text='水水水')], ['我们的网站为您提供了'])
    """
    last = 0
    for match in sorted([*_WESTERN.finditer(text), *_GBK.finditer(text)], key=re.Match.start):
        if match.start() < last:
            continue
        if match.re is _WESTERN:
            found = Misread(*match.span(), read_again(match.group()))
        else:
            found = _of_gbk(text, *_with_strange(text, *match.span()))
        last = found.end
        yield found


def read_again(text: str) -> str:
    """Undo a reading of UTF-8 as Western European, "" where that cannot be done.

    >>> read_again("æ°´"), read_again("ï¼å¥½")
    ('水', '')
    """
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return ""


def _byte(char: str) -> bytes:
    """Give the byte that a Western European reading made a character of; five bytes have none there and pass as controls."""
    return char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252")


def _with_strange(text: str, start: int, end: int) -> tuple[int, int]:
    """Take along what stands beside and is no common character of Chinese, with single ones between."""
    while start > 0 and (_is_strange(text[start - 1]) or (start > 1 and _is_strange(text[start - 2]))):
        start -= 1
    while end < len(text) and (_is_strange(text[end]) or (end + 1 < len(text) and _is_strange(text[end + 1]))):
        end += 1
    return start, end


def _is_strange(char: str) -> bool:
    return char >= "\x80" and char not in _OWN_MARKS and not is_common(char)


def _of_gbk(text: str, start: int, end: int) -> Misread:
    """Read the longest stretch around again that gives whole characters."""
    for before, behind in sorted(product(range(-_REACH, _REACH + 1), repeat=2), key=sum, reverse=True):
        first, last = max(0, start - before), min(len(text), end + behind)
        if again := _through_gbk(text[first:last]):
            return Misread(first, last, again)
    return Misread(start, end, "")


def _through_gbk(text: str) -> str:
    for _ in range(_NESTED):
        try:
            text = text.encode("gb18030").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            return ""
        if not _GBK.search(text):
            return text
    return ""
