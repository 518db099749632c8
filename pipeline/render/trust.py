"""What a page shows so that its reader can check it: copies, readings that differ, and the ledger of what left.

Removed text is hostile twice, as markup and as an advertisement. It is printed as an excerpt, folded away, with addresses
broken and contact numbers masked, so that the page never serves what it removed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.ledger import Entry
from pipeline.render import escape
from pipeline.render.inputs import StoryInput, WitnessLedger
from pipeline.render.labels import REMOVALS, Label, relation
from pipeline.story import Reading, Witness

EXCERPT_CHARS = 60
"""Longest excerpt of removed text on a page."""
SAMPLE_CHARS = 40
"""Longest excerpt of removed text on a story's page, which shows one for each label."""
READINGS_MAX = 3
"""Most readings that a story page lists; more go to its apparatus page."""
READING_CHARS = 30
"""Longest excerpt of a reading on a story page."""

_ADDRESS = re.compile(r"(?i)\b(?:https?|ftp)://|\bwww\.|(?<=[a-z0-9])\.(?=[a-z]{2,})")
_NUMBER = re.compile(r"(?a)\d(?:[\s-]?\d){5,}")
_HANDLE = re.compile(r"(?a)(?<=[^A-Za-z0-9])[A-Za-z]+[_-]?\d{3,}")


@dataclass(frozen=True, slots=True)
class Source:
    """Describe one copy to a reader."""

    siglum: str
    relation: tuple[Label, ...]
    name: str
    """Site, else host, else the file's name."""
    title: str
    author: str
    date: str
    """ISO 8601 date, "" where unknown."""
    url: str
    """Address, escaped for an attribute by the template; "" where unknown or unsafe."""
    path: str
    containment: str
    """Share of the copy found in the story, as a percentage."""
    removed_chars: int
    raw_chars: int
    reason: str


class RemovedPassage(NamedTuple):
    """Describe one removed passage."""

    reason: str
    rule: str
    score: str
    excerpt: str
    label: Label
    start: int
    end: int
    """Its place in the copy's raw text, in code points, half open."""


@dataclass(frozen=True, slots=True)
class RemovalGroup:
    """Describe what left the copies of a story under one label."""

    label: Label
    passages: int
    chars: int
    shown: tuple[RemovedPassage, ...]
    """The largest."""
    more: int
    """Passages that are not shown."""


def defang(text: str) -> str:
    """Break addresses and mask contact numbers of removed text, so that a page does not advertise what it removed.

    >>> defang("加微信 abc12345，见 http://a.example.com，电话 13800001111")
    '加微信 ab…，见 a[.]example[.]com，电话 13…11'
    """
    broken = _ADDRESS.sub(lambda m: "[.]" if m.group() == "." else "", text)
    masked = _NUMBER.sub(lambda m: f"{m.group()[:2]}…{m.group()[-2:]}", broken)
    return _HANDLE.sub(lambda m: f"{m.group()[:2]}…", masked)


def excerpt(text: str, chars: int = EXCERPT_CHARS) -> str:
    """Shorten removed text for the page and take its teeth out."""
    folded = escape.line(text[: 4 * chars + 400])
    short = defang(folded)[:chars]
    return f"{short}…" if len(escape.line(text)) > len(short) and len(short) == chars else short


def sources(item: StoryInput) -> tuple[Source, ...]:
    """Describe a story's copies, base first."""
    ledgers = {ledger.siglum: ledger for ledger in item.ledgers}
    return tuple(_source(witness, ledgers.get(witness.siglum)) for witness in item.story.witnesses)


def _source(witness: Witness, ledger: WitnessLedger | None) -> Source:
    facts = ledger.metadata if ledger else None
    address = (facts.url.value if facts and facts.url else "") or (ledger.provenance.url if ledger else "")
    site = facts.site.value if facts and facts.site else ""
    return Source(
        siglum=witness.siglum,
        relation=relation(witness.relation),
        name=escape.line(site) or escape.host(address) or witness.path.rpartition("/")[2],
        title=facts.title.value if facts and facts.title else "",
        author=facts.author.value if facts and facts.author else "",
        date=(facts.published.value if facts and facts.published else "")[:10],
        url=escape.plain_url(address),
        path=witness.path,
        containment=f"{witness.containment:.0%}",
        removed_chars=sum(len(entry.text) for entry in ledger.removed) if ledger else 0,
        raw_chars=ledger.raw_chars if ledger else 0,
        reason=witness.reason,
    )


def removals(ledgers: Iterable[WitnessLedger]) -> tuple[RemovalGroup, ...]:
    """Describe what left a story's copies by label, the largest group first."""
    removed = [entry for ledger in ledgers for entry in ledger.removed]
    groups = (_group(label, removed) for label in dict.fromkeys(entry.removal.label for entry in removed))
    return tuple(sorted(groups, key=lambda group: -group.chars))


def _group(label: str, removed: Sequence[Entry]) -> RemovalGroup:
    entries = [entry for entry in removed if entry.removal.label == label]
    return RemovalGroup(
        label=removal_label(label),
        passages=len(entries),
        chars=sum(len(entry.text) for entry in entries),
        shown=(passage(max(entries, key=lambda entry: len(entry.text)), SAMPLE_CHARS),),
        more=len(entries) - 1,
    )


def removal_label(label: str) -> Label:
    """Say a label of removal in the site's words."""
    return REMOVALS.get(label, Label(label, label))


def passage(entry: Entry, chars: int = EXCERPT_CHARS) -> RemovedPassage:
    """Describe one removed passage, its teeth out, with an excerpt of so many characters."""
    removal = entry.removal
    score, label = f"score {removal.score:.2f}", removal_label(removal.label)
    return RemovedPassage(
        _sentence(removal.reason), removal.rule, score, excerpt(entry.text, chars), label, entry.start, entry.end
    )


def _sentence(reason: str) -> str:
    """Print a reason as a sentence, however its rule worded it."""
    folded = escape.line(reason)
    return f"{folded[:1].upper()}{folded[1:]}{'' if folded.endswith(('.', '。', '!', '?')) else '.'}" if folded else ""


def full_ledger(item: StoryInput) -> dict[str, object]:
    """List every removal of every copy with its place, rule and reason; removed text as a defanged excerpt."""
    return {
        "story": item.story.id,
        "offsets": "code points of the raw text, half open",
        "copies": [
            {
                "siglum": ledger.siglum,
                "path": escape.line(ledger.path),
                "raw_chars": ledger.raw_chars,
                "removed": [
                    {
                        "start": entry.start,
                        "end": entry.end,
                        "label": entry.removal.label,
                        "rule": entry.removal.rule,
                        "reason": entry.removal.reason,
                        "score": round(entry.removal.score, 3),
                        "excerpt": excerpt(entry.text),
                    }
                    for entry in ledger.removed
                ],
            }
            for ledger in item.ledgers
        ],
    }


def readings(found: Iterable[Reading]) -> tuple[Reading, ...]:
    """List the readings that a reader can see: those that differ in more than white space and invisible characters."""
    return tuple(entry for entry in found if escape.line(entry.lemma) != escape.line(entry.reading))


def shortened(entry: Reading) -> Reading:
    """Cut both sides of a reading to what a story page has room for."""
    return entry._replace(lemma=_cut(entry.lemma), reading=_cut(entry.reading))


def _cut(text: str) -> str:
    folded = escape.line(text[: 4 * READING_CHARS])
    return folded if len(folded) <= READING_CHARS else f"{folded[: READING_CHARS - 1]}…"
