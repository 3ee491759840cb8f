"""Reads an archive that somebody wrote by hand as TOML; `data/source.toml` is one.

[[publications]]                      fields as in the model; `id` may be left out, then it comes from the title
title = "Harbour Weekly"

[[issues]]
publication = "harbour-weekly"        the id or the title of a publication
number = 7
date = 2026-02-02

[[issues.items]]                      items before the first heading
title = "Lanterns in fog"

[[issues.sections]]
title = "Tools"

[[issues.sections.items]]
title = "Tide tables"
url = "https://example.org/tides"
author = "A. Pilot"                   or authors = ["A. Pilot", "B. Mate"]
content = "<p>The text of a full post.</p>"
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from backissue.archive.identity import slug
from backissue.errors import InvalidValue, SourceError
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.source import Source
from backissue.model import Issue, Item, Publication, Section
from backissue.text.dates import parse_date
from backissue.text.html import sanitise
from backissue.text.links import clean_link

NAME = "toml"
_Table = dict[str, Any]
_ISSUES = re.compile(r"^[ \t]*\[\[issues\]\][ \t]*(?:#|$)", re.MULTILINE)
_FIELDS = {
    "publication": "id title url kind language licence subscribe_url feed_url",
    "issue": "publication number title date url intro items sections",
    "section": "title items",
    "item": "title title_made url summary source author authors shared_by kind tags sponsored language date event links content",
    "event": "start end place online",
    "link": "url title",
}
_LINKS = ("url", "subscribe_url", "feed_url")
_DATES = ("date", "start", "end")


def detect(source: Source) -> bool:
    """Says whether `source` is TOML with issues in it."""
    return _ISSUES.search(source.text) is not None and source.text.lstrip()[:1] not in "{<"


def read(source: Source, publication: str | None = None) -> Imported:
    """Reads publications and issues, in the order in which they stand.

    Raises:
        SourceError: if it is no TOML, or a value is missing or has the wrong type; the message names the place.
    """
    try:
        raw = tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SourceError(f"is no TOML: {error}", where=source.name, expected="publications and issues in TOML") from None
    reading = _Reading()
    try:
        publications = reading.publications(raw)
        issues = tuple(reading.issue(table, where, publications) for table, where in _tables(raw, "issues"))
    except InvalidValue as error:
        where = f"{source.name}: {error.where}"
        raise SourceError(error.problem, where=where, expected=error.expected, advice="mend it, then import it again") from None
    if not issues:
        raise SourceError("holds no issues", where=source.name, expected="at least one [[issues]]")
    return published_as(Imported(tuple(publications.values()), issues, tuple(reading.doubts)), publication, source.name)


class _Reading:
    """Makes the model's values of tables, and notes what was odd in them."""

    def __init__(self) -> None:
        self.doubts: list[Doubt] = []

    def publications(self, raw: _Table) -> dict[str, Publication]:
        found: dict[str, Publication] = {}
        for table, where in _tables(raw, "publications"):
            fields = self._fields(table, "publication", where)
            fields.setdefault("id", slug(str(fields.get("title", ""))))
            publication = Publication.from_dict(fields, where)
            if publication.id in found:
                raise InvalidValue(f"{publication.id!r} is there twice", where=f"{where}.id", expected="each id once")
            found[publication.id] = publication
        return found

    def issue(self, table: _Table, where: str, publications: dict[str, Publication]) -> Issue:
        fields = self._fields(table, "issue", where)
        named = str(fields.get("publication", ""))
        ids = {each.title: each.id for each in publications.values()} | {name: name for name in publications}
        fields["publication"] = ids.get(named, "")
        if not fields["publication"]:
            expected = "one of " + (", ".join(publications) or "the [[publications]], of which there are none")
            raise InvalidValue(f"{named!r} is no publication", where=f"{where}.publication", expected=expected)
        if type(fields.get("number")) is int:
            fields["number"] = str(fields["number"])
        sections = [Section("", self._items(fields, where))] if fields.get("items") else []
        for each, place in _tables(fields, "sections", where):
            section = self._fields(each, "section", place)
            sections.append(
                dataclasses.replace(Section.from_dict({**section, "items": []}, place), items=self._items(section, place))
            )
        issue = Issue.from_dict({**fields, "id": "", "sections": []}, where)
        return dataclasses.replace(issue, sections=tuple(sections))

    def _items(self, table: _Table, where: str) -> tuple[Item, ...]:
        return tuple(self._item(each, place) for each, place in _tables(table, "items", where))

    def _item(self, table: _Table, where: str) -> Item:
        fields = self._fields(table, "item", where)
        if "author" in fields:
            fields["authors"] = [fields.pop("author")]
        if isinstance(fields.get("event"), dict):
            fields["event"] = self._fields(fields["event"], "event", f"{where}.event")
        fields["links"] = [self._fields(each, "link", place) for each, place in _tables(fields, "links", where)]
        fields["links"] = [each for each in fields["links"] if each.get("url")]
        content = fields.pop("content", "")
        if not isinstance(content, str):
            raise InvalidValue(f"{content!r} is no text", where=f"{where}.content", expected="a string")
        if not any(isinstance(fields.get(name), str) and fields[name].strip() for name in ("title", "summary", "url")):
            raise InvalidValue("says nothing", where=where, expected="a title, a summary or a url")
        return dataclasses.replace(Item.from_dict({**fields, "id": ""}, where), content=sanitise(content))

    def _fields(self, table: _Table, kind: str, where: str) -> _Table:
        """Returns the known fields of `table`, with dates as text and links cleaned; what is left out becomes a doubt."""
        known = _FIELDS[kind].split()
        fields: _Table = {}
        for name, value in table.items():
            if name not in known:
                self.doubts.append(Doubt(f"{where}.{name}", f"is no field of {kind}s, and left out"))
            elif name in _DATES:
                fields[name] = self._date(value, f"{where}.{name}")
            elif name in _LINKS and isinstance(value, str):
                fields[name] = clean_link(value)
                if value and not fields[name]:
                    self.doubts.append(Doubt(f"{where}.{name}", f"{value[:60]!r} is no http, https or mailto link, and left out"))
            else:
                fields[name] = value
        return fields

    def _date(self, value: object, where: str) -> str:
        try:
            return parse_date(value.isoformat() if isinstance(value, dt.date) else str(value)) if value else ""
        except InvalidValue as error:
            self.doubts.append(Doubt(where, f"{error.problem}, and left out"))
            return ""


def _tables(table: _Table, name: str, where: str = "") -> Iterator[tuple[_Table, str]]:
    """Yields the tables of an array with the place of each."""
    path = f"{where}.{name}" if where else name
    values = table.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise InvalidValue("is no array of tables", where=path, expected=f"[[{path.rpartition('.')[2]}]]")
    for place, value in enumerate(values):
        yield value, f"{path}[{place}]"
