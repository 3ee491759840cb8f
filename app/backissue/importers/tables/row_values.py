"""Takes typed values out of one row of a table or list, and notes those of another type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backissue.errors import InvalidValue
from backissue.importers.imported import Doubt
from backissue.text.dates import parse_date
from backissue.text.links import clean_link

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one row, which stands at `where`; what is odd becomes one of `doubts`.

    Texts come without what nobody sees and without spaces around them, unless the row is `exact`.
    """

    row: Mapping[str, Any]
    where: str
    doubts: list[Doubt]
    exact: bool = False

    def doubt(self, what: str) -> None:
        """Notes something odd about this row."""
        self.doubts.append(Doubt(self.where, what))

    def wrong(self, name: str, value: object, expected: str) -> None:
        """Notes that a value is not what was expected, and left out."""
        shown = repr(value)
        self.doubt(f"{name} is {shown if len(shown) <= 60 else shown[:57] + '...'}, no {expected}: left out")

    def says(self, name: str) -> bool:
        """Says whether there is a value of that name."""
        return self.row.get(name) is not None

    def text(self, name: str) -> str:
        """Returns a text, or "" where there is none."""
        value = self.row.get(name)
        if not value and (value is None or isinstance(value, str)):
            return ""
        if isinstance(value, str):
            return self._clean(value)
        self.wrong(name, value, "text")
        return ""

    def _clean(self, text: str) -> str:
        return _HALF_PAIR.sub("\ufffd", text) if self.exact else _UNSEEN.sub("", text).strip()

    def number(self, name: str) -> str:
        """Returns the number of an issue as text; a number written as one says the same."""
        value = self.row.get(name)
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else self.text(name)

    def place(self, name: str) -> int:
        """Returns a whole number from 1 on, 1 where there is none."""
        value = self.row.get(name)
        if value is None or (type(value) is int and 0 < value < 1_000_000):
            return value or 1
        self.wrong(name, value, "whole number")
        return 1

    def truth(self, name: str) -> bool:
        """Returns a truth value, false where there is none."""
        value = self.row.get(name)
        if value is not None and not isinstance(value, bool):
            self.wrong(name, value, "true or false")
        return value is True

    def texts(self, name: str) -> list[str]:
        """Returns a list of texts, without the empty ones."""
        value = self.row.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(name, value, "list")
            return []
        for part in value:
            if not isinstance(part, str):
                self.wrong(name, part, "text")
        return [cleaned for part in value if isinstance(part, str) and (cleaned := self._clean(part))]

    def date(self, name: str) -> str:
        """Returns a canonical date, or "" where there is none."""
        value = self.row.get(name)
        if value is None or value == "":
            return ""
        if not isinstance(value, str):
            self.wrong(name, value, "date")
            return ""
        try:
            return parse_date(value)
        except InvalidValue as error:
            self.doubt(f"{name}: {error.problem}: the item is kept undated" if name == "date" else f"{name}: {error.problem}")
            return ""

    def link(self, name: str, called: str = "") -> str:
        """Returns a cleaned link of http, https or mailto, or "" where there is none; a doubt names it as it is `called`."""
        value = self.row.get(name)
        if value is None or value == "":
            return ""
        if not isinstance(value, str):
            self.wrong(called or name, value, "link")
            return ""
        if not (cleaned := clean_link(value)):
            self.wrong(called or name, value, "link of http, https or mailto")
        return _UNSEEN.sub("", cleaned)

    def inner(self, name: str) -> Values:
        """Returns the values of an object within this row; an empty one where there is none."""
        value = self.row.get(name)
        if value is not None and not isinstance(value, dict):
            self.wrong(name, value, name)
        return Values(value if isinstance(value, dict) else {}, f"{self.where} {name}", self.doubts, self.exact)

    def many(self, name: str, alone: str) -> Iterator[Values]:
        """Yields the values of each object in a list; what is no object is taken for its value of the name `alone`."""
        value = self.row.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(name, value, "list")
            return
        for part in value:
            yield Values(part if isinstance(part, dict) else {alone: part}, self.where, self.doubts, self.exact)
