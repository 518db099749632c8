"""Two sentences that stand side by side as one gist: an event and what came of it, a thing and what is told of it.

The second one leans on the first (这部书……, 会议决定……), so that neither would do alone; together they do, in one breath.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.digest.flaws import flaws
from pipeline.digest.points import Judged
from pipeline.digest.theses import thesis
from pipeline.settings import DigestSettings

FIRST_CHARS = 52
"""A longer first sentence says enough by itself."""
SHARED = 0.35
"""Share of the second sentence's salience that the pair has beside the first one's."""
PAIR_COST = 0.15
"""What a second sentence costs: one is read sooner than two."""
_LEANS = frozenset(("opens by leaning on the sentence before", "points at something outside the sentence"))
_FAR = re.compile(
    "^(?:其[次他它三二]|另|此外|首先|第[一二三四]|不过|但|然而|可是|例如|比如|有的|有人|最后|当[天日时年月晚]|那)"
)
"""What turns away from the first sentence, or goes on with another thing."""
_POINTS = re.compile("^[^，。]{0,6}(?:这|该|此|其(?!中|他|它)|他|她|它)")
_TELLS = re.compile("[\\d一二三四五六七八九十百千万亿]{2,}|最终|结果|终于|成为|意味着|决定|首次|宣布|不再|目前|已")


def pair(one: Judged, following: Sequence[Judged], settings: DigestSettings) -> Judged | None:
    """Join a sentence with the one behind it; None where that does not lean on it, or where both do not fit."""
    if not following or not one.is_fit or one.statement.speaker or len(one.statement.text) > FIRST_CHARS:
        return None
    other = following[0]
    whole = other.statement.before + other.statement.text
    if other.statement.paragraph != one.statement.paragraph or len(whole) < one.statement.end:
        return None
    gap = whole[one.statement.end : other.statement.start]
    text = whole[one.statement.start :]
    tail = text[len(one.statement.text) :].lstrip()
    found = [flaw for flaw in flaws(tail) if flaw.name not in _LEANS]
    fits = len(text) <= settings.gist_max_chars and not any(flaw.fatal for flaw in found)
    if not fits or _FAR.match(tail) or not _POINTS.match(tail) or not (_TELLS.search(tail) or thesis(tail)):
        return None
    shown = (
        one.shown + gap + (other.shown if other.shown.startswith(other.statement.text[:1]) else other.statement.text)
    )
    return replace(
        one,
        statement=one.statement._replace(text=text),
        salience=one.salience + SHARED * max(other.salience, 0.0) - PAIR_COST,
        flaws=(*one.flaws, *found),
        shown=shown,
        content=one.content | other.content,
    )
