"""Cut words that a program put into the flow of a text: "然后撒上石灰再棋牌平台出租种一茬黑麦草".

Rules that read words cut from mark to mark, and would take the author's half of such a clause along. The tagger hears the turn
inside it, so it is asked before them, while the words still stand there; what it is not sure of is left to the rules behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean.clauses import shipped_weights
from pipeline.clean.courses import WORDS, courses
from pipeline.clean.evidence import Evidence
from pipeline.clean.manner import foreignness, logits
from pipeline.clean.page import MEDIA
from pipeline.clean.quoted import touches_reported
from pipeline.clean.tagged import is_suspect
from pipeline.clean.tagger import TAGS, shipped_tagger
from pipeline.clean.vocabulary import fold, fold_all, hits
from pipeline.document import Block, Document, Removal
from pipeline.han import CLOSERS, OPENERS, is_han
from pipeline.segmenter import lexicon

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

RULE = "clean.injected"
_REASON = "Words put into the middle of a text: the article turns to something else and back."
_KINDS = ("ad", "promo", "spam", "chrome")
_COLUMNS = [TAGS.index(kind) for kind in _KINDS]
_BLOCKS = frozenset({"paragraph", "list_item", "quote"})
_LEAST_HAN = 3
_SPAM, _FEW, _SHORT_SPAM = 0.7, 8, 0.9
"""Least mean probability of dirt in words of a spammer's vocabulary or manner; of fewer characters than so many, or of several clauses."""
_OTHERS, _CLAUSES, _SENTENCES, _NEVER = 0.93, 0.95, 0.9, 2.0
"""The same of other words that begin or end inside a clause, of several clauses that do, of whole sentences, of what is quoted."""
_OWN, _OWN_BESIDE_SENTENCES = 0.3, 0.15
"""The most in the article's words beside them."""
_MARKS = re.compile("[,，。;；:：!！?？]")
_BEFORE_SENTENCES = frozenset("。！？!?…”」』）)】(（【[")
_AROUND = 6
"""Characters beside them that count."""
_APART = 20
"""Characters between two stretches that are parts of one."""
_SOILED = frozenset({"adult", "adult_weak", "betting", "shady"})
_MANNER = -0.5
"""Least manner of spam without a word of these kinds."""
_FRAYED, _FRAYED_SURE, _CORE = 0.5, 0.6, 0.95
"""A word at an end of which the tagger is less sure is the author's; more is asked where it is so sure of the rest."""
_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十百千万幺①②③④⑤⑥⑦⑧⑨")
_OPENERS = {closer: opener for opener, closer in zip(OPENERS, CLOSERS, strict=True) if opener in "(（[【"}
_WINDOW = 24
"""Characters around an end that are cut into words."""


class Span(NamedTuple):
    """Hold where words stand."""

    start: int
    end: int


def cut_injected(doc: Document, evidence: Evidence) -> Document:
    """Cut what the tagger hears begin and end amid a paragraph; it is asked about texts for which something speaks."""
    if evidence.settings.embeddings == "never" or doc.provenance.media in MEDIA:
        return doc
    if not (evidence.settings.embeddings == "always" or _is_asked_about(doc)):
        return doc
    kept = [place for place, block in enumerate(doc.blocks) if block.removal is None and block.text.strip()]
    title = doc.metadata.title.value if doc.metadata.title else ""
    blocks = list(doc.blocks)
    tagger = shipped_tagger("injected")
    for place, rows in zip(kept, tagger.tag(title, [doc.blocks[place].text for place in kept]), strict=True):
        if blocks[place].kind in _BLOCKS:
            blocks[place] = _without(blocks[place], rows)
    return replace(doc, blocks=tuple(blocks))


def _is_asked_about(doc: Document) -> bool:
    """Tell whether anything speaks for dirt: other rules, a seller's manner, or a word of these kinds somewhere."""
    if is_suspect(doc):
        return True
    folded = fold_all([block.text for block in doc.blocks if block.removal is None and block.kind in _BLOCKS])
    return any(hit.kind in _SOILED for text in folded for hit in hits(text))


def _without(block: Block, rows: Floats) -> Block:
    changes = [
        (span.start, span.end, "", Removal(label, f"{RULE}.{label}", _REASON, round(score, 3)))
        for span, label, score in injected(block.text, rows)
    ]
    return block.rewrite(RULE, changes) if changes else block


def injected(text: str, rows: Floats) -> Iterator[tuple[Span, str, float]]:
    """Find words put amid a text, each with its label and the tagger's mean probability of dirt.

    rows: what the tagger says of each character, shape (characters, tags).
    """
    dirt = rows[:, _COLUMNS].sum(axis=1)
    found = courses(text, dirt, WORDS)
    last = 0
    for start, end in found:
        span = _exact(text, dirt, start, end)
        in_parts = any(0 < there - end < _APART or 0 < start - here < _APART for there, here in found)
        if in_parts or span.start < last or not _stands_alone(text, dirt, span):
            continue
        mean = float(dirt[span.start : span.end].mean())
        label = _KINDS[int(rows[span.start : span.end, _COLUMNS].sum(axis=0).argmax())]
        if mean >= _least_mean(text, span, label):
            span = _with_brackets(text, span)
            yield span, label, mean
            last = span.end


