"""Does a translation name somebody or something that its source does not?

A capitalised word must be accounted for: an ordinary word of English, a word that the dictionary or the termbase gives for
characters of the source, Latin letters that stand there, or sounds like characters that stand there (pinyin, or a foreign name behind
a transcription). What none of these explains was invented or swapped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pipeline.surnames import SURNAMES, WORDLIKE_SURNAMES
from pipeline.translate.associations import associations
from pipeline.translate.dictionary import dictionary
from pipeline.translate.names import FOREIGN_NAME, SOUNDS
from pipeline.translate.readings import is_pinyin_of
from pipeline.translate.segmentation import dictionary_stems, is_ordinary, known_names, tagged_words
from pipeline.translate.sounds import key, likeness
from pipeline.translate.stems import FUNCTION_WORDS, stem, stems
from pipeline.translate.word_lists import word_list, word_table

_CAPITALISED = re.compile(r"(?<![\w'’])[A-ZÀ-Þ][a-zà-ÿ]+(?:['’-]?[A-Za-zà-ÿ]+)*")
_WORD = re.compile(r"[A-Za-z]+")
_HAN_RUN = re.compile(r"[\u3400-\u9fff·•]+")
_FULL_NAME = re.compile(r"\b(?=([A-Z][a-z]{1,5}) ([A-Z][a-z]{1,6}(?:[-'’]?[a-z]{1,6})?)\b)")
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:i?ang?|i?ong|u?ang?|[iu]?ai|i?ao|u?en|u?eng|ing?|iu|ou|ui|un|uo|ue|ie|ei|er|[aeiou])['’-]?){1,2}"
)
_CANTONESE = re.compile(r"\b[A-Z][a-z]{1,5} [A-Z][a-z]{1,5}-[a-z]{1,5}\b")
"""Names as Hong Kong and Taiwan spell them (Yau Teng-wah), which pinyin does not explain."""
_TRANSCRIBED = re.compile(f"[{SOUNDS}修曲雪绫第明]{{2,}}")
_ROMAJI = re.compile(
    r"(?:(?:[kgsztdnhbpmrwjf]|sh|ch|ts|[kgnhbpmr]y|kk|tt|pp|ss)?(?:[aiueo]|ya|yu|yo)|n(?![aiueoy])|m(?=[bpm])){2,}"
)
_JAPAN = re.compile("日[本元语媒方]|东京|大阪|京都")
_ABBREVIATING = "国方媒军队籍"
"""What follows the first character of a country that stands for it: 哈国, 尼方."""
_COUNTRY = re.compile(r"^([A-Z][a-z]{3,})(?:$|,| \()")
_ASIDE = re.compile(r"\([^)]*\)")
"""What a definition says of a name: "Gera (city in Germany)" is no Germany."""
_NAMED = re.compile(r"^([A-Z][a-z]+) \((?:[a-z ]*\b)?(?:sur)?name\b")
_PEOPLE = re.compile(r"(?:ish|ese|ian|an|ch|ic)$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;“\"(\[—]\s*|[.!?][”\"]\s*)$")
_SYLLABLE_CHARS = 4
"""Longer words are hardly one Cantonese syllable."""
_LONGEST_ENTRY = 8
_SYLLABLES_MOST = 7
_LIKENESS = 0.62
"""Least similarity of sounds; measured: true transcriptions lie above .6, other names mostly below."""
_KNOWN_LIKENESS = 0.8
"""The same for a name that the dictionary knows under other characters; there a whole word must sound so."""
_ENGLISH_SYLLABLES = frozenset(word_list("english_syllables"))
_NEVER_NAMES = frozenset(word_list("never_names"))


def unexplained_names(source: str, target: str, allowed: str = "") -> tuple[str, ...]:
    """List the names of a target that nothing in its source accounts for.

    allowed: English words that need no account (terms, pseudonyms).

    >>> unexplained_names("张伟昨天到了北京。", "Zhang Wei arrived in Shanghai yesterday.")
    ('Shanghai',)
    """
    given = {word.lower() for word in _WORD.findall(allowed)} | {word.lower() for word in _WORD.findall(source)}
    found = [name for name in _chinese_names(target) if not _is_spelled(name, source, given)]
    for match in _CAPITALISED.finditer(_CANTONESE.sub(_blank_unless_known, target)):
        name = match.group()
        opens = bool(_SENTENCE_START.search(target[: match.start()]))
        parts = [_folded(part) for part in re.split(r"['’-]", name)]
        parts = [part for part in parts if len(part) > 1]
        if not all(_is_explained(part, source, given, opens, "-" in name) for part in parts) or (
            not opens
            and all(_is_stranger(part, source, given) for part in parts)
            and (_is_missing_a_name(source, target) or all(part.lower() in _double_names() for part in parts))
        ):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _blank_unless_known(match: re.Match[str]) -> str:
    """Blank what reads as a Cantonese name, unless a part of it is a name of somewhere else."""
    is_known = any(
        len(part) > _SYLLABLE_CHARS and part.lower() in known_names() for part in _WORD.findall(match.group())
    )
    return match.group() if is_known else " " * len(match.group())


@cache
def _double_names() -> frozenset[str]:
    """List the ordinary words that the dictionary also knows as somebody's name, in small letters: smith, bush."""
    found = (_NAMED.match(text) for definitions in dictionary().values() for text in definitions)
    return frozenset(match[1].lower() for match in found if match and is_ordinary(match[1]))


