"""Stories as books: an EPUB 3 of each, and one of the newest together, bilingual as the page is.

The bytes depend on the stories alone: the library's clock is replaced by the story's date, and the archive is packed with
fixed times.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

from ebooklib import epub
from jinja2 import Environment

from pipeline.render import escape
from pipeline.render.brief import Brief
from pipeline.render.feeds import moment
from pipeline.render.writer import Writer
from pipeline.settings import SiteSettings
from pipeline.signature import digest

WHOLE_MAX = 200
"""Most stories in the book of the whole digest, the newest; more would no longer be one book."""
_VERSION = "1"
_PACKED = (1980, 1, 1, 0, 0, 0)


def book(title: str, identifier: str, chapters: Sequence[tuple[Brief, str]], site: SiteSettings, css: str) -> bytes:
    """Bind chapters into an EPUB 3.

    chapters: (story, body as XHTML), in reading order.
    """
    volume = epub.EpubBook()
    volume.set_identifier(f"urn:qingyi:{identifier}")
    volume.set_title(escape.line(title) or identifier)
    volume.set_language("zh-Hans")
    volume.add_metadata("DC", "language", "en")
    volume.add_author(escape.line(site.name))
    style = epub.EpubItem(uid="style", file_name="style.css", media_type="text/css", content=css.encode("utf-8"))
    volume.add_item(style)
    pages = [_chapter(place, note, body, style) for place, (note, body) in enumerate(chapters, 1)]
    for page in pages:
        volume.add_item(page)
    volume.toc = pages
    volume.add_item(epub.EpubNcx())
    volume.add_item(epub.EpubNav(title="Contents · 目录"))
    volume.spine = [*pages] if len(pages) == 1 else ["nav", *pages]
    newest = max((note.date for note, _ in chapters), default="")
    buffer = BytesIO()
    written = datetime.fromisoformat(moment(newest)).astimezone(UTC)
    epub.write_epub(buffer, volume, {"mtime": written})
    return _repacked(buffer.getvalue())


def _chapter(place: int, note: Brief, body: str, style: epub.EpubItem) -> epub.EpubHtml:
    title = " · ".join(filter(None, (escape.line(note.title_en), escape.line(note.title)))) or note.id
    page = epub.EpubHtml(uid=f"c{place}", title=title, file_name=f"{note.id}.xhtml", lang="zh-Hans", content=body)
    page.add_item(style)
    return page


def _repacked(data: bytes) -> bytes:
    """Pack an archive anew with fixed times, the media type first and uncompressed as the format asks."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in sorted(old.infolist(), key=lambda info: info.filename != "mimetype"):
            packing = zipfile.ZIP_STORED if info.filename == "mimetype" else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(info.filename, _PACKED)
            entry.compress_type = packing
            new.writestr(entry, old.read(info))
    return buffer.getvalue()


class Library:
    """Write the books of one rendering."""

    def __init__(self, env: Environment, site: SiteSettings) -> None:
        """Take the templates, which hold the books' style, and the site's names."""
        self._site = site
        self._css = env.get_template("book.css").render()

    def one(self, writer: Writer, note: Brief, body: str) -> None:
        """Write a story's book unless it is there already."""
        path, key = f"stories/{note.id}.epub", digest(_VERSION, body, self._css, self._site.name, note.date)
        if not writer.is_current(path, key):
            title = " · ".join(filter(None, (note.title_en, note.title)))
            writer.data(path, book(title, note.id, [(note, body)], self._site, self._css), key)

    def whole(self, writer: Writer, notes: Sequence[Brief], bodies: Mapping[str, str]) -> None:
        """Write the book of the newest stories unless it is there already."""
        chapters = [(note, bodies[note.id]) for note in notes[:WHOLE_MAX] if note.id in bodies]
        path = "digest.epub"
        key = digest(
            _VERSION, self._css, self._site.name, *(part for note, body in chapters for part in (note.id, body))
        )
        if chapters and not writer.is_current(path, key):
            title = f"{self._site.name} · {self._site.name_zh}"
            writer.data(path, book(title, "digest", chapters, self._site, self._css), key)
