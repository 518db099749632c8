"""Units go through memory, engines and checks; what passes is a translation, what does not says so."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.document import Fact, Metadata
from pipeline.errors import EngineMissing, EngineUnavailable
from pipeline.render.targets import mark_of
from pipeline.settings import TranslateSettings
from pipeline.story import STATES, Digest, Figure, Name, Paragraph, Passage, Quote, Section, Story, Unit, Witness
from pipeline.termbase import Term, Termbase
from pipeline.translate import Chain, Memory, lines, translate, units
from pipeline.translate.engines import make_engine
from pipeline.translate.engines.contract import Candidate, Context, Engine
from pipeline.translate.placeables import in_english, mask, opaque, restore
from pipeline.translate.tmx import Entry
from pipeline.translate.units import sources

TABLE = Path(__file__).with_name("quantities.tsv")


class Script:
    """Answer from a function, as an engine; counts what it was asked."""

    batch_segments = 2
    is_checked = True
    is_gloss = False
    reads_gloss = False

    def __init__(self, answer: Callable[[str], str], name: str = "script", logprob: float | None = None) -> None:
        """Keep the function; a raised EngineUnavailable passes through."""
        self.signature = f"{name}|version:1"
        self.answer, self.logprob = answer, logprob
        self.asked: list[str] = []

    def translate(self, segments: Sequence[str], *, context: Context) -> list[list[Candidate]]:
        """Answer each segment."""
        self.asked += segments
        return [[Candidate(self.answer(segment), logprob=self.logprob)] for segment in segments]

    def close(self) -> None:
        """Nothing is open."""


def chain(engines: dict[str, Engine], *, auto: bool = True) -> Chain:
    """Make a chain of engines given by name."""

    def make(name: str, settings: TranslateSettings) -> Engine:
        if name not in engines:
            raise EngineMissing(f"{name} is not installed")
        return engines[name]

    order = ("online", "draft")
    return Chain(TranslateSettings(engine="auto" if auto else "online", auto_order=order), make)


def unit(source: str, role: str = "paragraph") -> Unit:
    """Make an untranslated unit."""
    return Unit(f"{role}:{source}"[:20], role, "p1", source, "", "failed", "")


def run(source: str, engines: dict[str, Engine], memory: Memory | None = None, terms: Termbase | None = None) -> Unit:
    """Translate one source."""
    found = translate([unit(source)], chain(engines), memory or Memory(), terms or Termbase(), TranslateSettings())
    return found[0]


GOOD = {"他没有同意这个计划。": "He did not agree to the plan."}


def test_a_right_answer_is_a_machine_translation() -> None:
    """State, engine and no failed checks."""
    found = run("他没有同意这个计划。", {"online": Script(GOOD.__getitem__)})
    assert (found.target, found.state, found.checks) == ("He did not agree to the plan.", "machine", ())
    assert found.engine == "script|version:1"


def test_a_wrong_answer_is_published_as_a_gloss() -> None:
    """The wrong sentence appears nowhere; the failed checks are named."""
    found = run("他没有同意这个计划。", {"online": Script(lambda _text: "He agreed to the plan.")})
    assert found.state == "failed"
    assert found.checks == ("negation",)
    assert found.target != "He agreed to the plan."
    assert found.engine.startswith("gloss")
    assert "negation" in found.note


def test_the_next_engine_may_try() -> None:
    """What one engine gets wrong, another may get right."""
    bad, good = (
        Script(lambda _text: "He agreed to the plan.", "bad"),
        Script(lambda _text: GOOD["他没有同意这个计划。"], "good"),
    )
    assert run("他没有同意这个计划。", {"online": bad, "draft": good}).engine == "good|version:1"


def test_quantities_are_put_into_the_source_for_a_second_try() -> None:
    """An engine that misreads 亿 copies what it is given in English."""

    def answer(text: str) -> str:
        return (
            "Revenue reached 200 million yuan." if "200 million yuan" in text else "Revenue reached 2 billion dollars."
        )

    engine = Script(answer)
    found = run("营收达到3亿元。", {"online": Script(lambda _text: "Revenue was rather high.")})
    assert found.state == "failed"
    assert "300 million yuan" in found.target
    assert run("营收达到2亿元。", {"online": engine}).state == "machine"


def test_a_long_sentence_is_tried_in_pieces() -> None:
    """What fails as a whole may pass clause by clause."""

    def answer(text: str) -> str:
        pieces = {
            "昨天专家介绍了小麦的种植面积，": "Yesterday experts introduced the planting area of wheat.",
            "但是他们没有公布今年的收成情况。": "But they did not publish this year's harvest.",
        }
        return pieces.get(text, "Wheat.")

    found = run("昨天专家介绍了小麦的种植面积，但是他们没有公布今年的收成情况。", {"online": Script(answer)})
    assert found.state == "machine"
    assert found.target.endswith("wheat, but they did not publish this year’s harvest.")


def test_sound_pieces_survive_in_a_failed_sentence() -> None:
    """What passes its checks stays English, what does not becomes a gloss; the sentence is flagged either way."""

    def answer(text: str) -> str:
        return (
            "It sold 300 million yuan of wheat last year,"
            if "300 million" in text
            else "The weather is fine today in the garden."
        )

    found = run("去年它卖出了3亿元的小麦，但是专家没有公布今年的收成情况。", {"online": Script(answer)})
    assert found.state == "failed"
    assert found.target.startswith("It sold 300 million yuan of wheat last year, but expert")
    assert "weather" not in found.target
    assert found.engine.startswith("script|version:1+gloss")


def test_a_gloss_engine_leaves_the_sound_pieces() -> None:
    """In a chain that ends with the gloss, a sentence that failed half is glossed half; one that no engine answered, whole."""
    half = Script(lambda text: "It sold 300 million yuan of wheat last year," if "300 million" in text else "Weather.")
    gloss = make_engine("gloss", TranslateSettings())
    text = "去年它卖出了3亿元的小麦，但是专家没有公布今年的收成情况。"
    found = run(text, {"online": half, "draft": gloss})
    assert found.state == "failed" and found.target.startswith(
        "It sold 300 million yuan of wheat last year, but expert"
    )
    assert run(text, {"draft": gloss}).engine == gloss.signature


def test_a_doubt_is_flagged_and_the_text_kept() -> None:
    """What the engine was not sure of is published as it says it, flagged; the more probable of two engines' answers passes."""
    text, english = "他没有同意这个计划。", "He did not agree to the plan."
    unsure, sure = Script(lambda _text: english, "unsure", -40.0), Script(lambda _text: english, "sure", -2.0)
    found = run(text, {"online": unsure})
    assert (found.target, found.state, found.checks) == (english, "failed", ("unsure",))
    assert "not sure" in found.note and mark_of(found) == "doubt"
    assert run(text, {"online": unsure, "draft": sure}).engine == "sure|version:1"
    long = "昨天专家介绍了小麦的种植面积，但是他们没有公布今年的收成情况。"
    pieces = Script(
        lambda _text: (
            "Yesterday experts introduced the planting area of wheat, but did not publish this year's harvest."
        )
    )
    pieces.logprob = -60.0
    assert run(long, {"online": pieces}).checks == ("unsure",)


