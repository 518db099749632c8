"""What the local translation service of these tests is told and what it notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Answer = tuple[int, dict[str, str], str]
"""Status, headers, body."""


def google_page(text: str) -> Answer:
    """Write the page of Google's mobile translator around a translation."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return 200, {"Content-Type": "text/html"}, f'<html><div class="result-container">{escaped}</div></html>'


@dataclass
class Service:
    """Hold what the service was asked and how it answers."""

    address: str
    answer: Callable[[str], Answer] = google_page
    asked: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
