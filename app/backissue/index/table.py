"""The items as columns: what is looked at for every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, repeat
from operator import methodcaller
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
# What type parsed JSON must have for each other field of an item, of an event and of a link; what is not named here is not
# read.
_ITEM: dict[str, type] = dict.fromkeys(("source", "shared_by", "kind", "language", "date"), str)
_ITEM |= {"title_made": bool, "sponsored": bool, "authors": list, "tags": list, "links": list, "event": dict}
_EVENT: dict[str, type] = {"start": str, "end": str, "place": str, "online": bool}
_LINK: dict[str, type] = {"url": str, "title": str}
_KEYS = {"shared": "shared_by", "author": "authors", "tag": "tags"}
_LISTS = ("authors", "tags")
_KINDS = frozenset(("", *KINDS))


class Table:
    """The rows from 1 to `size` - 1; a row that is not loaded yet is empty."""

    def __init__(self, items: int, publications: tuple[Publication, ...]) -> None:
        self.size = size = items + 1
        self.dates = [""] * size
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
        dates, years, languages, publications = self._of_issues(batch)
        # most items have an id, a title, a link and a summary only: what is rare is looked for in the others
        rare = _Rare(items)
        rare.check()
        for place, date in rare.given("date"):
            dates[place] = sort_key(parse_date(date))
            years[place] = self._code("year", dates[place][:4])
        for place, language in rare.given("language"):
            languages[place] = self._code("language", language)
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
            for place, value in rare.given(_KEYS.get(name, name)):
                field.add(row + place, field.values.code(value))

    def _of_issues(self, batch: Batch) -> tuple[list[str], list[int], list[int], list[int]]:
        """For each item of `batch` what its issue gives it: date, and the numbers of year, language, publication."""
        dates: list[str] = []
        years: list[int] = []
        languages: list[int] = []
        publications: list[int] = []
        for raw, count in zip(batch.issues, batch.runs, strict=True):
            date = sort_key(parse_date(raw["date"])) if raw.get("date") else ""
            dates += [date] * count
            years += [self._code("year", date[:4])] * count
            languages += [self._code("language", self._languages[raw["publication"]])] * count
            publications += [self._code("publication", raw["publication"])] * count
        return dates, years, languages, publications

    def _code(self, name: str, value: str) -> int:
        return self.fields[name].values.code(value)

    def state(self) -> Iterator[tuple[str, Any]]:
        """Yields what a whole table knows besides its items, name by name."""
        yield "dates", self.dates
        yield "posts", self.posts
        yield from self.fields.items()

    def go_on_from(self, state: Mapping[str, Any]) -> None:
        """Becomes the whole table that had this state."""
        self.dates, self.posts = state["dates"], state["posts"]
        self.fields = {name: state[name] for name in self.fields}
        self.loaded = Rows(bytes(1) + b"\x01" * (self.size - 1))

    def see(self, row: int, count: int) -> None:
        """Lets searches find `count` rows from `row` on."""
        mask = bytearray(self.loaded.mask)
        mask[row : row + count] = b"\x01" * count
        self.loaded = Rows(bytes(mask))


class _Rare:
    """The items of a batch that have more than the usual fields, field by field: a whole column is looked at in one go."""

    def __init__(self, items: list[dict[str, Any]]) -> None:
        self._places = [place for place, item in enumerate(items) if not item.keys() <= _USUAL]
        self._items = [items[place] for place in self._places]
        self._columns = {name: list(map(dict.get, self._items, repeat(name))) for name in _ITEM}

    def check(self) -> None:
        """Looks at what all items have together; only if something is odd, at each item, to tell which.

        Raises:
            InvalidValue: if a value has the wrong type or form: a search would fail when it shows the item.
        """
        if not self._is_fine():
            for item in self._items:
                Item.from_dict(item, item["id"])

    def _is_fine(self) -> bool:
        columns = self._columns
        if not _fit({(name, kind) for name, column in columns.items() for kind in set(map(type, column))}, _ITEM):
            return False
        events = list(filter(None, columns["event"]))
        links = list(chain.from_iterable(filter(None, columns["links"])))
        kinds = set(columns["kind"]) - {None}
        return kinds <= _KINDS and _all_fit(events, _EVENT) and _all_fit(links, _LINK) and _dated(events)

    def given(self, name: str) -> Iterator[tuple[int, str]]:
        """Yields the place in the batch of each item that has the field, with what it has there, a list's values one by one.

        Raises:
            InvalidValue: if a value has the wrong type.
        """
        for place, value in zip(self._places, self._columns[name], strict=True):
            if value is None:
                continue
            if name not in _LISTS:
                yield place, value
                continue
            for part in value:
                if not isinstance(part, str):
                    where = f"{self._items[self._places.index(place)]['id']}.{name}"
                    raise InvalidValue(f"{str(part)[:60]!r} is no text", where=where, expected="a string")
                yield place, part


def _fit(found: set[tuple[str, type]], expected: dict[str, type]) -> bool:
    return all(kind in (expected.get(name, kind), type(None)) for name, kind in found)


def _all_fit(parts: list[Any], expected: dict[str, type]) -> bool:
    if not set(map(type, parts)) <= {dict}:
        return False
    found = {(name, type(value)) for part in parts for name, value in part.items()}
    return _fit(found, expected) and (expected is not _LINK or all(map(methodcaller("get", "url"), parts)))


def _dated(events: list[Any]) -> bool:
    try:
        for date in {event.get(end) or "" for event in events for end in ("start", "end")} - {""}:
            parse_date(date)
    except InvalidValue:
        return False
    return True
