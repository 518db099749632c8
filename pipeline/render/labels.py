"""The site's own words for our own enumerations, in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """Hold a word of the site in both languages."""

    en: str
    zh: str


REMOVALS = {
    "chrome": Label("site furniture", "网页部件"),
    "promo": Label("self-promotion", "自我推广"),
    "ad": Label("advertisement", "广告"),
    "spam": Label("spam", "垃圾内容"),
    "offtopic": Label("another article", "混入的他文"),
    "duplicate": Label("repetition", "重复内容"),
}
"""Why something was removed; keys are `document.REMOVAL_LABELS`."""

RELATIONS = {
    "base": Label("printed here", "本页底本"),
    "duplicate": Label("same text", "文字相同"),
    "partial": Label("partial copy", "不全的副本"),
    "script": Label("other script", "另一种字体"),
    "spun": Label("machine-spun copy", "机器改写的副本"),
    "excerpt": Label("excerpt", "摘录"),
}
"""How a copy relates to its story; keys are `story.RELATIONS`."""

RELATED = {
    "event": Label("same event", "同一事件"),
    "author": Label("same author", "同一作者"),
    "cites": Label("cited here", "本文引用"),
    "cited": Label("cites this story", "引用本文"),
    "topic": Label("same subject", "相近主题"),
}
"""How two stories belong together."""

KINDS = {
    "person": Label("person", "人物"),
    "organisation": Label("organisation", "机构"),
    "product": Label("product", "产品"),
    "place": Label("place", "地点"),
}
"""What a name names."""

SEVERAL = {
    "person": Label("people", "人物"),
    "organisation": Label("organisations", "机构"),
    "product": Label("products", "产品"),
    "place": Label("places", "地点"),
}
"""The same, for a list of them."""

MARKS = {
    "reviewed": Label("reviewed by a person", "人工审定"),
    "machine": Label("machine translation", "机器翻译"),
    "fuzzy": Label("adapted from a similar sentence", "由相近句子改写"),
    "draft": Label("machine draft, not reviewed", "机器草稿，未审"),
    "doubt": Label("machine draft, in doubt", "机器草稿，存疑"),
    "check": Label("flagged", "待核"),
    "gloss": Label("word-by-word gloss", "逐词释义"),
}
"""How far a translation can be trusted; keys are `targets.TRUST`."""


ENGINES = {
    "memory": "translation memory",
    "editorial": "the editor",
    "online": "online translation",
    "firefox": "Firefox translation model",
    "draft": "draft model, on our own machine",
    "gloss": "word-by-word gloss",
    "pseudo": "pseudo-translation, for tests",
    "copied": "",
    "quantities": "",
}
"""Who translated a sentence; keys are the names of engines in `Unit.engine`. What was copied or rewritten by rule needs no name."""


def relation(text: str) -> tuple[Label, ...]:
    """Name a relation such as "partial+script"; unknown parts are printed as they are.

    >>> [label.en for label in relation("partial+script")]
    ['partial copy', 'other script']
    """
    return tuple(RELATIONS.get(part, Label(part, part)) for part in text.split("+") if part)
