"""The items as columns: what is looked at for every row stands in lists, the rest stays as it was parsed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from backissue.errors import InvalidValue
from backissue.index.facets import Field, ManyField, SingleField
from backissue.index.loading import Batch
from backissue.index.rows import Rows
from backissue.model import Publication
from backissue.text.dates import parse_date, sort_key

# The fields that answers count, in the order in which a reader wants them.
FACETS = ("publication", "section", "kind", "source", "author", "tag", "year")

_USUAL = frozenset(("id", "title", "url", "summary"))
_KEYS = {"shared": "shared_by", "author": "authors", "tag": "tags"}


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

    def fill(self, row: int, batch: Batch) -> None:
        """Sets the rows from `row` on to the items of `batch`.

        Raises:
            InvalidValue: if a value that is counted or compared has the wrong type.
        """
        items, end = batch.items, row + len(batch.items)
        self.items[row:end] = items
        self.titles[row:end] = [item.get("title", "") for item in items]
        self.summaries[row:end] = [item.get("summary", "") for item in items]
        self.issues[row:end] = batch.numbers
        # most items have an id, a title, a link and a summary only: what is rare is looked for in the others
        rare = [(place, item) for place, item in enumerate(items) if not item.keys() <= _USUAL]
        dates, languages = batch.dates, [self._languages[name] for name in batch.publications]
        for place, date in _given(rare, "date"):
            dates[place] = sort_key(parse_date(date))
        for place, language in _given(rare, "language"):
            languages[place] = language
        self.dates[row:end] = dates
        self._fill("publication", row, batch.publications)
        self._fill("section", row, batch.sections)
        self._fill("year", row, [date[:4] for date in dates])
        self._fill("language", row, languages)
        for name, key in (
            ("kind", "kind"),
            ("source", "source"),
            ("shared", "shared_by"),
            ("author", "authors"),
            ("tag", "tags"),
        ):
            field = self.fields[name]
            for place, value in _given(rare, key):
                field.add(row + place, field.values.code(value))

    def _fill(self, name: str, row: int, values: list[str]) -> None:
        field = self.fields[name]
        assert isinstance(field, SingleField)
        field.fill(row, field.values.codes(values))

    def see(self, row: int, count: int) -> None:
        """Lets searches find `count` rows from `row` on."""
        mask = bytearray(self.loaded.mask)
        mask[row : row + count] = b"\x01" * count
        self.loaded = Rows(bytes(mask))


def _given(items: list[tuple[int, dict[str, Any]]], key: str) -> Iterator[tuple[int, str]]:
    """Yields the place of each item that has `key`, with what it has there, a list's values one by one.

    Raises:
        InvalidValue: if a value is no text.
    """
    for place, item in items:
        value = item.get(key)
        if value is None:
            continue
        for part in value if isinstance(value, list) else (value,):
            if not isinstance(part, str):
                raise InvalidValue(f"{str(part)[:60]!r} is no text", where=f"{item['id']}.{key}", expected="a string")
            yield place, part
