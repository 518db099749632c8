"""The agreed English of a term stands in what is published, and nowhere does a term hide in longer words: a hundred sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.settings import TranslateSettings
from pipeline.termbase import Termbase
from pipeline.translate import Chain, lines
from pipeline.translate.checks import says
from pipeline.translate.memory import Memory

ROOT = Path(__file__).resolve().parents[2]
ROWS = tuple(
    (zh, tuple(filter(None, terms.split("|"))))
    for line in Path(__file__).with_name("terms.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for zh, _, terms in [line.partition("\t")]
)
LEAST_SHARE = 0.95


@pytest.fixture(scope="module")
def termbase() -> Termbase:
    """Load the termbase that comes with the project."""
    return Termbase.load(ROOT / "editorial/terms.tsv")


def test_terms_are_found_where_they_are_used(termbase: Termbase) -> None:
    """Every term of a sentence, and none inside 有关|联想必."""
    assert len(ROWS) == 100
    assert {zh: tuple(hit.term.zh for hit in termbase.hits(zh)) for zh, _ in ROWS} == dict(ROWS)


@pytest.mark.parametrize("name", ["gloss", pytest.param("draft", marks=pytest.mark.slow)])
def test_terms_come_out_as_agreed(name: str, termbase: Termbase) -> None:
    """What an engine's answer becomes on the page holds an accepted form of every term; misses are named."""
    used = [(zh, terms) for zh, terms in ROWS if terms]
    settings = TranslateSettings(engine=name)
    with Chain(settings) as chain:
        units = lines([zh for zh, _ in used], chain, Memory(), termbase, settings)
    wanted = [(unit, termbase.get(zh)) for unit, (_, terms) in zip(units, used, strict=True) for zh in terms]
    missed = [
        (unit.source, unit.target)
        for unit, term in wanted
        if term is None or not any(says(unit.target, form) for form in term.accepted)
    ]
    assert len(missed) <= (1 - LEAST_SHARE) * len(wanted), missed