WHEAT = "去年这家公司卖出了3亿元的小麦和大米，但是专家没有公布今年的收成，也没有说明原因是什么。"


def test_only_failed_clauses_are_split() -> None:
    """An engine that reads glosses gets clauses; those that pass are kept, those that fail come again in smaller pieces."""
    answers = {
        "去年这家公司卖出了3亿元的小麦和大米，": "Last year the company sold 300 million yuan of wheat and rice,",
        "但是专家没有公布今年的收成，": "but experts did not publish this year's harvest,",
        "也没有说明原因是什么。": "nor did they explain what the reasons were.",
    }
    engine = Script(lambda text: answers.get(text, "The weather is fine today in the garden."))
    engine.reads_gloss = True
    found = run(WHEAT, {"online": engine})
    assert found.state == "machine"
    assert found.target.startswith("Last year the company sold 300 million yuan of wheat and rice, but experts did not")
    assert engine.asked == [
        "去年这家公司卖出了3亿元的小麦和大米，",
        "但是专家没有公布今年的收成，也没有说明原因是什么。",
        "但是专家没有公布今年的收成，",
        "也没有说明原因是什么。",
    ]


def test_half_a_clause_is_shown_where_the_sentence_is_flagged() -> None:
    """What leaves something out stays English in a failed sentence; what says something wrong does not, and neither counts as sound."""
    engine = Script(
        lambda text: "Last year the company sold it for 300 million yuan," if "3亿" in text else "The weather is fine."
    )
    engine.reads_gloss = True
    found = run(WHEAT, {"online": engine})
    assert found.state == "failed"
    assert "left-out" in found.checks
    assert found.target.startswith("Last year the company sold it for 300 million yuan, but")
    assert "weather" not in found.target


