"""Learning: grow the spinner lexicon from stories of which both a spun and a clean copy are at hand.

Only pairs seen in aligned sentences are learned. A form that the clean copies use themselves is kept with its count in clean
text, so that a later reader of the lexicon knows how far to trust it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline import lexicon
from pipeline.document import Document
from pipeline.group.apparatus import differences
from pipeline.group.sketch import body, spun_degree
from pipeline.group.substitutions import substitutions
from pipeline.lexicon import Pair
from pipeline.settings import GroupSettings

_LEAST_CLEAN_CHARS = 10_000
"""With less clean text than this, a count of zero says nothing about rarity."""
_RARE_USES = 3


def aligned(docs: Sequence[Document], settings: GroupSettings) -> list[tuple[str, str]]:
    """List the (spun, clean) sentences that the spun and clean documents of one story share but word differently."""
    texts = [[block.text for block in body(doc)] for doc in docs]
    degrees = [max(doc.spun, spun_degree("\n".join(blocks))) for doc, blocks in zip(docs, texts, strict=True)]
    spun = [blocks for blocks, degree in zip(texts, degrees, strict=True) if degree >= settings.spun_degree]
    clean = [blocks for blocks, degree in zip(texts, degrees, strict=True) if degree < settings.spun_degree]
    return [
        pair for own in spun for other in clean[:1] for pair in differences(own, other, settings.sentence_score).beads
    ]


def learn(
    stories: Iterable[Sequence[Document]], known: Iterable[Pair], settings: GroupSettings, family: str = "learned"
) -> tuple[Pair, ...]:
    """Add the substitutions of the given stories to the known pairs.

    stories: the cleaned documents of each story, spun and clean ones. Pairs already known only count up. New pairs carry how often
    their spun form stands in the clean documents, and count as rare if it never does in enough text.
    """
    pairs: list[tuple[str, str]] = []
    clean: list[str] = []
    for docs in stories:
        pairs += aligned(docs, settings)
        clean += [doc.text for doc in docs if max(doc.spun, spun_degree(doc.text)) < settings.spun_degree]
    seen: Counter[tuple[str, str]] = substitutions(pairs)
    text = "\n".join(clean)
    grown = lexicon.learned(known, seen.elements(), family)
    return tuple(_weighed(pair, text) if pair.family == family and pair.uses else pair for pair in grown)


def _weighed(pair: Pair, clean: str) -> Pair:
    count = clean.count(pair.spun)
    per_million = round(count * 1_000_000 / len(clean), 1) if clean else 0.0
    is_rare = not count and len(clean) >= _LEAST_CLEAN_CHARS and len(pair.spun) > 1 and pair.uses >= _RARE_USES
    return pair._replace(clean_per_million=per_million, rare=is_rare)
