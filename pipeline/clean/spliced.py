"""Find passages of other articles inside a text in which other dirt has been found, down to a paragraph or some sentences of one.

Two opinions are added: that of the tagger, which reads a passage among its neighbours, and that of `coherence`, which compares it with
the whole text and the title. Neither is enough: the first takes what a reporter tells besides, the second an essay's leaps.
Shared words have a veto.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.coherence import MOST_PASSAGES, TIES, Passage, passages_of, shipped_coherence, signs_of
from pipeline.clean.tagger import TAGS
from pipeline.document import Document
from pipeline.embed import vectors
from pipeline.han import is_han

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_OFF = TAGS.index("offtopic")
_LEAST_PASSAGES = 4
_LEAST_HAN = 20
_ENDS = "。！？!?…；;：:.”’」』）)"
_FLOOR = 0.003
"""Added to the tagger's probability, so that no single opinion is beyond appeal."""
LEAST = 4.2
"""Least sum of both log odds of a passage that leaves."""
LEAST_ON_DIRTY = 3.3
"""The same on a page of which other rules have taken a good part: who pastes adverts pastes articles."""
_DIRTY = 0.1
"""Share of such a page's characters that have left."""
_LEAST_BESIDE = 2.3
"""The same there for a neighbour of a passage that leaves: guests come in paragraphs."""
_MORE_INSIDE = 0.8
"""What is asked beyond it of sentences inside a paragraph that stays."""
_MOST_LOGIT = 8.0
_MOST_SHARE = 0.35
"""Share of a text that may leave: of one that is half foreign nobody knows which article is the page's own."""
_OWN_SHARE = 0.5
"""Ties to the text's own passages, over their ties to each other, that spare a passage."""
_SURELY_OWN = 1.0
"""Sum of log odds below which a passage is the text's own in this comparison."""


class Guest(NamedTuple):
    """Hold a stretch of a block that belongs to another article."""

    block: int
    start: int
    end: int
    score: float
    """Probability, as both opinions have it."""


def guests(doc: Document, title: str, tagged: Mapping[int, Floats]) -> list[Guest]:
    """List foreign stretches among blocks.

    tagged: what the tagger says of each character of the blocks that may hold some, by their number.
    """
    places = [place for place in tagged if _is_compared(doc, place)]
    passages = list(passages_of([doc.blocks[place].text for place in places]))
    own = [tagged[places[one.paragraph]][one.start : one.start + len(one.text)] for one in passages]
    doubts = np.array([float(rows[:, _OFF].mean()) for rows in own], dtype=np.float32)
    heard = np.log((doubts + _FLOOR) / (1 - doubts + _FLOOR))
    if len(passages) < _LEAST_PASSAGES or heard.max() + _MOST_LOGIT < LEAST:
        return []
    least = LEAST_ON_DIRTY if share_gone(doc) >= _DIRTY else LEAST
    sums = _sums(title, passages, heard).tolist()
    found = list(_stretches(places, passages, _with_neighbours(sums) if least < LEAST else sums, doc, least))
    share = sum(one.end - one.start for one in found) / sum(len(one.text) for one in passages)
    return found if share <= _MOST_SHARE else []


def share_gone(doc: Document) -> float:
    """Measure the share of a text's characters that have left it so far."""
    gone = whole = 0
    for block in doc.blocks:
        size = len(block.text.strip())
        cut = sum(len(edit.before) - len(edit.after) for edit in block.edits if edit.removal)
        gone += size + cut if block.removal else cut
        whole += size + cut
    return gone / max(1, whole)


def _with_neighbours(sums: Sequence[float]) -> list[float]:
    """Raise suspected passages beside one that leaves until they leave, too."""
    raised = list(sums)
    for order in (range(1, len(raised)), range(len(raised) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for place in order:
            if _LEAST_BESIDE <= raised[place] < LEAST_ON_DIRTY <= raised[place + step]:
                raised[place] = LEAST_ON_DIRTY
    return raised


def _is_compared(doc: Document, place: int) -> bool:
    block = doc.blocks[place]
    text = block.text.strip()
    # A quotation speaks with another's voice by nature.
    return block.kind == "paragraph" and text[-1:] in _ENDS and sum(map(is_han, text)) >= _LEAST_HAN


def _sums(title: str, passages: Sequence[Passage], heard: Floats) -> Floats:
    """Add what coherence says to what the tagger says, a long text in parts; passages that share words with the text are spared."""
    rows = vectors([title, *(one.text for one in passages)])
    parts = -(-len(passages) // MOST_PASSAGES)
    judged = []
    for numbers in np.array_split(np.arange(len(passages)), parts):
        signs = signs_of(title, [passages[number] for number in numbers], rows[[0, *(numbers + 1)]])
        sums = np.minimum(shipped_coherence().logits(signs), _MOST_LOGIT) + heard[numbers]
        judged.append(_spared(sums, signs.pairs[1:, 1:, TIES]))
    found: Floats = np.concatenate(judged)
    return found


def _spared(sums: Floats, ties: Floats) -> Floats:
    """Take all suspicion from passages that share half as many rare words with the text as its passages do with each other.

    One that is spared counts as the text's own when the next is asked. ties: shape (n, n), zeros on the diagonal.
    """
    sums = sums.copy()
    own = sums < _SURELY_OWN
    if not own.any():
        return sums
    usual = float(ties[np.ix_(own, own)].mean())
    while (spared := ~own & (ties[:, own].mean(axis=1) >= _OWN_SHARE * usual)).any():
        sums[spared] = np.minimum(sums[spared], 0)
        own |= spared
    return sums


def _stretches(
    places: Sequence[int], passages: Sequence[Passage], sums: Sequence[float], doc: Document, least: float
) -> Iterator[Guest]:
    """Join the foreign passages of each paragraph."""
    for paragraph, group in groupby(zip(passages, sums, strict=True), lambda pair: pair[0].paragraph):
        rows = list(group)
        place = places[paragraph]
        if all(value >= least for _, value in rows):
            yield Guest(place, 0, len(doc.blocks[place].text), _share(min(value for _, value in rows)))
            continue
        for foreign, run in groupby(rows, lambda pair: pair[1] >= least + _MORE_INSIDE):
            if foreign:
                inside = list(run)
                first, last = inside[0][0], inside[-1][0]
                yield Guest(place, first.start, last.start + len(last.text), _share(min(value for _, value in inside)))


def _share(logit: float) -> float:
    return round(float(1 / (1 + np.exp(-logit))), 3)
