"""Fixtures that several rooms' tests need."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's root folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the acceptance data beside the project, or skip where it is not there."""
    folder = ROOT.parent / "shared"
    if not (folder / "seeds").is_dir():
        pytest.skip("the acceptance data (../shared) is not on this machine")
    return folder
