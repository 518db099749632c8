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
from pipeline.clean.glued import NAMES, measures
from pipeline.clean.leads import question_before
from pipeline.clean.manner import KINDS, Manners, foreignness, logits, manners_from
from pipeline.clean.page import MEDIA
from pipeline.clean.stretches import Paragraph, Stretch, manner_of, paragraph_of, promising, stretches
from pipeline.clean.vocabulary import fold, fold_all
from pipeline.document import Block, Document, Removal
from pipeline.embed import vectors
from pipeline.segments import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SURE, _SURE_ON_PAGE = 1.5, 2.5
"""Least logit of a stretch that is cut by words alone; on web pages little is glued into sentences."""
_DOUBTFUL, _MOST_SURE = -3.5, 3.5
"""Between these logits the embedding is asked."""
_CONFIRMED = 2.5
_LEAST_WHOLE = -1.5
"""Least logit that a stretch is the whole of what was glued in."""
_LEAST_MANNER, _LEAST_MANNER_ASKED = 0.5, -1.0
"""Least manner of a stretch that is cut, whatever else speaks against it: by words alone, and where embeddings are asked."""
_SIGNS, _STRONG_MANNER = ("trade", "contact", "listed"), 1.0
_LEAST_SENTENCE = -1.0
"""A sentence that reads more like an article than this is not taken along with one that does not."""
_OWN_EDGE, _TURN = -1.5, 4.5
"""A first or last piece that reads more like an article than this, and by so much more than the rest of its stretch, is the author's."""
_SHORTEST_EDGE = 4
_MANNERED, _MORE_MANNERED = -2.5, 1.0
"""Mean manner of a document's lines from which on it speaks that way itself, and what is asked of its stretches beyond the rest."""
_REPORTS = re.compile("骗|诈|警方|民警|嫌疑|被告|法院|受害|被害|犯罪|违法|查处|供述|报警|举报|涉案")
_MORE_REPORTED = 2.0
"""The same in a paragraph that reports of crimes: it names what others sell."""
_MOST_CUTS = 3
_MOST_ASKED = 10
_LEAST_CHARS, _MOST_SHARE = 300, 0.2
"""A document with more of it is written in that manner."""
_BLOCKS = frozenset({"paragraph", "list_item", "quote"})
_ANSWERS = ("ad", "promo")
"""What a question may lead up to; keywords answer none."""
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
    opinion: NDArray[np.float64]
    """Weights of a sentence vector and, last, the bias: logit of a foreign clause by its sense."""
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
    return Weights(manners_from(data), foreign, whole, np.array(data["opinion"]), np.array(data["asked"]))


def cut_clauses(doc: Document, evidence: Evidence) -> Document:
    """Cut the clauses whose manner is foreign to their paragraph and their document."""
    kept = [n for n, block in enumerate(doc.blocks) if block.removal is None and block.text.strip()]
    folded = fold_all([doc.blocks[n].text for n in kept])
    title = fold(doc.metadata.title.value) if doc.metadata.title else ""
    asks = evidence.settings.embeddings != "never"
    least, manners = _LEAST_MANNER_ASKED if asks else _LEAST_MANNER, shipped_weights().manners
    places = promising(folded, manners, least)
    if not places:
        return doc
    more = _MORE_MANNERED * (float(foreignness(logits(folded, manners)).mean()) >= _MANNERED)
    sure = _SURE_ON_PAGE if doc.provenance.media in MEDIA else _SURE
    judge = Judge(sure + more, least, _MOST_ASKED if asks else 0)
    whole = "\n".join(folded)
    found: dict[int, list[Cut]] = {}
    for place in places:
        number, text = kept[place], folded[place]
        if doc.blocks[number].kind in _BLOCKS:
            cuts = judge.cuts(doc.blocks[number].text, text, whole.replace(text, "", 1), title)
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


def _reports(folded: str, one: Stretch) -> bool:
    """Tell whether the text around a stretch reports of crimes."""
    return _REPORTS.search(folded[: one.start] + "\n" + folded[one.end :]) is not None


def _without_own_edge(paragraph: Paragraph, one: Stretch, manners: Manners) -> tuple[int, int]:
    """Leave out of a stretch a first or last piece that is the author's; the stretch itself where both are foreign."""
    inner = paragraph.edges[(paragraph.edges > one.start) & (paragraph.edges < one.end)].tolist()
    if inner:
        spans = [(one.start, inner[0]), (inner[0], one.end), (inner[-1], one.end), (one.start, inner[-1])]
        found = foreignness(manner_of(paragraph, spans, manners)).tolist()
        for edge in (0, 2):
            size = spans[edge][1] - spans[edge][0]
            if size >= _SHORTEST_EDGE and found[edge] < _OWN_EDGE and found[edge + 1] - found[edge] >= _TURN:
                return spans[edge + 1]
    return one[:2]


def are_alike(folded: str, manners: Manners) -> bool:
    """Tell whether no sentence of a text of several reads as an article's."""
    found = [folded[start:end] for start, end in sentences(folded)]
    if len(found) < 2:
        return True
    return bool(foreignness(logits(found, manners)).min() >= _LEAST_SENTENCE)


def _cut(block: Block, cuts: Sequence[Cut]) -> Block:
    changes = [
        (
            question_before(block.text, cut.start) if cut.label in _ANSWERS else cut.start,
            cut.end,
            "",
            Removal(cut.label, _RULE, REASONS[cut.label], outsiders.score_of(cut.logit)),
        )
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

    def __init__(self, sure: float, least: float, asks: int) -> None:
        """Take the least logit of a cut, its least manner, and how many embeddings may be asked."""
        self.sure = sure
        self.least = least
        self.asks = asks

    def cuts(self, text: str, folded: str, rest: str, title: str) -> list[Cut]:
        """List the stretches of a paragraph to cut, disjoint.

        folded: its text, folded; rest: the other lines of the document, folded.
        """
        weights = shipped_weights()
        paragraph = paragraph_of(folded, weights.manners, text)
        found = stretches(paragraph, weights.manners, self.least)
        if not found:
            return []
        seen = measures(paragraph, found, rest, title, weights.manners)
        foreign = seen @ weights.foreign[:-1] + weights.foreign[-1]
        whole = seen @ weights.whole[:-1] + weights.whole[-1]
        both = -np.logaddexp(0, -foreign) - np.logaddexp(0, -whole)
        places = {one[:2]: place for place, one in enumerate(found)}
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
            inside = places.get(_without_own_edge(paragraph, one, weights.manners), place)
            if inside != place and whole[inside] >= _LEAST_WHOLE:
                continue
            logit = self._confirmed(paragraph, one, float(foreign[place]))
            if logit >= self.sure + _MORE_REPORTED * _reports(folded, one):
                label = KINDS[int(manner_of(paragraph, [one[:2]], weights.manners)[0].argmax())]
                chosen.append(Cut(one.start, one.end, label, logit))
        return chosen

    def _confirmed(self, paragraph: Paragraph, one: Stretch, logit: float) -> float:
        """Ask the embedding of a doubtful stretch, while some may be asked."""
        if not self.asks or not _DOUBTFUL <= logit < _MOST_SURE:
            return logit
        self.asks -= 1
        opinion, asked = shipped_weights().opinion, shipped_weights().asked
        said = float(vectors([paragraph.folded[one.start : one.end]])[0] @ opinion[:-1] + opinion[-1])
        return float(asked @ np.array([logit, said, 1.0])) - _CONFIRMED + _SURE
