"""What can be measured of a page's blocks by themselves: their text and their place.

Every feature is one column of a matrix with a name; nothing is decided here.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.clean.codes import CODES, codes_of
from pipeline.clean.page_cues import PATH_CUES, TEXT_CUES, label_cues, text_cues
from pipeline.document import Block, Document

Matrix = NDArray[np.float32]

_DATE = re.compile(r"(?:19|20)\d\d ?[-/.年] ?\d|\d:\d\d")
_BARE = re.compile(r"[\W_]+")
_TAGS = ("p", "div", "td", "li", "body", "dd")
_TAG_END = re.compile(r"[#.]")
_NUMBER = re.compile(r":\d+$")
_HEAD_CHARS = 40
_TAIL_CHARS = 24
_SHORT_CHARS = 150
_SORTS = (
    ((0x3400, 0x9FFF), (0xF900, 0xFAFF)),
    ((ord("0"), ord("9")),),
    *(
        tuple((ord(char), ord(char)) for char in members)
        for members in ("。！？；", "，、：,", "的了是在和不有這这他我也就都而与與对對为為從从到被將把将", " ", "|｜>·")
    ),
)
"""Sorts of characters as ranges of code points: Han, digits, stops, pauses, function words, spaces, bars."""

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
    pairs = tuple({a + b for a, b in itertools.pairwise(title)})
    texts = [block.text for block in blocks]
    copies = Counter(texts)
    said = [_edges(text) for text in texts]
    size = np.array([len(text) for text in texts], np.float64)
    han, digits, stops, pauses, functions, spaces, bars = _counts(texts)
    links = np.array([(len(m.links), m.link_chars) if (m := block.markup) else (0, 0) for block in blocks], np.float64)
    shared = np.array([_shared(text, edges, pairs) for text, edges in zip(texts, said, strict=True)])
    own = np.array(
        [_text_row(block, part, title, copies[block.text]) for block, part in zip(blocks, shared.tolist(), strict=True)]
    )
    columns = [
        size, np.array([math.log1p(len(text)) for text in texts]), han / size, digits / size, stops, pauses, (stops + pauses) / size,
        functions / size, own[:, 0], links[:, 1] / size, links[:, 0], spaces, bars, shared,
    ]  # fmt: skip
    return np.hstack([np.stack(columns, axis=1), own[:, 1:], text_cues(said)]).astype(np.float32)


def _edges(text: str) -> str:
    """Cut the middle out of a long text: what a block is, its beginning and its end say."""
    if len(text) <= _HEAD_CHARS + _TAIL_CHARS:
        return text
    return text[:_HEAD_CHARS] + "\n" + text[-_TAIL_CHARS:]


def _shared(text: str, edges: str, title_pairs: Sequence[str]) -> float:
    """Measure how much of a short text repeats pairs of the title's characters."""
    return sum(map(edges.__contains__, title_pairs)) / len(text) if len(text) < _SHORT_CHARS else 0.0


def _counts(texts: Sequence[str]) -> list[NDArray[np.float64]]:
    """Count the characters of each sort in each text, in the order of `_SORTS`; no text is empty."""
    sorts = _sorts()[codes_of("".join(texts))]
    starts = list(itertools.accumulate(map(len, texts[:-1]), initial=0))
    return [
        np.add.reduceat((sorts >> number) & 1, starts, dtype=np.int64).astype(np.float64)
        for number in range(len(_SORTS))
    ]


@cache
def _sorts() -> NDArray[np.uint8]:
    """Tabulate for each code point the sorts that it belongs to, a bit for each."""
    table = np.zeros(CODES, np.uint8)
    for number, sort in enumerate(_SORTS):
        for first, last in sort:
            table[first : last + 1] |= 1 << number
    table.setflags(write=False)
    return table


def _text_row(block: Block, shared: float, title: str, copies: int) -> list[float]:
    text, kind, markup = block.text, block.kind, block.markup
    return [
        text[-1] in "。！？!?…”」）)",
        shared > 0.4 and _BARE.sub("", text) == title, copies, block.level if kind == "heading" else 0, kind == "list_item",
        kind == "table", kind == "quote", kind == "caption", bool(markup and markup.hidden),
        (text[0] in "[【(（《") + (text[-1] in "]】"), bool(_DATE.search(text[:80])),
    ]  # fmt: skip


def place_features(paths: Sequence[str]) -> Matrix:
    """Measure the place of blocks by their tag paths: an array of shape (blocks, len(PLACE_NAMES))."""
    rows = {path: _place_row(path) for path in set(paths)}
    return np.array([rows[path] for path in paths], np.float32)


def _place_row(path: str) -> list[float]:
    *above, outer, inner = ["", *path.split("/")]
    near = _cues_of(inner) | _cues_of(outer)
    tag = _TAG_END.split(inner.partition(":")[0], maxsplit=1)[0]
    return [
        float(len(above) + 1), *[float(tag == name) for name in _TAGS],
        *[float(cue in near) for cue in PATH_CUES], *_above("/".join(above[1:])),
    ]  # fmt: skip


@lru_cache(maxsize=20_000)
def _above(path: str) -> tuple[float, ...]:
    """Count the elements of a path that give each cue."""
    if not path:
        return (0.0,) * len(PATH_CUES)
    outer, _, label = path.rpartition("/")
    cues = _cues_of(label)
    return tuple([count + (cue in cues) for cue, count in zip(PATH_CUES, _above(outer), strict=True)])


def _cues_of(label: str) -> frozenset[str]:
    return label_cues(label.partition(":")[0])


def path_of(block: Block) -> str:
    """Return the tag path of a block without its number among its siblings, "" where it has none."""
    return _NUMBER.sub("", block.markup.path) if block.markup else ""
