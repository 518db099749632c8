"""What the stages over documents do, reading and cleaning: look up, run what is missing, hand on small records.

The functions named `_…_job` are the pure work, from bytes to bytes, so that any executor can run them; the stage functions
around them only make keys and read results. No rule, threshold or wording of any room stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline import clean, ingest
from pipeline.clean import survey
from pipeline.corpus import Corpus, Record, SetAside
from pipeline.document import Document
from pipeline.editorial import Overrides, check_paths, correct_document
from pipeline.errors import InputError, PipelineError, SettingsError
from pipeline.settings import CleanSettings, IngestSettings
from pipeline.signature import code_version
from pipeline.signature import digest as key_of
from pipeline.store import pack, unpack
from pipeline.workspace import Job, Workspace

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReadJob:
    """Carry a file to whoever reads it."""

    path: str
    data: bytes
    sidecar: bytes | None
    settings: IngestSettings


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Carry a document, or the reason why there is none."""

    document: Document | None
    reason: str


@dataclass(frozen=True, slots=True)
class CleanJob:
    """Carry a document to the clean room."""

    document: Document
    repeated: tuple[str, ...]
    settings: CleanSettings
    overrides: Overrides


def _read_job(payload: bytes) -> bytes:
    job = unpack(payload, ReadJob)
    try:
        return pack(ReadResult(ingest.read(job.path, job.data, job.sidecar, job.settings).verify(), ""))
    except InputError as error:
        return pack(ReadResult(None, error.reason))


def _passages_job(payload: bytes) -> bytes:
    return pack(clean.passages(_document(payload)))


def _clean_job(payload: bytes) -> bytes:
    job = unpack(payload, CleanJob)
    cleaned = clean.clean(job.document, frozenset(job.repeated), job.settings).verify()
    return pack(ReadResult(correct_document(cleaned, job.overrides).verify(), ""))


def _document(value: bytes) -> Document:
    result = unpack(value, ReadResult)
    if result.document is None:
        raise PipelineError(f"a file set aside ({result.reason}) reached a later stage")
    return result.document


def artefact(workspace: Workspace, key: str, kind: type[T]) -> T:
    """Load what an earlier stage stored; raises PipelineError if it is gone, as when the store was deleted meanwhile."""
    value = workspace.store.load(key, kind)
    if value is None:
        raise PipelineError(f"{workspace.store.path} lost {key} during the run; run the command again")
    return value


def document(workspace: Workspace, record: Record) -> Document:
    """Load the document that a record stands for."""
    result = artefact(workspace, record.key, ReadResult)
    if result.document is None:
        raise PipelineError(f"{record.path} was set aside: {result.reason}")
    return result.document


def read_documents(corpus: Corpus, workspace: Workspace) -> Corpus:
    """Read every file of the articles folder; set aside what cannot be read."""
    settings = workspace.settings.ingest
    if not workspace.articles.is_dir():
        raise SettingsError(f"{workspace.articles}: no such folder of articles; give one with --articles DIR")
    sources = ingest.discover(workspace.articles, settings)
    version = key_of("ingest.read", code_version("ingest"), pack(settings))
    keys, jobs, aside = {}, [], []
    for source in sources:
        try:
            content = _content(source)
        except InputError as error:
            aside.append(SetAside(source.path, error.reason))
            continue
        keys[source.path] = key_of(version, source.path, *content)
        jobs.append(Job(keys[source.path], _lazily_read(source, settings)))
    workspace.results("ingest.read", jobs, _read_job)
    records = []
    for path, key in keys.items():
        result = artefact(workspace, key, ReadResult)
        if result.document is None:
            aside.append(SetAside(path, result.reason))
        else:
            records.append(Record(path, result.document.id, key))
    check_paths(workspace.overrides, (record.path for record in records), (item.path for item in aside))
    workspace.tally.counts.update({"files": len(sources), "documents": len(records), "set aside": len(aside)})
    return replace(corpus, documents=tuple(records), set_aside=tuple(sorted(aside, key=lambda item: item.path)))


def _content(source: ingest.Source) -> tuple[bytes, bytes]:
    """Return the bytes of a file and of its sidecar, b"" for none; raises InputError where a file cannot be had."""
    if source.problem:
        raise InputError(source.problem)
    try:
        return source.file.read_bytes(), source.sidecar.read_bytes() if source.sidecar else b""
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}") from error


def _lazily_read(source: ingest.Source, settings: IngestSettings) -> Callable[[], bytes]:
    def payload() -> bytes:
        data, sidecar = _content(source)
        return pack(ReadJob(source.path, data, sidecar or None, settings))

    return payload


def survey_documents(corpus: Corpus, workspace: Workspace) -> Corpus:
    """Note for each document which of its passages stand in many unrelated documents."""
    version = code_version("clean", "data")
    keys = {record.path: key_of("clean.passages", version, record.key) for record in corpus.documents}
    jobs = [Job(keys[record.path], _lazily_load(workspace, record.key)) for record in corpus.documents]
    workspace.results("clean.passages", jobs, _passages_job)
    passages = {path: artefact(workspace, key, tuple[str, ...]) for path, key in keys.items()}
    found = survey.repeated(passages, workspace.settings.clean.furniture_documents)
    return replace(corpus, documents=tuple(replace(record, repeated=found[record.path]) for record in corpus.documents))


def _lazily_load(workspace: Workspace, key: str) -> Callable[[], bytes]:
    return lambda: workspace.store.get(key) or b""


def clean_documents(corpus: Corpus, workspace: Workspace) -> Corpus:
    """Label and mend every document."""
    settings = workspace.settings.clean
    version = key_of("clean.labels", code_version("clean", "data"), pack(settings))
    records, jobs = [], []
    for record in corpus.documents:
        overrides = workspace.overrides.of_document(record.path)
        key = key_of(version, record.key, *record.repeated, pack(overrides))
        jobs.append(Job(key, _lazily_clean(workspace, record, settings, overrides)))
        records.append(replace(record, key=key))
    workspace.results("clean.labels", jobs, _clean_job)
    return replace(corpus, documents=tuple(records))


def _lazily_clean(
    workspace: Workspace, record: Record, settings: CleanSettings, overrides: Overrides
) -> Callable[[], bytes]:
    return lambda: pack(CleanJob(document(workspace, record), record.repeated, settings, overrides))
