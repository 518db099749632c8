"""Quotations with a named speaker: complete marks, the speaker said beside them, the words as they stand.

A quotation whose speaker the paragraph does not name, or whose marks are broken, is no quote. Masked and pseudonymous speakers
count as named; "a person familiar with the matter" does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.digest.people import VERBS
from pipeline.digest.words import word_list
from pipeline.story import Name, Paragraph, Passage, Story

LEAST_CHARS = 8
"""Shorter quotations are terms or titles in quotation marks."""

_QUOTED = re.compile(r"“([^“”]+)”|「([^「」]+)」")
_SAYS = f"(?:{VERBS}|{'|'.join(word_list('speech'))})"
_OTHERS = re.compile("的|前?员工|前?高管|内部|同行|投资人|、")
"""After a name: somebody else speaks, who belongs to it."""
_LISTENERS = ("向", "对", "跟", "给", "告诉", "问")
"""Before a name: that one listens."""
_PROSE = frozenset(("paragraph", "list_item", "quote"))


class Quote(NamedTuple):
    """Hold one quotation before it is ranked."""

    text: str
    speaker: str
    paragraph: Paragraph
    start: int
    end: int


def quotes(story: Story, names: Sequence[Name]) -> tuple[Quote, ...]:
    """List the quotations of people whom the text names, in order."""
    speakers = _speakers(names)
    people = {form: name.text for name in names if name.kind == "person" for form in (name.text, *name.aliases)}
    if not speakers:
        return ()
    found: list[Quote] = []
    for paragraph in story.paragraphs:
        if paragraph.kind in _PROSE and _is_balanced(paragraph.text):
            found += _in_paragraph(paragraph, speakers, people)
    return tuple(found)


def passage(quote: Quote) -> Passage:
    """Point at a quotation, its marks included."""
    return Passage(quote.text, quote.paragraph.id, quote.start, quote.end)


def _speakers(names: Sequence[Name]) -> dict[str, str]:
    """Map every form of a person's or organisation's name to the form that is shown."""
    table = {form: name.text for name in names if name.kind == "organisation" for form in (name.text, *name.aliases)}
    return table | {form: name.text for name in names if name.kind == "person" for form in (name.text, *name.aliases)}


def _is_balanced(text: str) -> bool:
    """Say whether quotation marks open and close in turn."""
    for left, right in ("“”", "「」"):
        marks = [char for char in text if char in (left, right)]
        if any(char != (left if index % 2 == 0 else right) for index, char in enumerate(marks)) or len(marks) % 2:
            return False
    return True


def _in_paragraph(paragraph: Paragraph, speakers: dict[str, str], people: dict[str, str]) -> list[Quote]:
    text = paragraph.text
    found: list[Quote] = []
    for match in _QUOTED.finditer(text):
        words = match[1] or match[2]
        if len(re.findall(r"[\u3400-\u9fff]", words)) < LEAST_CHARS or not _is_speech(text, match):
            continue
        speaker = _after(text[match.end() :], speakers) or _before(text[: match.start()], speakers)
        if not speaker and _is_said_by_pronoun(text[: match.start()], text[match.end() :]):
            speaker = _only_person(text[: match.start()], people)
        if not speaker and found and text[found[-1].end : match.start()].count("。") == 0:
            speaker = found[-1].speaker  # “…”他说，“…”
        if speaker:
            found.append(Quote(match.group(), speaker, paragraph, match.start(), match.end()))
    return found


def _is_said_by_pronoun(before: str, after: str) -> bool:
    """Say whether 他 or 她 speaks: 他说：“…”, or “…”她写道."""
    return bool(
        re.search(rf"(?:^|[。！？，”])[他她][^，。“”他她]{{0,10}}{_SAYS}[^，。“”]{{0,6}}[：:，]?\s*$", before)
        or re.match(rf"[，。]?[他她][^，。“”他她]{{0,10}}?{_SAYS}", after)
    )


def _only_person(text: str, people: dict[str, str]) -> str:
    """Return the person that the paragraph has named so far, if it is one."""
    named = {people[name] for _, name in _names_in(text, people)} if people else set()
    return named.pop() if len(named) == 1 else ""


def _is_speech(text: str, match: re.Match[str]) -> bool:
    """Tell speech from a phrase in marks: it ends like a sentence, or opens after a colon, a comma or nothing."""
    ends = re.search(r"[。！？…，]$", match.group()[:-1]) is not None
    before = text[: match.start()].rstrip()
    opens = not before or before[-1] in "：:，,。！？"
    return ends or (opens and re.match(r"\s*(?:[。，]|$)", text[match.end() :]) is not None)


def _names_in(text: str, speakers: dict[str, str]) -> list[tuple[int, str]]:
    return [
        (m.start(), m.group())
        for m in re.finditer("|".join(map(re.escape, sorted(speakers, key=len, reverse=True))), text)
    ]


def _before(text: str, speakers: dict[str, str]) -> str:
    """Find who speaks before the quotation: the first name of its sentence, if a verb of speech or a colon follows it."""
    clause = re.split(r"[。！？]|(?<=[。！？]”)", text)[-1]
    clause = _QUOTED.sub(lambda m: "＿" * len(m.group()), clause)
    for start, name in reversed(_names_in(clause, speakers)):
        tail = clause[start + len(name) :]
        if _OTHERS.match(tail) or clause[:start].endswith(_LISTENERS):
            continue
        if re.search(rf"{_SAYS}[^。；]{{0,40}}[：:，,]?\s*$", tail) or re.fullmatch(
            r"(?:（[^）]*）)?[^，。]{0,10}[：:]\s*", tail
        ):
            return speakers[name]
    return ""


def _after(text: str, speakers: dict[str, str]) -> str:
    """Find who speaks after the quotation: a name within its own clause with a verb of speech, before any other quotation."""
    clause = re.split(r"[。！？；“「]", text.lstrip("，,。 "), maxsplit=1)[0]
    first = re.split("[，,：:]", clause, maxsplit=1)[0]
    for start, name in reversed(_names_in(first, speakers)):
        tail = first[start + len(name) :]
        if _OTHERS.match(tail) or first[:start].endswith(_LISTENERS):
            continue
        if start <= 24 and re.match(rf"(?:（[^）]*）)?[^，。]{{0,14}}?{_SAYS}", tail):
            return speakers[name]
    return ""
