"""The article of a web page: every block of an HTML document is kept or labelled, with the rule and its score.

Blocks are measured (`page_features`, `page_context`), scored (`page_model`) and decided on together (`page_decide`); this module
writes the decision down. It changes no text; promotion and adverts inside the article are for the rules that read texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.clean.page_context import Vector, prose
from pipeline.clean.page_decide import Decision, decide
from pipeline.clean.page_features import TEXT_NAMES
from pipeline.clean.page_model import model, page_matrix
from pipeline.document import Block, Document, Markup, Removal
from pipeline.settings import CleanSettings

MEDIA = frozenset({"html", "mhtml"})
"""Media that this rule judges."""

_FARM_LINKS = 5
_FARM_CHARS = 80
"""Menus and messages that a page hides are shorter than what it hides for search engines."""

_REASONS = {
    "form": ("chrome", "part of a form or its buttons"),
    "remarks": ("chrome", "remarks of readers below the article"),
    "teasers": ("chrome", "teaser of something else on the site"),
    "island": ("chrome", "stands alone outside the article"),
    "copy": ("duplicate", "the page shows this text twice"),
    "title_copy": ("duplicate", "repeats the title"),
    "hidden": ("chrome", "the page hides it from its readers"),
    "farm": ("spam", "a run of words or links that the page hides from its readers"),
    "picture": ("chrome", "picture outside the article"),
    "furniture": ("chrome", "furniture of the site around the article"),
}
"""Rule to the label and the reason of its removals."""


def choose(doc: Document, settings: CleanSettings) -> Document:
    """Label the blocks of a page that are not its article, and mark its title; other media pass unchanged.

    Expects the blocks as ingest made them, before script or punctuation change: the weights know both scripts. Blocks that
    are labelled already keep their labels.
    """
    blocks = tuple(block for block in doc.blocks if block.text.strip() and block.removal is None)
    if doc.provenance.media not in MEDIA or not blocks:
        return doc
    features = page_matrix(doc, blocks)
    score = model().score(features)
    title = doc.metadata.title.value if doc.metadata.title else ""
    limit = 1 - settings.removal_score
    decision = decide(blocks, score, prose(features[:, : len(TEXT_NAMES)]), title, limit)
    if not decision.keep.any():
        decision = replace(decision, keep=score >= float(score.max()) / 2)
    marked = iter(_marked(blocks, decision, score))
    text = {id(block) for block in blocks}
    return replace(doc, blocks=_with_pictures([next(marked) if id(block) in text else block for block in doc.blocks]))


def _marked(blocks: Sequence[Block], decision: Decision, score: Vector) -> list[Block]:
    marked = []
    known: dict[tuple[str, float], Removal] = {}
    for index, block in enumerate(blocks):
        value = float(score[index])
        if decision.keep[index]:
            marked.append(_kept(block, value, index == decision.title))
            continue
        name = decision.rules[index] or _rule_of(block)
        key = (name, round(1 - value, 2))
        removal = known.get(key) or known.setdefault(key, _removal(*key))
        marked.append(Block(block.kind, block.origin, block.text, block.edits, removal, block.level, block.markup))
    return marked


def _kept(block: Block, value: float, is_title: bool) -> Block:
    """Note the score of a kept block; written out, since `replace` costs as much as all measuring."""
    m = block.markup
    votes = (("page", round(value, 3)),)
    markup = Markup(m.path, m.link_chars, m.links, m.image, m.hidden, votes) if m else None
    kind, level = ("title", 1) if is_title else (block.kind, block.level)
    return Block(kind, block.origin, block.text, block.edits, None, level, markup)


def _rule_of(block: Block) -> str:
    """Name the rule for a block that left by its score alone."""
    if not block.markup or not block.markup.hidden:
        return "furniture"
    return "farm" if len(block.markup.links) >= _FARM_LINKS or len(block.text) >= _FARM_CHARS else "hidden"


def _removal(name: str, score: float) -> Removal:
    label, reason = _REASONS[name]
    certain = 1.0 if name in ("form", "copy", "title_copy") else max(0.5, score)
    return Removal(label, f"clean.page.{name}", reason, round(certain, 3))


def _with_pictures(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Keep the pictures that stand between kept blocks of the article, label the others."""
    kept = [index for index, block in enumerate(blocks) if block.removal is None and block.text.strip()]
    first, last = (kept[0], kept[-1]) if kept else (0, -1)
    homes = {_home(blocks[index]) for index in kept}
    out = []
    for index, block in enumerate(blocks):
        if block.removal is None and not block.text.strip():
            inside = first < index < last or _at_home(block, homes)
            block = block if inside else block.remove(_removal("picture", 1.0))
        out.append(block)
    return tuple(out)


def _at_home(block: Block, homes: set[str]) -> bool:
    """Tell whether a picture before the first or after the last kept block stands in the article's own container."""
    path = block.markup.path if block.markup else ""
    above, _, label = path.rpartition("/")
    return path in homes or (above in homes and label.partition(":")[0].partition(".")[0] in ("p", "figure", "center"))


def _home(block: Block) -> str:
    """Name the container that a block shares with its neighbours."""
    return block.markup.path.rpartition("/")[0] if block.markup else ""
