"""What stands as a name: what the rules find and the recogniser does not doubt, and what the recogniser is sure of by itself.

Rules see what a newsroom writes by convention (化名, glosses, lists, titles); the recogniser sees the whole sentence. Each names what
the other misses, and a name that only a guessing rule sees is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.digest.candidates import Candidate, Paragraphs
from pipeline.digest.name_finders import FINDERS, GUESSED, SHAPED, SURE, TOLD
from pipeline.digest.recogniser import KINDS, Mark, Reading, read
from pipeline.digest.words import TRANSLITERATION, words_of
from pipeline.proper_names import is_common_word, proper_name
from pipeline.settings import DigestSettings
from pipeline.surnames import COMPOUND_SURNAMES, SURNAMES

_FORM = re.compile("[\u4e00-\u9fffA-Za-z0-9·•‧—\\-.“”（） ]{2,40}")
_LATIN_FIRM = re.compile("^([A-Za-z][A-Za-z0-9 .&-]+)(?:公司|集团)$")
_BEFORE = re.compile("^(?:及|与|(?:任?教|就职|毕业|就读|任职|供职)?于)(?=..)")
_LIST = re.compile("[和与及、]")
_TRADE = re.compile(
    "(?:科技|集团|股份|公司|有限公司|股份有限公司|重工|汽车|电子|智能|新能源|生物|医药|药业|资本|控股|银行|证券|食品|传媒)$"
)


class Proposal(NamedTuple):
    """Hold one candidate and who proposed it first."""

    candidate: Candidate
    finder: str


class Evidence(NamedTuple):
    """Hold what the recogniser says of one form over all its places."""

    kinds: Mapping[str, float]
    """The best probability of each kind."""
    is_crossed: bool
    """Wherever it stands, another name was read across or around it, or as its end."""
    is_divided: bool
    """Somewhere a shorter name was read inside it, as a town in the name of its court."""


def propose(source: Paragraphs, settings: DigestSettings) -> dict[str, Candidate]:
    """Gather the names of a text by form."""
    ruled = _by_rules(source)
    spans = [_occurrences(text, ruled) for text in source.texts]
    readings = [
        read(text, words, [span for span, _ in asked])
        for text, words, asked in zip(source.texts, source.words, spans, strict=True)
    ]
    found = {}
    evidence = _evidence(spans, readings, settings)
    for form, (candidate, finder) in ruled.items():
        kept = _weighed(candidate, finder, evidence.get(form, Evidence({}, False, False)), settings)
        if kept:
            found[form] = kept
    for form, (kind, probability) in _read_forms(source, readings).items():
        if form not in found and probability >= _least(kind, settings) and form not in ruled:
            found[form] = Candidate(form, kind)
    _join_short_firms(found)
    _join_last_parts(found)
    return found


def _by_rules(source: Paragraphs) -> dict[str, Proposal]:
    found: dict[str, Proposal] = {}
    for name, finder in FINDERS:
        for candidate in finder(source):
            old, first = found.get(candidate.text, (None, name))
            if old is None or (candidate.alias_of and not old.alias_of and old.kind == candidate.kind):
                found[candidate.text] = Proposal(candidate, first)
            elif candidate.pseudonym:
                found[candidate.text] = Proposal(old._replace(pseudonym=True), name)
            elif not old.english and candidate.english and old.kind == candidate.kind:
                joined = old._replace(english=candidate.english, evidence=candidate.evidence)
                found[candidate.text] = Proposal(joined, first)
    return found


def _occurrences(text: str, ruled: Mapping[str, Proposal]) -> list[tuple[tuple[int, int], str]]:
    """List where the forms of the rules stand in a text."""
    return [
        ((match.start(), match.end()), form)
        for form, proposal in ruled.items()
        if proposal.finder not in TOLD and form in text
        for match in re.finditer(re.escape(form), text)
    ]


def _evidence(
    spans: Sequence[Sequence[tuple[tuple[int, int], str]]], readings: Sequence[Reading], settings: DigestSettings
) -> dict[str, Evidence]:
    found: dict[str, Evidence] = {}
    for asked, reading in zip(spans, readings, strict=True):
        sure = [mark for mark, probability in reading.names if probability >= settings.names_least]
        for ((start, end), form), kinds in zip(asked, reading.asked, strict=True):
            near = [mark for mark in sure if mark.start < end and start < mark.end and mark[:2] != (start, end)]
            crossed = any(mark.start < start or end <= mark.end for mark in near)  # 据|央视新闻 is too long
            exact = ((KINDS[mark.kind], weight) for mark, weight in reading.names if mark[:2] == (start, end))
            kinds = {**kinds, **dict(exact)}
            old = found.get(form, Evidence({}, True, False))
            best = {kind: max(old.kinds.get(kind, 0.0), weight) for kind, weight in kinds.items()}
            found[form] = Evidence(
                best or old.kinds, old.is_crossed and crossed, old.is_divided or (bool(near) and not crossed)
            )
    return found


def _weighed(candidate: Candidate, finder: str, evidence: Evidence, settings: DigestSettings) -> Candidate | None:
    """Keep what a rule proposed unless the recogniser doubts it; what a guess took for another kind is corrected."""
    if finder in TOLD:
        return candidate
    best = max(evidence.kinds, key=lambda kind: evidence.kinds[kind], default="")
    score = evidence.kinds.get(best, 0.0)
    if finder in SHAPED:
        is_whole = evidence.is_divided or candidate.kind == "product"
        is_doubted = score < settings.names_doubted_shape and (evidence.is_crossed or not is_whole)
    else:
        is_doubted = score < settings.names_doubted and (evidence.is_crossed or finder not in SURE)
        is_doubted |= evidence.is_crossed and finder in GUESSED and score < settings.names_least
    if is_doubted or (finder in GUESSED and candidate.kind == "place" and not _is_specific(candidate.text, "L")):
        return None
    is_other = score >= settings.names_least and evidence.kinds.get(candidate.kind, 0.0) < settings.names_doubted
    if is_other and finder in GUESSED and not _is_landmark(candidate.text):
        return candidate._replace(kind=best)
    return candidate


def _is_landmark(form: str) -> bool:
    return form[-1] in "省市县区州镇乡村山河湖江岛湾"


def _least(kind: str, settings: DigestSettings) -> float:
    return settings.names_least_product if kind == "product" else settings.names_least


def _read_forms(source: Paragraphs, readings: Sequence[Reading]) -> dict[str, tuple[str, float]]:
    """Map each form that was read to its likeliest kind with its best probability."""
    found: dict[str, tuple[str, float]] = {}
    for text, reading in zip(source.texts, readings, strict=True):
        for mark, probability in reading.names:
            for form in _forms(text, mark):
                kind = KINDS[mark.kind]
                if probability > found.get(form, ("", 0.0))[1]:
                    found[form] = (kind, probability)
    return found


def _forms(text: str, mark: Mark) -> Iterator[str]:
    """Yield what a read name is listed as: without its marks, gloss and, if it is Latin, 公司; nothing that is Latin only."""
    form = text[mark.start : mark.end].strip("《》“”")
    if "（" in form and "）" not in form:
        form = form[: form.index("（")]
    form = _BEFORE.sub("", _LATIN_FIRM.sub(r"\1", form))
    for part in _people_of(form) if mark.kind == "P" else _LIST.split(form) if _is_list(form) else [form]:
        if _FORM.fullmatch(part) and not part.isascii() and (mark.kind == "W" or _is_specific(part, mark.kind)):
            yield part


def _is_specific(form: str, kind: str) -> bool:
    """Say whether a form is more than common words: 周边地区 and what a firm owns name nothing."""
    if kind == "O" and _OWNED.search(form):
        return False
    parts = [word.text for word in words_of(form)] if kind == "L" else [form]
    return any(not is_common_word(part) or proper_name(part) for part in parts) and (
        not is_common_word(form) or bool(proper_name(form))
    )


_OWNED = re.compile("所(?:持|属|在|有)|[的了是]|^[^（]*）")


def _people_of(form: str) -> list[str]:
    """Cut two Chinese names that were read as one, as bylines set them: 李斌何旭 is 李斌 and 何旭."""
    if "·" in form or form[:2] in COMPOUND_SURNAMES or all(char in TRANSLITERATION for char in form):
        return [form]
    cuts = [cut for cut in (2, 3) if 2 <= len(form) - cut <= 3 and form[cut] in SURNAMES]
    is_pair = form[0] in SURNAMES and len(form) > 3 and len(cuts) == 1
    return [form[: cuts[0]], form[cuts[0] :]] if is_pair else [form]


def _is_list(form: str) -> bool:
    """Say whether two names were read as one: 瑞幸和蜜雪冰城, but not 文化和旅游部."""
    parts = _LIST.split(form)
    whole = all(len(part) > 1 and not is_common_word(part) for part in parts)
    return len(parts) == 2 and whole and not re.search("[部局委厅院会所署处办]$", form)


def _join_short_firms(found: dict[str, Candidate]) -> None:
    """Take 恒岳 for 恒岳重工 where one firm only begins so."""
    firms = [form for form, candidate in found.items() if candidate.kind == "organisation"]
    for form in firms:
        longer = [one for one in firms if one != form and one.startswith(form) and _TRADE.fullmatch(one[len(form) :])]
        if len(longer) == 1 and not found[form].alias_of and found[form].evidence != "termbase":
            found[form] = found[form]._replace(alias_of=longer[0])


def _join_last_parts(found: dict[str, Candidate]) -> None:
    """Let the last part of a dotted name stand alone later."""
    for form in list(found):
        last = re.split("[·•‧]", form)[-1]
        if found[form].kind == "person" and "·" in form and len(last) >= 2:
            old = found.get(last)
            if old is None or old.evidence != "termbase":
                found[last] = Candidate(last, "person", alias_of=form)
