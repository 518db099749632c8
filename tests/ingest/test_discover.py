"""The articles folder is listed completely, in order, and nothing outside it is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.ingest import discover
from pipeline.ingest.discover import safe_path
from pipeline.settings import IngestSettings

SETTINGS = IngestSettings(max_bytes=1000)


def listing(folder: Path) -> dict[str, str]:
    """Map each listed path to its problem."""
    return {source.path: source.problem for source in discover(folder, SETTINGS)}


def test_lists_nested_files_in_path_order(tmp_path: Path) -> None:
    """Names do not matter: emoji, spaces and dots are files like others."""
    for name in ("b.txt", "a/😀 甲.md", "a/..名.txt", "z"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("字")
    (tmp_path / ".hidden").write_text("字")
    assert list(listing(tmp_path)) == ["a/😀 甲.md", "b.txt", "z"]


def test_sidecars_lists_and_companions_serve_articles(tmp_path: Path) -> None:
    """They are no articles themselves; a sidecar without an article is named."""
    (tmp_path / "页_files").mkdir()
    for name in (
        "页.html",
        "页_files/x.css",
        "甲.txt",
        "甲.toml",
        "乙.txt",
        "乙.txt.toml",
        "丙.toml",
        "sources.toml",
        "丁.url",
    ):
        (tmp_path / name).write_text("字")
    sources = {source.path: source for source in discover(tmp_path, SETTINGS)}
    assert sorted(sources) == sorted(["页.html", "甲.txt", "乙.txt", "丙.toml"])
    assert sources["甲.txt"].sidecar == tmp_path / "甲.toml"
    assert sources["乙.txt"].sidecar == tmp_path / "乙.txt.toml"
    assert "without its article" in sources["丙.toml"].problem


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    """Links out, folders named like files, devices, empty and huge files are listed with their problem."""
    outside = tmp_path / "outside"
    outside.write_text("字")
    folder = tmp_path / "articles"
    (folder / "d.txt").mkdir(parents=True)
    (folder / "d.txt" / "in.txt").write_text("字")
    (folder / "link.txt").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "huge.txt").write_bytes(b"x" * 1001)
    (folder / "empty.txt").touch()
    os.mkfifo(folder / "pipe.txt")
    problems = listing(folder)
    assert "folder" in problems["d.txt"] and problems["d.txt/in.txt"] == ""
    assert "leads out" in problems["link.txt"] and "link to a folder" in problems["loop"]
    assert "cannot be opened" in problems["gone.txt"]
    assert "1,001 bytes" in problems["huge.txt"] and "max_bytes" in problems["huge.txt"]
    assert problems["empty.txt"] == "is empty"
    assert "regular" in problems["pipe.txt"]


def test_names_that_are_no_utf8_are_spelled_out(tmp_path: Path) -> None:
    """A path can always be printed and stored."""
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")).write_text("字")
    (source,) = discover(tmp_path, SETTINGS)
    assert source.path == "\\xff\\xfe.txt"
    source.path.encode("utf-8")
    assert source.file.read_text() == "字"
    assert safe_path("") == ""


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    """A missing folder is the caller's mistake."""
    with pytest.raises(FileNotFoundError):
        discover(tmp_path / "nowhere", SETTINGS)
    assert discover(tmp_path, SETTINGS) == ()
