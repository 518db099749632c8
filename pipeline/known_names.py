"""Names that every newsroom knows, with their kind and English: `data/known_names.tsv`.

Firms, offices, papers, universities, products and places that CC-CEDICT lacks, or whose kind it does not tell. A name that is
also a common word (苹果, 大众) is marked: it counts only where its neighbours say that the firm is meant.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

_TABLE = Path(__file__).resolve().parent / "data" / "known_names.tsv"


class KnownName(NamedTuple):
    """Hold one row of the table."""

    name: str
    kind: str
    """"organisation", "product" or "place"."""
    english: str
    is_wordlike: bool
    """The name is a common word too."""


@cache
def known_names() -> Mapping[str, KnownName]:
    """Read the table, by name.

    >>> known_names()["宁德时代"].english, known_names()["苹果"].is_wordlike
    ('CATL', True)
    """
    with _TABLE.open(encoding="utf-8", newline="") as table:
        rows = csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = {
            row["name"]: KnownName(row["name"], row["kind"], row["english"], row["needs"] == "context") for row in rows
        }
    return MappingProxyType(found)
