"""What sets a line apart from the article around it: its manner, the words it shares with the rest, how it is worded.

Nothing here decides; `outsiders` and its trained weights do. All measures are numbers of the same order of size.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.clean import disguise
from pipeline.clean.lines import class_of
from pipeline.clean.manner import Manners, foreignness, logits
from pipeline.clean.offers import trade_words
from pipeline.clean.topic import common_pairs
from pipeline.clean.vocabulary import fold, fold_all, hits
from pipeline.han import han_chars

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDING = (
    "quoted", "speech", "tells", "prices", "contact", "addresses", "trade", "listed", "open", "length", "short",
    "latin", "labelled", "spaced", "numbered",
)  # fmt: skip
"""What `wording` measures, in its order."""

NAMES = (
    "manner", "strongly", "rest", "upper", "alone", "shared", "titled", *WORDING, "series", "neighbours", "head", "tail"
)  # fmt: skip
"""What is measured of a line, in the order of the columns that `measures` gives."""

LEAST_MANNER = -1.0
"""A line that reads more like an article than this is not measured at all: nine of ten lines of articles are not."""

_SHORTEST, _LONGEST, _LEAST_HAN = 6, 160, 4
_PARAGRAPH_CHARS = 30
_COUNTED_CHARS = 120
_UPPER_SHARE = 0.85
_LEAST_ALONE = 3
_SPAM_KINDS = frozenset(
    [
        "sell",
        "shady",
        "call",
        "channel",
        "follow",
        "adult",
        "betting",
        "ui",
        "related",
        "reprint",
        "legal",
        "reader",
        "forum",
        "frame",
        "adult_weak",
        "adult_site",
    ]
)
CLOSED = re.compile("[。!?…:;”」』)—]$")
"""How paragraphs of an article end, in folded text."""
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|《[^》]*》")
_TELLS = re.compile(
    r"[说称道问]|记者|[他她]|(?<![加联系找滴])我们?|曾|当[时年]|[去今昨前]年|昨|那[年天时]|[0-9]年|[了着过]"
)
_NUMBER = "[0-9一二三四五六七八九十百千万两几半]"
_PRICES = re.compile(rf"{_NUMBER}+\s?(?:元|块|折|万|斤|位|席|名|天|件|套|%|小时|分钟)|免费|[包免]邮")
_ADDRESSES = re.compile("你|您|亲|宝|家人们|老板|姐妹")
_LABELLED = re.compile("[^,。:]{1,8}:")
_NUMBERED = re.compile(r"[(（]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|第.{1,3}[章节步天部条])[)）、.．:： ]|[-*•·] ")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ |/·、_]+(?=[\u4e00-\u9fff])")


class Text(NamedTuple):
    """Hold the kept lines of a document with their manner."""

    lines: tuple[str, ...]
    folded: tuple[str, ...]
    kinds: NDArray[np.float64]
    """Logit of each foreign kind against article text, shape (lines, kinds)."""
    manner: NDArray[np.float64]
    """Logit of any of them, shape (lines,)."""
    title: str
    """Folded title, "" without any."""

    @property
    def sizes(self) -> NDArray[np.float64]:
        """How much each line counts for the manner of the whole, shape (lines,)."""
        return np.array([min(len(line), _COUNTED_CHARS) for line in self.folded], dtype=np.float64)


def text_of(texts: Sequence[str], title: str = "", manners: Manners | None = None) -> Text:
    """Weigh the lines of a document by their manner, with the shipped table if none is given."""
    folded = tuple([text.strip() for text in fold_all(texts)])
    kinds = logits(folded, manners)
    return Text(tuple(texts), folded, kinds, foreignness(kinds), fold(title))


def suspects(text: Text) -> list[int]:
    """List the lines that do not surely read as an article's."""
    return [
        number
        for number in np.flatnonzero(text.manner >= LEAST_MANNER).tolist()
        if _SHORTEST <= len(text.folded[number]) <= _LONGEST and han_chars(text.folded[number]) >= _LEAST_HAN
    ]


