"""Give every block of a text its label: what it is, or why it leaves the page.

The line classifier's probabilities decide, with the removal score from the settings; a page that would lose nearly everything
is kept whole instead, since then the classifier has misread its kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean import brakes, page
from pipeline.clean.doubt import judge_for
from pipeline.clean.evidence import Evidence
from pipeline.clean.features import SURELY_FOREIGN, Known, Page, no_opinion, observe
from pipeline.clean.halved import keep_own_sentences
from pipeline.clean.passages import passage_digest
from pipeline.clean.reasons import explain
from pipeline.clean.sequence import LABELS, POLLUTION, emissions, marginals, shipped_weights
from pipeline.clean.strange import foreign_lines
from pipeline.clean.vocabulary import fold
from pipeline.document import Block, Document, Removal

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIRST_POLLUTION = LABELS.index(POLLUTION[0])
_KINDS = {"title": "title", "heading": "heading", "caption": "caption", "byline": "byline"}
_SURE_ON_PAGE = 0.9
"""On a web page the page's own rule has judged already; a line must look bad indeed to leave after that."""
_VOUCHED = 0.5
"""Least vote of the page's rule for a block that shape and place alone may not take."""
_LONG_HAN = 10
"""Copies of shorter lines may be refrains and headings."""
_MOST_OF_PASSAGE = 0.7
"""Share of a foreign passage that must go by itself for the rest to follow."""
_TEXT_KINDS = frozenset({"paragraph", "heading"})
"""Kinds that a text's lines may be given; ingest knows lists, tables and code better."""


def judge_page(doc: Document, evidence: Evidence) -> Document:
    """Label the blocks of a web page that are not its article; texts pass unchanged."""
    return page.choose(doc, evidence.settings)


def label_lines(doc: Document, evidence: Evidence) -> Document:
    """Label the blocks that no rule before has removed."""
    numbers = [number for number, block in enumerate(doc.blocks) if block.removal is None and block.text.strip()]
    if not numbers:
        return doc
    texts = [doc.blocks[number].text for number in numbers]
    repeated = _repeated(doc, numbers, evidence)
    given = fold(doc.metadata.title.value) if doc.metadata.title else ""
    on_page = doc.provenance.media in page.MEDIA
    # The page's rule has judged by structure, where embeddings of a web page's many scraps would cost most and tell least.
    judge = no_opinion if on_page else judge_for(evidence.settings)
    seen = observe(texts, Known(given, repeated, foreign_lines(texts)), judge)
    weights = shipped_weights()
    chances = marginals(emissions(seen.features, weights), weights.transition)
    limit = max(evidence.settings.removal_score, _SURE_ON_PAGE) if on_page else evidence.settings.removal_score
    chances = _whole_passages(seen, chances, limit)
    spared = brakes.spared(seen, chances[:, _FIRST_POLLUTION:].sum(axis=1), limit) | _vouched(doc, numbers, seen)
    blocks, verdicts = list(doc.blocks), _verdicts(chances)
    for place, number in enumerate(numbers):
        if place not in spared:
            blocks[number] = _decide(blocks[number], seen, place, verdicts[place], limit)
    for number, block in keep_own_sentences(blocks, numbers, given).items():
        blocks[number] = block
    return replace(doc, blocks=tuple(blocks))


def _repeated(doc: Document, numbers: Sequence[int], evidence: Evidence) -> frozenset[int]:
    if not evidence.repeated:
        return frozenset()
    origins = [doc.blocks[number].origin for number in numbers]
    digests = [passage_digest(doc.raw[origin.start : origin.end]) for origin in origins]
    return frozenset(place for place, digest in enumerate(digests) if digest in evidence.repeated)


def _vouched(doc: Document, numbers: Sequence[int], seen: Page) -> frozenset[int]:
    """List the lines that the page's rule takes for article and that hold no hard evidence of anything else."""
    votes = [dict(markup.votes).get("page", 0.0) if (markup := doc.blocks[n].markup) else 0.0 for n in numbers]
    return frozenset(
        place for place, vote in enumerate(votes) if vote >= _VOUCHED and not brakes.has_hard_evidence(seen, place)
    )


def _whole_passages(seen: Page, chances: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    """Let a foreign passage leave whole: where most of it goes, the lines among it that look harmless go too."""
    result, pollution = chances, _pollution(chances)
    for seam in seen.topic.seams:
        members = sorted(number for number in seam.members if not SURELY_FOREIGN.isdisjoint(seen.features[number]))
        gone = [number for number in members if pollution[number] >= limit]
        if members and len(gone) > _MOST_OF_PASSAGE * len(members):
            result = result.copy()
            mean = chances[gone].mean(axis=0)
            for number in set(members) - set(gone):
                result[number] = mean
    return _copies_alike(seen, result, limit)


def _copies_alike(seen: Page, chances: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
    """Let the copies of a long line that leaves leave with it."""
    pollution = _pollution(chances)
    gone = {
        line.text: number
        for number, line in enumerate(seen.lines)
        if line.han >= _LONG_HAN and pollution[number] >= limit
    }
    return chances[[gone.get(line.text, number) for number, line in enumerate(seen.lines)]] if gone else chances


def _pollution(chances: NDArray[np.float64]) -> list[float]:
    """Add up for each line the probabilities of the labels that leave the page."""
    return list(chances[:, _FIRST_POLLUTION:].sum(axis=1).tolist())


class _Verdict(NamedTuple):
    """Hold what a line's probabilities say."""

    pollution: float
    """Probability that it is pollution of any kind."""
    label: str
    """The likeliest kind of pollution."""
    kind: str
    """The likeliest kind of text."""


def _verdicts(chances: NDArray[np.float64]) -> list[_Verdict]:
    """Read the probabilities of all lines at once: asked line by line, numpy costs more than it computes."""
    labels = chances[:, _FIRST_POLLUTION:].argmax(axis=1).tolist()
    kinds = chances[:, :_FIRST_POLLUTION].argmax(axis=1).tolist()
    found = zip(_pollution(chances), labels, kinds, strict=True)
    return [_Verdict(pollution, POLLUTION[label], LABELS[kind]) for pollution, label, kind in found]


def _decide(
    block: Block,
    seen: Page,
    place: int,
    verdict: _Verdict,
    limit: float,
) -> Block:
    """Turn a line's verdict into a kind or a removal."""
    if verdict.pollution >= limit and block.kind != "code":
        rule, reason = explain(seen.features[place], verdict.label)
        return block.remove(Removal(verdict.label, rule, reason, round(min(verdict.pollution, 1.0), 3)))
    kind = verdict.kind
    if block.kind in _TEXT_KINDS and kind in _KINDS:
        if kind == "heading" and block.kind == "heading":
            return block
        level = block.level or (2 if kind == "heading" else 0)
        return Block(_KINDS[kind], block.origin, block.text, block.edits, block.removal, level, block.markup)
    return block
