"""Words of pollution by kind, and how to find them fast.

Matching is done on a form of the text that has the same length: Simplified, lower case, half width.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.codes import CODES, codes_of, cut_as, text_of
from pipeline.clean.words import Words
from pipeline.han import simplified_table

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Hit(NamedTuple):
    """Mark one word of pollution in a line."""

    kind: str
    start: int
    end: int


class _Index(NamedTuple):
    words: Words
    kinds_of: tuple[tuple[str, ...], ...]
    """Kinds of each word, in the order of the data file."""
    kinds: tuple[str, ...]


@cache
def _fold_table() -> NDArray[np.uint32]:
    """Tabulate the folded code point of every code point."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(char): char.lower() for char in map(chr, range(0x41, 0x5B))}
    table |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF21, 0xFF3B)}
    table |= {
        ord(form): unicodedata.normalize("NFKC", form)
        for form in "⓪①②③④⑤⑥⑦⑧⑨➀➁➂➃➄➅➆➇➈０１２３４５６７８９〇零"
        if form not in "〇零"
    }
    folded = np.arange(CODES, dtype=np.uint32)
    for code, char in {**simplified_table(), **table, 0x3000: " ", 0xA0: " "}.items():
        folded[code] = ord(char)
    folded.setflags(write=False)
    return folded


class _Folds(dict[str, str]):
    """Remember the folded forms of the latest texts: every rule asks for those of the same lines."""

    _MOST = 8192

    def add(self, texts: Iterable[str]) -> None:
        """Fold the texts that are not known, in one pass."""
        new = [text for text in texts if text not in self]
        if len(self) + len(new) > self._MOST:
            self.clear()
        whole = text_of(_fold_table()[codes_of("".join(new))])
        self.update(zip(new, cut_as(whole, new), strict=True))

    def __missing__(self, text: str) -> str:
        """Fold one text."""
        self.add([text])
        return self[text]


_FOLDS = _Folds()


def fold_all(texts: Sequence[str]) -> list[str]:
    """Fold the lines of a document at once: much quicker than one by one."""
    _FOLDS.add(texts)
    return [_FOLDS[text] for text in texts]


def fold(text: str) -> str:
    """Bring a text to the form that words are looked for in; positions stay the same.

    >>> fold("加ＷＥＩＸＩＮ號①③")
    '加weixin号13'
    """
    return _FOLDS[text]


@cache
def _index() -> _Index:
    kinds_of: dict[str, list[str]] = defaultdict(list)
    kinds = []
    lines = (files("pipeline") / "data" / "pollution_words.tsv").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("#") or not line:
            continue
        kind, listed = line.split("\t")
        kinds.append(kind)
        for word in listed.split(" "):
            if len(word) > 1:
                kinds_of[word].append(kind)
    words = Words(kinds_of)
    return _Index(words, tuple(tuple(kinds_of[word]) for word in words.words), tuple(kinds))


def kinds() -> tuple[str, ...]:
    """List the kinds of pollution words, in the order of the data file."""
    return _index().kinds


def hits(folded: str) -> list[Hit]:
    """Find the words of pollution in a folded text, each at its first place; words inside a longer one of their kind do not count.

    >>> [hit.kind for hit in hits("首页 登录")]
    ['ui', 'ui']
    """
    index = _index()
    found: list[Hit] = []
    seen: set[int] = set()
    for number, start, end in index.words.places(folded):
        if number not in seen:
            seen.add(number)
            if folded[start] > "z" or _stands_alone(folded, start, end):
                found += [Hit(kind, start, end) for kind in index.kinds_of[number]]
    found.sort(key=lambda hit: (hit.start, -hit.end))
    kept: list[Hit] = []
    ends: dict[str, int] = {}
    for hit in found:
        if hit.end > ends.get(hit.kind, -1):
            kept.append(hit)
            ends[hit.kind] = hit.end
    return kept


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Tell whether a word that starts with a Latin letter or digit is not the middle of a longer one ("av" in "wave")."""
    before, after = folded[start - 1 : start], folded[end : end + 1]
    if before.isascii() and before.isalnum():
        return False
    return not (folded[end - 1].isascii() and after.isascii() and after.isalnum())
