"""The door to the network: connections go to public addresses only, and to the very address that was checked.

A feed is foreign input; without this it could make the program read a router or a cloud's metadata service. Names are
resolved here once, each address is judged, and the socket is opened to the judged address, so that a name that resolves
differently a moment later changes nothing. Redirects pass the same door.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

Resolver = Callable[[str, int], list[str]]


class RefusedAddress(Exception):
    """Report an address that must not be fetched; the message says why."""


def resolve(host: str, port: int) -> list[str]:
    """List the IP addresses of a host; raises OSError where it has none."""
    return list(dict.fromkeys(str(item[4][0]) for item in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the open internet; those mapped into IPv6 count as what they map.

    >>> [is_public(a) for a in ("93.184.216.34", "127.0.0.1", "::ffff:10.0.0.1", "169.254.169.254", "fe80::1%eth0")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class GuardedBackend(httpcore.NetworkBackend):
    """Open sockets only to addresses that were resolved and judged here."""

    def __init__(self, *, allow_private: bool, resolver: Resolver = resolve) -> None:
        """Take the judge's leniency and the way names become addresses."""
        self._allow_private = allow_private
        self._resolve = resolver
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host; raises RefusedAddress if one of its addresses is not public."""
        try:
            addresses = self._resolve(host, port)
        except OSError as error:
            raise httpcore.ConnectError(f"{host}: name not found") from error
        if not self._allow_private:
            for address in addresses:
                if not is_public(address):
                    raise RefusedAddress(f"{host} leads to {address}, which is not a public address")
        failure: Exception = httpcore.ConnectError(f"{host}: no address")
        for address in addresses:
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def sleep(self, seconds: float) -> None:
        """Wait between the pool's own attempts."""
        self._inner.sleep(seconds)


class GuardedTransport(httpx.BaseTransport):
    """Carry httpx requests through a pool whose sockets the guard opens; proxies of the environment are not used."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        """Build the pool on a backend."""
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_connections=4, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and hand back its answer, the body still unread."""
        if not isinstance(request.stream, httpx.SyncByteStream):
            raise TypeError("the guarded transport sends synchronous requests only")
        raw = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(raw)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """Hand the pool's body to httpx piece by piece."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
