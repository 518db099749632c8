"""Where people decided: merges, splits and bases that win over what the room measured.

An override that changes nothing any more, because the stories already are as it wants or its words are gone, stops the run
with a message that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.editorial import Overrides
from pipeline.errors import SettingsError


def check(overrides: Overrides, paths: Iterable[str]) -> None:
    """Raise SettingsError for an override that contradicts another or names a document that is not there."""
    known = set(paths)
    split = {item.path for item in overrides.split}
    for merge in overrides.merge:
        if len(set(merge.paths)) < 2:
            raise SettingsError(f"overrides: merge {list(merge.paths)}: name at least two documents")
        if both := sorted(split & set(merge.paths)):
            raise SettingsError(f"overrides: {both[0]!r} is both merged and split; delete one of the two")
    named = [path for merge in overrides.merge for path in merge.paths]
    named += [item.path for item in overrides.split] + [item.path for item in overrides.base]
    named += [item.path for item in overrides.reading]
    for path in named:
        if path not in known:
            raise SettingsError(f"overrides: no document {path!r} was grouped; correct the path or delete the override")


def base_of(overrides: Overrides, paths: Iterable[str]) -> str:
    """Return the document that an editor chose as base of the story with these paths, "" for none.

    Raises SettingsError if two bases are chosen for one story.
    """
    members = set(paths)
    chosen = [item.path for item in overrides.base if item.path in members]
    if len(set(chosen)) > 1:
        raise SettingsError(f"overrides: {chosen[0]!r} and {chosen[1]!r} are both chosen as base of one story")
    return chosen[0] if chosen else ""


def check_splits(overrides: Overrides, found: Mapping[str, int]) -> None:
    """Raise SettingsError for a split of a document that stands alone anyway; `found` counts its copies unsplit."""
    for item in overrides.split:
        if not found.get(item.path, 0):
            raise SettingsError(f"overrides: split {item.path!r}: it has no copies any more; delete the override")
