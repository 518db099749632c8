"""A digest of 300 stories: both search engines find the same, and every page across stories still works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest

from pipeline.render import build, render
from tests.browser.conftest import PREFIX, Site, _Handler, serve
from tests.render import samples
from tests.render.many import ManyStories, made_story

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORIES = 300
QUERIES = {
    "餐垫": "餐垫", "編碼": "编码", "bianma": "编码", "操作": "操作", "操作系統": "操作系统", "caozuoxitong": "操作系统",
    "快照": "快照", "kuaizhao": "快照", "版本控制": "版本控制", "飛蛾": "飞蛾", "feie": "飞蛾", "汤普森": "汤普森",
    "湯普森": "汤普森", "Torvalds": "torvalds", "placemat": "placemat", "encodings": "encoding", "kernels": "kernel",
    "UTF-8": "utf-8", "繼電器": "继电器", "moths": "moth",
}  # fmt: skip
"""Twenty queries and what each asks for: words, parts of words, Traditional, pinyin, English stems."""


@pytest.fixture(scope="module")
def truth() -> dict[str, int]:
    """Count the stories that hold what each query asks for."""
    texts = [
        "\n".join((item.story.title, item.story.text, *(unit.target for unit in item.bilingual.units))).lower()
        for item in ManyStories(STORIES)
    ]
    return {query: sum(word in text for text in texts) for query, word in QUERIES.items()}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[dict[str, Site]]:
    """Build the same pages with Pagefind and with Material's search."""
    pytest.importorskip("pagefind", reason="pagefind is not installed")
    folder = tmp_path_factory.mktemp("large")
    settings = replace(samples.SITE, search="auto")
    places = {"templates": root / "templates", "docs": root / "docs", "target": folder / "pages"}
    render(ManyStories(STORIES), settings, samples.TERMS, "2026-11-22", **places)
    assert build(folder / "pages", root / "mkdocs.yml", settings, folder / "pagefind") == ()
    (folder / "pages/docs/search.md").unlink()
    assert build(folder / "pages", root / "mkdocs.yml", settings, folder / "material") == ()
    servers = {name: serve(folder / name, _Handler) for name in ("pagefind", "material")}
    yield {
        name: Site(f"http://127.0.0.1:{server.server_port}{PREFIX}", "", folder / name)
        for name, server in servers.items()
    }
    for server in servers.values():
        server.shutdown()


def number(text: str) -> int:
    """Read the first number of a text, 0 for none."""
    found = re.search(r"\d+", text.replace(",", ""))
    return int(found.group()) if found else 0


def test_pagefind_finds_all(sites: dict[str, Site], truth: dict[str, int], open_page: Callable[..., object]) -> None:
    page = open_page(f"{sites['pagefind'].url}search/")
    found = {}
    for query in QUERIES:
        page.fill("#find", query)
        page.wait_for_function("(q) => document.querySelector('#hits').dataset.query === q", arg=query)
        found[query] = number(page.inner_text("#found"))
    assert {query: count for query, count in found.items() if count < truth[query]} == {}
    assert all(truth.values())


def test_material_finds_all(sites: dict[str, Site], truth: dict[str, int], open_page: Callable[..., object]) -> None:
    page = open_page(sites["material"].url)
    page.click("[data-md-component=search-query]")
    page.wait_for_function(
        "() => document.querySelector('.md-search-result__meta').textContent.includes('Type to start')", timeout=60_000
    )
    missed = {}
    for query in QUERIES:
        page.fill("[data-md-component=search-query]", "")
        page.wait_for_function(
            "() => document.querySelector('.md-search-result__meta').textContent.includes('Type to start')"
        )
        page.keyboard.type(query)
        page.keyboard.press("End")
        page.wait_for_function(
            "() => /matching|No/.test(document.querySelector('.md-search-result__meta').textContent)"
        )
        page.wait_for_timeout(300)
        count = number(page.inner_text(".md-search-result__meta"))
        if count < truth[query]:
            missed[query] = (count, truth[query])
    assert missed == {}


def test_hubs_lead_to_every_story(sites: dict[str, Site]) -> None:
    site = sites["pagefind"].folder
    ids = {made_story(place).story.id for place in range(STORIES)}
    for hub in ("archive", "tags"):
        text = "".join(path.read_text("utf-8") for path in (site / hub).rglob("index.html"))
        assert ids <= set(re.findall(r"stories/([0-9a-f]{12})/", text)), hub
    front = (site / "index.html").stat().st_size
    assert front < 60_000


def test_pages_across_stories_open(sites: dict[str, Site], open_page: Callable[..., object]) -> None:
    page = open_page(sites["pagefind"].url)
    for path in ("archive/", "archive/2001-01/", "tags/", "names/", "timeline/", "glossary/", "sources/"):
        page.goto(sites["pagefind"].url + path)
        assert page.locator(".qy h1").count() == 1 and page.locator(".qy a").count() > 0, path
    page.goto(sites["pagefind"].url + "tags/")
    page.click(".chips a >> nth=0")
    page.wait_for_function("() => document.querySelectorAll('.card').length > 20")


def test_feeds_hold_the_newest(sites: dict[str, Site]) -> None:
    site = sites["pagefind"].folder
    feeds = [feedparser.parse(path.read_bytes()) for path in (site / "feed.xml", *sorted(site.glob("tags/*/feed.xml")))]
    assert len(feeds) == 7 and all(not feed.bozo and len(feed.entries) == 30 for feed in feeds)
    dates = [entry.updated for entry in feeds[0].entries]
    assert dates == sorted(dates, reverse=True)
