"""Context: how well a word fits between its neighbours.

A character trigram model with interpolated back-off (Jelinek and Mercer 1980), counted from the words and frequencies of
jieba's dictionary, which ships with that package: nothing is trained here and no text is stored. It knows what words look
like, not what sentences mean; that is enough to choose between a spun form and its original, not to write.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache

from pipeline.segmenter import lexicon

_SCALE = 200.0
"""Dictionary frequencies are divided by this, so that back-off weights stay in the range of a text of some 300,000 words."""
_CAP = 900.0
"""Weight of the commonest words; without it a dozen particles would fill the model."""
_BIGRAM_WEIGHT = 8.0
_TRIGRAM_WEIGHT = 4.0
"""Counts worth of trust in the shorter context."""
EDGE = "^^"
"""What stands before a sentence."""


def frequency(word: str) -> int:
    """Return how often jieba's dictionary counted a word, 0 for unknown ones."""
    return int(lexicon().FREQ.get(word) or 0)


def boundaries(text: str) -> frozenset[int]:
    """Return the offsets where words begin or end."""
    offsets, position = {0}, 0
    for word in lexicon().cut(text, HMM=False):
        position += len(word)
        offsets.add(position)
    return frozenset(offsets)


class Context:
    """Score characters by the two before them; immutable once built."""

    def __init__(self) -> None:
        """Count characters, pairs and triples inside the words of the dictionary."""
        self._one: Counter[str] = Counter()
        self._two: Counter[str] = Counter()
        self._three: Counter[str] = Counter()
        for word, count in lexicon().FREQ.items():
            if count and len(word) > 1:
                weight = min(count / _SCALE, _CAP)
                for i, char in enumerate(word):
                    self._one[char] += weight
                    self._two[word[i : i + 2]] += weight
                    self._three[word[i : i + 3]] += weight
        self._total = sum(self._one.values())

    def log_probability(self, before: str, char: str) -> float:
        """Return the natural logarithm of a character's probability after two others."""
        one = (self._one[char] + 0.5) / (self._total + 4000)
        last = before[-1:]
        two = (self._two[last + char] + _BIGRAM_WEIGHT * one) / (self._one[last] + _BIGRAM_WEIGHT)
        three = (self._three[before + char] + _TRIGRAM_WEIGHT * two) / (self._two[before] + _TRIGRAM_WEIGHT)
        return math.log(three)

    def score(self, before: str, text: str) -> float:
        """Sum the log probabilities of a text's characters after the two characters `before`."""
        total, history = 0.0, (EDGE + before)[-2:]
        for char in text:
            total += self.log_probability(history, char)
            history = history[-1] + char
        return total


@cache
def context() -> Context:
    """Return the shared model, built at first use in about a second."""
    return Context()
