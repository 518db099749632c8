"""Cut foreign clauses out of paragraphs: `glued` measures the stretches, this module decides and cuts.

Two trained sums speak: one tells whether a stretch is foreign, the other whether it is the whole of what was glued in and nothing
else. Of each paragraph the stretch that both favour is taken, again and again until none is left. In a doubtful band the
embedding of the stretch has a say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean import outsiders
from pipeline.clean.evidence import Evidence
from pipeline.clean.glued import NAMES, Paragraph, Stretch, manner_of, measures, paragraph_of, promising, stretches
from pipeline.clean.manner import KINDS, Manners, foreignness, logits, manners_from
from pipeline.clean.page import MEDIA
from pipeline.clean.vocabulary import fold, fold_all
from pipeline.document import Block, Document, Removal
from pipeline.embed import vectors
from pipeline.segments import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SURE, _SURE_ON_PAGE = 2.0, 3.0
"""Least logit of a stretch that is cut by words alone; on web pages little is glued into sentences."""
_DOUBTFUL, _MOST_SURE = 0.0, 3.5
"""Between these logits the embedding is asked."""
_CONFIRMED = 2.75
_LEAST_WHOLE = -1.5
"""Least logit that a stretch is the whole of what was glued in."""
_LEAST_MANNER = 1.0
"""Least manner of a stretch that is cut, whatever else speaks against it."""
_SIGNS, _STRONG_MANNER = ("trade", "contact", "listed"), 2.0
_LEAST_SENTENCE = -1.0
"""A sentence that reads more like an article than this is not taken along with one that does not."""
_MOST_CUTS = 3
_MOST_ASKED = 8
_LEAST_CHARS, _MOST_SHARE = 300, 0.2
"""A document with more of it is written in that manner."""
_BLOCKS = frozenset({"paragraph", "list_item", "quote"})
_LATIN = re.compile("[a-z]{2,}")
_ANYWHERE = frozenset({"app", "vip", "www", "com", "cn", "http", "https", "vx", "wx", "qq", "id"})
"""Latin words that adverts and articles share."""


class Weights(NamedTuple):
    """Hold what training has found for stretches."""

    manners: Manners
    """A table of its own: clauses are read with less text than lines."""
    foreign: NDArray[np.float64]
    """Weights of the measures and, last, the bias: logit that a stretch is foreign."""
    whole: NDArray[np.float64]
    """The same: logit that it is exactly what was glued in."""
    asked: NDArray[np.float64]
    """Weights of the first logit, of the embedding's, and the bias."""


class Cut(NamedTuple):
    """Hold one stretch to cut."""

    start: int
    end: int
    label: str
    logit: float


@cache
def shipped_weights() -> Weights:
    """Load the weights that the package ships."""
    data = json.loads((files("pipeline") / "data" / "manner.json").read_text("utf-8"))["clause"]
    foreign, whole = (
        np.array([*(data[name][measure] for measure in NAMES), data[name]["bias"]]) for name in ("foreign", "whole")
    )
    return Weights(manners_from(data), foreign, whole, np.array(data["asked"]))


def cut_clauses(doc: Document, evidence: Evidence) -> Document:
    """Cut the clauses whose manner is foreign to their paragraph and their document."""
    kept = [n for n, block in enumerate(doc.blocks) if block.removal is None and block.text.strip()]
    folded = fold_all([doc.blocks[n].text for n in kept])
    title = fold(doc.metadata.title.value) if doc.metadata.title else ""
    judge = Judge(
        _SURE_ON_PAGE if doc.provenance.media in MEDIA else _SURE,
        _MOST_ASKED if evidence.settings.embeddings != "never" else 0,
    )
    whole = "\n".join(folded)
    found: dict[int, list[Cut]] = {}
    for place in promising(folded, shipped_weights().manners, _LEAST_MANNER):
        number, text = kept[place], folded[place]
        if doc.blocks[number].kind in _BLOCKS:
            cuts = judge.cuts(text, whole.replace(text, "", 1), title)
            if cuts:
                found[number] = cuts
    gone = sum(cut.end - cut.start for cuts in found.values() for cut in cuts)
    if not found or gone > max(_MOST_SHARE * len(whole), _LEAST_CHARS):
        return doc
    blocks = list(doc.blocks)
    for number, cuts in found.items():
        blocks[number] = _cut(blocks[number], cuts)
    return replace(doc, blocks=tuple(blocks))


