"""The front page, chosen as an editor would choose: one story leads, a few follow, figures and names between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pipeline.render.brief import Brief
from pipeline.render.facts import FigureRow
from pipeline.render.listing import Entry
from pipeline.settings import SiteSettings

SECOND_MAX = 4
MORE_MAX = 12
"""Stories beside and below the leading one."""
NAMES_MAX = 12
TAGS_MAX = 18
FIGURES_MAX = 3
NEW_DAYS = 7
"""Days for which a story counts as new."""
FIGURE_CHARS = (12, 60)
"""Shortest and longest sentence that explains a figure at a glance."""
_TELLING = re.compile("[%％元亿万倍]")
"""Shares, money, large numbers and multiples tell more than a count of things."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """Hold what the front page prints."""

    front: Mapping[str, Any]
    root: str
    site: SiteSettings
    today: str
    lead: Brief | None
    second: tuple[Brief, ...]
    more: tuple[Brief, ...]
    figures: tuple[tuple[FigureRow, Brief], ...]
    names: tuple[Entry, ...]
    tags: tuple[Entry, ...]
    stories: int
    copies: int
    removed_chars: int
    reviewed: str
    fresh: int
    """Stories of the last week before today."""


def prominence(note: Brief) -> float:
    """Score how much a story offers to a front page: points, figures, copies that confirm it, an English title.

    Returns at most 10.
    """
    return min(note.points, 4) + min(len(note.figures), 2) + 2 * (len(note.sources) > 1) + 2 * bool(note.title_en)


def front_page(
    briefs: Sequence[Brief], names: Sequence[Entry], tags: Sequence[Entry], site: SiteSettings, today: str
) -> FrontPage:
    """Choose like an editor: the pinned or richest of the newest month leads, the next ones follow by date."""
    newest = next((note.date[:7] for note in briefs if note.date), "")
    candidates = [note for note in briefs if note.pinned] or [n for n in briefs if n.date[:7] == newest] or list(briefs)
    lead = max(candidates, key=prominence, default=None)
    others = [note for note in briefs if note is not lead]
    units = sum(note.units for note in briefs)
    return FrontPage(
        front={
            "title": f"{site.name} · {site.name_zh}",
            "description": site.name,
            "hide": ["navigation", "toc"],
            "search": {"exclude": True},
        },
        root="./",
        site=site,
        today=today,
        lead=lead,
        second=tuple(others[:SECOND_MAX]),
        more=tuple(others[SECOND_MAX : SECOND_MAX + MORE_MAX]),
        figures=_front_figures(briefs),
        names=tuple(sorted(names, key=lambda e: -e.stories)[:NAMES_MAX]),
        tags=tuple(sorted(tags, key=lambda e: -e.stories)[:TAGS_MAX]),
        stories=len(briefs),
        copies=sum(len(note.sources) for note in briefs),
        removed_chars=sum(note.removed_chars for note in briefs),
        reviewed=f"{sum(note.reviewed for note in briefs) / units:.0%}" if units else "0%",
        fresh=sum(note.date[:10] > _week_before(today) for note in briefs if note.date <= today),
    )


def _week_before(today: str) -> str:
    return (date.fromisoformat(today[:10]) - timedelta(days=NEW_DAYS)).isoformat() if today else "9999"


def _front_figures(briefs: Sequence[Brief]) -> tuple[tuple[FigureRow, Brief], ...]:
    """Take a figure of each of the newest stories, a telling one, with the sentence that explains it."""
    chosen: list[tuple[FigureRow, Brief]] = []
    for note in briefs[: 3 * FIGURES_MAX]:
        telling = (row for row in note.figures if _TELLING.search(row.value))
        rows = [row for row in telling if FIGURE_CHARS[0] <= len(row.sentence) <= FIGURE_CHARS[1]]
        chosen += [(row, note) for row in rows[:1]]
    return tuple(chosen[:FIGURES_MAX])
