"""A site of any size: stories of about 1,500 characters, composed of the samples' sentences in ever other orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.document import REMOVAL_LABELS, Removal
from pipeline.render.inputs import StoryInput
from pipeline.story import Digest, Figure, Moment, Name, Quote, Reading, Section, Story, Unit, Witness
from tests.render.samples import GIT, HOPPER, SPAM, UTF8, Text, bilingual_of, ledger_of, passage, story_of

PARAGRAPHS: Text = [row for row in (*UTF8, *GIT, *HOPPER) if row[0] in ("paragraph", "list_item")]
NAMES = ("肯·汤普森", "罗布·派克", "林纳斯·托瓦兹", "滨野纯", "爱迪生", "贝尔实验室", "哈佛大学")
TAGS = ("编码", "操作系统", "版本控制", "快照", "字节", "哈希")
ROUNDS = 3


def made_story(place: int) -> StoryInput:
    """Build story number `place`."""
    rows: list[tuple[str, str, str]] = []
    for turn in range(ROUNDS):
        rows.append(("heading", f"第{place}篇第{turn + 1}节", f"Story {place}, part {turn + 1}"))
        rows += [PARAGRAPHS[(place + turn * 3 + step) % len(PARAGRAPHS)] for step in range(6)]
    month, day = place % 12 + 1, place % 28 + 1
    title = f"计算的旧事之{place}：{TAGS[place % len(TAGS)]}"
    story = story_of(title, rows, f"{2000 + place // 12 % 26}-{month:02}-{day:02}")
    names = tuple(
        Name(text, "person", "", "", "", 2, passage(story, "p2", 0))
        for text in (NAMES[place % len(NAMES)], NAMES[(place + 3) % len(NAMES)], f"人物{place}")
    )
    summary = Digest(
        story=story.id,
        gist=passage(story, "p2", 0),
        gist_reason="",
        points=tuple(passage(story, f"p{n}", 0) for n in (3, 4, 5)),
        sections=(),
        figures=(Figure("98%", 98.0, None, "%", "使用UTF-8的网页", "", "", passage(story, "p2", 0)),),
        names=names,
        quotes=(),
        moments=(Moment(f"{1940 + place % 80}-05", "五月", passage(story, "p3", 0)),),
        keywords=(),
        tags=(TAGS[place % len(TAGS)], TAGS[(place + 1) % len(TAGS)]),
        characters=len(story.text),
        minutes=4,
    )
    texts = bilingual_of(story, rows, f"Old matters of computing {place}", "reviewed", "memory|version:1")
    return StoryInput(story, summary, texts, (ledger_of(story, SPAM),))


def full_story(chars: int) -> StoryInput:
    """Build a story of about so many characters with as full an apparatus as a real one: three copies, 6 points, 8 figures,
    12 names, 6 terms, 2 quotations, 12 readings that differ, and removals under every label."""
    rows: list[tuple[str, str, str]] = []
    while sum(len(row[1]) for row in rows) < chars:
        if len(rows) % 6 == 0:
            rows.append(("heading", f"计算的旧事之{len(rows)}", f"Old matters of computing, part {len(rows)}"))
        rows.append(PARAGRAPHS[len(rows) % len(PARAGRAPHS)])
    copies = tuple(Witness(name, f"copy/{name}.html", name, "spun", 0.8, 0.6, "synonyms") for name in "BC")
    story = story_of("从餐垫到内核：计算的旧事", rows, "2025-04-07", witnesses=copies, author="林述")
    readings = tuple(
        Reading(p.id, 0, p.text[:9], "B", "另一种读法", "the copy is machine-spun") for p in story.paragraphs
    )
    story = replace(story, readings=readings[:12])
    removed = tuple(
        replace(SPAM[0], removal=Removal(name, "clean.x", SPAM[0].removal.reason, 0.9)) for name in REMOVAL_LABELS
    )
    said = bilingual_of(
        story, rows, "From a placemat to the kernel: old matters of computing", "reviewed", "memory|version:1"
    )
    units = tuple(
        Unit(f"f{place}{text}", "figure", "p2", text, english, "reviewed", "memory|version:1")
        for place in range(8)
        for text, english in (
            (f"{place}5万元", f"{place}50,000 yuan"),
            (f"第{place}年的收入", f"income of year {place}"),
        )
    )
    ledgers = tuple(ledger_of(story, removed, name, f"https://{name}.example.org/2025/04/07/1.html") for name in "ABC")
    return StoryInput(story, _full_digest(story), replace(said, units=said.units + units), ledgers)


def _full_digest(story: Story) -> Digest:
    prose = [paragraph.id for paragraph in story.paragraphs if paragraph.kind == "paragraph"]
    heads = [paragraph for paragraph in story.paragraphs if paragraph.kind == "heading"]
    names = (
        "肯·汤普森",
        "罗布·派克",
        "林纳斯·托瓦兹",
        "滨野纯",
        "爱迪生",
        "贝尔实验室",
        "哈佛大学",
        "马克二号",
        "内核",
        "例子周刊",
        "北京",
        "日本",
    )
    return Digest(
        story=story.id,
        gist=passage(story, prose[0], 0),
        gist_reason="",
        points=tuple(passage(story, id_, 0) for id_ in prose[:6]),
        sections=tuple(Section(head.text, head.id, passage(story, prose[0], 0)) for head in heads),
        figures=tuple(
            Figure(
                f"{place}5万元",
                place + 0.5,
                None,
                "元",
                f"第{place}年的收入",
                "",
                "2001年",
                passage(story, prose[0], 0),
            )
            for place in range(8)
        ),
        names=tuple(Name(name, "person", "Ken Thompson", "termbase", "", 3, passage(story, "p2", 0)) for name in names),
        quotes=tuple(Quote("我们周一打电话，周五它就在运行了。", "派克", passage(story, id_, 0)) for id_ in prose[:2]),
        moments=(),
        keywords=(),
        tags=TAGS[:4],
        characters=len(story.text),
        minutes=4,
    )


@dataclass(frozen=True)
class ManyStories:
    """Make stories one at a time, each time they are asked for."""

    count: int

    def __iter__(self) -> Iterator[StoryInput]:
        """Yield the stories."""
        return map(made_story, range(self.count))
