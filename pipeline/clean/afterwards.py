"""Headlines left below the end of a text: a site's other articles, without a header that says so.

A few short lines without a full stop are headlines only below a sure end: a plea to the reader, a note on changed names, something
that left the page. Verses, steps and signatures are shorter, or stand where the text has not ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.document import Block, Document, Removal
from pipeline.han import han_chars

_HEADLINES = Removal(
    "chrome", "clean.afterwards.headlines", "Headlines of other articles stand below the end of the text.", 0.85
)
_LEAST_LINES, _MOST_LINES = 2, 12
_LEAST_HAN, _MOST_CHARS = 7, 45
_FULL = frozenset("。；;，,、：:…”」』）)")
_CATCHES = re.compile("[?？!！「《|｜，,、：:]")
_CHANGED_NAMES = re.compile(r"(?:化名|[假代匿]名)[）)。]?$|化名")
_LONGEST_NOTE = 80
_LEAVING = frozenset({"promo", "chrome", "ad", "spam"})
_PLEA = ("clean.inline.promo", "clean.rights")


def strip_headlines(doc: Document, evidence: Evidence) -> Document:
    """Label the headlines below the end of a text; pages have structure that tells, and pass unchanged."""
    if doc.provenance.media != "text":
        return doc
    run = _run(doc.blocks)
    if not _LEAST_LINES <= len(run) <= _MOST_LINES or not _ends_above(doc.blocks, run[0]):
        return doc
    if sum(_CATCHES.search(doc.blocks[number].text) is not None for number in run) * 2 < len(run):
        return doc
    blocks = list(doc.blocks)
    for number in run:
        blocks[number] = blocks[number].remove(_HEADLINES)
    return replace(doc, blocks=tuple(blocks))


def _run(blocks: Sequence[Block]) -> list[int]:
    """List the headline-like lines that end the document, in order."""
    run: list[int] = []
    for number in range(len(blocks) - 1, -1, -1):
        block = blocks[number]
        if block.removal or not block.text.strip():
            continue
        if not _is_headline(block):
            break
        run.append(number)
    return run[::-1]


def _is_headline(block: Block) -> bool:
    text = block.text.strip()
    return (
        block.kind in ("paragraph", "heading", "title", "caption")
        and han_chars(text) >= _LEAST_HAN
        and len(text) <= _MOST_CHARS
        and text[-1] not in _FULL
        and not any(mark in text for mark in "。；;")
    )


def _ends_above(blocks: Sequence[Block], first: int) -> bool:
    """Tell whether the text surely ended above a line: something left there, or a plea or a note on names ends it."""
    for number in range(first - 1, -1, -1):
        block = blocks[number]
        if block.removal and block.text.strip():
            return block.removal.label in _LEAVING
        if block.text.strip():
            return _closes(block)
    return False


def _closes(block: Block) -> bool:
    text = block.text.strip()
    if len(text) <= _LONGEST_NOTE and _CHANGED_NAMES.search(text):
        return True
    return any(edit.rule in _PLEA and edit.after == "" for edit in block.edits[-1:])
