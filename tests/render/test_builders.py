"""The same tree through both builders: as many pages, the same marks of language, the same search text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest
import yaml
from lxml import etree

from pipeline.render import build, render
from pipeline.render.builder import environment
from pipeline.render.finish import finished
from tests.render import samples
from tests.render.many import full_story

STORY_BYTES_MAX = 25_000
"""Weight of the page of a story of STORY_CHARS characters, unpacked; a longer one may weigh BYTES_PER_CHAR_MAX more for each."""
STORY_CHARS = 1_500
BYTES_PER_CHAR_MAX = 12.5
"""Measured 10 to 11: the character in UTF-8, its English, and what parts the two."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Render the samples and build them with MkDocs."""
    folder = tmp_path_factory.mktemp("builders")
    places = {"templates": root / "templates", "docs": root / "docs", "target": folder}
    render(samples.all_stories(), samples.SITE, samples.TERMS, "2026-11-22", **places)
    assert build(folder, root / "mkdocs.yml", samples.SITE, folder / "site", strict=True) == ()
    return folder


def pages(site: Path) -> dict[str, str]:
    """Read every page that the builder made."""
    found = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("index.html")}
    return {path: text for path, text in found.items() if not re.search('http-equiv="?refresh', text)}


def article(text: str) -> str:
    """Take what stands in a page's frame, attributes without quotes."""
    return text[text.index("<article") : text.index("</article>")].replace('"', "")


def test_zensical_builds_the_same_pages(target: Path) -> None:
    pytest.importorskip("zensical", reason="zensical is not installed")
    settings = yaml.safe_load((target / "mkdocs.yml").read_text("utf-8"))
    settings |= {"docs_dir": "docs", "site_dir": "zensical"}
    del settings["extra"]["frame"]
    (target / "zensical.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "-f", "zensical.yml"]
    done = subprocess.run(
        command, cwd=target, capture_output=True, text=True, check=False, timeout=120, env=environment()
    )
    assert done.returncode == 0, done.stderr[-2000:]
    ours, theirs = pages(target / "site"), pages(target / "zensical")
    assert ours.keys() == theirs.keys()
    for path, text in ours.items():
        for mark in ("lang=zh-Hans", "lang=en", "id=p", "href=", "<table", "<h2"):
            assert article(text).count(mark) == article(finished(theirs[path], wasm=False)).count(mark), (path, mark)
        assert text.count("<title>") == theirs[path].count("<title>") == 1
    index = (target / "zensical/search.json").read_text("utf-8")
    assert "餐垫" in index.replace("\u200b", "") and "placemat" in index and "vip88888" not in index


@pytest.mark.parametrize("chars", [STORY_CHARS, 13_000])
def test_weight_of_a_story(root: Path, tmp_path: Path, chars: int) -> None:
    """The whole page as it is published, through the real templates and the real builder."""
    item = full_story(chars)
    places = {"templates": root / "templates", "docs": root / "docs", "target": tmp_path}
    render((item, *samples.all_stories()), samples.SITE, samples.TERMS, "2026-11-22", **places)
    build(tmp_path, root / "mkdocs.yml", samples.SITE, tmp_path / "site", strict=True)
    size = (tmp_path / f"site/stories/{item.story.id}/index.html").stat().st_size
    length = sum(len(paragraph.text) for paragraph in item.story.paragraphs)
    assert size <= STORY_BYTES_MAX + BYTES_PER_CHAR_MAX * (length - STORY_CHARS), (size, length)


def test_site_map_names_languages(target: Path) -> None:
    tree = etree.parse(target / "site/sitemap.xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    places = tree.xpath("//s:loc/text()", namespaces=names)
    assert "https://digest.example/qingyi/" in places and len(places) == len(pages(target / "site"))
    assert set(tree.xpath("//x:link/@hreflang", namespaces=names)) == {"zh-Hans", "en", "x-default"}
    assert tree.xpath("//s:lastmod/text()", namespaces=names) != []


def test_pages_name_themselves(target: Path) -> None:
    story = samples.utf8_story()
    text = (target / f"site/stories/{story.story.id}/index.html").read_text("utf-8")
    tree = lxml.html.fromstring(text)
    assert tree.xpath("//head/link[@rel='canonical']/@href") == [
        f"https://digest.example/qingyi/stories/{story.story.id}/"
    ]
    (picture,) = tree.xpath("//head/meta[@property='og:image']/@content")
    assert picture.startswith("https://digest.example/qingyi/assets/cards/")
    (linked,) = tree.xpath("//script[@type='application/ld+json']/text()")
    zh, en = json.loads(linked)["@graph"]
    assert en["translationOfWork"] == {"@id": zh["@id"]} and zh["@type"] == "NewsArticle"
    assert zh["citation"][0] == "https://www.example.org/utf-8?a=1&b=2"


def test_hubs_stay_out_of_the_search(target: Path) -> None:
    index = json.loads((target / "site/search/search_index.json").read_text("utf-8"))
    assert {entry["location"].split("/")[0] for entry in index["docs"]} == {"stories", "about"}
