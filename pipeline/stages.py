"""The pipeline as a table: read `STAGES` from top to bottom and you know what happens to a folder of articles.

Each stage says what it needs and what it adds; `run` refuses an order that cannot work, runs the stages one after the other
and stops where it is told to. What a stage does stands in `pipeline.steps` and `pipeline.story_steps`; how work is run, in
`pipeline.executors`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline import steps, story_steps
from pipeline.corpus import Corpus
from pipeline.errors import SettingsError
from pipeline.workspace import Workspace


class Stage(NamedTuple):
    """Name one step of the pipeline with what it needs and what it adds."""

    name: str
    """Its address in reports: "clean.labels"."""
    requires: frozenset[str]
    assigns: frozenset[str]
    run: Callable[[Corpus, Workspace], Corpus]


def _stage(name: str, requires: str, assigns: str, run: Callable[[Corpus, Workspace], Corpus]) -> Stage:
    return Stage(name, frozenset(requires.split()), frozenset(assigns.split()), run)


STAGES = (
    _stage("ingest.read", "", "documents", steps.read_documents),
    _stage("clean.survey", "documents", "documents.repeated", steps.survey_documents),
    _stage("clean.labels", "documents documents.repeated", "documents.clean", steps.clean_documents),
    _stage("group.collate", "documents.clean", "stories", story_steps.collate_stories),
    _stage("digest.take", "stories", "stories.digest", story_steps.digest_stories),
    _stage("translate.units", "stories stories.digest", "stories.bilingual", story_steps.translate_stories),
)
"""Every stage, in order."""


def check_order(stages: tuple[Stage, ...]) -> None:
    """Raise SettingsError for the first stage that needs what no earlier stage adds.

    >>> check_order(STAGES)
    """
    there: set[str] = set()
    for stage in stages:
        if missing := stage.requires - there:
            raise SettingsError(f"stage {stage.name} needs {', '.join(sorted(missing))}, which no earlier stage adds")
        there |= stage.assigns


def run(workspace: Workspace, upto: str = "", stages: tuple[Stage, ...] = STAGES) -> Corpus:
    """Run the stages in order, up to and including the one named; "" runs all.

    Raises SettingsError for an unknown stage name or an order that cannot work.
    """
    check_order(stages)
    if upto and upto not in {stage.name for stage in stages}:
        raise SettingsError(f"no stage {upto!r}; stages: {', '.join(stage.name for stage in stages)}")
    corpus = Corpus()
    for stage in stages:
        corpus = stage.run(corpus, workspace)
        if stage.name == upto:
            break
    return corpus
