"""Collation: one printed text from all witnesses of a story, with the apparatus of every difference.

The base is aligned with each witness by sentence; rules (`repair.RULES`) say which readings of the others are better; passages
that the base has lost are put back; where only a spun text is left, `despin` restores what it can. Then every witness,
the base too, is compared with the text as printed, so that the apparatus is exact by construction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rapidfuzz import fuzz

from pipeline.document import Block, Document
from pipeline.editorial import Overrides
from pipeline.errors import SettingsError
from pipeline.group import merging, repair
from pipeline.group.alignment import Change
from pipeline.group.apparatus import Differences, differences
from pipeline.group.clusters import Cluster, Member
from pipeline.group.despin import Restoration, restorations, spinner_for
from pipeline.group.printing import Line, insert, lines_of, paragraphs
from pipeline.group.shingles import fold
from pipeline.group.sketch import body, spun_degree
from pipeline.group.substitutions import substitutions
from pipeline.group.variants import Voice, readings
from pipeline.han import full_width
from pipeline.lexicon import Pair
from pipeline.settings import GroupSettings
from pipeline.story import Story, Witness

_REPEATED = 85.0
"""Fuzzy score from which a passage repeats one that is printed anyway."""


class _Copy(NamedTuple):
    siglum: str
    member: Member
    document: Document
    blocks: tuple[Block, ...]
    is_spun: bool

    @property
    def texts(self) -> list[str]:
        return [block.text for block in self.blocks]


def siglum(number: int) -> str:
    """Name the n-th witness, counted from 0: A, B, …, Z, AA, AB.

    >>> siglum(0), siglum(25), siglum(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def collate(
    docs: Sequence[tuple[str, Document]], cluster: Cluster, settings: GroupSettings, overrides: Overrides
) -> Story:
    """Make one story of the documents of a cluster.

    docs: (path, cleaned document) of every member, in any order. Raises SettingsError for a chosen reading that no longer applies,
    KeyError if a member's document is missing.
    """
    copies = _copies(dict(docs), cluster, settings)
    base, others = copies[0], copies[1:]
    found = {copy.siglum: differences(base.texts, copy.texts, settings.sentence_score) for copy in others}
    lines, restored = _repaired(base, others, found, settings)
    lines = _with_extras(lines, base, others, found)
    lines = [line for line in lines if line.text.strip() or not line.changes]
    lines = _chosen(lines, overrides, {copy.member.path for copy in copies})
    printed = [line.text for line in lines]
    apparatus = [
        reading
        for copy in copies
        for reading in readings(
            lines,
            differences(printed, copy.texts, settings.sentence_score),
            Voice(copy.siglum, copy.member.relation, copy.is_spun, copy is base),
        )
    ]
    sources = [merging.Source(copy.siglum, copy.document, copy.is_spun) for copy in copies]
    total = sum(map(len, printed))
    placed = _placed(lines, base.blocks, restored)
    return Story(
        id=base.document.id[:12],
        title=full_width(merging.title(sources)),
        base=base.siglum,
        base_reason=cluster.base_reason,
        witnesses=tuple(_witness(copy) for copy in copies),
        paragraphs=paragraphs(lines),
        readings=tuple(sorted(apparatus, key=lambda item: (_order(item.paragraph), item.start, item.witness))),
        metadata=merging.merged(sources),
        restored=sum(len(after) for _, _, before, after, _ in placed if before != after) / total if total else 0.0,
        restorations=placed,
    )


def _order(paragraph: str) -> int:
    return int(paragraph[1:]) if paragraph else 1 << 30


def _copies(docs: Mapping[str, Document], cluster: Cluster, settings: GroupSettings) -> list[_Copy]:
    copies = []
    for number, member in enumerate(cluster.members):
        doc = docs[member.path]
        blocks = body(doc)
        degree = max(doc.spun, spun_degree("\n".join(block.text for block in blocks)))
        is_spun = degree >= settings.spun_degree or "spun" in member.relation.split("+")
        copies.append(_Copy(siglum(number), member, doc, blocks, is_spun))
    return copies


def _witness(copy: _Copy) -> Witness:
    member = copy.member
    return Witness(
        copy.siglum,
        member.path,
        copy.document.id,
        member.relation,
        member.containment,
        member.resemblance,
        member.reason,
    )


def _repaired(
    base: _Copy, others: Sequence[_Copy], found: Mapping[str, Differences], settings: GroupSettings
) -> tuple[list[Line], dict[int, list[Restoration]]]:
    """Lay accepted readings, and restorations where the base is spun, over the base's blocks."""
    texts = base.texts
    setting = repair.Setting(tuple(texts), "\n".join(texts), base.is_spun)
    spun = frozenset(copy.siglum for copy in others if copy.is_spun)
    wanted: dict[int, list[tuple[Change, str]]] = defaultdict(list)
    for item, reason in repair.accepted(repair.proposals(setting, found, spun, base.siglum), setting):
        wanted[item.paragraph].append((item.change, reason))
    restored: dict[int, list[Restoration]] = {}
    if base.is_spun:
        clean = [found[copy.siglum] for copy in others if not copy.is_spun]
        restored = _despun(texts, clean, settings)
        for number, items in restored.items():
            taken = [change for change, _ in wanted[number]]
            items[:] = [item for item in items if not any(_meets(item, change) for change in taken)]
            wanted[number] += [
                (Change(item.start, item.start + len(item.spun), item.original), _restored(item))
                for item in items
                if item.original != item.spun
            ]
    lines = [line.changed(sorted(wanted[number])) for number, line in enumerate(lines_of(base.blocks, base.siglum))]
    return lines, restored


def _restored(item: Restoration) -> str:
    return f"restored from a spun word without a clean copy; confidence {item.confidence:.0%}"


def _meets(item: Restoration, change: Change) -> bool:
    return item.start <= change.end and change.start <= item.start + len(item.spun)


def _despun(
    texts: Sequence[str], clean: Sequence[Differences], settings: GroupSettings
) -> dict[int, list[Restoration]]:
    """Restore the sentences of a spun base that no clean witness covers; pairs of the covered ones help."""
    seen = substitutions(pair for differs in clean for pair in differs.beads)
    learned = [Pair(spun, original, uses=uses) for (spun, original), uses in seen.items()]
    spinner = spinner_for("\n".join(texts), learned)
    covered = {(p, start, end) for differs in clean for p, start, end in differs.covered}
    return {
        number: [
            item
            for item in restorations(text, spinner, settings)
            if not any(p == number and start <= item.start < end for p, start, end in covered)
        ]
        for number, text in enumerate(texts)
    }


def _placed(
    lines: Sequence[Line], blocks: Sequence[Block], restored: Mapping[int, Sequence[Restoration]]
) -> tuple[tuple[str, int, str, str, float], ...]:
    """Carry restorations, by block of the base, to the printed paragraphs; a form left standing is listed as its own original."""
    numbers = {id(line.block): number for number, line in enumerate(lines)}
    placed = []
    for index, items in sorted(restored.items()):
        number = numbers.get(id(blocks[index]))
        for item in items if number is not None else ():
            shift = sum(
                len(change.reading) - (change.end - change.start)
                for change in lines[number or 0].changes
                if change.end <= item.start
            )
            place = (f"p{(number or 0) + 1}", item.start + shift)
            placed.append((*place, item.spun, item.original, item.confidence))
    return tuple(placed)


def _with_extras(
    lines: list[Line], base: _Copy, others: Sequence[_Copy], found: Mapping[str, Differences]
) -> list[Line]:
    """Put back the passages that the base has lost."""
    texts = base.texts
    setting = repair.Setting(tuple(texts), "\n".join(texts), base.is_spun)
    printed = [fold(text) for text in texts]
    extras: list[tuple[int, Line]] = []
    usable = [copy for copy in others if not copy.member.is_mixed and (not copy.is_spun or base.is_spun)]
    bodies = {copy.siglum: "\n".join(fold(text) for text in copy.texts) for copy in usable}
    for copy in usable:
        for extra in found[copy.siglum].extras:
            if found[copy.siglum].is_moved(extra.text):
                continue
            folded = fold(extra.text)
            supporters = sum(not one.is_spun and folded in bodies[one.siglum] for one in usable)
            is_end, clean = extra.before == len(texts), sum(not one.is_spun for one in usable)
            reason = repair.is_lost(extra.text, setting, supporters, clean, is_end)
            if reason and not any(fuzz.ratio(folded, known) >= _REPEATED for known in printed):
                printed.append(folded)
                line = Line(extra.text, copy.blocks[extra.block], copy.siglum)
                whole = Change(0, len(extra.text), extra.text)
                extras.append((extra.before, line.changed([(whole, f"{reason}; printed from {copy.siglum}")])))
    return insert(lines, extras)


def _chosen(lines: list[Line], overrides: Overrides, paths: set[str]) -> list[Line]:
    """Print the readings that an editor chose."""
    for item in overrides.reading:
        if item.path not in paths:
            continue
        if not item.lemma or not any(item.lemma in line.text for line in lines):
            raise SettingsError(
                f"overrides: reading of {item.path}: {item.lemma[:40]!r} is not printed any more; correct or delete it"
            )
        lines = [line.replaced(item.lemma, item.reading, "chosen by an editor") for line in lines]
    return [replace(line) for line in lines]
