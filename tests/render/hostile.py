"""A story whose every field attacks the page it is printed on."""

from __future__ import annotations

from pipeline.document import Fact, Metadata, Provenance, Removal, Span
from pipeline.ledger import Entry
from pipeline.render.inputs import StoryInput, WitnessLedger
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
from pipeline.termbase import Term

FIRE = "globalThis.fired=(globalThis.fired||0)+1"
"""What an attack does if it runs; the tests look for it."""

ATTACKS = (
    f"<script>{FIRE}</script>靶子",
    f"靶子<img src=x onerror={FIRE}>",
    f"靶子'\"><svg onload={FIRE}><iframe srcdoc='<script>parent.{FIRE}</script>'>",
    f"靶子![x](x){{ onerror={FIRE} onfocus={FIRE} autofocus tabindex=0 }}",
    f"靶子[点我](javascript:{FIRE})",
    '靶子 --8<-- "pyproject.toml"',
    '--8<-- "mkdocs.yml" 靶子',
    "靶子{{ config.site_name }}{% for x in range(9) %}LOOP{% endfor %}",
    "---\ntitle: 靶子\nhide: [header]\n---",
    "靶子\n```html\n<b>fence</b>\n```\n~~~\nfence\n~~~",
    "靶子</div></div></article></main><h1>fallen out</h1>",
    "靶子 --> ]]> </script></style></textarea></title><b>bold</b>",
    "靶子\u202egnp.exe\u2066\u200b\ufeff\x00\x02wzxhzdk:0\x03",
    "../../../../etc/passwd 靶子",
    '::: pipeline.render\n!!! danger "靶子"',
    "&lt;img src=x onerror=alert(1)&gt; &#60;b&#62; 靶子",
    "http://user:pass@evil.example/ <http://evil.example> www.evil.example 靶子",
    "*[靶子]: *em* __strong__ ~~strike~~ ==mark== `code` $x$ :smile: [^1] [[wiki]] #tag @user",
    "\ud800靶子\udfff",
    "שלום עולם مرحبا 靶子",
)
EVERYTHING = " ".join(ATTACKS)


def hostile_story() -> StoryInput:
    """Build the story; its id and paragraph ids are ours, as they are for any story."""
    id_ = digest("hostile")[:12]
    paragraphs = tuple(
        Paragraph(
            f"p{place}",
            ("paragraph", "heading", "list_item", "quote", "caption", "code", "table")[place % 7],
            text,
            2,
            "A",
            Span(0, len(text)),
            links=((0, 2, f"javascript:{FIRE}"), (2, 4, f'https://evil.example/"><img src=x onerror={FIRE}>')),
            image="javascript:alert(1)" if place == 7 else "",
        )
        for place, text in enumerate(ATTACKS, 1)
    )
    passages = tuple(Passage(text, f"p{place}", 0, len(text)) for place, text in enumerate(ATTACKS, 1))
    fact = Fact(ATTACKS[2], ATTACKS[1])
    facts = Metadata(fact, fact, fact, fact, Fact("2026-13-45<b>", "x"), Fact(f"javascript:{FIRE}", "x"), fact, fact)
    story = Story(
        id=id_,
        title=ATTACKS[0] + ATTACKS[1],
        base="A",
        base_reason=EVERYTHING,
        witnesses=(
            Witness("A", "../../" + ATTACKS[2], digest("h"), "base", 1.0, reason=EVERYTHING),
            Witness("<b>", ATTACKS[3], "", ATTACKS[1], 0.5, reason=EVERYTHING),
        ),
        paragraphs=paragraphs,
        readings=tuple(Reading(f"p{n}", 0, text, "<b>", text[::-1], text) for n, text in enumerate(ATTACKS, 1)),
        metadata=facts,
        related=(Related("../" + ATTACKS[1], ATTACKS[1], EVERYTHING),),
        restored=0.5,
        restorations=(("p1", 0, ATTACKS[1], ATTACKS[0][:3], 0.5),),
    )
    units = tuple(
        Unit(f"u{n}", "paragraph", f"p{n}", text, f"EN {text}", "needs-review", text, (text,), text)
        for n, text in enumerate(ATTACKS, 1)
    )
    title = Unit("t", "title", "", story.title, f"TITLE {ATTACKS[0]}{ATTACKS[1]}", "machine", ATTACKS[1])
    gist = Unit("g", "gist", "p1", passages[1].text, f"GIST {EVERYTHING}", "machine", "draft")
    summary = Digest(
        story=id_,
        gist=passages[1],
        gist_reason=EVERYTHING,
        points=passages,
        sections=tuple(Section(p.text, p.paragraph, p) for p in passages[:4]),
        figures=tuple(
            Figure(p.text, 1.0 + n, None, p.text[:3], p.text, p.text, p.text, p) for n, p in enumerate(passages)
        ),
        names=tuple(Name(p.text, p.text, p.text, p.text, p.text, 2, p, (p.text,)) for p in passages),
        quotes=tuple(Quote(p.text, p.text, p) for p in passages[:4]),
        moments=tuple(Moment("2026" + p.text, p.text, p) for p in passages[:4]),
        keywords=ATTACKS,
        tags=ATTACKS,
        characters=10,
        minutes=1,
        signature=EVERYTHING,
    )
    removed = tuple(Entry(n, n + len(t), t, Removal(t, t, t, 0.5)) for n, t in enumerate(ATTACKS))
    provenance = Provenance("../" + ATTACKS[2], "html", url=f"javascript:{FIRE}")
    ledgers = tuple(WitnessLedger(s, ATTACKS[2], removed, 1000, provenance, facts) for s in ("A", "<b>"))
    bilingual = Bilingual(id_, (title, *units, gist), EVERYTHING, EVERYTHING)
    return StoryInput(story, summary, bilingual, ledgers)


TERMS = (Term("靶子", ATTACKS[1], ATTACKS[0], EVERYTHING),)
