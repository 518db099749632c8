"""The documentation cannot drift: every task and every setting stands in it, and links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tasks
from pipeline.reference import tables

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs" / "dev").glob("*.md"))]
TEXT = "\n".join(path.read_text("utf-8") for path in PAGES)


@pytest.mark.parametrize("name", sorted(tasks.ns.task_names))
def test_every_task_is_documented(name: str) -> None:
    """A task that no page mentions does not exist for a reader."""
    assert re.search(rf"\binv {re.escape(name)}\b", TEXT), f"`inv {name}` is in no page"


def test_every_setting_is_documented() -> None:
    """docs/settings.md holds every key with its default."""
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for table in tables():
        assert f"## [{table.name}]" in page
        for entry in table.entries:
            assert entry.text, f"{table.name}.{entry.name} has no docstring"
            assert f"| `{entry.name}` | {entry.type} | `{entry.default}` |" in page, "run `inv reference`"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    """A relative link names a file that is there."""
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_no_task_is_fat() -> None:
    """Tasks are thin verbs: at most 15 lines each, without their documentation."""
    import ast

    tree = ast.parse((ROOT / "tasks.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            assert ast.get_docstring(node), f"{node.name} has no docstring"
            body = node.body[1:]
            assert not body or (body[-1].end_lineno or 0) - body[0].lineno < 15, f"{node.name} is no thin verb"
