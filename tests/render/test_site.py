"""Rendering as a whole: the same bytes in any order, nothing rewritten that did not change, nothing left behind."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import RenderError
from pipeline.render import Rendered, StoryInput, escape, render
from pipeline.render.builder import configuration, uses_pagefind
from pipeline.render.finish import broken_links, compact, policy, with_policy
from pipeline.render.writer import Writer
from pipeline.settings import SiteSettings
from tests.render import samples
from tests.render.many import ManyStories


def rendered(items: object, root: Path, target: Path, site: SiteSettings = samples.SITE) -> Rendered:
    """Render into a target with the project's own templates."""
    places = {"templates": root / "templates", "docs": root / "docs", "target": target}
    return render(items, site, samples.TERMS, "2026-11-22", **places)


def files(target: Path) -> dict[str, bytes]:
    """Read every rendered file."""
    docs = target / "docs"
    return {path.relative_to(docs).as_posix(): path.read_bytes() for path in docs.rglob("*") if path.is_file()}


def test_order_does_not_matter(root: Path, tmp_path: Path) -> None:
    items = samples.all_stories()
    rendered(items, root, tmp_path / "a")
    rendered(items[::-1], root, tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_unchanged_files_are_left_alone(root: Path, tmp_path: Path) -> None:
    items = samples.all_stories()
    first = rendered(items, root, tmp_path)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "docs").rglob("*") if path.is_file()}
    second = rendered(items, root, tmp_path)
    assert first.written == first.files == second.files and second.written == second.removed == 0
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_a_changed_story_rewrites_little(root: Path, tmp_path: Path) -> None:
    items = list(ManyStories(12))
    rendered(items, root, tmp_path)
    story = items[3].story
    words = replace(story.paragraphs[6], text=story.paragraphs[6].text + "完。")
    items[3] = replace(items[3], story=replace(story, paragraphs=(*story.paragraphs[:6], words, *story.paragraphs[7:])))
    before = files(tmp_path)
    result = rendered(items, root, tmp_path)
    changed = {path for path, data in files(tmp_path).items() if before.get(path) != data}
    assert changed <= {
        f"stories/{story.id}.md", f"stories/{story.id}.epub", "digest.epub", "assets/fold.json",
        "feed.xml", "feed.json", "feed.zh.xml", "feed.zh.json",
    }  # fmt: skip
    assert result.written == len(changed) > 2


def test_a_story_that_left_takes_its_files_along(root: Path, tmp_path: Path) -> None:
    items = samples.all_stories()
    rendered(items, root, tmp_path)
    (tmp_path / "docs/mine.md").write_text("not the renderer's", "utf-8")
    result = rendered(items[:1], root, tmp_path)
    gone = items[1].story.id
    assert result.removed > 3 and not [path for path in files(tmp_path) if gone in path]
    assert (tmp_path / "docs/mine.md").exists()


@pytest.mark.parametrize("items", [(), samples.all_stories()[2:]], ids=["no story", "a bare story"])
def test_little_is_enough(root: Path, tmp_path: Path, items: tuple[StoryInput, ...]) -> None:
    assert rendered(items, root, tmp_path).stories == len(items)
    assert {"index.md", "archive/index.md", "tags/index.md", "names/index.md", "glossary.md"} <= files(tmp_path).keys()


def test_two_stories_of_one_id_are_an_error(root: Path, tmp_path: Path) -> None:
    item = samples.utf8_story()
    with pytest.raises(RenderError, match="two stories have the id"):
        rendered((item, item), root, tmp_path)


def test_ledger_as_json_is_complete(root: Path, tmp_path: Path) -> None:
    item = samples.utf8_story()
    rendered((item,), root, tmp_path)
    ledger = json.loads((tmp_path / f"docs/stories/{item.story.id}.json").read_text("utf-8"))
    assert [len(copy["removed"]) for copy in ledger["copies"]] == [2, 1, 0]
    assert "13912345678" not in json.dumps(ledger)


def test_weight_of_a_story(root: Path, tmp_path: Path) -> None:
    """The page without the builder's frame: markup must not outweigh the text by much."""
    item = next(iter(ManyStories(1)))
    rendered((item,), root, tmp_path)
    text = sum(len(p.text.encode()) for p in item.story.paragraphs) + sum(
        len(unit.target.encode()) for unit in item.bilingual.units
    )
    page = (tmp_path / f"docs/stories/{item.story.id}.md").stat().st_size
    assert page < 2 * text + 8_000


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../../x", ""])
def test_writer_stays_in_its_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(RenderError):
        Writer(tmp_path).text(path, "x")


