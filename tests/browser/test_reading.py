"""A story page as its reader uses it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.signature import digest
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

ZH, EN = "#p1 + p", "#p1-en"


def views(page: object) -> tuple[bool, bool]:
    """Say which languages of the first paragraph a reader sees."""
    return page.is_visible(ZH), page.is_visible(EN)


def test_three_views_remembered_and_linkable(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    assert views(page) == (True, True)
    page.click("label[for=view-en]")
    assert views(page) == (False, True)
    page.goto(site.url + site.stories["git"])
    assert views(page) == (False, True)
    page.goto(site.url + site.stories["utf8"] + "#zh")
    assert views(page) == (True, False)
    page.goto(site.url)
    assert not page.is_visible(".lead h2 [lang=zh-Hans]")


def test_keyboard_reaches_the_switch(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    page.focus("#view-both")
    page.keyboard.press("ArrowLeft")
    assert views(page) == (False, True)
    page.keyboard.press("ArrowLeft")
    assert views(page) == (True, False)


def test_views_without_javascript(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"], java_script_enabled=False)
    assert views(page) == (True, True)
    page.click("label[for=view-zh]")
    assert views(page) == (True, False)
    page.click("a[href='#t1']")
    page.wait_for_selector("#t1", state="visible")


def test_a_link_to_hidden_words_shows_them(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    page.click("label[for=view-zh]")
    page.goto(site.url + site.stories["utf8"] + "#p3-en")
    page.wait_for_function("document.querySelector('#view-both').checked")
    assert page.is_visible("#p3-en")


def test_term_pop_over(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    page.focus("a[href='#t1']")
    page.keyboard.press("Enter")
    assert page.inner_text("[popover]:popover-open").startswith("编码 encoding")
    page.keyboard.press("Escape")
    assert page.locator("[popover]:popover-open").count() == 0


def test_sentence_and_counterpart(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    page.hover(f"{ZH} i:nth-of-type(2)")
    colours = page.evaluate(
        f"['{EN} i:nth-of-type(2)', '{EN} i'].map((s) => getComputedStyle(document.querySelector(s)).backgroundColor)"
    )
    assert colours[0] != colours[1] == "rgba(0, 0, 0, 0)"
    page.click(f"{EN} i >> nth=0")
    assert page.locator(f"{ZH} i.on").count() == 1


def test_copy_link_and_report(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    page.click("#p3")
    page.wait_for_selector(".note a")
    assert page.evaluate("navigator.clipboard.readText()").endswith("#p3")
    address = page.get_attribute(".note a", "href")
    assert (
        address.startswith("https://code.example/qingyi/issues/new?template=report.yml") and "paragraph=p3" in address
    )


def test_states_are_marked(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["git"])
    text = page.inner_text(".text")
    assert (
        "flagged: numbers, terms" in text and "word-by-word gloss" in text and "adapted from a similar sentence" in text
    )
    assert page.locator("ins").inner_text() == "文件"
    assert page.locator(".text a[href='https://kernel.example/']").count() == 1
    assert "git commit" in page.inner_text("pre") and page.inner_text("pre").count("\n") == 2


def test_ledger_unfolds_and_is_neutral(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    assert not page.is_visible("#removed q")
    page.click("#removed summary >> nth=0")
    text = page.inner_text("#removed q >> nth=0")
    assert "澳门" in text and "13912345678" not in text and "win-888.example" not in text
    assert page.locator("#removed q a").count() == 0


def test_old_address_of_a_merged_copy_leads_on(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(f"{site.url}stories/{digest('b')[:12]}/")
    page.wait_for_url(f"**/{site.stories['utf8']}")


def test_narrow_and_zoomed(site: Site, open_page: Callable[..., object]) -> None:
    for name in ("utf8", "git", "hostile"):
        page = open_page(site.url + site.stories[name], viewport={"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_print_hides_the_furniture(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"])
    page.emulate_media(media="print")
    assert not page.is_visible(".md-header") and not page.is_visible(".switch")
    assert page.is_visible(".terms li")


def test_reduced_motion(site: Site, open_page: Callable[..., object]) -> None:
    page = open_page(site.url + site.stories["utf8"], reduced_motion="reduce")
    slow = page.evaluate(
        "[...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > .05).length"
    )
    assert slow == 0
