"""What the stages over stories do: group and collate, take the digest, translate.

As in `pipeline.steps`, the functions named `_…_job` are the pure work from bytes to bytes; the stage functions make keys, run what
is missing and hand on small records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline import digest, group, translate
from pipeline.corpus import Corpus, Record, StoryRecord
from pipeline.document import Document
from pipeline.editorial import Overrides, correct_digest, correct_story
from pipeline.group import Cluster, Sketch
from pipeline.settings import DigestSettings, GroupSettings, TranslateSettings
from pipeline.signature import code_version
from pipeline.signature import digest as key_of
from pipeline.steps import artefact, document
from pipeline.store import pack, unpack
from pipeline.story import Bilingual, Digest, Related, Story, Unit
from pipeline.termbase import Termbase
from pipeline.workspace import Job, Workspace

T = TypeVar("T")
_TITLE_UNIT_ENGINE = "editorial"


@dataclass(frozen=True, slots=True)
class SketchJob:
    """Carry a document to be sketched."""

    document: Document
    settings: GroupSettings


@dataclass(frozen=True, slots=True)
class CollateJob:
    """Carry the documents of one story."""

    documents: tuple[tuple[str, Document], ...]
    cluster: Cluster
    settings: GroupSettings
    overrides: Overrides


@dataclass(frozen=True, slots=True)
class DigestJob:
    """Carry a story with the terms that may occur in it."""

    story: Story
    terms: Termbase
    settings: DigestSettings
    overrides: Overrides


def _sketch_job(payload: bytes) -> bytes:
    job = unpack(payload, SketchJob)
    return pack(group.sketch(job.document, job.settings))


def _collate_job(payload: bytes) -> bytes:
    job = unpack(payload, CollateJob)
    return pack(correct_story(group.collate(job.documents, job.cluster, job.settings, job.overrides), job.overrides))


def _note_job(payload: bytes) -> bytes:
    return pack(group.note(unpack(payload, Story)))


def _digest_job(payload: bytes) -> bytes:
    job = unpack(payload, DigestJob)
    return pack(correct_digest(digest.digest(job.story, job.terms, job.settings), job.story, job.overrides))


def terms_of(workspace: Workspace) -> Termbase:
    """Read the termbase of the editorial folder; a missing file is an empty one."""
    path = workspace.editorial / "terms.tsv"
    return Termbase.load(path) if path.exists() else Termbase(())


def memory_of(workspace: Workspace) -> translate.Memory:
    """Read the translation memory of the editorial folder: every TMX file in it, in name order."""
    return translate.Memory.load(sorted(workspace.editorial.glob("*.tmx")))


def collate_stories(corpus: Corpus, workspace: Workspace) -> Corpus:
    """Find the copies of each story, make one text of them, and link related stories."""
    records = {record.path: record for record in corpus.documents}
    clusters = _clusters(corpus, workspace, records)
    settings, version = workspace.settings.group, key_of("group.collate", code_version("group", "data"))
    jobs, keys = [], []
    for cluster in clusters:
        overrides = workspace.overrides.of_story(cluster.paths)
        members = tuple(records[path] for path in cluster.paths)
        keys.append(key_of(version, pack(settings), pack(cluster), pack(overrides), *(item.key for item in members)))
        jobs.append(Job(keys[-1], _lazily_collate(workspace, cluster, members, overrides)))
    workspace.results("group.collate", jobs, _collate_job)
    stories = [StoryRecord("", key, cluster.paths) for key, cluster in zip(keys, clusters, strict=True)]
    linked = _linked(stories, workspace)
    workspace.tally.counts.update({"stories": len(linked), "merged": len(corpus.documents) - len(linked)})
    return replace(corpus, stories=linked)


def _clusters(corpus: Corpus, workspace: Workspace, records: dict[str, Record]) -> tuple[Cluster, ...]:
    settings, version = workspace.settings.group, code_version("group", "data")
    keys = [key_of("group.sketch", version, pack(settings), record.key) for record in corpus.documents]
    jobs = [
        Job(key, _lazily_sketch(workspace, record, settings))
        for key, record in zip(keys, corpus.documents, strict=True)
    ]
    workspace.results("group.sketch", jobs, _sketch_job)
    overrides = replace(workspace.overrides, passage=(), document=(), set_aside=(), story=())
    key = key_of("group.clusters", version, pack(settings), pack(overrides), *keys)
    found = workspace.store.load(key, tuple[Cluster, ...])
    if found is None:
        sketches = (artefact(workspace, key, Sketch) for key in keys)
        identities = dict(zip(records, keys, strict=True))
        recall = _recall(workspace, identities)
        found = group.clusters(sketches, lambda path: document(workspace, records[path]), settings, overrides, recall)
        workspace.store.save(key, found)
        workspace.tally.ran["group.clusters"] += 1
    return found


def _recall(workspace: Workspace, identities: Mapping[str, str]) -> group.Recall:
    """Keep what was measured between two documents in the store, under the keys of their sketches."""

    def recall(paths: tuple[str, str], detail: bytes, kind: type[T], make: Callable[[], T]) -> T:
        key = key_of("group.pair", *(identities[path] for path in paths), detail)
        known = workspace.store.load(key, kind)
        workspace.tally.reused["group.pair"] += known is not None
        if known is not None:
            return known
        workspace.tally.ran["group.pair"] += 1
        made = make()
        workspace.store.save(key, made)
        return made

    return recall


def _lazily_sketch(workspace: Workspace, record: Record, settings: GroupSettings) -> Callable[[], bytes]:
    return lambda: pack(SketchJob(document(workspace, record), settings))


def _lazily_collate(
    workspace: Workspace, cluster: Cluster, members: Sequence[Record], overrides: Overrides
) -> Callable[[], bytes]:
    def payload() -> bytes:
        documents = tuple((record.path, document(workspace, record)) for record in members)
        return pack(CollateJob(documents, cluster, workspace.settings.group, overrides))

    return payload


def _linked(stories: Sequence[StoryRecord], workspace: Workspace) -> tuple[StoryRecord, ...]:
    """Give each story its id and its links to related ones."""
    version = key_of("group.note", code_version("group", "data"))
    keys = [key_of(version, record.key) for record in stories]
    jobs = [Job(key, _lazily_load(workspace, record.key)) for key, record in zip(keys, stories, strict=True)]
    workspace.results("group.note", jobs, _note_job)
    notes = [artefact(workspace, key, group.Note) for key in keys]
    related = group.relate(notes)
    linked = []
    for record, note in zip(stories, notes, strict=True):
        links: tuple[Related, ...] = related.get(note.story, ())
        key = key_of("group.linked", record.key, pack(links))
        if not workspace.store.has(key):
            workspace.store.save(key, replace(artefact(workspace, record.key, Story), related=links))
        linked.append(replace(record, story=note.story, key=key))
    return tuple(linked)


def _lazily_load(workspace: Workspace, key: str) -> Callable[[], bytes]:
    return lambda: workspace.store.get(key) or b""


def digest_stories(corpus: Corpus, workspace: Workspace) -> Corpus:
    """Take each story's digest."""
    terms, settings = terms_of(workspace), workspace.settings.digest
    version = key_of("digest.take", code_version("digest", "data"), pack(settings), pack(terms.terms))
    jobs, stories = [], []
    for record in corpus.stories:
        overrides = workspace.overrides.of_story(record.paths)
        key = key_of(version, record.key, pack(overrides))
        jobs.append(Job(key, _lazily_digest(workspace, record, terms, overrides)))
        stories.append(replace(record, digest_key=key))
    workspace.results("digest.take", jobs, _digest_job)
    return replace(corpus, stories=tuple(stories))