def measures(text: Text, numbers: Sequence[int]) -> NDArray[np.float64]:
    """Measure lines against the rest of their document, shape (numbers, names)."""
    sizes = text.sizes
    upper = _upper(text, sizes)
    total = float((text.manner * sizes).sum())
    whole, starts = "\n".join(text.folded), np.cumsum([0, *(len(line) + 1 for line in text.folded)]).tolist()
    body = [n for n, line in enumerate(text.folded) if text.manner[n] < 0 and len(line) >= _PARAGRAPH_CHARS]
    first, last = (body[0], body[-1]) if body else (len(text.folded), -1)
    rows = []
    for number in numbers:
        line, manner = text.folded[number], float(text.manner[number])
        rest = whole[: starts[number]] + whole[starts[number] + len(line) :]
        mean = (total - manner * sizes[number]) / max(1.0, sizes.sum() - sizes[number])
        around = [float(text.manner[n]) for n in (number - 1, number + 1) if 0 <= n < len(text.folded)]
        near = float(np.clip(np.mean(around or [-1.0]), -3, 2))
        own = [float(np.clip(manner, -3, 6)), float(np.clip(manner - 2, 0, 4)), float(np.clip(mean, -4, 3)), upper]
        alike = [*wording(line), _series(text, number), near, number < first, number > last]
        rows.append([*own, *company(line, rest, text.title), *alike])
    return np.array(rows, dtype=np.float64).reshape(-1, len(NAMES))


def _upper(text: Text, sizes: NDArray[np.float64]) -> float:
    """Find the manner below which most of a document stands."""
    order = np.argsort(text.manner, kind="stable")
    below = np.cumsum(sizes[order])
    if not len(order) or not below[-1]:
        return 0.0
    return float(np.clip(text.manner[order[np.searchsorted(below, _UPPER_SHARE * below[-1])]], -3, 3))


def content_pairs(line: str) -> frozenset[str]:
    """List the pairs of neighbouring content characters of a folded line, common ones left out."""
    classes = [class_of(char) == "h" for char in line]
    pairs = (a + b for (a, b), (x, y) in zip(pairwise(line), pairwise(classes), strict=True) if x and y)
    return frozenset(pairs) - common_pairs()


def company(line: str, rest: str, title: str) -> tuple[float, float, float]:
    """Measure what a folded line shares with the rest: whether nothing, which part of its pairs, which with the title."""
    pairs = content_pairs(line)
    if not pairs:
        return 0.0, 0.5, 0.0
    shared = sum(pair in rest for pair in pairs) / len(pairs)
    # Longer texts share more by chance.
    expected = 0.08 * (math.log(max(10, len(rest))) - 6)
    titled = sum(pair in title for pair in pairs) / min(len(pairs), 5) if title else 0.0
    return float(shared == 0 and len(pairs) >= _LEAST_ALONE), shared - expected, min(1.0, titled)


def wording(line: str) -> list[float]:
    """Measure how a folded line is worded, whatever stands around it."""
    plain = disguise.lift(line)
    length = max(1, len(line))
    listed = sum(hit.kind in _SPAM_KINDS for hit in hits(line))
    return [
        sum(match.end() - match.start() for match in _QUOTED.finditer(line)) / length,
        float(line[:1] in tuple('“"「')),
        min(3, len(_TELLS.findall(line))) / 3,
        min(3, len(_PRICES.findall(line))) / 3,
        float(disguise.has_contact(plain)),
        min(2, len(_ADDRESSES.findall(line))) / 2,
        min(5, trade_words(plain)) / 5,
        min(3, listed) / 3,
        float(CLOSED.search(line) is None),
        math.log(max(2, length)) - 3,
        float(han_chars(line) < 9),
        sum(char.isascii() and char.isalpha() for char in line) / length,
        float(_LABELLED.match(line) is not None),
        min(4, len(_SPACED.findall(line))) / 4,
        float(_NUMBERED.match(line) is not None),
    ]


def _series(text: Text, number: int) -> float:
    """Measure how many lines near a numbered or labelled one are so, too: an article's own list."""
    line = text.folded[number]
    for pattern in (_NUMBERED, _LABELLED):
        if pattern.match(line):
            near = [text.folded[n] for n in range(max(0, number - 4), min(len(text.folded), number + 5)) if n != number]
            # In an article with headings the next numbered line is far away.
            far = [other for other in text.folded if other is not line] if pattern is _NUMBERED else near
            return min(3, sum(pattern.match(other) is not None for other in far)) / 3
    return 0.0
