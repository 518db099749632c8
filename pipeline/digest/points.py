"""The key points and the line of each section: which statements stand for the story.

Salience proposes, flaws dispose. Points are chosen greedily by facility location (Lin and Bilmes 2011, equation 4), so that
together they cover the story: at most one per section, none like another, none like the gist. A pronoun whose person the
sentence before names, and nobody else, is resolved in brackets that are marked as ours: 他[王选].
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pipeline.digest.antecedents import Cast, bare_firm_at, resolved
from pipeline.digest.bare_nouns import with_house, with_name
from pipeline.digest.features import grams
from pipeline.digest.flaws import (
    ASKED,
    FIRMLESS,
    LEANING,
    LOOSE_PRONOUN,
    MEETING,
    NAMELESS,
    SELF,
    UNATTRIBUTED,
    Flaw,
    flaws,
    has_loose_pronoun,
    quotes_nobody,
)
from pipeline.digest.heads import head_of
from pipeline.digest.occasions import is_course, is_occasion
from pipeline.digest.predication import SUBJECTLESS, VERBLESS, has_predicate, has_subject
from pipeline.digest.statements import Statement
from pipeline.digest.turns import ANSWERER, ASKER
from pipeline.digest.words import Word
from pipeline.settings import DigestSettings
from pipeline.story import Passage

MINOR_COST = 0.22
"""What a flaw that is not fatal costs a point, in salience."""
POINT_MIN_CHARS = 18
COVER_WEIGHT = 3.0
"""How much covering the story counts beside a point's own salience."""
FLOOR = 0.5
"""Beyond the third, a point must carry this share of the best one's value: a weak section goes without."""
LINE_LEAST = 0.35
"""A section whose best sentence carries less has its heading alone in the outline."""
CHARS_PER_POINT = 250
REPEATED = 0.6
"""Share of its content words that makes a sentence a repetition of another; likeness of characters alone misses rewordings."""


