"""The preview builds, serves, notices a change, tells the browser, and survives a build that fails."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import RenderError
from pipeline.render import preview


def get(url: str) -> str:
    """Fetch a text from the preview server."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode("utf-8")


def until(check: Callable[[], bool], seconds: float = 15) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_change_is_built_and_told(tmp_path: Path) -> None:
    source, said, stop = tmp_path / "source", [], threading.Event()
    source.mkdir()
    (source / "page.txt").write_text("one", "utf-8")

    def builder(out: Path, before: Path | None) -> None:
        text = (source / "page.txt").read_text("utf-8")
        if text == "broken":
            raise RenderError("a template is broken")
        out.mkdir(parents=True)
        (out / "index.html").write_text(f"<html><body>{text}</body></html>", "utf-8")

    args = (builder, [source, tmp_path / "absent"], tmp_path / "builds", 0, said.append, stop)
    thread = threading.Thread(target=preview.serve, args=args)
    thread.start()
    try:
        until(lambda: bool(said))
        home = said[0]
        assert "one" in get(home) and "__preview.js" in get(home)
        assert "location.reload" in get(f"{home}__preview.js")
        known = get(f"{home}__news?known=")
        (source / "page.txt").write_text("two", "utf-8")
        assert get(f"{home}__news?known={known}") != known
        assert "two" in get(home)
        (source / "page.txt").write_text("broken", "utf-8")
        until(lambda: "not rebuilt" in said[-1])
        assert "two" in get(home)
        (source / "page.txt").write_text("three", "utf-8")
        until(lambda: "three" in get(home))
        assert len(list((tmp_path / "builds").iterdir())) == 1
    finally:
        stop.set()
        thread.join(10)


def test_first_build_must_succeed(tmp_path: Path) -> None:
    def builder(out: Path, before: Path | None) -> None:
        raise RenderError("no")

    with pytest.raises(RenderError):
        preview.serve(builder, [], tmp_path / "builds", 0, print, threading.Event())
