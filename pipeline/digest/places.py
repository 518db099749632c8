"""Places: what the dictionary or the tagger calls one and what ends like one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.digest.candidates import SPECIFIC, Candidate, Paragraphs
from pipeline.digest.organisations import kind_of_ending, start_of_institution
from pipeline.digest.words import Word, word_list
from pipeline.proper_names import is_common_word, kind_of, proper_name

_LANDS = frozenset(word_list("lands"))


def places(source: Paragraphs) -> Iterator[Candidate]:
    """Propose places: countries, what the dictionary calls a place, and what is tagged so and ends like one."""
    for words in source.words:
        for index, word in enumerate(words):
            if (
                len(word.text) < 2
                or (word.tag not in SPECIFIC and not _is_division(word))
                or (is_common_word(word.text) and word.text not in _LANDS)
            ):
                continue
            if _opens_institution(words, index) or (index + 1 < len(words) and words[index + 1].text == "时间"):
                continue
            if kind_of_ending(words, index) and len(word.text) < 3:
                continue  # 大桥 by itself
            if _is_division(word):
                yield Candidate(word.text, "place")
                continue
            if _BODY.search(word.text) and proper_name(word.text):
                yield Candidate(word.text, "organisation")  # 故宫博物院
                continue
            if word.tag != "ns" and _NO_PLACE.search(word.text):
                continue
            known = kind_of(word.text) == "place" or (proper_name(word.text) and _SITE.search(word.text))
            personal = word.tag.startswith("nr")
            tagged = known or (word.tag == "ns" and _SHAPE.search(word.text)) or (personal and _LOCAL.search(word.text))
            listed = word.tag == "ns" and word.text[-1] in "国洲" and proper_name(word.text)
            if word.text in _LANDS or (kind_of(word.text) not in {"organisation", "person"} and (tagged or listed)):
                yield Candidate(_whole(words, index), "place")
        yield from _townships(words)
    for text in source.texts:
        yield from (Candidate(match[1], "place") for match in _UNDER.finditer(text) if not is_common_word(match[1]))
        for match in _WHEREABOUTS.finditer(text):
            if not is_common_word(match[1]):
                yield Candidate(match[1], "place")


_SHAPE = re.compile("..[省市县州镇岛港湾洲湖江河街路岭乡村区山峰谷寨]$")


_NO_PLACE = re.compile("和|[母局语人队族节陆]$")
"""What the dictionary explains by a place without being one: 拉丁字母."""
_BODY = re.compile("..[党院馆]$")
_SITE = re.compile(".[门桥口街路寺塔楼园宫湖站巷庙]$")
_LOCAL = re.compile("..[区县镇乡村街路巷]$")
"""Endings that a place keeps even where the tagger takes it for a person: 徐汇区."""


def _is_division(word: Word) -> bool:
    """Recognise a division that the tagger takes for a plain noun: 左营区, but not 示范区."""
    if _ROAD.fullmatch(word.text) and not is_common_word(word.text) and not is_common_word(word.text[:2]):
        return word.tag not in {"v", "r", "m"}
    return word.tag in {"n", "nz"} and bool(_DIVISION.fullmatch(word.text)) and not is_common_word(word.text)


_ROAD = re.compile("[\u4e00-\u9fff]{2}[路街巷]")
_DIVISION = re.compile(
    "[\u4e00-\u9fff]{2,3}(?:[县镇乡]|(?<![范护发业活城郊园住校社战防功务放管景库牧矿林灾疫商展选赛街片厂军经合工新老禁雷盲时地])区)"
)


def _whole(words: Sequence[Word], index: int) -> str:
    """Add what was cut off a place: 临江|区, 图林根|州, 鹤|塘湖."""
    name = words[index].text
    if index + 1 < len(words) and words[index + 1].text in _TAILS and name[-1] not in "省市县区州国洲":
        name += words[index + 1].text
    before = words[index - 1] if index else None
    if before and len(before.text) == 1 and before.tag == "ns" and not proper_name(words[index].text):
        name = before.text + name
    return name


_TAILS = frozenset(
    (
        "省",
        "市",
        "县",
        "区",
        "州",
        "镇",
        "岛",
        "湾",
        "港",
        "湖",
        "江",
        "河",
        "山",
        "路",
        "街",
        "巷",
        "村",
        "乡",
        "寨",
        "大道",
        "街道",
    )
)


def _opens_institution(words: Sequence[Word], index: int) -> bool:
    """Say whether a place is the first word of an organisation's name: 北京大学, but not 法国公司."""
    if index + 1 >= len(words) or not kind_of_ending(words, index + 1):
        return False
    start = start_of_institution(words, words[index + 1].end)
    return start is not None and start <= words[index].start


