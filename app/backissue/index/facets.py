"""Counts and finds the values of a field, by small numbers that stand for them.

Values that differ only by case, marks or punctuation are one value, shown as it was written first; but the signs behind
a letter that make another language of it tell `C`, `C++` and `C#` apart.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from heapq import nlargest
from itertools import chain, compress

from backissue.index.rows import Rows
from backissue.text.tokens import fold, fold_letters

_SIGNED = re.compile(r"[^\W_][+#]")
_SIGNED_WORD = re.compile(r"[^\W_]+[+#]*")

# To look up the value of one row takes as long as to pick the values of so many at once.
_FEW = 24
# So many values of a field that has more than 255 can be counted as fast as if there were no others.
_FREQUENT = 64


def value_key(text: str) -> str:
    """Returns what texts have in common that are one value."""
    if _SIGNED.search(text):
        return " ".join(_SIGNED_WORD.findall(fold_letters(text)))
    return fold(text) or text


class Values:
    """The distinct values of a field, numbered from 1 on; 0 is no value."""

    def __init__(self) -> None:
        self.texts = [""]
        self.labels = [""]
        self.folds = [""]
        self.keys = [""]
        self._codes: dict[str, int] = {"": 0}
        self._by_key: dict[str, int] = {}
        self._labelled: list[int] = []

    def code(self, text: str, label: str = "") -> int:
        """Returns the number of `text`, a new one if it was not met before."""
        code = self._codes.get(text)
        if code is None:
            key = value_key(text)
            code = self._by_key.get(key, 0)
            if not code:
                code = len(self.texts)
                self.texts.append(text)
                self.labels.append(label or text)
                if self.labels[code] != text:
                    self._labelled.append(code)
                self.folds.append(fold(text) or text)
                self.keys.append(key)
                self._by_key[key] = code
            self._codes[text] = code
        return code

    def equal(self, text: str) -> set[int]:
        """Returns the numbers of the values equal to `text`, folded."""
        key = value_key(text)
        found = {code for code in self._labelled if key == value_key(self.labels[code])}
        return found | {self._by_key[key]} if key in self._by_key else found

    def holding(self, text: str) -> set[int]:
        """Returns the numbers of the values that are `text`, or hold it as whole words in a row."""
        folded, key = fold(text), value_key(text)
        if not folded:
            return self.equal(text)
        # what has signs must be found with its signs
        names, inside = (self.folds, f" {folded} ") if key == folded else (self.keys, f" {key} ")
        found = {code for code in self._labelled if f" {folded} " in f" {fold(self.labels[code])} "}
        return found.union(code for code in range(1, len(names)) if inside in f" {names[code]} ")

    def beginning(self, text: str) -> set[int]:
        """Returns the numbers of the values in which a word begins with `text`."""
        start = " " + fold(text)
        found = {code for code in self._labelled if start in f" {fold(self.labels[code])}"}
        return found.union(code for code in range(1, len(self.folds)) if start in f" {self.folds[code]}")


class SingleField:
    """A field with at most one value a row: one byte a row while there are no more than 255 values."""

    def __init__(self, size: int) -> None:
        self.values = Values()
        self._codes: bytearray | array[int] = bytearray(size)
        self._rows = array("I")
        self._few = True
        self._frequent: list[int] = []
        self._places = b""
        self._most_else = 0

    def fill(self, row: int, codes: list[int]) -> None:
        """Gives the rows from `row` on the values of the numbers `codes`; 0 is none."""
        self._widen()
        if isinstance(self._codes, bytearray):
            self._codes[row : row + len(codes)] = bytes(codes)
        else:
            self._codes[row : row + len(codes)] = array("I", codes)
        self._few = False

    def add(self, row: int, code: int) -> None:
        """Gives `row` a value; a field that is only filled so is taken for one that few rows have."""
        self._widen()
        if code:
            self._codes[row] = code
            self._rows.append(row)

    def gather(self) -> None:
        """Gets ready to count the most frequent values as fast as if there were no others; holds until rows are added."""
        if isinstance(self._codes, bytearray) or self._few:
            return
        counts = Counter(self._codes)
        del counts[0]
        ordered = sorted(counts, key=counts.__getitem__, reverse=True)
        self._frequent = ordered[:_FREQUENT]
        self._most_else = counts[ordered[_FREQUENT]] if len(ordered) > _FREQUENT else 0
        places = bytearray(len(self.values.texts))
        for place, code in enumerate(self._frequent, 1):
            places[code] = place
        self._places = bytes(map(places.__getitem__, self._codes))

    def _widen(self) -> None:
        self._frequent = []
        if isinstance(self._codes, bytearray) and len(self.values.texts) > 256:
            self._codes = array("I", list(self._codes))

    def code_at(self, row: int) -> int:
        """Returns the number of the value of `row`, or 0."""
        return self._codes[row]

    def pairs(self, rows: Rows) -> Iterator[tuple[int, int]]:
        """Yields `(row, value number)` for each of `rows` that has a value."""
        return ((row, self._codes[row]) for row in rows if self._codes[row])

    def rows(self, codes: set[int]) -> Rows:
        """Returns the rows that have one of the values `codes`."""
        table = bytearray(max(len(self.values.texts), 256))
        for code in codes:
            table[code] = 1
        if isinstance(self._codes, bytearray):
            return Rows(bytes(self._codes.translate(bytes(table))))
        return Rows(bytes(map(table.__getitem__, self._codes)))

    def counts(self, rows: Rows, most: int = 0) -> Counter[int]:
        """Returns, for each value, on how many of `rows` it stands; with `most`, perhaps only for the most frequent ones."""
        if (few := rows.few()) is not None and len(few) * _FEW < len(rows.mask):
            found = Counter(map(self._codes.__getitem__, few))
            del found[0]
            return found
        if isinstance(self._codes, bytearray):
            # with one byte a value, counting each is a search through memory, ten times as fast as a dictionary
            picked = rows.pick(self._codes)
            return Counter({code: count for code in range(1, len(self.values.texts)) if (count := picked.count(code))})
        if self._frequent and 0 < most <= len(self._frequent):
            picked = rows.pick(self._places)
            found = Counter({code: picked.count(place) for place, code in enumerate(self._frequent, 1)})
            # no other value stands on more rows than it does in the whole archive
            if nlargest(most, found.values())[-1] > self._most_else:
                return +found
        if self._few:
            having = list(compress(self._rows, map(rows.mask.__getitem__, self._rows)))
            return Counter(map(self._codes.__getitem__, having))
        found = Counter(compress(self._codes, rows.mask))
        del found[0]
        return found


class ManyField:
    """A field with any number of values a row, such as authors; most rows have none."""

    def __init__(self, size: int) -> None:
        self.values = Values()
        self._size = size
        self._rows = array("I")
        self._codes = array("I")
        self._of: dict[int, tuple[int, ...]] = {}

    def add(self, row: int, code: int) -> None:
        """Gives `row` one more value, unless it has it already."""
        had = self._of.get(row, ())
        if code and code not in had:
            self._of[row] = (*had, code)
            self._rows.append(row)
            self._codes.append(code)

    def pairs(self, rows: Rows) -> Iterator[tuple[int, int]]:
        """Yields `(row, value number)` for each value of each of `rows`."""
        return ((row, code) for row, code in zip(self._rows, self._codes, strict=True) if rows.mask[row])

    def rows(self, codes: set[int]) -> Rows:
        """Returns the rows that have one of the values `codes`."""
        return Rows.of(self._size, (row for row, code in zip(self._rows, self._codes, strict=True) if code in codes))

    def counts(self, rows: Rows, most: int = 0) -> Counter[int]:
        """Returns, for each value, on how many of `rows` it stands; with `most`, perhaps only for the most frequent ones."""
        if (few := rows.few()) is not None and len(few) < len(self._rows):
            return Counter(chain.from_iterable(map(self._of.__getitem__, self._of.keys() & few)))
        return Counter(compress(self._codes, map(rows.mask.__getitem__, self._rows)))


Field = SingleField | ManyField
