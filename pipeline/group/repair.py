"""Repair: what the other witnesses give back to the base.

Every difference between the base and a witness is a proposal: put the witness's reading here. Rules look at a proposal with
the votes for and against it; the first that speaks decides, and its words are the reason that the apparatus prints. Where no
rule speaks, the base stands. A spun witness never has a say about words.
"""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.group.alignment import Change
from pipeline.group.apparatus import Differences
from pipeline.group.shingles import containment, fold, hashes
from pipeline.group.sketch import TERMINAL

QUOTES = '“”‘’「」『』"《》'
_PAIRS = (("“", "”"), ("‘", "’"), ("「", "」"), ("『", "』"), ("《", "》"), ("（", "）"), ("【", "】"))
_NAME_CHARS = 12
_INJECTED_CHARS = 60
_SOLICITING = re.compile(
    r"公众号|公眾號|微信号?|微博|关注我|扫码|二维码|加群|QQ|客服|点击|链接|下载|https?:|www\.|电话|热线|投稿|转载|来源[：:]|版权"
)
_DEBRIS = re.compile(r"[\ufffd□■◆▲▼]|&[a-z]{2,6}\b;?|[\u200b-\u200f\ufeff]")
_TOPIC_CHARS = 2
_TOPIC_CONTAINMENT = 0.3
"""Share of an extra passage's character pairs that the base must know; spliced prose stays below (see docs/stories.md)."""
_TOPIC_SHARE = 0.6
"""The same, relative to what the base's own paragraphs know of each other; the lower of the two counts."""
_EXTRA_CHARS = 12
_SAMPLED = 20


class Proposal(NamedTuple):
    """Hold one reading that witnesses propose for a place of the base."""

    paragraph: int
    change: Change
    lemma: str
    supporters: tuple[str, ...]
    """Sigla of the witnesses with this reading."""
    opponents: tuple[str, ...]
    """Sigla of the witnesses that read as the base does, the base included."""
    clean: int
    """How many of the supporters are not spun."""
    marked: str = ""
    """The paragraph once every change of punctuation marks by the first supporter is made."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Hold what the rules may know of the base."""

    paragraphs: tuple[str, ...]
    text: str
    is_spun: bool


Rule = Callable[[Proposal, Setting], str]
"""Returns the reason to accept a proposal, "" to leave it to the next rule."""


def _clean_wins(item: Proposal, base: Setting) -> str:
    if base.is_spun and item.clean and item.change.reading and item.lemma:
        return f"the base is machine-spun; {_names(item)} is not"
    return ""


def _majority(item: Proposal, base: Setting) -> str:
    if item.clean >= 2 and item.clean > len(item.opponents):
        return f"{_names(item)} agree against {', '.join(item.opponents) or 'the base'}"
    return ""


def _quotation(item: Proposal, base: Setting) -> str:
    if not _is_marks(item.lemma, item.change.reading):
        return ""
    text = base.paragraphs[item.paragraph]
    before, after = _unpaired(text), _unpaired(item.marked)
    # Marks get lost on the way; nobody adds a pair of them.
    gains_pair = before == after == 0 and len(item.marked) > len(text) and item.change.reading.strip()
    if after < before or gains_pair:
        return f"a quotation mark that the base has lost; restored from {_names(item)}"
    return ""


def _is_marks(lemma: str, reading: str) -> bool:
    words = lemma + reading
    return bool(words) and all(char in QUOTES or char.isspace() for char in words)


def _dropped_name(item: Proposal, base: Setting) -> str:
    words = item.change.reading
    if item.lemma or not item.clean or len(item.opponents) > 1 or not 2 <= len(words) <= _NAME_CHARS:
        return ""
    if not words.isalnum() or _SOLICITING.search(words) or base.text.count(words) < 2:
        return ""
    return f"a word that the base has dropped and uses elsewhere; restored from {_names(item)}"


def _broken_end(item: Proposal, base: Setting) -> str:
    text, tail = base.paragraphs[item.paragraph].rstrip(), item.change.reading.rstrip()
    at_end = item.change.end >= len(text)
    if item.lemma.strip() or not at_end or not item.clean or not tail or _SOLICITING.search(tail):
        return ""
    # A heading set in brackets by one witness alone is whole without them.
    closes_nothing = _unpaired(text + tail) > _unpaired(text)
    if text and text[-1] not in TERMINAL and tail[-1] in TERMINAL and not closes_nothing:
        return f"the base breaks off; completed from {_names(item)}"
    return ""


def _injection(item: Proposal, base: Setting) -> str:
    if item.change.reading or not item.supporters or len(item.lemma) > _INJECTED_CHARS:
        return ""
    if _SOLICITING.search(item.lemma):
        return f"words only the base has, soliciting its readers; left out with {_names(item)}"
    return ""


def _debris(item: Proposal, base: Setting) -> str:
    if _DEBRIS.search(item.lemma) and not _DEBRIS.search(item.change.reading):
        return f"broken characters in the base; mended from {_names(item)}"
    return ""


RULES: tuple[Rule, ...] = (_clean_wins, _majority, _quotation, _dropped_name, _broken_end, _injection, _debris)
"""Every rule of repair, in order."""


