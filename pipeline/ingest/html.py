"""HTML: parse once, write down the visible text as raw, find the metadata that the page states about itself."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from pipeline.document import Block, Metadata
from pipeline.errors import InputError
from pipeline.ingest.html_metadata import page_metadata
from pipeline.ingest.html_walk import walk


class Page(NamedTuple):
    """Hold what a page shows and what it states about itself."""

    raw: str
    blocks: tuple[Block, ...]
    metadata: Metadata


def read_page(text: str, path: str, url: str = "") -> Page:
    """Read a decoded HTML page.

    url: address that the page was fetched from, "" where unknown. Raises InputError for a page without a tree, or one that
    nests deeper than any browser follows.
    """
    root = parse(text, path)
    body = root.find("body")
    if body is None:
        body = root.find("frameset") if root.find("frameset") is not None else root
    raw, blocks = walk(body)
    return Page(raw, blocks, page_metadata(root, blocks, url))


def parse(text: str, path: str) -> Any:
    """Build the tree of a page; raises InputError if there is none or it nests without end."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = text.replace("\0", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise InputError(f"{path}: is an HTML page without any element")
    if any("depth" in entry.message.lower() for entry in parser.error_log.filter_from_fatals()):
        raise InputError(f"{path}: nests more than 2,000 elements in each other, as no article does")
    return root


def absolute(address: str, base: str) -> str:
    """Resolve an address against the page's own; "" unless the result is http(s).

    >>> absolute("/a", "https://example.org/b/c"), absolute("javascript:x", "https://example.org/")
    ('https://example.org/a', '')
    """
    try:
        joined = urljoin(base, address.strip())
        parts = urlsplit(joined)
    except ValueError:
        return ""
    return joined if parts.scheme in ("http", "https") and parts.netloc else ""
