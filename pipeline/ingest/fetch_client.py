"""A polite client: one request at a time per host, robots obeyed, limits of size and time kept, failures retried a little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx
from protego import Protego

from pipeline.ingest.fetch_guard import GuardedBackend, GuardedTransport, RefusedAddress, Resolver, resolve
from pipeline.settings import FetchSettings

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5
_MAX_WAIT_S = 60.0
"""Longest pause that a server may ask for; longer ones end the attempt."""
_MAX_ROBOTS_BYTES = 500_000
_TRANSIENT = (httpx.TransportError, httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)


class FetchError(Exception):
    """Report an address that could not be fetched; the message is for the report."""


class Answer(NamedTuple):
    """Hold what a server answered."""

    url: str
    """Where the answer came from, after redirects."""
    status: int
    headers: Mapping[str, str]
    data: bytes


@dataclass(frozen=True, slots=True)
class Clock:
    """Give the client its time, so that tests need not wait."""

    now: Callable[[], float]
    """Seconds on a clock that never goes back."""
    sleep: Callable[[float], None]


@dataclass(slots=True)
class _Host:
    """Remember how one host wants to be treated."""

    last: float = float("-inf")
    robots: Protego | None = None
    closed: str = ""
    known: bool = False
    delay_s: float = 0.0


@dataclass(slots=True)
class Client:
    """Fetch addresses one after another; use as a context manager."""

    settings: FetchSettings
    clock: Clock
    resolver: Resolver = resolve
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _http: httpx.Client | None = None

    def __enter__(self) -> Client:
        """Open the connection pool."""
        backend = GuardedBackend(allow_private=self.settings.allow_private, resolver=self.resolver)
        self._http = httpx.Client(
            transport=GuardedTransport(backend),
            timeout=self.settings.timeout_s,
            headers={"User-Agent": self.settings.user_agent, "Accept-Language": "zh,zh-CN;q=0.9,en;q=0.3"},
            follow_redirects=False,
            trust_env=False,
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection pool."""
        if self._http is not None:
            self._http.close()

    def get(self, url: str, conditions: Mapping[str, str]) -> Answer:
        """Fetch an address, following redirects to public http(s) addresses.

        conditions: request headers such as If-None-Match. Raises FetchError with a reason.
        """
        for _ in range(_MAX_REDIRECTS + 1):
            check_address(url)
            self._obey_robots(url)
            answer = self._patiently(url, conditions, self.settings.max_bytes)
            place = answer.headers.get("location", "")
            if answer.status in _REDIRECTS and place:
                url = urljoin(url, place)
                continue
            if answer.status >= 400:
                raise FetchError(f"the server answers {answer.status}")
            return answer
        raise FetchError(f"more than {_MAX_REDIRECTS} redirects")

    def _patiently(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """Try again after network errors, 429 and 5xx, waiting longer each time."""
        failure = ""
        for attempt in range(self.settings.retries + 1):
            if attempt:
                self.clock.sleep(min(_MAX_WAIT_S, max(self.settings.delay_s, 0.5) * 2**attempt))
            try:
                answer = self._once(url, headers, max_bytes)
            except RefusedAddress as error:
                raise FetchError(str(error)) from error
            except _TRANSIENT as error:
                failure = f"{type(error).__name__}: {error}".rstrip(": ")
                continue
            if answer.status != 429 and answer.status < 500:
                return answer
            failure = f"the server answers {answer.status}"
            wait = answer.headers.get("retry-after", "")
            if wait.isdigit() and attempt < self.settings.retries:
                if int(wait) > _MAX_WAIT_S:
                    break
                self.clock.sleep(float(wait))
        raise FetchError(failure)

    def _once(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        self._wait_turn(url)
        if self._http is None:
            raise RuntimeError("the client is used outside its context")
        deadline = self.clock.now() + self.settings.timeout_s
        with self._http.stream("GET", url, headers=dict(headers)) as response:
            length = response.headers.get("content-length", "")
            if length.isdigit() and int(length) > max_bytes:
                raise FetchError(f"is too large: {int(length):,} bytes, the limit is {max_bytes:,}")
            pieces, size = [], 0
            for piece in response.iter_bytes():
                size += len(piece)
                if size > max_bytes:
                    raise FetchError(f"is too large: more than {max_bytes:,} bytes")
                if self.clock.now() > deadline:
                    raise FetchError(f"is too slow: more than {self.settings.timeout_s:g} s")
                pieces.append(piece)
            return Answer(url, response.status_code, dict(response.headers), b"".join(pieces))

    def _wait_turn(self, url: str) -> None:
        host = self._hosts.setdefault(urlsplit(url).netloc, _Host())
        pause = host.last + max(self.settings.delay_s, host.delay_s) - self.clock.now()
        if pause > 0:
            self.clock.sleep(pause)
        host.last = self.clock.now()

    def _obey_robots(self, url: str) -> None:
        """Read a host's robots.txt once; raises FetchError if it closes the address to us."""
        parts = urlsplit(url)
        host = self._hosts.setdefault(parts.netloc, _Host())
        if not host.known:
            self._read_robots(f"{parts.scheme}://{parts.netloc}/robots.txt", host)
        if host.closed:
            raise FetchError(host.closed)
        if host.robots and not host.robots.can_fetch(url, self.settings.user_agent):
            raise FetchError("robots.txt forbids it")

    def _read_robots(self, url: str, host: _Host) -> None:
        """Note the rules of a robots.txt; a missing one allows all, one that cannot be read forbids all (RFC 9309)."""
        try:
            answer = self._patiently(url, {}, _MAX_ROBOTS_BYTES)
        except FetchError as error:
            host.closed = f"robots.txt cannot be read: {error}"
            host.known = True
            return
        host.known = True
        if answer.status == 200:
            host.robots = Protego.parse(answer.data.decode("utf-8", "replace"))
            host.delay_s = min(_MAX_WAIT_S, float(host.robots.crawl_delay(self.settings.user_agent) or 0.0))


def check_address(url: str) -> None:
    """Refuse what is no plain http(s) address; raises FetchError.

    >>> check_address("https://example.org/a")
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError(f"is not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise FetchError("is not an http(s) address")
    if parts.username or parts.password:
        raise FetchError("holds a user name or password")
