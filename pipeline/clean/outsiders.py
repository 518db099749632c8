"""Lines that read like an advert, a plea or a site's own words in an article that does not; no word of theirs need be known.

A line's manner (`manner`) is weighed together with what sets it apart from the rest (`signs`) to one logit. In a doubtful band the
sentence embedding of the line has a say, at 30 ms. What an article about shops or hotlines says in its own words shares them
with the rest, and stays; so does speech, and a page that reads like an advert throughout: it is its article.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean import office
from pipeline.clean.evidence import Evidence
from pipeline.clean.manner import KINDS, foreignness, logits
from pipeline.clean.page import MEDIA
from pipeline.clean.signs import NAMES, Text, measures, suspects, text_of
from pipeline.clean.vocabulary import fold
from pipeline.document import Block, Document, Removal
from pipeline.embed import vectors
from pipeline.han import han_chars
from pipeline.segments import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

REASONS = {
    "ad": "It reads like an advert, unlike the rest of the article.",
    "promo": "It reads like a plea to the reader, unlike the rest of the article.",
    "spam": "It reads like words set out for search engines, unlike the rest of the article.",
    "chrome": "It reads like a site's own words, unlike the rest of the article.",
}
"""What the ledger says of each kind."""
_SURE, _SURE_ON_PAGE = 1.2, 2.2
"""Least logit of a line that leaves by words alone; on a web page its structure has been asked before."""
_HEADING = 1.0
"""Asked of a heading beyond the rest: headings are short, and sell the article."""
_DOUBTFUL = 0.2
"""From this logit on, the embedding of a line is asked."""
_MOST_SURE = 3.5
"""From this logit on, it is not."""
_CONFIRMED = 0.5
"""Least logit, after its embedding has spoken, of a line that words would take."""
_LIFTED = 1.5
"""The same of a line that words alone would leave: how-to prose is near adverts in sense."""
_MOST_ASKED = 16
_LINE_CHARS = 120
_MOST_SHARE = 0.34
"""A page with more such lines reads so itself."""
_LEAST_CHARS, _LEAST_SENTENCE = 10, -4.5
"""A line with a sentence of so many characters that reads more like an article than this is not foreign as a whole."""
_MOST_OWN, _LEAST_OWN = -0.4, 30
"""Manner of a sentence of the author's, and the Han characters of such sentences in front of an advert that part it from them."""
_COMMERCIAL = 0.5
"""A page whose other lines have this manner on the whole is an advert, and the article."""
_BLOCKS = frozenset({"paragraph", "list_item", "quote", "heading"})


class Weights(NamedTuple):
    """Hold what training has found."""

    line: NDArray[np.float64]
    """Weights of the measures and, last, the bias: logit by words alone."""
    asked: NDArray[np.float64]
    """The same with the weight of the embedding's logit behind the measures."""
    opinion: NDArray[np.float64]
    """Weights of a sentence vector and, last, the bias: logit of foreign text by its sense."""


@cache
def shipped_weights() -> Weights:
    """Load the weights that the package ships."""
    data = json.loads((files("pipeline") / "data" / "manner.json").read_text("utf-8"))
    return Weights(
        np.array([*(data["line"][name] for name in NAMES), data["line"]["bias"]]),
        np.array([*(data["asked"][name] for name in NAMES), data["asked"]["opinion"], data["asked"]["bias"]]),
        np.array(data["opinion"]),
    )


def strip_outsiders(doc: Document, evidence: Evidence) -> Document:
    """Label the lines whose manner is foreign to their document."""
    places = [n for n, block in enumerate(doc.blocks) if block.removal is None and block.text.strip()]
    title = doc.metadata.title.value if doc.metadata.title else ""
    text = text_of([doc.blocks[n].text for n in places], title)
    on_page = doc.provenance.media in MEDIA
    sure = _SURE_ON_PAGE if on_page else _SURE
    kinds = {n: doc.blocks[places[n]].kind for n in suspects(text) if _is_of_one_manner(text.folded[n])}
    wanted = {n: sure + _HEADING * (kind == "heading") for n, kind in kinds.items() if kind in _BLOCKS}
    found = _without_office(doc, places, outsiders(text, wanted, asks=evidence.settings.embeddings != "never"))
    blocks = list(doc.blocks)
    for number, logit in found.items():
        label = KINDS[int(text.kinds[number].argmax())]
        removal = Removal(label, f"clean.manner.{label}", REASONS[label], score_of(logit))
        blocks[places[number]] = _without(blocks[places[number]], removal)
    return replace(doc, blocks=tuple(blocks)) if found else doc