def _says_what_it_is(row: NDArray[np.float64]) -> bool:
    """Tell whether a stretch names a trade, a contact or a plea, or else reads foreign beyond doubt."""
    return bool(row[NAMES.index("manner")] >= _STRONG_MANNER or any(row[NAMES.index(sign)] for sign in _SIGNS))


def _names_the_subject(folded: str, one: Stretch, rest: str) -> bool:
    """Tell whether a stretch holds a Latin word of the text around it: what is glued in speaks of other things."""
    around = folded[: one.start] + folded[one.end :] + rest
    return any(word in around for word in _LATIN.findall(folded[one.start : one.end]) if word not in _ANYWHERE)


def are_alike(folded: str, manners: Manners) -> bool:
    """Tell whether no sentence of a text of several reads as an article's."""
    found = [folded[start:end] for start, end in sentences(folded)]
    if len(found) < 2:
        return True
    return bool(foreignness(logits(found, manners)).min() >= _LEAST_SENTENCE)


def _cut(block: Block, cuts: Sequence[Cut]) -> Block:
    changes = [
        (cut.start, cut.end, "", Removal(cut.label, _RULE, REASONS[cut.label], outsiders.score_of(cut.logit)))
        for cut in cuts
    ]
    return block.rewrite(_RULE, changes)


_RULE = "clean.manner.clause"
REASONS = {
    "ad": "This clause reads like an advert, unlike the text around it.",
    "promo": "This clause reads like a plea to the reader, unlike the text around it.",
    "spam": "This clause reads like words set out for search engines, unlike the text around it.",
    "chrome": "This clause reads like a site's own words, unlike the text around it.",
}
"""What the ledger says of each kind."""


class Judge:
    """Find what to cut in the paragraphs of one document; counts how often embeddings were asked."""

    def __init__(self, sure: float, asks: int) -> None:
        """Take the least logit of a cut and how many embeddings may be asked."""
        self.sure = sure
        self.asks = asks

    def cuts(self, folded: str, rest: str, title: str) -> list[Cut]:
        """List the stretches of a folded paragraph to cut, disjoint; rest: the other lines of the document."""
        weights = shipped_weights()
        paragraph = paragraph_of(folded, weights.manners)
        found = stretches(paragraph, weights.manners, _LEAST_MANNER)
        if not found:
            return []
        seen = measures(paragraph, found, rest, title, weights.manners)
        foreign = seen @ weights.foreign[:-1] + weights.foreign[-1]
        whole = seen @ weights.whole[:-1] + weights.whole[-1]
        both = -np.logaddexp(0, -foreign) - np.logaddexp(0, -whole)
        chosen: list[Cut] = []
        for place in np.argsort(-both, kind="stable").tolist():
            one = found[place]
            if whole[place] < _LEAST_WHOLE or len(chosen) >= _MOST_CUTS:
                continue
            if not _says_what_it_is(seen[place]) or not are_alike(folded[one.start : one.end], weights.manners):
                continue
            if any(one.start < cut.end and cut.start < one.end for cut in chosen):
                continue
            if _names_the_subject(folded, one, rest):
                continue
            logit = self._confirmed(paragraph, one, float(foreign[place]))
            if logit >= self.sure:
                label = KINDS[int(manner_of(paragraph, [one[:2]], weights.manners)[0].argmax())]
                chosen.append(Cut(one.start, one.end, label, logit))
        return chosen

    def _confirmed(self, paragraph: Paragraph, one: Stretch, logit: float) -> float:
        """Ask the embedding of a doubtful stretch, while some may be asked."""
        if not self.asks or not _DOUBTFUL <= logit < _MOST_SURE:
            return logit
        self.asks -= 1
        opinion, asked = outsiders.shipped_weights().opinion, shipped_weights().asked
        said = float(vectors([paragraph.folded[one.start : one.end]])[0] @ opinion[:-1] + opinion[-1])
        return float(asked @ np.array([logit, said, 1.0])) - _CONFIRMED + self.sure
