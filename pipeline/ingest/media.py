"""Tell what a file is by its content: the suffix only decides between Markdown, text and a fragment of HTML."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from pipeline.ingest.decode import everyday

MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "a database"),
    (b"OggS", "an audio file"),
    (b"ID3", "an audio file"),
    (b"bplist", "a property list"),
    (b"{\\rtf", "an RTF document; save it as plain text or HTML"),
)
"""First bytes of what is no text, and its name for the report."""

_UTF16_EVERYDAY = 0.05
"""Chinese in UTF-16 reads as everyday characters, binary data read that way does not."""
_CONTROLS = bytes([*range(9), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
_CONTROL_RATIO = 0.02
"""Texts hold next to no control bytes; compressed or compiled data hold about a tenth."""
_HEAD = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_STRUCTURE = re.compile(r"</(?:p|div|td|li|article|section|h[1-6]|body|table)\s*>|<br\s*/?>", re.I)
_MHTML = re.compile(rb"\A(?:[\w-]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){1,30}?content-type:\s*multipart/related", re.I)
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})


def binary_kind(data: bytes) -> str:
    """Name what kind of binary the bytes are, "" if they may be text."""
    for magic, name in MAGIC:
        if data.startswith(magic):
            return name
    if data[4:8] == b"ftyp":
        return "a film or picture"
    if data[:4] == b"RIFF" and data[8:12] in {b"WEBP", b"WAVE", b"AVI "}:
        return "a picture, audio or film file"
    sample = data[:65_536]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or looks_like_utf16(sample):
        return ""
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return "binary data" if controls > max(4, _CONTROL_RATIO * len(sample)) else ""


def looks_like_utf16(sample: bytes) -> bool:
    """Tell whether line ends and ASCII of a sample stand in two bytes."""
    little, big = sample[1::2].count(0), sample[0::2].count(0)
    if max(little, big) == 0 or min(little, big) * 20 > max(little, big):
        return False
    order = "utf-16-le" if little > big else "utf-16-be"
    return everyday(sample.decode(order, "ignore")) > _UTF16_EVERYDAY


def is_mhtml(data: bytes) -> bool:
    """Tell whether the bytes are a page archive of a browser."""
    return bool(_MHTML.match(data[:8192].lstrip()))


def media_of(path: str, text: str) -> str:
    """Name the media of a decoded text: "html", "markdown" or "text".

    A whole page is HTML under any name. A fragment of tags is HTML only if its name says so; elsewhere it is debris in a text.

    >>> media_of("a.txt", "<!DOCTYPE html><p>页"), media_of("a.txt", "字<br>字</p>"), media_of("a.html", "<p>字</p>")
    ('html', 'text', 'html')
    """
    suffix = PurePosixPath(path.lower()).suffix
    if _HEAD.match(text[:20_000]):
        return "html"
    if suffix in _HTML_SUFFIXES and _STRUCTURE.search(text):
        return "html"
    return "markdown" if suffix in _MARKDOWN_SUFFIXES else "text"
