"""The sample corpus: what its labels say must go is gone, what must stay stays, but for the misses we know of."""

from __future__ import annotations

import json
import pathlib

import pytest

from pipeline.clean import clean
from pipeline.ingest import read
from pipeline.settings import CleanSettings, IngestSettings

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROWS = [json.loads(line) for line in (ROOT / "tests/corpus/sample/labels.jsonl").read_text("utf-8").splitlines()]
KNOWN = frozenset(
    {
        ("articles/saved-pages/wechat-bangezhi-20230801.html", "“户”“戶”“戸”三个写法"),
        ("articles/scraped/20190811-002950.txt", "入伏以后注意遮阴"),
        ("articles/scraped/20190811-002950.txt", "等到第一穗花开了"),
        ("articles/scraped/mixed-3306.txt", "温水泡"),
        ("articles/scraped/mixed-3306.txt", "滑石粉"),
        ("articles/scraped/mixed-3306.txt", "灌清水写两页"),
        ("articles/scraped/mixed-3306.txt", "笔囊老化"),
        ("articles/scraped/mixed-3306.txt", "笔舌上的槽"),
        ("articles/scraped/mixed-3306.txt", "铱粒磨偏"),
        ("articles/scraped/time-rss-5102.txt", "𪚥"),
    }
)
"""(path, string) of every known miss: splices of few lines, an offer without price or contact, forms of characters."""


def misses(row: dict[str, object]) -> set[tuple[str, str]]:
    """Clean one file by words alone and list the strings that are on the wrong side."""
    path = str(row["path"])
    file = ROOT / path
    sidecar = file.with_name(file.name + ".toml")
    doc = read(path, file.read_bytes(), sidecar.read_bytes() if sidecar.exists() else None, IngestSettings())
    text = clean(doc, frozenset(), CleanSettings(embeddings="never")).text
    gone, stay = row["gone"], row["stay"]
    assert isinstance(gone, list) and isinstance(stay, list)
    return {(path, words) for words in gone if words in text} | {(path, words) for words in stay if words not in text}


@pytest.mark.parametrize("row", [row for row in ROWS if "set_aside" not in row], ids=lambda row: row["path"])
def test_labels(row: dict[str, object]) -> None:
    """Miss exactly what is known to be missed: a new miss fails, and so does a mended one that is still listed."""
    assert misses(row) == {miss for miss in KNOWN if miss[0] == row["path"]}


def test_known_misses_are_few() -> None:
    """Count the known misses, so that the list cannot grow unseen."""
    assert len(KNOWN) == 10
