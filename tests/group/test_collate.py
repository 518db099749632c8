"""One text from many: what is restored, what is kept, and that nothing of any witness is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from pipeline.document import Document
from pipeline.editorial import Overrides, ReadingOverride
from pipeline.errors import SettingsError
from pipeline.group import Cluster, Member, clusters, collate, rejoin, sketch
from pipeline.group.apparatus import differences
from pipeline.group.sketch import body
from pipeline.settings import GroupSettings
from pipeline.story import Story

from .conftest import Maker, make

SETTINGS = GroupSettings()
NONE = Overrides()


def story_of(*docs: Document, relation: str = "duplicate", overrides: Overrides = NONE) -> Story:
    """Collate documents, the first as base."""
    first = Member(docs[0].provenance.path, "base", 1.0, 1.0, "")
    rest = [Member(doc.provenance.path, relation, 1.0, 1.0, "") for doc in docs[1:]]
    cluster = Cluster((first, *rest), "the only copy")
    return collate([(doc.provenance.path, doc) for doc in docs], cluster, SETTINGS, overrides)


def assert_exact(story: Story, *docs: Document) -> None:
    """Every witness can be rejoined from the printed text and its readings."""
    for witness, doc in zip(story.witnesses, docs, strict=True):
        assert rejoin(story.paragraphs, story.readings, witness.siglum) == "".join(b.text for b in body(doc))


def test_a_lost_quotation_mark_comes_back(article: Maker) -> None:
    """Marks that leave the paragraph unpaired are restored, with a reason in the apparatus."""
    base = article("a", ["好的。”他对邻居说，“明天再来。”", "第二天，邻居果然又来了一次。"])
    other = article("b", ["“好的。”他对邻居说，“明天再来。”", "第二天，邻居果然又来了一次。"])
    story = story_of(base, other)
    assert story.paragraphs[0].text == "“好的。”他对邻居说，“明天再来。”"
    assert any(r.witness == "A" and "quotation mark" in r.reason for r in story.readings)
    assert_exact(story, base, other)


def test_a_dropped_name_comes_back(article: Maker) -> None:
    """A name that the base uses elsewhere is put back where a clean witness has it."""
    base = article("a", ["这座桥由修建，三年后通车。", "石匠会还修了两座磨坊。石匠会很有名。"])
    other = article("b", ["这座桥由石匠会修建，三年后通车。", "石匠会还修了两座磨坊。石匠会很有名。"])
    story = story_of(base, other)
    assert story.paragraphs[0].text == "这座桥由石匠会修建，三年后通车。"
    assert_exact(story, base, other)


def test_words_that_solicit_are_not_taken(article: Maker) -> None:
    """An insertion that only one witness has is no loss of the base."""
    base = article("a", ["这座桥由石匠会修建，三年后通车。"])
    other = article("b", ["这座桥由石匠会（公众号：石桥）修建，三年后通车。"])
    story = story_of(base, other)
    assert story.paragraphs[0].text == base.blocks[0].text
    story = story_of(other, base)
    assert story.paragraphs[0].text == base.blocks[0].text
    assert_exact(story, other, base)


def test_a_broken_end_is_completed(article: Maker) -> None:
    """A paragraph that breaks off takes the rest from a witness that has it."""
    base = article("a", ["河水在春天涨了三次，第三次漫过了"])
    other = article("b", ["河水在春天涨了三次，第三次漫过了新修的石堤。"])
    story = story_of(base, other)
    assert story.paragraphs[0].text.endswith("漫过了新修的石堤。")
    assert_exact(story, base, other)


@pytest.mark.parametrize(("opening", "closing"), ["【】", "（）", "“”"])
def test_a_heading_in_brackets_completes_nothing(article: Maker, opening: str, closing: str) -> None:
    """A closing bracket that the base never opened is no lost end."""
    heading = "河水涨了三次之后镇上的石堤怎么办"
    text = "石桥在春天开始修缮，石匠会派来了十二名石匠，镇上的人每天送饭。"
    base, other = article("a", [heading, text]), article("b", [opening + heading + closing, text])
    story = story_of(base, other)
    assert closing not in story.paragraphs[0].text or opening in story.paragraphs[0].text
    assert_exact(story, base, other)


def test_lines_without_words_are_the_same_lines() -> None:
    """Rows of stars one after another stand in both copies; no copy differs from itself."""
    texts = ["石桥在春天开始修缮，镇上的人每天送饭。", "***", "***"]
    found = differences(texts, texts, SETTINGS.sentence_score)
    assert (found.changes, found.extras, found.beads) == ((), (), ())


def test_lost_paragraphs_come_back_in_place(article: Maker) -> None:
    """What the base lacks in the middle or at the end is printed from the witness, under its siglum."""
    whole = [
        "石桥在春天开始修缮，石匠会派来了十二名石匠，镇上的人每天送饭。",
        "木料从上游的山谷运来，石料取自镇外的采石场，用船运到桥下。",
        "石匠每天修缮桥墩，镇上的人用船把石料运到桥下，送饭的人也来帮忙。",
        "夏天的洪水冲走了脚手架，修缮停了一个月，石匠会只好重新运木料。",
        "秋天桥面铺好了，镇上的人第一次走过石桥，孩子们跑在最前面。",
        "石匠会在桥头立了一块碑，写着修缮的年份和镇上每个送饭的人。",
    ]
    base, other = article("a", [*whole[:2], *whole[3:5]]), article("b", whole)
    story = story_of(base, other)
    assert [paragraph.text for paragraph in story.paragraphs] == whole
    assert [paragraph.source for paragraph in story.paragraphs] == ["A", "A", "B", "A", "A", "B"]
    assert_exact(story, base, other)


def test_a_majority_decides(article: Maker) -> None:
    """Two clean witnesses outvote the base."""
    base = article("a", ["工程用了三百天，花了两千元。"])
    others = [article(path, ["工程用了二百天，花了两千元。"]) for path in "bc"]
    story = story_of(base, *others)
    assert "二百天" in story.paragraphs[0].text
    assert_exact(story, base, *others)


def test_few_copies_do_not_delete_a_passage(article: Maker) -> None:
    """A passage of several sentences that two short copies lack stays, since most copies hold it."""
    text = ["石桥在春天开始修缮。", "桥不长。石匠会派来了人。", "镇上的人每天送饭到桥边。"]
    whole = [article(path, text) for path in "abcd"]
    short = [article(path, [text[0], text[2]]) for path in "ef"]
    story = story_of(*whole, *short)
    assert [paragraph.text for paragraph in story.paragraphs] == text
    assert_exact(story, *whole, *short)


def test_most_witnesses_restore_a_heading(article: Maker) -> None:
    """However short a passage is, most witnesses vouch for it; nothing empty is printed for what they all lack."""
    text = ["石桥在春天开始修缮，石匠会派来了人。", "开工", "镇上的人每天送饭到桥边，孩子们也来。"]
    base, others = article("a", [text[0], text[2]]), [article(path, text) for path in "bcd"]
    story = story_of(base, *others)
    assert [paragraph.text for paragraph in story.paragraphs] == text
    assert_exact(story, base, *others)
    lonely = story_of(article("a", text), *(article(path, [text[0], text[2]]) for path in "bcd"))
    assert all(paragraph.text for paragraph in lonely.paragraphs)


def test_one_against_one_keeps_the_base(article: Maker) -> None:
    """Where nothing speaks for the witness, its reading goes to the apparatus."""
    base, other = article("a", ["工程用了三百天。"]), article("b", ["工程用了二百天。"])
    story = story_of(base, other)
    assert story.paragraphs[0].text == "工程用了三百天。"
    assert [(r.lemma, r.witness, r.reading) for r in story.readings] == [("三", "B", "二")]


def test_clean_words_win_over_spun_ones(article: Maker) -> None:
    """A spun base takes the words of a clean part and is despun elsewhere."""
    spun = article("a", ["莫得一家工场的居品卖到外洋的阛阓。", "雇主莫得再开荒新的居品，莫得人理解原因。"], spun=1.0)
    clean = article("b", ["没有一家工厂的产品卖到国外的市场。"])
    story = story_of(spun, clean, relation="partial")
    assert story.paragraphs[0].text == "没有一家工厂的产品卖到国外的市场。"
    assert "莫得" not in story.paragraphs[1].text
    assert "产品" in story.paragraphs[1].text
    assert story.restored > 0
    assert {row[0] for row in story.restorations} == {"p2"}
    for paragraph, offset, spun_word, restored, confidence in story.restorations:
        text = next(p.text for p in story.paragraphs if p.id == paragraph)
        assert text.startswith(restored, offset), (spun_word, restored)
        assert 0 <= confidence <= 1
    assert_exact(story, spun, clean)


def test_metadata_comes_from_whoever_has_it(article: Maker) -> None:
    """An untitled base takes the title of another witness."""
    text = ["石桥修好的那一天，镇上的人都来了。"]
    story = story_of(article("a", text), article("b", text, "石桥通车"))
    assert story.title == "石桥通车"
    assert story.metadata.title is not None
    assert story.metadata.title.evidence == "line 1 (B)"


def test_an_editor_chooses_a_reading(article: Maker) -> None:
    """The chosen words are printed and explained; words that are gone stop the run."""
    doc = article("a", ["工程用了三百天。"])
    chosen = Overrides(reading=(ReadingOverride(path="a", lemma="三百", reading="二百"),))
    story = story_of(doc, overrides=chosen)
    assert story.paragraphs[0].text == "工程用了二百天。"
    assert story.readings[0].reason == "chosen by an editor"
    gone = Overrides(reading=(ReadingOverride(path="a", lemma="四百", reading="二百"),))
    with pytest.raises(SettingsError, match="四百"):
        story_of(doc, overrides=gone)


def test_the_id_is_stable_when_a_witness_joins(article: Maker) -> None:
    """A new copy changes nothing in the address of the story."""
    text = ["石桥修好的那一天，镇上的人都来了。"]
    docs = [article(path, text) for path in "abc"]
    assert story_of(docs[0]).id == story_of(*docs).id


_PIECES = st.sampled_from(
    [
        "今天下雨了。",
        "我们回家吧！",
        "他说：“好的。”",
        "市场很大，产品很多。",
        "甲",
        "没有办法",
        " ",
        "。。。",
        "𠮷野家。",
        "مرحبا。",
        "“",
        "”",
    ]
)
_TEXTS = st.lists(st.lists(_PIECES, min_size=1, max_size=4).map("".join), max_size=5)


@settings(max_examples=150, deadline=None)
@given(st.lists(_TEXTS, min_size=1, max_size=4), st.booleans())
def test_readings_rejoin_to_every_witness(texts: Sequence[Sequence[str]], is_spun: bool) -> None:
    """Whatever the witnesses hold, the apparatus gives each of them back, letter by letter."""
    docs = [make(f"{n}", paragraphs, spun=float(is_spun and n == 0)) for n, paragraphs in enumerate(texts)]
    assert_exact(story_of(*docs), *docs)


@pytest.fixture(scope="module")
def stories(labelled: Mapping[str, Document]) -> dict[str, Story]:
    """Collate the acceptance documents."""
    docs = {doc.provenance.path: doc for doc in labelled.values()}
    found = clusters([sketch(doc, SETTINGS) for doc in docs.values()], docs.__getitem__, SETTINGS, NONE)
    return {
        cluster.paths[0][:3]: collate([(path, docs[path]) for path in cluster.paths], cluster, SETTINGS, NONE)
        for cluster in found
    }


def test_the_spun_story_reads_like_its_clean_copy(
    stories: Mapping[str, Story], labelled: Mapping[str, Document]
) -> None:
    """Character error rate of the printed body against the clean copy: at most .002."""
    wanted = "".join(block.text for block in body(labelled["001"]))
    printed = "".join(paragraph.text for paragraph in stories["001"].paragraphs)
    assert Levenshtein.distance(printed, wanted) / len(wanted) <= 0.002


def test_the_partial_copy_gives_its_quotation_marks(
    stories: Mapping[str, Story], labelled: Mapping[str, Document]
) -> None:
    """Wherever the part has a mark that the whole has lost, it is printed; the text of both stands whole."""
    story = stories["002"]
    text = "".join("".join(p.text.split()) for p in story.paragraphs)
    for doc in (labelled["002"], labelled["004"]):
        assert_same = "".join("".join(b.text.split()) for b in body(doc))
        assert len(text) >= len(assert_same) - 5
    restored = [r for r in story.readings if r.witness == "A" and "quotation mark" in r.reason]
    assert len(restored) >= 4


def test_the_acceptance_witnesses_rejoin(stories: Mapping[str, Story], labelled: Mapping[str, Document]) -> None:
    """The property, on real text."""
    docs = {doc.provenance.path: doc for doc in labelled.values()}
    for story in stories.values():
        assert_exact(story, *(docs[witness.path] for witness in story.witnesses))


def test_gold_sentences_are_printed(stories: Mapping[str, Story], shared: Path) -> None:
    """The clean sentence stands in the printed text wherever the spun copy had another one."""
    rows = map(json.loads, (shared / "gold" / "despin.jsonl").open(encoding="utf-8"))
    wide = str.maketrans(",:?()", "，：？（）")
    text = "".join(paragraph.text for paragraph in stories["001"].paragraphs)
    wanted = [row["original"].translate(wide) for row in rows]
    assert sum(sentence in text for sentence in wanted) >= 0.97 * len(wanted)