def _stands_alone(text: str, dirt: Floats, span: Span) -> bool:
    """Tell whether words begin or end inside a clause, or are sentences amid a paragraph, and the article stands around them."""
    before, after = dirt[max(0, span.start - _AROUND) : span.start], dirt[span.end : span.end + _AROUND]
    opens, closes = _in_flow(text, span.start), _in_flow(text, span.end)
    if opens or closes:
        return all(float(part.mean()) <= _OWN for part, flows in ((before, opens), (after, closes)) if flows)
    begins = span.start > 0 and (text[span.start - 1] in _BEFORE_SENTENCES or text[span.start] in _OPENERS.values())
    return begins and all(len(part) and float(part.mean()) <= _OWN_BESIDE_SENTENCES for part in (before, after))


def _least_mean(text: str, span: Span, label: str) -> float:
    """Say how sure the tagger must be of words: less of long ones in a spammer's vocabulary or manner, more of whole clauses."""
    words = fold(text[span.start : span.end])
    if sum(map(is_han, words)) < _LEAST_HAN or touches_reported(text, span.start, span.end):
        return _NEVER
    in_flow = _in_flow(text, span.start) or _in_flow(text, span.end)
    is_phrase = in_flow and len(words) >= _FEW and not _MARKS.search(words, 0, len(words) - 1)
    if any(hit.kind in _SOILED for hit in hits(words)):
        return _SPAM if is_phrase else _SHORT_SPAM
    if text.count("“", 0, span.start) > text.count("”", 0, span.start):
        return _NEVER
    if label == "spam" and is_phrase and foreignness(logits([words], shipped_weights().manners))[0] >= _MANNER:
        return _SPAM
    if not in_flow:
        return _SENTENCES
    return _CLAUSES if _MARKS.search(words, 0, len(words) - 1) else _OTHERS


def _in_flow(text: str, place: int) -> bool:
    """Tell whether a place lies between two characters of running text."""
    if not 0 < place < len(text):
        return False
    before, after = text[place - 1], text[place]
    return before.isalnum() and after.isalnum() and (is_han(before) or is_han(after))


def _exact(text: str, dirt: Floats, start: int, end: int) -> Span:
    """Move ends that lie in the flow to ends of words: no word in doubt goes along, no number is halved, a word of spam is whole."""
    words = _ends_of_words(text, start, end)
    first, last = _nearest(start, words), _nearest(end, words)
    if first < last:
        sure = _sure_words(dirt, first, last, words)
        start, end = sure.start if _in_flow(text, start) else start, sure.end if _in_flow(text, end) else end
    return _whole(text, start, end)


def _ends_of_words(text: str, start: int, end: int) -> list[int]:
    first, last = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    return list(accumulate(map(len, lexicon().cut(text[first:last], HMM=False)), initial=first))


def _nearest(place: int, words: Sequence[int]) -> int:
    return min(words, key=lambda word: (abs(word - place), word))


def _sure_words(dirt: Floats, start: int, end: int, words: Sequence[int]) -> Span:
    """Leave out the words at both ends of which the tagger is less sure than of the rest."""
    least = _FRAYED_SURE if float(np.median(dirt[start:end])) >= _CORE else _FRAYED
    spans = pairwise(word for word in words if start <= word <= end)
    sure = [Span(here, there) for here, there in spans if float(dirt[here:there].mean()) >= least]
    return Span(sure[0].start, sure[-1].end) if sure else Span(start, end)


def _whole(text: str, start: int, end: int) -> Span:
    """Halve no number and no word of spam."""
    while start > 0 and text[start - 1] in _NUMERALS and text[start] in _NUMERALS:
        start -= 1
    while end < len(text) and text[end] in _NUMERALS and text[end - 1] in _NUMERALS:
        end += 1
    soiled = [hit for hit in hits(fold(text)) if hit.kind in _SOILED]
    return Span(
        min([start, *(hit.start for hit in soiled if hit.start < start < hit.end)]),
        max([end, *(hit.end for hit in soiled if hit.start <= end < hit.end)]),
    )


def _with_brackets(text: str, span: Span) -> Span:
    """Take the bracket along that opens or closes the words, or both that stand around them; what follows a bracketed text stays."""
    start, end = span
    if end < len(text) and text[end] in _OPENERS:
        opened = text.count(_OPENERS[text[end]], start, end) > text.count(text[end], start, end)
        end += opened or text[:start].endswith(_OPENERS[text[end]])
    elif text[end - 2] in _OPENERS and text[end - 1] in "，,。；;":
        end -= 1
    opener = _OPENERS.get(text[end - 1])
    if (
        opener
        and text[:start].endswith(opener)
        and text.count(opener, start, end) < text.count(text[end - 1], start, end)
    ):
        start -= 1
    return Span(start, end)
