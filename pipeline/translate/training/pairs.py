"""Sentence pairs as they come from files: reading, tidying, and the parts of a pair that can stand alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pipeline.errors import SettingsError

_NAME_TAG = re.compile(r"\[[POLWG]([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class SentencePair:
    """Hold a Chinese sentence, its English, and the name of the source it came from."""

    source: str
    zh: str
    en: str


def read_pairs(path: Path) -> list[SentencePair]:
    """Read a JSONL file of [source, zh, en] rows and tidy both sides; raises SettingsError for a missing file or a malformed row."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return [SentencePair(source, tidy_chinese(zh), tidy_english(en)) for source, zh, en in rows]
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {error}; each line must be a JSON list [source, zh, en]") from error


def own_pairs() -> list[SentencePair]:
    """Read the pairs that were written for this project: Chinese, a tab, English.

    Their sources are "newsroom" and, for the longer sentences, "newsroom-long". The names of the latter stand in brackets in the
    file, `[P陈立平]`, because the recogniser of names learns from it too; here they are taken off.
    """
    folder = resources.files("pipeline") / "data"
    files = {"newsroom-long": "newsroom_tagged.tsv", "newsroom": "newsroom.tsv"}
    return [
        SentencePair(source, *_NAME_TAG.sub(r"\1", row).split("\t"))
        for source, name in files.items()
        for row in folder.joinpath(name).read_text("utf-8").splitlines()
        if not row.startswith("#")
    ]


def tidy_chinese(text: str) -> str:
    """Take out the blanks that tokenisers leave around Han characters and their punctuation.

    >>> tidy_chinese("阿莫里斯 · 莱蒂西亚 和 GPT 模型")
    '阿莫里斯·莱蒂西亚和GPT模型'
    """
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text.strip())


def tidy_english(text: str) -> str:
    r"""Undo the tokenisation of English text; text that was never tokenised stays as it is.

    >>> tidy_english("She said , \" He does n't know \" ( in 1974 ) .")
    'She said, "He doesn\'t know" (in 1974).'
    """
    text = re.sub(r'" ([^"]*?) "', r'"\1"', text.strip())
    text = re.sub(r"\s+([.,;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$])\s+", r"\1", text)
    text = re.sub(r"\s+(n't|'(?:s|re|ve|ll|d|m)\b)", r"\1", text)
    return re.sub(r"\s+", " ", re.sub(r"(?<=s) '(?= )", "'", text))


def has_plausible_length(pair: SentencePair, *, least: float = 1.2, most: float = 6.5) -> bool:
    """Tell whether the English has between `least` and `most` characters per Chinese character; outside, one side lacks something."""
    return bool(pair.zh) and least <= len(pair.en) / len(pair.zh) <= most


def clause_pairs(pairs: Iterable[SentencePair], *, least_chars: int = 9) -> list[SentencePair]:
    """Cut pairs whose commas and semicolons agree in number into pairs of clauses, the marks kept.

    A cut counts only if every part is long enough and has about the same ratio of lengths as the whole: word order differs too often
    for more daring cuts.
    """
    found = []
    for pair in pairs:
        zh = re.findall(r"[^，；]+[，；]?", pair.zh)
        en = re.findall(r"(?:[^,;]|,(?=\d))+[,;]?", pair.en)
        if not 2 <= len(zh) == len(en) <= 3 or min(map(len, zh)) < least_chars:
            continue
        whole = len(pair.en) / len(pair.zh)
        if all(0.72 <= len(e) / len(z) / whole <= 1.4 for z, e in zip(zh, en, strict=True)):
            found += [SentencePair(pair.source + "-clause", z, e.strip()) for z, e in zip(zh, en, strict=True)]
    return found