def test_auto_passes_over_what_is_missing_and_what_gives_up() -> None:
    """A chain walks its list; the reasons are kept."""

    def out(_text: str) -> str:
        raise EngineUnavailable("no network")

    with chain({"draft": Script(GOOD.__getitem__)}) as one:
        assert (
            translate([unit("他没有同意这个计划。")], one, Memory(), Termbase(), TranslateSettings())[0].state
            == "machine"
        )
        assert "not installed" in one.problems["online"]
    with chain({"online": Script(out), "draft": Script(GOOD.__getitem__)}) as two:
        assert (
            translate([unit("他没有同意这个计划。")], two, Memory(), Termbase(), TranslateSettings())[0].state
            == "machine"
        )
        assert two.problems == {"online": "no network"}
    with chain({}) as three:
        found = translate([unit("他没有同意这个计划。")], three, Memory(), Termbase(), TranslateSettings())[0]
        assert (found.state, found.checks) == ("failed", ("empty",))


def test_a_named_engine_must_be_there() -> None:
    """Who asks for one engine is told when it is missing, not given another."""
    with pytest.raises(EngineMissing):
        translate([unit("你好，世界。")], chain({}, auto=False), Memory(), Termbase(), TranslateSettings())


def test_what_is_known_is_not_asked_again() -> None:
    """A killed run goes on from the answers it stored; each answer is stored at once."""
    stored: dict[str, tuple[Candidate, ...]] = {}
    texts = ["他没有同意这个计划。", "他同意了这个计划。", "他们同意了那个计划。"]

    def dies(text: str) -> str:
        if text == texts[2]:
            raise KeyboardInterrupt
        return "He did not agree to the plan." if text == texts[0] else "He agreed to the plan."

    first = Script(dies)
    with pytest.raises(KeyboardInterrupt):
        lines(
            texts,
            chain({"online": first}),
            Memory(),
            Termbase(),
            TranslateSettings(),
            store_answer=stored.__setitem__,
            known=stored.get,
        )
    assert len(stored) == 2
    second = Script(lambda _text: "They agreed to that plan.")
    found = lines(
        texts,
        chain({"online": second}),
        Memory(),
        Termbase(),
        TranslateSettings(),
        store_answer=stored.__setitem__,
        known=stored.get,
    )
    assert second.asked == [texts[2]]
    assert [line.state for line in found] == ["machine"] * 3


def test_equal_sources_are_asked_once() -> None:
    """Title, text and digest share their answer, each in its role's form."""
    engine = Script(lambda _text: "the history of the chip.")
    listed = [unit("芯片的历史。", role) for role in ("title", "paragraph", "gist")]
    found = translate(listed, chain({"online": engine}), Memory(), Termbase(), TranslateSettings())
    assert engine.asked == ["芯片的历史。"]
    assert [item.target for item in found] == [
        "The History of the Chip",
        "The history of the chip.",
        "The history of the chip.",
    ]


