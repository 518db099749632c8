"""Which documents tell one story: copies join, neighbours do not, whatever the order."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from pipeline.document import Document
from pipeline.editorial import BaseOverride, MergeOverride, Overrides, SplitOverride
from pipeline.errors import SettingsError
from pipeline.evaluate.copies import spin
from pipeline.group import Cluster, clusters, sketch
from pipeline.settings import GroupSettings

from .conftest import Maker

SETTINGS = GroupSettings()
_NOUNS = [
    "河流",
    "山谷",
    "码头",
    "邮局",
    "钟楼",
    "集市",
    "剧院",
    "果园",
    "车站",
    "灯塔",
    "教堂",
    "磨坊",
    "学堂",
    "仓库",
    "渡口",
    "花圃",
    "城墙",
    "石桥",
    "水井",
    "茶馆",
]
_VERBS = [
    "修缮",
    "描绘",
    "测量",
    "登记",
    "看守",
    "搬迁",
    "拍卖",
    "翻新",
    "照亮",
    "粉刷",
    "丈量",
    "绘制",
    "捐赠",
    "清扫",
    "租借",
    "勘察",
]
_WHO = ["老木匠", "女教师", "船长", "邮差", "园丁", "画师", "医生", "账房", "学徒", "镇长", "猎户", "裁缝"]


def story(seed: int, sentences: int = 24) -> list[str]:
    """Invent an article of short paragraphs."""
    rng = random.Random(seed)
    lines = [
        f"{rng.choice(_WHO)}在{rng.randrange(1800, 2000)}年{rng.choice(_VERBS)}了{rng.choice(_NOUNS)}旁边的{rng.choice(_NOUNS)}，"
        f"后来{rng.choice(_WHO)}又用了{rng.randrange(2, 90)}天{rng.choice(_VERBS)}{rng.choice(_NOUNS)}。"
        for _ in range(sentences)
    ]
    return ["".join(lines[i : i + 3]) for i in range(0, sentences, 3)]


def found(docs: Mapping[str, Document], overrides: Overrides | None = None) -> tuple[Cluster, ...]:
    """Group documents."""
    sketches = [sketch(doc, SETTINGS) for doc in docs.values()]
    return clusters(sketches, docs.__getitem__, SETTINGS, overrides or Overrides())


def by_path(*docs: Document) -> dict[str, Document]:
    """Key documents by their path."""
    return {doc.provenance.path: doc for doc in docs}


def sets(result: tuple[Cluster, ...]) -> set[frozenset[str]]:
    """Forget everything about clusters but who is in them."""
    return {frozenset(cluster.paths) for cluster in result}


def test_a_repost_joins_and_a_stranger_does_not(article: Maker) -> None:
    """The simplest case."""
    text = story(1)
    docs = by_path(
        article("a.txt", text, "旧镇纪事"),
        article("b.txt", text[:-1], "旧镇纪事"),
        article("c.txt", story(2), "新城记"),
    )
    assert sets(found(docs)) == {frozenset({"a.txt", "b.txt"}), frozenset({"c.txt"})}


def test_a_part_is_partial_and_a_spun_copy_is_spun(article: Maker) -> None:
    """The relation says how a copy differs; the base is the whole clean one."""
    text = story(3, 60)
    spun = ["莫得居品的阛阓，" + spin(line, 0.3, random.Random(5)) for line in text]
    docs = by_path(
        article("part.txt", text[:9], "旧镇纪事（上）"),
        article("spun.txt", spun, ""),
        article("whole.txt", text, "旧镇纪事"),
    )
    (cluster,) = found(docs)
    relations = {member.path: member.relation for member in cluster.members}
    assert cluster.paths[0] == "whole.txt"
    assert relations == {"whole.txt": "base", "part.txt": "partial", "spun.txt": "spun"}


def test_traditional_script_is_a_relation(article: Maker) -> None:
    """Converted copies compare equal after cleaning; the raw script still names the relation."""
    text = story(4)
    docs = by_path(article("a.txt", text, "旧镇"), article("t.txt", text, "旧镇", script="hant"))
    (cluster,) = found(docs)
    assert cluster.paths[0] == "a.txt"
    assert cluster.members[1].relation == "script"


def test_two_relations_may_hold_at_once(article: Maker) -> None:
    """Joined by a plus sign, in the order of the contract."""
    text = story(5, 45)
    docs = by_path(article("a.txt", text, "旧镇"), article("t.txt", text[:6], "旧镇（上）", script="hant"))
    (cluster,) = found(docs)
    assert cluster.members[1].relation == "partial+script"


def test_shared_quotations_do_not_join(article: Maker) -> None:
    """Two reporters quote one speaker."""
    said = [f"“{line.rstrip('。')}。”发言人在会上说。" for line in story(6, 6)]
    docs = by_path(
        article("a.txt", [*story(7), *said], "镇长谈修桥"), article("b.txt", [*story(8), *said], "石桥修缮计划公布")
    )
    assert len(found(docs)) == 2


def test_a_shared_disclaimer_does_not_join(article: Maker) -> None:
    """Boilerplate in many documents counts nothing, however short the documents are."""
    disclaimer = "免责声明：本文仅代表作者个人观点，与本站无关，其原创性以及文中陈述文字和内容未经本站证实，请读者自行核实相关内容。"
    docs = by_path(*(article(f"{n}.txt", [*story(20 + n, 6), disclaimer, disclaimer], f"故事之{n}") for n in range(8)))
    assert len(found(docs)) == 8


def test_a_splice_does_not_join_two_stories(article: Maker) -> None:
    """A copy with half of another article in it goes home by its title and is a guest in the other story."""
    one, two = story(40), story(41)
    docs = by_path(
        article("one.txt", one, "石桥修缮始末"),
        article("two.txt", two, "果园里的陌生人"),
        article("splice.txt", [*one, *two[:4]], "石桥修缮始末"),
    )
    result = found(docs)
    homes = {cluster.paths[0]: set(cluster.paths) for cluster in result}
    assert len(result) == 2
    assert not any({"one.txt", "two.txt"} <= paths for paths in homes.values())
    assert any({"one.txt", "splice.txt"} <= paths for paths in homes.values())


def test_a_splice_is_not_the_base_however_long(article: Maker) -> None:
    """The whole copy that holds one story alone is printed, and the splice is said to hold another one."""
    one, two = story(42), story(43)
    result = found(
        by_path(
            article("one.txt", one, "石桥修缮始末"),
            article("two.txt", two, "果园里的陌生人"),
            article("splice.txt", [*one, *two[:4]], "石桥修缮始末"),
        )
    )
    bases = {cluster.paths[0]: cluster for cluster in result}
    assert set(bases) == {"one.txt", "two.txt"}
    assert bases["one.txt"].base_reason == "the other long copies hold another story too"
    assert [(m.path, m.relation, m.is_mixed) for m in bases["two.txt"].members[1:]] == [("splice.txt", "partial", True)]
    assert "another story" in bases["two.txt"].members[1].reason


def test_parts_of_two_stories_under_a_third_title(article: Maker) -> None:
    """A digest of two articles is a story of its own and a witness of both."""
    one, two = story(44), story(45)
    docs = by_path(
        article("one.txt", one, "石桥修缮始末"),
        article("two.txt", two, "果园里的陌生人"),
        article("mix.txt", [*one[:4], *two[:4]], "旧镇新闻两则"),
    )
    assert sorted(sorted(paths) for paths in sets(found(docs))) == [
        ["mix.txt"], ["mix.txt", "one.txt"], ["mix.txt", "two.txt"],
    ]  # fmt: skip


def test_files_that_are_equal_and_tiny_are_duplicates(article: Maker) -> None:
    """A note too short for a single shingle is still the same note."""
    (pair, other) = found(
        by_path(
            article("a.txt", ["今日休息。"], "通知"), article("b.txt", ["今日休息。"], "通知"),
            article("c.txt", ["明日休息。"], "通知"),
        )
    )  # fmt: skip
    assert [member.relation for member in pair.members] == ["base", "duplicate"]
    assert other.paths == ("c.txt",)


def test_splices_of_each_other_stay_apart(article: Maker) -> None:
    """Each of two stories has a copy with the other's half in it; a short part and a shared disclaimer join nothing."""
    one, two = story(46), story(47)
    note = (
        "声明：本平台发布的内容以原创、转载、分享网络内容为主，如有侵权请在三十日内与我们联系，我们将在第一时间处理。"
    )
    docs = by_path(
        article("1.txt", one, "石桥修缮始末"),
        article("1s.txt", [*one, *two[:4]], "石桥修缮始末"),
        article("1p.txt", [*one[:2], note], "石桥修缮始末（上）"),
        article("2.txt", [*two, note], "果园里的陌生人"),
        article("2s.txt", [*two, *one[:4]], "果园里的陌生人"),
        article("2p.txt", two[:4], "果园里的陌生人（上）"),
    )
    assert not any({"1.txt", "2.txt"} <= paths for paths in sets(found(docs)))
    assert not any({"1p.txt", "2.txt"} <= paths for paths in sets(found(docs)))


