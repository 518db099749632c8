"""Patience with services: back off with jitter after a refusal, and stop asking one that keeps failing.

Source: Brooker 2015, "Exponential Backoff and Jitter" (full jitter); Nygard 2007, "Release It!" (circuit breaker).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Backoff:
    """Say how long to wait before attempt n: anywhere between nothing and a doubling bound, so that callers spread."""

    first_s: float = 1.0
    most_s: float = 60.0

    def wait_s(self, attempt: int, chance: float, asked_s: float = 0.0) -> float:
        """Return the seconds to wait.

        attempt: 0 after the first failure. chance: a random number in [0, 1]. asked_s: what the service asked for, at least
        waited where it is not longer than `most_s`.

        >>> Backoff(1.0, 60.0).wait_s(3, 0.5), Backoff(1.0, 60.0).wait_s(0, 0.5, asked_s=7.0)
        (4.0, 7.5)
        """
        return min(asked_s, self.most_s) + chance * min(self.most_s, self.first_s * 2.0**attempt)


@dataclass(slots=True)
class Breaker:
    """Count failures in a row and open after too many; safe for threads."""

    failures_most: int
    _failures: int = 0
    _reason: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_open(self) -> bool:
        """Tell whether the service must not be asked again in this run."""
        with self._lock:
            return self._failures >= self.failures_most

    @property
    def reason(self) -> str:
        """Return the last failure, for a person."""
        with self._lock:
            return self._reason

    def record(self, failure: str = "") -> None:
        """Record one request's outcome; "" is a success and closes the breaker."""
        with self._lock:
            self._failures = self._failures + 1 if failure else 0
            self._reason = failure

    def trip(self, failure: str) -> None:
        """Open at once: a refused key or an address without network will not come right in this run."""
        with self._lock:
            self._failures, self._reason = self.failures_most, failure


@dataclass(slots=True)
class Pace:
    """Hand out starting times so that requests of all threads keep a rate."""

    requests_per_s: float
    _next_s: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, now_s: float) -> float:
        """Take the next starting time and return how far it is away.

        >>> pace = Pace(2.0)
        >>> pace.wait_s(10.0), pace.wait_s(10.0), pace.wait_s(10.2)
        (0.0, 0.5, 0.8000000000000007)
        """
        with self._lock:
            start_s = max(now_s, self._next_s)
            self._next_s = start_s + 1.0 / self.requests_per_s
        return start_s - now_s


Sleep = Callable[[float], None]
"""Waits so many seconds; tests pass one that only counts."""
