"""What an archive consists of: Archive > Publication, and Issue > Section > Item, as plain frozen values.

`from_dict` reads the JSON of DESIGN's format 1 and refuses a value of the wrong type, naming its path; `to_dict` leaves
empty fields out. The text of a full post is `Item.content`: it lies apart from the item on disk (`archive.shards`).
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, Self

from backissue.errors import InvalidValue
from backissue.text.dates import parse_date

KINDS = ("article", "project", "video", "podcast", "course", "event", "job", "release", "quote", "sponsor", "other")
PUBLICATION_KINDS = ("newsletter", "planet")


class _Value:
    """Reading and writing as plain dictionaries, for all values of the model."""

    __slots__: tuple[str, ...] = ()

    @classmethod
    def from_dict(cls, data: object, where: str = "") -> Self:
        """Builds the value from parsed JSON; unknown fields are left out.

        Raises:
            InvalidValue: if a value has the wrong type or a required one is missing; `where` is its path.
        """
        if not isinstance(data, Mapping):
            raise InvalidValue(f"{_shown(data)} is no {cls.__name__.lower()}", where=where, expected="a JSON object")
        values = {}
        for name, (reader, required) in _fields(cls).items():
            path = f"{where}.{name}" if where else name
            value = data.get(name)
            if value is not None:
                values[name] = reader(value, path)
            elif required:
                raise InvalidValue("is missing", where=path, expected=f"every {cls.__name__.lower()} to have it")
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Returns the value as JSON would hold it, without empty fields, unless they are required for reading it."""
        out = {}
        for name, (_, required) in _fields(type(self)).items():
            value = getattr(self, name)
            # most fields of most items are empty
            if (value or required) and ((plain := _plain(value)) or required):
                out[name] = plain
        return out

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        """Pickles the values alone: a dataclass's own way takes twice as long, and importing sends each item once."""
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


@dataclass(frozen=True, slots=True)
class Event(_Value):
    """When and where something takes place; `start` and `end` are days or instants, `end` is the last day of it."""

    start: str = ""
    end: str = ""
    place: str = ""
    online: bool = False


@dataclass(frozen=True, slots=True)
class Link(_Value):
    """A further link of an item."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Item(_Value):
    """One thing that a newsletter points to, or one post of a planet.

    `title_made` says that the source had no title and that this one was made from the summary. `date` stands only where
    it differs from the issue's. `content` is the sanitised HTML of a full post; it is kept apart on disk.
    """

    id: str
    title: str = ""
    title_made: bool = False
    url: str = ""
    summary: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    shared_by: str = ""
    kind: str = ""
    tags: tuple[str, ...] = ()
    sponsored: bool = False
    language: str = ""
    date: str = ""
    event: Event | None = None
    links: tuple[Link, ...] = ()
    content: str = field(default="", metadata={"apart": True})

    def __post_init__(self) -> None:
        if self.kind and self.kind not in KINDS:
            raise InvalidValue(f"{self.kind!r} is no kind", where=f"{self.id}.kind", expected="one of " + ", ".join(KINDS))


@dataclass(frozen=True, slots=True)
class Section(_Value):
    """A headed part of an issue; items before the first heading stand in a section without a title."""

    title: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue(_Value):
    """One number of a newsletter, or one day of a planet; `id` is `publication/number-or-date`."""

    id: str
    publication: str
    number: str = ""
    title: str = ""
    date: str = ""
    url: str = ""
    intro: str = ""
    sections: tuple[Section, ...] = ()

    def items(self) -> Iterator[Item]:
        """Yields the items of all sections in order."""
        for section in self.sections:
            yield from section.items


@dataclass(frozen=True, slots=True)
class Publication(_Value):
    """A newsletter or a planet; `id` is a Unicode slug of its title."""

    id: str
    title: str
    url: str = ""
    kind: str = "newsletter"
    language: str = ""
    licence: str = ""
    subscribe_url: str = ""
    feed_url: str = ""

    def __post_init__(self) -> None:
        if self.kind not in PUBLICATION_KINDS:
            raise InvalidValue(
                f"{self.kind!r} is no kind of publication", where=f"{self.id}.kind", expected="newsletter or planet"
            )


@dataclass(frozen=True, slots=True)
class Archive:
    """Publications and their issues, newest first: what importers add to and exporters write out."""

    title: str = ""
    publications: tuple[Publication, ...] = ()
    issues: tuple[Issue, ...] = ()

    def only(self, ids: Set[str]) -> Archive:
        """Returns the archive with those of its issues that have one of `ids`."""
        return dataclasses.replace(self, issues=tuple(issue for issue in self.issues if issue.id in ids))

    def items(self) -> Iterator[tuple[Issue, Section, Item]]:
        """Yields every item with where it stands."""
        for issue in self.issues:
            for section in issue.sections:
                for item in section.items:
                    yield issue, section, item


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise InvalidValue(f"{_shown(value)} is no text", where=where, expected="a string")
    return value


def _date(value: object, where: str) -> str:
    try:
        return parse_date(_text(value, where)) if value else ""
    except InvalidValue as error:
        raise InvalidValue(error.problem, where=where, expected=error.expected) from None


def _truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidValue(f"{_shown(value)} is no truth value", where=where, expected="true or false")
    return value


def _many(reader: typing.Callable[[object, str], Any]) -> typing.Callable[[object, str], tuple[Any, ...]]:
    def read(value: object, where: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise InvalidValue(f"{_shown(value)} is no list", where=where, expected="a JSON array")
        return tuple(reader(part, f"{where}[{place}]") for place, part in enumerate(value))

    return read


_DATES = {(Item, "date"), (Issue, "date"), (Event, "start"), (Event, "end")}
_cache: dict[type, dict[str, tuple[typing.Callable[[object, str], Any], bool]]] = {}


def _fields(cls: type) -> dict[str, tuple[typing.Callable[[object, str], Any], bool]]:
    """Returns, for each field of `cls` that is kept in JSON, how it is read and whether it must be there."""
    if cls not in _cache:
        hints = typing.get_type_hints(cls)
        _cache[cls] = {
            part.name: (
                _date if (cls, part.name) in _DATES else _reader_of(hints[part.name]),
                part.default is dataclasses.MISSING,
            )
            for part in dataclasses.fields(cls)
            if not part.metadata.get("apart")
        }
    return _cache[cls]


def _reader_of(hint: Any) -> typing.Callable[[object, str], Any]:
    if hint is str:
        return _text
    if hint is bool:
        return _truth
    if typing.get_origin(hint) is tuple:
        return _many(_reader_of(typing.get_args(hint)[0]))
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return _reader_of(typing.get_args(hint)[0])
    reader: typing.Callable[[object, str], Any] = hint.from_dict
    return reader


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value.to_dict() if isinstance(value, _Value) else value
