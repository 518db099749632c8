"""Walk an HTML tree once and write down what a reader sees: blocks of text with their kind, place, links and pictures.

The walk keeps its own stack, so that depth costs memory and not the process. Nothing is judged here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from pipeline.document import Block, Markup, Span
from pipeline.ingest.html_image import image_address
from pipeline.ingest.html_tags import CELL_BREAKERS, INLINE, KINDS, LISTS, RESET, SILENT

_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNEVEN = re.compile(r"[\t\n\r\f]|  ")
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u201c\u201d\u2018\u2019\u2026"
_WRAP = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NAME = re.compile(r"[^\w-]+")
_PATH_MAX_CHARS = 600
"""Deeper places share the path of their ancestor; a hostile page could nest names without end."""
_PROSE = re.compile(r"[，。；：！？、]")


@dataclass(slots=True)
class _Place:
    """Hold what blocks inherit from the element they stand in."""

    path: str
    kind: str = "paragraph"
    level: int = 0
    depth: int = 0
    hidden: int = 0
    row: bool = False
    preformatted: bool = False
    counts: dict[str, int] | None = None
    """Children without id and class by tag; most elements have none."""


class Walk:
    """Collect the blocks of one page; use `walk`."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self.blocks: list[Block] = []
        self.texts: list[str] = []
        self.size = 0
        self.pieces: list[str] = []
        self.width = 0
        self.links: list[tuple[int, int, str]] = []
        self.hidden_roots = 0
        self.roots: list[int] = []
        self.open_link: tuple[int, str] | None = None
        self.labels: dict[tuple[str, str | None, str | None], str] = {}

    def add(self, text: str, place: _Place) -> None:
        """Append running text to the block that is being written."""
        if place.preformatted:
            piece = text
        elif not self.pieces and text.isspace():
            return
        else:
            if "\n" in text:
                text = _WRAP.sub("", text)
            piece = _SPACE.sub(" ", text) if _UNEVEN.search(text) else text
            if piece[:1] == " " and (not self.pieces or self.pieces[-1][-1] in " \t"):
                piece = piece[1:]
        if piece:
            self.pieces.append(piece)
            self.width += len(piece)

    def start_link(self, address: str) -> None:
        """Open a link at the current character; touching links are set apart by a space."""
        if self.links and self.links[-1][1] == self.width and self.pieces and self.pieces[-1][-1] not in " \t":
            self.pieces.append(" ")
            self.width += 1
        self.open_link = (self.width, address)

    def end_link(self) -> None:
        """Close the open link."""
        if self.open_link and self.open_link[0] < self.width:
            self.links.append((self.open_link[0], self.width, self.open_link[1]))
        self.open_link = None

    def flush(self, place: _Place) -> None:
        """Finish the block that is being written, if it shows anything."""
        if not self.pieces:
            return
        address = self.open_link[1] if self.open_link else None
        self.end_link()
        whole = "".join(self.pieces)
        text = whole.strip()
        if text:
            lead = len(whole) - len(whole.lstrip())
            self._emit(text, place, _moved(self.links, lead, len(text)), "")
        self.pieces.clear()
        self.links.clear()
        self.width = 0
        if address is not None:
            self.open_link = (0, address)

    def picture(self, address: str, place: _Place) -> None:
        """Set down a picture as a block without text, or inside a line let it pass."""
        if not self.pieces or not "".join(self.pieces).strip():
            self._emit("", place, (), address)

    def _emit(self, text: str, place: _Place, links: tuple[tuple[int, int, str], ...], image: str) -> None:
        start = self.size
        link_chars = sum([end - begin for begin, end, _ in links]) if links else 0
        markup = Markup(place.path, link_chars, links, image, place.hidden > 0)
        kind = "caption" if image else "table" if place.row else place.kind
        self.blocks.append(Block(kind, Span(start, start + len(text)), text, (), None, place.level, markup))
        self.roots.append(place.hidden)
        self.texts.append(text)
        self.size += len(text) + 1


def walk(root: Any) -> tuple[str, tuple[Block, ...]]:
    """List the blocks below an element and the raw text that they cover, one block per line.

    root: lxml element. Hidden elements are included and marked, unless they hold most of the page's prose: then a script
    shows them, as WeChat does with its article.
    """
    state = Walk()
    places = [_Place("body")]
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            _enter(state, places, element, walker)
        else:
            _leave(state, places, element)
    state.flush(places[0])
    return "\n".join(state.texts), tuple(_unhidden(state))


def _enter(state: Walk, places: list[_Place], element: Any, walker: Any) -> None:
    tag, place = element.tag, places[-1]
    if not isinstance(tag, str) or tag in SILENT:
        places.append(place)
        walker.skip_subtree()
        return
    if tag in INLINE:
        _enter_inline(state, places, element, tag)
    elif tag == "br":
        places.append(place)
        if place.row:
            state.add(" ", place)
        elif place.preformatted and place.kind == "code":
            state.add("\n", place)
        else:
            state.flush(place)
    else:
        _enter_block(state, places, element, tag)
    text = element.text
    if text:
        state.add(text, places[-1])


