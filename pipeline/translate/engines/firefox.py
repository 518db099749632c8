"""Mozilla's own translation model for Chinese to English, on this machine: 44 MB, the best private engine there is.

The model is not part of the product. `install` takes it from a local folder or, where the network allows, from Mozilla, and
writes down a digest of each file; a file that no longer has its digest is refused.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline.document import Span
from pipeline.errors import EngineMissing, EngineUnavailable
from pipeline.segments import sentences
from pipeline.settings import TranslateSettings
from pipeline.signature import signature
from pipeline.translate.engines.contract import Candidate, Context, Engine

SUMS = "SHA256SUMS"
"""File that `install` writes beside the model, in the form `sha256sum -c` reads."""

_PARTS = (("model", ("model*.bin",)), ("source vocabulary", ("srcvocab*.spm", "vocab*.spm")))
_TARGET = ("trgvocab*.spm", "vocab*.spm")


class Firefox:
    """Translate sentence by sentence with one model."""

    batch_segments = 16
    is_checked = True
    is_gloss = False
    reads_gloss = False

    def __init__(self, translator: Any, digest: str) -> None:
        """Keep a loaded translator; `digest` names its model in the signature."""
        self.signature = signature("firefox", version("fxtranslate"), model=digest[:12])
        self._translator = translator

    def translate(self, segments: Sequence[str], *, context: Context) -> list[list[Candidate]]:
        """Give one candidate per segment."""
        return [[self._one(segment)] for segment in segments]

    def close(self) -> None:
        """Nothing is open."""

    def _one(self, segment: str) -> Candidate:
        spans = sentences(segment) or (Span(0, len(segment)),)
        try:
            return Candidate(" ".join(self._translator.translate(segment[start:end]) for start, end in spans))
        except ValueError as error:
            return Candidate("", f"{error}")


def default_folder() -> Path:
    """Return where the model lies unless the settings say otherwise."""
    return Path.home() / ".local" / "share" / "qingyi" / "firefox-zh-en"


def make_firefox(settings: TranslateSettings) -> Engine:
    """Load the model; raises EngineMissing if it, or the library, is not there or a file has changed."""
    try:
        from fxtranslate import Translator
    except ImportError as error:
        raise EngineMissing("firefox: fxtranslate is not installed; pip install fxtranslate") from error
    folder = Path(settings.firefox_model) if settings.firefox_model else default_folder()
    model, source, target, shortlist = _files(folder)
    _verify(folder)
    digest = _digest(model)
    try:
        translator = Translator(
            model.read_bytes(), source.read_bytes(), target.read_bytes(), shortlist.read_bytes() if shortlist else None
        )
    except ValueError as error:
        raise EngineMissing(f"firefox: {folder} holds no model that loads ({error}); install it again") from error
    return Firefox(translator, digest)


def install(folder: Path, source: Path | None) -> tuple[Path, ...]:
    """Put the model into `folder`, from a local folder or from Mozilla, and write down its digests.

    source: folder with `model*.bin`, vocabularies and, if there is one, `lex*.bin`; None downloads, checked by Mozilla's digests.
    Raises EngineMissing if files are missing, EngineUnavailable if the download fails. Nothing half-done stays behind.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        found = source if source is not None else _download(Path(scratch) / "download")
        fresh = Path(scratch) / "model"
        fresh.mkdir()
        for path in dict.fromkeys(path for path in _files(found) if path is not None):
            shutil.copyfile(path, fresh / path.name)
        sums = [f"{_digest(path)}  {path.name}\n" for path in sorted(fresh.iterdir())]
        (fresh / SUMS).write_text("".join(sums), "utf-8")
        if folder.exists():
            folder.replace(Path(scratch) / "old")
        fresh.replace(folder)
    return tuple(sorted(folder.iterdir()))


def _download(folder: Path) -> Path:
    from fxtranslate import discovery

    try:
        discovery.add_models("zh", "en", str(folder), False)
    except ValueError as error:
        raise EngineUnavailable(
            f"firefox: Mozilla's model cannot be fetched ({error}); name a local folder instead"
        ) from error
    return next((path.parent for path in sorted(folder.rglob("model*.bin"))), folder)


def _files(folder: Path) -> tuple[Path, Path, Path, Path | None]:
    """Find model, vocabularies and shortlist; raises EngineMissing for what is not there."""
    found = [_first(folder, patterns) for _, patterns in _PARTS]
    target = _first(folder, _TARGET)
    model, source = found
    if model is None or source is None or target is None:
        lacking = next(
            (name for (name, _), path in zip(_PARTS, found, strict=True) if path is None), "target vocabulary"
        )
        raise EngineMissing(f"firefox: no {lacking} in {folder}; run `inv model --install firefox` or name a folder")
    return model, source, target, _first(folder, ("lex*.bin",))


def _first(folder: Path, patterns: Sequence[str]) -> Path | None:
    return next((path for pattern in patterns for path in sorted(folder.glob(pattern))), None)


def _verify(folder: Path) -> None:
    """Compare each file with its digest where digests were written down."""
    sums = folder / SUMS
    if not sums.is_file():
        return
    for line in sums.read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = folder / Path(name).name
        if not path.is_file() or _digest(path) != digest:
            raise EngineMissing(f"firefox: {path} is not the file that was installed; install the model again")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
