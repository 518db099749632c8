"""Sentences of paragraphs that the tagger doubts and that something else speaks against: their manner, or whom they speak to.

The tagger alone must be sure. A fluent advert, told as a friend's advice, or a plea in words of its own leaves it in doubt; there a
second witness decides. Manner is one. The other is that a sentence turns to its reader and asks for something; an author who asks
a question, or advises how to cook, does not have the tagger against him.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.manner import foreignness, logits
from pipeline.clean.tagger import TAGS
from pipeline.clean.vocabulary import fold
from pipeline.han import han_chars
from pipeline.segments import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = ("ad", "promo", "spam")
"""What is asked for: a site's own words are short, and told by other rules."""
_COLUMNS = [TAGS.index(kind) for kind in KINDS]
_PROBABILITY, _MANNER = 0.5, 0.0
"""Least mean probability of dirt, and least manner, of a sentence that leaves by both."""
_PROBABILITY_OF_PLEA, _MANNER_OF_PLEA = 0.28, -3.0
"""The same of a sentence that turns to its reader and asks."""
_REMNANTS = ((0.6, -5.0), (0.3, -2.8))
"""Mean probabilities of dirt with the least manner of the rest of a sentence that is cut in part."""
_LEAST_CHARS = 4
_LEAST_HAN = 12
_ENDS = tuple("。！!~～…;；)）")
_READER = re.compile("您|诸位|各位|列位|看官|读者|朋友们?|[看读写念]到(?:这|末)|咱")
_ASKS = re.compile(
    "请|劳驾|麻烦|不妨|就[把让将给]|[给替帮](?:我们|咱|小编|作者|它|他|本)|吧[,。!~]|吧$|欢迎|想了解|嫌麻烦|可以?(?:找|加|私|联系)"
)
_SOURCED = re.compile("^据|记载|^(?:作者|译者|编者)(?:简介|介绍)|仅供.{0,12}参考")
"""Whom a text is owed to, who wrote it, what a report is good for: stiff words of the author's."""
_QUOTES = ("“”", "「」", "『』")


class Sentence(NamedTuple):
    """Hold a sentence that is to leave its paragraph."""

    start: int
    end: int
    label: str
    score: float
    """Mean probability that a character of it is dirt."""


def agreed(text: str, rows: NDArray[np.float32]) -> Iterator[Sentence]:
    """List the sentences of a paragraph that two witnesses speak against.

    rows: what the tagger says of each character, shape (characters, tags).
    """
    for start, end in sentences(text):
        sentence = fold(text[start:end]).strip()
        if not sentence.endswith(_ENDS) or han_chars(sentence) < _LEAST_HAN or _is_quoted(text, start):
            continue
        sums = rows[start:end][:, _COLUMNS].mean(axis=0)
        score = float(sums.sum())
        if score < _PROBABILITY_OF_PLEA or _SOURCED.search(sentence):
            continue
        manner = float(foreignness(logits([sentence]))[0])
        pleads = manner >= _MANNER_OF_PLEA and _READER.search(sentence) and _ASKS.search(sentence)
        if pleads or (score >= _PROBABILITY and manner >= _MANNER):
            yield Sentence(start, end, KINDS[int(sums.argmax())], score)


def remnants(text: str, rows: NDArray[np.float32], cuts: Sequence[tuple[int, int]]) -> Iterator[Sentence]:
    """List what is left of sentences that lose a part to an advert or a plea, where it belongs to them.

    rows: as above; cuts: what leaves, in order.
    """
    for start, end in sentences(text):
        inside = [cut for cut in cuts if cut[0] < end and cut[1] > start]
        if not inside:
            continue
        edges = [start, *(edge for cut in inside for edge in cut), end]
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            if len(text[first:last].strip()) < _LEAST_CHARS:
                continue
            sums = rows[first:last][:, _COLUMNS].mean(axis=0)
            score = float(sums.sum())
            least = next((manner for probability, manner in _REMNANTS if score >= probability), np.inf)
            if float(foreignness(logits([fold(text[first:last])]))[0]) >= least:
                yield Sentence(first, last, KINDS[int(sums.argmax())], score)


def _is_quoted(text: str, at: int) -> bool:
    return any(text.count(pair[0], 0, at) > text.count(pair[1], 0, at) for pair in _QUOTES)
