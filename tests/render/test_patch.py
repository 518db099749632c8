"""A preview's patch shows what a whole build would show, for a fraction of the work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pipeline.render import Kept, Press, Rendered, StoryInput, build, patch, render
from pipeline.render.finish import broken_links
from tests.render import samples
from tests.render.many import ManyStories

NOT_SHOWN = ("feed", "sitemap", "digest.epub", "fold.json", "search_index.json")
"""What a patch leaves as the last whole build made it."""


def rendered(
    items: list[StoryInput], root: Path, target: Path, kept: Kept | None, today: str = "2026-11-22"
) -> Rendered:
    """Render into a target with the project's own templates."""
    places = {"templates": root / "templates", "docs": root / "docs", "target": target}
    return render(items, samples.SITE, samples.TERMS, today, **places, kept=kept)


def retold(item: StoryInput) -> StoryInput:
    """Change a word of the story's text, and its title, which its neighbours print."""
    story = item.story
    words = replace(story.paragraphs[6], text=story.paragraphs[6].text + "完。")
    paragraphs = (*story.paragraphs[:6], words, *story.paragraphs[7:])
    return replace(item, story=replace(story, title=f"{story.title}（改）", paragraphs=paragraphs))


def files(site: Path) -> dict[str, bytes]:
    """Read what a patch must have right."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not path.name.startswith(NOT_SHOWN)}


def test_a_patch_equals_a_whole_build(root: Path, tmp_path: Path) -> None:
    items, config, kept = list(ManyStories(8)), root / "mkdocs.yml", Kept(stories_max=100)
    rendered(items, root, tmp_path / "p", kept)
    build(tmp_path / "p", config, samples.SITE, tmp_path / "one")
    items[3] = retold(items[3])
    result = rendered(items, root, tmp_path / "p", kept)
    assert result.patch and f"stories/{items[3].story.id}.md" in result.changed
    patch(Press(tmp_path / "p", config), samples.SITE, tmp_path / "two", tmp_path / "one", result.changed)
    rendered(items, root, tmp_path / "q", None)
    build(tmp_path / "q", config, samples.SITE, tmp_path / "three")
    patched, whole = files(tmp_path / "two"), files(tmp_path / "three")
    assert patched.keys() == whole.keys()
    assert [name for name in whole if patched[name] != whole[name]] == []
    assert files(tmp_path / "one") != patched


def test_a_story_with_a_new_id_is_found_under_the_old_one(root: Path, tmp_path: Path) -> None:
    """An edited article gives its story another id; who looks at the old address in a preview is led on."""
    items, config, kept = list(ManyStories(3)), root / "mkdocs.yml", Kept(stories_max=100)
    rendered(items, root, tmp_path / "p", kept)
    build(tmp_path / "p", config, samples.SITE, tmp_path / "one")
    old = items[1].story.id
    items[1] = replace(items[1], story=replace(items[1].story, id="feedfeedfeed"), former=(old,))
    result = rendered(items, root, tmp_path / "p", kept)
    assert f"stories/{old}.md" in result.gone
    touched = (*result.changed, *result.gone)
    patch(Press(tmp_path / "p", config), samples.SITE, tmp_path / "two", tmp_path / "one", touched)
    assert "../../stories/feedfeedfeed/" in (tmp_path / f"two/stories/{old}/index.html").read_text("utf-8")
    assert (tmp_path / "two/stories/feedfeedfeed/index.html").is_file()
    assert broken_links(tmp_path / "two") == []


def test_only_what_changed_is_printed(root: Path, tmp_path: Path) -> None:
    items, kept = list(ManyStories(12)), Kept(stories_max=100)
    assert not rendered(items, root, tmp_path, kept).patch
    again = rendered(items, root, tmp_path, kept)
    assert again.patch and again.changed == () and again.removed == 0
    items[3] = retold(items[3])
    changed = rendered(items, root, tmp_path, kept).changed
    stories = {path for path in changed if path.startswith("stories/") and path.endswith(".md")}
    assert f"stories/{items[3].story.id}.md" in stories and len(stories) <= 3


def test_what_all_pages_rest_on_prints_all(root: Path, tmp_path: Path) -> None:
    items, kept = list(ManyStories(3)), Kept(stories_max=100)
    rendered(items, root, tmp_path, kept)
    assert not rendered(items, root, tmp_path, kept, "2026-11-23").patch
    (tmp_path / "docs" / f"stories/{items[0].story.id}.md").unlink()
    assert rendered(items, root, tmp_path, kept, "2026-11-23").changed == (f"stories/{items[0].story.id}.md",)


def test_nothing_is_kept_unless_asked(root: Path, tmp_path: Path) -> None:
    kept = Kept()
    rendered(list(ManyStories(2)), root, tmp_path, kept)
    assert not kept and not rendered(list(ManyStories(2)), root, tmp_path, kept).patch
