"""What the tagger finds is cut at its marks; clean pages are not asked about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import tagged
from pipeline.clean.clauses import shipped_weights
from pipeline.clean.evidence import Evidence
from pipeline.clean.manner import foreignness, logits
from pipeline.clean.tagged import cut_tagged, is_suspect
from pipeline.clean.vocabulary import fold
from pipeline.document import Document, Removal
from pipeline.ledger import ledger
from pipeline.settings import CleanSettings
from tests.clean.conftest import QUICK, document
from tests.clean.test_outsiders import ARTICLE

ALWAYS = Evidence(settings=CleanSettings(embeddings="always"))
CLAUSES = ("二手麻将机低价转让送货上门", "专做冷库安装二十年售后无忧", "想开早餐店的朋友不妨去听听他家的公开课")


def _dirty(clause: str) -> Document:
    return document("\n".join([*ARTICLE, f"渡口的石阶一共三十六级，{clause}，最下面的几级常年泡在水里，长满青苔。"]))


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_glued_clause_is_cut_at_its_marks(clause: str) -> None:
    """Cut the clause, and keep the words on both sides whole."""
    doc = cut_tagged(_dirty(clause), ALWAYS).verify()
    assert clause not in doc.text
    assert "渡口的石阶一共三十六级，" in doc.text
    assert "最下面的几级常年泡在水里，长满青苔。" in doc.text
    removal = ledger(doc).removed[0].removal
    assert removal.rule.startswith("clean.tagged.")
    assert removal.reason == tagged.REASONS[removal.label]
    assert 0.5 < removal.score <= 1


def test_a_clean_article_stays() -> None:
    """Leave an article alone, even when it is asked about."""
    doc = document("\n".join(ARTICLE))
    assert cut_tagged(doc, ALWAYS) == doc


class _Fake:
    """Tag the given texts as adverts and all else as the article."""

    def __init__(self, *adverts: str) -> None:
        self.adverts = adverts

    def tag(self, _title: str, lines: list[str]) -> list[np.ndarray]:
        rows = []
        for line in lines:
            row = np.tile(np.array([0.99, 0.01, 0, 0, 0, 0], dtype=np.float32), (len(line), 1))
            for advert in self.adverts:
                if advert in line:
                    row[line.index(advert) : line.index(advert) + len(advert), :2] = (0.01, 0.99)
            rows.append(row)
        return rows


def test_an_item_of_a_list_that_stays_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list is an advert as a whole, or not: what is left of an item is only its number."""
    items = ("河东粮店，东街二号", "河西药店，西街九号", "城南书店，车站路")
    doc = document("\n".join([*ARTICLE, *(f"{n}. {item}" for n, item in enumerate(items, 1))]))
    monkeypatch.setattr(tagged, "shipped_tagger", lambda: _Fake(items[2]))
    monkeypatch.setattr(tagged, "_is_believed", lambda *_args, **_named: True)
    assert cut_tagged(doc, ALWAYS) == doc
    monkeypatch.setattr(tagged, "shipped_tagger", lambda: _Fake(*items))
    assert not any(item in cut_tagged(doc, ALWAYS).text for item in items)


def test_a_clause_in_the_articles_manner_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """However sure the tagger is, what reads like an article throughout is not cut."""
    clause = "他后来在日记里写到那一年的冬天，"
    assert float(foreignness(logits([fold(clause)], shipped_weights().manners))[0]) < -4
    monkeypatch.setattr(tagged, "shipped_tagger", lambda: _Fake(clause))
    assert cut_tagged(_dirty(clause), ALWAYS) == _dirty(clause)
    monkeypatch.setattr(tagged, "shipped_tagger", lambda: _Fake(CLAUSES[0]))
    assert CLAUSES[0] not in cut_tagged(_dirty(CLAUSES[0]), ALWAYS).text


def test_nothing_is_asked_without_need() -> None:
    """Leave a page alone on which no other rule found anything, and every page where embeddings are off."""
    doc = _dirty(CLAUSES[0])
    assert not is_suspect(doc)
    assert cut_tagged(doc, Evidence()) == doc
    found = replace(
        doc, blocks=(doc.blocks[0].remove(Removal("ad", "clean.offers", "An offer.", 1.0)), *doc.blocks[1:])
    )
    assert is_suspect(found)
    assert cut_tagged(found, Evidence(settings=QUICK)) == found
    assert cut_tagged(found, Evidence()) != found


def test_one_seller_among_clean_paragraphs_is_heard() -> None:
    """Ask about a page without other dirt where a sentence sounds like a seller, and cut that sentence."""
    advert = "老渡口牌桐油姐妹们闭眼入，五斤装包邮才三十九块，手慢无。"
    doc = document("\n".join([*ARTICLE, advert]))
    assert not is_suspect(document("\n".join(ARTICLE)))
    assert is_suspect(doc)
    cut = cut_tagged(doc, Evidence()).verify()
    assert advert not in cut.text
    assert all(line in cut.text for line in ARTICLE)


def test_what_is_reported_is_not_believed() -> None:
    """Keep a message that a text quotes, though the tagger takes its words for an advert."""
    quoted = f"老板娘在门上贴了一行字：“{CLAUSES[0]}，电话打给老周。”贴了三年，没有人打过。"
    doc = document("\n".join([*ARTICLE, quoted]))
    assert quoted in cut_tagged(doc, ALWAYS).verify().text


def test_a_page_that_is_an_advert_stays() -> None:
    """Keep most of a page that is an advert: it is its article."""
    doc = document("\n".join(f"{clause}，欢迎新老顾客来电咨询，量大从优。" for clause in CLAUSES))
    assert len(cut_tagged(doc, ALWAYS).text) >= 0.6 * len(doc.text)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=20), max_size=4))
def test_any_text_goes_through(lines: list[str]) -> None:
    """Lose no character of any text."""
    cut_tagged(document("\n".join(lines)), ALWAYS).verify()


@pytest.mark.parametrize(("rule", "score", "stays"), [("clean.lines.shape", 0.8, True), ("clean.offers", 0.8, False)])
def test_a_line_taken_in_doubt_comes_back(rule: str, score: float, stays: bool) -> None:
    """Give the article's own line back where the rule that took it may err, and not where it does not."""
    doc = document("\n".join(ARTICLE))
    taken = doc.blocks[1].remove(Removal("ad", rule, "It looks foreign.", score))
    assert len(taken.text) >= 20
    found = cut_tagged(replace(doc, blocks=(doc.blocks[0], taken, *doc.blocks[2:])), ALWAYS).verify()
    assert (found.blocks[1].removal is None) == stays


@pytest.mark.parametrize(
    ("line", "kind", "stays"),
    [
        ("来源：北岸日报　阅读 3.2万　字号：小 中 大　打印", "paragraph", False),
        ("2022-10-19 09:30　来源：北岸日报　浏览次数：705　评论 12", "byline", False),
        ("2024-07-18 09:12　来源：北岸头条", "byline", True),
        ("作者：柳青禾　来源：北岸日报", "byline", True),
    ],
)
def test_a_byline_stays_unless_it_was_counted(line: str, kind: str, stays: bool) -> None:
    """Keep who wrote the text; let a line go to which a program has added its counters."""
    dirty = [f"{text[:-1]}，{clause}。" for text, clause in zip(ARTICLE, CLAUSES, strict=False)]
    doc = document("\n".join([line, *dirty, *ARTICLE[len(dirty) :]]))
    doc = replace(doc, blocks=(replace(doc.blocks[0], kind=kind), *doc.blocks[1:]))
    assert (cut_tagged(doc, ALWAYS).blocks[0].removal is None) == stays
