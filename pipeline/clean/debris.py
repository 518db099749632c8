"""Characters that no writer typed: controls, entity stumps, empty tags, mojibake, bracketed pinyin, inserted glyphs.

Each is cut as a span; the words around it stay. Entities that are whole are spelt out (`&amp;` becomes &). Text that talks
about markup keeps it: only empty elements with attributes and stumps that cannot be read are debris.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from pipeline.clean.evidence import Evidence
from pipeline.clean.misread import misread
from pipeline.clean.readings import readings_in
from pipeline.document import Block, Document, Removal
from pipeline.han import HAN_CLASS

_HAN = f"[{HAN_CLASS}]"
_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\x00-\x08\x0b\x0e-\x1f\x7f]"
)
_EMOJI_JOINER = re.compile(
    "(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d(?=[\u2640\u2642\u2600-\u27bf\U0001f000-\U0001faff])"
)
_ENTITY = re.compile(r"&(?:#\d{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
_STUMP = re.compile(
    r"&(?:quot?|nbsp?|amp|ldquo?|rdquo?|lsquo?|rsquo?|hellip?|mdash?|middot?|#\d{2,5}|#)(?![A-Za-z0-9;=])|&(?:quo|nbs|ldqu|rdqu|hell)(?=$|[^a-z;])"
)
_EMPTY_TAG = re.compile(
    r"<(?P<tag>[a-z][a-z0-9]{0,10})(?:\s+[a-z-]+=(?:\"[^\"<>]{0,60}\"|'[^'<>]{0,60}'))+\s*>\s*</(?P=tag)>",
    re.IGNORECASE,
)
_MOJIBAKE = re.compile(
    "\ufffd+|(?:锟斤拷|锟斤|斤拷)+锟?|(?:烫烫烫|屯屯屯)[烫屯]*|ï»¿|(?:Ã[\x80-\xbf¢£¤¥©ª«®°±²³¶º»¼½¾¿ ]|â€[œ\x9d˜™¦“”]?)+"
)
_LOOSE_TAGS = re.compile(r"(?<=[。！？!?…”」）])\s*(?:</?(?:p|br|div|span|strong|b|em|font|section|li|td)\s*/?>\s*)+$")
_GLYPH = re.compile(
    "[\u2500-\u25ff\u2600-\u26ff\u2700-\u27bf\u2460-\u24ff\ue000-\uf8ff\u0e00-\u0e7f\u0600-\u06ff\U0001f300-\U0001faff]"
    rf"(?<={_HAN}.)\ufe0f?(?={_HAN})"
)
_SIGN = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffd\x00-\x08\x0b\x0e-\x1f\x7f&<锟斤烫屯ïÃâ]"
)
"""Without any of these characters, nothing visible or invisible below can be debris."""
_HAN_CHAR = re.compile(_HAN)
_LETTER = re.compile(r"[^\W\d_]")
_NESTED = 4
_LEAST_READINGS = 3
_LEAST_GLYPHS = 3
"""Fewer symbols between Han characters may be the author's own."""


_Finder = Callable[[Block], Block]


class _Kind:
    """Name one kind of debris with the sentence a reader sees."""

    def __init__(self, rule: str, reason: str, score: float) -> None:
        self.rule = f"clean.debris.{rule}"
        self.removal = Removal("chrome", self.rule, reason, score)


_INVISIBLES = _Kind("invisible", "An invisible control character that no reader sees.", 0.99)
_STUMPS = _Kind("entity", "A broken HTML entity left by a copying tool.", 0.95)
_TAGS = _Kind("tags", "An empty HTML element left by a copying tool.", 0.97)
_GARBLED = _Kind("mojibake", "Characters garbled by a wrong encoding.", 0.95)
_READING = _Kind("pinyin", "A bracketed reading that a page script inserted after a character.", 0.95)
_INSERTED = _Kind("glyph", "A symbol inserted into the middle of a word.", 0.8)


