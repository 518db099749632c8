"""Nothing that an article wrote runs, includes, leaves its place or asks another host; with the policy and without it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.browser.conftest import Site
from tests.render.hostile import ATTACKS

pytestmark = pytest.mark.browser

LIVE = """() => ({
  fired: globalThis.fired ?? 0,
  handlers: [...document.querySelectorAll(".md-content *")]
    .flatMap((e) => [...e.attributes]).filter((a) => a.name.startsWith("on")).map((a) => a.name),
  scripts: [...document.querySelectorAll(".md-content script")].filter((s) => s.type !== "application/ld+json").length,
  foreign: document.querySelectorAll(".md-content :is(iframe, img, object, embed, style, textarea, b > b)").length,
  links: [...document.querySelectorAll("a[href]")].map((a) => a.protocol).filter((p) => !/^https?:$/.test(p)),
  inside: document.querySelectorAll(".md-content .qy").length === 1 && !!document.querySelector("main .qy"),
  headings: document.querySelectorAll("h1").length,
})"""
DEAD = {"fired": 0, "handlers": [], "scripts": 0, "foreign": 0, "links": [], "inside": True, "headings": 1}
HUBS = ("", "archive/", "tags/", "names/", "timeline/", "glossary/", "sources/")


@pytest.mark.parametrize("lax", [False, True], ids=["policy", "no-policy"])
def test_the_story_is_dead(site: Site, open_page: Callable[..., object], lax: bool) -> None:
    page = open_page((site.lax_url if lax else site.url) + site.stories["hostile"])
    page.wait_for_timeout(300)
    assert page.evaluate(LIVE) == DEAD
    text = page.inner_text("body")
    assert "LOOP{% endfor %}" in text
    assert "site_name: Qingyi" not in text and "build-backend" not in text
    assert "\u202e" not in page.content()


@pytest.mark.parametrize("hub", HUBS)
def test_hubs_are_dead(site: Site, open_page: Callable[..., object], hub: str) -> None:
    page = open_page(site.lax_url + hub)
    page.wait_for_timeout(100)
    assert page.evaluate(LIVE) == DEAD


def test_the_apparatus_is_dead(site: Site, open_page: Callable[..., object]) -> None:
    assert open_page(site.lax_url + site.stories["hostile"] + "apparatus/").evaluate(LIVE) == DEAD


def test_search_results_are_dead(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.lax_url)
    page.click("[data-md-component=search-query]")
    page.keyboard.type("靶子")
    page.keyboard.press("End")
    page.wait_for_selector(".md-search-result__link")
    page.wait_for_timeout(400)
    assert page.evaluate("globalThis.fired ?? 0") == 0
    assert page.locator(".md-search-result :is(img, script, svg:not([viewBox='0 0 24 24']), iframe)").count() == 0
    assert "onerror=" in page.inner_text(".md-search-result")


def test_removed_text_is_not_searchable(site: Site) -> None:
    index = json.loads((site.folder / "search/search_index.json").read_text("utf-8"))
    text = " ".join(entry["text"] + entry["title"] for entry in index["docs"])
    assert "vip88888" not in text and "win-888" not in text
    assert "餐垫" in text.replace("\u200b", "")


def test_feeds_and_ledger_are_data(site: Site) -> None:
    from lxml import etree

    for path in (*site.folder.rglob("*.xml"), *site.folder.rglob("*.json")):
        text = path.read_text("utf-8")
        if path.suffix == ".xml":
            etree.fromstring(text.encode("utf-8"))
            assert "<script" not in text and "<img" not in text
        else:
            json.loads(text)
    assert len(ATTACKS) > 10
