"""Despinning measured: how near a spun text comes to its original when the lexicon never saw the sentence.

The aligned sentences of an article are split in two by turns; what one half teaches restores the other, and the other way
round. The character error rate counts insertions, deletions and substitutions per character of the original (Levenshtein 1966).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.errors import SettingsError

Aligned = tuple[str, str]
"""A spun sentence and its original."""
Teach = Callable[[Sequence[Aligned]], Callable[[str], str]]
"""Takes aligned sentences to learn from; returns what restores a spun sentence."""

_WIDE = str.maketrans(",:?()", "，：？（）")


class Fold(NamedTuple):
    """Hold the errors of one half."""

    spun_errors: int
    """Errors of the sentences as they came."""
    errors: int
    """Errors after restoring."""
    chars: int
    """Length of the originals."""


def read_pairs(path: Path) -> tuple[Aligned, ...]:
    """Read aligned sentences from rows of {spun, original}, punctuation widened as the clean room does.

    Raises SettingsError for a row that is not JSON or lacks a side.
    """
    pairs = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            pairs.append((str(row["spun"]).translate(_WIDE), str(row["original"]).translate(_WIDE)))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise SettingsError(f"{path}: row {number} must hold a spun and an original sentence") from error
    return tuple(pairs)


def two_fold(pairs: Sequence[Aligned], teach: Teach) -> tuple[Fold, Fold]:
    """Restore each half of the pairs with what the other half teaches."""
    first, second = (_measured(pairs[fold::2], teach(pairs[1 - fold :: 2])) for fold in (0, 1))
    return first, second


def error_rate(folds: Sequence[Fold], *, restored: bool = True) -> float:
    """Return the errors per character of the originals, 0 where there are none.

    >>> error_rate([Fold(4, 1, 10), Fold(2, 1, 10)])
    0.1
    """
    chars = sum(fold.chars for fold in folds)
    return sum(fold.errors if restored else fold.spun_errors for fold in folds) / chars if chars else 0.0


def _measured(pairs: Sequence[Aligned], restore: Callable[[str], str]) -> Fold:
    return Fold(
        sum(Levenshtein.distance(spun, clean) for spun, clean in pairs),
        sum(Levenshtein.distance(restore(spun), clean) for spun, clean in pairs),
        sum(len(clean) for _, clean in pairs),
    )
