"""Passages as the corpus counts them: what stands in many documents of different stories is furniture."""

from __future__ import annotations

import re

from pipeline.document import Document
from pipeline.han import HAN_CLASS, simplified
from pipeline.signature import digest

LEAST_HAN_CHARS = 8
"""Shorter passages recur by chance: 共勉。, 图片, a section number."""

_NOT_WORDS = re.compile(f"[^{HAN_CLASS}A-Za-z]+")
_HAN = re.compile(f"[{HAN_CLASS}]")


def passage_digest(text: str) -> str:
    """Digest a block's words: script, punctuation, digits and spacing do not count; "" for too short a block."""
    words = _NOT_WORDS.sub("", text)
    if len(words) < LEAST_HAN_CHARS or len(_HAN.findall(words)) < LEAST_HAN_CHARS:
        return ""
    return digest(simplified(words).lower())


def passages(doc: Document) -> tuple[str, ...]:
    """List the digests of a document's passages, each once, in order."""
    found = (passage_digest(doc.raw[block.origin.start : block.origin.end]) for block in doc.blocks)
    return tuple(dict.fromkeys(digest for digest in found if digest))
