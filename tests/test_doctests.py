"""Every example of a docstring is run: an example that lies is worse than none."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

PIPELINE = Path(__file__).resolve().parents[1] / "pipeline"
MODULES = sorted(
    ".".join(("pipeline", *path.relative_to(PIPELINE).with_suffix("").parts))
    for path in PIPELINE.rglob("*.py")
    if ">>> " in path.read_text("utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    """The examples of a module give what they say."""
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        pytest.skip(f"needs the extra that has {error.name}")
    result = doctest.testmod(module)
    assert result.attempted and not result.failed
