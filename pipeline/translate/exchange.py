"""XLIFF 2 and PO, the formats of translators' tools, through translate-toolkit.

States follow XLIFF: a failed unit goes out as `initial`, a machine's as `translated`, a reviewed one as `final`; `reviewed` and `final`
come back as approved. In PO the fuzzy mark says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

_XLIFF_STATE = {
    "failed": "initial",
    "needs-review": "initial",
    "fuzzy": "initial",
    "machine": "translated",
    "reviewed": "final",
}
_APPROVED = ("reviewed", "final")


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Hold one unit as it travels to a translator's tool and back."""

    identity: str
    source: str
    target: str
    state: str = ""
    """A state of `pipeline.story.STATES` on the way out; "" on the way back."""
    role: str = ""
    story: str = ""
    remark: str = ""
    is_approved: bool = False
    """Set on the way back: a person marked it as done."""


def write_xliff(path: Path, rows: Sequence[Exchanged]) -> None:
    """Write XLIFF 2.0 with states and notes."""
    from lxml import etree
    from translate.storage.xliff2 import Xliff2File

    store: Any = Xliff2File(sourcelanguage="zh-Hans", targetlanguage="en")
    for row in rows:
        unit = store.addsourceunit(_clean(row.source))
        unit.setid(row.identity)
        if row.target:
            unit.target = _clean(row.target)
        unit.xmlelement.set("state", _XLIFF_STATE[row.state])
        # The toolkit would put notes into the segment, where the standard does not allow them.
        notes = etree.Element(unit.namespaced("notes"))
        for category, text in (("story", row.story), ("role", row.role), ("state", row.state), ("remark", row.remark)):
            if text:
                etree.SubElement(notes, unit.namespaced("note"), category=category).text = _clean(text)
        unit.getunitelement().insert(0, notes)
    path.write_bytes(bytes(store))


def read_xliff(path: Path) -> tuple[Exchanged, ...]:
    """Read XLIFF 2.0; raises SettingsError if it is none."""
    from lxml import etree
    from translate.storage.xliff2 import Xliff2File

    try:
        store: Any = Xliff2File(BytesIO(path.read_bytes()))
    except (etree.XMLSyntaxError, ValueError, AttributeError, StopIteration) as error:
        raise SettingsError(f"{path}: not an XLIFF 2 file: {error}") from error
    rows = []
    for unit in store.units:
        element: Any = unit.getunitelement()
        notes = {note.get("category", ""): note.text or "" for note in element.iter("{*}note")}
        rows.append(
            Exchanged(
                unit.getid() or "",
                str(unit.source or ""),
                str(unit.target or ""),
                role=notes.get("role", ""),
                story=notes.get("story", ""),
                is_approved=unit.xmlelement.get("state") in _APPROVED,
            )
        )
    return tuple(rows)


def write_po(path: Path, rows: Sequence[Exchanged]) -> None:
    """Write a PO file; what nobody reviewed is fuzzy."""
    from translate.storage.pypo import pofile

    store: Any = pofile()
    store.updateheader(
        add=True, Content_Type="text/plain; charset=UTF-8", Content_Transfer_Encoding="8bit", Language="en"
    )
    for row in rows:
        unit = store.addsourceunit(_clean(row.source))
        unit.target = _clean(row.target)
        unit.addlocation(row.identity)
        unit.addnote(_clean(f"{row.state} {row.role} of: {row.story}"), origin="developer")
        if row.remark:
            unit.addnote(_clean(row.remark), origin="developer")
        unit.markfuzzy(row.state != "reviewed")
    path.write_bytes(bytes(store))


def read_po(path: Path) -> tuple[Exchanged, ...]:
    """Read a PO file; raises SettingsError if it is none."""
    from translate.storage.pypo import pofile

    try:
        with path.open("rb") as file:
            store: Any = pofile(file)
    except (ValueError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not a PO file: {error}") from error
    return tuple(_po_rows(store.units))


def _po_rows(units: Iterable[Any]) -> Iterable[Exchanged]:
    for unit in units:
        if not unit.isheader() and unit.source:
            note = unit.getnotes("developer").split("\n")[0]
            head, _, story = note.partition(" of: ")
            role = head.rpartition(" ")[2]
            yield Exchanged(
                "".join(unit.getlocations()), str(unit.source), str(unit.target or ""), role=role, story=story,
                is_approved=bool(unit.target) and not unit.isfuzzy(),
            )  # fmt: skip


def _clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and not 0xD800 <= ord(c) <= 0xDFFF and ord(c) & 0xFFFE != 0xFFFE)
    )
