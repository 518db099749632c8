"""`inv fetch` against a real server: feeds, encodings, redirects, what is new, and everything that goes wrong."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.ingest import discover, read
from pipeline.ingest.arrivals import STATE_NAME, load_state, sidecar_toml
from pipeline.ingest.fetch import Fetched, fetch, file_name
from pipeline.ingest.fetch_client import Clock
from pipeline.ingest.fetch_sources import Wish, feed_wishes, is_feed, read_list, wishes
from pipeline.settings import FetchSettings, IngestSettings
from tests.ingest.site import Reply, Site, serve

BODY = "会议在上午举行，与会者讨论了三个问题，并且决定下个月再次见面。" * 3
PAGE = f"<html><head><meta charset=gb2312><title>题目在此</title></head><body><p>{BODY}</p></body></html>".encode(
    "gb18030"
)
SETTINGS = FetchSettings(allow_private=True, delay_s=0.0, timeout_s=2.0, retries=1, max_bytes=50_000)
NOW = "2026-01-02T03:04:05+00:00"


def feed(site: Site) -> bytes:
    """Write a feed that names two pages."""
    return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>某刊</title>
    <item><title>甲篇</title><link>{site.url}/1</link><pubDate>Fri, 03 May 2024 08:30:00 +0800</pubDate></item>
    <item><title>乙 &amp; "丙"</title><link>{site.url}/2</link></item>
    <item><title>坏</title><link>javascript:alert(1)</link></item></channel></rss>""".encode()


def run(folder: Path, *urls: str, settings: FetchSettings = SETTINGS) -> list[Fetched]:
    """Fetch without waiting."""
    clock = Clock(time.monotonic, lambda seconds: None)
    return list(fetch(wishes(urls), folder, settings, NOW, clock))


def test_a_feed_brings_its_pages_with_provenance(tmp_path: Path) -> None:
    """Each page gets a sidecar; GBK stays GBK and is read as such."""
    with serve({"/1": Reply(PAGE), "/2": Reply(PAGE + b" ")}) as site:
        site.replies["/feed"] = Reply(feed(site), headers={"Content-Type": "application/rss+xml"})
        results = run(tmp_path, f"{site.url}/feed")
    assert [result.outcome for result in results] == ["feed", "new", "new"]
    sources = discover(tmp_path, IngestSettings())
    docs = [
        read(s.path, s.file.read_bytes(), s.sidecar.read_bytes() if s.sidecar else None, IngestSettings())
        for s in sources
    ]
    first = next(doc for doc in docs if doc.metadata.title and doc.metadata.title.value == "甲篇")
    assert first.raw == BODY and first.provenance.encoding == "gb18030"
    assert first.provenance.fetched == NOW and first.provenance.url == f"{site.url}/1"
    assert first.metadata.published and first.metadata.published.value == "2024-05-03T00:30+00:00"
    assert {doc.metadata.site.value for doc in docs if doc.metadata.site} == {"某刊"}


def test_a_second_run_fetches_only_what_is_new(tmp_path: Path) -> None:
    """Validators are sent, known entries of a feed are not asked for again, changed pages are rewritten."""
    with serve({"/1": Reply(PAGE), "/2": Reply(PAGE + b" ")}) as site:
        site.replies["/feed"] = Reply(feed(site), headers={"Content-Type": "text/xml", "ETag": '"f"'})
        site.replies["/page"] = Reply(PAGE, headers={"Content-Type": "text/html", "ETag": '"p"'})
        run(tmp_path, f"{site.url}/feed", f"{site.url}/page")
        site.asked.clear()
        results = run(tmp_path, f"{site.url}/feed", f"{site.url}/page")
        assert site.paths == ["/feed", "/page"]
        assert {result.outcome for result in results} == {"unchanged"}
        site.replies["/page"] = Reply(PAGE + b"<p>new</p>", headers={"Content-Type": "text/html", "ETag": '"q"'})
        (changed,) = run(tmp_path, f"{site.url}/page")
        assert changed.outcome == "changed" and (tmp_path / changed.path).read_bytes().endswith(b"<p>new</p>")


def test_a_persons_sidecar_is_never_overwritten(tmp_path: Path) -> None:
    """The page is refreshed, the hand-written title stays."""
    with serve({"/page": [Reply(PAGE), Reply(PAGE + b" ")]}) as site:
        (first,) = run(tmp_path, f"{site.url}/page")
        sidecar = tmp_path / f"{first.path}.toml"
        sidecar.write_text('title = "人写的"\n')
        (second,) = run(tmp_path, f"{site.url}/page")
    assert second.outcome == "changed" and sidecar.read_text() == 'title = "人写的"\n'


@pytest.mark.parametrize(
    ("replies", "reason"),
    [
        ({}, "404"),
        ({"/p": Reply(PAGE, headers={"Content-Type": "image/png"})}, "image/png"),
        ({"/p": Reply(b"x" * 60_000)}, "too large"),
        ({"/p": Reply(PAGE, headers={"Content-Type": "text/html", "Content-Length": "999999"}, cut=True)}, "too large"),
        ({"/p": Reply(PAGE, cut=True)}, "RemoteProtocolError"),
        ({"/p": Reply(PAGE, 503)}, "503"),
        ({"/p": Reply(b"", 302, {"Location": "/p"})}, "redirects"),
        ({"/p": Reply(b"", 302, {"Location": "file:///etc/passwd"})}, "not an http"),
        ({"/p": Reply(PAGE), "/robots.txt": Reply(b"User-agent: *\nDisallow: /")}, "robots.txt forbids"),
        ({"/p": Reply(PAGE), "/robots.txt": Reply(b"", 500)}, "robots.txt cannot be read"),
    ],
)
def test_failures_have_a_reason_and_leave_nothing_behind(
    tmp_path: Path, replies: dict[str, Reply | list[Reply]], reason: str
) -> None:
    """The others go on; no half page is written."""
    with serve({"/good": Reply(PAGE), **replies}) as site:
        bad, good = run(tmp_path, f"{site.url}/p", f"{site.url}/good")
    assert bad.outcome == "failed" and reason in bad.reason
    if "robots" not in reason:
        assert good.outcome == "new"
        assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 3


