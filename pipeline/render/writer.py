"""The target folder: files are written only if they changed, and what an earlier rendering left behind is taken away.

Only files that this writer recorded as its own are ever removed. Writing is atomic, so that a preview server never reads half
a page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from pipeline.errors import RenderError
from pipeline.signature import digest

RECORD = "rendered.json"
"""Name of the record beside the docs folder: path to key of every file written."""
JOURNAL = "rendering.txt"
"""Name of the list beside it: paths of new files of a rendering that is not recorded yet, for the next to know if it is killed."""


@dataclass(slots=True)
class Writer:
    """Write the files of one rendering below `target/docs`; the one mutable thing in this room."""

    target: Path
    _known: dict[str, str] = field(init=False)
    _keys: dict[str, str] = field(init=False, default_factory=dict)
    changed: list[str] = field(default_factory=list)
    """Paths of the files that are new or changed, in the order of writing."""
    gone: list[str] = field(default_factory=list)
    """Paths of the files that were taken away."""

    def __post_init__(self) -> None:
        """Read what the last rendering recorded; an unreadable record only means that every file is compared anew."""
        try:
            self._known = dict(json.loads((self.target / RECORD).read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            self._known = {}
        if (journal := self.target / JOURNAL).is_file():
            self._known = dict.fromkeys(journal.read_text("utf-8", "replace").splitlines(), "") | self._known

    @property
    def docs(self) -> Path:
        """The folder that the site builder reads."""
        return self.target / "docs"

    @property
    def earlier(self) -> tuple[str, ...]:
        """Paths that the last rendering wrote, in order."""
        return tuple(sorted(self._known))

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of this rendering so far, in the order of writing."""
        return tuple(self._keys)

    @property
    def files(self) -> int:
        """Files of this rendering so far."""
        return len(self._keys)

    def text(self, path: str, text: str) -> None:
        """Write a text file unless it is there with the same content."""
        self.data(path, text.encode("utf-8"))

    def data(self, path: str, data: bytes, key: str = "") -> None:
        """Write a file unless it is there with the same content; `key` stands for what it was made of, "" for its bytes.

        Raises RenderError if the path leaves the docs folder or was written before in this rendering.
        """
        place = self._claim(path, key or digest(data))
        if place.is_file() and place.read_bytes() == data:
            return
        place.parent.mkdir(parents=True, exist_ok=True)
        if path not in self._known:
            with (self.target / JOURNAL).open("a", encoding="utf-8") as journal:
                journal.write(f"{path}\n")
        temporary = place.with_name(f".{place.name}.tmp")
        temporary.write_bytes(data)
        temporary.replace(place)
        self.changed.append(path)

    def is_current(self, path: str, key: str) -> bool:
        """Say whether the file was made of the same things before; it then counts as written in this rendering."""
        if self._known.get(path) != key or not (self.docs / path).is_file():
            return False
        self._claim(path, key)
        return True

    def has(self, path: str) -> bool:
        """Say whether the last rendering made a file that is still there."""
        return bool(self._known.get(path)) and (self.docs / path).is_file()

    def keep(self, path: str) -> bool:
        """Leave a file as the last rendering made it; False if that made none."""
        return self.has(path) and self.is_current(path, self._known[path])

    def _claim(self, path: str, key: str) -> Path:
        parts = PurePosixPath(path)
        if parts.is_absolute() or ".." in parts.parts or not parts.name:
            raise RenderError(f"{path}: not a path below the docs folder")
        if path in self._keys:
            raise RenderError(f"{path}: two pages want the same place")
        self._keys[path] = key
        return self.docs / path

    def finish(self) -> None:
        """Take away files that only earlier renderings had, and record this one."""
        for path in sorted(self._known.keys() - self._keys.keys()):
            place = self.docs / path
            if ".." in PurePosixPath(path).parts or not place.is_file():
                continue
            place.unlink()
            self.gone.append(path)
            if not any(place.parent.iterdir()):
                place.parent.rmdir()
        self.target.mkdir(parents=True, exist_ok=True)
        temporary = self.target / f".{RECORD}.tmp"
        temporary.write_text(json.dumps(self._keys, ensure_ascii=False, indent=0, sort_keys=True), "utf-8")
        temporary.replace(self.target / RECORD)
        (self.target / JOURNAL).unlink(missing_ok=True)
