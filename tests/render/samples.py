"""Stories made by hand for the render room's tests: true matters of computing in our own words, with every state a page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.document import Fact, Metadata, Provenance, Removal
from pipeline.ledger import Entry
from pipeline.render.inputs import StoryInput, WitnessLedger
from pipeline.segments import sentences
from pipeline.settings import SiteSettings
from pipeline.signature import digest
from pipeline.story import (
    Bilingual,
    Digest,
    Figure,
    Moment,
    Name,
    Paragraph,
    Passage,
    Quote,
    Reading,
    Related,
    Section,
    Story,
    Unit,
    Witness,
)
from pipeline.termbase import Term, Termbase

SITE = SiteSettings(url="https://digest.example/qingyi/", repository="https://code.example/qingyi")

TERMS = Termbase(
    (
        Term("编码", "encoding", "noun", "a rule that turns characters into bytes"),
        Term("版本控制", "version control", "noun"),
        Term("操作系统", "operating system", "noun"),
        Term("快照", "snapshot", "noun", "the state of all files at one moment"),
        Term("字节", "byte", "noun"),
        Term("哈希", "hash", "noun"),
    )
)

Text = Sequence[tuple[str, str, str]]
"""(kind, Chinese, English sentences parted by "|") of each paragraph."""

UTF8: Text = (
    (
        "paragraph",
        "1992年9月的一个晚上，肯·汤普森和罗布·派克在新泽西的一家小餐馆里吃饭。汤普森在餐垫上写下了一种新的编码，后来它叫作UTF-8。",
        "One evening in September 1992 Ken Thompson and Rob Pike had dinner at a small diner in New Jersey.|"
        "On the placemat Thompson wrote down a new encoding, later called UTF-8.",
    ),
    ("heading", "餐垫上的设计", "A design on a placemat"),
    (
        "paragraph",
        "它的办法很简单：ASCII字符仍然只占一个字节，别的字符占两个到四个字节。每个字节的头几位说明自己是开头还是后续，程序从任何一处读起都不会迷路。",
        "Its method is simple: an ASCII character still takes one byte, other characters take two to four bytes.|"
        "The first bits of each byte say whether it begins a character or continues one, so that a program never gets lost, "
        "wherever it starts to read.",
    ),
    (
        "paragraph",
        "几天之内，贝尔实验室的Plan 9操作系统就全部改用了这种编码。派克后来回忆说：“我们周一打电话，周五它就在运行了。”",
        "Within days the Plan 9 operating system of Bell Labs had been moved to this encoding.|"
        'Pike recalled later: "We called on Monday, and by Friday it was running."',
    ),
    ("heading", "三十年以后", "Thirty years on"),
    (
        "paragraph",
        "今天，超过98%的网页使用UTF-8。中文里最常用的汉字每个占3个字节，而GBK只占2个字节，这是它付出的代价。罕用的汉字和表情符号要占4个字节。",
        "Today more than 98% of web pages use UTF-8.|"
        "The most common Chinese characters take 3 bytes each where GBK takes 2, which is the price it pays.|"
        "Rare characters and emoji take 4 bytes.",
    ),
)

GIT: Text = (
    (
        "paragraph",
        "2005年4月，林纳斯·托瓦兹停下了Linux内核的工作，花了大约两个星期写出一个版本控制工具，取名Git。原因是内核社区使用的商业软件BitKeeper收回了免费许可。",
        "In April 2005 Linus Torvalds stopped work on the Linux kernel and spent about two weeks writing a version control "
        "tool, which he named Git.|"
        "The reason was that BitKeeper, the commercial program the kernel community used, had withdrawn its free licence.",
    ),
    (
        "paragraph",
        "Git不记录差别，而是记录快照：每次提交都指向当时全部文件的样子。文件的名字由内容的哈希算出来，内容相同的文件只存一份。",
        "Git does not record differences but snapshots: each commit points to all files as they were.|"
        "A file is named by the hash of its content, so that equal files are stored once.",
    ),
    ("code", 'git init\ngit add .\n  git commit -m "first"', ""),
    (
        "paragraph",
        "2005年6月，Linux 2.6.12发布，这是第一个用Git管理的内核版本。同年7月，托瓦兹把维护工作交给了滨野纯。",
        "In June 2005 Linux 2.6.12 came out, the first kernel release managed with Git.|"
        "In July Torvalds handed maintenance over to Junio Hamano.",
    ),
)

HOPPER: Text = (
    (
        "paragraph",
        "1947年9月9日，哈佛大学马克二号计算机的操作员在继电器里找到一只飞蛾，把它贴在日志上，写道：“第一次真的找到了虫子。”",
        "On 9 September 1947 operators of the Harvard Mark II computer found a moth in a relay, taped it into the log and "
        'wrote: "First actual case of bug being found."',
    ),
    (
        "list_item",
        "“虫子”一词并不是那天才有的：爱迪生在1878年的信里就用它称呼机器的毛病。",
        'The word "bug" was not new that day: Edison used it for faults of machines in a letter of 1878.',
    ),
)


def passage(story: Story, paragraph: str, sentence: int, score: float = 1.0) -> Passage:
    """Take one sentence of a story as a digest passage."""
    text = next(p.text for p in story.paragraphs if p.id == paragraph)
    start, end = sentences(text)[sentence]
    return Passage(text[start:end], paragraph, start, end, score)


def story_of(title: str, text: Text, date: str, *, witnesses: tuple[Witness, ...] = (), author: str = "") -> Story:
    """Build a story from its text; ids come from the title."""
    id_ = digest(title)[:12]
    base = Witness("A", f"{id_}.txt", digest(title), "base", 1.0)
    paragraphs = tuple(
        Paragraph(f"p{place}", kind, zh, 2 if kind == "heading" else 0, "A")
        for place, (kind, zh, _) in enumerate(text, 1)
    )
    facts = Metadata(
        title=Fact(title, "line 1"),
        published=Fact(date, "sidecar") if date else None,
        author=Fact(author, "line 2") if author else None,
    )
    reason = "the longest copy without spun words"
    return Story(id_, title, "A", reason, (base, *witnesses), paragraphs, metadata=facts)


def bilingual_of(story: Story, text: Text, title_en: str, state: str, engine: str) -> Bilingual:
    """Pair each sentence with its English."""
    units = [Unit(f"{story.id}-title", "title", "", story.title, title_en, state, engine)]
    for paragraph, (kind, zh, en) in zip(story.paragraphs, text, strict=True):
        if not en:
            continue
        for place, ((start, end), target) in enumerate(zip(sentences(zh), en.split("|"), strict=True)):
            role = "heading" if kind == "heading" else "paragraph"
            id_ = f"{paragraph.id}-{place}"
            units.append(Unit(id_, role, paragraph.id, zh[start:end], target, state, engine, start=start))
    return Bilingual(story.id, tuple(units), signature="test|version:1", translated="2026-11-20")


def ledger_of(
    story: Story, removed: tuple[Entry, ...], siglum: str = "A", url: str = "", site: str = ""
) -> WitnessLedger:
    """Describe one copy."""
    facts = replace(story.metadata, site=Fact(site, "meta") if site else None)
    size = len(story.text) + sum(len(entry.text) for entry in removed)
    provenance = Provenance(f"{story.id}-{siglum}.txt", "text", url=url)
    return WitnessLedger(siglum, provenance.path, removed, size, provenance, facts)


SPAM = (
    Entry(
        900,
        960,
        "澳门博彩 www.win-888.example 注册送38元 客服微信 vip88888 电话13912345678",
        Removal("spam", "clean.spam", "Keyword run with contact numbers; no sentence among them.", 0.99),
    ),
    Entry(0, 12, "首页 > 科技 > 正文", Removal("chrome", "clean.furniture", "Breadcrumb navigation of the site.", 0.9)),
)


def utf8_story() -> StoryInput:
    """Build the story that most pages of the tests show: three copies, reviewed, with every part of a digest."""
    copies = (
        Witness("B", "copy/utf8-b.html", digest("b"), "script+partial", 0.84, 0.8, "Traditional copy without the end"),
        Witness("C", "copy/utf8-c.txt", digest("c"), "spun", 0.71, 0.6, "synonyms in most sentences"),
    )
    story = story_of("餐垫上的编码：UTF-8的一个晚上", UTF8, "2022-09-05", witnesses=copies, author="林述")
    readings = (
        Reading("p1", 6, "一个晚上", "C", "一个黑夜", "the copy is machine-spun"),
        Reading("p6", 3, "超过98%", "B", "超過95%", "the base is the later text"),
    )
    story = replace(story, readings=readings)
    figures = tuple(
        Figure(text, value, None, unit, measures, "", "", passage(story, "p6", sentence))
        for text, value, unit, measures, sentence in (
            ("98%", 98.0, "%", "使用UTF-8的网页", 0),
            ("3个字节", 3.0, "字节", "常用汉字在UTF-8里", 1),
            ("2个字节", 2.0, "字节", "常用汉字在GBK里", 1),
            ("4个字节", 4.0, "字节", "罕用汉字和表情符号", 2),
        )
    )
    names = (
        Name("肯·汤普森", "person", "Ken Thompson", "termbase", "", 2, passage(story, "p1", 0), ("汤普森",)),
        Name("罗布·派克", "person", "Rob Pike", "termbase", "", 2, passage(story, "p1", 0)),
        Name("贝尔实验室", "organisation", "Bell Labs", "termbase", "", 1, passage(story, "p4", 0)),
        Name("Plan 9", "product", "Plan 9", "latin", "操作系统", 1, passage(story, "p4", 0)),
    )
    summary = Digest(
        story=story.id,
        gist=passage(story, "p1", 1),
        gist_reason="",
        points=(passage(story, "p3", 0), passage(story, "p4", 0), passage(story, "p6", 0)),
        sections=(
            Section("餐垫上的设计", "p2", passage(story, "p3", 0)),
            Section("三十年以后", "p5", passage(story, "p6", 0)),
        ),
        figures=figures,
        names=names,
        quotes=(Quote("我们周一打电话，周五它就在运行了。", "派克", passage(story, "p4", 1)),),
        moments=(Moment("1992-09", "1992年9月", passage(story, "p1", 0)),),
        keywords=("编码", "字节"),
        tags=("编码", "操作系统"),
        characters=260,
        minutes=1,
    )
    texts = bilingual_of(story, UTF8, "An encoding on a placemat: one evening of UTF-8", "reviewed", "memory|version:1")
    extra = tuple(
        Unit(f"f{place}", "figure", "p6", figure.measures, english, "reviewed", "memory|version:1")
        for place, (figure, english) in enumerate(
            zip(
                figures,
                (
                    "web pages in UTF-8",
                    "a common Han character in UTF-8",
                    "the same in GBK",
                    "rare Han characters and emoji",
                ),
                strict=True,
            )
        )
    )
    ledgers = (
        ledger_of(story, SPAM, "A", "https://www.example.org/utf-8?a=1&b=2", "例子周刊"),
        ledger_of(story, SPAM[:1], "B", "https://hant.example.net/p/1"),
        ledger_of(story, (), "C"),
    )
    return StoryInput(story, summary, replace(texts, units=texts.units + extra), ledgers)


def git_story() -> StoryInput:
    """Build a story of drafts: a flagged sentence, a gloss, a fuzzy match, code, a link and a restored word."""
    story = story_of("两个星期写成的Git", GIT, "2025-04-07")
    first = story.paragraphs[0]
    at = first.text.index("Linux内核")
    linked = replace(first, links=((at, at + 7, "https://kernel.example/"), (0, 5, "javascript:alert(1)")))
    story = replace(
        story,
        paragraphs=(linked, *story.paragraphs[1:]),
        restored=0.012,
        restorations=(("p2", story.paragraphs[1].text.index("文件的样子"), "文档", "文件", 0.8),),
        related=(Related(utf8_story().story.id, "topic", "both name operating systems"),),
    )
    texts = bilingual_of(story, GIT, "Git, written in two weeks", "machine", "draft|model:test|version:1")
    units = list(texts.units)
    units[2] = replace(units[2], state="needs-review", checks=("numbers", "terms"))
    units[3] = replace(units[3], state="fuzzy", engine="memory|score:91|version:1")
    units[4] = replace(
        units[4], state="failed", engine="gloss|version:1", target="file / of / name / by / content / hash"
    )
    summary = Digest(
        story=story.id,
        gist=passage(story, "p1", 0),
        gist_reason="",
        points=(passage(story, "p2", 0), passage(story, "p4", 0)),
        sections=(),
        figures=(),
        names=(
            Name("林纳斯·托瓦兹", "person", "Linus Torvalds", "termbase", "", 2, passage(story, "p1", 0)),
            Name("贝尔实验室", "organisation", "Bell Labs", "termbase", "", 1, passage(story, "p1", 0)),
        ),
        quotes=(),
        moments=(
            Moment("2005-04", "2005年4月", passage(story, "p1", 0)),
            Moment("2005-06", "2005年6月", passage(story, "p4", 0)),
        ),
        keywords=("Git", "版本控制"),
        tags=("版本控制", "操作系统"),
        characters=220,
        minutes=1,
    )
    return StoryInput(story, summary, replace(texts, units=tuple(units)), (ledger_of(story, ()),))


def hopper_story() -> StoryInput:
    """Build a short story that has no date, no gist and no translation yet."""
    story = story_of("日志里的飞蛾", HOPPER, "")
    summary = Digest(story.id, None, "too short for a gist", (), (), (), (), (), (), (), (), 80, 1)
    return StoryInput(story, summary, Bilingual(story.id, ()), (ledger_of(story, SPAM[1:]),))


def all_stories() -> tuple[StoryInput, ...]:
    """List the stories by hand."""
    return utf8_story(), git_story(), hopper_story()
