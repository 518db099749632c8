"""ROUGE for Chinese: overlap of characters, of character pairs, and the longest common subsequence, as F1 with clipped counts.

A token is one Han character, a run of Latin letters, or a number with its percent sign; punctuation does not count.
Source: Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", equations 1 (ROUGE-N) and 2–4 (ROUGE-L, one
sentence, beta 1). Scores are percentages, as the field prints them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

_TOKEN = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*%?|[\u3400-\u9fff\U00020000-\U0002ffff]")

SIGNATURE = "rouge|f:1|clip:yes|tokens:han-char+latin+number|case:lower|version:1"


class Rouge(NamedTuple):
    """Hold the three F1 scores, in per cent."""

    one: float
    two: float
    longest: float

    @property
    def mean(self) -> float:
        """Average the three."""
        return sum(self) / 3


def tokens(text: str) -> tuple[str, ...]:
    """Cut a text into tokens.

    >>> tokens("GPT-4涨了3.5%！")
    ('gpt', '4', '涨', '了', '3.5%')
    """
    return tuple(_TOKEN.findall(text.lower()))


def rouge(hypothesis: str, reference: str) -> Rouge:
    """Score a summary against one reference.

    >>> rouge("今天下雨", "今天下大雨").one.__round__(1)
    88.9
    """
    return rouge_of_tokens(tokens(hypothesis), tokens(reference))


def rouge_of_tokens(hypothesis: Sequence[str], reference: Sequence[str]) -> Rouge:
    """Score token sequences; two empty ones share nothing and score 0."""
    one, two = (
        _f1(_overlap(hypothesis, reference, n), max(len(hypothesis) + 1 - n, 0), max(len(reference) + 1 - n, 0))
        for n in (1, 2)
    )
    return Rouge(one, two, _f1(LCSseq.similarity(hypothesis, reference), len(hypothesis), len(reference)))


def _overlap(hypothesis: Sequence[str], reference: Sequence[str], n: int) -> int:
    """Count shared n-grams, each at most as often as the reference has it."""
    grams = (Counter(zip(*(side[i:] for i in range(n)), strict=False)) for side in (hypothesis, reference))
    return (next(grams) & next(grams)).total()


def _f1(hits: int, hypothesis: int, reference: int) -> float:
    return 200 * hits / (hypothesis + reference) if hits else 0.0