def _names(item: Proposal) -> str:
    return ", ".join(item.supporters)


def _unpaired(text: str) -> int:
    return sum(abs(text.count(a) - text.count(b)) for a, b in _PAIRS) + text.count('"') % 2


def proposals(
    base: Setting, found: Mapping[str, Differences], spun: frozenset[str], base_siglum: str
) -> list[Proposal]:
    """Gather what the witnesses propose, equal readings together, with the votes.

    found: differences of each witness from the base, by siglum. spun: sigla of spun witnesses.
    """
    gathered: dict[tuple[int, Change], list[str]] = defaultdict(list)
    for siglum, differs in found.items():
        for paragraph, change in differs.proposed:
            gathered[paragraph, change].append(siglum)
    result = []
    for (paragraph, change), supporters in sorted(gathered.items()):
        against = [s for s, differs in found.items() if s not in supporters and _agrees(differs, paragraph, change)]
        text = base.paragraphs[paragraph]
        clean = sum(siglum not in spun for siglum in supporters)
        opponents = (base_siglum, *(s for s in against if s not in spun))
        lemma = text[change.start : change.end]
        marked = _marked(text, paragraph, found[supporters[0]]) if _is_marks(lemma, change.reading) else ""
        result.append(Proposal(paragraph, change, lemma, tuple(supporters), opponents, clean, marked))
    return result


def _marked(text: str, paragraph: int, differs: Differences) -> str:
    own = [change for p, change in differs.proposed if p == paragraph]
    return apply(text, [change for change in own if _is_marks(text[change.start : change.end], change.reading)])


def _agrees(differs: Differences, paragraph: int, change: Change) -> bool:
    """Whether a witness has the place and reads there as the base does."""
    parts = [(start, end) for p, start, end in differs.covered if p == paragraph]
    held = sum(max(0, min(end, change.end) - max(start, change.start)) for start, end in parts)
    holds = held >= change.end - change.start and any(start <= change.start <= end for start, end in parts)
    # A passage added beside some words does not speak against them; at a place without words anything that touches it does.
    width = 0 if change.start < change.end else 1
    touches = any(
        p == paragraph and other.start < change.end + width and change.start < other.end + width
        for p, other in differs.proposed
    )
    return holds and not touches


def accepted(items: Iterable[Proposal], base: Setting) -> list[tuple[Proposal, str]]:
    """Choose the proposals to print, each with its reason, so that no two touch the same place."""
    chosen: list[tuple[Proposal, str]] = []
    for item in sorted(items, key=lambda one: (-one.clean, one.paragraph, one.change)):
        whole_sentence = not item.change.reading and len(item.lemma) > _INJECTED_CHARS
        reason = next((words for rule in RULES if (words := rule(item, base))), "")
        if reason and not whole_sentence and not any(_touch(item, other) for other, _ in chosen):
            chosen.append((item, reason))
    return sorted(chosen, key=lambda pair: (pair[0].paragraph, pair[0].change))


def _touch(a: Proposal, b: Proposal) -> bool:
    return a.paragraph == b.paragraph and a.change.start <= b.change.end and b.change.start <= a.change.end


def is_lost(text: str, base: Setting, supporters: int, clean: int, is_end: bool) -> str:
    """Say why a passage that only other witnesses have belongs to the story; "" if it does not.

    supporters: how many of the `clean` other witnesses have it. is_end: nothing of the base follows it.
    """
    stripped = text.strip()
    if stripped and supporters >= 2 and supporters * 2 > clean + 1 and not _SOLICITING.search(stripped):
        return "a passage that the base has lost; most witnesses have it"
    if len(stripped) < _EXTRA_CHARS or _SOLICITING.search(stripped) or stripped[-1] not in TERMINAL:
        return ""
    if supporters >= 2:
        return "a passage that the base has lost; several witnesses have it"
    if topicality(stripped, base.text) < min(_TOPIC_CONTAINMENT, _TOPIC_SHARE * _typical(base.paragraphs)):
        return ""
    return "the end that the base has lost" if is_end else "a passage that the base has lost"


def _typical(paragraphs: Sequence[str]) -> float:
    """Median topicality of the base's own paragraphs within the rest of it: short texts repeat few words."""
    sampled = [text for text in paragraphs if len(text) >= _EXTRA_CHARS][:_SAMPLED]
    own = [topicality(text, "\n".join(other for other in paragraphs if other is not text)) for text in sampled]
    return statistics.median(own) if own else 0.0


def topicality(text: str, whole: str) -> float:
    """Share of a passage's character pairs that a text knows, in [0, 1]."""
    own, known = hashes(fold(text), _TOPIC_CHARS), hashes(fold(whole), _TOPIC_CHARS)
    return containment(own, known) if len(own) <= len(known) else 0.0


def apply(text: str, changes: Sequence[Change]) -> str:
    """Apply ordered, disjoint changes to a text."""
    pieces, position = [], 0
    for change in changes:
        pieces += [text[position : change.start], change.reading]
        position = change.end
    return "".join([*pieces, text[position:]])