def test_a_dripping_server_is_left_in_time(tmp_path: Path) -> None:
    """The limit is for the whole answer, not for one byte."""
    with serve({"/p": Reply(PAGE, drip_s=0.05)}) as site:
        start = time.monotonic()
        (result,) = run(
            tmp_path, f"{site.url}/p", settings=FetchSettings(allow_private=True, delay_s=0, timeout_s=0.4, retries=0)
        )
    assert "too slow" in result.reason and time.monotonic() - start < 5


def test_a_stumbling_server_is_tried_again_with_growing_pauses(tmp_path: Path) -> None:
    """503 then 429 with a wish, then the page."""
    pauses: list[float] = []
    replies = [Reply(b"", 503), Reply(b"", 429, {"Retry-After": "7"}), Reply(PAGE)]
    settings = FetchSettings(allow_private=True, delay_s=0.0, retries=2)
    with serve({"/p": list(replies)}) as site:
        (result,) = fetch([Wish(f"{site.url}/p")], tmp_path, settings, NOW, Clock(time.monotonic, pauses.append))
    assert result.outcome == "new"
    assert pauses == [1.0, 7.0, 2.0]


def test_hosts_are_asked_slowly_and_redirects_are_followed(tmp_path: Path) -> None:
    """Between two requests to a host lies the set pause, or the one that robots.txt asks for."""
    pauses: list[float] = []
    robots = Reply(b"User-agent: *\nCrawl-delay: 3\n", headers={"Content-Type": "text/plain"})
    settings = FetchSettings(allow_private=True, delay_s=1.0)
    with serve({"/robots.txt": robots, "/a": Reply(b"", 301, {"Location": "/b"}), "/b": Reply(PAGE)}) as site:
        (result,) = fetch([Wish(f"{site.url}/a")], tmp_path, settings, NOW, Clock(lambda: 0.0, pauses.append))
        facts = tomllib.loads((tmp_path / f"{result.path}.toml").read_text())
    assert pauses == [3.0, 3.0] and facts["url"] == f"{site.url}/b"


def test_lists_of_addresses(tmp_path: Path) -> None:
    """Browsers' shortcuts, TOML tables and plain lines are read; what is wrong is named."""
    (tmp_path / "a.url").write_text("[InternetShortcut]\r\nURL=https://e.org/a\r\n")
    (tmp_path / "b.toml").write_text('[[source]]\nurl = "https://e.org/b"\nlicence = "CC0-1.0"\n')
    (tmp_path / "c.txt").write_text("# 注\nhttps://e.org/c\n\n")
    found = list(wishes([str(tmp_path / name) for name in ("a.url", "b.toml", "c.txt")] + ["https://e.org/d"]))
    assert found == [
        Wish("https://e.org/a"),
        Wish("https://e.org/b", licence="CC0-1.0"),
        Wish("https://e.org/c"),
        Wish("https://e.org/d"),
    ]
    for name, text in (
        ("d.toml", "[[source]]\nulr = 1"),
        ("e.toml", "="),
        ("f.url", "x"),
        ("g.url", "[InternetShortcut]\nURL=file:///x"),
        ("h.toml", "source = 1"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(SettingsError, match=name):
            list(read_list(tmp_path / name))
    with pytest.raises(SettingsError, match="nowhere"):
        list(wishes(["nowhere"]))


@pytest.mark.parametrize(
    "url",
    [
        "https://e.org/../../../etc/passwd",
        "https://e.org/",
        "https://..//..",
        "https://[::1]/%2e%2e%2f",
        "https://e.org/" + "长" * 300,
    ],
)
def test_file_names_stay_in_the_folder(url: str) -> None:
    """Whatever the address or title says."""
    for title in ("", "../../甲", "\x00", "." * 300, "a/b\\c:d"):
        name = file_name(Wish(url, title), url, ".html")
        host, _, rest = name.partition("/")
        assert (
            host not in ("", ".", "..")
            and "/" not in rest
            and ".." not in rest.removesuffix(".html")
            and len(rest.encode()) < 240
        )
        assert name == file_name(Wish(url, title), url, ".html")


def test_sidecars_are_toml_whatever_they_hold() -> None:
    """Quotes, controls and escapes survive or become spaces."""
    for value in ('"', "\\", "a\nb", "\x7f\x00", "\u202e", "'''", "😀", "\\u0041"):
        assert tomllib.loads(sidecar_toml({"title": value})).keys() == {"title"}
    assert sidecar_toml({}) == ""


def test_feeds_are_recognised() -> None:
    """By the first element, whatever the type says."""
    assert is_feed(b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- c --><feed xmlns='http://www.w3.org/2005/Atom'>")
    assert not is_feed(b"") and not is_feed(PAGE) and not is_feed(b"<rssx>")
    assert feed_wishes(b"<rss><channel/></rss>", Wish("https://e.org")) == ()


def test_a_damaged_state_file_says_what_to_do(tmp_path: Path) -> None:
    """Nothing is fetched over it."""
    for text in ("{", "[]", '{"u": {"x": 1}}', '{"u": 1}'):
        (tmp_path / STATE_NAME).write_text(text)
        with pytest.raises(SettingsError, match="delete it"):
            load_state(tmp_path)
