"""People's work goes out sorted by need, comes back whole, and stands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from translate.storage.pypo import pofile
from translate.storage.xliff2 import Xliff2File

from pipeline.errors import SettingsError
from pipeline.story import Bilingual, Unit
from pipeline.termbase import Term, Termbase
from pipeline.translate.memory import Memory
from pipeline.translate.review import export_review, import_review, queue, remember
from pipeline.translate.suggest import suggest
from pipeline.translate.tmx import Entry, read_tmx, write_tmx

DATE = "20260101T000000Z"


def unit(source: str, target: str, state: str, role: str = "paragraph") -> Unit:
    """Make a translated unit."""
    checks = ("numbers",) if state == "failed" else ()
    return Unit(source, role, "p1", source, target, state, "draft|version:1", checks, "why & <how>" if checks else "")


STORIES = (
    (
        "第一篇",
        Bilingual(
            "a",
            (
                unit("机器翻的。", "Machine made.", "machine"),
                unit("看过的。", "Seen.", "reviewed"),
                unit("失败的 <b>&。", "gloss of & failure", "failed"),
                unit("标题", "Title", "machine", "title"),
                unit("旧的。", "Old.", "needs-review"),
            ),
        ),
    ),
    (
        "第二篇",
        Bilingual("b", (unit("机器翻的。", "Machine made.", "machine", "gist"), unit("像的。", "Alike.", "fuzzy"))),
    ),
)


def test_the_queue_is_sorted_by_need() -> None:
    """Failed, old, fuzzy, machine; the digest before the text; each source once."""
    items = queue(STORIES)
    assert [item.unit.source for item in items] == ["失败的 <b>&。", "旧的。", "像的。", "标题", "机器翻的。"]
    assert (items[-1].uses, items[-1].unit.role, items[-1].story) == (2, "gist", "第一篇")
    assert len(queue(STORIES, with_reviewed=True)) == 6
    assert queue(()) == ()
    views = {"第二篇": 5}
    assert (
        queue([*STORIES, ("第二篇", Bilingual("c", (unit("多读的。", "x", "failed"),)))], reads=views)[0].story
        == "第二篇"
    )


@pytest.mark.parametrize("name", ["review.xlf", "review.po"])
def test_round_trip(tmp_path: Path, name: str) -> None:
    """What a person changed or approved comes back reviewed; what they left does not."""
    items, path = queue(STORIES), tmp_path / name
    assert export_review(items, path) == 5
    store = (Xliff2File if name.endswith("xlf") else pofile).parsefile(str(path))
    units = {str(u.source): u for u in store.units if u.source}
    assert set(units) == {item.unit.source for item in items}
    units["失败的 <b>&。"].target = "The failed <b>&."
    units["旧的。"].markfuzzy(False)
    units["旧的。"].markapproved(True) if name.endswith("xlf") else None
    store.savefile(str(path))
    found = import_review(path, items, "Ann", DATE)
    assert {(e.source, e.target, e.state, e.author) for e in found.entries} == {
        ("失败的 <b>&。", "The failed <b>&.", "reviewed", "Ann"),
        ("旧的。", "Old.", "reviewed", "Ann"),
    }
    assert found.unchanged == 3
    assert {e.story for e in found.entries} == {"第一篇"}


def test_xliff_keeps_notes_where_the_standard_wants_them(tmp_path: Path) -> None:
    """Notes stand in the unit, before its segment; states follow XLIFF."""
    path = tmp_path / "review.xlf"
    export_review(queue(STORIES, with_reviewed=True), path)
    text = path.read_text("utf-8")
    assert text.index("<notes>") < text.index("<segment")
    assert "failed checks: numbers; why &amp; &lt;how&gt;" in text
    assert text.count('state="initial"') == 3
    assert text.count('state="translated"') == 2
    assert text.count('state="final"') == 1


def test_the_toolkits_own_tools_read_our_files(tmp_path: Path) -> None:
    """The toolkit's command line opens our PO and counts every unit (it has none yet for XLIFF 2, whose storage class we use above)."""
    export_review(queue(STORIES), tmp_path / "review.po")
    command = [sys.executable, "-m", "translate.tools.pocount", "--csv", str(tmp_path / "review.po")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    header, row = result.stdout.strip().splitlines()[-2:]
    assert (
        dict(zip(header.replace(", ", ",").split(","), row.replace(", ", ",").split(","), strict=False))[
            "Fuzzy Messages"
        ]
        == "5"
    )


def test_a_source_that_is_gone_is_kept_and_reported(tmp_path: Path) -> None:
    """The text changed while the translator worked: their sentence still enters the memory."""
    path = tmp_path / "review.po"
    export_review(queue(STORIES), path)
    path.write_text(path.read_text("utf-8").replace("#, fuzzy\n", ""), "utf-8")
    found = import_review(path, queue(STORIES[1:]), "Ann", DATE)
    assert len(found.entries) == 5
    assert len(found.problems) == 3


def test_nothing_reviewed_is_replaced(tmp_path: Path) -> None:
    """A machine's entry never takes a person's place; a newer person's does."""
    path = tmp_path / "memory.tmx"
    assert remember(path, [Entry("你好。", "Hello.", "reviewed", DATE, "Ann")]) == 1
    remember(path, [Entry("你好。", "Hi!", "machine", "20270101T000000Z")])
    assert read_tmx(path).entries[0].target == "Hello."
    remember(path, [Entry("你好。", "Good day.", "reviewed", "20260601T000000Z", "Bo")])
    assert [e.target for e in read_tmx(path).entries] == ["Good day."]


def test_foreign_memory_needs_review(tmp_path: Path) -> None:
    """A TMX file of somebody else comes in as needing review."""
    path = tmp_path / "foreign.tmx"
    write_tmx(path, [Entry("甲。", "A.", "reviewed")])
    text = path.read_text("utf-8").replace('<prop type="x-state">reviewed</prop>', "")
    path.write_text(text, "utf-8")
    found = import_review(path, (), "Ann", DATE)
    assert [e.state for e in found.entries] == ["needs-review"]
    assert Memory(found.entries).exact("甲。") is not None


def test_wrong_files_are_named(tmp_path: Path) -> None:
    """Suffix, absence, content."""
    with pytest.raises(SettingsError, match="xlf"):
        export_review((), tmp_path / "x.docx")
    with pytest.raises(SettingsError, match="no such file"):
        import_review(tmp_path / "none.po", (), "Ann", DATE)
    bad = tmp_path / "bad.xlf"
    bad.write_text("<xliff version='1.2'/>", "utf-8")
    with pytest.raises(SettingsError, match=r"bad\.xlf"):
        import_review(bad, (), "Ann", DATE)
    bad.write_text("nothing", "utf-8")
    with pytest.raises(SettingsError):
        import_review(bad, (), "Ann", DATE)
    (tmp_path / "x.docx").write_text("x", "utf-8")
    with pytest.raises(SettingsError, match="end in"):
        import_review(tmp_path / "x.docx", (), "Ann", DATE)


def test_terms_are_suggested_with_counts_and_contexts() -> None:
    """Words that a corpus repeats and the dictionary lacks; known terms and pieces of longer ones are left out."""
    texts = ["云端AI芯片卖得好，寒武纪做训练芯片。", "寒武纪的训练芯片和云端AI芯片。", "训练芯片、云端AI芯片、寒武纪。"]
    found = {item.zh: item for item in suggest(texts, Termbase((Term("寒武纪", "Cambricon"),)), least_count=3)}
    assert "训练芯片" in found
    assert found["训练芯片"].uses == 3
    assert found["训练芯片"].texts == 3
    assert all("训练芯片" in context for context in found["训练芯片"].contexts)
    assert "寒武纪" not in found
    assert suggest([], Termbase()) == ()
    assert suggest(["", "𠮷", " "], Termbase(), least_count=1) == ()
