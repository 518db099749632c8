"""Placeables: what a translation must carry over whole: addresses, code and marks as they stand, quantities and terms in English.

Opaque placeables travel as tokens that engines leave alone and come back in their place. Quantities and terms stay in the source at
first, since engines read them best in their sentence; where an engine gets one wrong, `in_english` puts the right words into
the source for a second try.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.quantities import english, quantities
from pipeline.termbase import Termbase

_OPAQUE = re.compile(
    r"`[^`\n]+`"
    r"|!?\[[^\]\n]*\]\([^)\s]+\)"
    r"|(?:https?|ftp)://[^\s\u3000-\u303f\u3400-\u9fff\uff00-\uffef<>\"']+"
    r"|www\.[\w./?=&%#-]+"
    r"|(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w/])(?:[\w.-]*/)+[\w-]+\.(?:py|js|ts|c|h|cpp|rs|go|sh|json|toml|yml|yaml|txt|md|html|css|cfg|ini)\b"
    r"|</?[a-zA-Z][^<>\n]{0,80}>"
    r"|~~[^~\n]+~~",
    re.ASCII,
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_TRAILING = ".,;:!?"
_AROUND = re.compile(r"[ \t]{2,}")


class Masked(NamedTuple):
    """Hold a text whose opaque placeables were replaced by tokens."""

    text: str
    originals: tuple[str, ...]
    """What token 1, 2, … stands for."""


def opaque(text: str) -> tuple[tuple[int, int], ...]:
    """Find addresses, code, links, file names and markup, which survive character by character.

    >>> [text[a:b] for text in ["见 https://example.org/a?b=1，或 `pip install x`。"] for a, b in opaque(text)]
    ['https://example.org/a?b=1', '`pip install x`']
    """
    spans = []
    for match in _OPAQUE.finditer(text):
        end = match.end()
        while match.group()[0] not in "`<~![" and end > match.start() and text[end - 1] in _TRAILING:
            end -= 1
        if not (match.group()[0] in "~<" and _HAN.search(match.group())):
            spans.append((match.start(), end))
    return tuple(spans)


def mask(text: str) -> Masked:
    """Replace opaque placeables by tokens; a text that is nothing else stays as it is.

    >>> mask("见 https://example.org。").text
    '见 [#1]。'
    """
    spans = opaque(text)
    pieces, position = [], 0
    for number, (start, end) in enumerate(spans, 1):
        pieces += [text[position:start], f"[#{number}]"]
        position = end
    pieces.append(text[position:])
    return Masked("".join(pieces), tuple(text[start:end] for start, end in spans))


def restore(text: str, originals: tuple[str, ...]) -> str:
    """Put the originals back; a token that the engine lost is missing from the result, which the checks notice.

    >>> restore("See [ # 1 ].", ("https://example.org",))
    'See https://example.org.'
    """
    for number, original in enumerate(originals, 1):
        token = re.compile(rf"[\[［【(]\s*[#＃]?\s*{number}\s*[\])］】]|[#＃]\s*{number}(?!\d)")
        text = token.sub(original.replace("\\", r"\\"), text, count=1)
    return text


def used_terms(text: str, terms: Termbase) -> dict[str, str]:
    """List the terms that a text uses, Chinese to English."""
    return {text[hit.span.start : hit.span.end]: hit.term.en for hit in terms.hits(text)}


def in_english(text: str, terms: Mapping[str, str]) -> str:
    """Put quantities and terms into the Chinese text as English words, spaces around them.

    terms: those that the text uses, as `used_terms` lists them.

    >>> in_english("算能去年营收2亿元。", {"算能": "SOPHGO"})
    'SOPHGO 去年营收 200 million yuan。'
    """
    spans = [(q.span.start, q.span.end, english(q)) for q in quantities(text) if q.text != english(q)]
    for zh in sorted(terms, key=len, reverse=True):
        for match in re.finditer(re.escape(zh), text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in spans):
                spans.append((match.start(), match.end(), terms[zh]))
    pieces, position = [], 0
    for start, end, words in sorted(spans):
        if start < position:
            continue
        pieces += [text[position:start], f" {words} "]
        position = end
    pieces.append(text[position:])
    spaced = _AROUND.sub(" ", "".join(pieces)).strip()
    return re.sub(r" (?=[，。！？；：、）】》”’,.!?;:)])|(?<=[（【《“‘，。！？；：、(]) ", "", spaced)


def quantity_only(text: str) -> str | None:
    """Say a text that is one quantity and nothing else in English; None for any other text.

    >>> quantity_only("约2亿元"), quantity_only("营收2亿元")
    ('about 200 million yuan', None)
    """
    bare = text.strip().rstrip("。")
    found = quantities(bare)
    return english(found[0]) if len(found) == 1 and found[0].text == bare else None
