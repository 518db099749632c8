"""One query finds a word however it is typed, by either search engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.render import build, render
from pipeline.render.inputs import StoryInput
from tests.browser.conftest import PREFIX, Site, _Handler, playwright, serve
from tests.render import samples

pytestmark = pytest.mark.browser

QUERIES = {
    "餐垫": {"utf8"},
    "编码": {"utf8"},
    "操作": {"utf8", "hopper"},
    "編碼": {"utf8"},
    "bianma": {"utf8"},
    "快照": {"git"},
    "kuaizhao": {"git"},
    "版本控制": {"git"},
    "操作系統": {"utf8"},
    "caozuoxitong": {"utf8"},
    "飛蛾": {"hopper"},
    "feie": {"hopper"},
    "汤普森": {"utf8"},
    "湯普森": {"utf8"},
    "Torvalds": {"git"},
    "placemat": {"utf8"},
    "encodings": {"utf8"},
    "kernels": {"git"},
    "UTF-8": {"utf8"},
    "Git 快照": {"git"},
}
"""Twenty queries: words, parts of words, Traditional, pinyin, English stems, mixed; with the stories that must be found."""
"""Query to stories that must be found; others may be found as well where a query has several words."""


@pytest.fixture(scope="module")
def stories() -> dict[str, StoryInput]:
    """Name the stories that are searched."""
    return {"utf8": samples.utf8_story(), "git": samples.git_story(), "hopper": samples.hopper_story()}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, root: Path, stories: dict[str, StoryInput]) -> Iterator[Site]:
    """Build the same stories as a large site is built, with Pagefind."""
    pytest.importorskip("pagefind", reason="pagefind is not installed")
    folder = tmp_path_factory.mktemp("pagefind")
    settings = replace(samples.SITE, search="pagefind")
    places = {"templates": root / "templates", "docs": root / "docs", "target": folder / "pages"}
    render(tuple(stories.values()), settings, samples.TERMS, "2026-11-22", **places)
    assert build(folder / "pages", root / "mkdocs.yml", settings, folder / "site") == ()
    server = serve(folder / "site", _Handler)
    yield Site(f"http://127.0.0.1:{server.server_port}{PREFIX}", "", folder / "site")
    server.shutdown()


def found_stories(hrefs: list[str], stories: dict[str, StoryInput]) -> set[str]:
    """Name the stories among some addresses."""
    return {name for name, item in stories.items() if any(f"stories/{item.story.id}/" in href for href in hrefs)}


def test_material_finds_all(
    site: Site, open_page: Callable[..., playwright.Page], stories: dict[str, StoryInput]
) -> None:
    page = open_page(site.url)
    page.click("[data-md-component=search-query]")
    page.wait_for_function(
        "() => document.querySelector('.md-search-result__meta').textContent.includes('Type to start')"
    )
    missed = {}
    for query, wanted in QUERIES.items():
        page.fill("[data-md-component=search-query]", "")
        page.keyboard.type(query)
        page.keyboard.press("End")
        page.wait_for_timeout(400)
        hrefs = page.eval_on_selector_all(
            ".md-search-result__link", "links => links.map((a) => a.getAttribute('href'))"
        )
        if not wanted <= found_stories(hrefs, stories):
            missed[query] = hrefs
    assert missed == {}


def test_material_names_language_and_paragraph(site: Site, open_page: Callable[..., playwright.Page]) -> None:
    page = open_page(site.url)
    page.click("[data-md-component=search-query]")
    page.keyboard.type("placemat", delay=15)
    page.wait_for_selector(".md-search-result__link[href*='p1-en']", state="attached")
    entries = page.eval_on_selector_all(".md-search-result__link", "links => links.map((a) => a.textContent)")
    assert any("EN ¶1" in entry for entry in entries)


def test_pagefind_finds_all(
    large: Site, open_page: Callable[..., playwright.Page], stories: dict[str, StoryInput]
) -> None:
    page = open_page(f"{large.url}search/")
    missed = {}
    for query, wanted in QUERIES.items():
        page.fill("#find", query)
        page.wait_for_function("(q) => document.querySelector('#hits').dataset.query === q", arg=query)
        hrefs = page.eval_on_selector_all("#hits a", "links => links.map((a) => a.href)")
        if not wanted <= found_stories(hrefs, stories):
            missed[query] = hrefs
    assert missed == {}
    page.goto(f"{large.url}search/?q=placemat")
    page.wait_for_selector("#hits a[href*='p1-en']")
    assert "EN ¶1" in page.inner_text("#hits")


def test_pagefind_keeps_what_is_typed_while_it_loads(large: Site, open_page: Callable[..., playwright.Page]) -> None:
    page = open_page(f"{large.url}404.html")
    held: list[playwright.Route] = []
    page.route("**/pagefind/pagefind.js", lambda route: held.append(route))
    page.goto(f"{large.url}search/", wait_until="commit")
    page.wait_for_selector("#find")
    page.fill("#find", "placemat")
    page.wait_for_timeout(400)
    assert (len(held), page.inner_text("#hits")) == (1, "")
    held[0].continue_()
    page.wait_for_selector("#hits a[href*='p1-en']")
    assert page.input_value("#find") == "placemat"


def test_pagefind_says_when_its_index_is_missing(large: Site, browser: playwright.Browser) -> None:
    page = browser.new_page()
    page.route("**/pagefind/pagefind.js", lambda route: route.abort())
    page.goto(f"{large.url}search/?q=placemat")
    page.wait_for_function("() => document.querySelector('#found').textContent.includes('could not be loaded')")
    page.close()


def test_fold_table_is_small_and_plain(site: Site) -> None:
    table = json.loads((site.folder / "assets/fold.json").read_text("utf-8"))
    assert len(table["t"]) == len(table["s"]) > 2000
    assert table["p"]["bianma"].split()[0] == "编码"