def spliced(article: Maker) -> dict[str, Document]:
    """Make three stories; passages of the third stand in copies of the other two, and a short part of it is one of them.

    A fourth document with the same passage shares two stray sentences with the first story and its short part.
    """
    one, two, three, four = story(70), story(71), story(72), story(73)
    return by_path(
        article("1.txt", one, "石桥修缮始末"),
        article("1b.txt", one[:-1], "石桥修缮始末"),
        article("1p.txt", one[:1], "石桥修缮始末（上）"),
        article("1s.txt", [*one, *three[2:6]], "石桥修缮始末"),
        article("2.txt", two, "果园里的陌生人"),
        article("2b.txt", two[1:], "果园里的陌生人"),
        article("2s.txt", [two[0], three[2], *two[1:], *three[3:6]], "果园里的陌生人"),
        article("3.txt", three, "灯塔看守日记"),
        article("3b.txt", three[:-1], "灯塔看守日记"),
        article("3p.txt", three[2:5], "灯塔看守日记（中）"),
        article("4s.txt", [one[0], *four, *three[2:6]], "渡口的最后一班船"),
    )


def test_a_passage_in_two_splices_chains_no_stories(article: Maker) -> None:
    """A short part that lies whole in two splices belongs to its own story, and each splice to the story of its title."""
    docs = spliced(article)
    homes = {frozenset(m.path[0] for m in c.members if not m.path.endswith("s.txt")) for c in found(docs)}
    assert homes == {frozenset("1"), frozenset("2"), frozenset("3"), frozenset()}
    (third,) = (set(cluster.paths) for cluster in found(docs) if "3.txt" in cluster.paths)
    assert third == {"3.txt", "3b.txt", "3p.txt", "1s.txt", "2s.txt", "4s.txt"}


