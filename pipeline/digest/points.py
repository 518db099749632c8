"""The gist, the key points and the line of each section: which statements stand for the story.

Salience proposes, flaws dispose. Points are chosen greedily by facility location (Lin and Bilmes 2011, equation 4), so that
together they cover the story: at most one per section, none like another, none like the gist. A pronoun whose person the
sentence before names, and nobody else, is resolved in brackets that are marked as ours: 他[王选].
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.digest.features import grams, likeness
from pipeline.digest.flaws import (
    LOOSE_PRONOUN,
    NAMELESS,
    SUBJECTLESS,
    VERBLESS,
    Flaw,
    flaws,
    has_loose_pronoun,
    has_predicate,
    has_subject,
    pronoun_at,
    quotes_nobody,
)
from pipeline.digest.statements import Statement
from pipeline.digest.words import Word
from pipeline.settings import DigestSettings
from pipeline.story import Passage

GIST_OPENING = 12
"""Statements from the start that may be the gist; none beyond the first heading if two or more stand before it."""
GIST_CLOSING = 4
"""Statements from the end that may be."""
MINOR_COST = 0.22
"""What a flaw that is not fatal costs a point, in salience."""
POINT_MIN_CHARS = 18
COVER_WEIGHT = 3.0
"""How much covering the story counts beside a point's own salience."""
OPENING_BONUS = 0.3
"""What being the first sentence counts for beside salience; it falls to nothing with the last one of the opening."""
DECK_BONUS = 0.15
"""What standing in the first paragraph counts for."""
STRANGER_COST = 0.2
"""What a person whom the title does not name costs a gist: readers have not met them yet."""
CUE_BONUS = 0.15
"""What a sentence that tells of a change, a finding or a decision is worth beside its salience."""
GIST_LEAST, GIST_SHARE = 0.30, 0.45
"""A gist that carries less than this, or less than this share of the most telling sentence, is no gist; pieces of pure
opinion fall below it."""
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
        """Salience less the cost of minor flaws; heavy ones cost twice."""
        return self.salience - MINOR_COST * (len(self.flaws) + sum(flaw.name in _HEAVY for flaw in self.flaws))

    def passage(self) -> Passage:
        """Point at the sentence."""
        return self.statement.passage(self.value, self.shown)


def judge(statement: Statement, words: Sequence[Word], salience: float, people: Sequence[str]) -> Judged:
    """Find a statement's flaws; words: those of the statement.

    What a connective at its head spoils is mended by leaving that out, what its pronoun spoils by naming the person.
    """
    whole = _judge(statement, words, salience, people)
    lead = _CONNECTIVE.match(statement.text)
    if lead is None or not (whole.flaws or _HEARSAY.match(lead.group())):
        return whole
    start = statement.start + lead.end()
    rest = statement._replace(text=statement.text[lead.end() :], start=start, before=statement.before + lead.group())
    trimmed = _judge(rest, [word for word in words if word.start >= start], salience, people)
    better = trimmed.is_fit and (
        not whole.is_fit or len(trimmed.flaws) < len(whole.flaws) + bool(_HEARSAY.match(lead.group()))
    )
    return trimmed if better and "却" not in rest.text[:_TURN_CHARS] else whole


_HEARSAY = re.compile("据")
"""据悉 and its kin go even where they spoil nothing."""
_TURN_CHARS = 24
"""A 却 this early turns against what the connective tied it to."""


_CONNECTIVE = re.compile(
    "(?:(?:但是|不过|然而|可是|此外|另外|同时|与此同时|因此|所以|因而|于是|而且|并且|事实上|实际上|其实|当然|显然|的确|确实|据悉|据了解|据介绍|"
    "毫无疑问|总的来[说看]|总之|(?:不幸|幸运|遗憾|可惜|有趣|有意思|值得注意|更重要|更糟糕?|令人[^，。]{2,4})的是)，)+|(?:但是?|不过|然而|而(?!今|立|且|是|已|非|言))(?=[^，]{4})"
    "|第[一二三四五六]是[^，。：]{1,6}："
)
"""Words at the head of a sentence that tie it to the one before and state nothing."""


def _judge(statement: Statement, words: Sequence[Word], salience: float, people: Sequence[str]) -> Judged:
    found = flaws(statement.text)
    if quotes_nobody(statement.text, people):
        found = (*found, NAMELESS)
    if LOOSE_PRONOUN not in found and has_loose_pronoun(statement.text, people):
        found = (*found, LOOSE_PRONOUN)
    if not any(flaw.fatal for flaw in found):
        missing = ((SUBJECTLESS, has_subject), (VERBLESS, has_predicate))
        found = (*found, *(flaw for flaw, is_there in missing if not is_there(words)))
    shown = statement.text
    if any(flaw.name.startswith(("opens by leaning", "points at something")) for flaw in found):
        resolved = _resolved(statement, people)
        if resolved and not any(flaw.fatal for flaw in flaws(resolved[0])):
            return Judged(statement, salience - 0.05, (), resolved[1], content_of(words))
    return Judged(statement, salience, found, shown, content_of(words))


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


