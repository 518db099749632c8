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
from tests.render import samples

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


def test_zensical_builds_the_same_pages(target: Path) -> None:
    pytest.importorskip("zensical", reason="zensical is not installed")
    settings = yaml.safe_load((target / "mkdocs.yml").read_text("utf-8"))
    settings |= {"docs_dir": "docs", "site_dir": "zensical"}
    (target / "zensical.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "-f", "zensical.yml"]
    done = subprocess.run(
        command, cwd=target, capture_output=True, text=True, check=False, timeout=120, env=environment()
    )
    assert done.returncode == 0, done.stderr[-2000:]
    ours, theirs = pages(target / "site"), pages(target / "zensical")
    assert ours.keys() == theirs.keys()
    for path, text in ours.items():
        for mark in ("lang=zh-Hans", "lang=en", "<title>", "id=p"):
            assert text.count(mark) == theirs[path].replace('"', "").count(mark), (path, mark)
    index = (target / "zensical/search.json").read_text("utf-8")
    assert "餐垫" in index.replace("\u200b", "") and "placemat" in index and "vip88888" not in index


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
    assert zh["citation"][0]["url"] == "https://www.example.org/utf-8?a=1&b=2"


def test_hubs_stay_out_of_the_search(target: Path) -> None:
    index = json.loads((target / "site/search/search_index.json").read_text("utf-8"))
    assert {entry["location"].split("/")[0] for entry in index["docs"]} == {"stories", "about"}
