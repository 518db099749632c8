"""HTTP as deep-translator lacks it: a time limit, failures told apart, and no address or key in any message.

The library calls `requests.get` and `requests.post` without a time limit and reads the answer itself. A `Transport` stands
in for that module: it makes the same calls with a limit, and turns every refusal into one of three kinds before the
library can misread it. Messages carry a status or the name of an error class, never its text, since keys travel in addresses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests import exceptions


class ServiceError(Exception):
    """Report one failed request; the message holds no key."""


class Throttled(ServiceError):
    """Report that the service is there but wants fewer requests, or is ill for the moment."""

    def __init__(self, message: str, asked_s: float = 0.0) -> None:
        """Keep how long the service asked to be left alone."""
        super().__init__(message)
        self.asked_s = asked_s


class Refused(ServiceError):
    """Report that the service will not serve us at all: a wrong key, a blocked address."""


class TooLong(ServiceError):
    """Report that the service would not take a text of this length."""


class Unreachable(ServiceError):
    """Report that no connection came about."""


class Transport:
    """Make requests for deep-translator; safe for threads."""

    exceptions = exceptions

    def __init__(self, timeout_s: float, base_url: str = "") -> None:
        """Keep the limits.

        timeout_s: longest wait for a connection or for the next byte. base_url: scheme and host that stand in for the service's own,
        for a mirror or a service of one's own; "" asks the service.
        """
        self._timeout_s = timeout_s
        self._base = urlsplit(base_url) if base_url else None

    def get(self, url: str, **arguments: Any) -> requests.Response:
        """Make a GET request; raises a ServiceError for everything but a 2xx answer."""
        return self._request("GET", url, arguments)

    def post(self, url: str, **arguments: Any) -> requests.Response:
        """Make a POST request; raises a ServiceError for everything but a 2xx answer."""
        return self._request("POST", url, arguments)

    def _request(self, method: str, url: str, arguments: Mapping[str, Any]) -> requests.Response:
        try:
            response = requests.request(
                method, self._address(url), timeout=self._timeout_s, allow_redirects=False, **arguments
            )
        except (exceptions.ConnectionError, exceptions.ProxyError) as error:
            late = isinstance(error, exceptions.Timeout)
            raise (Throttled if late else Unreachable)(type(error).__name__) from None
        except exceptions.RequestException as error:
            raise Throttled(type(error).__name__) from None
        _raise_for(response)
        if "charset" not in response.headers.get("Content-Type", ""):
            response.encoding = "utf-8"
        return response

    def _address(self, url: str) -> str:
        if self._base is None:
            return url
        return urlunsplit(urlsplit(url)._replace(scheme=self._base.scheme, netloc=self._base.netloc))


def _raise_for(response: requests.Response) -> None:
    """Raise the kind of failure that an answer's status stands for."""
    status = response.status_code
    if 200 <= status < 300:
        return
    if status in {400, 413, 414}:
        raise TooLong(f"HTTP {status}")
    if status in {401, 402, 403, 407, 451, 456}:
        raise Refused(f"HTTP {status}")
    raise Throttled(f"HTTP {status}", _retry_after_s(response))


def _retry_after_s(response: requests.Response) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else 0.0