_HEAVY = frozenset((SUBJECTLESS.name, "sets a scene", "tells of the reporter"))


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold a statement with its score, its flaws and the words to print."""

    statement: Statement
    salience: float
    flaws: tuple[Flaw, ...]
    shown: str
    """The sentence, with brackets of ours where a pronoun was resolved."""
    content: frozenset[str] = frozenset()
    """Its nouns, verbs and Latin words."""

    @property
    def is_fit(self) -> bool:
        """No fatal flaw is left."""
        return not any(flaw.fatal for flaw in self.flaws)

    @property
    def value(self) -> float:
        """Salience less the cost of minor flaws; heavy ones cost twice, a trifle three times, the course of a meeting four."""
        empty = is_occasion(self.statement.text) or MEETING in self.flaws
        heavy = sum(flaw.name in _HEAVY for flaw in self.flaws)
        return self.salience - MINOR_COST * (len(self.flaws) + heavy + 4 * empty + 3 * is_trifle(self.statement.text))

    def passage(self) -> Passage:
        """Point at the sentence."""
        return self.statement.passage(self.value, self.shown)


_SUBSTANCE = re.compile(
    "[0-9０-９%％]|[一二两三四五六七八九十百千万亿]{2,}|[两三四五六七八九十几](?!起)|不是|而是|就是|必须|应当|应该|需要|可以|能够|不[能会再够足同]|没有|无法|难以|"
    "宣布|发布|推出|决定|同意|通过|意味着|关键|核心|首次|第一|最[大多高低终早晚好]|[完竣]工|落成|完成|《|导致|成为|改变|目标|计划|预计|原因|在于|取决|结论|标志|获得|退役|取代|支持|允许|要求|损失|增[长加]|[下上]降|[上提]升|超过|至今|规定|禁止|"
    "发现|认为|指出|表明|显示|建议|影响|使|让|比|更|越|取消|停止|开始|结束|完成|建[成立]|关[闭停]|倒闭"
)
"""Figures, findings, decisions, changes, comparisons: what makes a sentence worth a place of its own."""
_WHEN = re.compile("[0-9一二三四五六七八九十]+(?:年|月|日|号|点|时|分)|星期[一二三四五六]")
TRIFLE_CHARS = 32


def is_trifle(text: str) -> bool:
    """Say whether a short sentence tells of no figure, finding, decision or change.

    >>> is_trifle("十一月的一个星期天，林述的儿子从东莞回来了。"), is_trifle("新馆去年接待了一百二十万名读者。")
    (True, False)
    """
    return len(text) < TRIFLE_CHARS and _SUBSTANCE.search(_WHEN.sub("", text)) is None


def judge(statement: Statement, words: Sequence[Word], salience: float, cast: Cast) -> Judged:
    """Find a statement's flaws; words: those of the statement.

    What a connective at its head spoils is mended by leaving that out, what its pronoun spoils by naming the person.
    """
    whole = _judge(statement, words, salience, cast)
    head = None if statement.speaker else head_of(statement.text)
    if head is None or not (whole.flaws or head.is_idle):
        return whole
    start = statement.start + head.end
    rest = statement._replace(
        text=statement.text[head.end :], start=start, before=statement.before + statement.text[: head.end]
    )
    trimmed = _judge(rest, [word for word in words if word.start >= start], salience, cast)
    better = trimmed.is_fit and (not whole.is_fit or len(trimmed.flaws) < len(whole.flaws) + head.is_idle)
    if better and head.claims:
        return replace(trimmed, shown=f"[{WRITER}]{trimmed.shown}")
    return trimmed if better else whole


def _judge(statement: Statement, words: Sequence[Word], salience: float, cast: Cast) -> Judged:
    if statement.speaker:
        return _answered(statement, words, salience, cast)
    found = flaws(statement.text)
    if statement.number < INTRODUCING and _ONE.match(statement.text):
        found = tuple(flaw for flaw in found if flaw.name != LEANING)
    if _HELD.search(statement.before) and _HOLDS.search(statement.text) and not _SAYS.search(statement.text):
        found = (*found, UNATTRIBUTED)
    if quotes_nobody(statement.text, cast.people):
        found = (*found, NAMELESS)
    if LOOSE_PRONOUN not in found and has_loose_pronoun(statement.text, cast.people):
        found = (*found, LOOSE_PRONOUN)
    if bare_firm_at(statement.text, cast):
        found = (*found, FIRMLESS)
    if is_course(statement.text):
        found = (*found, MEETING)
    if not any(flaw.fatal for flaw in found):
        missing = ((SUBJECTLESS, has_subject), (VERBLESS, has_predicate))
        found = (*found, *(flaw for flaw, is_there in missing if not is_there(words)))
    if any(flaw is FIRMLESS or flaw.name.startswith(_MENDED) for flaw in found):
        named = resolved(statement, cast)
        if named and not any(flaw.fatal for flaw in flaws(named[0])):
            return Judged(statement, salience - 0.05, flaws(named[0]), named[1], content_of(words))
    told = statement.above + statement.before
    houses = [house for house in cast.houses if house in told]
    shown = with_house(with_name(statement.text, cast.nouns), cast.people, houses)
    return Judged(statement, salience, found, shown, content_of(words))


def _answered(statement: Statement, words: Sequence[Word], salience: float, cast: Cast) -> Judged:
    """Judge what somebody says in an interview: 我 is the speaker, whose name is set before it; questions are no statements."""
    found = flaws(statement.text)
    speaker = cast.hero if statement.speaker == ANSWERER else statement.speaker
    if statement.speaker == ASKER or not speaker:
        found = (*found, ASKED)
    elif not _ADDRESSES.search(statement.text):
        found = tuple(flaw for flaw in found if flaw.name != SELF)
    if LOOSE_PRONOUN not in found and has_loose_pronoun(statement.text, cast.people):
        found = (*found, LOOSE_PRONOUN)
    return Judged(statement, salience, found, f"[{speaker}：]{statement.text}", content_of(words))


INTRODUCING = 2
"""Statements from the start in which 一名 introduces whom the story is about."""
_ONE = re.compile("一[名位家个对](?!是)")
_HELD = re.compile("(?:认为|辩称|诉称|主张|答辩称)，[^。]*。(?:[^。]*。)?$")
_HOLDS = re.compile("应当|应予|不应|视为|构成|属于|不能")
_SAYS = re.compile("认为|指出|称|表示|判决|裁定|规定")
WRITER = "作者认为"
"""What is set before a sentence whose own 笔者认为 was left out."""
_ADDRESSES = re.compile("[你您]|各位|朋友们|大家好")


_MENDED = ("opens by leaning", "points at something")
"""What naming the one who is meant mends."""


def content_of(words: Sequence[Word]) -> frozenset[str]:
    """Collect the words that carry what a sentence says.

    >>> from pipeline.digest.words import words_of
    >>> sorted(content_of(words_of("馆方宣布，新馆将于明天开放。")))
    ['宣布', '开放', '新馆', '馆方']
    """
    return frozenset(word.text for word in words if len(word.text) > 1 and word.tag[:1] in "nvjel")


def repeats(one: Judged, other: Judged) -> bool:
    """Say whether two sentences tell the same: most words of the poorer one stand in the other."""
    small, large = sorted((one.content, other.content), key=len)
    return len(small) >= 3 and len(small & large) >= REPEATED * len(small)


def points(judged: Sequence[Judged], taken: Judged | None, settings: DigestSettings) -> tuple[Judged, ...]:
    """Choose the key points, in the text's order."""
    wanted = max(3, min(settings.points_max, round(sum(len(one.statement.text) for one in judged) / CHARS_PER_POINT)))
    shelves = shelves_of(judged, wanted)
    alike = likenesses([one.statement.text for one in judged])
    nearest = np.zeros(len(judged))
    chosen: list[int] = []
    gist = [index for index, one in enumerate(judged) if taken is not None and one.statement.within(taken.statement)]
    for index in gist:
        chosen.append(index)
        nearest = np.maximum(nearest, alike[index])
    candidates = [index for index, one in enumerate(judged) if index not in gist and _fits(one, settings)]
    floor = FLOOR * max((judged[index].value for index in candidates), default=0.0)
    while len(chosen) - len(gist) < wanted:
        used = {shelves[index] for index in chosen if index not in gist}
        free = [
            index
            for index in candidates
            if shelves[index] not in used
            and (judged[index].value >= floor or len(chosen) - len(gist) + bool(gist) < 3)
            and all(
                alike[index, c] < settings.point_resemblance and not repeats(judged[index], judged[c]) for c in chosen
            )
        ]
        if not free:
            break
        gains = {index: float(np.maximum(alike[index] - nearest, 0).mean()) * COVER_WEIGHT for index in free}
        best = max(free, key=lambda index: (judged[index].value + gains[index], -index))
        chosen.append(best)
        nearest = np.maximum(nearest, alike[best])
    return tuple(judged[index] for index in sorted(chosen) if index not in gist)


