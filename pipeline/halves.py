"""Halves without a numeral: 半年, 半个小时, 半亩, 半成, and 吨半粮, where the one is left out before them.

半天 is half a day where work, leave or travel is measured; elsewhere (等了半天) it is only "a long while".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.document import Span
from pipeline.hedges import hedge_after, hedge_before
from pipeline.measures import Quantity, measure

_PLAIN = r"(?<![\d零一二两三四五六七八九十百千万亿几数大各])"
_HALF = re.compile(
    r"(?<![\d零一二两三四五六七八九十百千万亿几数大上下前后个年成])(?<!(?<!超)过)"
    r"半(?P<duration>个?(?:小时|世纪|月)|个多(?:小时|月)|个(?:钟头|星期)|年)(?![级津然板刊瓣])"
    r"|(?P<day>(?<![\d零一二两三四五六七八九十几好老这那大小])半天)(?=假|的?(?:课|工|班|路|车)|行程|之?内|就|左右|的?时间)"
    r"|(?<=[花用])(?P<spent>半天)(?=[^\w]|就|便|才|的|$)|(?:(?<=[花用]了)|(?<=耗时)|(?<=历时)|(?<=只需)|(?<=需要)|(?<=只要)|(?<=[短减降][到至])|(?<=不到)|(?<=不足)|(?<=每天)|(?<=请假))(?P<took>半天)"
    rf"|{_PLAIN}半(?P<measure>个(?:百分|基)点|平方公里|平方米|立方米|公[斤里顷升]|厘米|毫米|毫升|英[里寸尺亩]|千[米克]|克拉|海里|吨(?!位)|斤(?!八两|顶)"
    r"|亩(?![方花])|米(?![其粉饭线汤粒])|升(?![级旗降起到至国空学职温幅值任])|磅(?![礴秤])|尺(?![度寸])|里(?=地(?![区方])|路|外))"
    r"|半(?P<tenth>成)(?=[^\w]|左右|以上|以下|$)"
    rf"|{_PLAIN}(?P<bare>吨半)(?=粮)|(?<=[用近约花达时长])(?P<over>个半(?:小时|钟头|月|世纪))"
)


def halves(text: str, masked: str) -> Iterator[Quantity]:
    """Find the halves of a text.

    masked: the text with "\\x00" where something else has been read already, of the same length.

    >>> [(q.text, q.value, q.unit) for t in ["种了不到半亩，等了半天，休半天假，“吨半粮”"] for q in halves(t, t)]
    [('不到半亩', 0.5, '亩'), ('半天', 0.5, '天'), ('吨半', 1.5, '吨半')]
    """
    for match in _HALF.finditer(masked):
        end, after = hedge_after(masked, match.end())
        unit = match["duration"] or match["measure"] or match["tenth"] or match["bare"] or match["over"] or "天"
        start, before = hedge_before(text, match.start())
        after = after or ("over" if "多" in unit else "")
        if before == "nearly" and not match["measure"]:  # 近半年 is the past half year
            start, before = match.start(), ""
        value = 5.0 if match["tenth"] else 1.5 if match["bare"] or match["over"] else 0.5
        row = measure(unit)
        kind = "percent" if match["tenth"] else row.kind if row else "measure"
        yield Quantity(Span(start, end), text[start:end], value, None, unit, kind, before or after)
