"""What a story page prints: sentences beside sentences, marks, facts, and what left, with its teeth out."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import REMOVAL_LABELS, Removal
from pipeline.ledger import Entry
from pipeline.render import facts, render, trust
from pipeline.render.brief import Brief, brief, iso_date, safe_id
from pipeline.render.front import front_page, prominence
from pipeline.render.hubs import hub_pages, name_entries, tag_entries
from pipeline.render.labels import MARKS, RELATED, RELATIONS, REMOVALS, relation
from pipeline.render.listing import newest_first
from pipeline.render.targets import TRUST, Targets, mark_of, worst
from pipeline.render.topics import with_topics
from pipeline.render.weave import Mark, disjoint, weave
from pipeline.story import RELATIONS as STORY_RELATIONS
from pipeline.story import STATES, Paragraph, Unit
from pipeline.termbase import Termbase
from tests.render import samples

ODD = ("", " ", "a", "\U0001f600", "שלום", "\ud800")


def unit(**values: object) -> Unit:
    """Make a unit with what matters."""
    return replace(Unit("u", "paragraph", "p1", "源。", "Source.", "machine", "online|version:1"), **values)


def briefs() -> tuple[Brief, ...]:
    """Note the sample stories, newest first."""
    notes = [brief(item, samples.TERMS) for item in samples.all_stories()]
    return newest_first(with_topics({note.id: note for note in notes}, samples.TERMS).values())


def test_every_enumeration_has_words() -> None:
    assert set(REMOVALS) == set(REMOVAL_LABELS) and set(RELATIONS) == set(STORY_RELATIONS)
    assert set(MARKS) == set(TRUST) and set(RELATED) == {"event", "author", "cites", "cited", "topic"}
    assert [label.en for label in relation("partial+odd")] == ["partial copy", "odd"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("engine", ["draft|x", "online|x", "memory|x", "gloss|x", ""])
def test_every_state_has_a_mark(state: str, engine: str) -> None:
    assert mark_of(unit(state=state, engine=engine)) in TRUST


def test_drafts_are_never_called_machine_translation() -> None:
    assert mark_of(unit(engine="draft|model:x")) == "draft" and mark_of(unit()) == "machine"
    assert mark_of(unit(state="failed", engine="gloss|x")) == "gloss" and worst(()) == "reviewed"
    assert mark_of(unit(state="failed", engine="draft|x+gloss|x")) == "gloss"
    assert mark_of(unit(state="failed", engine="draft|x")) == "check"
    assert mark_of(unit(state="failed", engine="draft|x", checks=("unsure",))) == "doubt"


def test_units_that_do_not_stand_where_they_say_are_left_out() -> None:
    units = (unit(source="甲。", start=0), unit(source="乙。", start=2), unit(source="丙。", start=9))
    targets = Targets.of(replace(samples.git_story().bilingual, units=units))
    assert [u.source for u in targets.of_paragraph(Paragraph("p1", "paragraph", "甲。乙。"))] == ["甲。", "乙。"]


def test_a_digest_passage_falls_back_on_the_text() -> None:
    item = samples.utf8_story()
    targets = Targets.of(item.bilingual)
    said = targets.passage("gist", item.digest.gist)
    assert said.text.startswith("On the placemat") and said.mark == "reviewed"
    assert targets.words("gist", "no such words").text == ""


@given(
    st.text("甲乙丙。 a", max_size=30),
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["link", "term", "restored"])), max_size=6
    ),
    st.lists(st.integers(0, 30), max_size=5),
)
def test_woven_runs_give_the_text_back(text: str, marks: list[tuple[int, int, str]], cuts: list[int]) -> None:
    kept = disjoint(Mark(a, min(b, len(text)), kind, "x") for a, b, kind in marks)
    edges = sorted({min(cut, len(text)) for cut in cuts})
    units = [unit(source=text[a:b], start=a) for a, b in itertools.pairwise(edges)]
    sentences = weave(text, units, kept)
    assert "".join(run.text for sentence in sentences for run in sentence.runs) == text
    assert [s.number for s in sentences if s.number] == list(range(1, len(units) + 1))


def test_marks_never_overlap() -> None:
    kept = disjoint(
        [Mark(0, 4, "term", "t"), Mark(2, 6, "link", "u"), Mark(3, 3, "link", "v"), Mark(6, 8, "restored", "w")]
    )
    assert kept == (Mark(2, 6, "link", "u"), Mark(6, 8, "restored", "w"))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("电话 138-0000-1111 联系", "0000"),
        ("加微信abc_12345领取", "12345"),
        ("网址 WWW.Bad-Site.example/x?y", "WWW."),
        ("http://bad.example/a.b", "http"),
        ("QQ群 987654321", "98765"),
    ],
)
def test_removed_text_loses_its_teeth(text: str, gone: str) -> None:
    assert gone not in trust.defang(text)


@pytest.mark.parametrize("text", ["1994年6月，有3.5亿元", "UTF-8与GBK", "版本2.6.12", *ODD])
def test_harmless_text_keeps_its_words(text: str) -> None:
    assert trust.defang(text).replace("[.]", ".") == text


def test_long_removals_are_excerpts() -> None:
    text = trust.excerpt("广告" * 5_000)
    assert len(text) == trust.EXCERPT_CHARS + 1 and text.endswith("…")
    assert trust.excerpt("短") == "短"


def test_removals_are_folded_by_label() -> None:
    removal = Removal("ad", "clean.ad", "Offers something.", 0.9)
    entries = tuple(Entry(n * 10, n * 10 + 5, "买买买买买", removal) for n in range(9))
    ledger = replace(samples.utf8_story().ledgers[0], removed=entries)
    (group,) = trust.removals([ledger])
    assert (group.passages, group.chars, len(group.shown), group.more) == (9, 45, 1, 8)
    assert trust.removals([replace(ledger, removed=())]) == ()


def test_readings_of_white_space_are_not_shown() -> None:
    item = samples.utf8_story()
    same = item.story.readings[0]._replace(lemma="a b", reading="a\u3000b")
    assert trust.readings((same, item.story.readings[0])) == (item.story.readings[0],)


def test_bars_compare_like_with_like() -> None:
    item = samples.utf8_story()
    rows = facts.figures(item.story, item.digest, Targets.of(item.bilingual))
    assert [row.bar for row in rows] == [0, 75, 50, 100]
    years = replace(item.digest, figures=tuple(f._replace(unit="年") for f in item.digest.figures))
    assert not any(row.bar for row in facts.figures(item.story, years, Targets.of(item.bilingual)))


@pytest.mark.parametrize("text", [*ODD, "../../x", "2024-13-01", "2024-02-30T", "x" * 100])
def test_odd_ids_and_dates(text: str) -> None:
    assert safe_id(text) and "/" not in safe_id(text) and "." not in safe_id(text)
    assert iso_date(text) in ("", "2024", "2024-02-30")


def test_stories_are_ordered_by_date_undated_last() -> None:
    notes = briefs()
    assert [note.date for note in notes] == ["2025-04-07", "2022-09-05", ""]
    assert newest_first(notes[::-1]) == notes


def test_front_page_leads_with_the_pinned_or_richest() -> None:
    notes = briefs()
    page = front_page(notes, (), (), samples.SITE, "2025-04-08")
    assert page.lead == notes[0] and page.fresh == 1 and page.stories == 3
    pinned = (notes[0], notes[1], replace(notes[2], pinned=True))
    assert front_page(pinned, (), (), samples.SITE, "2025-04-08").lead == pinned[2]
    assert front_page((), (), (), samples.SITE, "").lead is None
    assert all(0 <= prominence(note) <= 10 for note in notes)


def test_shared_names_and_topics_have_pages() -> None:
    notes = briefs()
    tags = {entry.text: entry for entry in tag_entries(notes, samples.TERMS)}
    assert tags["操作系统"].href.startswith("tags/cao-zuo-xi-tong-") and tags["操作系统"].english == "operating system"
    assert tags["编码"].href == notes[1].href
    names = {entry.text: entry for entry, _, _ in name_entries(notes)}
    assert names["贝尔实验室"].href.startswith("names/bell-labs-") and "#p" in names["罗布·派克"].href


def test_a_word_alone_is_no_topic() -> None:
    """What stories share, the termbase holds or a name says is a topic; what is only frequent is not."""
    note = replace(briefs()[0], candidates=("长度", "版本控制", "林纳斯·托瓦兹", ""))
    other = replace(briefs()[1], candidates=("长度",))
    alone, together = with_topics({"a": note}, samples.TERMS), with_topics({"a": note, "b": other}, Termbase(()))
    assert alone["a"].tags == ("版本控制", "林纳斯·托瓦兹")
    assert together["a"].tags == ("长度", "林纳斯·托瓦兹") and together["b"].tags == ("长度",)
    assert with_topics({}, samples.TERMS) == {}


def test_hubs_are_planned_without_doubles() -> None:
    pages = hub_pages(briefs(), samples.TERMS, samples.SITE, "2026-11-22")
    paths = [page.path for page in pages]
    assert len(paths) == len(set(paths)) and "archive/2025-04.md" in paths and "archive/undated.md" in paths


def test_a_long_timeline_is_cut_into_years() -> None:
    note = briefs()[0]
    moments = tuple(note.moments[0]._replace(date=f"{1950 + n % 40}-01") for n in range(400))
    pages = hub_pages((replace(note, moments=moments),), samples.TERMS, samples.SITE, "2026-11-22")
    years = [page for page in pages if page.path.startswith("timeline/") and page.path != "timeline/index.md"]
    assert len(years) == 40


def test_headings_and_titles_that_no_check_passed_say_so(root: Path, tmp_path: Path) -> None:
    """English bears its mark in a heading, and in a title wherever it stands; what a person reviewed bears none."""
    item = samples.utf8_story()
    headings = [unit for unit in item.bilingual.units if unit.role == "heading"]
    doubtful = replace(headings[0], state="failed", engine="draft|model:x", checks=("unsure",))
    title = next(unit for unit in item.bilingual.units if unit.role == "title")
    changed = {headings[0].id: doubtful, title.id: replace(title, state="failed", engine="gloss|version:1")}
    units = tuple(changed.get(unit.id, unit) for unit in item.bilingual.units)
    item = replace(item, bilingual=replace(item.bilingual, units=units))
    places = {"templates": root / "templates", "docs": root / "docs", "target": tmp_path}
    render((item,), samples.SITE, samples.TERMS, "2026-11-22", **places)
    page = "".join(path.read_text("utf-8") for path in (tmp_path / "docs/stories").rglob("*.md"))
    marks = re.findall(r'<h2( class="m-\w+")? lang="en"', page)
    assert len(headings) == 2 and marks == [' class="m-doubt"', ""]
    assert f'<i class="m-gloss" lang="en">{title.target}</i>' in (tmp_path / "docs/index.md").read_text("utf-8")


def test_english_beside_figures_says_when_no_check_passed_it(root: Path, tmp_path: Path) -> None:
    item = samples.utf8_story()
    units = tuple(replace(unit, state="failed", engine="gloss|version:1") for unit in item.bilingual.units)
    places = {"templates": root / "templates", "docs": root / "docs", "target": tmp_path}
    for one, marked in ((item, False), (replace(item, bilingual=replace(item.bilingual, units=units)), True)):
        render((one,), samples.SITE, samples.TERMS, "2026-11-22", **places)
        front = (tmp_path / "docs/index.md").read_text("utf-8")
        table = next((tmp_path / "docs/stories").rglob("*.md")).read_text("utf-8")
        beside = re.findall(r'<dd><a [^>]*><i( class="m-gloss")? lang="en"', front)
        beside += re.findall(r'</th><td><i( class="m-gloss")? lang="en"', table)
        assert len(beside) > 2 and {bool(mark) for mark in beside} == {marked}
