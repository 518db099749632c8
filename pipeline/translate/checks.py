"""The checks between an engine's answer and the page: what fails one is never published as a translation.

Each check looks for one kind of fault that a reader could not see without Chinese. They prove no translation right; what they
catch, and how often they cry wolf, `inv bench translate` measures on damaged and on good translations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.settings import TranslateSettings
from pipeline.termbase import Hit, Term, Termbase
from pipeline.translate.confidence import confidence
from pipeline.translate.coverage import Evidence, evidence, left_out, mean_weight, shortness
from pipeline.translate.name_faults import unexplained_names
from pipeline.translate.negation import lost_negations
from pipeline.translate.number_faults import number_faults
from pipeline.translate.placeables import opaque
from pipeline.translate.stems import FUNCTION_WORDS

_HAN = re.compile(r"[\u2e80-\u2fdf\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_TOKEN = re.compile(r"\[\s*#\s*\d+\s*\]|[⟦⟧\ufffd]")
_DANGLING = re.compile(
    r"[,;:(“]\s*[.]?$|(?<=\s)(?:(?:and|or|but|the|an?|than|because|which)\s*[.]?|of|to|with|that|if|as|by|from)$",
    re.IGNORECASE,
)
_LOOP = re.compile(r"(.{4,60}?)\1{2,}", re.DOTALL)
_TWICE = re.compile(r"([\u3400-\u9fff]{3,}).{0,12}?\1")
"""A source that says a phrase twice in short order may be translated so."""
_SHORT_CHARS = 8
_SENTENCE = re.compile(r"[。！？；，：…][”’』」）]?$")
"""How a sentence or a piece of one ends; headlines end otherwise, and their English leaves the small words out."""


@dataclass(frozen=True)
class Pair:
    """Hold a source with a target to judge, and what several checks need of both."""

    source: str
    target: str
    terms: Termbase
    settings: TranslateSettings
    logprob: float | None = None
    """Log-probability of the target by the engine's model, in nats; None where it is not known."""

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The testimony of the source's content words."""
        return evidence(self.source, self.target)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """The terms that the source uses."""
        return self.terms.hits(self.source)

    @cached_property
    def allowed(self) -> str:
        """The English of those terms, which may hold names and numbers of its own."""
        return " ".join(form for hit in self.hits for form in hit.term.accepted)


class Finding(NamedTuple):
    """Hold one fault."""

    check: str
    """Name of the check, as units record it."""
    detail: str
    """What is wrong, for a person."""


Check = Callable[[Pair], str]
"""Return what is wrong, "" for nothing."""


def _empty(pair: Pair) -> str:
    return "" if pair.target.strip() else "there is no translation"


def _han(pair: Pair) -> str:
    left = "".join(_HAN.findall(pair.target))
    return f"left untranslated: {left[:20]}" if left else ""


def _placeables(pair: Pair) -> str:
    kept = (pair.source[start:end] for start, end in opaque(pair.source))
    lost = [text for text in kept if text not in pair.target]
    if token := _TOKEN.search(pair.target):
        lost.append(token.group())
    return f"not carried over: {', '.join(lost)}" if lost else ""


def _numbers(pair: Pair) -> str:
    return "; ".join(number_faults(pair.source, pair.target, pair.allowed))


def _negation(pair: Pair) -> str:
    return "a negation of the source is missing" if lost_negations(pair.source, pair.target) else ""


def _names(pair: Pair) -> str:
    unknown = unexplained_names(pair.source, pair.target, pair.allowed)
    return f"not in the source: {', '.join(unknown)}" if unknown else ""


def _terms(pair: Pair) -> str:
    faults = []
    for term in dict.fromkeys(hit.term for hit in pair.hits):
        wrong = next((form for form in term.forbidden if says(pair.target, form)), "")
        if wrong and not _is_part_of_an_accepted(wrong, term):
            faults.append(f"{term.zh} must not be {wrong!r}")
        elif not any(says(pair.target, form) for form in term.accepted):
            faults.append(f"{term.zh} must be {term.en!r}")
    return "; ".join(faults)


def _is_part_of_an_accepted(form: str, term: Term) -> bool:
    return any(form.lower() in accepted.lower() for accepted in term.accepted)


def says(target: str, form: str) -> bool:
    """Tell whether an English text uses a form, inflected or not; capitals matter only where the form has them inside.

    >>> says("Two AI chips were shown.", "AI chip"), says("The microchip", "chip")
    (True, False)
    """
    words = [re.escape(word) for word in re.split(r"[\s-]+", form.strip())]
    if not words:
        return False
    words[-1] = re.sub(r"(?<=\w)y$", "(?:y|ie)", words[-1]) + r"(?:e?s|[’']s?|s[’']|e?d|ing)?"
    pattern = r"(?<!\w)" + r"[\s-]*".join(words) + r"(?!\w)"
    return re.search(pattern, target.replace("’", "'") if "’" not in form else target, re.IGNORECASE) is not None


