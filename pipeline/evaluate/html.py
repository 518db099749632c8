"""Measure main content of web pages: character-bigram precision, recall and F1 against what a person kept.

The text is normalised to NFKC and white space does not count; figures are means over pages, `good` is the share of pages with
F1 of at least .9.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

GOOD_F1 = 0.9


class Score(NamedTuple):
    """Hold precision, recall and F1, each in [0, 1]."""

    precision: float
    recall: float
    f1: float


class Summary(NamedTuple):
    """Hold mean scores over pages."""

    pages: int
    precision: float
    recall: float
    f1: float
    good: float
    """Share of pages with F1 >= GOOD_F1."""


def bigrams(text: str) -> Counter[str]:
    """Count the character bigrams of a text after NFKC, white space left out.

    >>> sorted(bigrams("甲 乙Ａ"))
    ['乙A', '甲乙']
    """
    chars = "".join(unicodedata.normalize("NFKC", text).split())
    return Counter(map("".join, itertools.pairwise(chars)))


def page_score(text: str, gold: str) -> Score:
    """Compare an extracted text with the gold text of its page.

    >>> page_score("甲乙丙", "甲乙丙丁")
    Score(precision=1.0, recall=0.6666666666666666, f1=0.8)
    """
    ours, theirs = bigrams(text), bigrams(gold)
    shared = (ours & theirs).total()
    return score_of(shared, ours.total(), theirs.total())


def score_of(shared: int, ours: int, theirs: int) -> Score:
    """Compute precision, recall and F1 from counts of shared, extracted and gold bigrams."""
    precision, recall = shared / max(1, ours), shared / max(1, theirs)
    total = precision + recall
    return Score(precision, recall, 2 * precision * recall / total if total else 0.0)


def summary(scores: Iterable[Score]) -> Summary:
    """Average the scores of pages; all zero where there are none."""
    rows = list(scores)
    count = max(1, len(rows))
    precision, recall, f1 = (sum(row[column] for row in rows) / count for column in range(3))
    return Summary(len(rows), precision, recall, f1, sum(row.f1 >= GOOD_F1 for row in rows) / count)
