"""A site of any size: stories of about 1,500 characters, composed of the samples' sentences in ever other orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.render.inputs import StoryInput
from pipeline.story import Digest, Figure, Moment, Name
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


@dataclass(frozen=True)
class ManyStories:
    """Make stories one at a time, each time they are asked for."""

    count: int

    def __iter__(self) -> Iterator[StoryInput]:
        """Yield the stories."""
        return map(made_story, range(self.count))
