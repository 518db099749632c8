"""Give every block of a text its label: what it is, or why it leaves the page.

The line classifier's probabilities decide, with the removal score from the settings; a page that would lose nearly everything
is kept whole instead, since then the classifier has misread its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.clean.doubt import judge_for
from pipeline.clean.evidence import Evidence
from pipeline.clean.features import Known, Page, observe
from pipeline.clean.passages import passage_digest
from pipeline.clean.reasons import explain
from pipeline.clean.sequence import LABELS, POLLUTION, Weights, emissions, marginals, shipped_weights
from pipeline.clean.strange import foreign_lines
from pipeline.clean.vocabulary import fold
from pipeline.document import Block, Document, Removal

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIRST_POLLUTION = LABELS.index(POLLUTION[0])
_KINDS = {"title": "title", "heading": "heading", "caption": "caption", "byline": "byline"}
_TEXT_KINDS = frozenset({"paragraph", "heading"})
"""Kinds that a text's lines may be given; ingest knows lists, tables and code better."""


def label_lines(doc: Document, evidence: Evidence) -> Document:
    """Label the blocks that no rule before has removed."""
    numbers = [number for number, block in enumerate(doc.blocks) if block.removal is None and block.text.strip()]
    if not numbers:
        return doc
    texts = [doc.blocks[number].text for number in numbers]
    repeated = _repeated(doc, numbers, evidence)
    given = fold(doc.metadata.title.value) if doc.metadata.title else ""
    page = observe(texts, Known(given, repeated, foreign_lines(texts)), judge_for(evidence.settings))
    weights = shipped_weights()
    chances = marginals(emissions(page.features, weights), weights.transition)
    blocks = list(doc.blocks)
    for place, number in enumerate(numbers):
        blocks[number] = _decide(blocks[number], page, place, chances[place], weights, evidence)
    return replace(doc, blocks=tuple(blocks))


def _repeated(doc: Document, numbers: Sequence[int], evidence: Evidence) -> frozenset[int]:
    if not evidence.repeated:
        return frozenset()
    origins = [doc.blocks[number].origin for number in numbers]
    digests = [passage_digest(doc.raw[origin.start : origin.end]) for origin in origins]
    return frozenset(place for place, digest in enumerate(digests) if digest in evidence.repeated)


def _decide(
    block: Block,
    page: Page,
    place: int,
    chances: NDArray,
    weights: Weights,
    evidence: Evidence,  # type: ignore[type-arg]
) -> Block:
    """Turn a line's probabilities into a kind or a removal."""
    pollution = float(chances[_FIRST_POLLUTION:].sum())
    if pollution >= evidence.settings.removal_score and block.kind != "code":
        label = POLLUTION[int(chances[_FIRST_POLLUTION:].argmax())]
        rule, reason = explain(page.features[place], label, weights)
        return block.remove(Removal(label, rule, reason, round(min(pollution, 1.0), 3)))
    kind = LABELS[int(chances[:_FIRST_POLLUTION].argmax())]
    if block.kind in _TEXT_KINDS and kind in _KINDS:
        if kind == "heading" and block.kind == "heading":
            return block
        return replace(block, kind=_KINDS[kind], level=block.level or (2 if kind == "heading" else 0))
    return block
