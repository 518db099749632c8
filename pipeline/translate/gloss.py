"""Word-by-word glosses: what a dictionary knows about a Chinese sentence, in Chinese word order.

The gloss never invents: words come from the reader's terms, from CC-CEDICT, from rules for quantities, or are spelled in pinyin. It is the
`Words:` line of the draft engine's prompt, in training as in use, and the last resort shown when every engine fails its checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.quantities import english, quantities
from pipeline.segmenter import tagger
from pipeline.translate.dictionary import best_sense, is_known, newsroom_words, ranked_senses
from pipeline.translate.function_words import FUNCTION_WORDS, PUNCTUATION
from pipeline.translate.names import FOREIGN_NAME, is_plausible_name, romanized, romanized_foreign

_HAN_CHAR = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_HAN = re.compile(_HAN_CHAR)
_PHRASE_WORDS = 5
"""A set phrase has at most so many of the segmenter's words."""
_OPENING = frozenset('“‘「『（《【(["')
_RUN = re.compile(rf"(?P<han>{_HAN_CHAR}+)|[A-Za-z0-9][A-Za-z0-9.+#&'/@:_-]*|\s+|(?:(?!{_HAN_CHAR})\w)+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GlossedWord:
    """Hold one word with its English: `gloss` None means that nothing is known, "" that English has no word for it."""

    word: str
    gloss: str | None
    is_name: bool = False


class Glosser:
    """Gloss Chinese text with the reader's terms before the dictionary."""

    def __init__(self, terms: Mapping[str, str] | None = None) -> None:
        """Keep the terms (Chinese to English); the longest match wins, never inside a longer dictionary word."""
        self._terms = {zh: en for zh, en in (terms or {}).items() if zh}
        ordered = sorted(self._terms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered))) if ordered else None

    def words(self, zh: str) -> tuple[GlossedWord, ...]:
        """Split a text into words with their glosses; joined, the words give the text back.

        >>> [(w.word, w.gloss) for w in Glosser({"寒武纪": "Cambricon"}).words("寒武纪同意3亿元")]
        [('寒武纪', 'Cambricon'), ('同意', 'agree'), ('3亿元', '300 million yuan')]
        """
        found: list[GlossedWord] = []
        position = 0
        for start, end, wording in self._fixed(zh):
            found += _dictionary_words(zh[position:start])
            found.append(GlossedWord(zh[start:end], wording))
            position = end
        return (*found, *_dictionary_words(zh[position:]))

    def line(self, zh: str) -> str:
        """Write the gloss line of the prompt: English words in Chinese order, unknown words in pinyin.

        >>> Glosser().line("他同意。")
        'he agree.'
        """
        return joined(self.words(zh))

    def render(self, zh: str) -> str:
        """Write the gloss a reader sees: as `line`, capitalised, alternatives reduced to the first, no Han left, no 's of nothing.

        >>> Glosser().render("他同意。"), Glosser().render("他同意的。")
        ('He agree.', 'He agree.')
        """
        words = self.words(zh)
        followers = [word.word for word in words[1:]] + [""][: len(words)]
        chosen = (word for word, after in zip(words, followers, strict=True) if _is_needed(word, after))
        text = joined(tuple(_first_alternative(word) for word in chosen))
        return text[:1].upper() + text[1:]

    def _fixed(self, zh: str) -> Iterator[tuple[int, int, str]]:
        """Yield the spans whose English is fixed (terms, then quantities), in order and disjoint."""
        spans = [(match.start(), match.end(), self._terms[match.group()]) for match in self._term_hits(zh)]
        taken = [(start, end) for start, end, _ in spans]
        for quantity in quantities(zh):
            place = quantity.span
            if all(place.end <= start or end <= place.start for start, end in taken):
                spans.append((place.start, place.end, english(quantity)))
        yield from sorted(spans)

    def _term_hits(self, zh: str) -> Iterator[re.Match[str]]:
        """Yield the terms of a text that cut no dictionary word in two (算能 is not in 计算能力)."""
        if self._pattern is None or not self._pattern.search(zh):
            return
        inside = {place for start, end in _dictionary_spans(zh) for place in range(start + 1, end)}
        for match in self._pattern.finditer(zh):
            if match.start() not in inside and match.end() not in inside:
                yield match


