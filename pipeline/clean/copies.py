"""Paragraphs that stand twice in one document: copying tools and farms repeat whole paragraphs, writers hardly ever do.

The first copy stays. Refrains, headings and short lines are the author's; so is what a reader may want to find in a table or a listing.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.clean.page import MEDIA
from pipeline.document import Document, Removal
from pipeline.han import han_chars

_COPY = Removal("duplicate", "clean.copies", "The same paragraph stands further up.", 0.95)
_LEAST_HAN = 36
_KINDS = frozenset({"paragraph", "quote"})


def strip_copies(doc: Document, evidence: Evidence) -> Document:
    """Label the later copies of long paragraphs; web pages, which repeat text in folded parts, are judged by their structure."""
    if doc.provenance.media in MEDIA:
        return doc
    blocks = list(doc.blocks)
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if block.removal is None and block.kind in _KINDS and han_chars(block.text) >= _LEAST_HAN:
            text = "".join(block.text.split())
            if text in seen:
                blocks[number] = block.remove(_COPY)
            seen.add(text)
    return replace(doc, blocks=tuple(blocks))
