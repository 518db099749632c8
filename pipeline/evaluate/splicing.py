"""Find articles of a near subject, so that what is spliced in is not told by its field alone."""

from __future__ import annotations

import random
from collections.abc import Sequence

from pipeline.evaluate.wording import Article

_DRAWN = 12
_RANKS = (0, 0, 0, 1, 3, 8)


def grams(article: Article) -> frozenset[str]:
    """List the pairs of characters of an article."""
    text = "".join(article.paragraphs)
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


class Spliced:
    """Choose among articles one that shares many pairs of characters with another."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Count the pairs of each article once."""
        self._articles = [(article, grams(article)) for article in articles]

    def near(self, own: frozenset[str], rng: random.Random) -> Article:
        """Draw some articles and take mostly the nearest of them; raises ValueError where there are none."""
        drawn = rng.sample(self._articles, min(_DRAWN, len(self._articles)))
        drawn.sort(key=lambda other: -len(own & other[1]) / (1 + len(other[1])))
        return drawn[min(rng.choice(_RANKS), len(drawn) - 1)][0]
