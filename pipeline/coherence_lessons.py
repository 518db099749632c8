"""Set passages of one article into another, mostly a near one: what `pipeline.clean.coherence` learns from.

Documents written with foreign passages in them are taken as they stand now and then, without the rest of their dirt.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.coherence import MOST_PASSAGES, Passage, passages_of
from pipeline.evaluate.soiled import ARTICLE, LETTERS, Dirty
from pipeline.evaluate.wording import Article

if TYPE_CHECKING:
    from numpy.typing import NDArray

OWN, FOREIGN = 0, 1
_OFF = LETTERS["offtopic"]
_NEAREST = (0, 0, 1, 2, 4, 7)
_SIZES = (1, 1, 1, 1, 2, 2, 3, 4, 6)
_FAR, _NEAR = 0.3, 0.4
_AS_WRITTEN, _UNTITLED = 0.5, 0.12
_MOST_FOREIGN, _INSIDE = 0.5, 0.9


class Known(NamedTuple):
    """Hold an article cut into passages."""

    title: str
    passages: tuple[Passage, ...]
    labels: tuple[int, ...]
    """OWN or FOREIGN for each passage."""
    vectors: NDArray[np.float32]
    """Sentence vectors of the title and of each passage; no rows before they are known."""


class Spliced(NamedTuple):
    """Hold a document to learn from."""

    title: str
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    labels: tuple[int, ...]
    manner: str
    """clean, far, near or written."""


class _Part(NamedTuple):
    """Hold a paragraph of passages by their numbers in an article."""

    source: Known
    numbers: tuple[int, ...]
    label: int
    glued: bool = False
    """It goes on in the paragraph of the part before."""


def known_of(article: Article | Dirty) -> Known:
    """Cut an article, or a dirty document without its adverts and furniture, into passages."""
    if isinstance(article, Article):
        passages = tuple(passages_of(article.paragraphs))[:MOST_PASSAGES]
        return Known(article.title, passages, (OWN,) * len(passages), np.zeros((0, 0), dtype=np.float32))
    title = "".join(part.text for part in article.title if part.tags[:1] == ARTICLE)
    kept = [[part for part in line if part.tags[:1] in (ARTICLE, _OFF)] for line in article.lines]
    texts = ["".join(part.text for part in line) for line in kept]
    tags = ["".join(part.tags for part in line) for line in kept]
    passages = tuple(passages_of(texts))[:MOST_PASSAGES]
    labels = [
        FOREIGN if 2 * tags[one.paragraph][one.start : one.start + len(one.text)].count(_OFF) > len(one.text) else OWN
        for one in passages
    ]
    return Known(title, passages, tuple(labels), np.zeros((0, 0), dtype=np.float32))


class Shelf:
    """Make documents of articles whose vectors are known."""

    def __init__(self, articles: Sequence[Known]) -> None:
        """Order the articles by nearness to each; those with foreign passages are only taken whole."""
        self._written = [known for known in articles if FOREIGN in known.labels]
        self._pure = [known for known in articles if FOREIGN not in known.labels]
        means = np.stack([known.vectors[1:].mean(axis=0) for known in self._pure])
        means -= means.mean(axis=0)
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        near = means @ means.T
        np.fill_diagonal(near, -1)
        self._order = np.argsort(-near, axis=1)

    def spliced(self, rng: random.Random) -> Spliced:
        """Make one document."""
        if self._written and rng.random() < _AS_WRITTEN * len(self._written) / (len(self._written) + len(self._pure)):
            known = rng.choice(self._written)
            return _joined(known.title, [_Part(known, tuple(range(len(known.passages))), OWN)], "written", rng)
        number = rng.randrange(len(self._pure))
        host = self._pure[number]
        parts = _clip(rng, host, rng.randint(3, 14), 0.6, OWN)
        drawn = rng.random()
        if drawn >= _FAR + _NEAR:
            return _joined(host.title, parts, "clean", rng)
        strange = _clip(rng, self._other(number, rng, far=drawn < _FAR), rng.choice(_SIZES), 0.35, FOREIGN)
        while strange and _count(strange) >= _MOST_FOREIGN * _count(parts):
            strange.pop()
        return _joined(host.title, _mixed(rng, parts, strange), "far" if drawn < _FAR else "near", rng)

    def _other(self, number: int, rng: random.Random, *, far: bool) -> Known:
        """Draw another article: any, or one of the nearest."""
        if far:
            return self._pure[(number + rng.randrange(1, len(self._pure))) % len(self._pure)]
        return self._pure[int(self._order[number, min(rng.choice(_NEAREST), len(self._pure) - 2)])]


def _joined(title: str, parts: Sequence[_Part], manner: str, rng: random.Random) -> Spliced:
    rows: list[NDArray[np.float32]] = []
    passages: list[Passage] = []
    labels: list[int] = []
    paragraph = -1
    for part in parts:
        before = part.source.passages[part.numbers[0]].paragraph if part.glued else -1
        for number in part.numbers:
            found = part.source.passages[number]
            paragraph += found.paragraph != before
            before = found.paragraph
            passages.append(found._replace(paragraph=paragraph))
            rows.append(part.source.vectors[1 + number])
            labels.append(part.source.labels[number] or part.label)
    named = title if rng.random() >= _UNTITLED else ""
    first = parts[0].source.vectors[0] if named else np.zeros_like(rows[0])
    end = MOST_PASSAGES
    return Spliced(named, tuple(passages[:end]), np.stack([first, *rows[:end]]), tuple(labels[:end]), manner)


def _clip(rng: random.Random, known: Known, size: int, opening: float, label: int) -> list[_Part]:
    """Take some paragraphs in a row, the first ones with the given chance."""
    whole = [tuple(group) for _, group in groupby(range(len(known.passages)), lambda n: known.passages[n].paragraph)]
    start = 0 if rng.random() < opening else rng.randint(0, max(0, len(whole) - size))
    return [_Part(known, numbers, label) for numbers in whole[start : start + size]]


def _count(parts: Sequence[_Part]) -> int:
    return sum(len(part.numbers) for part in parts)


def _mixed(rng: random.Random, parts: list[_Part], strange: list[_Part]) -> list[_Part]:
    """Set foreign paragraphs between the own ones, in turn with them, or behind them."""
    drawn = rng.random()
    if drawn < 0.25 and len(strange) > 1:
        return list(_in_turn(rng.randint(1, len(parts)), parts, strange))
    long = [number for number, part in enumerate(parts) if len(part.numbers) > 1]
    if drawn > _INSIDE and strange and long:
        return _inside(rng, parts, strange[0], rng.choice(long))
    place = len(parts) if drawn < 0.4 else rng.randint(1, len(parts))
    return [*parts[:place], *strange, *parts[place:]]


def _inside(rng: random.Random, parts: list[_Part], strange: _Part, number: int) -> list[_Part]:
    """Set foreign sentences into a paragraph, or behind its last ones."""
    host = parts[number]
    cut = rng.randint(1, len(host.numbers))
    halves = [host._replace(numbers=host.numbers[:cut]), strange._replace(glued=True)]
    if cut < len(host.numbers):
        halves.append(host._replace(numbers=host.numbers[cut:], glued=True))
    return [*parts[:number], *halves, *parts[number + 1 :]]


def _in_turn(place: int, parts: Sequence[_Part], strange: Sequence[_Part]) -> Iterator[_Part]:
    waiting = list(strange)
    yield from parts[:place]
    for part in parts[place:]:
        if waiting:
            yield waiting.pop(0)
        yield part
    yield from waiting
