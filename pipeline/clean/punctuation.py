"""Punctuation as Chinese prints it: full width between Han characters, doubled marks single, straight quotes paired.

A mark inside a number, a time, an address, a formula or Latin prose stays half-width. Lost quotation marks are not invented:
straight ones are turned only where they pair up without doubt. Code and tables keep every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.document import Block, Document, Removal
from pipeline.han import HALF_BESIDE_HAN, HALF_TO_FULL, HAN_CLASS

RULE = "clean.punctuation"
_SKIP = frozenset({"code", "table"})
_FULL_STOP = re.compile(rf"\.(?<=[{HAN_CLASS}”」）]\.)(?=$|[{HAN_CLASS}“”「」])")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_DOUBLED = re.compile(r"([，、；：])[ \u00a0]?\1+|(?<!。)。。(?!。)|，(?=[。！？])|(?<=[。！？])，")
_HALF = re.compile(r"[,:;?!.(\"]")
_ADJACENT = re.compile(r"[，、；：。！？][ \u00a0]?[，、；：。！？]")
"""Without a match of these, none of the others matches; they are much quicker to fail."""
_QUOTES = re.compile(r'"')
_HAN = re.compile(f"[{HAN_CLASS}]")
_DOUBLED_REMOVAL = Removal("chrome", "clean.punctuation.doubled", "A punctuation mark stood twice.", 0.9)


def widen(doc: Document, evidence: Evidence) -> Document:
    """Print half-width marks between Han characters at full width."""
    return replace(doc, blocks=tuple(_mend(block) for block in doc.blocks))


def _mend(block: Block) -> Block:
    if block.removal or block.kind in _SKIP or not _HAN.search(block.text):
        return block
    if _HALF.search(block.text):
        block = block.rewrite(RULE, _marks(block.text))
        block = block.rewrite(RULE, _quotes(block.text))
    if _ADJACENT.search(block.text):
        block = block.cut(_DOUBLED_REMOVAL.rule, _doubles(block.text), _DOUBLED_REMOVAL)
    return block


def _marks(text: str) -> Iterator[tuple[int, int, str, Removal | None]]:
    """Yield the half-width marks that must change."""
    for match in HALF_BESIDE_HAN.finditer(text):
        yield match.start(), match.end(), HALF_TO_FULL[match.group()], None
    if "." in text:
        for match in _FULL_STOP.finditer(text):
            yield match.start(), match.end(), "。", None
    if "(" in text:
        for match in _PARENTHESES.finditer(text):
            if _is_chinese_aside(text, match):
                yield match.start(), match.start() + 1, "（", None
                yield match.end() - 1, match.end(), "）", None


def _is_chinese_aside(text: str, match: re.Match[str]) -> bool:
    """Tell whether a bracketed aside belongs to Chinese prose; "](" opens a Markdown address."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if before == "]":
        return False
    return bool(_HAN.search(match.group(1)) or _HAN.match(before) or (_HAN.match(after) and not before.strip()))


def _quotes(text: str) -> list[tuple[int, int, str, Removal | None]]:
    """Pair straight double quotes around Chinese words, if each opener is followed and each closer preceded by text."""
    places = [match.start() for match in _QUOTES.finditer(text)]
    if not places or len(places) % 2:
        return []
    pairs = list(zip(places[::2], places[1::2], strict=True))
    if not all(
        _HAN.search(text, start, end) and text[start + 1 : end].strip() == text[start + 1 : end] for start, end in pairs
    ):
        return []
    return [(place, place + 1, mark, None) for pair in pairs for place, mark in zip(pair, "“”", strict=True)]


def _doubles(text: str) -> list[tuple[int, int]]:
    """List the marks to drop where one stands twice, keeping the first or the stronger."""
    spans = []
    for match in _DOUBLED.finditer(text):
        keep = 1 if len(match.group()) > 1 else 0
        spans.append((match.start() + keep, match.end()))
    return spans
