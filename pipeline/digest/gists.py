"""The gist: the one sentence that stands for a story, from its opening or its conclusion, or none.

A gist has no flaw at all. Where news has no such sentence, the best one with a light flaw stands in; pieces of opinion go without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline.digest.antecedents import OFFICE, Cast, office_of
from pipeline.digest.features import grams, likeness
from pipeline.digest.flaws import SELF, flaws
from pipeline.digest.manners import PEG, PEGGED, Manner, manner_of
from pipeline.digest.occasions import is_occasion
from pipeline.digest.pairs import pair
from pipeline.digest.points import WRITER, Judged, is_trifle
from pipeline.digest.theses import LIKELY, thesis
from pipeline.settings import DigestSettings

SHORT_CHARS, SHORT_COST = 28, 0.5
"""What a gist shorter than this costs, in full if it had no characters."""
OPENING = 12
"""Statements from the start that may be the gist; none beyond the first heading if two or more stand before it."""
CLOSING = 4
"""Statements from the end that may be."""
OPENING_BONUS = 0.5
"""What being the first sentence counts for beside salience; it falls to nothing with the last one of the opening."""
DECK, DECK_BONUS = 3, 0.2
"""What standing among the first sentences of the first paragraph counts for."""
TITLE_BONUS = 0.5
"""What holding all words of the title counts for."""
STRANGER_COST = 0.3
"""What a person costs whom neither the title nor an office beside the name introduces: readers have not met them yet."""
CUE_BONUS = 0.15
"""What a sentence that tells of a change, a finding or a decision is worth beside its salience."""
OCCASION_COST = 1.2
"""What it costs to tell that people met, and nothing of what came of it."""
CASE_COST = 0.45
"""What it costs to let one of many speak for all: the anecdote that features open with."""
LEAST, SHARE = 0.30, 0.30
"""A gist that carries less than this, or less than this share of the most telling sentence, is no gist; pieces of pure
opinion fall below it."""
LIGHT = frozenset(
    (
        "compares with something unsaid",
        "tells what was before",
        "speaks of a firm that it does not name",
    )
)
"""Flaws that a gist of news may have where no sentence has none."""
LIGHT_COST = 0.4

ASPECT_COST = 0.25
"""What it costs to speak of one side of the matter only."""
_ASPECT = re.compile("^(?:针对|关于|对于|在[^，]{2,12}方面)[^，]{0,20}，")
SLOGAN_COST = 0.3
"""What it costs to call for much and to state no figure."""
NARRATIVE = 0.35
"""Share of statements that open with a quotation mark above which a text is a tale: no sentence of it stands for the rest."""
PEG_BONUS = 0.25
"""What counts for telling what happened on the day that the story hangs on."""
CLOSING_COST = 0.3
"""What standing at the end costs: news ends on trifles."""
LATE_COST = 0.6
"""The same for what is no conclusion at the end of a piece that should have one."""
NEWS_THESIS_BONUS, THESIS_BONUS, OWN_THESIS_BONUS = 0.1, 0.9, 1.1
"""What counts for a sentence that says what the whole piece comes to: in news, elsewhere, and where the writer argues or judges."""
DEFINED_COST = 0.3
"""What it costs to say what a thing is, where the text is about what to think of it."""
_DEFINED = re.compile(
    "^[^，。]{2,16}是[^，。]{0,30}(?:发布|推出|生产|开发|研制|设计|成立|创办|创建|位于|出版|上市)[^，。]{0,20}的"
)
VOICE_COST = 0.4
"""What it costs a gist to be somebody's answer in an interview."""
_SLOGAN = re.compile(
    "奋力|谱写|新?篇章|再上新台阶|一以贯之|殷切|牢记嘱托|凝心聚力|不懈奋斗|乘势而上|走深走实|久久为功|更大贡献|勇担|砥砺"
)
_CUE = re.compile(
    "正在|重新|成为|面临|引发|打乱|推动|意味着|普遍|禁止|取代|很难|难以|缺[少乏]|短缺|无法|宣布|决定|首次|推出|发布|启动|施行|表决通过|改判|终审|研究(?:者|人员)?(?:认为|发现|指出|显示|表明)|不再|依赖|改变|转向|走向"
)
"""What a sentence says that tells a whole story: a change, a finding, a decision."""
_TERM_IN_MARKS = re.compile("(?<![：，说道称])“[^“”，。！？；：]{1,24}”|“[^“”]{1,9}”")
_OPINION = re.compile(
    "[\u4e00-\u9fff·]{2,4}(?:认为|表示|说|担心|指出|坦言|觉得|告诉|回忆)(?!，?研究)(?<!研究者认为)(?<!专家认为)"
)
"""A bare name and what it thinks: nobody has been told yet who that is."""
_PROCEDURE = re.compile("依法(?:告知|讯问|听取)|诉讼权利|(?:辩护人|控辩双方)[^，。]{0,6}意见|到庭参加诉讼")
"""What every trial goes through."""
_CASE = re.compile(
    "(?:农民工|打工[者族]|居民|市民|村民|网友|学生|家长|司机|乘客|店主|老板|员工|职工|工人|商户|用户|粉丝|女士|先生|小姐|阿姨|大[爷妈姐哥叔]|老人|小伙|女孩|男孩|姑娘)"
    "[^，。]{0,6}(?:说|告诉|表示|坦言|回忆|觉得|感叹|抱怨|没想到|从未|记得)"
)