@lru_cache(maxsize=512)
def _is_missing_a_name(source: str, target: str) -> bool:
    """Tell whether the source holds a word that is nothing but a name, of which the target has no trace."""
    there = stems(target)
    for _, word, _ in tagged_words(source):
        senses = dictionary().get(word, ())
        if len(word) > 1 and senses and all(text[:1].isupper() for text in senses):
            known = associations().get(word)
            wanted = dictionary_stems(word) | (known.stems if known else frozenset())
            if not there & wanted and not {text[:4] for text in there} & {text[:4] for text in wanted if len(text) > 3}:
                return True
    return False


def _is_stranger(name: str, source: str, given: set[str]) -> bool:
    """Tell whether an ordinary word with a capital has no root in the source either: Smith, Bush."""
    plain = name.lower()
    is_known = plain in given or name in _NEVER_NAMES or plain in FUNCTION_WORDS
    if is_known or stem(plain) in _dictionary_stems_of(source) or is_pinyin_of(plain, source):
        return False
    if _PEOPLE.search(plain) and any(plain[:3] == known[:3].lower() for known in _dictionary_names(source)):
        return False
    if _is_alias(name, source) or _is_abbreviated(plain, source, False):
        return False
    return not _sounds_like_some(plain, source, _LIKENESS)


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(word_list("ordinary"))


def _is_alias(name: str, source: str) -> bool:
    """Tell whether the source holds what a name stands for by custom: 京 is Peking in 京剧."""
    words = word_table("aliases").get(name, "")
    return bool(words) and re.search(words, source) is not None


def _is_abbreviated(plain: str, source: str, is_compound: bool) -> bool:
    """Tell whether a country or its people stands in the source by one character: 哈国, 尼方; in a compound 中吉乌."""
    firsts = _first_characters().get(plain[:4], frozenset())
    return any(char in source if is_compound else re.search(f"{char}[{_ABBREVIATING}]", source) for char in firsts)


@cache
def _first_characters() -> dict[str, frozenset[str]]:
    """List by the first four letters of a place how the dictionary's names for it begin."""
    found: dict[str, set[str]] = {}
    for word, definitions in dictionary().items():
        if len(word) > 1 and (match := _COUNTRY.match(definitions[0])):
            found.setdefault(match[1][:4].lower(), set()).add(word[0])
    return {letters: frozenset(chars) for letters, chars in found.items()}


def _is_spelled_otherwise(plain: str, source: str) -> bool:
    """Tell whether the dictionary gives the source another spelling of a name: Rafael for Raphael."""
    return any(len(key(plain)) > 2 and key(plain) == key(_folded(known).lower()) for known in _dictionary_names(source))


@lru_cache(maxsize=512)
def _is_japanese(source: str) -> bool:
    """Tell whether a text speaks of Japan or names somebody with a surname that the dictionary calls Japanese."""
    return bool(_JAPAN.search(source)) or any("Japanese surname" in text for text in _definitions_with_asides(source))


def _chinese_names(target: str) -> list[str]:
    """List what reads as a Chinese person's name in pinyin: a surname and one or two syllables."""
    found = []
    for match in _FULL_NAME.finditer(target):
        surname, given = match[1].lower(), match[2].lower()
        if surname in _surnames() and _PINYIN.fullmatch(given) and not {surname, given} <= _ENGLISH_SYLLABLES:
            found.append(f"{match[1]} {match[2]}")
    return found


def _is_spelled(name: str, source: str, given: set[str]) -> bool:
    """Tell whether the source holds characters of that sound in a row, surname first or last, the very letters, or such a place."""
    surname, _, rest = re.sub(r"['’-]", "", name.lower()).partition(" ")
    if any(name in text for text in _definitions(source)):
        return True
    return {surname, rest} <= given or is_pinyin_of(surname + rest, source) or is_pinyin_of(rest + surname, source)


