"""Growth: what grouping costs as a collection grows, on made documents of which it is known what belongs together.

Every fifth document is the one before it without its last paragraph; all others are stories of their own. They are made of the
sentences of given articles, garbled so far that no two stories share a passage, one at a time and again each time they are asked
for: what is measured is the grouping's memory, not the documents'.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.document import Document
from pipeline.errors import SettingsError
from pipeline.evaluate.copies import document
from pipeline.evaluate.wording import SENTENCE, Article
from pipeline.han import is_han, simplified

Load = Callable[[str], Document]
Grouper = Callable[[Iterator[Document], Load], Iterable[Collection[str]]]
"""Takes documents in turn, and how to read one again by its path; returns the paths of each story."""

_CHARS = 1000
"""Least length of a made document: 3 kB, the size that the project's target names."""
_SENTENCE_CHARS = range(12, 81)
_KEPT_SHARE = 0.6
"""Share of a sentence's characters that a story keeps."""
_COPY_EVERY = 5
_PARAGRAPH_SENTENCES = 3


class Growth(NamedTuple):
    """Hold what grouping one number of documents took."""

    documents: int
    stories: int
    wrong: int
    """Stories that hold another's document or miss one of their own."""
    loads: int
    """Documents read again to compare them."""
    seconds: float
    """CPU time, without the making of documents."""
    peak_bytes: int
    """Most memory this process has held so far; measure small collections first."""


class Crowd:
    """Make any number of documents, each always the same; read-only once built."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Collect the sentences to make documents of.

        Raises SettingsError if the articles hold none of a usable length.
        """
        texts = [simplified(text) for article in articles for text in article.paragraphs]
        found = dict.fromkeys(sentence for text in texts for sentence in SENTENCE.findall(text))
        self._sentences = [sentence for sentence in found if len(sentence) in _SENTENCE_CHARS]
        self._chars = [char for sentence in self._sentences for char in sentence if is_han(char)]
        if not self._chars:
            raise SettingsError("growth needs articles with sentences of 12 to 80 characters")

    def document(self, number: int) -> Document:
        """Make the document of a number; numbers 5, 10, 15 ... copy the one before."""
        is_copy = _is_copy(number)
        story = number - 1 if is_copy else number
        paragraphs = self._paragraphs(random.Random(story))
        return document(path_of(number), f"第{story}号文章", paragraphs[:-1] if is_copy else paragraphs)

    def _paragraphs(self, rng: random.Random) -> list[str]:
        made: list[str] = []
        while sum(map(len, made)) < _CHARS:
            kept = rng.choice(self._sentences)[:-1]
            made.append(
                "".join(char if rng.random() < _KEPT_SHARE else rng.choice(self._chars) for char in kept) + "。"
            )
        return ["".join(made[i : i + _PARAGRAPH_SENTENCES]) for i in range(0, len(made), _PARAGRAPH_SENTENCES)]


def path_of(number: int) -> str:
    """Name the document of a number.

    >>> path_of(12)
    '0000012.txt'
    """
    return f"{number:07d}.txt"


def measure(crowd: Crowd, documents: int, group: Grouper) -> Growth:
    """Group the first documents of a crowd and count what it took."""
    making, loads = 0.0, 0

    def make(number: int) -> Document:
        nonlocal making
        start = time.process_time()
        made = crowd.document(number)
        making += time.process_time() - start
        return made

    def load(path: str) -> Document:
        nonlocal loads
        loads += 1
        return make(int(path.removesuffix(".txt")))

    start = time.process_time()
    found = {frozenset(paths) for paths in group(map(make, range(documents)), load)}
    spent = time.process_time() - start - making
    return Growth(documents, len(found), len(found - set(_stories(documents))), loads, spent, _peak_bytes())


def _is_copy(number: int) -> bool:
    return number > 0 and number % _COPY_EVERY == 0


def _stories(documents: int) -> Iterator[frozenset[str]]:
    for number in range(documents):
        if not _is_copy(number):
            has_copy = number + 1 < documents and _is_copy(number + 1)
            yield frozenset({path_of(number), path_of(number + 1)} if has_copy else {path_of(number)})


def _peak_bytes() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
