"""What holds a number and counts nothing: telephone numbers, addresses, versions, model names, fixed phrases.

The phrases stand in `data/number_words.txt`; what depends on its neighbours (四周 is "all around", but 未来四周 is four weeks) stands here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pipeline.document import Span

_TABLE = Path(__file__).resolve().parent / "data" / "number_words.txt"

_SHAPES = (
    r"https?://[^\s\u3400-\u9fff，。；！？）】]+|www\.[\w./-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[-－]\d{7,8}(?!\d)"
    r"|(?<!\d)[48]00-?\d{3,4}-?\d{3,4}(?!\d)"
    r"|(?<![A-Za-z0-9])(?!(?:US|HK|RMB|CNY|USD|Q)\$?\d)(?=[A-Za-z0-9._/-]*[A-Za-z])[A-Za-z][A-Za-z]*[-_./+]?\d[A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*"
    r"|(?<![\d.])\d+(?:\.\d+){2,}|(?<!\d)\d{2,5}[*×xX]\d{2,5}(?:像素)?"
    r"|十[二三四]五(?![十百千万亿个家年名人])|(?:周|星期|礼拜)[一二三四五六日天]|双(?:十一|十二|1[12](?!\d))|《[^》\n]{0,20}》"
    r"|(?<![一二三四五六七八九])十分(?!之|钟)|千[千方]万万|(?<![\d零一二两三四五六七八九十百千几数])万一|一一|三三两两|七七八八|第一时间|[Ⅰ-Ⅻ]"
)
_IN_CONTEXT = (
    r"(?<=[高初小大])[一二三四五六]升(?=[高初小大]?[一二三四五六])|(?<!亩)三分地|三角(?!钱|\d|[一二三四五六七八九]分)|三伏(?!特)|八字(?=命|先生)|九章(?=[一二三四]号)"
    r"|(?<![历期约近去来续达整了每过后前超用满第])四周(?![内后前年岁时来以之])"
    r"|四处(?=[张奔求打寻游走流漏逃碰飞散投查蔓乱找借])|(?<=[言声火烟议])四起"
    r"|(?<![\d./])(?:1/\d{1,2}|(?:三十二|十六|八|四)分之一)决赛|(?<![\d.])\d字头"
    r"|(?<![\d.])1(?:10|19|20|22)(?=急救|报警|指挥|调度|救护|民警|接警|电话|热线|赶到)|(?<=拨打)\d{3,5}(?!\d)"
)


@cache
def _pattern() -> re.Pattern[str]:
    lines = _TABLE.read_text("utf-8").splitlines()
    words = sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    return re.compile("|".join([_SHAPES, _IN_CONTEXT, *map(re.escape, words)]))


def number_words(text: str) -> tuple[Span, ...]:
    """Find what holds a number and counts nothing, in order and disjoint.

    text: with western digits.

    >>> [text[a:b] for text in ["五角大楼四周停着三轮车，电话13800138000"] for a, b in number_words(text)]
    ['五角大楼', '四周', '三轮车', '13800138000']
    """
    return tuple(Span(*match.span()) for match in _pattern().finditer(text))