def test_an_untitled_copy_chains_no_stories(article: Maker) -> None:
    """Without a title it is the place where a text fills most that tells its story."""
    docs = spliced(article)
    part = article("3p.txt", story(72)[2:5], "")
    copy = article("3u.txt", story(72)[1:7], "")
    for cluster in found({**docs, "3p.txt": part, "3u.txt": copy}):
        assert len({path[0] for path in cluster.paths if not path.endswith("s.txt")}) <= 1


def test_a_splice_is_no_guest_of_another_splice(article: Maker) -> None:
    """Two copies of one story with different pieces of another make the other no guest of theirs, however often they were copied."""
    one, two = story(74), story(75)
    docs = by_path(
        article("1.txt", one, "石桥修缮始末"),
        article("1b.txt", one, "石桥修缮始末"),
        article("1c.txt", one[1:], "石桥修缮始末"),
        article("1s.txt", [*one, *two[:5]], "石桥修缮始末"),
        article("1t.txt", [*one, *two[1:6]], "石桥修缮始末"),
        article("2.txt", two, "果园里的陌生人"),
        article("2p.txt", two[6:], "果园里的陌生人（下）"),
    )
    assert sets(found(docs)) == {
        frozenset({"1.txt", "1b.txt", "1c.txt", "1s.txt", "1t.txt"}),
        frozenset({"2.txt", "2p.txt", "1s.txt", "1t.txt"}),
    }


def test_parts_under_other_titles_still_join(article: Maker) -> None:
    """A text that lies whole in copies of one story joins them, whatever its title, however many parts stand beside."""
    text = story(76)
    docs = by_path(
        article("a.txt", text, "石桥修缮始末"),
        article("b.txt", text[:-1], "石桥修缮始末"),
        article("p.txt", text[:4], "石桥修缮始末（上）"),
        article("q.txt", text[4:], "一座桥的重生"),
        article("r.txt", text, "旧镇往事"),
    )
    assert len(found(docs)) == 1


