"""Chinese words and what a dictionary says of them, as stems."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.segmenter import lexicon, tagger
from pipeline.translate.dictionary import dictionary
from pipeline.translate.stems import FUNCTION_WORDS, WORD, stem, stems

_LONG_CHARS = 8
_HAN = re.compile(r"[\u3400-\u9fff]")
_ASIDE = re.compile(r"\[[^\]]*\]|CL:.*")


class TaggedWord(NamedTuple):
    """Hold one word with its place and jieba's part of speech."""

    start: int
    word: str
    tag: str


def plain_words(zh: str) -> list[str]:
    """Cut a text into dictionary words; only those of two and more Han characters."""
    return [word for word in lexicon().cut(zh, HMM=False) if len(word) > 1 and _HAN.search(word)]


def tagged_words(zh: str) -> list[TaggedWord]:
    """Cut a text into words with their parts of speech."""
    words, position = [], 0
    for pair in tagger().cut(zh):
        words.append(TaggedWord(position, pair.word, pair.flag))
        position += len(pair.word)
    return words


@cache
def dictionary_stems(word: str) -> frozenset[str]:
    """List the stems of all senses that CC-CEDICT gives a word; empty for an unknown one."""
    return frozenset().union(*(stems(_ASIDE.sub("", definition)) for definition in dictionary().get(word, ())))


@cache
def ordinary_words() -> frozenset[str]:
    """List the English words that CC-CEDICT writes in small letters: no names, whatever their capital."""
    words = (word for definitions in dictionary().values() for text in definitions for word in WORD.findall(text))
    return frozenset(word for word in words if word.islower() and len(word) > 1) | FUNCTION_WORDS


@cache
def is_ordinary(word: str) -> bool:
    """Tell whether an English word is no name: it, or for a long word its stem, stands in the dictionary in small letters.

    >>> is_ordinary("Utilization"), is_ordinary("Shanghai")
    (True, False)
    """
    plain = word.lower()
    if plain in ordinary_words():
        return True
    return len(plain) >= _LONG_CHARS and stem(plain) in _ordinary_stems() and plain not in known_names()


@cache
def _ordinary_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in ordinary_words() if len(word) >= _LONG_CHARS - 2)


@cache
def known_names() -> frozenset[str]:
    """List the names that CC-CEDICT knows, in small letters: words it never writes so itself."""
    words = (word for definitions in dictionary().values() for text in definitions for word in WORD.findall(text))
    return frozenset(word.lower() for word in words if word[0].isupper() and word[1:].islower()) - ordinary_words()
