"""Bring kept blocks to Simplified script; the original stays in `raw` and every change is an edit.

A document's script is that of its text as a whole, before any rule has touched it. Quotation marks 「」 belong to the author
and stay.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.document import Document
from pipeline.han import script_of, simplify_edits

RULE = "clean.script"


def note_script(doc: Document, evidence: Evidence) -> Document:
    """Record which script the raw text is in."""
    return replace(doc, script=script_of(doc.raw).name)


def simplify(doc: Document, evidence: Evidence) -> Document:
    """Convert what is Traditional in kept blocks, phrase by phrase."""
    blocks = tuple(
        block if block.removal or block.kind == "code" else block.rewrite(RULE, _edits(block.text))
        for block in doc.blocks
    )
    return replace(doc, blocks=blocks)


def _edits(text: str) -> list[tuple[int, int, str, None]]:
    """List the edits of a text, but for those that would bring in characters beyond the basic plane: few fonts show them."""
    return [
        (start, end, after, None)
        for start, end, after in simplify_edits(text)
        if max(after, default="") <= "\uffff" or max(text[start:end]) > "\uffff"
    ]