def gist(
    judged: Sequence[Judged], title: str, topic: Sequence[str], cast: Cast, settings: DigestSettings
) -> Judged | None:
    """Choose the sentence that stands for the story, or two that stand side by side; None where none can.

    topic: the top keywords and the words of the title; a bare name that speaks is given its office in brackets. A gist has no flaw, two
    topic words (one in the first paragraph, which is the deck as a rule), a length within the settings, and is no copy of the title.
    """
    spoken = sum(one.statement.text.startswith(("“", "「")) for one in judged)
    if not judged or spoken > NARRATIVE * len(judged):
        return None
    deck = next((one.statement.paragraph for one in judged if not _is_copy(one.statement.text, title)), "")
    around = _Around(title, topic, cast, settings, manner_of(judged, title), _opening(judged), deck)
    least = max(LEAST, SHARE * max((one.salience for one in judged if one.is_fit), default=0.0))
    best: tuple[float, Judged] | None = None
    for index, whole in enumerate(judged):
        if whole.salience < least:
            continue
        for one in (whole, pair(whole, judged[index + 1 : index + 2], settings)):
            if one is None:
                continue
            shown = _introduced(owned(shortened(one, settings), around.manner), judged[:index], cast)
            score = _placed(shown, index, judged, around)
            if score is not None and (best is None or score > best[0]):
                best = score, shown
    return best[1] if best else None


class _Around(NamedTuple):
    """Hold what every candidate is measured against."""

    title: str
    topic: Sequence[str]
    cast: Cast
    settings: DigestSettings
    manner: Manner
    opening: int
    """Statements that open the story."""
    deck: str
    """Its first paragraph, the title aside."""


def _placed(one: Judged, index: int, judged: Sequence[Judged], around: _Around) -> float | None:
    """Score a candidate with its place; None where it can be no gist."""
    manner, opens = around.manner, index < around.opening
    sign = thesis(one.statement.text, one.statement.before)
    if not (opens or index >= len(judged) - CLOSING or (sign >= LIKELY and not manner.is_news)):
        return None
    idle = sign < LIKELY and (manner.is_tale or (not manner.is_news and is_trifle(one.statement.text)))
    if idle or not _can_be(one, around.title, around.settings):
        return None
    in_deck = one.statement.paragraph == around.deck
    strange = _holds_stranger(one.shown, around.title, around.cast.people)
    held = {word for word in around.topic if word in one.shown}
    if sign >= LIKELY and not held:
        held = held | (_pairs(one.shown) & _pairs(around.title))
    if (strange and not opens and sign < LIKELY) or len(held) < min(
        1 if in_deck or sign >= LIKELY else 2, len(around.topic)
    ):
        return None
    score = _score(one, around.title, around.topic, manner) - STRANGER_COST * strange
    if opens and index <= PEG and manner.is_pegged:
        score += PEG_BONUS * bool(PEGGED.match(one.statement.text))
    if opens:
        score += manner.weight * (
            OPENING_BONUS * (1 - index / max(OPENING, around.opening)) + DECK_BONUS * (in_deck and index < DECK)
        )
    elif sign < LIKELY:
        score -= CLOSING_COST if manner.is_news else LATE_COST
    bonus = NEWS_THESIS_BONUS if manner.is_news else OWN_THESIS_BONUS if manner.is_personal else THESIS_BONUS
    score -= DEFINED_COST * bool(not manner.is_news and _DEFINED.search(one.statement.text))
    return score + sign * bonus - VOICE_COST * bool(one.statement.speaker)


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(re.sub("[^㐀-鿿]", "", text))}


