"""Markdown: raw is the file; blocks come from the parser's line map, and markup that a reader does not see is cut as edits.

Text stays literal wherever the parser finds no markup. HTML inside Markdown is markup too: its tags are cut, never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from pipeline.document import Block, Markup, Removal, Span

_RULE = "ingest.markdown"
_MACHINERY = Removal("chrome", _RULE, "Markdown machinery that readers do not see", 1.0)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^>]*>|<[!?][^>]*>", re.S)
_UNSEEN_HTML = re.compile(r"\A\s*<(script|style|template|iframe|head)\b", re.I)
_IMAGE_SOURCE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)", re.I)
_HAN = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]")
_SENTENCE_ENDS = tuple("。！？!?…”」』：:")
_LEAST_WRAPPED = 15
"""Shorter lines are verses, labels and headings, not sentences broken at a margin."""
_LEAST_BROKEN = 6
"""Fewer broken lines tell nothing of a file's manner."""


class _Leaf(NamedTuple):
    """Hold one leaf block of the token stream before it is located."""

    kind: str
    level: int
    first: int
    last: int
    tokens: tuple[Token, ...]


@cache
def parser() -> MarkdownIt:
    """Build the CommonMark parser with tables and front matter."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").disable("text_join").use(front_matter_plugin)


def markdown_blocks(raw: str) -> tuple[Block, ...]:
    """List the blocks of a Markdown file; together they cover all of it that is not white space.

    >>> [(block.kind, block.text) for block in markdown_blocks("# 题\\n\\n甲**乙**丙 96*96\\n")]
    [('heading', '题'), ('paragraph', '甲乙丙 96*96')]
    """
    lines = _line_starts(raw)
    blocks: list[Block] = []
    position = 0
    tokens = parser().parse(_same_lines(raw))
    leaves = _leaves(tokens)
    if _has_line_paragraphs(tokens):
        leaves = (line for leaf in leaves for line in _split(leaf))
    for leaf in leaves:
        start, end = max(position, lines[leaf.first]), lines[min(leaf.last, len(lines) - 1)]
        if end <= start:
            continue
        blocks += _uncovered(raw, position, start)
        block = _located(raw, start, end, leaf)
        if block:
            blocks.append(block)
        position = end
    blocks += _uncovered(raw, position, len(raw))
    return tuple(blocks)


def _same_lines(raw: str) -> str:
    """Give the parser a text with the same line numbers as the raw text whatever characters end its lines."""
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _line_starts(raw: str) -> list[int]:
    starts = [0] + [match.end() for match in re.finditer(r"\r\n|\n|\r", raw)]
    return starts if starts[-1] == len(raw) else [*starts, len(raw)]


def _leaves(tokens: Sequence[Token]) -> Iterator[_Leaf]:
    """Yield paragraphs, headings, listings, table rows and HTML blocks with the lines they stand on."""
    containers: list[str] = []
    row: list[Token] = []
    item_first = -1
    for index, token in enumerate(tokens):
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open", "blockquote_open", "table_open"):
            containers.append(kind)
        elif kind in ("bullet_list_close", "ordered_list_close", "blockquote_close", "table_close"):
            containers.pop()
        elif kind == "list_item_open" and token.map:
            item_first = token.map[0]
        elif kind == "tr_open":
            row = []
        elif kind == "tr_close" and row and row[0].map:
            yield _Leaf("table", 0, row[0].map[0], row[0].map[0] + 1, tuple(row))
        elif kind == "inline" and token.map:
            if containers and containers[-1] == "table_open":
                row.append(token)
                continue
            opened = tokens[index - 1]
            first = item_first if 0 <= item_first <= token.map[0] else token.map[0]
            item_first = -1
            last = opened.map[1] if opened.map else token.map[1]
            yield _Leaf(*_kind_of(opened, containers), first, last, (token,))
        elif kind in ("fence", "code_block", "html_block") and token.map:
            item_first = -1
            yield _Leaf("code", 0, token.map[0], token.map[1], (token,))


def _has_line_paragraphs(tokens: Sequence[Token]) -> bool:
    """Tell whether the file sets a paragraph a line without blank lines between: most lines end as sentences do."""
    texts = [token.content for token in tokens if token.type == "inline"]
    broken = [line.rstrip("*_ ") for text in texts for line in text.split("\n")[:-1]]
    ends = sum(line.endswith(_SENTENCE_ENDS) for line in broken)
    wrapped = sum(len(line) >= _LEAST_WRAPPED and not line.endswith(_SENTENCE_ENDS) for line in broken)
    return len(broken) >= _LEAST_BROKEN and ends > wrapped


def _split(leaf: _Leaf) -> Iterator[_Leaf]:
    """Yield the lines of a paragraph as leaves of their own; markup that runs over a line's end keeps the lines together."""
    children = leaf.tokens[0].children or []
    if leaf.kind == "heading" and any(token.type == "softbreak" for token in children):
        # A rule below a paragraph makes a heading of it, which nobody meant.
        leaf = leaf._replace(kind="paragraph", level=0, last=leaf.last - 1)
    breaks = [place for place, token in enumerate(children) if token.type in ("softbreak", "hardbreak")]
    levels = [sum(token.nesting for token in children[:place]) for place in breaks]
    if leaf.kind != "paragraph" or len(breaks) != leaf.last - leaf.first - 1 or any(levels):
        yield leaf
        return
    for line, (start, end) in enumerate(pairwise([-1, *breaks, len(children)])):
        token = replace(leaf.tokens[0], children=children[start + 1 : end])
        yield leaf._replace(first=leaf.first + line, last=leaf.first + line + 1, tokens=(token,))


