"""Recall: how the room asks for what was measured between two documents in an earlier run.

Measuring a pair costs a thousand times as much as looking it up, and an unchanged pair measures the same. The room names the
pair and all else that the answer depends on; who keeps the answers, and how long, is the caller's business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Recall(Protocol):
    """Give the answer kept for a pair of documents, or make it and keep it."""

    def __call__(self, paths: tuple[str, str], detail: bytes, kind: type[T], make: Callable[[], T]) -> T:
        """Answer for the documents at two paths.

        detail: what the answer depends on beside the two cleaned documents and the settings. kind: type of the answer.
        """


def afresh(paths: tuple[str, str], detail: bytes, kind: type[T], make: Callable[[], T]) -> T:
    """Keep nothing: make every answer anew."""
    return make()
