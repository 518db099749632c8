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
    NAMELESS,
    SUBJECTLESS,
    VERBLESS,
    Flaw,
    flaws,
    has_predicate,
    has_subject,
    pronoun_at,
    quotes_nobody,
)
from pipeline.digest.statements import Statement
from pipeline.digest.words import Word
from pipeline.settings import DigestSettings
from pipeline.story import Passage

GIST_OPENING = 10
"""Statements from the start that may be the gist."""
GIST_CLOSING = 4
"""Statements from the end that may be."""
MINOR_COST = 0.22
"""What a flaw that is not fatal costs a point, in salience."""
POINT_MIN_CHARS = 18
COVER_WEIGHT = 3.0
"""How much covering the story counts beside a point's own salience."""
OPENING_BONUS = 0.2
"""What the opening counts for beside salience; the first sentence gets it twice."""
GIST_LEAST = 0.30
"""A gist that carries less than this of the story is no gist; pieces of pure opinion fall below it."""
FLOOR = 0.5
"""Beyond the third, a point must carry this share of the best one's value: a weak section goes without."""
LINE_LEAST = 0.35
"""A section whose best sentence carries less has its heading alone in the outline."""
CHARS_PER_POINT = 250
REPEATED = 0.6
"""Share of its content words that makes a sentence a repetition of another; likeness of characters alone misses rewordings."""


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
        """Salience less the cost of minor flaws; a missing subject costs twice."""
        return self.salience - MINOR_COST * (len(self.flaws) + (SUBJECTLESS in self.flaws))

    def passage(self) -> Passage:
        """Point at the sentence."""
        return self.statement.passage(self.value, self.shown)


def judge(statement: Statement, words: Sequence[Word], salience: float, people: Sequence[str]) -> Judged:
    """Find a statement's flaws, and resolve its pronoun if that mends them; words: those of the statement."""
    found = flaws(statement.text)
    if quotes_nobody(statement.text, people):
        found = (*found, NAMELESS)
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


def gist(judged: Sequence[Judged], title: str, topic: Sequence[str], settings: DigestSettings) -> Judged | None:
    """Choose the sentence that stands for the story, from its opening or its conclusion; None where none can.

    topic: the top keywords and the words of the title. A gist has no flaw at all, two topic words (one in the first
    paragraph, which is the deck as a rule), a length within the settings, and is no copy of the title.
    """
    deck = judged[0].statement.paragraph if judged else ""
    best: tuple[float, Judged] | None = None
    for index, one in enumerate(judged):
        opening, closing = index < GIST_OPENING, index >= len(judged) - GIST_CLOSING
        if not (opening or closing) or not _can_be_gist(one, title, settings):
            continue
        held = {word for word in topic if word in one.statement.text}
        if len(held) < min(1 if one.statement.paragraph == deck else 2, len(topic)):
            continue
        bonus = OPENING_BONUS * (2 - index / GIST_OPENING) if opening else 0.0
        score = one.salience + bonus + 0.08 * min(len(held), 5)
        if one.salience >= GIST_LEAST and (best is None or score > best[0]):
            best = score, one
    return best[1] if best else None


def _can_be_gist(one: Judged, title: str, settings: DigestSettings) -> bool:
    text = one.statement.text
    return (
        not one.flaws
        and one.shown == text
        and settings.gist_min_chars <= len(text) <= settings.gist_max_chars
        and "“" not in text
        and not _is_copy(text, title)
    )


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