def _kind_of(opened: Token, containers: Sequence[str]) -> tuple[str, int]:
    if opened.type == "heading_open":
        return "heading", int(opened.tag[1])
    if "blockquote_open" in containers:
        return "quote", 0
    depth = sum(name.endswith("list_open") for name in containers)
    return ("list_item", depth) if depth else ("paragraph", 0)


def _located(raw: str, start: int, end: int, leaf: _Leaf) -> Block | None:
    """Build the block between two offsets: visible runs stay, what lies between them is cut."""
    text = raw[start:end]
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    if not text:
        return None
    origin = Span(start + lead, start + lead + len(text))
    plain = Block(leaf.kind, origin, text, level=leaf.level)
    first = leaf.tokens[0]
    if first.type == "html_block":
        return _html_block(plain)
    if first.type in ("fence", "code_block"):
        return _listing(plain, first)
    reader = _Reader(text)
    for number, token in enumerate(leaf.tokens):
        if number:
            reader.separate("\t")
        reader.read(token.children or [])
    block = plain.rewrite(_RULE, reader.changes())
    links = tuple(link for link in reader.links if link[1] <= len(block.text))
    markup = Markup(link_chars=sum(b - a for a, b, _ in links), links=links, image=reader.image)
    kind = "caption" if reader.image and not block.text.strip() else leaf.kind
    return replace(block, kind=kind, markup=markup if links or reader.image else None)


class _Reader:
    """Follow inline tokens through the raw text of their block and note which runs a reader sees."""

    def __init__(self, text: str) -> None:
        """Start at the block's first character."""
        self.text = text
        self.cursor = 0
        self.runs: list[tuple[int, int, str]] = []
        self.links: list[tuple[int, int, str]] = []
        self.image = ""
        self._joint = ""
        self._shown = 0
        self._open: tuple[int, str] | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        """Note the visible runs of a block's inline tokens."""
        for token in tokens:
            if token.type in ("text", "code_inline"):
                self._see(token.content)
            elif token.type == "text_special":
                self._see(token.markup, token.content)
            elif token.type in ("softbreak", "hardbreak"):
                self.separate("\n" if token.type == "hardbreak" else " ")
            elif token.type == "link_open":
                self._open = (self._shown, str(token.attrs.get("href", "")))
            elif token.type == "link_close" and self._open:
                if self._open[0] < self._shown:
                    self.links.append((self._open[0], self._shown, self._open[1]))
                self._open = None
            elif token.type == "image":
                self.image = self.image or str(token.attrs.get("src", ""))
                self._skip(f"]({token.attrs.get('src', '')}")
            elif token.type == "html_inline":
                source = _IMAGE_SOURCE.search(token.content)
                self.image = self.image or (source.group(1) if source else "")
                self._skip(token.content)

    def separate(self, joint: str) -> None:
        """Let the next run follow after a separator instead of directly."""
        self._joint = joint

    def changes(self) -> list[tuple[int, int, str, Removal | None]]:
        """List the replacements that leave only the visible runs."""
        changes: list[tuple[int, int, str, Removal | None]] = []
        position = 0
        for start, end, after in self.runs:
            joint, after = after[0], after[1:]
            changes.append((position, start, "" if joint == "\0" else joint, None))
            if after != self.text[start:end]:
                changes.append((start, end, after, None))
            position = end
        changes.append((position, len(self.text), "", None))
        return changes

    def _see(self, written: str, shown: str | None = None) -> None:
        for number, line in enumerate(written.split("\n")):
            if number:
                self.separate(" ")
            if not line:
                continue
            place = self.text.find(line, self.cursor)
            if place < 0:
                continue
            after = line if shown is None else shown
            joint = self._joint_before(place, after)
            self.runs.append((place, place + len(line), joint + after))
            self._shown += len(after) + (joint != "\0")
            self.cursor = place + len(line)
            self._joint = ""

    def _joint_before(self, place: int, after: str) -> str:
        """Choose what stands between this run and the one before; between Han characters a wrapped line needs no space."""
        if not self._joint or not self.runs:
            return "\0"
        before = self.runs[-1][2]
        wrapped = self._joint == " " and _HAN.match(before[-1:]) and _HAN.match(after[:1])
        return "\0" if wrapped else self._joint

    def _skip(self, written: str) -> None:
        place = self.text.find(written, self.cursor)
        if place >= 0:
            self.cursor = place + len(written)


def _html_block(block: Block) -> Block:
    if _UNSEEN_HTML.match(block.text):
        return block.remove(_MACHINERY)
    source = _IMAGE_SOURCE.search(block.text)
    stripped = replace(block, kind="paragraph").substitute(_RULE, _TAG, "")
    if source and not stripped.text.strip():
        return replace(stripped, kind="caption", markup=Markup(image=source.group(1)))
    return stripped if stripped.text.strip() else block.remove(_MACHINERY)


def _listing(block: Block, token: Token) -> Block:
    if token.type == "code_block":
        return block
    lines = block.text.split("\n")
    head = len(lines[0]) + 1
    closed = len(lines) > 1 and lines[-1].strip().startswith(token.markup[:3])
    tail = len(block.text) - len(lines[-1]) - 1 if closed else len(block.text)
    if tail <= head:
        return block.remove(_MACHINERY)
    return block.rewrite(_RULE, [(0, head, "", None), (tail, len(block.text), "", None)])


def _uncovered(raw: str, start: int, end: int) -> list[Block]:
    """Cover what no token stands for (rules, link definitions, table rulers) as machinery."""
    text = raw[start:end]
    if not text.strip():
        return []
    lead = len(text) - len(text.lstrip())
    kept = text.strip()
    return [Block("code", Span(start + lead, start + lead + len(kept)), kept, removal=_MACHINERY)]
