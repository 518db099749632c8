"""How far a text is machine-spun: rewriting tools leave words that hardly occur otherwise.

Detection only; the group room restores words where a clean witness or the lexicon allows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from pipeline.clean.evidence import Evidence
from pipeline.clean.words import Words
from pipeline.document import Document
from pipeline.han import han_chars
from pipeline.lexicon import pairs, rare_forms, rare_hits

_FULL_PER_THOUSAND = 4.0
"""Rare forms per thousand Han characters that make a text surely spun; spun pages have 10 and more, clean ones below .3."""
_LEAST_FORMS = 3
"""Fewer different forms may be dialect or a quotation."""
_MOST_EVIDENCE = 12
_THESAURUS = frozenset({"famai", "qijin"})
"""Families of tools that put ordinary but unusual synonyms; what tells is how many stand where the usual word does not."""
_UNUSUAL_PER_MILLION = 20.0
_LEAST_SYNONYMS = 8
_SYNONYMS_PER_THOUSAND = 5.0
"""Different unusual synonyms per thousand Han characters; novels reach 2, the densest clean article 8 with a share of .3."""
_PLAIN_SHARE = 0.3
_SPUN_SHARE = 0.6
"""Unusual synonyms among all words of the pairs: at most .37 in 119 clean texts, .58 in a spun one."""


class _Lexicon(NamedTuple):
    """Hold words with the expression that finds them, longest first."""

    pattern: re.Pattern[str]
    words: Words
    """The same words, to count those that stand anywhere; much quicker."""


def note_spun(doc: Document, evidence: Evidence) -> Document:
    """Record the degree to which the kept text is spun and the words that tell."""
    text = doc.text
    degree, words = _rare(text) if _rare_words().count(text) >= _LEAST_FORMS else (0.0, ())
    other, synonyms = _synonyms(text)
    if other > degree:
        degree, words = other, synonyms
    return replace(doc, spun=round(degree, 4), spun_evidence=words)


def _rare(text: str) -> tuple[float, tuple[str, ...]]:
    """Measure by forms that hardly occur in clean text."""
    counts = Counter(hit.pair.spun for hit in rare_hits(text))
    if len(counts) < _LEAST_FORMS:
        return 0.0, ()
    density = 1000 * sum(counts.values()) / max(1, han_chars(text))
    return min(1.0, density / _FULL_PER_THOUSAND), _commonest(counts)


def _synonyms(text: str) -> tuple[float, tuple[str, ...]]:
    """Measure by ordinary synonyms: many different ones, where the usual words that they stand for are missing."""
    unusual, usual = _thesaurus()
    least = max(_LEAST_SYNONYMS, _SYNONYMS_PER_THOUSAND * han_chars(text) / 1000)
    if unusual.words.count(text) < least:
        return 0.0, ()
    counts = Counter(unusual.pattern.findall(text))
    if len(counts) < least:
        return 0.0, ()
    share = len(counts) / (len(counts) + len(set(usual.pattern.findall(text))))
    degree = (share - _PLAIN_SHARE) / (_SPUN_SHARE - _PLAIN_SHARE)
    return (min(1.0, degree), _commonest(counts)) if degree > 0 else (0.0, ())


@cache
def _thesaurus() -> tuple[_Lexicon, _Lexicon]:
    """Compile the unusual synonyms and the usual words; a word that is both tells nothing and counts as usual."""
    known = [
        pair
        for pair in pairs()
        if pair.family in _THESAURUS
        and min(len(pair.spun), len(pair.original)) > 1
        and pair.clean_per_million <= _UNUSUAL_PER_MILLION
    ]
    usual = {pair.original for pair in known}
    unusual = {pair.spun for pair in known}
    return _lexicon(unusual - usual), _lexicon(usual - unusual)


@cache
def _rare_words() -> Words:
    return Words(rare_forms())


def _lexicon(words: Collection[str]) -> _Lexicon:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return _Lexicon(re.compile("|".join(map(re.escape, ordered))), Words(ordered))


def _commonest(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda word: (-counts[word], word))[:_MOST_EVIDENCE])
