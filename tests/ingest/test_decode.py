"""Bytes become the text that their author wrote, or an error that says why not."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DecodingError
from pipeline.ingest.decode import declared_encoding, decode, everyday, han_share, is_mojibake, repair

SIMPLIFIED = "今天的会议讨论了三个问题，大家都认为应当先把数据整理好，然后再作出决定。" * 3
codecs.register_error("euro", lambda error: ("€", error.start + 1))
"""Windows reads the byte 80, which is none in GBK, as a euro sign."""
TRADITIONAL = "今天的會議討論了三個問題，大家都認為應當先把資料整理好，然後再作出決定。" * 3


@pytest.mark.parametrize(
    ("data", "text", "encoding", "evidence"),
    [
        (SIMPLIFIED.encode(), SIMPLIFIED, "utf-8", "valid"),
        (codecs.BOM_UTF8 + SIMPLIFIED.encode(), SIMPLIFIED, "utf-8", "bom"),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "utf-16-le", "bom"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, "utf-16-be", "bom"),
        (SIMPLIFIED.encode("gb18030"), SIMPLIFIED, "gb18030", "detected"),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5hkscs", "detected"),
        (TRADITIONAL.encode("gb18030"), TRADITIONAL, "gb18030", "detected"),
        ((SIMPLIFIED + "\r\n").encode("utf-16-le"), SIMPLIFIED + "\r\n", "utf-16-le", "detected"),
        (
            b"<meta charset=gb2312>" + SIMPLIFIED.encode("gb18030"),
            "<meta charset=gb2312>" + SIMPLIFIED,
            "gb18030",
            "declared",
        ),
        (b"<meta charset=gb2312>" + SIMPLIFIED.encode(), "<meta charset=gb2312>" + SIMPLIFIED, "utf-8", "valid"),
        (
            b"<meta charset=utf-8>" + TRADITIONAL.encode("big5"),
            "<meta charset=utf-8>" + TRADITIONAL,
            "big5hkscs",
            "detected",
        ),
    ],
)
def test_decodes(data: bytes, text: str, encoding: str, evidence: str) -> None:
    """Byte order marks, strict UTF-8, declarations and everyday characters decide, in this order."""
    assert decode(data, "a.txt") == (text, encoding, evidence)


@pytest.mark.parametrize(("wrong", "right"), [("gb18030", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030")])
def test_repairs_what_was_decoded_wrongly_before(wrong: str, right: str) -> None:
    """A text that some program read in the wrong encoding and saved as UTF-8 comes back."""
    text = SIMPLIFIED + "好"
    damaged = text.encode(right).decode(wrong, "euro" if wrong == "gb18030" else "strict")
    assert decode(damaged.encode(), "a.txt") == (text, "utf-8", "repaired")


def test_mojibake_that_lost_characters_is_refused() -> None:
    """Where the way back is not exact, the document is set aside instead of half repaired."""
    lossy = SIMPLIFIED.encode().decode("gb18030", "replace").replace("锛", "?")
    with pytest.raises(DecodingError) as caught:
        decode(lossy.encode(), "a.txt")
    assert "a.txt" in str(caught.value)


def test_one_damaged_character_does_not_lose_the_text() -> None:
    """A file that was cut at a byte is read with the damage marked."""
    text = decode((SIMPLIFIED * 9).encode()[:-1], "a.txt").text
    assert text.endswith("\ufffd") and text.count("\ufffd") == 1


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 20, "Привет, как дела у вас сегодня".encode("koi8-r") * 9])
def test_undecodable_bytes_are_refused(data: bytes) -> None:
    """No encoding of Chinese explains them."""
    with pytest.raises(DecodingError):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    "text",
    ["", "一", "你好", "Hello, world", "日本語のテキスト", "مرحبا بالعالم", "😀" * 20, "naïve café", "\u200b\u202e"],
)
def test_real_text_is_never_called_mojibake(text: str) -> None:
    """Short texts, other scripts and odd characters stay as they are."""
    assert not is_mojibake(text)
    assert repair(text) == text


@given(st.text())
def test_any_utf8_text_decodes_to_itself_or_is_refused(text: str) -> None:
    """Decoding invents nothing."""
    try:
        decoded = decode(text.encode("utf-8"), "a.txt")
    except DecodingError:
        return
    assert decoded.evidence in ("repaired", "bom") or decoded.text == text


@given(st.binary(max_size=300))
def test_any_bytes_end_well(data: bytes) -> None:
    """Either there is a text, or a DecodingError."""
    try:
        assert isinstance(decode(data).text, str)
    except DecodingError as error:
        assert error.reason


def test_measures_of_nothing() -> None:
    """Empty texts measure zero."""
    assert everyday("") == han_share("") == 0.0
    assert declared_encoding(b"") == declared_encoding(b"<meta charset=klingon>") == ""
