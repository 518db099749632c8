"""The preview reloads what a reader has open: a real browser, and pages as compact as they are published."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from pipeline.render import preview
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


def test_an_open_page_shows_the_change(site: Site, browser: Any, tmp_path: Path) -> None:
    """A changed source is built and seen without a hand on the browser."""
    source, said, stop, told = tmp_path / "source", [], threading.Event(), threading.Event()
    source.mkdir()
    (source / "title.txt").write_text("before", "utf-8")

    def builder(out: Path, before: Path | None) -> None:
        shutil.copytree(site.folder, out)
        page = out / site.stories["git"] / "index.html"
        title = (source / "title.txt").read_text("utf-8")
        page.write_text(page.read_text("utf-8") + f'<p id="sign">{title}', "utf-8")

    def say(line: str) -> None:
        said.append(line)
        told.set()

    thread = threading.Thread(target=preview.serve, args=(builder, [source], tmp_path / "builds", 0, say, stop))
    thread.start()
    page = browser.new_page()
    try:
        assert told.wait(60)
        with page.expect_response("**/__news*"):
            page.goto(said[0] + site.stories["git"])
        assert page.text_content("#sign") == "before"
        (source / "title.txt").write_text("after", "utf-8")
        page.wait_for_selector("#sign:text-is('after')", timeout=30_000)
    finally:
        page.close()
        stop.set()
        thread.join(10)
