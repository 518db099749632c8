"""How much a statement tells about its story: likeness to the whole, to the title and its heading, keywords, place, substance.

A score in about [0, 2], comparable within one story only. Whether a statement can stand alone is for `flaws` to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.digest.features import grams, likeness
from pipeline.digest.statements import Part, Statement
from pipeline.quantities import quantities

_TELLING = re.compile(
    "宣布|发布|推出|决定|同意|通过|意味着|关键|核心|首次|第一[个次款颗家台部批]|最大|最终|终于|导致|成为|改变|目标|计划|预计|原因是|在于|因为|从而|结论|标志|获得|退役|取代|支持|允许|要求|损失|增长|下降|超过|不再|至今|"
    "必须|难以|无法|缺乏|依赖|取决于|挑战|优势|风险|瓶颈|壁垒|共识|本质|根本"
)
_SCENE = re.compile("[“「]|说[，：:。]|走[进到来]|看着|坐在|站在|笑|想起|那天")


@dataclass(frozen=True, slots=True)
class Context:
    """Hold what all statements of one story are measured against."""

    total: Counter[str]
    title: Counter[str]
    headings: Mapping[int, Counter[str]]
    keywords: Mapping[str, float]
    names: tuple[str, ...]
    sizes: Mapping[int, int]
    """Statements per section."""


def context(
    statements: Sequence[Statement],
    parts: Sequence[Part],
    title: str,
    keywords: Mapping[str, float],
    names: Sequence[str],
) -> Context:
    """Gather what a story's statements share."""
    total: Counter[str] = Counter()
    for statement in statements:
        total.update(grams(statement.text))
    headings = {
        part.statements[0].section: grams(part.heading.text) for part in parts if part.heading and part.statements
    }
    heaviest = dict(sorted(keywords.items(), key=lambda item: (-item[1], item[0]))[:20])
    top = max(heaviest.values(), default=1.0)
    return Context(
        Counter({gram: count for gram, count in total.items() if count > 1}),
        grams(title),
        headings,
        {word: weight / top for word, weight in heaviest.items()},
        tuple(names),
        Counter(statement.section for statement in statements),
    )


def salience(statement: Statement, around: Context) -> float:
    """Score one statement."""
    text = statement.text
    counts = grams(text)
    carried = sum(weight for word, weight in around.keywords.items() if word in text)
    substance = min(sum(q.kind not in {"number", "time", "ordinal"} for q in quantities(text)), 3)
    return (
        0.9 * likeness(counts, around.total)
        + 0.5 * likeness(counts, around.title)
        + 0.5 * likeness(counts, around.headings.get(statement.section, Counter()))
        + 0.15 * min(carried, 3.0)
        + 0.08 * (statement.place == 0)
        + 0.05 * substance
        + 0.08 * min(sum(name in text for name in around.names), 2)
        + 0.12 * bool(_TELLING.search(text))
        - 0.15 * bool(_SCENE.search(text))
        - 0.25 * max(0.0, (28 - len(text)) / 28)
        - 0.25 * max(0.0, (len(text) - 90) / 90)
    )
