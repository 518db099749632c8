"""From the stages' records to the site: read each story's records from the store, one story at a time, and hand them to render."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline import render
from pipeline.corpus import Corpus, Record, StoryRecord
from pipeline.ledger import ledger
from pipeline.render import Rendered, StoryInput, WitnessLedger
from pipeline.steps import artefact, document
from pipeline.story import Bilingual, Digest, Story
from pipeline.story_steps import terms_of
from pipeline.workspace import Workspace

PAGES = ".qingyi/pages"
"""Folder for rendered pages, one below it for each site, so that two corpora never mix."""


KEPT_MAX = 1_000
"""Most stories that a preview keeps in memory between two builds, about 0.2 MB each."""

Loaded = dict[str, tuple[StoryRecord, bool, StoryInput]]
"""Stories that a preview keeps, by the path of their base: what each was made of, and the story."""


@dataclass(frozen=True, slots=True)
class StoryInputs:
    """Give the render room its stories; can be iterated as often as it likes."""

    corpus: Corpus
    workspace: Workspace
    loaded: Loaded | None = None
    """Where a preview keeps stories; one that did not change is the same object again, and one whose base was edited, which gives
    it another id, is still found under the old one."""

    def __iter__(self) -> Iterator[StoryInput]:
        """Yield the stories that no editor hid, in story order."""
        overrides = self.workspace.overrides.story
        hidden = {item.path for item in overrides if item.hide}
        pinned = {item.path for item in overrides if item.pin}
        documents = {record.path: record for record in self.corpus.documents}
        for record in self.corpus.stories:
            if not hidden & set(record.paths):
                yield self._known(record, documents, pinned=bool(pinned & set(record.paths)))

    def _known(self, record: StoryRecord, documents: Mapping[str, Record], *, pinned: bool) -> StoryInput:
        loaded, name = self.loaded, record.paths[0]
        if loaded is None:
            return self._input(record, documents, pinned=pinned)
        known = loaded.get(name)
        if known and known[:2] == (record, pinned):
            return known[2]
        fresh = self._input(record, documents, pinned=pinned)
        if known and known[2].story.id != fresh.story.id:
            fresh = replace(fresh, former=(*known[2].former, known[2].story.id))
        if known or len(loaded) < KEPT_MAX:
            loaded[name] = (record, pinned, fresh)
        return fresh

    def _input(self, record: StoryRecord, documents: Mapping[str, Record], *, pinned: bool) -> StoryInput:
        story = artefact(self.workspace, record.key, Story)
        return StoryInput(
            story=story,
            digest=artefact(self.workspace, record.digest_key, Digest),
            bilingual=artefact(self.workspace, record.bilingual_key, Bilingual),
            ledgers=tuple(self._ledgers(story, documents)),
            pinned=pinned,
        )

    def _ledgers(self, story: Story, documents: Mapping[str, Record]) -> Iterator[WitnessLedger]:
        for witness in story.witnesses:
            doc = document(self.workspace, documents[witness.path])
            removed = ledger(doc).removed
            yield WitnessLedger(witness.siglum, witness.path, removed, len(doc.raw), doc.provenance, doc.metadata)


def render_pages(corpus: Corpus, workspace: Workspace, target: Path) -> Rendered:
    """Write every page of the site below `target`."""
    return _render(StoryInputs(corpus, workspace), workspace, target, None)


def _render(inputs: StoryInputs, workspace: Workspace, target: Path, kept: render.Kept | None) -> Rendered:
    return render.render(
        inputs,
        workspace.settings.site,
        terms_of(workspace),
        workspace.today,
        templates=workspace.root / "templates",
        docs=workspace.root / "docs",
        target=target,
        kept=kept,
    )


@dataclass(slots=True)
class PreviewSite:
    """Build one site again and again in one process; what did not change costs nothing."""

    target: Path
    _kept: render.Kept = field(default_factory=lambda: render.Kept(stories_max=KEPT_MAX))
    _loaded: Loaded = field(default_factory=dict)
    _config: bytes = b""
    _press: render.Press | None = None
    _owed: dict[str, None] = field(default_factory=dict)
    """Files that changed or went and that no build has shown yet: one may have failed."""

    def build(self, corpus: Corpus, workspace: Workspace, site_dir: Path, before: Path | None) -> None:
        """Build into `site_dir`; from the site `before` and the pages that changed, where that is enough."""
        config = workspace.root / "mkdocs.yml"
        inputs = StoryInputs(corpus, workspace, self._loaded)
        rendered = _render(inputs, workspace, self.target, self._kept)
        same, self._config = config.read_bytes() == self._config, config.read_bytes()
        self._owed.update(dict.fromkeys((*rendered.changed, *rendered.gone)))
        if before and same and rendered.patch and self._press:
            render.patch(self._press, workspace.settings.site, site_dir, before, self._owed)
        else:
            build_site(workspace, self.target, site_dir, strict=False)
            self._press = render.Press(self.target, config)
            self._press.ready(workspace.settings.site)
        self._owed.clear()


def build_site(workspace: Workspace, target: Path, site_dir: Path, *, strict: bool) -> tuple[str, ...]:
    """Build the written pages into `site_dir`; returns the builder's warnings."""
    return render.build(target, workspace.root / "mkdocs.yml", workspace.settings.site, site_dir, strict=strict)
