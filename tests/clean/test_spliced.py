"""Passages of other articles leave a dirty text, alone and whole; the article's own digressions stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pipeline.clean import clean, spliced
from pipeline.clean.spliced import guests
from pipeline.clean.tagger import TAGS
from pipeline.ledger import ledger
from pipeline.settings import CleanSettings
from tests.clean.conftest import QUICK, document
from tests.clean.test_coherence import STRANGE
from tests.clean.test_outsiders import ARTICLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

ADVERT = "专业疏通下水道、清洗油烟机，随叫随到，电话138-00000000，微信同号。"
UNSURE = CleanSettings(embeddings="unsure")


def rows_of(lines: list[str], strange: Mapping[int, float]) -> dict[int, Floats]:
    """Make up what the tagger says: the article, but for some lines with the given probability of another one."""
    found = {}
    for number, line in enumerate(lines):
        rows = np.zeros((len(line), len(TAGS)), dtype=np.float32)
        rows[:, TAGS.index("offtopic")] = strange.get(number, 0.001)
        rows[:, 0] = 1 - rows[:, TAGS.index("offtopic")]
        found[number] = rows
    return found


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("place", [2, len(ARTICLE)])
def test_a_foreign_paragraph_leaves_a_dirty_text(strange: str, place: int) -> None:
    """Take it with a reason, and nothing of the article."""
    lines = ["老渡口", *ARTICLE[:place], strange, *ARTICLE[place:], ADVERT]
    doc = clean(document("\n".join(lines)), frozenset(), UNSURE).verify()
    assert strange[:20] not in doc.text
    assert all(line in doc.text for line in ARTICLE)
    removal = next(one.removal for one in ledger(doc).removed if one.removal.label == "offtopic")
    assert removal.rule in {"clean.tagged.offtopic", "clean.strangers"}
    assert "article" in removal.reason or "subject" in removal.reason


def test_nothing_is_asked_where_embeddings_are_off() -> None:
    """Keep it then: words alone do not tell."""
    lines = ["老渡口", *ARTICLE[:2], STRANGE[0], *ARTICLE[2:], ADVERT]
    assert STRANGE[0] in clean(document("\n".join(lines)), frozenset(), QUICK).text


def test_both_must_agree() -> None:
    """Leave what only one of the two takes for foreign: the tagger an own line, the comparison a foreign one."""
    lines = [*ARTICLE[:3], STRANGE[0], *ARTICLE[3:]]
    doc = document("\n".join(lines))
    assert [one.block for one in guests(doc, "老渡口", rows_of(lines, {3: 0.9}))] == [3]
    assert guests(doc, "老渡口", rows_of(lines, {1: 0.9})) == []
    assert guests(doc, "老渡口", rows_of(lines, {})) == []


def test_sentences_leave_a_paragraph() -> None:
    """Cut foreign sentences out of a paragraph that stays."""
    own, strange = ARTICLE[0] + ARTICLE[1] + ARTICLE[2], STRANGE[0] + STRANGE[0].replace("昨天", "今天")
    lines = [own + strange, *ARTICLE[3:], *ARTICLE[3:]]
    rows = rows_of(lines, {})
    rows[0][len(own) :, TAGS.index("offtopic")] = 0.97
    found = guests(document("\n".join(lines)), "老渡口", rows)
    assert [(one.block, one.start, one.end) for one in found] == [(0, len(own), len(own + strange))]


def test_a_text_that_is_half_foreign_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take nothing where it would be much of the text: then nobody knows which article is the page's own."""
    lines = [*ARTICLE, *STRANGE]
    told = rows_of(lines, dict.fromkeys((6, 7, 8), 0.99))
    assert guests(document("\n".join(lines)), "老渡口", told) == []
    monkeypatch.setattr(spliced, "_MOST_SHARE", 1.0)
    assert [one.block for one in guests(document("\n".join(lines)), "老渡口", told)] == [6, 7, 8]


def test_shared_words_have_a_veto() -> None:
    """Spare a passage that shares rare words with the text, and then the one that shares them with it."""
    ties = np.zeros((6, 6), dtype=np.float32)
    ties[:4, :4] = 0.3
    ties[4, :4] = ties[:4, 4] = 0.2
    ties[5, 4] = ties[4, 5] = 2.0
    np.fill_diagonal(ties, 0)
    sums = np.array([-3, -3, -3, -3, 9, 9], dtype=np.float32)
    assert spliced._spared(sums, ties).tolist() == [-3, -3, -3, -3, 0, 0]
    ties[4, :4] = ties[:4, 4] = 0.02
    assert spliced._spared(sums, ties).tolist() == sums.tolist()
