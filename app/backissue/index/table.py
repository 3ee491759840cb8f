"""The items as columns: what is looked at for every row stands in lists, the rest stays as it was parsed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from backissue.errors import InvalidValue
from backissue.index.facets import Field, ManyField, SingleField
from backissue.index.loading import Batch
from backissue.index.rows import Rows
from backissue.model import KINDS, Item, Publication
from backissue.text.dates import parse_date, sort_key

# The fields that answers count, in the order in which a reader wants them.
FACETS = ("publication", "section", "kind", "source", "author", "tag", "year")

_USUAL = frozenset(("id", "title", "url", "summary"))
_IN_COLUMNS = _USUAL | {"kind", "source", "shared_by", "authors", "tags", "date", "language"}
_KEYS = {"shared": "shared_by", "author": "authors", "tag": "tags"}
_LISTS = ("authors", "tags")
_KINDS = frozenset(("", *KINDS))


class Table:
    """The rows from 1 to `size` - 1; a row that is not loaded yet is empty."""

    def __init__(self, items: int, publications: tuple[Publication, ...]) -> None:
        self.size = size = items + 1
        self.items: list[dict[str, Any]] = [{}] * size
        self.titles = [""] * size
        self.summaries = [""] * size
        self.dates = [""] * size
        self.issues = [0] * size
        self.posts: dict[int, str] = {}
        self.loaded = Rows.of(size)
        self.fields: dict[str, Field] = {
            name: ManyField(size) if name in ("author", "tag") else SingleField(size) for name in (*FACETS, "shared", "language")
        }
        self._languages = {publication.id: publication.language for publication in publications}
        for publication in publications:
            self.fields["publication"].values.code(publication.id, publication.title)

    def fill(self, row: int, number: int, batch: Batch) -> None:
        """Sets the rows from `row` on to the items of `batch`, whose first issue is the `number`th of all.

        Raises:
            InvalidValue: if a value that is counted or compared has the wrong type.
        """
        items, end = batch.items, row + len(batch.items)
        dates, years, languages, publications, issues = self._of_issues(number, batch)
        # most items have an id, a title, a link and a summary only: what is rare is looked for in the others
        rare = [(place, item) for place, item in enumerate(items) if not item.keys() <= _USUAL]
        _check(rare)
        for place, date in _given(rare, "date"):
            dates[place] = sort_key(parse_date(date))
            years[place] = self._code("year", dates[place][:4])
        for place, language in _given(rare, "language"):
            languages[place] = self._code("language", language)
        self.items[row:end] = items
        self.titles[row:end] = batch.titles
        self.summaries[row:end] = batch.summaries
        self.issues[row:end] = issues
        self.dates[row:end] = dates
        sections = [code for title, count in batch.sections for code in repeat(self._code("section", title), count)]
        for name, codes in (
            ("publication", publications),
            ("section", sections),
            ("year", years),
            ("language", languages),
        ):
            field = self.fields[name]
            assert isinstance(field, SingleField)
            field.fill(row, codes)
        for name in ("kind", "source", "shared", "author", "tag"):
            field = self.fields[name]
            for place, value in _given(rare, _KEYS.get(name, name)):
                field.add(row + place, field.values.code(value))

    def _of_issues(self, number: int, batch: Batch) -> tuple[list[str], list[int], list[int], list[int], list[int]]:
        """For each item of `batch` what its issue gives it: date, and the numbers of year, language, publication, issue."""
        dates: list[str] = []
        years: list[int] = []
        languages: list[int] = []
        publications: list[int] = []
        issues: list[int] = []
        for place, (raw, count) in enumerate(zip(batch.issues, batch.runs, strict=True)):
            date = sort_key(parse_date(raw["date"])) if raw.get("date") else ""
            dates += [date] * count
            years += [self._code("year", date[:4])] * count
            languages += [self._code("language", self._languages[raw["publication"]])] * count
            publications += [self._code("publication", raw["publication"])] * count
            issues += [number + place] * count
        return dates, years, languages, publications, issues

    def _code(self, name: str, value: str) -> int:
        return self.fields[name].values.code(value)

    def see(self, row: int, count: int) -> None:
        """Lets searches find `count` rows from `row` on."""
        mask = bytearray(self.loaded.mask)
        mask[row : row + count] = b"\x01" * count
        self.loaded = Rows(bytes(mask))


def _check(items: list[tuple[int, dict[str, Any]]]) -> None:
    """Looks closely at the few items that have what no column holds, and at all if one is of an unknown kind.

    Raises:
        InvalidValue: if a value has the wrong type or form: a search would fail when it shows the item.
    """
    kinds = {kind for _, kind in _given(items, "kind")}
    for _, item in items:
        if not item.keys() <= _IN_COLUMNS or not kinds <= _KINDS:
            Item.from_dict(item, item["id"])


def _given(items: list[tuple[int, dict[str, Any]]], key: str) -> Iterator[tuple[int, str]]:
    """Yields the place of each item that has `key`, with what it has there, a list's values one by one.

    Raises:
        InvalidValue: if a value has the wrong type.
    """
    for place, item in items:
        value = item.get(key)
        if value is None:
            continue
        if isinstance(value, list) != (key in _LISTS):
            raise InvalidValue(
                f"{str(value)[:60]!r} has the wrong type",
                where=f"{item['id']}.{key}",
                expected="a list" if key in _LISTS else "a string",
            )
        for part in value if isinstance(value, list) else (value,):
            if not isinstance(part, str):
                raise InvalidValue(f"{str(part)[:60]!r} is no text", where=f"{item['id']}.{key}", expected="a string")
            yield place, part
