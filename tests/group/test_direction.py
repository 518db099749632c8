"""Direction: a spinner that leaves no rare form is betrayed by the copy it was made of."""

from __future__ import annotations

from pathlib import Path

from pipeline import lexicon
from pipeline.editorial import Overrides
from pipeline.evaluate.copies import document
from pipeline.group import clusters, collate, sketch
from pipeline.group.direction import lean, spun_copy
from pipeline.settings import GroupSettings

SETTINGS = GroupSettings()


def sample(root: Path) -> list[str]:
    """Return the paragraphs of a clean text of the sample corpus."""
    text = (root / "tests" / "corpus" / "sample" / "han-unification.zh.txt").read_text("utf-8")
    return [line.lstrip("# ") for line in text.splitlines() if line.strip()]


def spun(paragraphs: list[str]) -> list[str]:
    """Swap words for forms of the lexicon that clean text uses too."""
    swaps = {
        pair.original: pair.spun
        for pair in lexicon.pairs()
        if not pair.rare and min(len(pair.spun), len(pair.original)) > 1
    }
    made = []
    for text in paragraphs:
        for original, form in swaps.items():
            text = text.replace(original, form)
        made.append(text)
    return made


def test_the_copy_with_swapped_words_is_the_spun_one(root: Path) -> None:
    """The same answer whichever copy comes first, and none for equal copies."""
    clean = document("b.txt", "题目", sample(root))
    made = document("a.txt", "题目", spun(sample(root)))
    assert spun_copy(clean, made, SETTINGS) is made
    assert spun_copy(made, clean, SETTINGS) is made
    assert spun_copy(clean, document("c.txt", "题目", sample(root)), SETTINGS) is None


def test_an_edited_copy_is_not_spun(root: Path) -> None:
    """Sentences left out, moved or added are a person's work."""
    text = sample(root)
    edited = document("e.txt", "题目", [*text[:3], *text[5:], "编者在这里添了一句自己的话，说明本文有删节。"])
    found = lean(document("b.txt", "题目", text), edited, SETTINGS)
    assert found.swaps_per_thousand < 6
    assert spun_copy(document("b.txt", "题目", text), edited, SETTINGS) is None


def test_the_clean_copy_is_printed(root: Path) -> None:
    """The story prints the clean words, names the other copy spun, and keeps its words in the apparatus."""
    docs = {doc.provenance.path: doc for doc in (
        document("a.txt", "题目", spun(sample(root))), document("b.txt", "题目", sample(root)))}  # fmt: skip
    (found,) = clusters([sketch(doc, SETTINGS) for doc in docs.values()], docs.__getitem__, SETTINGS, Overrides())
    assert found.paths[0] == "b.txt"
    story = collate(list(docs.items()), found, SETTINGS, Overrides())
    assert [witness.relation for witness in story.witnesses] == ["base", "spun"]
    assert story.text.split("\n\n") == sample(root)
    assert story.readings


def test_empty_documents_have_no_direction() -> None:
    """No text, no swaps."""
    nothing = document("a.txt", "", [])
    assert spun_copy(nothing, document("b.txt", "", []), SETTINGS) is None
