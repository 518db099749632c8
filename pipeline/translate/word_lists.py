"""The word lists of the translation room, kept as data in `word_lists.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("word_lists.toml")


def word_list(name: str) -> tuple[str, ...]:
    """Return a list by name; raises KeyError if there is none.

    >>> word_list("tens")[:2]
    ('twenty', 'thirty')
    """
    return tuple(_tables()[name])


def word_table(name: str) -> Mapping[str, Any]:
    """Return a table by name: words with what they stand for; raises KeyError if there is none."""
    table: Mapping[str, Any] = _tables()[name]
    return table


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text("utf-8"))
