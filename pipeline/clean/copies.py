"""Paragraphs that stand twice in one document: copying tools and farms repeat whole paragraphs, writers hardly ever do.

The first copy stays. Refrains, headings and short lines are the author's; so is what a reader may want to find in a table or a listing.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.clean.page import MEDIA
from pipeline.clean.vocabulary import fold
from pipeline.document import Document, Removal
from pipeline.han import han_chars

_COPY = Removal("duplicate", "clean.copies", "The same paragraph stands further up.", 0.95)
_LEAST_HAN = 36
_LEAST_HAN_CONVERTED = 12
"""A copy in the other script is no refrain, however short."""
_KINDS = frozenset({"paragraph", "quote"})


def strip_copies(doc: Document, evidence: Evidence) -> Document:
    """Label the later copies of long paragraphs; web pages, which repeat text in folded parts, are judged by their structure."""
    if doc.provenance.media in MEDIA:
        return doc
    blocks = list(doc.blocks)
    seen: dict[str, str] = {}
    for number, block in enumerate(blocks):
        if block.removal is not None or block.kind not in _KINDS:
            continue
        length = han_chars(block.text)
        if length < _LEAST_HAN_CONVERTED:
            continue
        text = "".join(block.text.split())
        first = seen.setdefault(fold(text), text)
        if first is not text and (length >= _LEAST_HAN or first != text):
            blocks[number] = block.remove(_COPY)
    return replace(doc, blocks=tuple(blocks))
