"""The settings reference, made from the settings' own docstrings, so that it cannot drift."""

from __future__ import annotations

import ast
import dataclasses
from pathlib import Path
from typing import NamedTuple

from pipeline import settings


class Entry(NamedTuple):
    """Describe one key of the settings file."""

    name: str
    type: str
    default: str
    text: str


class Table(NamedTuple):
    """Describe one table of the settings file."""

    name: str
    text: str
    entries: tuple[Entry, ...]


def tables() -> tuple[Table, ...]:
    """List every table of the settings file with its keys, in file order."""
    tree = ast.parse(Path(settings.__file__).read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    found = []
    for field in dataclasses.fields(settings.Settings):
        kind = str(field.type)
        node = classes[kind]
        defaults = getattr(settings, kind)()
        found.append(Table(field.name, ast.get_docstring(node) or "", tuple(_entries(node, defaults))))
    return tuple(found)


def _entries(node: ast.ClassDef, defaults: object) -> list[Entry]:
    entries = []
    for item, following in zip(node.body, node.body[1:], strict=False):
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            text = (
                following.value.value
                if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
                else ""
            )
            default = _toml(getattr(defaults, item.target.id))
            entries.append(Entry(item.target.id, ast.unparse(item.annotation), default, " ".join(str(text).split())))
    return entries


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
