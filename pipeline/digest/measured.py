"""What a figure measures: a noun phrase of its clause, whole words only; else nothing, and the clause is shown.

Words come from the segmenter. A phrase ends in a noun and is never torn: where its left edge would be a preposition or half of
a clause before 的, it shrinks to what stands right of that 的. A quantity that is some verb's object, and is followed by no noun,
measures nothing that has a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.digest.words import Word, words_of
from pipeline.measures import Quantity

MOST_CHARS = 18
"""A longer phrase is a clause."""
COUNTED_CHARS = 10

_MARKS = re.compile(r"[，。；：！？“”‘’（）()*—…\s]+")
_STOPS = re.compile(r"[。；：！？“”（）()*—…]")
_HEADS = ("n", "vn", "an", "j", "l", "eng", "i")
_INNER = (*_HEADS, "a", "b", "m", "q", "s", "h", "k", "g")
_CLAUSAL = (*_INNER, "v", "p", "f", "d", "t", "c")
_PLACES = ("ns", "nr", "nrt", "nt")
_ADJECTIVES = "高|低|多|少|快|慢|长|短|大|小|贵|便宜|重|轻|深|浅|宽|窄|厚|薄|强|弱|好|差"
_CHANGES = (
    "同比|环比|小幅|大幅|增长|增加|上升|提高|提升|下降|减少|降低|上涨|下跌|缩短|扩大|缩小|飙升|攀升|回落|回升|下滑|下调|上调|猛增|激增|暴涨|暴跌|萎缩|增|涨|跌|降|升|减|掉|砍|翻|跳|收涨|收跌|"
    "收高|收低|突破|放缓|延长|改善"
)
_LIGHT = re.compile(
    rf"(?:(?:{_CHANGES})[到至为成了出]*|(?:要|更|还|仅|只|已|则|就)?不?(?:{_ADJECTIVES})[了出过]?|[每各][年月天日周人次家户米吨公斤平方克升分钟秒小时件个位]*|"
    "约为|达[到成]?|高达|多达|长达|为|是|有|仅有|只有|共有|共|卖到?|值|要|需要?|花|用|在|从|到|至|由|约|近|超|逾|超过|不到|不足|合计|总计|累计|共计|分别|平均|达标|保持|维持|位于|处于|等于|相当于|"
    "算上|里|中|内|上|下|间|后|前|时|底|末|初|年|月|日|的|了|着|过|以|比|较|对|还|也|都|却|则|就|又|再|才|常年|全年|目前|现在|当时|如今|大约|大概|至少|最多|最高|最低|整整|首次|仍|仍然|已|已经|会|将|能|可|可以)"
)
"""Words between a thing and its number that name neither."""
_AGAINST = re.compile(
    rf"(?P<thing>.{{2,20}}?)(?:相比|比(?![例重赛率分如值较])|较|对(?![象手方于]))[^，]{{1,14}}?(?:要)?(?:{_CHANGES}|{_ADJECTIVES})[了到至出]?$"
)
"""What is set against something else: 欧元 of 欧元对美元小幅上涨, 含水率 of 含水率比新料低."""
_MOVED = re.compile(rf"(?:将|已|已经|会|可)?(?:分别)?(?:{_CHANGES})[到至为了]*$")
"""How it moved; cut off before the segmenter glues 将 to the noun."""
_SHARE_OF = re.compile("(?:只|就|已|约|也|仅)?占(?:[到了据]|[^，。]{1,10})?$")
"""占全国的: what has the share stands before it."""
_AMOUNT = re.compile(
    "(?:[价额量率费数值速利]|收入|成本|人口|面积|规模|产能|销售|造价|份额|比重|占比|费用|寿命|间距|误差)$"
)
"""Nouns of amount, whatever the tagger says; a verb before them belongs to them: 预约人数."""
_DEEDS = re.compile(
    "拨款|补助|补贴|投资|奖励|罚款|赔偿|判赔|融资|捐款|捐赠|定价|售价|报价|标价|起价|出资|耗资|斥资|花费|亏损|盈利|贷款|借款|负债|营收|净赚|资助|"
    "生产|销售|出货|进口|出口|录取|招生|新增|下载|种植|收购|裁员|捐出|集资|募资|投入|发电|载客|运送|接待|裁减|增持|减持|持股|持有"
)
"""Verbs that are also the names of what is counted."""
_PEOPLE = frozenset(("人", "名", "位", "例", "人次"))
_FATE = re.compile(
    "死亡|遇难|受伤|重伤|轻伤|失踪|被困|受困|失联|获救|确诊|感染|住院|报名|参加|参赛|参会|入选|获奖|失业|落选|被捕|被拘|失学|脱贫|就业|离职|伤亡"
)
"""What is counted where people are and no noun follows: 1011人受伤."""
_NO_HEADS = frozenset(
    ("全部", "所有", "左右", "以上", "以下", "以内", "上下", "其中", "体内", "整体", "全体", "总共", "中国", "全国", "全球",
     "国内", "目前", "时间", "合计", "总计", "累计", "共计", "不同", "相关", "旗下", "两者", "前者", "后者", "对方", "双方")
)  # fmt: skip
_BLOCKED = "\0"
"""What `_phrase` answers where a verb takes the quantity for its object."""


def measured(text: str, quantity: Quantity, every: Sequence[Quantity]) -> str:
    """Find what a quantity measures: the noun counted, or the noun phrase before it; "" where neither is there.

    text: a statement; every: all its quantities.

    >>> from pipeline.quantities import quantities
    >>> [measured(t, q, (q,)) for t in ("这张表有2048个格子", "新馆藏书120万册", "他寄出了300元") for q in quantities(t)]
    ['格子', '新馆藏书', '']
    """
    after = text[quantity.span.end :]
    if quantity.kind == "duration":
        return _counted(after) if after.startswith("的") else _lasting(text[: quantity.span.start])
    counted = _counted(after)
    if quantity.unit in _PEOPLE and not counted and (fate := _FATE.match(after)):
        return fate.group()
    if counted and (quantity.kind in {"count", "number"} or after.startswith("的")):
        return counted
    return _subject(text, quantity, every, counted)


def clause_of(text: str, quantity: Quantity) -> str:
    """Return the whole clause that a quantity stands in.

    >>> from pipeline.quantities import quantities
    >>> clause_of("那年，他寄出了300元。", quantities("那年，他寄出了300元。")[0])
    '他寄出了300元'
    """
    start = max((m.end() for m in _MARKS.finditer(text, 0, quantity.span.start)), default=0)
    end = next((m.start() for m in _MARKS.finditer(text, quantity.span.end)), len(text))
    return text[start:end]


def _lasting(before: str) -> str:
    """Find what lasts: a noun phrase before 为 or 达 and the like, or the verb right before the duration."""
    clause = _MARKS.split(before)[-1]
    against = re.search("比[^，]{1,14}[多少长短快慢早晚]$", clause)
    if against or re.search("(?:为|达|长达|达到|需要?|缩短[到至为]|延长[到至为])(?:约|近|了)?$", clause):
        found = _phrase(clause)
        return "" if found == _BLOCKED else found
    words = [word for word in words_of(re.sub("(?:了|将近|大约|约|近|整整|长达)+$", "", clause)) if word.text.strip()]
    return words[-1].text if words and words[-1].tag in {"v", "vn"} and len(words[-1].text) > 1 else ""


def _counted(after: str) -> str:
    """Take the noun phrase right behind a quantity; an attribute of one verb before 的 goes with it."""
    clause = re.match(r"的?([^，。；：、！？“”（）()\s\d]{1,16})", after)
    if clause is None:
        return ""
    words = list(words_of(clause[1]))
    taken = nominal = ""
    if len(words) > 2 and words[0].tag == "v" and words[1].text == "的":
        taken = words[0].text + "的"
        words = words[2:]
    for place, word in enumerate(words):
        last = place == len(words) - 1 and len(word.text) > 1 and nominal and not clause[1][16:]
        nouny = (
            word.tag.startswith(_HEADS)
            or word.tag in {"a", "b"}
            or _AMOUNT.search(word.text)
            or (last and word.tag == "v")
        )
        deed = nominal and word.tag in {"vn", "v"} and not last
        if not nouny or deed or word.text in _NO_HEADS or len(taken + word.text) > COUNTED_CHARS or place > 3:
            break
        taken += word.text
        nominal = taken if word.tag not in {"a", "b", "ns", "nr"} else nominal
    closes = len(nominal) == 1 and (after[:2] == nominal + "的" or not clause[1][1:])
    return nominal if len(nominal) > 1 or closes else ""


def _subject(text: str, quantity: Quantity, every: Sequence[Quantity], counted: str) -> str:
    """Take the noun phrase before a quantity: in its clause, else what its noun behind is, else in the two clauses before."""
    before = text[: quantity.span.start]
    if before.endswith("每") or (before.endswith("的") and quantity.kind == "percent" and not _SHARE_OF.search(before)):
        return counted
    sentence = _STOPS.split(before)[-1]
    offset = len(before) - len(sentence)
    for number, clause in enumerate(reversed(_clauses(sentence))):
        start, piece = clause
        if number > 2 or (number and (counted or quantity.kind in {"count", "number"})):
            return counted
        pieces = _pieces(piece, [(q.span.start - offset - start, q.span.end - offset - start) for q in every])
        for part in reversed(pieces[:1] if number else pieces):
            found = _phrase(part)
            if found == _BLOCKED:
                return counted
            if found:
                return found + (_moving(part, found) if quantity.kind in _RATIOS else "")
    return counted


def _moving(part: str, found: str) -> str:
    """Return how a thing moved where that stands right behind it, so that a fall reads as one: 下降 of 成本下降了."""
    tail = _MOVED.search(part)
    is_rate = tail is not None and part[: tail.start()].endswith(found) and not re.search("[到至为成]了?$", part)
    return tail.group().rstrip("了") if tail and is_rate else ""


_RATIOS = frozenset(("percent", "points", "multiple", "fraction"))


def _clauses(sentence: str) -> list[tuple[int, str]]:
    found, start = [], 0
    for mark in re.finditer("，", sentence):
        found.append((start, sentence[start : mark.start()]))
        start = mark.end()
    return [*found, (start, sentence[start:])]


def _pieces(clause: str, taken: Sequence[tuple[int, int]]) -> list[str]:
    """Cut a clause at the quantities inside it."""
    pieces, start = [], 0
    for a, b in sorted(taken):
        if 0 <= a < b <= len(clause) and a >= start:
            pieces.append(clause[start:a])
            start = b
    return [*pieces, clause[start:]]


def _phrase(piece: str) -> str:
    """Cut a piece of a clause down to the noun phrase that it ends with; "" where it names nothing, `_BLOCKED` where a verb ends it."""
    piece = re.sub("每[^，。、]{1,4}$", "", _SHARE_OF.sub("", piece.rstrip("、和与及")))
    piece = _MOVED.sub("", piece)
    against = _AGAINST.search(piece)
    words = [word for word in words_of(against["thing"] if against else piece) if word.text.strip()]
    while words and (
        _LIGHT.fullmatch(words[-1].text)
        or words[-1].tag in {"d", "p", "c", "u", "ul", "uj", "uz", "ug", "y", "zg", "t"}
    ):
        words.pop()
    while words and words[0].tag in {"d", "c", "y"}:
        words.pop(0)
    if not words:
        return ""
    last = words[-1]
    if _DEEDS.fullmatch(last.text) and last.tag in {"v", "vn", "n"}:
        return last.text
    if last.tag in _PLACES:
        return last.text if len(last.text) > 1 else ""
    if not (last.tag.startswith(_HEADS) or _AMOUNT.search(last.text)) or last.text in _NO_HEADS:
        return _BLOCKED
    return _leftwards(words)


def _leftwards(words: Sequence[Word]) -> str:
    """Walk left from a head noun over what belongs to it; verbs and prepositions only inside a clause before 的."""
    taken = [words[-1]]
    whole = 1
    """Words of the phrase right of the last 的: what stays where the walk ends badly."""
    clausal = False
    for word in reversed(words[:-1]):
        if sum(len(one.text) for one in taken) + len(word.text) > MOST_CHARS:
            taken = taken[-whole:]
            break
        if word.text == "的":
            whole = len(taken) if not clausal else whole
            clausal = True
        elif word.text in {"和", "与", "及"} and not clausal:
            pass
        elif word.text in _BREAKS or not (
            word.tag.startswith(_CLAUSAL if clausal else _INNER) or _joins(word, taken) or word.text in {"以上", "以下"}
        ):
            if clausal and not _TIME_WORD.search(word.text):
                taken = taken[-whole:]
            break
        taken.insert(0, word)
    while taken and (taken[0].text in _EDGES or taken[0].tag in {"p", "c", "d", "f", "uj", "u", "t"}):
        taken.pop(0)
    return "".join(word.text for word in taken) if sum(len(word.text) for word in taken) > 1 else ""


def _joins(word: Word, taken: Sequence[Word]) -> bool:
    is_deed = word.tag == "v" and len(word.text) == 2 and word.text[1] not in "掉出到完成给为了过"
    return is_deed and len(taken) == 1 and _AMOUNT.search(taken[0].text) is not None


_BREAKS = frozenset(("、", "没有", "没", "是", "有", "不", "如果", "因为", "由于", "但", "而", "且"))
_TIME_WORD = re.compile("[时天年月周次、]$")


_EDGES = frozenset("的了着过地得和与及或在把被将是有为等之其让使给向从对由以而且但个")
