"""Signatures: one string that names a tool with its parameters and version, so that two results compare only if made alike.

The form is sacrebleu's: `name|key:value|…|version:x`, keys sorted, so that equal configurations give equal strings.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_NO_RESULT_DEPENDS = frozenset(
    f"{name}.py"
    for name in (
        *("__init__", "store", "executors", "progress", "workspace", "stages", "steps", "story_steps", "site"),
        *("commands", "editing", "publishing", "benches", "results", "doctor", "reference", "chromium", "verbatim"),
        *(
            "page_training",
            "cleaner_training",
            "manner_training",
            "clause_training",
            "tagger_network",
            "tagger_training",
        ),
        *("coherence_lessons", "coherence_training", "training_runs", "rouge"),
    )
)
"""Top modules that move results about, print or measure them, and change none."""


def signature(name: str, version: str, **parameters: object) -> str:
    """Join a tool's name, parameters and version into one string.

    >>> signature("draft", "1", shots=6, model="gemma")
    'draft|model:gemma|shots:6|version:1'
    """
    parts = [f"{key}:{parameters[key]}" for key in sorted(parameters)]
    return "|".join([name, *parts, f"version:{version}"])


def digest(*parts: bytes | str) -> str:
    """Digest parts into 32 hexadecimal digits (BLAKE2b, 128 bits); each part's length goes in, so ("ab", "c") differs from ("a", "bc")."""
    hasher = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.hexdigest()


@cache
def code_version(*rooms: str) -> str:
    """Digest the source and data files of the named rooms and of the modules all rooms stand on.

    A stage's results are stored under this, so that a changed rule never serves yesterday's text.
    rooms: folder names under `pipeline/`, or paths of single files; unknown names raise FileNotFoundError.
    """
    shared = sorted(PACKAGE.glob("*.py"))
    paths = [path for path in shared if path.name not in _NO_RESULT_DEPENDS]
    for room in rooms:
        paths += _files_of(PACKAGE / room)
    return digest(*(part for path in paths for part in (path.relative_to(PACKAGE).as_posix(), path.read_bytes())))


def _files_of(place: Path) -> Iterable[Path]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise FileNotFoundError(place)
    return sorted(
        path
        for path in place.rglob("*")
        if path.is_file() and path.suffix not in {".pyc"} and "__pycache__" not in path.parts
    )
