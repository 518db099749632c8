"""Review: what a person should look at first, out to their own tool and back into the memory.

Units go out sorted by need. What comes back approved, or with words that a person changed, becomes a reviewed entry of the
memory; everything else stays as it was. Nothing that was reviewed is ever replaced by a machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import SettingsError
from pipeline.signature import digest
from pipeline.story import ROLES, Bilingual, Unit
from pipeline.translate.exchange import Exchanged, read_po, read_xliff, write_po, write_xliff
from pipeline.translate.memory import Memory
from pipeline.translate.tmx import Entry, read_tmx, write_tmx

_NEED = {"failed": 0, "needs-review": 1, "fuzzy": 2, "machine": 3, "reviewed": 4}
_FIRST_ROLES = (
    "title",
    "gist",
    "point",
    "heading",
    "lead",
    "section",
    "quote",
    "caption",
    "figure",
    "name",
    "paragraph",
)
"""What most people read comes first."""


@dataclass(frozen=True, slots=True)
class Item:
    """Hold one source in the queue, with the first unit it stands for."""

    unit: Unit
    story: str
    """Title of the story it was first found in."""
    uses: int
    """How many units it stands for."""


class Imported(NamedTuple):
    """Hold what came of reading a reviewed file."""

    entries: tuple[Entry, ...]
    """Reviewed translations, for the memory."""
    unchanged: int
    """Units that came back as they went."""
    problems: tuple[str, ...]
    """What was left out and why, for a person."""


def queue(
    stories: Iterable[tuple[str, Bilingual]], *, with_reviewed: bool = False, reads: Mapping[str, int] | None = None
) -> tuple[Item, ...]:
    """List distinct sources by need: failed first, then old, fuzzy and unread ones; digest before text, much used before rare.

    stories: (title, units). reads: story title to page views, where somebody counts them.
    """
    found: dict[str, Item] = {}
    for title, bilingual in stories:
        for unit in bilingual.units:
            known = found.get(unit.source)
            if known is None:
                found[unit.source] = Item(unit, title, 1)
            else:
                better = min(known.unit, unit, key=_role_rank)
                found[unit.source] = Item(better, known.story, known.uses + 1)
    views = reads or {}
    items = [item for item in found.values() if with_reviewed or item.unit.state != "reviewed"]
    return tuple(
        sorted(
            items,
            key=lambda item: (_NEED[item.unit.state], _role_rank(item.unit), -views.get(item.story, 0), -item.uses),
        )
    )


def _role_rank(unit: Unit) -> int:
    return _FIRST_ROLES.index(unit.role) if unit.role in _FIRST_ROLES else len(ROLES)


def export_review(items: Sequence[Item], path: Path) -> int:
    """Write the queue as XLIFF 2 (.xlf, .xliff) or PO (.po); returns the number of units.

    Raises SettingsError for another suffix.
    """
    rows = [
        Exchanged(
            identity=_identity(item.unit.source),
            source=item.unit.source,
            target=item.unit.target,
            state=item.unit.state,
            role=item.unit.role,
            story=item.story,
            remark=_remark(item),
        )
        for item in items
    ]
    writer = {".xlf": write_xliff, ".xliff": write_xliff, ".po": write_po}.get(path.suffix.lower())
    if writer is None:
        raise SettingsError(f"{path}: review files end in .xlf (XLIFF 2) or .po")
    writer(path, rows)
    return len(rows)


def import_review(path: Path, items: Sequence[Item], author: str, date: str) -> Imported:
    """Read a file that a person worked on; a .tmx file of theirs is taken whole, as needing review.

    items: the queue as it is now, with reviewed units: tells what was changed. date: TMX form, "20261122T093000Z".
    Raises SettingsError if the file cannot be read as what its name says.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise SettingsError(f"{path}: no such file")
    if suffix == ".tmx":
        found = read_tmx(path, "needs-review")
        return Imported(found.entries, 0, found.problems)
    reader = {".xlf": read_xliff, ".xliff": read_xliff, ".po": read_po}.get(suffix)
    if reader is None:
        raise SettingsError(f"{path}: review files end in .xlf (XLIFF 2), .po or .tmx")
    now = {item.unit.source: item for item in items}
    entries, problems, unchanged = [], [], 0
    for row in reader(path):
        item = now.get(row.source)
        if not row.target.strip():
            unchanged += 1
        elif item is None:
            problems.append(
                f"{path.name}: {row.source[:30]!r} is in no story any more; kept in the memory all the same"
            )
            entries += [_entry(row, author, date)] if row.is_approved else []
        elif row.is_approved or row.target.strip() != item.unit.target.strip():
            entries.append(_entry(row, author, date))
        else:
            unchanged += 1
    return Imported(tuple(entries), unchanged, tuple(problems))


def remember(memory_path: Path, entries: Iterable[Entry]) -> int:
    """Add entries to the memory file under the rule that reviewed beats machine and newer beats older; returns its new size.

    Raises SettingsError if the file there is not TMX; it is then left alone.
    """
    old = read_tmx(memory_path).entries
    merged = Memory(old).merged(entries)
    write_tmx(memory_path, merged.entries)
    return len(merged)


def _identity(source: str) -> str:
    return "u" + digest("review", source)[:16]


def _remark(item: Item) -> str:
    failed = f"failed checks: {', '.join(item.unit.checks)}" if item.unit.checks else ""
    used = f"used {item.uses} times" if item.uses > 1 else ""
    return "; ".join(filter(None, (failed, item.unit.note, used)))


def _entry(row: Exchanged, author: str, date: str) -> Entry:
    return Entry(row.source, row.target.strip(), "reviewed", date, author, row.story, row.role)