def _is_explained(name: str, source: str, given: set[str], opens: bool, is_compound: bool) -> bool:
    plain = name.lower()
    if name in _NEVER_NAMES or plain in given or is_ordinary(plain) or stem(plain) in _dictionary_stems_of(source):
        return True
    if plain in _ordinary() or _is_alias(name, source) or _is_abbreviated(plain, source, is_compound):
        return True
    if is_pinyin_of(plain, source) or (opens and plain.endswith(("ly", "ing", "ed"))):
        return True
    if plain.endswith("s") and is_ordinary(plain[:-1]) and plain not in known_names():
        return True
    if is_compound and any(is_pinyin_of(plain[:end], source) for end in range(2, 6)):
        return True
    if _PEOPLE.search(plain) and any(plain[:3] == known[:3].lower() for known in _dictionary_names(source)):
        return True
    if plain in known_names():
        return _is_spelled_otherwise(plain, source) or any(
            likeness(plain, word) >= _KNOWN_LIKENESS for word in _unknown_words(source)
        )
    if _is_japanese(source) and _ROMAJI.fullmatch(plain):
        return True
    return _sounds_like_some(plain, source, _LIKENESS)


@cache
def _surnames() -> frozenset[str]:
    from pypinyin import lazy_pinyin

    return frozenset(lazy_pinyin("".join(sorted(SURNAMES | WORDLIKE_SURNAMES)), v_to_u=True))


@lru_cache(maxsize=512)
def _dictionary_names(source: str) -> frozenset[str]:
    """List the capitalised words that the dictionary gives for any stretch of the source."""
    words = (word for text in _definitions(source) for word in _WORD.findall(text))
    return frozenset(word for word in words if word[0].isupper() and len(word) > 3)


@lru_cache(maxsize=512)
def _dictionary_stems_of(source: str) -> frozenset[str]:
    """List the stems of every English word that usually stands for any stretch of the source."""
    linked = (associations()[word].stems for word in _stretches(source) if word in associations())
    return frozenset(stem(w) for text in _definitions(source) for w in _WORD.findall(text)).union(*linked)


def _definitions(source: str) -> Iterator[str]:
    yield from (_ASIDE.sub("", text) for text in _definitions_with_asides(source))


def _definitions_with_asides(source: str) -> Iterator[str]:
    for word in _stretches(source):
        yield from dictionary().get(word, ())


def _stretches(source: str) -> Iterator[str]:
    """Yield what may be a word: every stretch, but no single character of an ordinary word (加 in 增加 is not Canada)."""
    inside = {
        place
        for start, word, _ in tagged_words(source)
        if len(word) > 1 and word in dictionary() and not any(text[:1].isupper() for text in dictionary()[word])
        for place in range(start, start + len(word))
    }
    for run in _HAN_RUN.finditer(source):
        for start in range(run.start(), run.end()):
            for end in range(start + 1, min(run.end(), start + _LONGEST_ENTRY) + 1):
                if end - start > 1 or start not in inside:
                    yield source[start:end]


@lru_cache(maxsize=4096)
def sounds_like_word(name: str, word: str) -> bool:
    """Tell whether a foreign name may be what a Chinese word transcribes.

    >>> sounds_like_word("Covas", "科瓦斯"), sounds_like_word("Berlin", "科瓦斯")
    (True, False)
    """
    from pypinyin import lazy_pinyin

    plain = _folded(name).lower()
    return len(plain) > 1 and likeness(plain, "".join(lazy_pinyin(word, v_to_u=True))) >= _LIKENESS


@lru_cache(maxsize=4096)
def _sounds_like_some(name: str, source: str, least: float) -> bool:
    """Tell whether some stretch of the source sounds like the name."""
    for syllables in _transcriptions(source):
        for length in range(2, min(_SYLLABLES_MOST, len(name)) + 1):
            for start in range(len(syllables) - length + 1):
                if likeness(name, "".join(syllables[start : start + length])) >= least:
                    return True
    return False


@lru_cache(maxsize=512)
def _transcriptions(source: str) -> tuple[tuple[str, ...], ...]:
    """List the stretches that may transcribe a foreign name, as syllables."""
    from pypinyin import lazy_pinyin

    runs = dict.fromkeys([*_TRANSCRIBED.findall(source), *_name_like_words(source)])
    return tuple(tuple(lazy_pinyin(run, v_to_u=True)) for run in runs)


def _name_like_words(source: str) -> Iterator[str]:
    for _, word, tag in tagged_words(source):
        if len(word) > 1 and _HAN_RUN.fullmatch(word) and (tag.startswith("nr") or word not in dictionary()):
            yield word


@lru_cache(maxsize=512)
def _unknown_words(source: str) -> tuple[str, ...]:
    """Spell the words that may transcribe a foreign name, each as a whole: names between dots, and what no dictionary has."""
    from pypinyin import lazy_pinyin

    dotted = (part for name in FOREIGN_NAME.findall(source) for part in re.split("[·•‧・]", name))
    words = dict.fromkeys([*dotted, *(word for word in _name_like_words(source) if word not in dictionary())])
    return tuple("".join(lazy_pinyin(word, v_to_u=True)) for word in words)


def _folded(name: str) -> str:
    import unicodedata

    return "".join(char for char in unicodedata.normalize("NFD", name) if char.isascii() and char.isalpha())
