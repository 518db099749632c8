"""`inv unpack`: dumps of every form become article files; nothing is lost, overwritten or led astray."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.ingest import read
from pipeline.ingest.dump_rows import flat, rows
from pipeline.ingest.unpack import facts_of, moment, unpack
from pipeline.settings import IngestSettings

BODY = "河堤在夜里十一点出现渗水，值班员先敲响了村口的钟，随后才拨通电话。两个小时之后，四十户人家都已转移到小学的操场上，没有人受伤。"
FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>河工札记</title><item><title>夜钟</title><link>https://example.org/1</link>
<pubDate>Fri, 03 May 2024 08:30:00 +0800</pubDate><description>摘要</description>
<content:encoded><![CDATA[<p>{BODY}</p>]]></content:encoded></item></channel></rss>"""

LINES = json.dumps({"title": "夜钟", "content": BODY}, ensure_ascii=False) + "\n\n" + json.dumps({"content": BODY[3:]})
JSON_FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "夜钟", "content_html": f"<p>{BODY}"}]}
)


def dump(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """Write a dump beside the articles folder."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("a.jsonl", LINES, "utf-8"),
        ("a.json", json.dumps([{"标题": "夜钟", "正文": BODY}]), "utf-8-sig"),
        ("a.json", JSON_FEED, "utf-8"),
        ("a.csv", f'标题,内容\r\n夜钟,"{BODY}\n第二行"\r\n', "gb18030"),
        ("a.csv", f"标题;内容\n夜钟;{BODY}\n", "utf-8"),
        ("a.tsv", f"title\tbody\n夜钟\t{BODY}\n", "utf-8"),
        ("feed.xml", FEED, "utf-8"),
    ],
)  # fmt: skip
def test_every_form_gives_articles_that_can_be_read(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    """The file of the first row reads as a Chinese document with the row's title and text."""
    folder = tmp_path / "articles"
    done = unpack(dump(tmp_path, name, text, encoding), folder)
    assert {item.outcome for item in done} == {"new"}
    file = folder / done[0].path
    doc = read(done[0].path, file.read_bytes(), file.with_name(file.name + ".toml").read_bytes(), IngestSettings())
    assert doc.metadata.title is not None and doc.metadata.title.value == "夜钟"
    assert BODY in doc.raw
    assert file.suffix == (".html" if "<p>" in text else ".txt")


def test_a_second_run_writes_only_what_is_new(tmp_path: Path) -> None:
    """Unchanged rows stay, changed ones are rewritten in place, a person's sidecar and a file moved away are left alone."""
    folder = tmp_path / "articles"
    items = [{"id": 1, "title": "甲", "text": BODY}, {"id": 2, "title": "乙", "text": BODY}]
    first = unpack(dump(tmp_path, "d.json", json.dumps(items)), folder)
    sidecar = folder / f"{first[0].path}.toml"
    sidecar.write_text('title = "改过的题目"\n', "utf-8")
    (folder / first[1].path).unlink()
    assert [item.outcome for item in unpack(tmp_path / "d.json", folder)] == ["unchanged", "unchanged"]
    assert not (folder / first[1].path).exists()
    items[0]["text"] = BODY * 2
    again = unpack(dump(tmp_path, "d.json", json.dumps(items)), folder)
    assert [(item.outcome, item.path) for item in again] == [("changed", first[0].path), ("unchanged", first[1].path)]
    assert (folder / first[0].path).read_text("utf-8") == BODY * 2
    assert tomllib.loads(sidecar.read_text("utf-8"))["title"] == "改过的题目"


def test_rows_that_share_an_id_each_keep_their_file(tmp_path: Path) -> None:
    """A scraper that repeats an id loses no article."""
    items = [{"id": 7, "text": BODY}, {"id": 7, "text": BODY[5:]}, {"text": BODY}, {"text": BODY}]
    done = unpack(dump(tmp_path, "d.json", json.dumps(items)), tmp_path / "articles")
    assert len({item.path for item in done}) == 4


def test_bad_rows_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    """Rows without a text, or that are no object, are reported with their number."""
    path = dump(tmp_path, "d.jsonl", '{"title": "空"}\n[1]\n' + json.dumps({"content": BODY}) + "\n")
    done = unpack(path, tmp_path / "articles")
    assert [item.outcome for item in done] == ["failed", "failed", "new"]
    assert done[0].place == "d.jsonl, row 1" and "has no text" in done[0].reason


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", "{"), ("a.jsonl", '{"a": 1}\n{"a"'), ("a.csv", "一列\n值"), ("a.json", "3"), ("a.txt", "字"), ("a.json", "[" * 100_000)],
)  # fmt: skip
def test_what_does_not_parse_says_so(tmp_path: Path, name: str, text: str) -> None:
    """A broken dump names its file and its form."""
    with pytest.raises(InputError, match=name.replace(".", r"\.")):
        unpack(dump(tmp_path, name, text), tmp_path / "articles")
    with pytest.raises(InputError):
        unpack(tmp_path / "absent.json", tmp_path / "articles")


def test_no_row_leaves_the_folder(tmp_path: Path) -> None:
    """Titles and ids that look like paths stay names."""
    items = [{"id": "../../x", "title": "../../../etc/passwd", "text": BODY}, {"title": "\u202e\x00", "text": BODY}]
    done = unpack(dump(tmp_path, "..json", json.dumps(items)), tmp_path / "articles")
    for item in done:
        assert (tmp_path / "articles" / item.path).resolve().is_relative_to((tmp_path / "articles").resolve())
        assert item.path.count("/") == 1


def test_a_dump_among_the_articles_is_set_aside_with_the_way_out() -> None:
    """A table or a feed is not read as one long article."""
    for name, text in (("a.jsonl", BODY), ("a.xml", FEED)):
        with pytest.raises(InputError, match="inv unpack"):
            read(name, text.encode(), None, IngestSettings())


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
        max_leaves=12,
    )
)
def test_any_row_flattens(value: object) -> None:
    """Whatever JSON holds becomes a table of texts, and its facts can be spelt."""
    row = flat({"date": value, "url": value, "title": value})
    assert all(isinstance(text, str) and text for text in row.values())
    assert all(facts_of(row).values())


@given(st.text(max_size=30) | st.from_regex(r"\d{9,14}", fullmatch=True))
def test_any_date_is_read_or_left_out(text: str) -> None:
    """A date is ISO 8601 or nothing."""
    assert moment(text) == "" or moment(text)[4] == "-"


def test_empty_dumps_have_no_rows() -> None:
    """An empty list and a table with a head only are not errors."""
    assert list(rows("a.json", b"[]")) == [] and list(rows("a.csv", b"title,text\n")) == []
