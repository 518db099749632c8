"""A site built anew in a few pages only, for the preview: whole builds take minutes where a site is large.

The pages that changed are built by the same builder, in a small tree of their own where the hubs that did not change are stubs
for its navigation; everything else is taken over from the build before by hard links. What grows out of all pages at once, the
index of the search and the site map, stays that of the last whole build: never publish such a site.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from pipeline.render.builder import NAV, SEARCH_PAGE, configuration, run_mkdocs
from pipeline.render.finish import finish
from pipeline.settings import SiteSettings

_NO_SEARCH = "search: {exclude: true}\n"
_STUB = f"---\n{_NO_SEARCH}---\n# …\n"


def patch(target: Path, config: Path, site: SiteSettings, site_dir: Path, before: Path, touched: Iterable[str]) -> None:
    """Build `site_dir` from the built site `before` and the pages and files of `target/docs` that changed since.

    touched: paths below the docs folder that are new, changed or gone. Raises RenderError if the builder fails.
    """
    docs, excerpt = target / "docs", target / "excerpt"
    shutil.rmtree(site_dir, ignore_errors=True)
    shutil.copytree(before, site_dir, copy_function=os.link)
    paths = dict.fromkeys(touched)
    for path in paths:
        (site_dir / built(path)).unlink(missing_ok=True)
    there = [path for path in paths if (docs / path).is_file()]
    pages = [path for path in there if path.endswith(".md")]
    for path in there:
        if path not in pages:
            _put(docs / path, site_dir / path)
    if pages:
        _build(docs, excerpt, config, site, pages)
        for path in pages:
            _put(excerpt / "site" / built(path), site_dir / built(path))


def built(page: str) -> str:
    """Name the file that a page is built into; other files keep their names.

    >>> built("index.md"), built("tags/index.md"), built("stories/a.md")
    ('index.html', 'tags/index.html', 'stories/a/index.html')
    """
    if not page.endswith(".md"):
        return page
    stem = page.removesuffix(".md")
    return f"{stem}.html" if stem.rpartition("/")[2] == "index" else f"{stem}/index.html"


def _build(docs: Path, excerpt: Path, config: Path, site: SiteSettings, pages: list[str]) -> None:
    shutil.rmtree(excerpt, ignore_errors=True)
    pagefind = (docs / SEARCH_PAGE[1]).is_file()
    for _, hub in (*NAV, SEARCH_PAGE):
        if (docs / hub).is_file():
            _write(excerpt / "docs" / hub, _STUB)
    for page in pages:
        _write(excerpt / "docs" / page, _unsearched((docs / page).read_text("utf-8")))
    text = configuration(config, site, excerpt / "docs", excerpt / "site", pagefind=pagefind)
    run_mkdocs(_write(excerpt / "mkdocs.yml", text), excerpt / "site")
    finish(excerpt / "site", wasm=pagefind)


def _unsearched(page: str) -> str:
    """Keep a page out of the excerpt's index, which nobody reads: cutting Chinese into words takes longer than the rest."""
    head = page.partition("\n---\n")[0]
    return page if not head.startswith("---\n") or "\nsearch:" in head else f"---\n{_NO_SEARCH}{page[4:]}"


def _write(place: Path, text: str) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
    return place


def _put(source: Path, place: Path) -> None:
    """Put a copy in a file's place; the old file is let go of first, since it is linked to an earlier build."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    shutil.copyfile(source, place)
