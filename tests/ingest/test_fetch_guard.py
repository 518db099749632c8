"""Only public addresses are reached, by the very address that was judged."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.ingest.fetch import fetch
from pipeline.ingest.fetch_client import Clock, FetchError, check_address
from pipeline.ingest.fetch_guard import is_public
from pipeline.ingest.fetch_sources import Wish
from pipeline.settings import FetchSettings
from tests.ingest.site import Reply, serve

CLOCK = Clock(time.monotonic, lambda seconds: None)
NOW = "2026-01-02T03:04:05+00:00"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:192.168.0.1", "2002:7f00:1::",
        "64:ff9b::a00:1", "", "localhost",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, and each of them wrapped into IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_pass(address: str) -> None:
    """The open internet."""
    assert is_public(address)


@pytest.mark.parametrize(
    "url", ["ftp://e.org/", "file:///etc/passwd", "http://", "http://u:p@e.org/", "http://e.org:99999/", "", "x"]
)
def test_odd_addresses_are_refused(url: str) -> None:
    """Only plain http(s)."""
    with pytest.raises(FetchError):
        check_address(url)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "intern.test", "0x7f000001"])
def test_the_local_network_is_not_reached(tmp_path: Path, name: str) -> None:
    """By number, by name, or by a name that somebody points there: not a byte is asked for."""
    with serve({"/": Reply(b"secret")}) as site:
        port = site.url.rpartition(":")[2]
        resolver = {"intern.test": ["127.0.0.1"]}
        (result,) = fetch(
            [Wish(f"http://{name}:{port}/")], tmp_path, FetchSettings(delay_s=0, retries=0), NOW, CLOCK,
            lambda host, port: resolver.get(host, ["127.0.0.1" if host != "::1" else "::1"]),
        )  # fmt: skip
        assert site.asked == []
    assert result.outcome == "failed" and "not a public address" in result.reason


def test_a_redirect_into_the_local_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host is public, the second is not."""
    monkeypatch.setattr("pipeline.ingest.fetch_guard.is_public", lambda address: address == "127.0.0.1")
    with serve({}) as site:
        port = site.url.rpartition(":")[2]
        site.replies["/a"] = Reply(b"", 302, {"Location": f"http://127.0.0.2:{port}/b"})
        (result,) = fetch([Wish(f"{site.url}/a")], tmp_path, FetchSettings(delay_s=0, retries=0), NOW, CLOCK)
        assert site.paths == ["/a"]
    assert "127.0.0.2" in result.reason


def test_a_name_is_resolved_once_per_connection(tmp_path: Path) -> None:
    """A name that changes its mind between check and use gains nothing: the socket opens to the judged address."""
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    page = Reply(b"<html><body>x</body></html>")
    with serve({"/a": page}) as site:
        port = site.url.rpartition(":")[2]
        settings = FetchSettings(delay_s=0, allow_private=True)
        (result,) = fetch([Wish(f"http://site.test:{port}/a")], tmp_path, settings, NOW, CLOCK, resolver)
        connections = len(site.asked)
    assert result.outcome == "new" and set(asked) == {"site.test"} and len(asked) <= connections
    assert site.asked[0][1]["Host"] == f"site.test:{port}"
