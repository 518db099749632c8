"""Keywords and tags: words that this text uses far more than others do.

TF-IDF over jieba's words (Jones 1972; the document frequencies are jieba's), names counted as words; measured faster and less
generic than graph methods. Function words, numbers and single characters never count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pipeline.digest.words import Word, word_list
from pipeline.segmenter import document_frequencies
from pipeline.story import Name
from pipeline.termbase import Termbase

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


def tags(
    topics: Sequence[str],
    weights: Mapping[str, float],
    names: Sequence[Name],
    words: Iterable[Sequence[Word]],
    terms: Termbase,
) -> tuple[str, ...]:
    """Take what would head a shelf: organisations, products, places, terms, compounds and nouns that are not everyday ones.

    topics: the keywords; words: those of each paragraph. No people, no masked names; where all is everyday, the first keyword.
    """
    shut = {
        form
        for name in names
        if name.kind == "person" or name.evidence == "masked"
        for form in (name.text, *name.aliases)
    }
    named = {name.text for name in names if name.text not in shut}
    table = dict.fromkeys(topics, 0.0) | {word: weights.get(word, 0.0) for word in topics}
    paragraphs = tuple(words)
    tagged = {word.text: word.tag for paragraph in paragraphs for word in paragraph}
    for compound, heaviest in _compounds(paragraphs, weights).items():
        if any(part in table for part in compound[1]):
            table[compound[0]] = heaviest
    parts = {word for word, tag in tagged.items() if tag.startswith("nr") and any(word in form for form in shut)}
    taken: list[str] = []
    for word in sorted(table, key=lambda one: (-table[one], one)):
        fit = word in named or terms.get(word) is not None or _is_term(word, tagged.get(word, "n"))
        if (
            word not in shut | parts
            and fit
            and word not in _LANDS
            and not any(word in other or other in word for other in taken)
        ):
            taken.append(word)
    spare = [word for word in topics if word not in shut and word not in _LANDS][:1]
    return tuple(taken[:TAGS] or spare)


def _compounds(
    paragraphs: Iterable[Sequence[Word]], weights: Mapping[str, float]
) -> dict[tuple[str, tuple[str, str]], float]:
    """Weigh pairs of neighbouring nouns that come at least three times: 公共座椅, 养老服务."""
    counts: Counter[tuple[str, str]] = Counter()
    for paragraph in paragraphs:
        for place, (one, other) in enumerate(pairwise(paragraph)):
            before = paragraph[place - 1].tag if place else ""
            after = paragraph[place + 2].tag if place + 2 < len(paragraph) else ""
            is_pair = one.tag in _MODIFIERS and other.tag in _COMPOUND_HEADS
            if is_pair and before not in _MODIFIERS and after not in _COMPOUND_HEADS:
                counts[one.text, other.text] += _COMPOUND.fullmatch(one.text + other.text) is not None
    return {
        (a + b, (a, b)): 1.05 * max(weights.get(a, 0.0), weights.get(b, 0.0))
        for (a, b), count in counts.items()
        if count >= COMPOUND_TIMES and len(a) > 1 and len(b) > 1 and {a, b}.isdisjoint(_PLAIN)
    }


def _is_term(word: str, tag: str) -> bool:
    """Tell a term from an everyday noun: rare enough over all texts, a noun by its tag, no 桌子 and no 屋里."""
    if word.isascii():
        return re.search(r"[A-Z]{3}|[a-z][A-Z]|[A-Z]{2}.*\d", word) is not None
    frequencies, median = document_frequencies()
    everyday = len(word) == 2 and _EVERYDAY.search(word) and word not in _SCIENCE
    rare = frequencies.get(word, median) >= (RARE_IDF if len(word) == 2 else COMPOUND_IDF)
    return tag in _NOMINAL - {"x", "i", "l", "an", "vn"} and not everyday and rare and word not in _PLAIN


COMPOUND_TIMES = 3
RARE_IDF, COMPOUND_IDF = 7.3, 5.5
"""Inverse document frequencies below which a noun of two characters, or of more, heads no shelf (客户 has 6.1, 细菌 7.4)."""
_EVERYDAY = re.compile("[子头儿里上下中内外前后间边面们人家]$")
_SCIENCE = frozenset(
    (
        "电子",
        "原子",
        "分子",
        "量子",
        "质子",
        "中子",
        "粒子",
        "光子",
        "离子",
        "因子",
        "种子",
        "码头",
        "镜头",
        "界面",
        "路面",
    )
)
_MODIFIERS = frozenset(("n", "nz", "vn", "b", "j", "an", "a", "ng"))
_COMPOUND_HEADS = frozenset(("n", "nz", "vn", "j"))
_COMPOUND = re.compile("[\u3400-\u9fff]{4,6}")
_LANDS = frozenset((*word_list("lands"), "中国", "美国", "英国", "法国", "德国", "全国", "国内", "世界"))