def _lazily_digest(
    workspace: Workspace, record: StoryRecord, terms: Termbase, overrides: Overrides
) -> Callable[[], bytes]:
    def payload() -> bytes:
        story = artefact(workspace, record.key, Story)
        return pack(DigestJob(story, terms, workspace.settings.digest, overrides))

    return payload


def translate_stories(corpus: Corpus, workspace: Workspace) -> Corpus:
    """Translate each story's segments; every answer of an engine is stored at once."""
    terms, memory, settings = terms_of(workspace), memory_of(workspace), workspace.settings.translate
    version = key_of("translate.units", code_version("translate", "data"), pack(settings), memory.signature)
    version = key_of(version, pack(terms.terms), str(workspace.reachable))
    stories, waiting = [], []
    for record in corpus.stories:
        key = key_of(version, record.key, record.digest_key, pack(workspace.overrides.of_story(record.paths)))
        stories.append(replace(record, bilingual_key=key))
        if not workspace.store.has(key):
            waiting.append(stories[-1])
    workspace.tally.ran["translate.units"] += len(waiting)
    workspace.tally.reused["translate.units"] += len(stories) - len(waiting)
    with translate.Chain(settings) as chain:
        for record in workspace.reporter.track("translate.units", waiting, len(waiting)):
            workspace.store.save(record.bilingual_key, _bilingual(record, chain, memory, terms, workspace))
        for name, problem in chain.problems.items():
            workspace.reporter.note(f"engine {name} did not serve: {problem}")
    for record in () if workspace.reporter.quiet else stories:
        _count_states(artefact(workspace, record.bilingual_key, Bilingual).units, workspace)
    return replace(corpus, stories=tuple(stories))


def _bilingual(
    record: StoryRecord, chain: translate.Chain, memory: translate.Memory, terms: Termbase, workspace: Workspace
) -> Bilingual:
    story = artefact(workspace, record.key, Story)
    listed = translate.units(story, artefact(workspace, record.digest_key, Digest))
    known, store_answer = answers(workspace)
    settings: TranslateSettings = workspace.settings.translate
    done = translate.translate(listed, chain, memory, terms, settings, store_answer=store_answer, known=known)
    given = next((item.title_en for item in workspace.overrides.of_story(record.paths).story if item.title_en), "")
    if given:
        done = tuple(_entitled(unit, given) if unit.role == "title" else unit for unit in done)
    return Bilingual(story.id, done, chain.signature, workspace.today)


def _entitled(unit: Unit, title: str) -> Unit:
    return replace(unit, target=title, state="reviewed", engine=_TITLE_UNIT_ENGINE, checks=(), note="")


def answers(workspace: Workspace) -> tuple[translate.Known, translate.StoreAnswer]:
    """Give the two functions by which engines' answers are looked up and kept, each at once."""

    def known(key: str) -> tuple[translate.Candidate, ...] | None:
        return workspace.store.load(key, tuple[translate.Candidate, ...])

    def store_answer(key: str, candidates: tuple[translate.Candidate, ...]) -> None:
        workspace.store.save(key, candidates)

    return known, store_answer


def _count_states(units: Sequence[Unit], workspace: Workspace) -> None:
    counts = workspace.tally.counts
    counts["sentences"] += len(units)
    for unit in units:
        counts[unit.state] += 1
        counts["flagged"] += bool(unit.checks)
