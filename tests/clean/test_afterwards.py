"""Headlines below the end of a text leave; short last lines of the author's own stay."""

from __future__ import annotations

from dataclasses import replace

from pipeline.clean.afterwards import strip_headlines
from pipeline.clean.evidence import Evidence
from pipeline.document import Provenance
from tests.clean.conftest import document

TEXT = "他们在山里住了三年，后来都下山去了，谁也没有再提起那件事。"
NOTE = "（文中人物均为化名）"
HEADLINES = "一家小厂怎样熬过了三个冬天？\n县城咖啡馆，开到第五年\n「看不见的桥」是谁修的"


def kept(raw: str, media: str = "text") -> str:
    """Strip the headlines of a text and prove that nothing was lost."""
    doc = replace(document(raw), provenance=Provenance("a.txt", media))
    return strip_headlines(doc, Evidence()).verify().text


def test_headlines_below_a_note_on_names_leave() -> None:
    """End the text where it says itself that it has ended."""
    assert kept(f"{TEXT}\n{NOTE}\n{HEADLINES}") == kept(f"{TEXT}\n{NOTE}")


def test_short_last_lines_stay() -> None:
    """Keep headlines that no end stands above, single ones, verses, and those of a page that has structure."""
    for raw in (
        f"{TEXT}\n{HEADLINES}",
        f"{TEXT}\n{NOTE}\n县城咖啡馆，开到第五年",
        f"{TEXT}\n{NOTE}\n山中何所有\n岭上多白云",
        "",
        "好",
    ):
        assert kept(raw) == document(raw).text
    assert "咖啡馆" in kept(f"{TEXT}\n{NOTE}\n{HEADLINES}", "html")
