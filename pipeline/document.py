"""The object that travels: a document whose raw text never changes.

Nothing is deleted. A block that leaves the page keeps its place and carries a `Removal`; a character that changes or is
cut leaves an `Edit`. `verify` proves both: block origins are ordered and disjoint, only white space lies between them, and
each block's edits, undone in reverse, give back the raw text exactly. This module knows no rule that cleans; it refuses to
store a text that cannot be undone.

All offsets are half-open and count Unicode code points; bytes exist only while a file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple, Self

from pipeline.errors import ConservationError

KINDS = ("title", "heading", "paragraph", "list_item", "quote", "table", "code", "caption", "byline")
"""What a kept block is, in the order a reader meets them."""

REMOVAL_LABELS = ("chrome", "promo", "ad", "spam", "offtopic", "duplicate")
"""Why a block or span leaves the page; `duplicate` is a repeat of the title or of another block."""


class Span(NamedTuple):
    """Mark a half-open interval of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Removal:
    """Say why something leaves the page."""

    label: str
    """One of REMOVAL_LABELS."""
    rule: str
    """The rule's address, as in settings and the ledger: "clean.furniture"."""
    reason: str
    """One sentence for a person, in English."""
    score: float
    """The rule's confidence in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Record one replacement in the text that the rule saw; edits apply in order and undo in reverse."""

    rule: str
    start: int
    before: str
    after: str
    removal: Removal | None = None
    """Set where the edit cuts pollution out of a kept block; None where it only rewrites (script, punctuation)."""


@dataclass(frozen=True, slots=True)
class Markup:
    """Hold what ingest knows of a block's place in the page; texts leave most of it empty."""

    path: str = ""
    """Tag path of the block's element with id and class names: "body/div#main/div.article/p"."""
    link_chars: int = 0
    """Characters inside links."""
    links: tuple[tuple[int, int, str], ...] = ()
    """(start, end, address) of each link, offsets in the block's raw text."""
    image: str = ""
    """Address of the image that the block stands for, "" for none."""
    hidden: bool = False
    """The page hides the element from its readers."""
    votes: tuple[tuple[str, float], ...] = ()
    """(extractor, score in [0, 1]) for each extractor that judged the block."""


@dataclass(frozen=True, slots=True)
class Block:
    """Hold one block of a document: a kept or removed stretch of the raw text with its edits."""

    kind: str
    """One of KINDS."""
    origin: Span
    """Place in `Document.raw`."""
    text: str
    """The text now; at first `raw[origin]`."""
    edits: tuple[Edit, ...] = ()
    removal: Removal | None = None
    level: int = 0
    """Heading level 1–6, list depth from 1, else 0."""
    markup: Markup | None = None

    def rewrite(self, rule: str, changes: Iterable[tuple[int, int, str, Removal | None]]) -> Self:
        """Apply disjoint (start, end, after, removal) changes to the text as one rule's edits.

        Offsets refer to `text` as it is now; the changes may come in any order. Changes that change nothing are dropped.
        Raises ValueError if two changes overlap or one lies outside the text.
        """
        wanted = [change for change in changes if self.text[change[0] : change[1]] != change[2]]
        if not wanted:
            return self
        wanted.sort(key=itemgetter(0, 1))
        pieces, edits, position = [], [], 0
        for start, end, after, removal in wanted:
            if not position <= start <= end <= len(self.text):
                raise ValueError(
                    f"{rule}: change {start}:{end} overlaps another or leaves a text of {len(self.text)} characters"
                )
            pieces += [self.text[position:start], after]
            edits.append(Edit(rule, start, self.text[start:end], after, removal))
            position = end
        pieces.append(self.text[position:])
        done = self.edits + tuple(reversed(edits))
        # Written out: `replace` costs as much as the rest, and every rule comes through here.
        return type(self)(self.kind, self.origin, "".join(pieces), done, self.removal, self.level, self.markup)

    def substitute(
        self,
        rule: str,
        pattern: re.Pattern[str],
        repl: str | Callable[[re.Match[str]], str],
        removal: Removal | None = None,
    ) -> Self:
        """Apply a regular expression as one rule's edits; repl as for `re.sub`."""
        expand = repl if callable(repl) else lambda match: match.expand(repl)
        return self.rewrite(rule, [(m.start(), m.end(), expand(m), removal) for m in pattern.finditer(self.text)])

    def cut(self, rule: str, spans: Iterable[tuple[int, int]], removal: Removal) -> Self:
        """Cut spans of the text as pollution."""
        return self.rewrite(rule, [(start, end, "", removal) for start, end in spans])

    def remove(self, removal: Removal) -> Self:
        """Label the whole block as leaving the page; the first label stays if there is one."""
        if self.removal:
            return self
        return type(self)(self.kind, self.origin, self.text, self.edits, removal, self.level, self.markup)

    def original(self) -> str:
        """Undo every edit; raises ConservationError if an edit is not found where it was recorded."""
        text = self.text
        for edit in reversed(self.edits):
            end = edit.start + len(edit.after)
            if text[edit.start : end] != edit.after:
                raise ConservationError(f"{edit.rule}: {edit.after!r} is not at {edit.start}")
            text = text[: edit.start] + edit.before + text[end:]
        return text