def cut_debris(doc: Document, evidence: Evidence) -> Document:
    """Cut what no writer typed out of every kept block."""
    kept = [block.text for block in doc.blocks if not block.removal]
    inserted = sum(len(_GLYPH.findall(text)) for text in kept)
    readings = sum(len(readings_in(text)) for text in kept)
    finders: list[_Finder] = [_reread] if any(any(misread(text)) for text in kept) else []
    if any(map(_SIGN.search, kept)):
        finders.append(_visible_debris)
    if readings:
        finders.append(_without_readings if readings >= _LEAST_READINGS else _without_plain_readings)
    finders += [_inserted] if inserted >= _LEAST_GLYPHS else []
    if not finders:
        return doc
    return replace(doc, blocks=tuple(_cut(block, finders) for block in doc.blocks))


def _cut(block: Block, finders: Iterable[_Finder]) -> Block:
    if block.removal or block.kind == "code":
        return block
    for find in finders:
        block = find(block)
    return block


def _visible_debris(block: Block) -> Block:
    text = block.text
    if not _SIGN.search(text):
        return block
    if _INVISIBLE.search(text):
        joiners = {match.start() for match in _EMOJI_JOINER.finditer(text)}
        spans = [match.span() for match in _INVISIBLE.finditer(text) if match.start() not in joiners]
        block = block.cut(_INVISIBLES.rule, spans, _INVISIBLES.removal)
    if "&" in block.text:
        block = block.substitute(f"{_STUMPS.rule}", _ENTITY, lambda match: _spelt(match.group()))
        block = block.cut(_STUMPS.rule, [match.span() for match in _STUMP.finditer(block.text)], _STUMPS.removal)
    if "</" in block.text:
        block = _without_empty_tags(block)
        block = block.cut(_TAGS.rule, [match.span() for match in _LOOSE_TAGS.finditer(block.text)], _TAGS.removal)
    if _MOJIBAKE.search(block.text):
        block = block.cut(_GARBLED.rule, [match.span() for match in _MOJIBAKE.finditer(block.text)], _GARBLED.removal)
    return block


def _reread(block: Block) -> Block:
    """Read again what was UTF-8 and read as something else; what lost bytes is cut, and a line of nothing else leaves."""
    found = [(*one, None if one.text else _GARBLED.removal) for one in misread(block.text)]
    if not found:
        return block
    block = block.rewrite(_GARBLED.rule, found)
    return block if _HAN_CHAR.search(block.text) else block.remove(_GARBLED.removal)


def _without_readings(block: Block) -> Block:
    """Cut every reading: a page with so many was treated by a script."""
    return block.cut(_READING.rule, [(one.start, one.end) for one in readings_in(block.text)], _READING.removal)


def _without_plain_readings(block: Block) -> Block:
    """Cut readings that help nobody; that of a rare character, or one that it seldom has, is the writer's gloss."""
    spans = [(one.start, one.end) for one in readings_in(block.text) if one.is_plain]
    return block.cut(_READING.rule, spans, _READING.removal)


def _without_empty_tags(block: Block) -> Block:
    """Cut empty elements, inner ones first; a block of nothing else leaves whole."""
    bare = block
    for _ in range(_NESTED):
        spans = [match.span() for match in _EMPTY_TAG.finditer(bare.text)]
        if not spans:
            break
        bare = bare.cut(_TAGS.rule, spans, _TAGS.removal)
    return block.remove(_TAGS.removal) if bare is not block and not _LETTER.search(bare.text) else bare


def _inserted(block: Block) -> Block:
    return block.cut(_INSERTED.rule, [match.span() for match in _GLYPH.finditer(block.text)], _INSERTED.removal)


def _spelt(entity: str) -> str:
    """Spell out an entity; one that would bring a control or markup character in stays as it is."""
    after = html.unescape(entity)
    if after == entity or len(after) != 1 or _INVISIBLE.match(after):
        return entity
    return " " if after == "\u00a0" else after
