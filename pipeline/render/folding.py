"""What lets one query find a word however it is typed: Traditional characters and pinyin, folded to the words of the site.

Neither search engine of the site folds them. The table made here is fetched when a reader first turns to the search; a query
is folded in the browser before the engine sees it, so that 風控 and fengkong ask for 风控. Only words that the site's own
text uses are in it.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from functools import cache
from importlib.resources import files

from pypinyin import Style, lazy_pinyin

from pipeline.han import is_han, simplified
from pipeline.render.inputs import StoryInput
from pipeline.segmenter import lexicon

WORD_CHARS = (2, 6)
"""Shortest and longest Chinese word that pinyin finds; single syllables would find everything."""
WORDS_MAX = 30_000
"""Most words in the table (about 20 bytes each); of more, those of fewest stories are left out."""
_LATIN = re.compile(r"[a-z]{2,}")


class Folding:
    """Gather the words of all stories, one story at a time."""

    def __init__(self) -> None:
        """Start with no words."""
        self._words: dict[str, int] = defaultdict(int)
        self._latin: set[str] = set()

    def add(self, item: StoryInput) -> None:
        """Take the words of a story's text, digest and translation."""
        text = "\n".join((item.story.title, item.story.text))
        named = (*item.digest.keywords, *item.digest.tags, *(name.text for name in item.digest.names))
        for word in {*_words(text), *named}:
            if WORD_CHARS[0] <= len(word) <= WORD_CHARS[1] and all(map(is_han, word)):
                self._words[word] += 1
        for unit in item.bilingual.units:
            self._latin.update(_LATIN.findall(unit.target.lower()))

    def table(self) -> str:
        """Write the table as JSON.

        `t` and `s` are Traditional characters and their Simplified ones, place by place; `p` maps pinyin to words, `e` lists
        pinyin that is an English word of the site as well, which a query must keep.
        """
        pinyin: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._words, key=lambda w: (-self._words[w], w))[:WORDS_MAX]:
            pinyin["".join(lazy_pinyin(word, style=Style.NORMAL, v_to_u=False))].append(word)
        traditional = _traditional()
        table = {
            "t": "".join(traditional),
            "s": "".join(traditional.values()),
            "p": {spelling: " ".join(words[:8]) for spelling, words in sorted(pinyin.items())},
            "e": sorted(self._latin & pinyin.keys()),
        }
        return json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n"


def _words(text: str) -> set[str]:
    return set(lexicon().cut_for_search(text))


@cache
def _traditional() -> dict[str, str]:
    """Map each Traditional character that OpenCC knows to the Simplified one, both of the basic plane."""
    listed = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text("utf-8").splitlines()
    pairs = ((character := line.partition("\t")[0], simplified(character)) for line in listed)
    return {old: new for old, new in pairs if len(old) == len(new) == 1 and old != new and max(old, new) <= "\uffff"}