def _enter_inline(state: Walk, places: list[_Place], element: Any, tag: str) -> None:
    place = places[-1]
    style = element.get("style")
    if (style and _HIDDEN.search(style)) or element.get("hidden") is not None:
        state.flush(place)
        state.hidden_roots += 1
        place = replace(place, hidden=place.hidden or state.hidden_roots)
    places.append(place)
    if tag == "a":
        state.start_link(element.get("href", ""))
    elif tag == "img":
        address = image_address(element)
        if address:
            state.picture(address, place)


def _enter_block(state: Walk, places: list[_Place], element: Any, tag: str) -> None:
    above = places[-1]
    if above.row:
        if tag in ("td", "th") and state.pieces:
            state.pieces.append("\t")
            state.width += 1
        places.append(above)
        return
    state.flush(above)
    path = _path(above, element, tag, state.labels)
    place = _Place(path, above.kind, above.level, above.depth, above.hidden)
    if tag in KINDS:
        place.kind, place.level = KINDS[tag]
        if above.kind == "quote" and place.kind not in ("heading", "code"):
            place.kind = "quote"
        if tag == "li":
            place.level = above.depth
    elif tag in RESET and above.kind != "quote":
        place.kind, place.level = "paragraph", 0
    elif tag in LISTS:
        place.depth = above.depth + 1
    style = element.get("style")
    if (style and _HIDDEN.search(style)) or element.get("hidden") is not None:
        state.hidden_roots += 1
        place.hidden = place.hidden or state.hidden_roots
    if tag == "pre":
        place.preformatted = True
        place.kind = "code" if _holds_code(element) else "paragraph"
    elif tag == "tr":
        place.row = _holds_data(element)
    places.append(place)


def _leave(state: Walk, places: list[_Place], element: Any) -> None:
    place, tag, tail = places.pop(), element.tag, element.tail
    above = places[-1]
    if tag == "a":
        state.end_link()
    elif place is not above and state.pieces and (tag not in INLINE or place.hidden != above.hidden):
        if place.preformatted and place.kind != "code":
            _flush_lines(state, place)
        state.flush(place)
    if tail:
        state.add(tail, above)


def _flush_lines(state: Walk, place: _Place) -> None:
    """Set down preformatted prose line by line."""
    whole = "".join(state.pieces)
    if "\n" not in whole:
        return
    state.pieces.clear()
    state.links.clear()
    state.width = 0
    for line in whole.split("\n"):
        state.pieces.append(line)
        state.flush(place)


def _path(above: _Place, element: Any, tag: str, labels: dict[tuple[str, str | None, str | None], str]) -> str:
    """Name an element below its parent: "div#main.article", or "div:3" for the third without id and class."""
    if tag in ("body", "html"):
        return above.path
    identity, classes = element.get("id"), element.get("class")
    if identity or classes:
        key = (tag, identity, classes)
        label = labels.get(key) or labels.setdefault(key, _label(*key))
    else:
        label = tag
        if above.counts is None:
            above.counts = {}
        count = above.counts[tag] = above.counts.get(tag, 0) + 1
        if count > 1:
            label = f"{tag}:{count}"
    return above.path if len(above.path) > _PATH_MAX_CHARS else f"{above.path}/{label}"


def _label(tag: str, identity: str | None, classes: str | None) -> str:
    name = "#" + _NAME.sub("_", identity.strip())[:40] if identity else ""
    return tag + name + "".join("." + _NAME.sub("_", word)[:40] for word in (classes or "").split()[:4])


def _holds_code(element: Any) -> bool:
    """Tell a listing from prose that was only set in a fixed width."""
    text = "".join(element.itertext())
    return element.find(".//code") is not None or len(_PROSE.findall(text)) * 60 < len(text)


def _holds_data(row: Any) -> bool:
    """Tell a row of data from a row that lays out the page."""
    cells = sum(child.tag in ("td", "th") for child in row)
    return cells > 1 and next(row.iter(*CELL_BREAKERS), None) is None


def _moved(links: list[tuple[int, int, str]], lead: int, size: int) -> tuple[tuple[int, int, str], ...]:
    """Count the places of links from the first character that shows, within a text of a size."""
    if not links or (not lead and links[-1][1] <= size):
        return tuple(links)
    moved = ((max(0, start - lead), min(size, end - lead), address) for start, end, address in links)
    return tuple(link for link in moved if link[0] < link[1])


def _unhidden(state: Walk) -> Iterator[Block]:
    """Take back the mark of hidden elements that hold most of the page's prose."""
    if not state.hidden_roots:
        yield from state.blocks
        return
    prose: dict[int, int] = {}
    for block, root in zip(state.blocks, state.roots, strict=True):
        prose[root] = prose.get(root, 0) + len(_PROSE.findall(block.text))
    total = sum(prose.values())
    shown = {root for root, count in prose.items() if root and count * 2 > total}
    for block, root in zip(state.blocks, state.roots, strict=True):
        if root in shown and block.markup:
            yield replace(block, markup=replace(block.markup, hidden=False))
        else:
            yield block
