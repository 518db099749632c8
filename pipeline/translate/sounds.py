"""How alike a foreign name and its transcription sound: rough phonetic keys, compared by edits.

Transcribers hear several languages, so letters have several values: J is French in 让 (Jean), Slavic in 约 (Jovanovic), and 加 stands
for Ga as well as for Jia.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SOUNDS = (
    ("tch", "q"), ("sch", "s"), ("sh", "s"), ("ch", "q"), ("zh", "q"), ("ph", "f"), ("th", "s"), ("ck", "k"), ("ng", "n"),
    ("wh", "h"), ("kn", "n"),
    ("x", "s"), ("j", "q"), ("g", "k"), ("c", "k"), ("b", "p"), ("d", "t"), ("z", "s"), ("v", "w"), ("f", "w"), ("r", "l"), ("y", "i"),
)  # fmt: skip
_NAME_VALUES = (("g(?=[eiy])", "j"), ("^j", "y"), ("j", "r"), ("tth", "t"))
"""Other values of letters in names: Burgess, Jovanovic, Junod, Matthew."""
_PINYIN_VALUES = (("^wu", "u"), ("^y(?=[iu])", ""), ("j(?=i)", "g"))
"""Other values of syllables in transcriptions: 乌 is U, 加 is Ga."""


def likeness(name: str, spelled: str) -> float:
    """Compare the sounds of a name with a transcription in pinyin, in [0, 1]; stretches of another length count as unlike.

    name, spelled: in small letters. The first sound must agree, since transcriptions keep it.

    >>> likeness("covas", "kewasi") > 0.9, likeness("burgess", "bojisi") > 0.6, likeness("berlin", "kewasi")
    (True, True, 0.0)
    """
    from rapidfuzz.distance import Indel

    if not name or not 0.5 <= len(spelled) / len(name) <= 2.6:
        return 0.0
    pairs = ((a, b) for a in _keys(name, _NAME_VALUES) for b in _keys(spelled, _PINYIN_VALUES))
    return max((Indel.normalized_similarity(a, b) for a, b in pairs if a and b and a[0] == b[0]), default=0.0)


@lru_cache(maxsize=16384)
def _keys(word: str, values: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Spell a word by its sounds: the usual way, and with one letter at its other value."""
    return frozenset(key(form) for form in {word, *(re.sub(letter, other, word) for letter, other in values)})


@lru_cache(maxsize=16384)
def key(word: str) -> str:
    """Reduce a word to its consonants, like ones merged, runs collapsed; an initial vowel counts as one sound.

    >>> key("kewasi") == key("covas")
    True
    """
    for sound, plain in _SOUNDS:
        word = word.replace(sound, plain)
    head = "a" if word[:1] in "aeiou" else ""
    consonants = head + re.sub(r"[aeiouhw]", lambda m: "w" if m.group() == "w" else "", word)
    return re.sub(r"(.)\1+", r"\1", consonants)
