"""Settings name the file, the key and the remedy when a person errs."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import Settings, load, parse


def test_the_project_file_is_valid(root: Path) -> None:
    """The file we ship loads."""
    assert isinstance(load(root / "qingyi.toml"), Settings)


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    """Every key is optional."""
    path = tmp_path / "q.toml"
    path.write_text("")
    assert load(path) == Settings()


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"grup": {}}, "did you mean 'group'"),
        ({"group": {"shingle_char": 4}}, "did you mean 'shingle_chars'"),
        ({"group": {"shingle_chars": "four"}}, "must be of type int"),
        ({"group": {"shingle_chars": True}}, "must be of type int"),
        ({"group": 3}, "must be a table"),
        ({"translate": {"auto_order": "online"}}, "list of strings"),
        ({"zzz": 1}, "valid keys: run, site"),
    ],
)
def test_a_wrong_setting_is_explained(table: dict[str, object], message: str) -> None:
    """The message says what is wrong and what would be right."""
    with pytest.raises(SettingsError, match=message):
        parse(table, "q.toml")


def test_an_integer_serves_as_a_ratio() -> None:
    """1 is a valid score."""
    assert parse({"clean": {"removal_score": 1}}, "q").clean.removal_score == 1.0


@pytest.mark.parametrize("content", [b"[group", b"\xff\xfe", b'a = "\x00"'])
def test_a_broken_file_is_explained(tmp_path: Path, content: bytes) -> None:
    """A file that is not TOML is named."""
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"broken\.toml"):
        load(path)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    """A missing file is named."""
    with pytest.raises(SettingsError, match=r"none\.toml"):
        load(tmp_path / "none.toml")
