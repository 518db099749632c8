"""A real site under a sub-path, a real server, a real browser."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pipeline import chromium
from pipeline.render import build, render
from pipeline.termbase import Termbase
from tests.render import hostile, samples

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

PREFIX = "/qingyi/"
"""The site is served below this path, as GitHub Pages serves a project's site."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)


class _Handler(http.server.SimpleHTTPRequestHandler):
    lax = False

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(PREFIX) if path.startswith(PREFIX) else "/no-such-place")

    def do_GET(self) -> None:
        place = Path(self.translate_path(self.path.partition("?")[0].partition("#")[0]))
        page = place / "index.html" if place.is_dir() else place
        if not (self.lax and page.suffix == ".html" and page.is_file()):
            return super().do_GET()
        text = re.sub(r'<meta http-equiv="?Content-Security-Policy[^>]*>', "", page.read_text("utf-8"))
        body = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


class _LaxHandler(_Handler):
    lax = True


@dataclass(frozen=True)
class Site:
    """Point at a built and served site."""

    url: str
    lax_url: str
    """The same pages without their content security policy."""
    folder: Path
    stories: dict[str, str] = field(default_factory=dict)
    """Name of each story to its address below the root."""


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away in the middle of an answer."""


def serve(folder: Path, handler: type[_Handler]) -> http.server.ThreadingHTTPServer:
    """Serve a folder on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Site]:
    """Build the stories made by hand, the hostile one among them."""
    folder = tmp_path_factory.mktemp("browser")
    items = {
        "utf8": samples.utf8_story(),
        "git": samples.git_story(),
        "hopper": samples.hopper_story(),
        "hostile": hostile.hostile_story(),
    }
    settings = replace(samples.SITE, search="material")
    terms = Termbase((*samples.TERMS.terms, *hostile.TERMS))
    target, out = folder / "pages", folder / "site"
    render(
        tuple(items.values()),
        settings,
        terms,
        "2026-11-22",
        templates=root / "templates",
        docs=root / "docs",
        target=target,
    )
    assert "\n".join(build(target, root / "mkdocs.yml", settings, out)) == ""
    servers = serve(out, _Handler), serve(out, _LaxHandler)
    urls = [f"http://127.0.0.1:{server.server_port}{PREFIX}" for server in servers]
    yield Site(urls[0], urls[1], out, {name: f"stories/{item.story.id}/" for name, item in items.items()})
    for server in servers:
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    """Start the system's Chromium, or skip loudly."""
    program = chromium.find()
    if not program:
        pytest.skip("NO BROWSER: install chromium to run the browser tests")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=list(FLAGS))
        yield opened
        opened.close()


class Watched:
    """A page whose console, errors, dialogs and requests are kept."""

    def __init__(self, page: playwright.Page, home: str) -> None:
        """Listen before the first request."""
        self.page = page
        self.problems: list[str] = []
        page.on("console", lambda m: self.problems.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("dialog", lambda dialog: (self.problems.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda r: self._check(r.url, home))
        page.on("response", lambda r: self.problems.append(f"{r.status} {r.url}") if r.status >= 400 else None)

    def _check(self, url: str, home: str) -> None:
        if not url.startswith((home, "data:", "blob:")):
            self.problems.append(f"request to {url}")


@pytest.fixture
def open_page(browser: playwright.Browser) -> Iterator[object]:
    """Return a function that opens an address in a fresh, watched page; problems fail the test at its end."""
    contexts, pages = [], []

    def opened(url: str, **options: object) -> playwright.Page:
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        context = browser.new_context(**options)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(context)
        page = context.new_page()
        home = re.match(r"https?://[^/]+/", url).group()
        pages.append(Watched(page, home))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [problem for page in pages for problem in page.problems] == []