def test_memory_comes_first_and_people_stand() -> None:
    """A reviewed target is printed as it is, whatever the checks would say; no engine is asked."""
    engine = Script(lambda _text: "no")
    found = run(
        "营收2亿元。", {"online": engine}, Memory([Entry("营收2亿元。", "as the reviewer wished", author="me")])
    )
    assert (found.target, found.state) == ("as the reviewer wished", "reviewed")
    assert found.engine == "memory|author:me|score:100|version:1"
    assert engine.asked == []


def test_a_changed_source_needs_review_and_keeps_the_old_translation() -> None:
    """The reviewed sentence is gone from the text; its translation stays, marked, with the difference."""
    memory = Memory(
        [Entry("公司今年一共招收了二十名新的软件工程师。", "This year the company hired twenty software engineers.")]
    )
    found = run("公司今年一共招收了三十名新的软件工程师。", {"online": Script(lambda _text: "x")}, memory)
    assert found.state == "needs-review"
    assert found.target == "This year the company hired twenty software engineers."
    assert "二 → 三" in found.note


def test_a_similar_sentence_is_fuzzy_only_if_it_passes_the_checks() -> None:
    """With the reviewed sentence still in the text, its neighbour is another sentence: offered if nothing contradicts."""
    memory = Memory([Entry("公司今年招收了二十名工程师。", "The company hired twenty engineers this year.")])
    listed = [
        unit("公司今年招收了二十名工程师。"),
        unit("公司今年招收了三十名工程师。"),
        unit("公司今年招收了二十名工程师！"),
    ]
    engine = Script(lambda _text: "The company hired thirty engineers this year.")
    found = translate(listed, chain({"online": engine}), memory, Termbase(), TranslateSettings())
    assert [item.state for item in found] == ["reviewed", "machine", "fuzzy"]


@pytest.mark.parametrize(
    ("source", "target"),
    [("GPT-4", "GPT-4"), ("2亿元", "200 million yuan"), ("https://example.org", "https://example.org")],
)
def test_what_needs_no_engine(source: str, target: str) -> None:
    """Latin, addresses and bare quantities."""
    found = run(source, {})
    assert (found.target, found.state) == (target, "machine")


def test_terms_and_opaque_placeables_reach_the_page() -> None:
    """Tokens go out, originals come back; the agreed term is required."""
    terms = Termbase((Term("算能", "SOPHGO", "org"),))
    engine = Script(lambda text: "SOPHGO has released a tool, see [#1]." if "[#1]" in text else "nothing")
    found = run("算能发布了工具，见 https://example.org/x。", {"online": engine}, terms=terms)
    assert (found.target, found.state) == ("SOPHGO has released a tool, see https://example.org/x.", "machine")
    assert all("example.org" not in text for text in engine.asked)


def test_lines_keep_their_number() -> None:
    """Empty lines stay empty; each line has its unit."""
    found = lines(["", "2亿元", "  ", "abc"], chain({}), Memory(), Termbase(), TranslateSettings())
    assert [item.target for item in found] == ["", "200 million yuan", "", "abc"]
    assert lines([], chain({}), Memory(), Termbase(), TranslateSettings()) == ()


@pytest.mark.parametrize(
    "source", ["好", "𠮷𠮷𠮷", "مرحبا", "\u202e坏", "。。。", "<script>坏</script>", "{{ 坏 }}", "a\x00好"]
)
def test_any_text_ends_in_a_state(source: str) -> None:
    """Hostile and strange sources go through, with no Han left in what claims to be English."""
    found = run(source, {"online": Script(lambda text: text)})
    assert found.state in STATES
    assert found.state == "failed" or not re.search(r"[\u3400-\u9fff]", found.target)


def quantities() -> list[tuple[str, str]]:
    """Read the table of quantities: Chinese, and a pattern that its English must match."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return [(row["zh"], row["en"]) for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize("name", ["pseudo", "gloss", "wrong"])
def test_quantities_come_out_right_whatever_the_engine_does(name: str) -> None:
    """Each of the table's quantities is right in English in what is published, even if the engine drops or inflates every number."""
    engine: Engine = (
        Script(lambda _text: "It is 987654321 here.") if name == "wrong" else make_engine(name, TranslateSettings())
    )
    texts = [f"这里说的是{zh}。" for zh, _ in quantities()]
    found = lines(texts, chain({"online": engine}), Memory(), Termbase(), TranslateSettings())
    wrong = {
        zh
        for (zh, pattern), line in zip(quantities(), found, strict=True)
        if not re.search(pattern, line.target, re.IGNORECASE)
    }
    assert wrong == set()
    assert len(texts) >= 150


