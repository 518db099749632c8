"""A browser's page archive is read as its page."""

from __future__ import annotations

import pytest

from pipeline.errors import InputError
from pipeline.ingest import read
from pipeline.settings import IngestSettings

BODY = "会议在上午举行，与会者讨论了三个问题，并且决定下个月再次见面。" * 3


def archive(html: bytes, transfer: str, charset: str, kind: str = "text/html") -> bytes:
    """Build an archive with a picture before the page."""
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://e.org/a/b\r\nSubject: =?utf-8?Q?=E9=A2=98?=\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="XX"\r\n\r\n'
        "--XX\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: cid:1\r\n\r\nAAAA\r\n"
        f"--XX\r\nContent-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    )
    return head.encode() + html + b"\r\n--XX--\r\n"


def quoted(data: bytes) -> bytes:
    """Encode as quoted-printable with soft line breaks."""
    text = "".join(f"={byte:02X}" for byte in data)
    return "=\r\n".join(text[i : i + 72] for i in range(0, len(text), 72)).encode()


@pytest.mark.parametrize(("charset", "codec"), [("utf-8", "utf-8"), ("gb2312", "gb18030"), ("x-unknown", "utf-8")])
def test_reads_the_page(charset: str, codec: str) -> None:
    """Transfer encodings are undone; the archive names the page's address."""
    html = f"<html><head><title>题目在此</title></head><body><h1>题目在此</h1><p>{BODY}</p></body></html>".encode(codec)
    doc = read("a.mhtml", archive(quoted(html), "quoted-printable", charset), None, IngestSettings())
    assert doc.provenance.media == "mhtml" and doc.provenance.url == "https://e.org/a/b"
    assert [block.text for block in doc.blocks] == ["题目在此", BODY]


def test_an_archive_without_a_page_is_refused() -> None:
    """There must be an HTML part."""
    with pytest.raises(InputError, match="without a page"):
        read("a.mhtml", archive(b"body {}", "7bit", "utf-8", "text/css"), None, IngestSettings())
