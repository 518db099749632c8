"""Key figures: what the text counts, with its normalised value, what is measured, when, and who says so.

Ordinals, clock times, dates, small bare numbers and small counts in words (一个, 两位) are no figures. What is measured is a noun
phrase of the text or, where none is found, the whole clause. Every word shown stands in the text; where a row of figures names
its thing only once (A的份额为38%，B为17%), the later ones carry it in brackets of ours: B[份额].
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.digest.measured import clause_of, measured
from pipeline.digest.statements import Statement
from pipeline.measures import Quantity
from pipeline.quantities import quantities
from pipeline.story import Figure, Name, Passage

KINDS = frozenset(("money", "percent", "points", "multiple", "fraction", "measure", "count", "duration"))

_WORD_SIZES = frozenset(float(2**n) for n in range(2, 14))
"""64位 says what kind of number or chip it is, not how many there are."""

_MAGNITUDE = re.compile("[万亿]")
"""A number without a unit counts something only if it is written as a large one: 超过600万, 三万球迷."""
_WHEN = re.compile(
    r"去年底?|今年(?:上半年|[一二三四]季度)?|明年|前年|目前|如今|当年|上半年|下半年|(?:第?[一二三四]|本|上)季度|当时|现在|最近一年|最近三年|每年|截至目前|过去[一二三四五六七八九十\d]+年"
)
_SAYS_BEFORE = re.compile(
    r"(?:据|根据|按照|按)([^，。；]{2,24}?)(?:的)?(?:估计|统计|数据|报告|报道|介绍|测算|调查|公告|透露|消息|预测|显示|文件|白皮书|说法|计算)"
)
_SAYS_VERB = "(?:说|表示|称|宣布|估计|预计|认为|指出|透露|介绍|测算|统计|公布|公告|报告|预测)"


def figures(statements: Sequence[Statement], names: Sequence[Name]) -> tuple[Figure, ...]:
    """List the figures of a text in order; the same value of the same thing is listed once."""
    found: list[Figure] = []
    seen: set[tuple[float, float | None, str, str]] = set()
    owners = frozenset(form for name in names for form in (name.text, *name.aliases))
    for statement in statements:
        every = quantities(statement.text)
        things: dict[str, str] = {}
        for quantity in every:
            if not _is_figure(quantity) or _is_frame(statement.text, quantity):
                continue
            figure = _figure(statement, quantity, every, names)
            if figure.measures in owners and quantity.unit in things:
                figure = figure._replace(measures=f"{figure.measures}[{things[quantity.unit]}]")
            elif figure.measures and figure.measures not in owners:
                things[quantity.unit] = _thing(figure.measures, owners)
            else:
                figure = figure._replace(measures=clause_of(statement.text, quantity))
            key = (figure.value, figure.upper, figure.unit, figure.measures)
            if key not in seen:
                seen.add(key)
                found.append(figure)
    return tuple(found)


def _is_frame(text: str, quantity: Quantity) -> bool:
    """Say whether a quantity only frames something else: 4年来, 10年后; or is the one unit of a price: 一米卖三元."""
    if quantity.kind == "duration" and quantity.unit in _CALENDAR and quantity.value < 1000:
        before = text[: quantity.span.start]
        return bool(_FRAME.match(text, quantity.span.end)) or before.endswith(("前", "过去", "最近", "未来", "今后"))
    return quantity.kind == "measure" and quantity.value == 1 and not quantity.text[0].isascii()


_CALENDAR = frozenset(("年", "个月", "月", "周", "星期", "个星期", "天", "日", "小时", "个小时", "分钟"))
_FRAME = re.compile("[之以]?[来前后内]|[里间]|以来|左右[前后]")


def _thing(measures: str, owners: frozenset[str]) -> str:
    """Leave the owner out of what is measured: 全球市场份额 of 宁德时代的全球市场份额."""
    for owner in sorted(owners, key=len, reverse=True):
        if measures.startswith(owner):
            return measures[len(owner) :].removeprefix("的") or measures
    return measures


def _is_figure(quantity: Quantity) -> bool:
    if quantity.kind == "number":
        return _MAGNITUDE.search(quantity.text) is not None
    if quantity.kind not in KINDS or quantity.value == 0:
        return False
    written = any(char.isdecimal() for char in quantity.text)
    if quantity.unit == "位" and quantity.value in _WORD_SIZES:
        return False
    if quantity.approx == "several" and quantity.kind in {"count", "duration"}:
        return False
    if quantity.kind in {"count", "duration"} and not written:
        return quantity.kind == "count" and quantity.value >= 10
    return not (quantity.kind == "count" and quantity.value < 2)


def _figure(statement: Statement, quantity: Quantity, every: Sequence[Quantity], names: Sequence[Name]) -> Figure:
    start = statement.start + quantity.span.start
    passage = Passage(quantity.text, statement.paragraph, start, start + len(quantity.text))
    return Figure(
        quantity.text,
        quantity.value,
        quantity.upper,
        quantity.unit,
        measured(statement.text, quantity, every),
        _when(statement, quantity, every),
        _says(statement.text, quantity, names),
        passage,
    )


def _when(statement: Statement, quantity: Quantity, every: Sequence[Quantity]) -> str:
    """Find the date nearest before the quantity in its sentence, else after it, else a word like 去年."""
    dates = [q for q in every if q.kind == "date"]
    earlier = [q for q in dates if q.span.end <= quantity.span.start]
    if earlier:
        return earlier[-1].text
    words = list(_WHEN.finditer(statement.text[: quantity.span.start]))
    if words:
        return words[-1].group()
    return dates[0].text if dates else ""


def _says(text: str, quantity: Quantity, names: Sequence[Name]) -> str:
    """Find who vouches for the figure: 据 … 估计, or a name or actor before a verb of saying in the same sentence."""
    before = text[: quantity.span.start]
    match = _SAYS_BEFORE.search(before)
    if match:
        return re.sub("^(?:咨询公司|市场研究公司|机构)(?=.{2})", "", match[1])
    forms = sorted({form for name in names for form in (name.text, *name.aliases)}, key=len, reverse=True)
    if forms:
        verb = re.search(rf"({'|'.join(map(re.escape, forms))})(?:（[^）]*）)?[^，。；“]{{0,10}}?{_SAYS_VERB}", before)
        if verb:
            return verb[1]
    actor = re.search(
        rf"(?:^|[，；])((?:公司|警方|检方|法院|官方|外界|业内|专家|研究者|馆方|校方|院方|厂方|委员会|报告|决议|调查组)[^，。；“]{{0,4}}?){_SAYS_VERB}",
        before,
    )
    return actor[1] if actor else ""
