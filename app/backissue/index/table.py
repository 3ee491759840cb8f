"""The items as columns: what is looked at for every row stands in lists, the rest stays as it was parsed."""

from __future__ import annotations

from typing import Any

from backissue.errors import InvalidValue
from backissue.index.facets import Field, ManyField, SingleField
from backissue.index.rows import Rows
from backissue.model import Publication
from backissue.text.dates import parse_date, sort_key

# The fields that answers count, in the order in which a reader wants them.
FACETS = ("publication", "section", "kind", "source", "author", "tag", "year")


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
        self.languages = {publication.id: publication.language for publication in publications}
        for publication in publications:
            self.fields["publication"].values.code(publication.id, publication.title)
        self._keys: dict[str, str] = {"": ""}

    def fill(self, row: int, items: list[dict[str, Any]], dates: list[str], languages: list[str], issues: list[int]) -> None:
        """Sets the rows from `row` on to `items`.

        `dates` are their issues' dates, `languages` their publications', `issues` the numbers of their issues.

        Raises:
            InvalidValue: if a title, a summary or a date is none.
        """
        end = row + len(items)
        self.items[row:end] = items
        self.titles[row:end] = texts(items, "title")
        self.summaries[row:end] = texts(items, "summary")
        keys = [self._key(own or date) for own, date in zip(texts(items, "date"), dates, strict=True)]
        self.dates[row:end] = keys
        self.issues[row:end] = issues
        for name, key in (("kind", "kind"), ("source", "source"), ("shared", "shared_by")):
            self._single(name, row, texts(items, key))
        self._single("language", row, [own or usual for own, usual in zip(texts(items, "language"), languages, strict=True)])
        self._single("year", row, [key[:4] for key in keys])
        for name, key in (("author", "authors"), ("tag", "tags")):
            field = self.fields[name]
            assert isinstance(field, ManyField)
            for place, item in enumerate(items):
                if values := item.get(key):
                    field.add(row + place, map(field.values.code, values))

    def label(self, row: int, name: str, codes: list[int]) -> None:
        """Sets the field `name` of the rows from `row` on to values whose numbers are known."""
        field = self.fields[name]
        assert isinstance(field, SingleField)
        field.fill(row, codes)

    def _single(self, name: str, row: int, values: list[str]) -> None:
        self.label(row, name, list(map(self.fields[name].values.code, values)))

    def _key(self, date: str) -> str:
        key = self._keys.get(date)
        if key is None:
            key = self._keys[date] = sort_key(parse_date(date))
        return key

    def see(self, row: int, count: int) -> None:
        """Lets searches find `count` rows from `row` on."""
        mask = bytearray(self.loaded.mask)
        mask[row : row + count] = b"\x01" * count
        self.loaded = Rows(bytes(mask))


def texts(items: list[dict[str, Any]], key: str) -> list[str]:
    """Returns the text `key` of each item, "" where it has none.

    Raises:
        InvalidValue: if one is no text.
    """
    found = [item.get(key, "") for item in items]
    if set(map(type, found)) - {str}:
        odd = next(place for place, value in enumerate(found) if not isinstance(value, str))
        where = f"{items[odd].get('id', 'an item')}.{key}"
        raise InvalidValue(f"{str(found[odd])[:60]!r} is no text", where=where, expected="a string")
    return found