def _repetition(pair: Pair) -> str:
    words = [word.lower() for word in _WORD.findall(pair.target)]
    for size in (3, 2, 1):
        for start in range(len(words) - 3 * size + 1):
            run = words[start : start + size]
            if run == words[start + size : start + 2 * size] == words[start + 2 * size : start + 3 * size]:
                return f"repeats {' '.join(run)!r}"
    grams = Counter(zip(words, words[1:], words[2:], words[3:], strict=False))
    gram, count = grams.most_common(1)[0] if grams else ((), 0)
    if count >= 3 or _LOOP.search(pair.target):
        return f"repeats {' '.join(gram)!r}"
    twice = [
        size
        for size in range(3, 12)
        for at in range(len(words) - 2 * size + 1)
        if words[at : at + size] == words[at + size : at + 2 * size]
    ]
    return "repeats a phrase" if twice and not _TWICE.search(pair.source) else ""


def _length(pair: Pair) -> str:
    if len(pair.source) < _SHORT_CHARS:
        return "much too long" if len(pair.target) > 20 + 14 * len(pair.source) else ""
    deviations = shortness(pair.source, pair.target)
    if abs(deviations) <= pair.settings.check_length_deviations:
        return ""
    return "much too short" if deviations > 0 else "much too long"


def _left_out(pair: Pair) -> str:
    if len(pair.evidence) < pair.settings.check_evidence_words:
        return ""
    score = left_out(pair.source, pair.target, pair.evidence)
    if score <= pair.settings.check_left_out_score:
        return ""
    lost = "、".join(pair.source[item.start : item.end] for item in pair.evidence if not item.is_said)
    return f"something is left out, probably of: {lost}"


def _subject(pair: Pair) -> str:
    if len(pair.evidence) < pair.settings.check_evidence_words:
        return ""
    is_other = mean_weight(pair.evidence) < pair.settings.check_least_evidence
    return "reads like the translation of another sentence" if is_other else ""


def _quotes(pair: Pair) -> str:
    target = pair.target
    is_paired = pair.source.count("“") == pair.source.count("”")
    if is_paired and (target.count("“") != target.count("”") or target.count('"') % 2):
        return "quotation marks do not pair"
    is_speech = re.search(r"“[^”]{8,}[。！？][”]|：“[^”]{6,}", pair.source)
    return "a quotation lost its marks" if is_speech and not re.search(r"[“\"]", target) else ""


def _ending(pair: Pair) -> str:
    finished = pair.source.rstrip().endswith(("。", "！", "？", ".", "!", "?", "。”", "！”", "？”"))
    return "breaks off" if finished and _DANGLING.search(pair.target.strip()) else ""


def _fluency(pair: Pair) -> str:
    words = [word.lower() for word in _WORD.findall(pair.target)]
    if len(words) < 10 or pair.target.istitle() or not _SENTENCE.search(pair.source.rstrip()):
        return ""
    share = sum(word in FUNCTION_WORDS for word in words) / len(words)
    return "word by word" if share < pair.settings.check_least_function_words_ratio else ""


def _unsure(pair: Pair) -> str:
    if pair.logprob is None:
        return ""
    expected = confidence(pair.source, pair.logprob)
    is_unsure = expected < pair.settings.check_least_confidence
    return f"the model was not sure: of such sentences {expected:.0%} are right" if is_unsure else ""


CHECKS: tuple[tuple[str, Check], ...] = (
    ("empty", _empty),
    ("han", _han),
    ("placeables", _placeables),
    ("numbers", _numbers),
    ("terms", _terms),
    ("negation", _negation),
    ("names", _names),
    ("repetition", _repetition),
    ("length", _length),
    ("subject", _subject),
    ("left-out", _left_out),
    ("quotes", _quotes),
    ("ending", _ending),
    ("fluency", _fluency),
    ("unsure", _unsure),
)
"""Every check by name, cheap ones first."""

FORMAL = frozenset({"empty", "han", "placeables", "numbers", "terms", "repetition"})
"""Checks that say nothing of the wording: what a gloss or a pseudo-translation must pass too."""


def findings(
    source: str,
    target: str,
    terms: Termbase,
    settings: TranslateSettings,
    only: frozenset[str] | None = None,
    *,
    logprob: float | None = None,
) -> tuple[Finding, ...]:
    """Judge a translation; empty if it passes. An empty target fails that check alone; logprob: what its engine says of it, in nats.

    >>> [f.check for f in findings("营收2亿元。", "Revenue was 2 million yuan.", Termbase(), TranslateSettings())]
    ['numbers']
    """
    pair = Pair(source, target, terms, settings, logprob)
    if missing := _empty(pair):
        return (Finding("empty", missing),)
    chosen = ((name, check) for name, check in CHECKS if only is None or name in only)
    return tuple(Finding(name, detail) for name, check in chosen if (detail := check(pair)))
