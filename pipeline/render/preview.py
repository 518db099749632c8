"""The preview: a server on this machine that builds anew when something changes and reloads the browser.

A build goes into a folder of its own and takes the old one's place when it is whole, so that no reader meets half a site; a build
that fails leaves the last good one standing. Pages come under their own security policy, which allows scripts of this site:
the reload script is served as one.
"""

from __future__ import annotations

import http.server
import shutil
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from pipeline.errors import PipelineError

SETTLE_S = 0.15
"""Quiet time before a rebuild; an editor writes a file in several steps. Too high delays, too low builds half-saved files."""
WAIT_S = 20.0
"""Longest time that a browser's question for news stays open."""
_CHANGES = frozenset({"created", "modified", "deleted", "moved"})
_SCRIPT_PATH = "/__preview.js"
_NEWS_PATH = "/__news"
_TAG = f'<script src="{_SCRIPT_PATH}" async></script>'
_SCRIPT = """
let known = null;
const ask = async () => {
  try {
    const answer = await fetch(`/__news?known=${known ?? ""}`);
    const news = await answer.text();
    if (known !== null && news !== known) location.reload();
    known = news;
  } catch {
    await new Promise((wake) => setTimeout(wake, 1000));
  }
  ask();
};
ask();
"""


Builder = Callable[[Path, Path | None], object]
"""Builds a site into a new folder, with the site that is shown at hand."""


@dataclass(slots=True)
class Stage:
    """Hold what the server shows now, and tell those who wait when it changes."""

    folder: Path
    """Folder for builds; each gets a numbered one below it."""
    number: int = 0
    shown: Path | None = None
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def build(self, builder: Builder) -> None:
        """Build into a new folder and show it; raises what the builder raises, and then shows what it showed before."""
        fresh = self.folder / f"build-{self.number + 1}"
        shutil.rmtree(fresh, ignore_errors=True)
        old = self.shown
        builder(fresh, old)
        with self._changed:
            self.number += 1
            self.shown = fresh
            self._changed.notify_all()
        if old is not None:
            shutil.rmtree(old, ignore_errors=True)

    def news(self, known: str, wait_s: float) -> str:
        """Return the number of the build that is shown, at once if `known` is another, else when it changes or time is up."""
        with self._changed:
            self._changed.wait_for(lambda: str(self.number) != known, wait_s)
            return str(self.number)


def with_reload(page: str) -> str:
    """Add the reload script at the end of a page's body, whose closing tag a compact page leaves out.

    >>> with_reload("<p>a</body></html>"), with_reload("<p>a")
    ('<p>a<script src="/__preview.js" async></script></body></html>', '<p>a<script src="/__preview.js" async></script>')
    """
    body, closing, rest = page.rpartition("</body>")
    return f"{body}{_TAG}{closing}{rest}" if closing else page + _TAG


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, stage: Stage, **options: Any) -> None:
        self._stage = stage
        super().__init__(*args, directory=str(stage.shown or stage.folder), **options)

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == _SCRIPT_PATH:
            return self._answer(_SCRIPT, "text/javascript")
        if path == _NEWS_PATH:
            return self._answer(self._stage.news(query.removeprefix("known="), WAIT_S), "text/plain")
        page = Path(self.translate_path(path))
        page = page / "index.html" if page.is_dir() and path.endswith("/") else page
        if page.suffix != ".html" or not page.is_file():
            return super().do_GET()
        return self._answer(with_reload(page.read_text("utf-8")), "text/html")

    def _answer(self, text: str, kind: str) -> None:
        body = text.encode("utf-8")
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that left while its question for news was open, as each reload does."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Watcher(FileSystemEventHandler):
    def __init__(self) -> None:
        self.last = 0.0

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory and event.event_type in _CHANGES:
            self.last = time.monotonic()


def serve(
    builder: Builder,
    watched: Sequence[Path],
    folder: Path,
    port: int,
    say: Callable[[str], None],
    stop: threading.Event | None = None,
) -> None:
    """Build, serve on 127.0.0.1, and build anew on each change below `watched`, until `stop` is set or the user interrupts.

    builder: builds the site into the folder it is given; the second folder is the site shown now, None at first.
    folder: scratch folder for builds, emptied first. port: 0 takes any.
    say: tells a person the address, and what became of each build. Raises PipelineError if the first build fails.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    stage, watcher, observer = Stage(folder), _Watcher(), Observer()
    stage.build(builder)
    for path in watched:
        if path.exists():
            observer.schedule(watcher, str(path), recursive=path.is_dir())
    server = _Server(("127.0.0.1", port), partial(_Handler, stage=stage))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    observer.start()
    say(f"http://127.0.0.1:{server.server_port}/")
    try:
        _rebuild_on_change(stage, builder, watcher, say, stop or threading.Event())
    finally:
        observer.stop()
        server.shutdown()
        server.server_close()


def _rebuild_on_change(
    stage: Stage,
    builder: Builder,
    watcher: _Watcher,
    say: Callable[[str], None],
    stop: threading.Event,
) -> None:
    done = time.monotonic()
    while not stop.wait(0.05):
        if watcher.last <= done or time.monotonic() - watcher.last < SETTLE_S:
            continue
        done = time.monotonic()
        try:
            stage.build(builder)
        except PipelineError as error:
            say(f"not rebuilt: {error}")
        else:
            say(f"rebuilt in {time.monotonic() - done:.1f} s")
