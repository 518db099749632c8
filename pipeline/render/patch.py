"""A site built anew in a few pages only, for the preview: whole builds take minutes where a site is large.

The pages that changed are printed by the same builder, kept ready in this process; everything else is taken over from the build
before by hard links. What grows out of all pages at once, the index of the search and the site map, stays that of the last whole
build: never publish such a site.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.render.builder import SEARCH_PAGE
from pipeline.render.finish import finished
from pipeline.render.press import Press
from pipeline.settings import SiteSettings


def patch(press: Press, site: SiteSettings, site_dir: Path, before: Path, touched: Iterable[str]) -> None:
    """Build `site_dir` from the built site `before` and the pages and files of the press's docs that changed since.

    touched: paths below the docs folder that are new, changed or gone. Raises RenderError if the builder fails.
    """
    docs = press.target / "docs"
    shutil.rmtree(site_dir, ignore_errors=True)
    shutil.copytree(before, site_dir, copy_function=os.link)
    paths = dict.fromkeys(touched)
    for path in paths:
        (site_dir / built(path)).unlink(missing_ok=True)
    there = [path for path in paths if (docs / path).is_file()]
    for path in there:
        if not path.endswith(".md"):
            shutil.copyfile(docs / path, _place(site_dir, path))
    wasm = (docs / SEARCH_PAGE[1]).is_file()
    for path, text in press.pages(site, [path for path in there if path.endswith(".md")]):
        _place(site_dir, path).write_text(finished(text, wasm=wasm), "utf-8")


def built(page: str) -> str:
    """Name the file that a page is built into; other files keep their names.

    >>> built("index.md"), built("tags/index.md"), built("stories/a.md")
    ('index.html', 'tags/index.html', 'stories/a/index.html')
    """
    if not page.endswith(".md"):
        return page
    stem = page.removesuffix(".md")
    return f"{stem}.html" if stem.rpartition("/")[2] == "index" else f"{stem}/index.html"


def _place(site_dir: Path, path: str) -> Path:
    """Make room for a file; an old one is let go of first, since it is linked to an earlier build."""
    place = site_dir / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    return place
