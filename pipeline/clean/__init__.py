"""Label what is not the article and mend what the web broke; nothing is deleted.

`RULES` is the room's table of contents: each rule takes the document as the one before left it, and every one of them leaves
labels and edits that can be undone. `clean` runs them; `passages` says what the corpus should know about a document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.clean.afterwards import strip_headlines
from pipeline.clean.asides import cut_asides
from pipeline.clean.bargains import strip_bargains
from pipeline.clean.clauses import cut_clauses
from pipeline.clean.copies import strip_copies
from pipeline.clean.debris import cut_debris
from pipeline.clean.drafts import strip_drafts
from pipeline.clean.evidence import Evidence
from pipeline.clean.forms import strip_forms, strip_teasers
from pipeline.clean.injected import cut_injected
from pipeline.clean.inline import cut_inline
from pipeline.clean.labels import judge_page, label_lines
from pipeline.clean.metadata import find_metadata
from pipeline.clean.offers import strip_offers
from pipeline.clean.outsiders import strip_outsiders
from pipeline.clean.passages import passages
from pipeline.clean.pleas import strip_pleas
from pipeline.clean.punctuation import widen
from pipeline.clean.rights import strip_rights
from pipeline.clean.script import note_script, simplify
from pipeline.clean.spun import note_spun
from pipeline.clean.strangers import strip_strangers
from pipeline.clean.tagged import cut_tagged
from pipeline.clean.title import find_title
from pipeline.document import Document
from pipeline.settings import CleanSettings

__all__ = ["RULES", "Rule", "clean", "passages"]


class Rule(NamedTuple):
    """Name one step of cleaning."""

    name: str
    """Its address in the ledger starts with this."""
    apply: Callable[[Document, Evidence], Document]


RULES = (
    Rule("clean.script", note_script),
    Rule("clean.page", judge_page),
    Rule("clean.debris", cut_debris),
    Rule("clean.forms", strip_forms),
    Rule("clean.lines", label_lines),
    Rule("clean.teasers", strip_teasers),
    Rule("clean.pleas", strip_pleas),
    Rule("clean.rights", strip_rights),
    Rule("clean.drafts", strip_drafts),
    Rule("clean.title", find_title),
    Rule("clean.metadata", find_metadata),
    Rule("clean.injected", cut_injected),
    Rule("clean.offers", strip_offers),
    Rule("clean.bargains", strip_bargains),
    Rule("clean.inline", cut_inline),
    Rule("clean.asides", cut_asides),
    Rule("clean.copies", strip_copies),
    Rule("clean.clauses", cut_clauses),
    Rule("clean.manner", strip_outsiders),
    Rule("clean.strangers", strip_strangers),
    Rule("clean.tagged", cut_tagged),
    Rule("clean.afterwards", strip_headlines),
    Rule("clean.script", simplify),
    Rule("clean.punctuation", widen),
    Rule("clean.spun", note_spun),
)
"""What happens to a document, read from top to bottom."""


def clean(doc: Document, repeated: frozenset[str], settings: CleanSettings) -> Document:
    """Label and mend a document as ingest made it.

    repeated: digests, as `passages` gives them, of passages that stand in many unrelated documents of the corpus.
    Pure: the result depends on nothing else. The caller may `verify` it. A document is cleaned once: rules judge texts as pages have them.
    """
    evidence = Evidence(repeated, settings)
    for rule in RULES:
        doc = rule.apply(doc, evidence)
    return doc