def test_placeables() -> None:
    """What survives character by character, and what is put into English."""
    text = "看 `a b`、[图](x.png)、a@b.org、~~del~~、src/main.py 和 <b>，共20～40%，八九家。"
    kept = [text[start:end] for start, end in opaque(text)]
    assert kept == ["`a b`", "[图](x.png)", "a@b.org", "~~del~~", "src/main.py", "<b>"]
    masked = mask(text)
    assert restore(masked.text, masked.originals) == text
    assert in_english("共20～40%，八九家企业", {}) == "共 20–40%，eight or nine 企业"
    assert in_english("", {}) == ""
    assert opaque("𠮷") == ()


def story() -> tuple[Story, Digest]:
    """Make a story with a digest by hand."""
    paragraphs = (
        Paragraph("p1", "title", "芯片的历史"),
        Paragraph("p2", "heading", "起点", 2),
        Paragraph("p3", "paragraph", "第一句话。第二句话！\n第三行"),
        Paragraph("p4", "code", "print(1)"),
        Paragraph("p5", "caption", "图一。"),
        Paragraph("p6", "paragraph", "第一句话。"),
    )
    passage = Passage("第二句话！", "p3", 5, 10)
    digest = Digest(
        "s", passage, "", (passage,), (Section("起点", "p2", passage),),
        (Figure("2亿元", 2e8, None, "元", "营收", "去年", "公司", passage), Figure("2亿元", 2e8, None, "元", "营收", "", "公司", passage)),
        (Name("王伟", "person", "Wang Wei", "pinyin", "工程师", 2, passage), Name("某司", "organisation", "", "masked", "", 1, passage)),
        (Quote("话。话！", "王伟", passage),), (), ("芯片",), ("芯片", "历史"), 100, 1,
    )  # fmt: skip
    witness = Witness("A", "a.txt", "d", "base", 1.0)
    metadata = Metadata(lead=Fact("导语。", "meta"))
    return Story("s", "芯片的历史", "A", "", (witness,), paragraphs, metadata=metadata), digest


def test_units_cover_text_and_digest() -> None:
    """Roles, paragraphs and offsets; code is left alone; labels are listed once."""
    told, digest = story()
    listed = units(told, digest)
    assert [(u.role, u.source) for u in listed[:9]] == [
        ("title", "芯片的历史"), ("lead", "导语。"), ("title", "芯片的历史"), ("heading", "起点"), ("paragraph", "第一句话。"),
        ("paragraph", "第二句话！"), ("paragraph", "第三行"), ("caption", "图一。"), ("paragraph", "第一句话。"),
    ]  # fmt: skip
    assert all(
        told.paragraphs[2].text[u.start :].startswith(u.source)
        for u in listed
        if u.paragraph == "p3" and u.role == "paragraph"
    )
    assert [u.source for u in listed if u.role == "figure"] == ["2亿元", "营收", "去年", "公司"]
    assert [u.source for u in listed if u.role == "name"] == ["王伟", "工程师", "某司", "芯片", "历史"]
    assert len({u.id for u in listed}) == len(listed)
    assert "print(1)" not in sources(listed)


def test_unit_ids_survive_edits_around_them() -> None:
    """A new sentence changes no other unit's id; a second equal sentence has an id of its own."""
    told, digest = story()
    before = {(u.role, u.source): u.id for u in units(told, digest)}
    edited = replace(told, paragraphs=(Paragraph("p0", "paragraph", "新的一句。"), *told.paragraphs))
    after = {(u.role, u.source): u.id for u in units(edited, digest)}
    assert {key: after[key] for key in before} == before
