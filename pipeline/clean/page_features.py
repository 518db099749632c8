"""What can be measured of a page's blocks by themselves: their text and their place.

Every feature is one column of a matrix with a name; nothing is decided here.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.page_cues import PAIRS, PATH_CUES, TEXT_CUES, label_cues
from pipeline.document import Block, Document

Matrix = NDArray[np.float32]

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_STOPS = re.compile(r"[。！？；]")
_PAUSES = re.compile(r"[，、：,]")
_FUNCTION = re.compile(r"[的了是在和不有这這他我也就都而与與对對为為从從到被將把将]")
_DATE = re.compile(r"(?:19|20)\d\d ?[-/.年] ?\d|\d:\d\d")
_BARE = re.compile(r"[\W_]+")
_TAGS = ("p", "div", "td", "li", "body", "dd")
_TAG_END = re.compile(r"[#.]")
_DIGITS = re.compile(r"[0-9]")
_BARS = re.compile(r"[|｜>·]")
_NUMBER = re.compile(r":\d+$")
_HEAD_CHARS = 40
_TAIL_CHARS = 24

TEXT_NAMES = (
    "chars", "log_chars", "han_ratio", "digit_ratio", "stops", "pauses", "mark_ratio", "function_ratio", "ends_stop", "link_ratio",
    "links", "spaces", "bars", "title_share", "is_title", "copies", "heading_level", "is_list", "is_table", "is_quote", "is_caption",
    "hidden", "brackets", "dated", *(f"says_{cue}" for cue in TEXT_CUES),
)  # fmt: skip
PLACE_NAMES = (
    "depth",
    *(f"tag_{tag}" for tag in _TAGS),
    *(f"near_{cue}" for cue in PATH_CUES),
    *(f"above_{cue}" for cue in PATH_CUES),
)
"""`near_` looks at the two innermost elements of a block, `above_` counts matches in all the others."""


def text_features(doc: Document, blocks: Sequence[Block]) -> Matrix:
    """Measure each block's own text: an array of shape (blocks, len(TEXT_NAMES))."""
    title = _BARE.sub("", doc.metadata.title.value) if doc.metadata.title else ""
    pairs = _pairs(title)
    copies = Counter(block.text for block in blocks)
    return np.array([_text_row(block, title, pairs, copies[block.text]) for block in blocks], np.float32)


def _text_row(block: Block, title: str, title_pairs: frozenset[str], copies: int) -> list[float]:
    text, kind, markup = block.text, block.kind, block.markup
    size = len(text)
    links, link_chars = (len(markup.links), markup.link_chars) if markup else (0, 0)
    stops, pauses = len(_STOPS.findall(text)), len(_PAUSES.findall(text))
    han = sum(map(len, _HAN.findall(text)))
    said = _pairs(text if size <= _HEAD_CHARS + _TAIL_CHARS else text[:_HEAD_CHARS] + "\n" + text[-_TAIL_CHARS:])
    shared = len(said & title_pairs) / size if title_pairs and size < 150 else 0.0
    cues = [0.0] * len(TEXT_CUES)
    for pair in said & PAIRS.keys():
        cues[PAIRS[pair]] += 1.0
    return [
        float(size), math.log1p(size), han / size, len(_DIGITS.findall(text)) / size, float(stops), float(pauses),
        (stops + pauses) / size, len(_FUNCTION.findall(text)) / size, float(text[-1] in "。！？!?…”」）)"), link_chars / size,
        float(links), float(text.count(" ")), float(len(_BARS.findall(text))), shared,
        float(shared > 0.4 and _BARE.sub("", text) == title), float(copies), float(block.level) if kind == "heading" else 0.0,
        float(kind == "list_item"), float(kind == "table"), float(kind == "quote"), float(kind == "caption"),
        float(bool(markup and markup.hidden)), float(text[0] in "[【(（《") + float(text[-1] in "]】"),
        float(bool(_DATE.search(text[:80]))),
        *cues,
    ]  # fmt: skip


def place_features(paths: Sequence[str]) -> Matrix:
    """Measure the place of blocks by their tag paths: an array of shape (blocks, len(PLACE_NAMES))."""
    rows: dict[str, list[float]] = {}
    for path in set(paths):
        labels = [label.partition(":")[0] for label in path.split("/")]
        near = frozenset().union(*map(label_cues, labels[-2:]))
        above = [cue for label in labels[:-2] for cue in label_cues(label)]
        tag = _TAG_END.split(labels[-1], maxsplit=1)[0]
        rows[path] = [
            float(len(labels)),
            *(float(tag == name) for name in _TAGS),
            *(float(cue in near) for cue in PATH_CUES),
            *(float(above.count(cue)) for cue in PATH_CUES),
        ]
    return np.array([rows[path] for path in paths], np.float32)


def path_of(block: Block) -> str:
    """Return the tag path of a block without its number among its siblings, "" where it has none."""
    return _NUMBER.sub("", block.markup.path) if block.markup else ""


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, itertools.pairwise(text)))
