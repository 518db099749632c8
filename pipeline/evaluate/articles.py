"""Clean articles from files a person names: what the generator pollutes.

A `.txt` file holds one article, a line a paragraph; the title is that of the `.html` file beside it, else its first line if
that looks like one. A `.jsonl` file holds one article a row: `text`, and `title` or `summary`; rows without a text are passed over.
"""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.evaluate.wording import Article

_TITLE = re.compile(r"<title[^>]*>([^<]{4,80})</title>", re.IGNORECASE)
_SITE = re.compile(r"\s*[-_|｜—–].*$")
_SENTENCE = re.compile(r"[^。！？]+[。！？]?[”」』]?")
_MOST_LINES = 120
_LEAST_PROSE = 0.2


def read_articles(paths: Iterable[Path], seed: int) -> tuple[Article, ...]:
    """Read clean articles from files and folders, in path order; those of fewer than four lines are left out."""
    rng = random.Random(seed)
    found: list[Article] = []
    for path in paths:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        for file in files:
            if file.suffix == ".txt":
                found.append(_from_text(file))
            elif file.suffix == ".jsonl":
                found += _from_rows(file, rng)
    return tuple(article for article in map(_trimmed, found) if len(article.paragraphs) >= 4)


def _trimmed(article: Article) -> Article:
    """End an article at its last sentence; one made mostly of scraps is no model of clean text and comes out empty."""
    prose = [number for number, text in enumerate(article.paragraphs) if len(text) > 20 and text[-1] in "。！？”…；："]
    if len(prose) < _LEAST_PROSE * len(article.paragraphs):
        return article._replace(paragraphs=())
    return article._replace(paragraphs=article.paragraphs[: prose[-1] + 1])


def _from_text(path: Path) -> Article:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()][:_MOST_LINES]
    title = ""
    page = path.with_suffix(".html")
    if page.exists():
        match = _TITLE.search(page.read_text("utf-8", "replace"))
        title = _SITE.sub("", html.unescape(match.group(1)).strip()) if match else ""
    if lines and (lines[0] == title or (not title and 6 <= len(lines[0]) <= 40 and lines[0][-1] not in "。！？”")):
        title, lines = lines[0], lines[1:]
    return Article(title, tuple(line for line in lines if line != title))


def _from_rows(path: Path, rng: random.Random) -> Iterator[Article]:
    for row in path.read_text("utf-8").splitlines():
        item = json.loads(row)
        if "text" not in item:
            continue
        sentences = _SENTENCE.findall(item["text"].replace("\n", ""))
        title = item.get("title") or re.split("[，。；！？]", item.get("summary", ""))[0][:40]
        paragraphs, place = [], 0
        while place < len(sentences):
            count = rng.choice((1, 1, 2, 2, 3, 4))
            paragraphs.append("".join(sentences[place : place + count]).strip())
            place += count
        yield Article(title, tuple(text for text in paragraphs if text)[:_MOST_LINES])