def _fits(one: Judged, settings: DigestSettings) -> bool:
    return one.is_fit and POINT_MIN_CHARS <= len(one.statement.text) <= settings.point_max_chars


def likenesses(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosine of every pair of texts, shape (texts, texts)."""
    counts = [grams(text) for text in texts]
    column = {gram: index for index, gram in enumerate({gram: None for one in counts for gram in one})}
    table = np.zeros((len(texts), max(len(column), 1)), dtype=np.float32)
    for row, one in enumerate(counts):
        table[row, [column[gram] for gram in one]] = list(one.values())
    unit = table / (np.linalg.norm(table, axis=1, keepdims=True) + 1e-9)
    return np.asarray(unit @ unit.T, dtype=np.float64)


def shelves_of(judged: Sequence[Judged], wanted: int) -> list[int]:
    """Divide the statements into sections, or, where there are too few, sections into stretches of equal length."""
    sections = {one.statement.section for one in judged}
    total = sum(len(one.statement.text) for one in judged) or 1
    shelves, position = [], 0
    for one in judged:
        stretch = position * (wanted + 1) // total if len(sections) < wanted else 0
        shelves.append(one.statement.section * 1000 + stretch)
        position += len(one.statement.text)
    return shelves


def section_line(judged: Sequence[Judged], avoid: Sequence[Judged], settings: DigestSettings) -> Judged | None:
    """Choose the line of one section: its best sentence, one that is not a point already if another is nearly as good."""
    fit = [one for one in judged if _fits(one, settings) and one.value >= LINE_LEAST]
    fresh = [one for one in fit if one not in avoid]
    return max(fresh or fit, key=lambda one: (one.value, -one.statement.number), default=None)
