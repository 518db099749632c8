"""The pseudo engine of localisation: accented, bracketed, about 30 % longer, so that what was not translated stands out.

Chinese has no accents to add, so each Han character is spelled in pinyin with its tone mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from typing import Any

from pipeline.settings import TranslateSettings
from pipeline.signature import signature
from pipeline.translate.engines.contract import Candidate, Context, Engine
from pipeline.translate.placeables import in_english

_HAN_RUN = re.compile(r"[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PADDING = (
    " alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform "
    "victor whiskey xray yankee zulu"
)


class Pseudo:
    """Spell segments in pinyin; numbers and terms come out in English as in every engine."""

    signature = signature("pseudo", "1", pypinyin=version("pypinyin"))
    batch_segments = 256
    is_checked = False
    is_gloss = False
    reads_gloss = False

    def translate(self, segments: Sequence[str], *, context: Context) -> list[list[Candidate]]:
        """Give one bracketed candidate per segment.

        >>> Pseudo().translate(["你好"], context=Context())[0][0].text
        '[nǐ hǎo]'
        """
        return [[Candidate(_pseudo(in_english(segment, context.terms)))] for segment in segments]

    def close(self) -> None:
        """Nothing is open."""


def make_pseudo(settings: TranslateSettings) -> Engine:
    """Open the pseudo engine; whatever the settings; nothing can be missing."""
    return Pseudo()


def _pseudo(segment: str) -> str:
    spelled = _HAN_RUN.sub(lambda run: f" {_pinyin(run.group())} ", segment)
    spelled = " ".join(spelled.split())
    wanted = max(4, round(len(spelled) * 0.3))
    padding = (_PADDING * (wanted // len(_PADDING) + 1))[: wanted + 1].rsplit(" ", 1)[0]
    return f"[{spelled}{padding}]"


def _pinyin(run: str) -> str:
    syllables = _spelling()(run, errors=lambda _unknown: ["?"])
    return " ".join(syllable[0] for syllable in syllables)


@cache
def _spelling() -> Any:
    from pypinyin import pinyin

    return pinyin
