"""Key figures: what the text counts, with its normalised value, what is measured, when, and who says so.

Ordinals, clock times, dates, small bare numbers and small counts in words (一个, 两位) are no figures. Every word shown stands in the
text; where a row of figures names its thing only once (A的份额为38%，B为17%), the later ones carry it in brackets of ours: B[份额].
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.digest.statements import Statement
from pipeline.digest.words import words_of
from pipeline.measures import Quantity
from pipeline.quantities import quantities
from pipeline.story import Figure, Name, Passage

KINDS = frozenset(("money", "percent", "points", "multiple", "fraction", "measure", "count", "duration"))

_WORD_SIZES = frozenset(float(2**n) for n in range(2, 14))
"""64位 says what kind of number or chip it is, not how many there are."""

_MAGNITUDE = re.compile("[万亿]")
"""A number without a unit counts something only if it is written as a large one: 超过600万, 三万球迷."""
_LEAD_IN = re.compile(
    r"(?:但是?|而且?|其中|此外|同时|因此|所以|不过|于是|后来|已经?|就|还|也|又|再|只|仅|共|一共|总共|将|要|能|可以?|把|被|到|从|在|自|为|以|用|由|每(?=年|月|日|天))+"
)
_TAIL = re.compile(
    r"(?:另有|另外|另|已经?|就|还|也|又|再|只|仅|才|都|却|则|共|一共|总共|合计|累计|将|要|需要?|能|可以?|会|已经|达到?|约|大约|为|是|有|到|在|了|过|着|得|比|近|超|逾|超过|不到|不足|不低于|占比?|占到?|算上|多|少|约为|分别|估计|预计|大概|"
    r"至少|最多|只有|仅有|拥有|设有|收到|支付|付出|花费?|花掉|花了|卖出|买下|等于|相当于|用|以|给|近|整整|平均|平均要|要用|仍|是|的)+$"
)
_VALUE_VERB = re.compile(
    r"(?:增长|增加|上升|提高|提升|下降|减少|降低|上涨|下跌|缩短|扩大|同比增长|同比下降|同比减少|同比增加|环比增长|环比下降|涨|跌|降|升)了?$"
)
_WHEN = re.compile(
    r"去年底?|今年(?:上半年|[一二三四]季度)?|明年|前年|目前|如今|当年|上半年|下半年|(?:第?[一二三四]|本|上)季度|当时|现在|最近一年|最近三年|每年|截至目前|过去[一二三四五六七八九十\d]+年"
)
_SAYS_BEFORE = re.compile(
    r"(?:据|根据|按照|按)([^，。；]{2,24}?)(?:的)?(?:估计|统计|数据|报告|报道|介绍|测算|调查|公告|透露|消息|预测|显示|文件|白皮书|说法|计算)"
)
_SAYS_VERB = "(?:说|表示|称|宣布|估计|预计|认为|指出|透露|介绍|测算|统计|公布|公告|报告|预测)"
_NOUNS = frozenset(("n", "nz", "vn", "eng", "l", "b", "an", "a", "nr", "ns", "nt", "j", "f", "i", "x"))


def figures(statements: Sequence[Statement], names: Sequence[Name]) -> tuple[Figure, ...]:
    """List the figures of a text in order; the same value of the same thing is listed once."""
    found: list[Figure] = []
    seen: set[tuple[float, float | None, str, str]] = set()
    owners = frozenset(form for name in names for form in (name.text, *name.aliases))
    for statement in statements:
        every = quantities(statement.text)
        things: dict[str, str] = {}
        for quantity in every:
            if not _is_figure(quantity):
                continue
            figure = _figure(statement, quantity, every, names)
            if figure.measures in owners and quantity.unit in things:
                figure = figure._replace(measures=f"{figure.measures}[{things[quantity.unit]}]")
            elif figure.measures not in owners:
                things[quantity.unit] = _thing(figure.measures, owners)
            key = (figure.value, figure.upper, figure.unit, figure.measures)
            if figure.measures and key not in seen:
                seen.add(key)
                found.append(figure)
    return tuple(found)


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


def measured(text: str, quantity: Quantity, every: Sequence[Quantity]) -> str:
    """Find what a quantity measures: the noun counted, or the words before it in its clause; "" where neither is there.

    >>> [measured(t, q, (q,)) for t in ("这张表有2048个格子", "新馆藏书120万册") for q in quantities(t)]
    ['格子', '新馆藏书']
    """
    after = text[quantity.span.end :]
    counted = _counted(after) if quantity.kind in {"count", "money", "measure"} or after.startswith("的") else ""
    if quantity.unit in _PEOPLE and not counted and (fate := _FATE.match(after)):
        return fate.group()
    if counted and (quantity.kind == "count" or after.startswith("的")):
        return counted
    return _subject(text[: quantity.span.start], every) or counted or _counted(text[quantity.span.end :])


_PEOPLE = frozenset(("人", "名", "位", "例", "人次"))
_FATE = re.compile(
    "死亡|遇难|受伤|重伤|轻伤|失踪|被困|受困|失联|获救|确诊|感染|住院|报名|参加|参赛|参会|入选|获奖|失业|落选|被捕|被拘|失学|脱贫|就业|离职|伤亡"
)
"""What is counted where people are and no noun follows: 1011人受伤."""


def _counted(after: str) -> str:
    """Take the noun phrase right behind a quantity, at most ten characters."""
    clause = re.match(r"的?([^，。；：、！？“”（）()\s\d]{1,14})", after)
    if clause is None:
        return ""
    taken = nominal = ""
    for word in words_of(clause[1]):
        if word.tag not in _NOUNS or len(taken + word.text) > 10:
            break
        taken += word.text
        nominal = taken if word.tag[0] in "nejlz" or word.tag == "vn" else nominal
    return nominal if len(nominal) > 1 or after[:2] == nominal + "的" else ""


def _subject(before: str, every: Sequence[Quantity]) -> str:
    """Take the words before a quantity in its clause, verbs of amount and lead-ins cut off; else in the clause before."""
    verb = ""
    for clause in reversed(re.split(r"[，。；：！？“”（）()、*]", before)[-3:]):
        inner = re.split("|".join(re.escape(q.text) for q in every) or "$^", clause)[-1]
        shown = _nominal(inner)
        if _VALUE_VERB.fullmatch(shown) and not verb:
            verb = shown  # 降低 by itself does not say what fell
        elif len(re.findall(r"[\u3400-\u9fffA-Za-z]", shown)) >= 2:
            return shown
    if verb:
        return verb
    return re.sub("^(?:他们?|她们?|它们?|[这那该其])", "", re.split(r"[，。；：！？“”（）()、]", before)[-1])[-12:]


def _nominal(clause: str) -> str:
    """Cut a clause down to what can be measured: its last noun, verbal noun or verb of change, and at most 16 characters before it."""
    against = _AGAINST.match(clause)
    words = list(words_of(_TAIL.sub("", (against[1] if against else clause).strip())))
    while words and not (
        words[-1].tag in _NOUNS or _AMOUNT.search(words[-1].text) or _VALUE_VERB.search(words[-1].text)
    ):
        words.pop()
    taken: list[str] = []
    for word in reversed(words):
        joins = word.tag[0] == "v" and (taken[:1] == ["的"] or (len(taken) == 1 and _AMOUNT.search(taken[0])))
        if sum(map(len, taken)) + len(word.text) > 16 or (word.tag in _CUTTING and taken and not joins):
            break
        taken.insert(0, word.text)
    while taken and (taken[0] in _FUNCTION or _LEAD_IN.fullmatch(taken[0])):
        taken.pop(0)
    return "".join(taken).strip()


_AGAINST = re.compile(
    "(.{2,12}?)(?:对|较|比|在|因|随|按)[^，]{1,14}?(?:小幅|大幅|同比|环比|上涨|下跌|增长|下降|增加|减少|提高|收[高涨低跌])"
)
"""What rose against something else: 欧元 of 欧元对美元小幅上涨."""
_AMOUNT = re.compile("(?:[价额量率费数值速利]|收入|成本|人口|面积|规模|产能|销售|造价|份额|比重|占比)$")
"""Nouns of amount, whatever the tagger says; a verb before them belongs to them: 预约人数."""
_CUTTING = frozenset(("p", "c", "d", "r", "v", "y"))
"""Tags that a noun phrase does not reach across."""
_FUNCTION = frozenset(
    [
        "的",
        "了",
        "着",
        "过",
        "地",
        "得",
        "在",
        "和",
        "与",
        "及",
        "或",
        "把",
        "将",
        "被",
        "是",
        "到",
        "从",
        "由",
        "对",
        "对于",
        "等",
        "之",
        "其",
        "这",
        "那",
        "该",
        "各",
    ]
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
