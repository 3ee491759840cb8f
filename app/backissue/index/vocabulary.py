"""The words of a settled index as one sorted text, in which beginnings and patterns are found at once.

SQLite's own list of words (fts5vocab) counts, for each word that it hands out, the items that hold it: of all words that begin
with `th` that takes as long as a search. Half a million words in one text take nine bytes each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


class Vocabulary:
    """Sorted words of ASCII letters and digits, one a line."""

    def __init__(self, words: Iterable[str]) -> None:
        self._text = "\n".join(words)

    def matching(self, start: str, pattern: re.Pattern[str]) -> list[str]:
        """Returns the words that begin with `start` and match `pattern`, which is compiled with MULTILINE."""
        return pattern.findall(self._text, self._place(start), self._place(start + "~"))

    def _place(self, word: str) -> int:
        """Where the first line begins that does not come before `word`, found by halving."""
        text, low, high = self._text, 0, len(self._text)
        while low < high:
            middle = (low + high) // 2
            start = text.rfind("\n", low, middle) + 1 or low
            end = text.find("\n", middle)
            end = len(text) if end < 0 else end
            if text[start:end] < word:
                low = min(end + 1, len(text))
            else:
                high = start
        return low