def _without(block: Block, removal: Removal) -> Block:
    """Take a line off the page, but for the sentences it begins with, where they are many and read as an article's."""
    own = 0
    for start, end in sentences(block.text):
        sentence = fold(block.text[start:end])
        if sentence.rstrip().endswith("?") or float(foreignness(logits([sentence]))[0]) > _MOST_OWN:
            break
        own = end
    if han_chars(block.text[:own]) < _LEAST_OWN:
        return block.remove(removal)
    return block.cut(removal.rule, [(own, len(block.text))], removal) if own < len(block.text) else block


def _without_office(doc: Document, places: Sequence[int], found: dict[int, float]) -> dict[int, float]:
    """Spare what a notice says of its sender, and items of a list that stays."""
    if not found:
        return found
    gone = np.zeros(len(places), dtype=bool)
    gone[list(found)] = True
    spared = office.spared_blocks([doc.blocks[n] for n in places], gone)
    return {number: logit for number, logit in found.items() if number not in spared}


def _is_of_one_manner(folded: str) -> bool:
    """Tell whether no sentence of a line reads as an article's: of the others a clause may be cut."""
    found = [folded[start:end] for start, end in sentences(folded) if end - start >= _LEAST_CHARS]
    return len(found) < 2 or bool(foreignness(logits(found)).min() >= _LEAST_SENTENCE)


def score_of(logit: float) -> float:
    """Turn a logit into a probability with three decimals."""
    return round(float(1 / (1 + np.exp(-logit))), 3)


def outsiders(text: Text, wanted: Mapping[int, float], *, asks: bool) -> dict[int, float]:
    """Find among suspect lines those that leave, with their logits; none on a page that is made of them.

    wanted: least logit of each suspect line by its number; asks: whether embeddings may be asked.
    """
    if not wanted:
        return {}
    numbers = list(wanted)
    seen = measures(text, numbers)
    weights = shipped_weights().line
    found_at = dict(zip(numbers, (seen @ weights[:-1] + weights[-1]).tolist(), strict=True))
    found = {number: logit for number, logit in found_at.items() if logit >= wanted[number]}
    if asks:
        band = sorted((n for n in numbers if _DOUBTFUL <= found_at[n] < _MOST_SURE), key=lambda n: (-found_at[n], n))
        band = band[:_MOST_ASKED]
        for number, logit in zip(band, _asked(text, band, seen[[numbers.index(n) for n in band]]), strict=True):
            least = _LIFTED if found.pop(number, None) is None else _CONFIRMED
            if logit >= least + wanted[number] - _SURE:
                found[number] = logit
    return found if _are_few(text, found) else {}


def _are_few(text: Text, found: Collection[int]) -> bool:
    """Tell whether the lines are a small part of a page that otherwise reads as an article."""
    sizes = text.sizes
    rest = np.ones(len(sizes), dtype=bool)
    rest[list(found)] = False
    if sizes[~rest].sum() > _MOST_SHARE * sizes.sum() or not rest.any():
        return False
    return float((text.manner[rest] * sizes[rest]).sum()) < _COMMERCIAL * float(sizes[rest].sum())


def _asked(text: Text, numbers: Sequence[int], seen: NDArray[np.float64]) -> list[float]:
    """Weigh lines again with the logits of their embeddings."""
    weights = shipped_weights()
    senses = vectors([text.lines[number][:_LINE_CHARS] for number in numbers])
    said = senses @ weights.opinion[:-1] + weights.opinion[-1]
    return list((seen @ weights.asked[: len(NAMES)] + said * weights.asked[-2] + weights.asked[-1]).tolist())