def owned(one: Judged, manner: Manner) -> Judged:
    """Take a thesis that says 我们 of everybody for the writer's own word, and mark it so; any other sentence stays."""
    text = one.statement.text
    fatal = {flaw.name for flaw in one.flaws if flaw.fatal}
    if not manner.is_personal or fatal != {SELF} or one.shown != text or thesis(text) < LIKELY or _ALONE.search(text):
        return one
    rest = tuple(flaw for flaw in one.flaws if not flaw.fatal)
    return replace(one, flaws=rest, shown=f"[{WRITER}]{text}")


_ALONE = re.compile("我(?!们|更?推荐|建议|会选)|[你您]|笔者|本文|小编|各位|朋友们|个人")
"""What speaks of the writer alone, or to the reader."""


def shortened(one: Judged, settings: DigestSettings) -> Judged:
    """End a sentence that is too long for a gist where it has told one whole thing: before a semicolon, or before what is added."""
    text = one.statement.text
    if (
        len(text) <= settings.gist_max_chars
        or one.shown != text
        or (one.statement.number >= DECK and thesis(text, one.statement.before) < LIKELY)
    ):
        return one
    for pattern in (_NEXT, _ADDED):
        ends = [m.start() for m in pattern.finditer(text, settings.gist_min_chars, settings.gist_max_chars + 1)]
        for end in reversed(ends):
            kept = text[:end]
            if set(flaws(kept + "。")) <= set(one.flaws) and not _UNFINISHED.search(kept):
                return replace(one, statement=one.statement._replace(text=kept), shown=kept)
    return one


_NEXT = re.compile("；")
_ADDED = re.compile(
    "，(?=(?:并(?!购|网|未)|同时|此外|其中|另[有外]|据[此悉了]|目前|共计|旨在|助力|切实|贯彻|进一步|不断|从而|以便|以及|包括))"
)
"""Commas behind which something is added to what was told."""
_UNFINISHED = re.compile(
    "(?:^|，)(?:因|经|由|在|随着|为|据|如果|虽然|尽管|由于|当|根据|针对)[^，]*$|一案$|[“（《][^”）》]*$"
)
"""A last clause that only prepares for the next."""


def _introduced(one: Judged, before: Sequence[Judged], cast: Cast) -> Judged:
    """Set the office of a bare name that opens a sentence before it, in brackets; before: the statements that stand first."""
    text = one.shown
    person = next((person for person in cast.people if text.startswith(person)), "") if _OPINION.match(text) else ""
    office = office_of(person, [other.statement.text for other in before]) if person else ""
    return replace(one, shown=f"[{office}]{text}") if office else one


def _score(one: Judged, title: str, topic: Sequence[str], manner: Manner) -> float:
    """Weigh what a sentence says, wherever it stands."""
    text = one.statement.text
    held = sum(word in text for word in set(topic))
    heads = [word for word in set(topic) if word in title]
    score = one.salience + 0.08 * min(held, 4) + CUE_BONUS * bool(_CUE.search(text))
    if heads:
        score += TITLE_BONUS * (1.0 if manner.is_news else 0.5) * sum(word in one.shown for word in heads) / len(heads)
    score -= OCCASION_COST * is_occasion(text)
    score -= SLOGAN_COST * bool(_SLOGAN.search(text) and not re.search("[0-9０-９]", text))
    score -= SHORT_COST * max(0.0, 1 - len(text) / SHORT_CHARS) + ASPECT_COST * bool(_ASPECT.search(text))
    return score - CASE_COST * bool(_CASE.search(text)) - LIGHT_COST * len(one.flaws)


def _opening(judged: Sequence[Judged]) -> int:
    """Count the statements that open a story: those before the first heading, if two or more do; of a long text a third."""
    first = judged[0].statement.section
    size = sum(one.statement.section == first for one in judged)
    return min(max(OPENING, len(judged) // 3), size if size >= 2 else OPENING)


def _holds_stranger(text: str, title: str, people: Sequence[str]) -> bool:
    """Say whether a sentence speaks of a person whom neither the title nor an office beside the name introduces."""
    return any(
        person in text and person not in title and not OFFICE.search(text[: text.index(person)]) for person in people
    )


def _can_be(one: Judged, title: str, settings: DigestSettings) -> bool:
    text = one.statement.text
    return (
        all(flaw.name in LIGHT for flaw in one.flaws)
        and settings.gist_min_chars <= len(text) <= settings.gist_max_chars
        and "“" not in _TERM_IN_MARKS.sub("", text)
        and not _PROCEDURE.search(text)
        and not _OPINION.match(one.shown)
        and not _is_copy(text, title)
    )


def _is_copy(text: str, title: str) -> bool:
    return bool(title) and likeness(grams(text), grams(title)) > 0.85
