"""Despinning: undo a rewriting tool's substitutions where no clean copy says what stood there.

Each known spun form in a spun text is weighed: how often the form is a spinner's work, which original is likeliest, how well
each reading fits its neighbours, and what the rest of the text says (`evidence`). The best way through a sentence is found
by beam search over "leave" and "restore"; each restoration then carries a confidence, and below the threshold the form stays
and is marked. A text that is not spun is never touched: the same words are ordinary in clean text (188 false hits in 29,600
characters).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline import lexicon
from pipeline.group.alignment import Change
from pipeline.group.context import Context, context, frequency
from pipeline.group.evidence import Evidence, common_words, inside_penalty
from pipeline.group.sketch import spun_degree
from pipeline.lexicon import Pair
from pipeline.segments import sentences
from pipeline.settings import GroupSettings

_SEEN_PRIOR = 6.0
"""Log odds of a pair seen once in aligned texts; chosen by two-fold cross-validation, flat between 3 and 9."""
_TOLD_PRIOR = -1.0
"""Log odds of a pair known only from general knowledge of such tools; -0.5 to -1.5 differ little, 1 restores too much."""
_RIVAL_PENALTY = 3.0
"""Log odds against a told original where another original of the same form was seen."""
_FREQUENCY_WEIGHT = 0.5
_FREQUENCY_LIMIT = 4.0
"""Spinners put rarer words for commoner ones: weight and limit of the log ratio of frequencies."""
_CONTEXT_WEIGHT = 0.5
_NEIGHBOURS = 3
"""Characters after a form that its reading still influences."""
_BEAM = 6
_FAMILY_SHARE = 0.2
"""A family with fewer of the rare forms found did not spin this text."""


class Restoration(NamedTuple):
    """Hold one spun form with the word that probably stood there."""

    start: int
    """Offset in the spun text."""
    spun: str
    original: str
    """Equal to `spun` where the confidence was too low and the form stays."""
    confidence: float
    """In [0, 1]."""


class _Option(NamedTuple):
    original: str
    prior: float


class Spinner:
    """Know the forms of one or more spinners; read-only once built."""

    def __init__(self, pairs: Iterable[Pair], text: str = "") -> None:
        """Weigh the originals of each spun form; text: the whole spun text, which speaks against some of them."""
        self._options: dict[str, tuple[_Option, ...]] = {}
        known = tuple(pairs)
        evidence = Evidence(text, known)
        for spun, found in lexicon.candidates(known).items():
            seen = any(pair.uses for pair in found)
            self._options[spun] = tuple(
                _Option(pair.original, _prior(pair, seen) - evidence.against(pair)) for pair in found
            )
        self._longest = max(map(len, self._options), default=0)

    def options(
        self, text: str, start: int, words: Sequence[tuple[int, int]] = ()
    ) -> Iterable[tuple[int, tuple[_Option, ...]]]:
        """List (end, originals) of the spun forms that start at an offset, longest first.

        words: spans of the common words; a piece of one is hardly a spun form.
        """
        for end in range(min(len(text), start + self._longest), start, -1):
            found = self._options.get(text[start:end], ())
            penalty = inside_penalty(start, end, words) if found else 0.0
            if found:
                yield end, tuple(_Option(item.original, item.prior - penalty) for item in found)


def _prior(pair: Pair, seen: bool) -> float:
    if pair.uses:
        return _SEEN_PRIOR + math.log(pair.uses)
    ratio = math.log((frequency(pair.original) + 5) / (frequency(pair.spun) + 5))
    limited = max(-_FREQUENCY_LIMIT, min(_FREQUENCY_LIMIT, ratio))
    return _TOLD_PRIOR + _FREQUENCY_WEIGHT * limited - (_RIVAL_PENALTY if seen else 0.0)


def active_families(text: str) -> frozenset[str]:
    """Name the spinner families whose rare forms a text shows."""
    hits = Counter(hit.pair.family for hit in lexicon.rare_hits(text))
    total = sum(hits.values())
    return frozenset(family for family, count in hits.items() if count >= _FAMILY_SHARE * total)


def spinner_for(text: str, learned: Sequence[Pair] = ()) -> Spinner:
    """Choose the shipped families that fit a text and add pairs learned from its own clean witness."""
    families = active_families(text)
    return Spinner([*learned, *(pair for pair in lexicon.pairs() if pair.family in families)], text)


def despin(text: str, settings: GroupSettings, spinner: Spinner | None = None) -> tuple[Restoration, ...]:
    """Propose restorations for a whole text if it is spun; an unspun one gets none.

    spinner: the forms to look for; by default the shipped families that the text shows.
    """
    if spun_degree(text) < settings.spun_degree:
        return ()
    return restorations(text, spinner or spinner_for(text), settings)


def restorations(text: str, spinner: Spinner, settings: GroupSettings) -> tuple[Restoration, ...]:
    """Propose restorations for a text that is known to be spun, left to right and disjoint."""
    model, found = context(), []
    for start, end in sentences(text):
        sentence = text[start:end]
        words = common_words(sentence)
        for place, spun, original in _best_path(sentence, spinner, model, words):
            readings = [_Option(spun, 0.0), *_originals(sentence, place, spun, spinner, words)]
            confidence = _confidence(sentence, place, spun, original, readings, model)
            kept = original if confidence >= settings.despin_confidence else spun
            found.append(Restoration(start + place, spun, kept, round(confidence, 4)))
    return tuple(found)


def as_changes(found: Iterable[Restoration]) -> tuple[Change, ...]:
    """Turn restorations into changes of the text; those left standing change nothing."""
    return tuple(
        Change(item.start, item.start + len(item.spun), item.original) for item in found if item.original != item.spun
    )


class _Path(NamedTuple):
    score: float
    tail: str
    """The last two characters of the restored text."""
    chosen: tuple[tuple[int, str, str], ...]


def _best_path(
    sentence: str, spinner: Spinner, model: Context, common: Sequence[tuple[int, int]]
) -> tuple[tuple[int, str, str], ...]:
    beams: dict[int, list[_Path]] = {0: [_Path(0.0, "", ())]}
    for i in range(len(sentence)):
        paths = sorted(beams.pop(i, ()), key=lambda path: (-path.score, path.chosen))[:_BEAM]
        steps = [(i + 1, sentence[i], 0.0, False)]
        steps += [
            (end, o.original, o.prior, True) for end, found in spinner.options(sentence, i, common) for o in found
        ]
        for path in paths:
            for end, words, prior, restores in steps:
                score = path.score + prior + _CONTEXT_WEIGHT * model.score(path.tail, words)
                chosen = (*path.chosen, (i, sentence[i:end], words)) if restores else path.chosen
                beams.setdefault(end, []).append(_Path(score, (path.tail + words)[-2:], chosen))
    best = min(beams.get(len(sentence), [_Path(0.0, "", ())]), key=lambda path: (-path.score, path.chosen))
    return best.chosen


def _originals(
    sentence: str, start: int, spun: str, spinner: Spinner, words: Sequence[tuple[int, int]]
) -> tuple[_Option, ...]:
    end = start + len(spun)
    return next((found for place, found in spinner.options(sentence, start, words) if place == end), ())


def _confidence(
    sentence: str, start: int, spun: str, original: str, readings: Sequence[_Option], model: Context
) -> float:
    """Weigh the chosen reading against every other reading of the same form, itself included (softmax)."""
    before, after = sentence[:start][-2:], sentence[start + len(spun) :][:_NEIGHBOURS]
    scores = {
        item.original: item.prior + _CONTEXT_WEIGHT * model.score(before, item.original + after) for item in readings
    }
    highest = max(scores.values())
    return math.exp(scores[original] - highest) / sum(math.exp(score - highest) for score in scores.values())
