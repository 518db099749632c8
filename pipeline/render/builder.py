"""The site builder: MkDocs with Material, run on the rendered folder under a configuration laid over the house's own.

The builder is a program of its own, so it runs as one: its plugins keep state between builds that a second build in the same
process would inherit. What it leaves is finished here: compact pages under a strict content security policy, and every
internal link proven.
"""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from pipeline.errors import RenderError
from pipeline.render import escape
from pipeline.render.finish import broken_links, finish
from pipeline.render.labels import Label
from pipeline.settings import SiteSettings

NAV = (
    (Label("Stories", "文章"), "index.md"),
    (Label("Archive", "归档"), "archive/index.md"),
    (Label("Topics", "主题"), "tags/index.md"),
    (Label("Names", "人物机构"), "names/index.md"),
    (Label("Timeline", "时间线"), "timeline/index.md"),
    (Label("Glossary", "术语"), "glossary.md"),
    (Label("Sources", "来源"), "sources.md"),
    (Label("About", "关于"), "about.md"),
)
"""The hubs. Stories are left out: each entry would be printed on each page."""
SEARCH_PAGE = (Label("Search", "搜索"), "search.md")
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"}
_EXCLUDED = ("--exclude-selectors", "[data-search-exclude]")
_THEME_LANGUAGE = {"zh": "zh", "en": "en", "both": "en"}


def uses_pagefind(site: SiteSettings, stories: int) -> bool:
    """Say whether a site of this size is searched by Pagefind.

    >>> uses_pagefind(SiteSettings(search="auto", pagefind_stories=300), 300)
    True
    """
    return site.search == "pagefind" or (site.search == "auto" and stories >= site.pagefind_stories)


def build(target: Path, config: Path, site: SiteSettings, site_dir: Path, *, strict: bool = False) -> tuple[str, ...]:
    """Build `target/docs` into `site_dir` and return what the builder warned of.

    config: the house's `mkdocs.yml`. Raises RenderError if the builder fails, or warns while `strict`.
    """
    docs = target / "docs"
    pagefind = (docs / SEARCH_PAGE[1]).is_file()
    laid_over = target / "mkdocs.yml"
    laid_over.write_text(configuration(config, site, docs, site_dir, pagefind=pagefind), "utf-8")
    warnings = run_mkdocs(laid_over, site_dir)
    if pagefind:
        _run_pagefind(site_dir)
    finish(site_dir, wasm=pagefind)
    warnings += broken_links(site_dir)
    if strict and warnings:
        raise RenderError("\n".join(warnings))
    return tuple(warnings)


def configuration(config: Path, site: SiteSettings, docs: Path, site_dir: Path, *, pagefind: bool) -> str:
    """Write the settings of one digest as a configuration that inherits the house's."""
    house = yaml.safe_load(config.read_text("utf-8"))
    name = f"{site.name} {site.name_zh}".strip()
    repository = escape.url(site.repository)
    credit = f'<a href="{repository}">{escape.md(name)}</a>' if repository else escape.md(name)
    settings: dict[str, Any] = {
        "INHERIT": str(config.resolve()),
        "site_name": escape.md(name),
        "docs_dir": str(docs.resolve()),
        "site_dir": str(site_dir.resolve()),
        "theme": {
            "custom_dir": str((config.parent / house["theme"]["custom_dir"]).resolve()),
            "language": _THEME_LANGUAGE.get(site.language, "en"),
        },
        "nav": [{f"{label.en} · {label.zh}": path} for label, path in _hubs(docs, pagefind)],
        "not_in_nav": "*",
        "copyright": credit,
        "extra": {"digest": True, "frame": _frame(site, docs, pagefind=pagefind)},
    }
    if address := escape.plain_url(site.url):
        settings["site_url"] = f"{address.rstrip('/')}/"
    if pagefind:
        settings["plugins"] = []
    return yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)


def _hubs(docs: Path, pagefind: bool) -> list[tuple[Label, str]]:
    listed = [hub for hub in NAV if (docs / hub[1]).is_file()]
    return [*listed, SEARCH_PAGE] if pagefind else listed


def _frame(site: SiteSettings, docs: Path, *, pagefind: bool) -> dict[str, Any]:
    """Say what the lean frame prints on each page; `scripts` are those of Material's search, fetched when it is first used."""
    addresses = [(label, address(path)) for label, path in _hubs(docs, pagefind)]
    return {
        "name": escape.md(site.name),
        "name_zh": escape.md(site.name_zh),
        "hubs": [{"en": name.en, "zh": name.zh, "path": url or ".", "url": url} for name, url in addresses],
        "search": address(SEARCH_PAGE[1]) if pagefind else "",
        "scripts": "" if pagefind else " ".join(_theme_scripts()),
    }


def _theme_scripts() -> list[str]:
    """Find the scripts of the installed theme, whose names tell their versions: its own, and the worker of its search."""
    folder = Path(str(resources.files("material"))) / "templates/assets/javascripts"
    found = [sorted(folder.glob(f"{name}.*.min.js")) for name in ("bundle", "workers/search")]
    if not all(found):
        raise RenderError(f"{folder}: the theme has no scripts; install mkdocs-material anew")
    return [paths[0].relative_to(folder).as_posix() for paths in found]


def address(page: str) -> str:
    """Return the address of a page below the site's root.

    >>> address("index.md"), address("tags/index.md"), address("glossary.md")
    ('', 'tags/', 'glossary/')
    """
    stem = page.removesuffix(".md").removesuffix("index")
    return f"{stem}/" if stem and not stem.endswith("/") else stem


def run_mkdocs(config: Path, site_dir: Path) -> list[str]:
    """Run MkDocs on a configuration and return what it warned of; raises RenderError if it fails."""
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    result = _run(["mkdocs", "build", "--quiet", "--config-file", str(config)])
    lines = [line for line in result.stderr.splitlines() if line.strip()]
    warnings = [line for line in lines if line.startswith("WARNING")]
    if result.returncode:
        raise RenderError("mkdocs failed:\n" + "\n".join(lines[-20:]))
    return warnings


def _run_pagefind(site_dir: Path) -> None:
    result = _run(["pagefind", "--site", str(site_dir), "--force-language", "zh", *_EXCLUDED, "--quiet"])
    if result.returncode:
        raise RenderError(f"pagefind failed: {result.stderr.strip() or result.stdout.strip()}")


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False, env=environment()
    )


def environment() -> dict[str, str]:
    """Return the environment that a builder runs in: quiet, and able to import our Markdown extension from any folder."""
    here = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, **_QUIET, "PYTHONPATH": path}
