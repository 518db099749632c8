"""Keep the sentences of the text that share a line with a notice: who copies a page joins its last lines.

A line that leaves for some of its words is read again, sentence by sentence, in the same document. Sentences that read as text by
themselves stay, and the rest of the line leaves as it would have.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

import numpy as np

from pipeline.clean.features import Known, observe
from pipeline.clean.manner import foreignness, logits
from pipeline.clean.sequence import LABELS, POLLUTION, emissions, marginals, shipped_weights
from pipeline.clean.vocabulary import fold_all
from pipeline.document import Block
from pipeline.han import han_chars
from pipeline.segments import sentences

_RULES = frozenset({"clean.lines.words", "clean.lines.contact", "clean.lines.pattern"})
"""Rules that judge by words, of which one sentence may hold all."""
_LEAST_CHARS, _LEAST_HAN = 40, 15
"""Length of a line that is read again, and Han characters of a sentence that stays."""
_MOST_POLLUTION, _MOST_MANNER = 0.25, -1.0
"""Probability of pollution and manner up to which a sentence is the text's own."""
_FIRST_POLLUTION = LABELS.index(POLLUTION[0])

Span = tuple[int, int]


def keep_own_sentences(blocks: Sequence[Block], numbers: Sequence[int], given: str) -> dict[int, Block]:
    """Give the blocks anew that leave whole and need not.

    numbers: those of the blocks that the line classifier has read; given: folded title from outside, "" for none.
    """
    parts = {number: _sentences(blocks[number]) for number in numbers if _may_be_mixed(blocks[number])}
    parts = {number: spans for number, spans in parts.items() if len(spans) > 1}
    if not parts:
        return {}
    rows = [(number, span) for number in numbers for span in parts.get(number, [None])]
    texts = [blocks[number].text[slice(*span)] if span else blocks[number].text for number, span in rows]
    own: dict[int, list[Span]] = {number: [] for number in parts}
    stays = any(blocks[n].removal is None and han_chars(blocks[n].text) >= _LEAST_HAN for n in numbers)
    # Where nothing else stays, neighbours say nothing.
    own_spans = _are_own(texts, given, _MOST_POLLUTION if stays else 1.0)
    for (number, span), is_own in zip(rows, own_spans, strict=True):
        if span and is_own:
            own[number].append(span)
    return {number: _cut(blocks[number], parts, number, spans) for number, spans in own.items() if spans}


def _may_be_mixed(block: Block) -> bool:
    return block.removal is not None and block.removal.rule in _RULES and len(block.text) >= _LEAST_CHARS


def _sentences(block: Block) -> list[Span]:
    return [(one.start, one.end) for one in sentences(block.text)]


def _are_own(texts: Sequence[str], given: str, most: float) -> list[bool]:
    seen, weights = observe(texts, Known(given)), shipped_weights()
    pollution = marginals(emissions(seen.features, weights), weights.transition)[:, _FIRST_POLLUTION:].sum(axis=1)
    manner = foreignness(logits(fold_all(texts)))
    enough = np.array([han_chars(text) for text in texts]) >= _LEAST_HAN
    found: list[bool] = ((pollution < most) & (manner < _MOST_MANNER) & enough).tolist()
    return found


def _cut(block: Block, parts: Mapping[int, Sequence[Span]], number: int, own: Sequence[Span]) -> Block:
    """Take the removal off a block and cut what is not its own, neighbouring sentences as one."""
    removal = block.removal
    assert removal is not None
    spans = []
    for is_own, group in groupby(parts[number], lambda span: span in own):
        if not is_own:
            run = list(group)
            spans.append((run[0][0], run[-1][1]))
    whole = Block(block.kind, block.origin, block.text, block.edits, None, block.level, block.markup)
    return whole.cut(removal.rule, spans, removal)
