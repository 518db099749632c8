"""The site builder kept ready in this process, to print single pages for the preview: to start it takes longer than to print.

Whole builds never go this way; `builder` says why. No plugin is loaded here, since none of ours changes a page: the search only
reads them. What grows out of all pages at once is left to whole builds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateError

from pipeline.errors import RenderError
from pipeline.render.builder import SEARCH_PAGE, configuration
from pipeline.settings import SiteSettings


@dataclass(slots=True)
class Press:
    """Hold a loaded configuration and its templates; a press that is made anew reads both anew."""

    target: Path
    """Folder that holds the pages' `docs`; the configuration is laid down beside them."""
    config: Path
    """The house's `mkdocs.yml`."""
    _settings: str = ""
    _loaded: Any = field(default=None, repr=False)
    _templates: Environment | None = field(default=None, repr=False)

    def ready(self, site: SiteSettings) -> None:
        """Load what the pages of this site need, unless it is loaded; raises RenderError if that fails."""
        from mkdocs.config.base import load_config
        from mkdocs.exceptions import MkDocsException

        docs = self.target / "docs"
        pagefind = (docs / SEARCH_PAGE[1]).is_file()
        settings = configuration(self.config, site, docs, self.target / "site", pagefind=pagefind)
        if settings == self._settings:
            return
        laid_over = self.target / "preview.yml"
        laid_over.write_text(settings, "utf-8")
        try:
            self._loaded = load_config(str(laid_over), plugins=[])
            self._templates = self._loaded.theme.get_env()
        except (MkDocsException, TemplateError) as error:
            raise RenderError(f"mkdocs failed: {error}") from error
        self._settings = settings

    def pages(self, site: SiteSettings, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Print pages: yields the place below the site's folder and the HTML of each, in the order given.

        paths: Markdown files below the docs folder. Raises RenderError if one cannot be printed.
        """
        self.ready(site)
        from mkdocs.commands.build import get_context
        from mkdocs.exceptions import MkDocsException
        from mkdocs.structure.files import get_files
        from mkdocs.structure.nav import get_navigation

        config, templates = self._loaded, self._templates
        files = get_files(config)
        nav = get_navigation(files, config)
        for path in paths:
            file = files.get_file_from_path(path)
            page = file.page if file else None
            if file is None or page is None or templates is None:
                raise RenderError(f"{path}: not a page of the site")
            try:
                page.read_source(config)
                page.render(config, files)
                page.active = True
                text = templates.get_template("main.html").render(get_context(nav, files, config, page))
            except (MkDocsException, TemplateError, OSError) as error:
                raise RenderError(f"{path}: {error}") from error
            finally:
                page.active = False
            yield file.dest_uri, text
