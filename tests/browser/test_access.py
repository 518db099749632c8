"""WCAG 2.2 AA on every kind of page, in light and in dark, on a wide screen and a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Site

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = [pytest.mark.browser, pytest.mark.slow]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
STORIES = ("utf8", "git", "hopper")
HUBS = (
    "",
    "archive/",
    "archive/2025-04/",
    "tags/",
    "names/",
    "timeline/",
    "glossary/",
    "sources/",
    "about/",
    "404.html",
)


@pytest.mark.parametrize(("width", "scheme", "hubs"), [(360, "dark", HUBS[:1]), (1280, "light", HUBS)])
def test_no_violations(
    site: Site, open_page: Callable[..., object], scheme: str, width: int, hubs: tuple[str, ...]
) -> None:
    found = []
    page = open_page(site.url, color_scheme=scheme, viewport={"width": width, "height": 800})
    for path in (*hubs, *(site.stories[name] for name in STORIES)):
        page.goto(site.url + path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        result = axe.Axe().run(page, options=RULES)
        found += [
            f"{path}: {v['id']}: {node['html'][:120]} {node.get('any', [{}])[0].get('message', '')[:160] if node.get('any') else ''}"
            for v in result.response["violations"]
            for node in v["nodes"]
        ]
    assert "\n".join(found) == ""


def test_language_of_each_part(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    wrong = page.evaluate(
        r"""() => [...document.querySelectorAll('.qy *')].filter((e) => {
          const own = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join('');
          const lang = e.closest('[lang]').lang;
          return /[\u4e00-\u9fff]{2}/.test(own) && !lang.startsWith('zh') && !e.matches('script, th, td, b');
        }).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert wrong == []


def test_focus_follows_the_page(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.classList.contains('md-skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.qy')")
