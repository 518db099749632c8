"""Who speaks in the paragraphs of an interview: questions are no statements of the story, answers are their speaker's.

An interview marks its turns with a name or a role before a colon. A paragraph without one goes on with the turn before it, as
long as another turn follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_LABEL = re.compile("([^\\s，。！？、；：:“”《》（）()]{1,12})[：:]\\s*")
_ASKER = re.compile("(?:记者|主持人?|编辑|编者|提问|采访者|本[报刊台网]|问|Q\\d*)$")
_ANSWER = re.compile("(?:答|受访者|嘉宾|A\\d*)$")
LEAST_TURNS = 4
"""Turns that make an interview; fewer are labels of another kind: 时间：, 地点：."""
LEAST_SPEAKERS = 2
ASKER = "?"
"""Stands for whoever asks."""
ANSWERER = "!"
"""Stands for whoever answers without a name."""


class Turn(NamedTuple):
    """Hold who speaks a paragraph, and where the words begin."""

    speaker: str = ""
    """A name, ASKER, or "" where nobody speaks."""
    start: int = 0


def turns_of(texts: Sequence[str]) -> tuple[Turn, ...]:
    """Say who speaks each paragraph; nobody does where a text is no interview.

    >>> turns_of(["问：难吗？", "林述：难。", "问：怕吗？", "林述：怕过。"])[1:3]
    (Turn(speaker='林述', start=3), Turn(speaker='?', start=2))
    """
    labels = [_LABEL.match(text) for text in texts]
    counts = Counter(match[1] for match in labels if match)
    speakers = {label for label, count in counts.items() if count > 1}
    marked = [index for index, match in enumerate(labels) if match and match[1] in speakers]
    asked = any(_ASKER.match(label) for label in speakers)
    if len(marked) < LEAST_TURNS or len(speakers) < LEAST_SPEAKERS or not asked:
        return (Turn(),) * len(texts)
    turns: list[Turn] = []
    current = ""
    for index, match in enumerate(labels):
        if index > marked[-1]:
            current = ""
        if match and match[1] in speakers:
            current = ASKER if _ASKER.match(match[1]) else ANSWERER if _ANSWER.match(match[1]) else match[1]
            turns.append(Turn(current, match.end()))
        else:
            turns.append(Turn(current))
    return tuple(turns)
