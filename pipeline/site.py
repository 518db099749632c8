"""From the stages' records to the site: read each story's records from the store, one story at a time, and hand them to render."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline import render
from pipeline.corpus import Corpus, StoryRecord
from pipeline.ledger import ledger
from pipeline.render import Rendered, StoryInput, WitnessLedger
from pipeline.steps import artefact, document
from pipeline.story import Bilingual, Digest, Story
from pipeline.story_steps import terms_of
from pipeline.workspace import Workspace

PAGES = ".qingyi/pages"
"""Folder for rendered pages, one below it for each site, so that two corpora never mix."""


@dataclass(frozen=True, slots=True)
class StoryInputs:
    """Give the render room its stories; can be iterated as often as it likes."""

    corpus: Corpus
    workspace: Workspace

    def __iter__(self) -> Iterator[StoryInput]:
        """Yield the stories that no editor hid, in story order."""
        overrides = self.workspace.overrides.story
        hidden = {item.path for item in overrides if item.hide}
        pinned = {item.path for item in overrides if item.pin}
        for record in self.corpus.stories:
            if not hidden & set(record.paths):
                yield self._input(record, pinned=bool(pinned & set(record.paths)))

    def _input(self, record: StoryRecord, *, pinned: bool) -> StoryInput:
        story = artefact(self.workspace, record.key, Story)
        return StoryInput(
            story=story,
            digest=artefact(self.workspace, record.digest_key, Digest),
            bilingual=artefact(self.workspace, record.bilingual_key, Bilingual),
            ledgers=tuple(self._ledgers(story)),
            pinned=pinned,
        )

    def _ledgers(self, story: Story) -> Iterator[WitnessLedger]:
        records = {record.path: record for record in self.corpus.documents}
        for witness in story.witnesses:
            doc = document(self.workspace, records[witness.path])
            removed = ledger(doc).removed
            yield WitnessLedger(witness.siglum, witness.path, removed, len(doc.raw), doc.provenance, doc.metadata)


def render_pages(corpus: Corpus, workspace: Workspace, target: Path) -> Rendered:
    """Write every page of the site below `target`."""
    return render.render(
        StoryInputs(corpus, workspace),
        workspace.settings.site,
        terms_of(workspace),
        workspace.today,
        templates=workspace.root / "templates",
        docs=workspace.root / "docs",
        target=target,
    )


def build_site(workspace: Workspace, target: Path, site_dir: Path, *, strict: bool) -> tuple[str, ...]:
    """Build the written pages into `site_dir`; returns the builder's warnings."""
    return render.build(target, workspace.root / "mkdocs.yml", workspace.settings.site, site_dir, strict=strict)