def _resolved(statement: Statement, people: Sequence[str]) -> tuple[str, str] | None:
    """Resolve the pronoun that a sentence opens with, as (text to judge, text to print); None where more than one person may be meant."""
    place = pronoun_at(statement.text)
    if (
        place is None
        or place[0] > 8
        or (re.search("[^，、年月日在从]", statement.text[: place[0]].strip("0123456789")) and place[0] > 3)
    ):
        return None
    named = [person for person in people if person in statement.before]
    distinct = [p for p in named if not any(p != other and p in other for other in named)]
    if len(distinct) != 1 or any(person in statement.text for person in people):
        return None
    start, end = place
    text = statement.text
    return text[:start] + distinct[0] + text[end:], f"{text[:end]}[{distinct[0]}]{text[end:]}"


def gist(
    judged: Sequence[Judged], title: str, topic: Sequence[str], people: Sequence[str], settings: DigestSettings
) -> Judged | None:
    """Choose the sentence that stands for the story, from its opening or its conclusion; None where none can.

    topic: the top keywords and the words of the title; people: every form of a person's name. A gist has no flaw at all, two
    topic words (one in the first paragraph, which is the deck as a rule), a length within the settings, and is no copy of the title.
    """
    deck = judged[0].statement.paragraph if judged else ""
    opening = _opening(judged)
    least = max(GIST_LEAST, GIST_SHARE * max((one.salience for one in judged if one.is_fit), default=0.0))
    best: tuple[float, Judged] | None = None
    for index, one in enumerate(judged):
        closing = index >= len(judged) - GIST_CLOSING
        if not (index < opening or closing) or not _can_be_gist(one, title, settings):
            continue
        text = one.statement.text
        stranger = any(person in one.shown and person not in title for person in people)
        if stranger and index >= opening:
            continue
        held = {word for word in topic if word in text}
        if len(held) < min(1 if one.statement.paragraph == deck else 2, len(topic)):
            continue
        score = one.salience + 0.08 * min(len(held), 4) + CUE_BONUS * bool(_GIST_CUE.search(text))
        score += OPENING_BONUS * (1 - index / GIST_OPENING) if index < opening else 0.0
        score += DECK_BONUS * (one.statement.paragraph == deck)
        score -= STRANGER_COST * stranger
        if one.salience >= least and (best is None or score > best[0]):
            best = score, one
    return best[1] if best else None


_GIST_CUE = re.compile(
    "正在|重新|成为|面临|引发|打乱|推动|意味着|普遍|禁止|取代|很难|难以|缺[少乏]|短缺|无法|宣布|决定|首次|推出|发布|启动|研究(?:者|人员)?(?:认为|发现|指出|显示|表明)|不再|依赖|改变|转向|走向"
)
"""What a sentence says that tells a whole story: a change, a finding, a decision."""
_TERM_IN_MARKS = re.compile("“[^“”]{1,9}”")


def _opening(judged: Sequence[Judged]) -> int:
    """Count the statements that open a story: those before the first heading, if two or more do."""
    if not judged:
        return 0
    first = judged[0].statement.section
    size = sum(one.statement.section == first for one in judged)
    return min(GIST_OPENING, size if size >= 2 else GIST_OPENING)


def _can_be_gist(one: Judged, title: str, settings: DigestSettings) -> bool:
    text = one.statement.text
    return (
        not one.flaws
        and settings.gist_min_chars <= len(text) <= settings.gist_max_chars
        and "“" not in _TERM_IN_MARKS.sub("", text)
        and not _OPINION.match(text)
        and not _is_copy(text, title)
    )


_OPINION = re.compile(
    "[\u4e00-\u9fff·]{2,4}(?:认为|表示|说|担心|指出|坦言|觉得|告诉|回忆)(?!，?研究)(?<!研究者认为)(?<!专家认为)"
)
"""A bare name and what it thinks: nobody has been told yet who that is."""


def _is_copy(text: str, title: str) -> bool:
    return bool(title) and likeness(grams(text), grams(title)) > 0.85


def points(judged: Sequence[Judged], taken: Judged | None, settings: DigestSettings) -> tuple[Judged, ...]:
    """Choose the key points, in the text's order."""
    wanted = max(3, min(settings.points_max, round(sum(len(one.statement.text) for one in judged) / CHARS_PER_POINT)))
    shelves = shelves_of(judged, wanted)
    alike = likenesses([one.statement.text for one in judged])
    nearest = np.zeros(len(judged))
    chosen: list[int] = []
    if taken is not None:
        chosen.append(judged.index(taken))
        nearest = alike[chosen[0]]
    candidates = [index for index, one in enumerate(judged) if one is not taken and _fits(one, settings)]
    floor = FLOOR * max((judged[index].value for index in candidates), default=0.0)
    while len(chosen) - (taken is not None) < wanted:
        used = {shelves[index] for index in chosen if judged[index] is not taken}
        free = [
            index
            for index in candidates
            if shelves[index] not in used
            and (judged[index].value >= floor or len(chosen) < 3)
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
    return tuple(judged[index] for index in sorted(chosen) if judged[index] is not taken)


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