def _dictionary_spans(zh: str) -> Iterator[tuple[int, int]]:
    """Yield the places of words of two or more characters that the segmenter's own dictionary knows."""
    position = 0
    for pair in tagger().cut(zh, HMM=False):
        end = position + len(pair.word)
        if len(pair.word) > 1:
            yield position, end
        position = end


def _dictionary_words(text: str) -> list[GlossedWord]:
    """Gloss a text that holds neither terms nor quantities."""
    found: list[GlossedWord] = []
    position = 0
    for name in FOREIGN_NAME.finditer(text):
        found += _runs(text[position : name.start()])
        found.append(GlossedWord(name.group(), romanized_foreign(name.group()), is_name=True))
        position = name.end()
    return found + _runs(text[position:])


def _runs(text: str) -> list[GlossedWord]:
    found: list[GlossedWord] = []
    for run in _RUN.finditer(text):
        if run["han"]:
            found += (glossed for word, flag in _words(run.group()) for glossed in _glossed(word, flag))
        else:
            found.append(GlossedWord(run.group(), None))
    return found


def _words(run: str) -> Iterator[tuple[str, str]]:
    """Segment Han text into (word, part of speech); words that form a set phrase of the newsroom together come as one."""
    pairs = tuple(tagger().cut(run))
    phrases = newsroom_words()
    place = 0
    while place < len(pairs):
        most = min(len(pairs), place + _PHRASE_WORDS)
        for end in range(most, place + 1, -1):
            phrase = "".join(pair.word for pair in pairs[place:end])
            if phrase in phrases:
                yield phrase, ""
                place = end
                break
        else:
            yield pairs[place].word, pairs[place].flag
            place += 1


def _glossed(word: str, flag: str) -> Iterator[GlossedWord]:
    """Gloss one tagged word; a word the dictionary lacks is a name, or is cut into dictionary words."""
    if word in FUNCTION_WORDS:
        yield GlossedWord(word, FUNCTION_WORDS[word])
    elif not _HAN.search(word):
        yield GlossedWord(word, None)
    elif is_known(word) and (sense := best_sense(word)) is not None:
        yield GlossedWord(word, sense)
    elif flag.startswith("nr") and is_plausible_name(word):
        yield GlossedWord(word, romanized(word), is_name=True)
    else:
        yield from _parts(word)


def _parts(word: str) -> Iterator[GlossedWord]:
    """Cut a word into the longest dictionary words, left to right; single unknown characters stay alone."""
    if len(word) == 1:
        yield GlossedWord(word, FUNCTION_WORDS.get(word, best_sense(word)))
        return
    for end in range(len(word) - 1, 0, -1):
        if end == 1 or is_known(word[:end]):
            yield from _glossed(word[:end], "")
            yield from _glossed(word[end:], "")
            return


def _is_needed(word: GlossedWord, after: str) -> bool:
    """Tell whether a word's gloss is worth showing: the possessive of 的 needs something that is possessed."""
    return word.gloss != "'s" or any(char.isalnum() or char in _OPENING for char in after)


def _first_alternative(word: GlossedWord) -> GlossedWord:
    """Reduce two ranked senses (plan/intend) to the first; a slash of the dictionary's own or the reader's stays."""
    gloss = word.gloss
    if gloss is None or gloss not in (newsroom_words().get(word.word), ranked_senses().get(word.word)):
        return word
    return GlossedWord(word.word, gloss.split("/")[0], word.is_name)


def joined(words: tuple[GlossedWord, ...]) -> str:
    """Join glosses into one line, punctuation as English writes it, unknown Han in pinyin."""
    parts = (_english(word) for word in words)
    text = " ".join(part for part in parts if part)
    text = re.sub(r" +([,.!?:;)])", r"\1", re.sub(r"([(]) ", r"\1", text))
    return re.sub(r" +", " ", text).replace(" 's", "'s").strip()


def _english(word: GlossedWord) -> str:
    if word.gloss is not None:
        return word.gloss
    text = word.word.translate(PUNCTUATION).strip()
    return romanized(text) if _HAN.search(text) else text
