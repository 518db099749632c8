"""Read one file: bytes, sidecar and settings in, a document out, or an InputError with a reason a person understands."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.document import Block, Document, Fact, Metadata, Provenance, Removal, Span
from pipeline.errors import InputError
from pipeline.ingest.decode import decode
from pipeline.ingest.dump_rows import dump_kind
from pipeline.ingest.html import read_page
from pipeline.ingest.markdown import markdown_blocks
from pipeline.ingest.media import binary_kind, is_mhtml, media_of
from pipeline.ingest.mhtml import page_part, part_text
from pipeline.ingest.sidecar import Given, front_matter, merge, read_sidecar
from pipeline.ingest.text import text_blocks
from pipeline.settings import IngestSettings
from pipeline.signature import digest

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_KANA = re.compile(r"[\u3041-\u30ff]+")
_KANA_RATIO = 0.35
"""Japanese has more kana than Han; a Chinese article about Japanese has far less."""
_FRONT = Removal("chrome", "ingest.front_matter", "front matter, read into the document's metadata", 1.0)


class _Content(NamedTuple):
    """Hold what the reader of one media found."""

    media: str
    raw: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    encoding: str
    evidence: str


def read(path: str, data: bytes, sidecar: bytes | None, settings: IngestSettings) -> Document:
    """Read a file as a document.

    path: its place below the articles folder; the suffix only tells Markdown from text. sidecar: bytes of its NAME.toml.
    Raises InputError if the file is empty, too large, binary, undecodable or not Chinese, or its sidecar is wrong.
    """
    _refuse(path, data, settings)
    given = read_sidecar(sidecar, path) if sidecar is not None else Given(Metadata())
    address = given.metadata.url.value if given.metadata.url else ""
    content = _archive(path, data, address) if is_mhtml(data) else _plain(path, data, address)
    _refuse_foreign(path, content, settings)
    metadata = merge(given.metadata, content.metadata)
    url = metadata.url.value if metadata.url else ""
    provenance = Provenance(path, content.media, content.encoding, content.evidence, url, given.fetched)
    return Document(digest(data), content.raw, content.blocks, provenance, metadata).verify()


def _archive(path: str, data: bytes, address: str) -> _Content:
    part = page_part(data, path)
    text, encoding, evidence = part_text(part, path)
    page = read_page(text, path, address or part.url)
    return _Content("mhtml", page.raw, page.blocks, page.metadata, encoding, evidence)


def _plain(path: str, data: bytes, address: str) -> _Content:
    text, encoding, evidence = decode(data, path)
    media = media_of(path, text)
    if media == "html":
        page = read_page(text, path, address)
        return _Content(media, page.raw, page.blocks, page.metadata, encoding, evidence)
    metadata, start = front_matter(text, path)
    front = _front_block(text, start)
    if media == "markdown":
        blocks = markdown_blocks(text)
        body = tuple(block for block in blocks if block.origin.start >= start)
        return _Content(media, text, front + body, _with_title(metadata, body), encoding, evidence)
    return _Content(media, text, front + text_blocks(text, start), metadata, encoding, evidence)


def _front_block(text: str, end: int) -> tuple[Block, ...]:
    kept = text[:end].strip()
    if not kept:
        return ()
    first = text.index(kept)
    return (Block("code", Span(first, first + len(kept)), kept, removal=_FRONT),)


def _with_title(metadata: Metadata, blocks: tuple[Block, ...]) -> Metadata:
    """Take the only first-level heading of a Markdown file for its title."""
    tops = [block for block in blocks if block.kind == "heading" and block.level == 1]
    if metadata.title or len(tops) != 1:
        return metadata
    return merge(metadata, Metadata(title=Fact(tops[0].text.strip(), "heading")))


def _refuse(path: str, data: bytes, settings: IngestSettings) -> None:
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"):
        raise InputError(f"{path}: is empty")
    if len(data) > settings.max_bytes:
        raise InputError(
            f"{path}: is too large: {len(data):,} bytes, the limit is {settings.max_bytes:,} (setting ingest.max_bytes)"
        )
    kind = binary_kind(data)
    if kind:
        raise InputError(f"{path}: is {kind}, not an article")
    if dump_kind(path, data):
        raise InputError(f"{path}: holds many articles; move it elsewhere and run `inv unpack --dump FILE`")


def _refuse_foreign(path: str, content: _Content, settings: IngestSettings) -> None:
    han = sum(map(len, _HAN.findall(content.raw)))
    if han < settings.min_han_chars:
        raise InputError(
            f"{path}: holds only {han} Chinese characters, at least {settings.min_han_chars} make an article"
        )
    # Letters are dear to count, and seldom asked for: there are no more of them than characters.
    if han < settings.min_han_ratio * len(content.raw):
        letters = sum(map(str.isalpha, content.raw))
        if han < settings.min_han_ratio * letters:
            raise InputError(f"{path}: is not Chinese: {han / letters:.0%} of its letters are Chinese characters")
    if sum(map(len, _KANA.findall(content.raw))) > _KANA_RATIO * han:
        raise InputError(f"{path}: is Japanese, not Chinese")
