"""How a story tells: like news, whose first sentences say it all, or like a feature, an opinion or an explainer, which say it later.

What it comes to decides where the gist is looked for. Measured, not classed: how telling the first sentences are, how often the
writer speaks of themselves, whether the title asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.digest.flaws import SELF
from pipeline.digest.points import Judged

LEADING = 2
"""Fit statements from the start that may be the lead."""
WEAK_LEAD, STRONG_LEAD = 0.55, 0.8
"""Shares of the most telling sentence's salience below which the first ones lead nowhere, and above which they tell it all."""
PERSONAL_SHARE = 0.1
"""Share of statements that speak of the writer above which a text is theirs: opinion, review, essay."""
_ARGUES = re.compile(
    "^[别莫勿]|[，：]别|[别莫][让把]|未必|岂[能可]|何[必妨须]|不[应该当]该?|[^相供适反]应(?:该|当|成为)|才是|警惕|先问问?|少[些点]|多[些点]|谨防|惹的祸|理应|大可不必"
)
"""Titles that argue."""
TALE_SHARE = 0.25
"""The same above which they tell of their own life."""
PEG = 4
PEGGED = re.compile("\\d{1,2}月\\d{1,2}日(?!的?[清早凌傍深夜])|[昨今前][日天]|近日|日前|[本上]周[一二三四五六日末]?")
"""The day of an event among the first sentences: what happened then is the news that a piece hangs on."""
_ASKS = re.compile(
    "[？?]|为什么|为何|何以|如何|怎样|怎么|究竟|是什么|什么是|能不能|能否|值不值|会不会|该不该|谁[在来是]|哪[里些]"
)
_TRIES = re.compile("测评|评测|体验|试[用驾玩]|上手|开箱|聊聊|推荐吗|横评|点评|读[《后]|观后")


class Manner(NamedTuple):
    """Hold how a story tells."""

    lead: float
    """From 0 to 1: how far its first sentences say it all."""
    is_personal: bool
    """The writer argues or judges."""
    is_tale: bool
    """The writer tells of their own life: only what it comes to may stand for it."""
    is_pegged: bool
    """It hangs on what happened on a day that its first sentences name."""
    asks: bool
    """The title asks, so that the gist is the answer."""

    @property
    def is_news(self) -> bool:
        """Its first sentences say it all."""
        return self.lead >= HALF and not self.is_personal and (self.is_pegged or not self.asks)

    @property
    def weight(self) -> float:
        """Share of what a place in the opening counts for."""
        return 1.0 if self.is_news else max(LATER, self.lead * ASKED)


HALF = 0.5
LATER, ASKED = 0.3, 0.6
"""What the opening counts for where it says little, and where it says much but the title asks or the writer argues."""
SHORT = 12
"""Statements of a text so short that its opening is its lead."""
TERSE = 8
"""Statements of a text too short to argue or to tell a life: 我 is an office there, or a notice at the end."""


def manner_of(judged: Sequence[Judged], title: str) -> Manner:
    """Measure how a story tells."""
    fit = [one for one in judged if one.is_fit]
    top = max((one.salience for one in fit), default=0.0)
    first = max((one.salience for one in fit[:LEADING] if not _is_scene(one)), default=0.0)
    pegged = any(PEGGED.match(one.statement.text) and not one.flaws for one in judged[:PEG])
    share = first / top if top > 0 else 1.0
    lead = min(1.0, max(0.0, (share - WEAK_LEAD) / (STRONG_LEAD - WEAK_LEAD))) if len(judged) >= SHORT else 1.0
    told = [one for one in judged if not one.statement.speaker]
    own = sum(any(flaw.name == SELF for flaw in one.flaws) or one.shown.startswith("[作者") for one in told)
    tries, asks = _TRIES.search(title) is not None, _ASKS.search(title) is not None
    argues = _ARGUES.search(title) is not None and not pegged
    is_long = len(told) >= TERSE
    is_personal = (is_long and own > PERSONAL_SHARE * len(told)) or tries or argues
    is_tale = is_long and own > TALE_SHARE * len(told) and not (tries or asks or pegged)
    return Manner(1.0 if pegged else lead, is_personal, is_tale, pegged, asks)


def _is_scene(one: Judged) -> bool:
    return any(flaw.name == "sets a scene" for flaw in one.flaws)
