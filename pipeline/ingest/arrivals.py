"""What has arrived in the articles folder: the files and sidecars that `inv fetch` and `inv unpack` write, and what they remember.

The state file keeps a digest of every arrival, so that a second run writes only what is new. Nothing that a person
changed (a sidecar, a file moved away) is overwritten or written again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import InputError, SettingsError
from pipeline.signature import digest

STATE_NAME = ".fetched.json"
_UNSAFE = re.compile(r"[^\w]+")
_NAME_MAX_CHARS = 60


@dataclass(frozen=True, slots=True)
class Known:
    """Hold what the state file remembers of one address or one row of a dump."""

    etag: str = ""
    modified: str = ""
    digest: str = ""
    path: str = ""
    sidecar: str = ""
    """Digest of the sidecar as it was written, to notice a person's hand."""


def load_state(folder: Path) -> dict[str, Known]:
    """Read what earlier runs wrote; raises SettingsError if the state file is damaged."""
    path = folder / STATE_NAME
    if not path.exists():
        return {}
    try:
        return {key: Known(**entry) for key, entry in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SettingsError(f"{path}: damaged ({error}); delete it to fetch everything anew") from error


def save_state(folder: Path, state: Mapping[str, Known]) -> None:
    """Write the state file in one step."""
    table = {key: asdict(known) for key, known in sorted(state.items())}
    write_whole(folder / STATE_NAME, json.dumps(table, ensure_ascii=False, indent=1).encode("utf-8"))


def name_stem(words: str) -> str:
    """Make a title or the last part of an address a file's name: words and underscores, at most 60 characters.

    >>> name_stem("../甲：乙/丙?"), name_stem("<>")
    ('甲_乙_丙', 'page')
    """
    stem = _UNSAFE.sub("_", words).strip("_").encode("utf-8", "ignore")[: 3 * _NAME_MAX_CHARS]
    return stem.decode("utf-8", "ignore")[:_NAME_MAX_CHARS] or "page"


def sidecar_toml(facts: Mapping[str, str]) -> str:
    """Spell facts as TOML; empty ones are left out.

    >>> sidecar_toml({"title": '甲"乙', "author": ""})
    'title = "甲\\\\"乙"\\n'
    """
    lines = [f"{key} = {json.dumps(_printable(value), ensure_ascii=False)}\n" for key, value in facts.items() if value]
    return "".join(lines)


def write_sidecar(place: Path, data: bytes, known: Known) -> str:
    """Write the sidecar unless a person changed the last one; returns the digest of what was written."""
    path = place.with_name(place.name + ".toml")
    if path.exists() and known.sidecar != digest(path.read_bytes()):
        return known.sidecar
    write_whole(path, data)
    return digest(data)


def inside(folder: Path, path: str) -> Path:
    """Return the place of a path below a folder; raises InputError if it leads out of it."""
    place = (folder / path).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise InputError(f"{path}: leads out of the articles folder")
    return place


def write_whole(place: Path, data: bytes) -> None:
    """Write a file in one step, so that a stopped run leaves no half of it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.part")
    draft.write_bytes(data)
    draft.replace(place)


def _printable(value: Any) -> str:
    return "".join(char if char.isprintable() else " " for char in str(value))
