"""Small repairs that need no engine: a number out by a power of ten, a term in other capitals, a lost mark.

Only what the source decides is touched, and the checks judge the result; nothing is repaired where two repairs are possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.quantities import Quantity, english, quantities
from pipeline.termbase import Termbase
from pipeline.translate.english_numbers import EnglishNumber, english_numbers
from pipeline.translate.number_faults import is_said
from pipeline.translate.stems import stem

_SCALED = frozenset({"money", "count", "measure", "number", "multiple"})
_NUMBER_WORDS = re.compile(r"(?:hundred|thousand|million|billion|trillion|quadrillion)\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"(?:\b(?:about|nearly|around|over|almost|some|approximately|more than|less than|at least|up to)\s+)?(?:(?:US|HK|NT)?[$€£¥]\s?)?$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s*(?:yuan|RMB|renminbi|(?:US |Hong Kong )?dollars?|yen|won|euros?|pounds?)?\b|", re.IGNORECASE)
_MONEY_BEFORE = re.compile(r"[$€£¥]\s?$|RMB\s?$")


def repaired(source: str, target: str, terms: Termbase) -> str:
    """Repair a translation as far as its source decides; the same text where nothing needs it.

    >>> repaired("营收2亿元。", "Revenue was 2 million yuan.", Termbase())
    'Revenue was 200 million yuan.'
    """
    return _with_terms(source, _with_numbers(source, target), terms)


def _with_numbers(source: str, target: str) -> str:
    """Replace a number whose digits are right and whose size is wrong by the quantity of the source."""
    there = english_numbers(target)
    lost = [quantity for quantity in quantities(source) if quantity.kind in _SCALED and not is_said(quantity, there)]
    for quantity in lost:
        places = {
            (number.start, number.end)
            for number in there
            if _has_digits_of(number, quantity) and _measures_the_same(target, number, quantity)
        }
        if len(places) != 1:
            return target
        start, end = next(iter(places))
        hedge = _HEDGE.search(target[:start])
        start = hedge.start() if hedge else start
        words = english(quantity)
        tail = _UNIT.match(target, end)
        if tail and tail.group().strip() and quantity.kind == "money":
            end = tail.end()
        elif quantity.kind != "money":
            words = _bare(words)
        target = target[:start] + words + target[end:]
        there = english_numbers(target)
    return target


def _bare(words: str) -> str:
    """Keep hedge, number and scale of an English quantity; its unit stands in the target already."""
    matches = list(re.finditer(r"[\d,.–]+(?:\s(?:hundred|thousand|million|billion|trillion|quadrillion))?", words))
    return words[: matches[-1].end()] if matches else words


def _has_digits_of(number: EnglishNumber, quantity: Quantity) -> bool:
    """Tell whether a number has the quantity's digits at another size: 2 million for 200 million."""
    wanted = _digits(quantity.value)
    return bool(wanted) and number.is_digits and any(_digits(value) == wanted for value in number.values[:1])


def _measures_the_same(target: str, number: EnglishNumber, quantity: Quantity) -> bool:
    """Tell whether what stands around a number fits the quantity: a currency, its unit, or else several digits or a scale."""
    if quantity.kind == "money":
        follows = _UNIT.match(target, number.end)
        return bool(_MONEY_BEFORE.search(target[: number.start]) or (follows and follows.group().strip()))
    unit = re.search(r"([A-Za-z]+)$", english(quantity))
    following = re.match(r"\s*([A-Za-z]+)", target[number.end :])
    if unit and not _NUMBER_WORDS.match(unit.group()):
        return bool(following and stem(following[1]) == stem(unit[1]))
    return len(_digits(quantity.value)) > 1 or bool(_NUMBER_WORDS.search(target[number.start : number.end]))


def _digits(value: float) -> str:
    return f"{value:.10g}".replace(".", "").replace("e+", "").strip("0") if value else ""


def _with_terms(source: str, target: str, terms: Termbase) -> str:
    """Give terms that are names their own capitals, and replace a forbidden form by the one to print."""
    for hit in terms.hits(source):
        for before, after in _changes(target, hit.term.en, hit.term.accepted, hit.term.forbidden):
            target = re.sub(rf"(?<!\w){re.escape(before)}(?!\w)", after.replace("\\", r"\\"), target)
    return target


def _changes(
    target: str, printed: str, accepted: tuple[str, ...], forbidden: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for form in accepted:
        if form.islower():
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", target, re.IGNORECASE):
            if match.group() != form and match.group().lower() not in {
                other.lower() for other in accepted if other != form
            }:
                yield match.group(), form
    for form in forbidden:
        if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", target) and not any(
            form.lower() in ok.lower() for ok in accepted
        ):
            yield form, printed
