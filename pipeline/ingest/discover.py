"""Find the files of an articles folder: every regular file is an article, unless it serves one.

Sidecars, the companion folders of "complete page" saves, address lists for `inv fetch` and dot files serve articles.
What cannot be read at all (a link out of the folder, a device, a folder named like a file, a file beyond the size limit)
is listed with its problem, so that the report can name it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.settings import IngestSettings

ARTICLE_SUFFIXES = frozenset(
    {".txt", ".text", ".html", ".htm", ".xhtml", ".shtml", ".md", ".markdown", ".mhtml", ".mht"}
)
"""Suffixes of articles; others are read as well, these only tell a folder that is named like a file."""

_COMPANIONS = ("_files", ".files", "_文件", "_檔案")
_LISTS = frozenset({"sources.toml"})


@dataclass(frozen=True, slots=True)
class Source:
    """Stand for one file of the articles folder."""

    path: str
    """Path below the folder, forward slashes; bytes that are no UTF-8 appear as \\xNN."""
    file: Path
    sidecar: Path | None = None
    problem: str = ""
    """Why the file cannot be read, "" where it can be tried."""


def discover(folder: Path, settings: IngestSettings) -> tuple[Source, ...]:
    """List the articles of a folder, nested or flat, in path order.

    Raises FileNotFoundError if there is no such folder.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: no such folder of articles")
    root = folder.resolve()
    return tuple(sorted(_walk(folder, root, settings), key=lambda source: source.path))


def safe_path(name: str) -> str:
    """Spell a path with forward slashes and without surrogate escapes, so that it can be stored and printed.

    >>> safe_path("\\udcff.txt")
    '\\\\xff.txt'
    """
    data = name.replace(os.sep, "/").encode("utf-8", "surrogateescape")
    return data.decode("utf-8", "backslashreplace")


def _walk(folder: Path, root: Path, settings: IngestSettings) -> Iterator[Source]:
    for directory, folders, names in os.walk(folder):
        place = Path(directory)
        pages = {
            Path(name).stem for name in names if Path(name).suffix.lower() in {".html", ".htm", ".xhtml", ".shtml"}
        }
        kept = []
        for name in sorted(folders):
            item = place / name
            if name.startswith(".") or _serves_page(name, pages):
                continue
            if item.is_symlink():
                yield _source(folder, item, problem="is a link to a folder; put the files themselves here")
                continue
            if item.suffix.lower() in ARTICLE_SUFFIXES:
                yield _source(folder, item, problem="is a folder, though named like a file")
            kept.append(name)
        folders[:] = kept
        yield from _files(folder, place, names, root, settings)


def _files(folder: Path, place: Path, names: list[str], root: Path, settings: IngestSettings) -> Iterator[Source]:
    articles = {name for name in names if Path(name).suffix.lower() != ".toml"}
    stems = {Path(name).stem for name in articles}
    for name in names:
        item = place / name
        if name.startswith(".") or name in _LISTS or item.suffix.lower() == ".url":
            continue
        if item.suffix.lower() == ".toml":
            if item.stem not in articles and item.stem not in stems:
                yield _source(folder, item, problem="is a sidecar without its article")
            continue
        sidecars = [place / f"{name}.toml", place / f"{item.stem}.toml"]
        sidecar = next((path for path in sidecars if path.name in names), None)
        yield _source(folder, item, sidecar, _problem(item, root, settings))


def _problem(item: Path, root: Path, settings: IngestSettings) -> str:
    """Say why a file cannot be read, before a byte of it is."""
    try:
        if item.is_symlink() and not item.resolve().is_relative_to(root):
            return "is a link that leads out of the articles folder"
        status = item.stat()
    except OSError as error:
        return f"cannot be opened: {error.strerror or 'unreadable'}"
    if not stat.S_ISREG(status.st_mode):
        return "is not a regular file"
    if status.st_size > settings.max_bytes:
        return f"is too large: {status.st_size:,} bytes, the limit is {settings.max_bytes:,} (setting ingest.max_bytes)"
    if status.st_size == 0:
        return "is empty"
    return "" if os.access(item, os.R_OK) else "cannot be opened: permission denied"


def _serves_page(name: str, pages: set[str]) -> bool:
    return any(name.endswith(ending) and name[: -len(ending)] in pages for ending in _COMPANIONS)


def _source(folder: Path, item: Path, sidecar: Path | None = None, problem: str = "") -> Source:
    return Source(safe_path(item.relative_to(folder).as_posix()), item, sidecar, problem)