def test_a_title_without_letters_is_none(article: Maker) -> None:
    """An asterisk says nothing about what an article is."""
    assert sketch(article("a.txt", story(48), "***"), SETTINGS).title == ""
    assert sketch(article("a.txt", story(48), "石桥"), SETTINGS).title == "石桥"


def test_order_and_strangers_change_nothing(article: Maker) -> None:
    """The result depends neither on the order of the input nor on unrelated documents."""
    texts = [story(n) for n in range(50, 54)]
    docs = [article(f"{n}.txt", text, f"故事{'甲乙丙丁'[n]}") for n, text in enumerate(texts)]
    docs += [article(f"{n}-copy.txt", text[1:], f"故事{'甲乙丙丁'[n]}") for n, text in enumerate(texts)]
    whole = sets(found(by_path(*docs)))
    for seed in range(3):
        random.Random(seed).shuffle(docs)
        assert sets(found(by_path(*docs))) == whole
    mixed = list(spliced(article).values())
    expected = sets(found(by_path(*mixed)))
    for seed in range(3):
        random.Random(seed).shuffle(mixed)
        assert sets(found(by_path(*mixed))) == expected
    related = [doc for doc in docs if doc.provenance.path.startswith(("0", "1"))]
    assert sets(found(by_path(*related))) == {paths for paths in whole if min(paths)[0] in "01"}


def test_tiny_texts_go_through(article: Maker) -> None:
    """Empty, one character, white space, astral, right to left."""
    texts = ["", "一", "   ", "𠮷𠮷𠮷", "مرحبا بالعالم"]
    docs = by_path(*(article(f"{n}.txt", [text]) for n, text in enumerate(texts)))
    assert len(found(docs)) == len(texts)
    assert found({}) == ()


def test_merge_and_split_win(article: Maker) -> None:
    """What an editor says holds against every measurement."""
    text = story(60)
    docs = by_path(article("a.txt", text, "旧镇"), article("b.txt", text, "旧镇"), article("c.txt", story(61), "新城"))
    merged = found(docs, Overrides(merge=(MergeOverride(paths=("a.txt", "c.txt")),)))
    assert sets(merged) == {frozenset({"a.txt", "b.txt", "c.txt"})}
    split = found(docs, Overrides(split=(SplitOverride(path="b.txt"),)))
    assert len(split) == 3
    based = found(docs, Overrides(base=(BaseOverride(path="b.txt"),)))
    assert ("b.txt", "chosen by an editor") in {(cluster.paths[0], cluster.base_reason) for cluster in based}


@pytest.mark.parametrize(
    "overrides",
    [
        Overrides(split=(SplitOverride(path="c.txt"),)),
        Overrides(merge=(MergeOverride(paths=("a.txt", "b.txt")),)),
        Overrides(merge=(MergeOverride(paths=("a.txt",)),)),
        Overrides(base=(BaseOverride(path="gone.txt"),)),
        Overrides(base=(BaseOverride(path="a.txt"), BaseOverride(path="b.txt"))),
        Overrides(merge=(MergeOverride(paths=("a.txt", "c.txt")),), split=(SplitOverride(path="c.txt"),)),
    ],
)
def test_an_override_that_no_longer_applies_stops_the_run(article: Maker, overrides: Overrides) -> None:
    """Silence would let a correction vanish."""
    text = story(62)
    docs = by_path(article("a.txt", text, "旧镇"), article("b.txt", text, "旧镇"), article("c.txt", story(63), "新城"))
    with pytest.raises(SettingsError, match="overrides"):
        found(docs, overrides)


def test_the_acceptance_documents_are_three_stories(labelled: Mapping[str, Document]) -> None:
    """Both true pairs are found with their relations, and no false one."""
    result = found({doc.provenance.path: doc for doc in labelled.values()})
    named = [[(member.path[:3], member.relation) for member in cluster.members] for cluster in result]
    assert named == [
        [("001", "base"), ("000", "spun")],
        [("002", "base"), ("004", "partial+script")],
        [("003", "base")],
    ]
