"""Substitutions: the word pairs that two aligned sentences, one of them spun, give away.

Characters are aligned first; a difference is then widened to word boundaries on both sides and cut again where the two sides
fall apart into pairs seen elsewhere, so that 我方 → 自己 is learned and not a single character of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from pipeline.group.context import boundaries

_LONGEST = 6
_PEELED = 3
"""Longest spun form that is cut off a longer difference once it was seen alone."""
_ROUNDS = 3

_Pair = tuple[str, str]


def substitutions(aligned: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Count the (spun, original) pairs in aligned (spun, clean) sentences."""
    raw = [pair for spun, clean in aligned for pair in _stretches(spun, clean)]
    found: Counter[_Pair] = Counter()
    known: dict[str, list[str]] = {}
    for _ in range(_ROUNDS):
        found = Counter(_bare(*pair) for whole in raw for pair in _split(*whole, known) if pair[0] != pair[1])
        known = {}
        for spun, original in found:
            if len(spun) <= _PEELED:
                known.setdefault(spun, []).append(original)
    return Counter({pair: n for pair, n in found.items() if max(map(len, pair)) <= _LONGEST})


def _stretches(spun: str, clean: str) -> Sequence[_Pair]:
    """Cut both sentences at the places where equal characters and word boundaries coincide."""
    own, theirs = boundaries(spun), boundaries(clean)
    places = {(0, 0), (len(spun), len(clean))}
    for code in Levenshtein.opcodes(spun, clean):
        if code.tag == "equal":
            steps = range(code.src_end - code.src_start + 1)
            both = ((code.src_start + step, code.dest_start + step) for step in steps)
            places.update(place for place in both if place[0] in own and place[1] in theirs)
    found = [(spun[a:c], clean[b:d]) for (a, b), (c, d) in pairwise(sorted(places))]
    return [(before, after) for before, after in found if before and after and before != after]


def _split(spun: str, clean: str, known: Mapping[str, Sequence[str]]) -> list[_Pair]:
    for cut in range(len(spun) - 1, 0, -1):
        for original in known.get(spun[:cut], ()):
            if clean.startswith(original) and len(clean) > len(original):
                return [(spun[:cut], original), *_split(spun[cut:], clean[len(original) :], known)]
        for original in known.get(spun[cut:], ()):
            if clean.endswith(original) and len(clean) > len(original):
                return [*_split(spun[:cut], clean[: -len(original)], known), (spun[cut:], original)]
    if len(spun) == len(clean) > 2:
        for cut in sorted(boundaries(clean)):
            if 0 < cut < len(clean) and (cut >= 2 or spun[:cut] == clean[:cut]):
                return [*_split(spun[:cut], clean[:cut], known), *_split(spun[cut:], clean[cut:], known)]
    return [(spun, clean)]


def _bare(spun: str, clean: str) -> _Pair:
    """Strip what both sides share, down to two characters."""
    while len(spun) > 2 and len(clean) >= 2 and spun[0] == clean[0]:
        spun, clean = spun[1:], clean[1:]
    while len(spun) > 2 and len(clean) >= 2 and spun[-1] == clean[-1]:
        spun, clean = spun[:-1], clean[:-1]
    return spun, clean
