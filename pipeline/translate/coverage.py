"""How much of a source its translation says: each content word is evidence for or against, weighed by how often it is said at all.

A word whose dictionary senses and usual translations are all missing speaks against the translation, the more so the more
reliably it is said elsewhere; a stretch of such words in a row is a clause that was left out, above all if nothing else of its
clause is said. It cannot tell a good translation from a bad one that uses the right words.
Source: the stretch is the maximal-sum run of log-likelihood ratios (Page 1954, "Continuous Inspection Schemes").
"""

from __future__ import annotations

import bisect
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.quantities import Quantity, quantities
from pipeline.translate.associations import associations
from pipeline.translate.dictionary import dictionary
from pipeline.translate.english_numbers import english_numbers
from pipeline.translate.name_faults import sounds_like_word
from pipeline.translate.names import is_plausible_name, romanized
from pipeline.translate.number_faults import is_said
from pipeline.translate.segmentation import TaggedWord, dictionary_stems, tagged_words
from pipeline.translate.stems import FUNCTION_WORDS, WORD, stem

_CHANCE = 0.09
"""Share of content words that another sentence's translation seems to say (measured on deranged pairs)."""
_KNOWN_RATIO = 0.75
_NAME_RATIO = 0.65
"""Lower for words only guessed to be names, for the guess is often wrong."""
_NUMBER_RATIO = 0.96
_LEAST_RATIO, _MOST_RATIO = 0.15, 0.96
_WEIGHT_MOST = 2.5
_CLAUSE_WEIGHT = 0.5
"""Measured on three recorded outputs with clauses left out: .35 to .75 do alike, 0 catches two to five in a hundred fewer."""
_CLAUSE_END = re.compile(r"[，,；：。！？?!]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]*")
_SPELLED = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_NAME = re.compile(r"\b[A-Z][A-Za-zà-ÿ]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CHARS_PER_HAN = 5.0
_CHARS_PER_LATIN = 1.25
_LOG_LENGTH_DEVIATION = 0.18
"""Standard deviation of log length about its expectation, Google's output on 100 news sentences."""


class Evidence(NamedTuple):
    """Hold one content word's testimony."""

    start: int
    end: int
    is_said: bool
    weight: float
    """Log-likelihood ratio of "translated" against "left out"."""


class _Content(NamedTuple):
    start: int
    end: int
    stems: frozenset[str]
    quantity: Quantity | None
    ratio: float
    name: str = ""
    """A word guessed to be a foreign name, which only sounds can find in English."""


def evidence(source: str, target: str) -> tuple[Evidence, ...]:
    """List the testimony of the source's content words, in order."""
    left = _counted(target)
    numbers, names = english_numbers(target), _NAME.findall(target)
    found = []
    for content in _contents(source):
        said_by = [word for word in content.stems if word in left]
        if content.quantity:
            said = is_said(content.quantity, numbers)
        else:
            said = bool(said_by) or any(sounds_like_word(name, content.name) for name in names)
        weight = math.log(content.ratio / _CHANCE) if said else math.log((1 - content.ratio) / (1 - _CHANCE))
        if said_by and all(left[word] <= 0 for word in said_by):
            weight = 0.0
        left.subtract(said_by)
        found.append(Evidence(content.start, content.end, said, weight))
    return tuple(found)


def _counted(target: str) -> Counter[str]:
    """Count the words of a target, as stems and as they stand: each speaks for one word of the source, later ones learn nothing."""
    words = [re.sub("['’]", "", word.lower()) for word in _SPELLED.findall(target)]
    found = Counter(stem(word) for word in words if len(word) > 1 and word not in FUNCTION_WORDS)
    found += Counter(stem(base) for word in words if len(base := word.removesuffix("est")) > 2 and base != word)
    plain = Counter([*words, *(word.lower() for word in _LATIN.findall(target) if not word.isalpha())])
    return found + Counter({word: count for word, count in plain.items() if word not in found})


def mean_weight(found: tuple[Evidence, ...]) -> float:
    """Return the mean testimony per content word; below about .2 the target is of another sentence. 1.0 where there is none."""
    return sum(item.weight for item in found) / len(found) if found else 1.0


def left_out(source: str, target: str, found: tuple[Evidence, ...]) -> float:
    """Score how likely a clause is missing: the heaviest stretch of unsaid words, the worst clause, and how much too short the target is.

    In nats; of Google's translations of news 3 in 100 exceed 3.4.
    """
    heaviest = current = 0.0
    for item in found:
        current = max(0.0, current - _bounded(item.weight))
        heaviest = max(heaviest, current)
    return heaviest + _CLAUSE_WEIGHT * _worst_clause(source, found) + max(-2.0, shortness(source, target))


def _worst_clause(source: str, found: tuple[Evidence, ...]) -> float:
    """Return the testimony against the clause that is said least, in nats; negative if every clause is said, 0 without words."""
    against: dict[int, float] = {}
    ends = [mark.end() for mark in _CLAUSE_END.finditer(source)]
    for item in found:
        clause = bisect.bisect_right(ends, item.start)
        against[clause] = against.get(clause, 0.0) - _bounded(item.weight)
    return max(against.values(), default=0.0)


def _bounded(weight: float) -> float:
    return max(-_WEIGHT_MOST, min(_WEIGHT_MOST, weight))


def shortness(source: str, target: str) -> float:
    """Return by how many standard deviations a translation is shorter than its source makes expect; negative if longer."""
    expected = _CHARS_PER_HAN * len(_HAN.findall(source)) + _CHARS_PER_LATIN * len(re.findall(r"[A-Za-z0-9]", source))
    return math.log(max(expected, 1.0) / max(len(target), 1)) / _LOG_LENGTH_DEVIATION


@lru_cache(maxsize=2048)
def _contents(source: str) -> tuple[_Content, ...]:
    """List the content words of a source with the stems that would say them."""
    found = [_Content(q.span.start, q.span.end, frozenset(), q, _NUMBER_RATIO) for q in quantities(source)]
    taken = [(item.start, item.end) for item in found]
    for start, word, tag in _compounded(tagged_words(source)):
        end = start + len(word)
        if any(start < high and low < end for low, high in taken):
            continue
        senses = _senses(word, tag)
        if senses and not _may_go_unsaid(word):
            known = associations().get(word)
            is_guess = tag.startswith("nr") and word not in dictionary()
            ratio = known.said_ratio if known else _NAME_RATIO if is_guess else _KNOWN_RATIO
            ratio = min(_MOST_RATIO, max(_LEAST_RATIO, ratio))
            found.append(_Content(start, end, senses, None, ratio, word if is_guess else ""))
    return tuple(sorted(found, key=lambda item: item.start))


def _compounded(words: Sequence[TaggedWord]) -> Iterator[TaggedWord]:
    """Join neighbours that the dictionary knows as one word: 新冠 and 肺炎 are COVID-19."""
    waiting: TaggedWord | None = None
    for word in words:
        both = waiting.word + word.word if waiting else ""
        if waiting and len(waiting.word) > 1 and len(word.word) > 1 and both in dictionary():
            waiting = TaggedWord(waiting.start, both, waiting.tag)
            continue
        if waiting:
            yield waiting
        waiting = word
    if waiting:
        yield waiting


@lru_cache(maxsize=8192)
def _may_go_unsaid(word: str) -> bool:
    """Tell whether one sense of a word is nothing but function words, which leave no trace: 必须 must, 一旦 once."""
    senses = (WORD.findall(_ASIDE.sub("", text).lower()) for text in dictionary().get(word, ()))
    return any(words and FUNCTION_WORDS.issuperset(words) for words in senses)


def _senses(word: str, tag: str) -> frozenset[str]:
    """List the stems that would say a word; empty for words that need not be said."""
    if _LATIN.fullmatch(word):
        return frozenset({word.lower()})
    if len(word) < 2 or not _HAN.search(word):
        return frozenset()
    known = associations().get(word)
    senses = dictionary_stems(word) | (known.stems if known else frozenset())
    if senses:
        return senses | {romanized(word).replace(" ", "").lower()}
    if tag.startswith("nr") and is_plausible_name(word):
        return frozenset(stem(part) for part in romanized(word).split())
    if len(word) > 2:
        return frozenset().union(*(dictionary_stems(word[i : i + 2]) for i in range(len(word) - 1)))
    return senses
