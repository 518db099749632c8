"""A line that leaves for one of its sentences leaves the others on the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.clean.halved import keep_own_sentences
from pipeline.document import Document, Removal
from pipeline.ledger import ledger
from tests.clean.conftest import document
from tests.clean.test_outsiders import ARTICLE

NEWS = (
    "本报讯：昨日上午，北岸县水利局发布通报，对三座病险水库的负责人作出处理，其中一人被免职，两人被记过。"
    "通报称，今年汛期前的检查中，这三座水库的闸门都没有按规定试启，检修记录却写着一切正常。"
)
NOTICE = "免责声明：本文来自客户端自媒体，不代表本站的观点和立场。"


def test_an_article_in_one_line_stays_without_its_notice(cleaned: Callable[..., Document]) -> None:
    """Keep the only paragraph of a page, and cut the notice at its end."""
    doc = cleaned(NEWS + NOTICE).verify()
    assert doc.text.strip() == NEWS
    assert [entry.text for entry in ledger(doc).removed] == [NOTICE]


@pytest.mark.parametrize("rule", ["clean.lines.words", "clean.lines.contact", "clean.lines.pattern"])
def test_own_sentences_come_back(rule: str) -> None:
    """Cut the notice alone, with the reason that the line had."""
    removal = Removal("chrome", rule, "It holds words typical of legal footers.", 0.9)
    doc = document("\n".join([*ARTICLE, NEWS + NOTICE]))
    blocks = [*doc.blocks[:-1], doc.blocks[-1].remove(removal)]
    found = keep_own_sentences(blocks, range(len(blocks)), "")
    assert list(found) == [len(blocks) - 1]
    (edit,) = found[len(blocks) - 1].edits[-1:]
    assert (found[len(blocks) - 1].text, edit.before, edit.removal) == (NEWS, NOTICE, removal)


def test_lines_that_leave_for_their_subject_are_not_read_again() -> None:
    """Leave alone what is of another article, one sentence, or short."""
    gone = Removal("offtopic", "clean.lines.topic", "Its subject is not the article's.", 0.9)
    words = Removal("chrome", "clean.lines.words", "It holds words typical of legal footers.", 0.9)
    for text, removal in ((NEWS + NOTICE, gone), (NOTICE, words), ("好的。谢谢。" + NOTICE[:20], words)):
        doc = document("\n".join([*ARTICLE, text]))
        blocks = [*doc.blocks[:-1], doc.blocks[-1].remove(removal)]
        assert keep_own_sentences(blocks, range(len(blocks)), "") == {}
