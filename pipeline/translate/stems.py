"""English words reduced to rough stems, so that "reported", "reports" and "reporter" meet in one place.

Cruder than a stemmer for search: it serves only to ask whether a translation says anything of what a dictionary offers.
"""

from __future__ import annotations

import re
from functools import cache

from pipeline.translate.word_lists import word_list, word_table

WORD = re.compile(r"[A-Za-z]+")

FUNCTION_WORDS = frozenset(word_list("function_words"))
"""Words too common to say anything about what was translated."""

_STEM_CHARS = 6
_SUFFIXES = word_list("suffixes")
_IRREGULAR = {form: base for base, forms in word_table("irregular").items() for form in forms}


@cache
def stem(word: str) -> str:
    """Reduce an English word to a stem of at most six letters.

    >>> stem("reported") == stem("reporters"), stem("said"), stem("chips")
    (True, 'say', 'chip')
    """
    word = word.lower()
    word = _IRREGULAR.get(word, word)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.removesuffix("i")[:_STEM_CHARS]


def stems(text: str) -> frozenset[str]:
    """List the stems of a text's content words.

    >>> sorted(stems("The company reported sales of chips"))
    ['chip', 'compan', 'report', 'sel']
    """
    return frozenset(stem(word) for word in WORD.findall(text) if len(word) > 1 and word.lower() not in FUNCTION_WORDS)
