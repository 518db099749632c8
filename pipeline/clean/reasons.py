"""Why a line left the page, in words: the strongest feature that spoke for its label names the rule and the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pipeline.clean.sequence import LABELS, shipped_weights

_BELOW = "It stands below the end of the text, in the manner of page furniture."
_SAYS: tuple[tuple[str, str, str], ...] = (
    ("word", "words", "It holds words typical of {kind}."),
    ("share", "words", "Much of it is words typical of {kind}."),
    ("call+channel", "contact", "It calls on the reader to follow or contact somebody."),
    ("private+", "contact", "It gives a private contact together with words of selling."),
    ("has:private", "contact", "It gives a telephone number or a chat name."),
    ("has:", "pattern", "It shows a pattern of page furniture ({kind})."),
    ("run:", "keywords", "It is a run of short items without grammar."),
    ("piece:", "keywords", "It is a run of short items without grammar."),
    ("foreign:", "topic", "It belongs to a passage whose subject is not the article's."),
    ("affinity", "topic", "Its subject is not the article's."),
    ("below:", "place", "It stands in a list below a heading of page furniture ({kind})."),
    ("near:", "neighbours", "It stands among lines of page furniture ({kind})."),
    ("corpus", "repetition", "The same passage stands in many unrelated documents."),
    ("copies", "repetition", "The same line stands several times on the page."),
    ("script", "script", "It is in the other script than the page."),
    ("bullets", "list", "It is an item of a list outside the article."),
    ("bottom", "place", _BELOW),
    ("top", "place", "It stands above the beginning of the text, in the manner of page furniture."),
    ("zone:tail", "place", _BELOW),
    ("zone:head", "place", "It stands above the beginning of the text, in the manner of page furniture."),
    ("", "shape", "Its shape and its neighbours are those of page furniture, not of text."),
)
_KINDS = {
    "adult": "adult spam", "adult_weak": "adult spam", "adult_site": "video-site spam",
    "betting": "betting spam", "shady": "illicit offers",
    "channel": "chat and contact channels", "call": "calls to act", "follow": "calls to follow an account",
    "reprint": "reprint and copyright notices", "ui": "buttons and menus", "related": "lists of other articles",
    "counter": "counters and dates", "sell": "selling", "frame": "content-farm framing", "legal": "legal footers",
    "reader": "novel-site notices", "forum": "forum furniture", "byline": "credits", "date": "a date", "tag": "markup",
    "url": "a web address", "email": "a mail address", "bullet": "a list mark", "hashtag": "hashtags", "emoji": "emoji",
    "jammer": "random letters", "private": "a private contact",
}  # fmt: skip


def explain(features: Sequence[str], label: str) -> tuple[str, str]:
    """Name the rule and the reason for a removal: what spoke most for the label and against body text."""
    speaking = _speaking(label)
    said = [speaking[name] for name in features if name in speaking]
    totals: dict[str, float] = {}
    for value, rule, _ in said:
        totals[rule] = totals.get(rule, 0.0) + value
    if not totals:
        return "clean.lines.shape", _SAYS[-1][2]
    strongest = max(totals, key=lambda name: (totals[name], name))
    return f"clean.lines.{strongest}", max((value, sentence) for value, rule, sentence in said if rule == strongest)[1]


@cache
def _speaking(label: str) -> dict[str, tuple[float, str, str]]:
    """List the features that speak for a label and against body text: how much more they weigh there, rule, sentence."""
    weights = shipped_weights()
    values = weights.emission[:, LABELS.index(label)] - weights.emission[:, LABELS.index("body")]
    gains = values.tolist()
    return {name: (gains[row], *_says(name)) for name, row in weights.rows.items() if gains[row] > 0 and name != "bias"}


@cache
def _says(feature: str) -> tuple[str, str]:
    """Translate a feature into a rule and a sentence; one that names a kind of words at a place speaks of the words."""
    kind = _kind_in(feature)
    if feature.startswith("zone:") and kind:
        return "words", f"It holds words typical of {kind}, outside the text."
    rule, sentence = next((rule, sentence) for prefix, rule, sentence in _SAYS if feature.startswith(prefix))
    return rule, sentence.format(kind=kind or "page furniture")


def _kind_in(feature: str) -> str:
    """Find the kind of word or pattern that a feature names, "" for none."""
    return next((_KINDS[part] for part in feature.replace("+", ":").split(":") if part in _KINDS), "")
