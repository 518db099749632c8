"""Keywords and tags: words that this text uses far more than others do.

TF-IDF over jieba's words (Jones 1972; the document frequencies are jieba's), names counted as words; measured faster and less
generic than graph methods. Function words, numbers and single characters never count.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pipeline.digest.words import Word, word_list
from pipeline.segmenter import document_frequencies
from pipeline.story import Name

KEYWORDS = 12
TAGS = 5

_NOMINAL = frozenset(("n", "nz", "nt", "ns", "nr", "nrt", "vn", "eng", "l", "j", "an", "i", "nw", "x"))
_WORD = re.compile(r"[\u3400-\u9fff]{2,}|[A-Za-z][A-Za-z0-9+.-]+")
_PLAIN = frozenset(word_list("plain"))


def weigh(words: Iterable[Word], boost: Mapping[str, float]) -> dict[str, float]:
    """Weigh the content words of a text by TF-IDF; `boost` multiplies those of names and of the title."""
    frequencies, median = document_frequencies()
    counts = Counter(
        word.text for word in words if word.tag in _NOMINAL and _WORD.fullmatch(word.text) and word.text not in _PLAIN
    )
    total = sum(counts.values()) or 1
    return {
        word: count / total * frequencies.get(word, median) * boost.get(word, 1.0) * min(1.0, 0.4 + 0.3 * count)
        for word, count in counts.items()
    }


def keywords(weights: Mapping[str, float], names: Sequence[Name]) -> tuple[str, ...]:
    """Take the heaviest words; a word inside a heavier one says nothing new."""
    aliases = {alias: name.text for name in names for alias in name.aliases}
    taken: list[str] = []
    for word, _ in sorted(weights.items(), key=lambda item: (-item[1], item[0])):
        shown = aliases.get(word, word)
        folded = shown.lower()
        if not any(folded in other.lower() or other.lower() in folded for other in taken):
            taken.append(shown)
        if len(taken) == KEYWORDS:
            break
    return tuple(taken)


def tags(words: Sequence[str], weights: Mapping[str, float], names: Sequence[Name]) -> tuple[str, ...]:
    """Take the keywords that would also head a shelf: no people, nothing said once in passing."""
    people = {form for name in names if name.kind == "person" for form in (name.text, *name.aliases)}
    masked = {name.text for name in names if name.evidence == "masked"}
    fit = [word for word in words if word not in people | masked and weights.get(word, math.inf) > 0]
    return tuple(fit[:TAGS])
