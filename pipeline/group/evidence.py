"""Evidence: what a spun text as a whole says about a substitution.

A spinner goes by its list: it replaces a word wherever it stands, and always by the same form. So a word that the spun
text still holds was not replaced, and a word known to be replaced by one form is no original of another form.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pipeline.group.context import frequency
from pipeline.lexicon import Pair
from pipeline.segmenter import lexicon

_STANDS_PENALTY = 3.0
"""Log odds against an original for each time that it still stands in the text; 2 to 5 differ little."""
_MOST_TIMES = 2
_OTHER_FORM_PENALTY = 3.0
"""Log odds against an original that was seen replaced by another form, which stands in the text."""
_INSIDE_PENALTY = 4.0
"""Log odds against a form that lies inside a common word."""
_COMMON = 500
"""Count in jieba's dictionary from which a word is common."""


class Evidence:
    """Know the words of one spun text and the pairs seen in aligned texts; read-only once built."""

    def __init__(self, text: str, known: Iterable[Pair]) -> None:
        """Count the words of the text."""
        self._words = Counter(lexicon().cut(text, HMM=False))
        self._forms: defaultdict[str, set[str]] = defaultdict(set)
        for pair in known:
            if pair.uses and self._words[pair.spun]:
                self._forms[pair.original].add(pair.spun)

    def against(self, pair: Pair) -> float:
        """Return the log odds, at least 0, that the text holds against a pair."""
        stands = min(self._words[pair.original], _MOST_TIMES) if len(pair.original) > 1 else 0
        is_taken = not pair.uses and bool(self._forms.get(pair.original, set()) - {pair.spun})
        return _STANDS_PENALTY * stands + _OTHER_FORM_PENALTY * is_taken


def common_words(sentence: str) -> tuple[tuple[int, int], ...]:
    """List the spans of a sentence's common words of two characters or more."""
    spans, position = [], 0
    for word in lexicon().cut(sentence, HMM=False):
        if len(word) > 1 and frequency(word) >= _COMMON:
            spans.append((position, position + len(word)))
        position += len(word)
    return tuple(spans)


def inside_penalty(start: int, end: int, words: Sequence[tuple[int, int]]) -> float:
    """Return the log odds against a form that is only a piece of a common word.

    >>> inside_penalty(0, 1, [(0, 2)]), inside_penalty(0, 2, [(0, 2)])
    (4.0, 0.0)
    """
    is_inside = any(a <= start and end <= b and end - start < b - a for a, b in words)
    return _INSIDE_PENALTY if is_inside else 0.0
