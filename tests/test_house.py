"""The house rules, so that no reviewer has to remember them: imports, sizes, documentation, manners.

`DEBT` lists every exception by name with its reason; a name that no longer needs its exception fails too.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pipeline"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
ROOMS = ("ingest", "clean", "group", "digest", "translate", "render", "evaluate")
FOUNDATION = ("errors", "signature", "settings")
"""Modules that nothing of the pipeline may stand under."""
ABOVE_ROOMS = (
    "steps",
    "story_steps",
    "stages",
    "results",
    "commands",
    "doctor",
    "site",
    "editing",
    "publishing",
    "benches",
    "cleaner_training",
    "manner_training",
    "clause_training",
    "page_training",
    "coherence_lessons",
    "coherence_training",
    "tagger_network",
    "tagger_training",
)
"""Top modules that may import rooms."""
MODULE_LINES = 350
FUNCTION_LINES = 50
DEBT: dict[str, str] = {}


def name_of(path: Path) -> str:
    """Name a module by its path below the package: "clean.spam"."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "__init__"


def room_of(name: str) -> str:
    """Name the room of a module, "" for a top module."""
    first = name.split(".")[0]
    return first if first in ROOMS else ""


def imports_of(path: Path) -> Iterator[str]:
    """Yield the pipeline modules that a module imports, by name below the package."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pipeline":
            base = node.module.removeprefix("pipeline").lstrip(".")
            for alias in node.names:
                whole = f"{base}.{alias.name}".lstrip(".")
                is_module = (PACKAGE / whole.replace(".", "/")).is_dir() or (
                    PACKAGE / f"{whole.replace('.', '/')}.py"
                ).exists()
                yield whole if is_module else base
        elif isinstance(node, ast.Import):
            yield from (a.name.removeprefix("pipeline.") for a in node.names if a.name.startswith("pipeline."))


def functions_of(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield every function of a module with its address."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}.{node.name}", node


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring."""
    assert node.end_lineno
    first = node.body[0]
    doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if doc else 0
    return node.end_lineno - node.lineno + 1 - docstring


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    """Foundation, then records and language, then rooms, then stages; of the rooms only `evaluate` imports others."""
    name = name_of(path)
    for target in imports_of(path):
        if name in FOUNDATION:
            assert target in FOUNDATION, f"{name} stands under everything and imports {target}"
        elif room_of(name):
            assert room_of(target) in {"", room_of(name)}, (
                f"room {room_of(name)} imports room {room_of(target)} ({name})"
            )
            assert target.split(".")[0] not in ABOVE_ROOMS, f"{name} imports {target}, which stands above it"
        elif name.split(".")[0] not in ABOVE_ROOMS:
            assert not room_of(target), f"top module {name} imports room {target}"
            assert target.split(".")[0] not in ABOVE_ROOMS, f"{name} imports {target}, which stands above it"


def test_sizes_stay_in_the_budget() -> None:
    """Modules hold one idea; functions fit on a screen."""
    large = {f"{name_of(p)}": n for p in MODULES if (n := len(p.read_text("utf-8").splitlines())) > MODULE_LINES}
    long = {a: n for p in MODULES for a, node in functions_of(p) if (n := lines_of(node)) > FUNCTION_LINES}
    over = {**large, **long}
    assert set(over) - set(DEBT) == set(), f"over the budget: {over}"
    assert set(DEBT) - set(over) == set(), "these exceptions are no longer needed"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_names_are_documented(path: Path) -> None:
    """Every module, public class and public function says what it is for."""
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{name_of(path)} has no docstring"
    private_classes = {n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef) and n.name.startswith("_")}
    for node in tree.body:
        members = [node, *(node.body if isinstance(node, ast.ClassDef) and node.name not in private_classes else [])]
        for item in members:
            if isinstance(item, ast.FunctionDef | ast.ClassDef) and not item.name.startswith("_"):
                assert ast.get_docstring(item), f"{name_of(path)}.{item.name} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_manners(path: Path) -> None:
    """No print, no global, no mutable default, no swallowed error, no unfinished note."""
    text = path.read_text("utf-8")
    for node in ast.walk(ast.parse(text)):
        assert not isinstance(node, ast.Global), f"{name_of(path)}: global"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id != "print", f"{name_of(path)}:{node.lineno}: print"
        if isinstance(node, ast.ExceptHandler):
            empty = all(
                isinstance(x, ast.Pass) or (isinstance(x, ast.Expr) and isinstance(x.value, ast.Constant))
                for x in node.body
            )
            assert not empty, f"{name_of(path)}:{node.lineno}: an error is swallowed"
        if isinstance(node, ast.FunctionDef):
            for default in [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]:
                assert not isinstance(default, ast.List | ast.Dict | ast.Set), (
                    f"{name_of(path)}:{node.lineno}: mutable default"
                )
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text), f"{name_of(path)}: an unfinished note"


def test_nothing_names_a_registry_or_this_machine() -> None:
    """Lock and configuration files name no registry host; no committed file names a path of somebody's machine."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    hosts = re.compile(r"pypi\.org|pythonhosted|--index-url|--find-links|registry\.npmjs")
    machine = re.compile(r"/(?:home|Users|work|root)/[a-z]")
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".gguf", ".png", ".jpg", ".bin", ".gz"} or not path.is_file() or path == Path(__file__):
            continue
        text = path.read_text("utf-8", "replace")
        if name.endswith((".lock", ".toml", ".yml", ".cfg", "Makefile")):
            assert not hosts.search(text), f"{name} names a registry"
        if name.startswith(("pipeline/", "tests/", "docs/", "README", "tasks", ".ci", ".github")):
            assert not machine.search(text), f"{name} names a path of a machine: {machine.search(text)}"