@dataclass(frozen=True, slots=True)
class Provenance:
    """Say where a document came from."""

    path: str
    """Path below the articles folder, with forward slashes."""
    media: str
    """What the content is, whatever its suffix: "text", "html", "markdown", "mhtml"."""
    encoding: str = "utf-8"
    encoding_evidence: str = ""
    """How the encoding is known: "bom", "declared", "valid", "detected", "repaired"."""
    url: str = ""
    fetched: str = ""
    """When it was fetched, ISO 8601 with zone; the only clock, given from outside."""


class Fact(NamedTuple):
    """Hold one piece of metadata with where it was found."""

    value: str
    evidence: str
    """"sidecar", "front matter", "meta:og:title", "label:line 3", …; given metadata beats found metadata."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Hold what is known about a document; None where nothing is, never a guess."""

    title: Fact | None = None
    author: Fact | None = None
    editor: Fact | None = None
    site: Fact | None = None
    published: Fact | None = None
    """ISO 8601 date or date-time."""
    url: Fact | None = None
    lead: Fact | None = None
    licence: Fact | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Hold one file: its raw text, which never changes, and the blocks that cover it."""

    id: str
    """Digest of the file's bytes, 32 hexadecimal digits."""
    raw: str
    blocks: tuple[Block, ...]
    provenance: Provenance
    metadata: Metadata = field(default_factory=Metadata)
    script: str = "hans"
    """Script of the raw text: "hans", "hant"."""
    spun: float = 0.0
    """Degree in [0, 1] to which the text is machine-spun."""
    spun_evidence: tuple[str, ...] = ()
    """Tell-tale words, most frequent first."""

    @property
    def kept(self) -> tuple[Block, ...]:
        """The blocks that stay on the page, in order."""
        return tuple(block for block in self.blocks if block.removal is None and block.text.strip())

    @property
    def text(self) -> str:
        """The cleaned text: kept blocks, one per paragraph."""
        return "\n\n".join(block.text for block in self.kept)

    def verify(self) -> Self:
        """Prove that no character of `raw` is lost or silently changed; raises ConservationError otherwise."""
        position = 0
        for block in self.blocks:
            start, end = block.origin
            if start < position or end < start or self.raw[position:start].strip():
                raise ConservationError(
                    f"{self.id}: characters {position}:{start} belong to no block, or blocks overlap"
                )
            if block.original() != self.raw[start:end]:
                raise ConservationError(f"{self.id}: block at {start}:{end} does not undo to its raw text")
            position = end
        if self.raw[position:].strip():
            raise ConservationError(f"{self.id}: characters {position}: belong to no block")
        return self
