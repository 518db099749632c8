"""Any file becomes a document that covers its raw text, or is refused with a reason."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.document import Document
from pipeline.errors import InputError
from pipeline.ingest import read
from pipeline.settings import IngestSettings

SETTINGS = IngestSettings()
LENIENT = IngestSettings(min_han_chars=0, min_han_ratio=0.0)
BODY = "会议在上午举行，与会者讨论了三个问题，并且决定下个月再次见面。\n" * 3


def text_of(text: str, path: str = "a.txt", sidecar: str | None = None) -> Document:
    """Read a text file."""
    return read(path, text.encode(), sidecar.encode() if sidecar is not None else None, SETTINGS)


def test_a_text_has_one_block_per_line_and_stays_as_it_is() -> None:
    """White space stays outside of blocks, Markdown and tags are plain characters."""
    raw = f"　　标题 96*96\r\n\r\n  ~~删除~~ #外贸# <br> &quo\n{BODY}"
    doc = text_of(raw)
    assert doc.raw == raw
    assert [block.text for block in doc.blocks][:2] == ["标题 96*96", "~~删除~~ #外贸# <br> &quo"]
    assert all(block.text == raw[slice(*block.origin)] and not block.edits for block in doc.blocks)
    assert doc.provenance.media == "text" and len(doc.id) == 32


@pytest.mark.parametrize(
    ("path", "text", "media"),
    [
        ("a.txt", f"<p>{BODY}</p><br></div>", "text"),
        ("a.txt", f"<!DOCTYPE html><html><body><p>{BODY}</p></body></html>", "html"),
        ("a.html", f"<div>{BODY}</div>", "html"),
        ("a.html", BODY, "text"),
        ("a.md", f"# 题\n\n{BODY}", "markdown"),
        ("a", BODY, "text"),
    ],
)
def test_content_decides_the_media(path: str, text: str, media: str) -> None:
    """The suffix only tells Markdown and fragments of HTML."""
    assert text_of(text, path).provenance.media == media


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04aaaa", "ZIP"),
        (gzip.compress(b"x" * 100), "gzip"),
        (bytes(range(32)) * 100, "binary"),
        (b"plain English text, nothing else " * 9, "Chinese characters"),
        ("短。".encode(), "only 1 Chinese"),
        (("word " * 200 + "中" * 45).encode(), "not Chinese"),
        ("これは日本語の文章です。漢字も仮名も使います。".encode() * 5, "Japanese"),
        (b"<html></html>", "0 Chinese"),
        (b"x" * 20_000_001, "too large"),
        (bytes(range(128, 256)) * 20, "undecodable"),
    ],
)
def test_bad_input_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    """The reason is for a person, and the error is always an InputError."""
    with pytest.raises(InputError) as caught:
        read("dir/甲.txt", data, None, SETTINGS)
    assert reason in caught.value.reason and "dir/甲.txt" in caught.value.reason


def test_odd_characters_stay_in_raw() -> None:
    """NUL, bidi controls and zero-width characters are for the clean room."""
    raw = f"甲\x00乙\u202e丙\u200b丁\ufeff{BODY}"
    assert text_of(raw).raw == raw


def test_front_matter_is_read_and_leaves_the_page() -> None:
    """Given metadata is a fact with its evidence; the block that held it is labelled."""
    doc = text_of(f"---\ntitle: 给定的题\ndate: 2024-05-03\ntags: [芯片, 软件]\n---\n{BODY}", "a.md")
    assert doc.metadata.title == ("给定的题", "front matter")
    assert doc.metadata.published == ("2024-05-03", "front matter")
    assert doc.metadata.keywords == ("芯片", "软件")
    assert doc.blocks[0].removal and doc.blocks[0].removal.rule == "ingest.front_matter"
    assert "title" not in doc.text


def test_two_rules_around_prose_are_no_front_matter() -> None:
    """Only a YAML mapping is metadata."""
    doc = text_of(f"---\n第一段。\n---\n{BODY}")
    assert doc.metadata.title is None and not any(block.removal for block in doc.blocks)


def test_the_sidecar_wins() -> None:
    """What a person wrote beside the file beats what the file says."""
    doc = text_of(
        f"---\ntitle: 甲\nauthor: 乙\n---\n{BODY}", sidecar='title = "丙"\nfetched = "2024-05-03T00:00:00Z"\n'
    )
    assert doc.metadata.title == ("丙", "sidecar") and doc.metadata.author == ("乙", "front matter")
    assert doc.provenance.fetched == "2024-05-03T00:00:00Z"


@pytest.mark.parametrize("sidecar", ["title = ", "title = [1]", "date = 'gestern'", "title = true", "\udcff"])
def test_a_wrong_sidecar_is_refused(sidecar: str) -> None:
    """Never silently dropped."""
    with pytest.raises(InputError):
        read("a.txt", BODY.encode(), sidecar.encode("utf-8", "surrogateescape"), SETTINGS)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_every_text_is_covered_by_its_blocks(text: str, path: str) -> None:
    """The conservation law holds for whatever is read (`read` verifies)."""
    try:
        doc = read(path, (text + "中文").encode(), None, LENIENT)
    except InputError:
        return
    for block in doc.blocks:
        assert block.original() == doc.raw[slice(*block.origin)]
