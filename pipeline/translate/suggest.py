"""Propose terms that the termbase lacks: words a corpus uses often, that the dictionary does not know or that mix scripts.

A proposal is a count with contexts, not a decision; a person fills in the English and drops what is no term.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.termbase import Termbase
from pipeline.translate.dictionary import best_sense, dictionary
from pipeline.translate.names import is_plausible_name, romanized
from pipeline.translate.segmentation import tagged_words

_MIXED = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*[\u3400-\u9fff]{1,4}|[\u3400-\u9fff]{1,3}[A-Za-z][A-Za-z0-9+.-]*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9+./-]*(?: [A-Z][A-Za-z0-9+.-]*)*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_NOUN_TAGS = ("n", "vn", "nz", "nt", "nr", "ns", "j", "l", "i", "eng", "x")
_CONTEXT_CHARS = 12
_CONTEXTS_MOST = 3
_JOINED_MOST_CHARS = 8


class Suggestion(NamedTuple):
    """Hold one proposed term."""

    zh: str
    uses: int
    texts: int
    """Texts that use it."""
    guess: str
    """English from the dictionary or pinyin, "" where neither has any."""
    contexts: tuple[str, ...]


def suggest(texts: Iterable[str], terms: Termbase, least_count: int = 3, most: int = 100) -> tuple[Suggestion, ...]:
    """Propose terms, the most telling first: used often, in several texts, unknown to the dictionary.

    least_count: uses below which a word is no term yet.
    """
    counts: Counter[str] = Counter()
    spread: dict[str, set[int]] = defaultdict(set)
    contexts: dict[str, list[str]] = defaultdict(list)
    for number, text in enumerate(texts):
        for start, word in _candidates(text):
            counts[word] += 1
            spread[word].add(number)
            if len(contexts[word]) < _CONTEXTS_MOST:
                low, high = max(0, start - _CONTEXT_CHARS), start + len(word) + _CONTEXT_CHARS
                contexts[word].append(" ".join(text[low:high].split()))
    known = {term.zh.lower() for term in terms.terms}
    kept = [word for word, count in counts.items() if count >= least_count and word.lower() not in known]
    whole = [word for word in kept if not _is_piece(word, counts, kept)]
    ranked = sorted(whole, key=lambda word: (word in dictionary(), -counts[word] * len(spread[word]), word))
    return tuple(
        Suggestion(word, counts[word], len(spread[word]), _guess(word), tuple(contexts[word])) for word in ranked[:most]
    )


def _candidates(text: str) -> Iterable[tuple[int, str]]:
    """Yield words that could be terms: nouns the dictionary lacks, neighbouring nouns, names, mixtures with Latin."""
    for match in _MIXED.finditer(text):
        yield match.start(), match.group()
    for match in _LATIN.finditer(text):
        if len(match.group()) > 1:
            yield match.start(), match.group()
    words = [word for word in tagged_words(text) if word.word.strip()]
    for first, second in zip(words, [*words[1:], None], strict=False):
        if not _HAN.fullmatch(first.word) or not first.tag.startswith(_NOUN_TAGS):
            continue
        if len(first.word) > 1 and (first.word not in dictionary() or first.tag in {"nr", "nt", "nz"}):
            yield first.start, first.word
        if second is not None and _HAN.fullmatch(second.word) and second.tag.startswith(("n", "vn")):
            joined = first.word + second.word
            if 3 <= len(joined) <= _JOINED_MOST_CHARS:
                yield first.start, joined


def _is_piece(word: str, counts: Counter[str], kept: list[str]) -> bool:
    """Tell whether a word is seen only as part of a longer proposal."""
    return any(word != longer and word in longer and counts[longer] >= counts[word] for longer in kept)


def _guess(word: str) -> str:
    if not _HAN.search(word):
        return word
    if _HAN.fullmatch(word):
        return best_sense(word) or (romanized(word) if is_plausible_name(word) else "")
    return ""
