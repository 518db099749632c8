"""Names that a trained field reads from their surroundings, each with a probability: `names.crf.xz`, made by `name_training`.

It proposes; `pipeline.digest.proposals` weighs it against the rules. Score first, decide second: no threshold stands here.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.digest.name_features import Place, features_of, places_of
from pipeline.digest.words import Word

MODEL = Path(__file__).resolve().parent / "names.crf.xz"
KINDS = {"P": "person", "O": "organisation", "L": "place", "W": "product", "G": "product"}


class Mark(NamedTuple):
    """Hold one name: its span, and P, O, L, W or G for person, organisation, place, work or product."""

    start: int
    end: int
    kind: str


class Reading(NamedTuple):
    """Hold the names that a text was read to hold, and what was asked besides; probabilities are the least of any place."""

    names: tuple[tuple[Mark, float], ...]
    asked: tuple[dict[str, float], ...]
    """For each asked span the probability of each kind (of a name: "person", "place", ...)."""


@cache
def _shipped() -> bytes:
    return lzma.decompress(MODEL.read_bytes())


@cache
def _tagger(model: bytes) -> Any:
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model)
    return tagger


def read(text: str, words: Sequence[Word], asked: Iterable[tuple[int, int]] = (), model: bytes = b"") -> Reading:
    """Read the names of a text, in order and disjoint, and weigh the spans that are asked for.

    words: of the same text, as `words_of` cuts them. model: b"" stands for the one that ships.
    """
    places = places_of(text)
    if not places:
        return Reading((), tuple({} for _ in asked))
    tagger = _tagger(model or _shipped())
    tagger.set(features_of(text, places, words))
    known = frozenset(tagger.labels())
    marks = _marks(tagger.tag())
    at = {place.start: index for index, place in enumerate(places)}
    behind = {place.end: index for index, place in enumerate(places)}
    names = tuple(
        (_bare(places, first, last, kind), _probability(tagger, known, first, last, kind))
        for first, last, kind in marks
    )
    weighed = (
        _kinds(tagger, known, at[start], behind[end]) if start in at and end in behind else {} for start, end in asked
    )
    return Reading(tuple((mark, sure) for mark, sure in names if mark.start < mark.end), tuple(weighed))


def _bare(places: Sequence[Place], first: int, last: int, kind: str) -> Mark:
    """Leave the marks around a name out: 《江声》 is 江声."""
    first += places[first].text in _OPENING
    last -= last > first and places[last].text in _CLOSING
    return Mark(places[first].start, places[last].end, kind) if first <= last else Mark(0, 0, kind)


_OPENING, _CLOSING = frozenset("《“"), frozenset("》”")


def _marks(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """List the names that a row of labels spells: first place, last place, kind."""
    found: list[tuple[int, int, str]] = []
    first = -1
    for index, label in enumerate(labels):
        if label[0] in "BS":
            first = index
        elif label == "O" or label[-1] != labels[first][-1]:
            first = -1
        if label[0] in "SE" and first >= 0:
            found.append((first, index, label[-1]))
            first = -1
    return found


def _probability(tagger: Any, known: frozenset[str], first: int, last: int, kind: str) -> float:
    """Return the least marginal of the labels that make places first…last one name of the kind."""
    inner = [f"M{kind}"] * (last - first - 1)
    labels = [f"S{kind}"] if first == last else [f"B{kind}", *inner, f"E{kind}"]
    if not known.issuperset(labels):
        return 0.0
    return min(float(tagger.marginal(label, first + number)) for number, label in enumerate(labels))


def _kinds(tagger: Any, known: frozenset[str], first: int, last: int) -> dict[str, float]:
    weights: dict[str, float] = {}
    for letter, kind in KINDS.items():
        weights[kind] = max(weights.get(kind, 0.0), _probability(tagger, known, first, last, letter))
    return weights


def placed(places: Sequence[Place], mark: Mark) -> list[int]:
    """List the numbers of the places that a name covers."""
    return [i for i, place in enumerate(places) if place.start < mark.end and place.end > mark.start]
