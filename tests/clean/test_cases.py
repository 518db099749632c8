"""Run the rule cases of tests/cases: a title, an input, what is expected; anybody can add one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.clean.debris import cut_debris
from pipeline.clean.drafts import strip_drafts
from pipeline.clean.evidence import Evidence
from pipeline.clean.inline import cut_inline
from pipeline.clean.offers import strip_offers
from pipeline.clean.pleas import strip_pleas
from pipeline.clean.punctuation import widen
from pipeline.clean.rights import strip_rights
from pipeline.clean.script import simplify
from tests.clean.conftest import document

CASES = Path(__file__).resolve().parents[1] / "cases"
RULES = {
    "debris": (cut_debris,),
    "punctuation": (widen,),
    "script": (simplify,),
    "drafts": (strip_drafts,),
    "inline": (cut_inline, widen),
    "rights": (strip_rights,),
    "offers": (strip_offers,),
    "pleas": (strip_pleas,),
}


def cases(section: str) -> Iterator[object]:
    """Yield (rule, input, expected) of one section of every file."""
    for path in sorted(CASES.glob("*.md")):
        if path.stem not in RULES:
            continue
        for part in path.read_text("utf-8").split("\n## ")[1:]:
            name, _, rest = part.partition("\n")
            fields = [field.strip("\n") for field in rest.split("\n.\n")]
            if name.strip() == section:
                for number in range(0, len(fields) - 2, 3):
                    title, before, expected = fields[number : number + 3]
                    yield pytest.param(path.stem, before, expected, id=f"{path.stem}: {title.strip()}")


def apply(rule: str, text: str) -> str:
    """Apply one file's rules to a text of one line."""
    doc = document(text)
    for step in RULES[rule]:
        doc = step(doc, Evidence()).verify()
    return doc.text


@pytest.mark.parametrize(("rule", "before", "expected"), list(cases("must change")))
def test_must_change(rule: str, before: str, expected: str) -> None:
    """Mend what the case shows, and nothing twice."""
    assert before != expected
    assert apply(rule, before) == expected
    assert apply(rule, expected) == expected


@pytest.mark.parametrize(("rule", "before", "expected"), list(cases("must not change")))
def test_must_not_change(rule: str, before: str, expected: str) -> None:
    """Leave alone what only looks wrong."""
    assert before == expected
    assert apply(rule, before) == expected


@pytest.mark.parametrize(("rule", "before", "expected"), list(cases("known failures")))
@pytest.mark.xfail(reason="known to fail", strict=True)
def test_known_failures(rule: str, before: str, expected: str) -> None:
    """Notice when a known failure starts to pass."""
    assert apply(rule, before) == expected