def _townships(words: Sequence[Word]) -> Iterator[Candidate]:
    """Propose what was cut before its ending: 佛堂|镇, 联边|村, 金宇|东路; the first part is no common word."""
    for one, other in pairwise(words):
        fits = other.text in _TAILS or _STREET.fullmatch(other.text)
        tags = SPECIFIC - {"eng"} if other.text in "区州市省" else SPECIFIC - {"eng"} | {"n", "x"}
        if fits and one.tag in tags and _STEM.fullmatch(one.text) and not is_common_word(one.text):
            yield Candidate(one.text + other.text, "place")


_STEM = re.compile("[\u4e00-\u9fff]{1,2}[^\\W省市县区镇乡村国a-zA-Z0-9]")
_STREET = re.compile("[东南西北中]?[路街]|大[街道]")
_UNDER = re.compile(
    "(?:(?<=[\u4e00-\u9fff]{2}[县区市州])(?=[\u4e00-\u9fff]{2,3}[镇乡街])|(?<=[\u4e00-\u9fff]{2}[镇乡])(?=[\u4e00-\u9fff]{2,3}村))"
    "([\u4e00-\u9fff]{2,3}?(?:镇|乡|街道|村))(?![长委民支官])"
)
"""A division named right behind the one it belongs to: 穿山镇 of 柳江区穿山镇."""
_WHEREABOUTS = re.compile(
    "(?:回到|来到|位于|抵达|前往|搬到|落户)([\u4e00-\u9fff]{2,3}[岭县镇乡村岛港湾州市])(?=[，。、的附])"
)
"""A place said to be one: 回到青石岭."""


def parts_of_place(words: Sequence[Word], start: int, end: int) -> list[str]:
    """Cut an address into its parts: 浙江|湖州, 陇县|河北镇|东坡村; what is no address stays whole.

    words: of the text that `start` and `end` are offsets in; a name that does not end with words stays whole, too.
    """
    inside = [word for word in words if word.start < end and word.end > start]
    parts: list[str] = []
    for index, word in enumerate(inside):
        text = word.text[max(start - word.start, 0) : end - word.start]
        rest = inside[index + 1 :]
        if parts and not (_is_whole(parts[-1]) and len(text) > 1 and not _is_tail(text, rest)):
            parts[-1] += text
        else:
            parts.append(text)
    return parts


def _is_whole(part: str) -> bool:
    return len(part) > 1 and (part in _LANDS or kind_of(part) == "place" or bool(_DIVIDED.search(part)))


def _is_tail(text: str, rest: Sequence[Word]) -> bool:
    """Say whether a word only completes a place: common words, where nothing specific follows."""
    return (
        text in _TAILS
        or bool(_COMPLETES.search(text))
        or (is_common_word(text) and text not in _LANDS and kind_of(text) != "place")
        or (not rest and len(text) < 2)
    )


_DIVIDED = re.compile("..[省市县区州镇乡]$|^.国$|^(?:内蒙古|新疆|西藏)$")
_COMPLETES = re.compile("^(?:新区|大桥|大道|[东西南北]站|服务区|库区|市场)$|[段带圈]$|^.{0,2}(?:批发)?市场$")
