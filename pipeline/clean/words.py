"""Many words looked for in a text at once: one pass of an automaton finds them all, whatever their number.

Source: Aho and Corasick 1975, "Efficient string matching: an aid to bibliographic search".
"""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick, Implementation


class Words:
    """Hold words ready to be looked for; a word that is given twice counts once."""

    def __init__(self, words: Iterable[str]) -> None:
        """Build the automaton; the empty word raises ValueError."""
        self.words = tuple(dict.fromkeys(words))
        self._automaton = AhoCorasick(self.words, implementation=Implementation.DFA, store_patterns=False)

    def places(self, text: str) -> list[tuple[int, int, int]]:
        """List where the words stand as (number of the word, start, end), also inside each other, by their ends.

        >>> Words(["甲乙", "乙"]).places("丙甲乙")
        [(0, 1, 3), (1, 2, 3)]
        """
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            return self._automaton.find_matches_as_indexes(text.encode("utf-8", "replace").decode(), overlapping=True)

    def count(self, text: str) -> int:
        """Count the different words that stand in a text.

        >>> Words(["甲", "乙", "丙"]).count("甲乙甲")
        2
        """
        return len({number for number, _, _ in self.places(text)})
