"""The draft engine's prompt, one form in training and in use, and the clauses it is fed."""

from __future__ import annotations

import re

MIN_CLAUSE_CHARS = 18
"""A shorter clause joins its neighbour: alone it lacks the words that fix its meaning."""
MAX_CLAUSE_CHARS = 60
"""Joined clauses stay under this: the small model loses the thread of longer ones."""

_CLAUSE = re.compile(r"[^，,；：。！？?!]+(?:[，,](?=\d)[^，,；：。！？?!]*)*[，,；：。！？?!]*[”’」』）)》】]*")

FEW_SHOTS = (
    "Chinese: 目前，全市已有三百多家企业复工，\n"
    "English: At present, more than 300 companies in the city have resumed work,\n\n"
    "Chinese: 但他并不打算离开这座城市。\n"
    "English: but he does not intend to leave this city.\n\n"
    "Chinese: 分析人士认为，\n"
    "English: Analysts believe that\n\n"
    "Chinese: 去年的销售额达到2.4亿元，同比增长12%。\n"
    "English: last year's sales reached 240 million yuan, up 12% year on year.\n\n"
    "Chinese: 由该校学生设计的机器人在比赛中获得第一名。\n"
    "English: The robot designed by the school's students won first place in the competition.\n\n"
    "Chinese: “没有大家的帮助，我们走不到今天。”李敏说。\n"
    'English: "Without everyone\'s help, we would not have come this far," said Li Min.\n\n'
)
"""Six examples of our own, for the model without adapter; `FEW_SHOTS + prompt(zh, None)` is the whole prompt."""


def prompt(zh: str, words: str | None) -> str:
    """Write the prompt for one clause; the answer follows it after a space and ends at a newline.

    zh: Chinese text; line breaks become spaces. words: the gloss line, or None for none.

    >>> prompt("他同意。", "he agree.")
    'Chinese: 他同意。\\nWords: he agree.\\nEnglish:'
    """
    gloss = "" if words is None else f"Words: {_one_line(words)}\n"
    return f"Chinese: {_one_line(zh)}\n{gloss}English:"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def split_clauses(zh: str, *, min_chars: int = MIN_CLAUSE_CHARS, max_chars: int = MAX_CLAUSE_CHARS) -> list[str]:
    """Split a sentence at its punctuation into clauses; joined, they give the sentence back.

    min_chars: a clause below this takes in the next one while both stay within max_chars.

    >>> split_clauses("他说，项目已经完成，新的工厂将在明年三月投入使用，年产量可达五万台。")
    ['他说，项目已经完成，新的工厂将在明年三月投入使用，', '年产量可达五万台。']
    """
    parts = _CLAUSE.findall(zh)
    if "".join(parts) != zh or not parts:
        return [zh]
    clauses = [parts[0]]
    for part in parts[1:]:
        fits = len(clauses[-1]) + len(part) <= max_chars
        if fits and (len(clauses[-1]) < min_chars or len(part) < min_chars // 3):
            clauses[-1] += part
        else:
            clauses.append(part)
    return clauses
