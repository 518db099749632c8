"""Pinyin with every reading of a character: 单田芳 is Shan and not Dan, 覃 is Qin or Tan."""

from __future__ import annotations

import re
from functools import lru_cache

_HAN_RUN = re.compile(r"[\u3400-\u9fff·•]+")
_SYLLABLES_MOST = 7


@lru_cache(maxsize=4096)
def is_pinyin_of(name: str, source: str) -> bool:
    """Tell whether some characters in a row of the source can be read so.

    name: in small letters, without marks and blanks.

    >>> is_pinyin_of("shantianfang", "单田芳的评书"), is_pinyin_of("lyuming", "吕明"), is_pinyin_of("wang", "李")
    (True, True, False)
    """
    return any(_reads(name, syllables, start) for syllables in _syllables(source) for start in range(len(syllables)))


def _reads(name: str, syllables: tuple[frozenset[str], ...], start: int) -> bool:
    left = {name}
    for readings in syllables[start : start + _SYLLABLES_MOST]:
        left = {text[len(reading) :] for text in left for reading in readings if text.startswith(reading)}
        if "" in left:
            return True
        if not left:
            return False
    return False


@lru_cache(maxsize=512)
def _syllables(source: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """List the runs of Han as the readings of their characters; ü is written u, v or yu."""
    runs = (run.replace("·", "").replace("•", "") for run in _HAN_RUN.findall(source))
    return tuple(tuple(_readings(char) for char in run) for run in runs)


@lru_cache(maxsize=8192)
def _readings(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=True)
    plain = {reading for readings in found for reading in readings}
    return frozenset(reading.replace("ü", letter) for reading in plain for letter in ("u", "v", "yu"))
