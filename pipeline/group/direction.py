"""Direction: which of two copies that differ word by word was rewritten by a spinner.

A spinner whose forms are ordinary words leaves no rare form behind (`sketch.spun_degree` sees nothing), but a second copy
betrays it: people edit sentences, spinners swap words. Many swaps between two copies mean that one of them is spun; which one,
the lexicon's pairs and the words' frequencies tell, since a spinner replaces common words by rarer ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import NamedTuple

from pipeline import lexicon
from pipeline.document import Document
from pipeline.group.apparatus import differences
from pipeline.group.context import frequency
from pipeline.group.recall import Recall, afresh
from pipeline.group.shingles import resemblance, unpack
from pipeline.group.sketch import Sketch, body
from pipeline.group.substitutions import substitutions
from pipeline.han import han_chars
from pipeline.settings import GroupSettings

_LEAST_SWAPS_PER_THOUSAND = 15.0
"""Word swaps per 1,000 characters from which one of two copies is spun. Spun pairs we hold have 40 to 110, converted or edited
copies at most 6."""
_LEAST_LEAN = 0.3
_FREQUENCY_WEIGHT = 0.5
_LENGTH_RATIO = 0.5
"""Copies of which one is shorter than this share of the other are parts, whatever their words."""
_MOST_ALIKE = 0.8
"""Resemblance from which copies are too alike for swapped words: fifteen swaps in 1,000 characters break seventy shingles."""

_LOOKS = 4
"""Reworded copies that a document is compared with; each comparison reads both texts."""
_QUESTION = b"spun"
"""What is asked of a pair, apart from what the matching asks."""


class Lean(NamedTuple):
    """Hold how two copies of one text differ in words."""

    swaps_per_thousand: float
    """Word-for-word differences per 1,000 Han characters of the shorter copy."""
    lean: float
    """From -1.5 (the first copy is the spun one) to 1.5 (the second one is)."""


def lean(first: Document, second: Document, settings: GroupSettings) -> Lean:
    """Measure the word swaps between two copies and which way they point."""
    texts = [[block.text for block in body(doc)] for doc in (first, second)]
    found = substitutions(differences(texts[0], texts[1], settings.sentence_score).beads)
    swaps = Counter({pair: n for pair, n in found.items() if all(_is_word(word) for word in pair)})
    size = min(sum(map(han_chars, own)) for own in texts)
    if not swaps or not size:
        return Lean(0.0, 0.0)
    known = {(pair.spun, pair.original) for pair in lexicon.pairs()}
    forward = sum(n for (own, other), n in swaps.items() if (other, own) in known)
    backward = sum(n for pair, n in swaps.items() if pair in known)
    votes = (forward - backward) / (forward + backward) if forward + backward else 0.0
    ratios = [math.log((frequency(own) + 1) / (frequency(other) + 1)) for own, other in swaps]
    return Lean(1000 * swaps.total() / size, votes + _FREQUENCY_WEIGHT * math.tanh(sum(ratios) / len(ratios)))


def spun_copy(first: Document, second: Document, settings: GroupSettings) -> Document | None:
    """Return the copy that a spinner made of the other one, None where neither is."""
    found = lean(first, second, settings)
    if found.swaps_per_thousand < _LEAST_SWAPS_PER_THOUSAND or abs(found.lean) < _LEAST_LEAN:
        return None
    return second if found.lean > 0 else first


def marked(
    own: Sequence[Sketch], load: Callable[[str], Document], settings: GroupSettings, recall: Recall = afresh
) -> list[Sketch]:
    """Mark as spun the copies of a story that were made of another one word by word.

    own: the copies of one story. Only pairs that share little of their wording though both are long are loaded and compared, and
    each document with a few others only.
    """
    found = {item.path: item for item in sorted(own, key=lambda item: item.path)}
    looked: Counter[str] = Counter()
    for first, second in combinations(list(found), 2):
        a, b = found[first], found[second]
        if max(a.spun, b.spun) >= settings.spun_degree or min(looked[first], looked[second]) >= _LOOKS:
            continue
        if not _are_reworded(a, b):
            continue
        looked.update((first, second))
        spun = recall((first, second), _QUESTION, str, partial(_spun_path, first, second, load, settings))
        if spun:
            found[spun] = replace(found[spun], spun=1.0)
    return list(found.values())


def _spun_path(first: str, second: str, load: Callable[[str], Document], settings: GroupSettings) -> str:
    spun = spun_copy(load(first), load(second), settings)
    return spun.provenance.path if spun else ""


def _are_reworded(a: Sketch, b: Sketch) -> bool:
    lengths = sorted((a.chars, b.chars))
    alike = resemblance(unpack(a.hashes), unpack(b.hashes))
    return lengths[0] >= _LENGTH_RATIO * lengths[1] and alike < _MOST_ALIKE


def _is_word(text: str) -> bool:
    return len(text) > 1 and han_chars(text) == len(text)
