"""Whether a sentence says who or what, and what of it: a subject before its verb, and a predicate at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.digest.flaws import Flaw
from pipeline.digest.words import Word

VERBLESS = Flaw("has no predicate", re.compile(""), False, False)
SUBJECTLESS = Flaw("does not say who or what", re.compile(""), False, False)
_NOUNS = ("n", "r", "eng", "m", "j", "x", "s", "l", "i", "a", "f", "b", "z")


_AIMED_CLAUSES = 7
"""Clauses looked at where a sentence opens with its aim: 为提高……，增强……，法院走进工地。"""


def has_subject(words: Sequence[Word]) -> bool:
    """Say whether one of the first three clauses has a noun before its first verb, prepositional phrases aside.

    >>> from pipeline.digest.words import words_of
    >>> has_subject(words_of("在病房中，发现了一个奇迹。")), has_subject(words_of("在病房中，医生发现了奇迹。"))
    (False, True)
    """
    clauses: list[list[Word]] = [[]]
    for word in words:
        if word.text in "，。；：！？、":
            clauses.append([])
        elif word.text.strip():
            clauses[-1].append(word)
    aims = bool(words) and words[0].text in {"为", "为了"}
    for clause in [clause for clause in clauses if clause][: _AIMED_CLAUSES if aims else 3]:
        if clause[0].text == "有" and len(clause) > 2 and clause[1].tag[:1] == "n":
            return True  # 有研究者指出
        if clause[0].tag == "p" and not any(word.tag.startswith("v") for word in clause[1:]):
            continue
        phrase = clause[0].tag == "p"
        modified = clause[0].text == "由" and any(word.tag == "uj" for word in clause)  # 由我国设计的新船
        for word in clause:
            modified = modified and word.tag != "uj"
            if not modified and word.tag.startswith("v") and not word.tag.startswith("vn"):
                break
            if word.tag.startswith(_NOUNS) and not phrase:
                return True
            phrase = phrase and word.tag not in {"f", "uj"}
    return False


def has_predicate(words: Sequence[Word]) -> bool:
    """Say whether a sentence has a verb or an adjective that could be its predicate.

    >>> from pipeline.digest.words import words_of
    >>> has_predicate(words_of("三十年的光与影。")), has_predicate(words_of("新馆明天开放。"))
    (False, True)
    """
    if not words:
        return False
    if _PASSIVE.search("".join(word.text for word in words)):
        return True
    after = [*(word.tag for word in words[1:]), "x"]
    return any(
        (word.tag[:1] in "va" and word.tag not in {"vn", "an", "ad"}) or (word.tag == "vn" and follow in _OBJECTS)
        for word, follow in zip(words, after, strict=True)
    )


_PASSIVE = re.compile("被[^，。的]{2,}(?:[，。]|判)|判处")
_OBJECTS = frozenset(("m", "ul", "x", "d", "p"))
"""Tags of what follows a verb, and no noun that it makes up: 诈骗近200万元, 开庭审理。"""