def test_writer_refuses_to_write_twice(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    writer.text("a.md", "x")
    with pytest.raises(RenderError, match="two pages"):
        writer.text("a.md", "x")


def test_writer_survives_a_broken_record(tmp_path: Path) -> None:
    (tmp_path / "rendered.json").write_text("{broken", "utf-8")
    writer = Writer(tmp_path)
    writer.text("a/b.md", "x")
    writer.finish()
    assert json.loads((tmp_path / "rendered.json").read_text("utf-8")).keys() == {"a/b.md"}


def test_what_a_killed_rendering_left_is_taken_away(tmp_path: Path) -> None:
    """A rendering that never came to its record leaves files; they must not stay on the site when their story is gone."""
    Writer(tmp_path).text("stories/old.md", "written, then the process was killed")
    writer = Writer(tmp_path)
    assert not writer.has("stories/old.md") and not writer.keep("stories/old.md")
    writer.text("stories/new.md", "x")
    writer.finish()
    assert writer.gone == ["stories/old.md"] and not (tmp_path / "docs/stories/old.md").exists()
    assert not (tmp_path / "rendering.txt").exists()


def test_search_engine_follows_size_and_setting() -> None:
    assert not uses_pagefind(SiteSettings(search="auto", pagefind_stories=300), 299)
    assert uses_pagefind(SiteSettings(search="pagefind"), 1)
    assert not uses_pagefind(SiteSettings(search="material"), 10_000)


def test_configuration_escapes_the_site_s_name(root: Path, tmp_path: Path) -> None:
    site = SiteSettings(name="<b>{{ x }}", name_zh="名", repository="javascript:x", url="https://example.org/d")
    text = configuration(root / "mkdocs.yml", site, tmp_path, tmp_path / "site", pagefind=False)
    assert "<b>" not in text and "{{" not in text and "javascript:" not in text
    assert "site_url: https://example.org/d/" in text


def test_policy_names_inline_scripts_only() -> None:
    page = '<head></head><script>a</script><script src="x.js"></script><script type="application/json">{}</script>'
    assert policy(page).count("sha256-") == 1
    assert "unsafe-eval" not in policy(page) and "wasm-unsafe-eval" in policy(page, wasm=True)
    assert with_policy(page).index("Content-Security-Policy") < with_policy(page).index("<script>")
    assert with_policy("no head") == "no head"


def test_compact_keeps_what_is_literal() -> None:
    page = '<!doctype html><html lang="en"><head></head><p>a\n   <b>b</b>\n</p>\n<pre> x\n  y\n</pre><script>a  = "</b>"</script>'
    short = compact(page)
    assert "a <b>b</b>" in short and "<pre> x\n  y" in short and 'a  = "</b>"' in short and "<head>" in short
    assert compact(short) == short


@given(st.text(max_size=40).map(lambda text: f"x{text}"))
def test_compact_lets_no_text_come_alive(text: str) -> None:
    """What was escaped reads the same after quotes and references were shortened, and makes no element or attribute."""
    page = f'<div title="{escape.md(text)}" lang="en"><p>{escape.md(text)}</p></div>'
    (before,), (after,) = (lxml.html.fragments_fromstring(source) for source in (page, compact(page)))
    assert [(e.tag, dict(e.attrib)) for e in before.iter()] == [(e.tag, dict(e.attrib)) for e in after.iter()]
    assert escape.line(before.text_content()) == escape.line(after.text_content())


def test_broken_links_are_found(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "index.html").write_text(
        '<a href="a/">x</a><a href="a/#no">y</a><a href="b/">z</a><a href="#top">t</a>', "utf-8"
    )
    (tmp_path / "a/index.html").write_text(
        '<p id="yes"><a href="../#zh">x</a><a href="https://e.org/">y</a></p>', "utf-8"
    )
    found = "\n".join(broken_links(tmp_path))
    assert "a/#no" in found and "b/ leads nowhere" in found and "#top" in found and found.count("WARNING") == 3
