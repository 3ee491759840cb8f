"""Imports `items-jsonl`: one JSON object a line, each an item with the newsletter, issue and section it stands in.

Rows of one newsletter, number and date make an issue, in the order of their first rows. A value of the wrong type is left
out and said so; the item stays. A line that is no JSON object makes the whole source unreadable: something was cut off.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backissue.archive.identity import slug
from backissue.errors import InvalidValue, SourceError, UnreadableSource
from backissue.importers.imported import Doubt, Imported
from backissue.importers.json_values import load_json
from backissue.importers.source import Source
from backissue.importers.wording import made_title
from backissue.model import KINDS, Event, Issue, Item, Link, Publication, Section
from backissue.text.dates import parse_date
from backissue.text.html import sanitise
from backissue.text.links import clean_link

NAME = "items-jsonl"
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_SIGNS = ("newsletter", "title", "url", "summary")


def detect(source: Source) -> bool:
    """Says whether the first line is a JSON object that says where an item stands and what it is."""
    first = source.text.lstrip("\ufeff \t\n").partition("\n")[0]
    if not first.startswith("{"):
        return False
    try:
        row = load_json(first)
    except ValueError:
        # a first line that is cut off is still told by how it begins
        return bool(re.match(r'\{\s*"(?:newsletter|issue|section|title|url|summary|date)"\s*:', first))
    return sum(sign in row for sign in _SIGNS) >= 2 if isinstance(row, dict) else False


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issues that the rows make up.

    Raises:
        UnreadableSource: if a line is no whole JSON object.
        SourceError: if no row is an item, or if `publication` is given for rows of several newsletters.
    """
    doubts: list[Doubt] = []
    rows = [_read_row(row, where, source.stem, doubts) for row, where in _objects(source)]
    titles: dict[str, str] = {}
    for row in rows:
        titles.setdefault(row.publication, row.newsletter)
    if publication and len(titles) > 1:
        raise SourceError(
            f"holds {len(titles)} newsletters ({', '.join(list(titles.values())[:5])})",
            where=source.name,
            expected="one, when its id is given",
            advice="import it without --publication",
        )
    publications = tuple(Publication(id=publication or key, title=title) for key, title in titles.items())
    return Imported(publications, tuple(_issues(rows, publication)), tuple(doubts))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: the item, and where it stands."""

    newsletter: str
    publication: str
    number: str
    date: str
    section: str
    item: Item


@dataclass(slots=True)
class _Reader:
    """Takes typed values out of one row, and notes those of another type."""

    row: Mapping[str, Any]
    where: str
    doubts: list[Doubt]

    def doubt(self, what: str) -> None:
        self.doubts.append(Doubt(self.where, what))

    def wrong(self, name: str, value: object, expected: str) -> None:
        shown = repr(value)
        self.doubt(f"{name} is {shown if len(shown) <= 60 else shown[:57] + '...'}, no {expected}: left out")

    def text(self, name: str) -> str:
        value = self.row.get(name)
        if not value and (value is None or isinstance(value, str)):
            return ""
        if isinstance(value, str):
            return _clean(value)
        self.wrong(name, value, "text")
        return ""

    def number(self) -> str:
        value = self.row.get("issue")
        # a number written as one says the same
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else self.text("issue")

    def truth(self, name: str) -> bool:
        value = self.row.get(name)
        if value is not None and not isinstance(value, bool):
            self.wrong(name, value, "true or false")
        return value is True

    def texts(self, name: str) -> list[str]:
        value = self.row.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(name, value, "list")
            return []
        for part in value:
            if not isinstance(part, str):
                self.wrong(name, part, "text")
        return [cleaned for part in value if isinstance(part, str) and (cleaned := _clean(part))]

    def date(self, name: str, values: Mapping[str, Any] | None = None) -> str:
        value = (self.row if values is None else values).get(name)
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

    def link(self, name: str, value: object) -> str:
        if value is None or value == "":
            return ""
        if not isinstance(value, str):
            self.wrong(name, value, "link")
            return ""
        if not (cleaned := clean_link(value)):
            self.wrong(name, value, "link of http, https or mailto")
        return _UNSEEN.sub("", cleaned)


@functools.lru_cache(maxsize=256)
def _slug(newsletter: str) -> str:
    return slug(newsletter)


def _clean(text: str) -> str:
    return _UNSEEN.sub("", text).strip()


def _objects(source: Source) -> Iterator[tuple[Mapping[str, Any], str]]:
    # one line is one row: a sign that only looks like a line's end may stand within a text
    for number, line in enumerate(source.text.lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        where = f"{source.name}:{number}"
        try:
            row = load_json(line)
        except ValueError as error:
            place = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise UnreadableSource(
                f"is no whole JSON{place}", where=where, expected="one JSON object a line", advice="fetch or make the file again"
            ) from None
        if not isinstance(row, dict):
            raise UnreadableSource(
                f"holds {type(row).__name__}", where=where, expected="a JSON object with newsletter, title, url, ..."
            )
        yield row, where


def _read_row(row: Mapping[str, Any], where: str, stem: str, doubts: list[Doubt]) -> _Row:
    if not any(row.get(name) for name in ("title", "url", "summary")):
        raise SourceError(
            f"has no title, url or summary, only {', '.join(map(str, list(row)[:5])) or 'nothing'}",
            where=where,
            expected="an item: newsletter, issue, date, section, title, url, summary",
        )
    reader = _Reader(row, where, doubts)
    newsletter = reader.text("newsletter")
    if not newsletter:
        reader.doubt(f"newsletter is missing: {stem!r} is taken")
    date = reader.date("date")
    number = reader.number()
    path = reader.texts("section_path")
    return _Row(
        newsletter=newsletter or stem,
        publication=_slug(newsletter or stem),
        number="" if number == date else number,
        date=date,
        section=reader.text("section") or (path[-1] if path else ""),
        item=_read_item(reader),
    )


def _read_item(reader: _Reader) -> Item:
    title, summary = reader.text("title"), reader.text("summary")
    url = reader.link("url", reader.row.get("url"))
    made = "" if title else made_title(summary) or url or "Untitled"
    kind = reader.text("kind")
    tags = reader.texts("tags")
    if kind and kind not in KINDS:
        kind, tags = "", [*tags, kind]
    authors = reader.texts("authors") if reader.row.get("authors") is not None else [reader.text("author")]
    return Item(
        id="",
        title=title or made,
        title_made=bool(made) or reader.truth("title_made"),
        url=url,
        summary=summary,
        source=reader.text("source") or reader.text("publisher"),
        authors=tuple(filter(None, authors)),
        shared_by=reader.text("shared_by"),
        kind=kind,
        tags=tuple(dict.fromkeys(tags)),
        sponsored=reader.truth("sponsored"),
        language=reader.text("language"),
        event=_read_event(reader),
        links=tuple(_read_links(reader)),
        content=sanitise(content) if (content := reader.text("content")) else "",
    )


def _read_event(reader: _Reader) -> Event | None:
    if reader.row.keys().isdisjoint(("event", "event_date", "event_place")):
        return None
    value = reader.row.get("event")
    if value is not None and not isinstance(value, dict):
        reader.wrong("event", value, "event")
    said: Mapping[str, Any] = value if isinstance(value, dict) else {}
    inner = _Reader(said, f"{reader.where} event", reader.doubts)
    start = inner.date("start") or reader.date("event_date")
    end = inner.date("end")
    place = inner.text("place") or reader.text("event_place")
    # what starts on a day and says no more ends on it
    event = Event(start=start, end=end or (start if len(start) <= 10 else ""), place=place, online=inner.truth("online"))
    return event if event.to_dict() else None


def _read_links(reader: _Reader) -> Iterator[Link]:
    value = reader.row.get("links")
    if value is None:
        return
    if not isinstance(value, list):
        reader.wrong("links", value, "list")
        return
    for part in value:
        said = part if isinstance(part, dict) else {"url": part}
        if url := reader.link("links", said.get("url")):
            yield Link(url, _Reader(said, reader.where, reader.doubts).text("title"))


def _issues(rows: Iterable[_Row], publication: str | None) -> Iterator[Issue]:
    rows = list(rows)
    dated: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.date:
            dated.setdefault((row.publication, row.number), row.date)
    groups: dict[tuple[str, str, str], dict[str, list[Item]]] = {}
    for row in rows:
        # a row without a date belongs to the issue of its number, which other rows date
        date = row.date or (dated.get((row.publication, row.number), "") if row.number else "")
        sections = groups.setdefault((row.publication, row.number, date), {})
        sections.setdefault(row.section, []).append(row.item)
    for (key, number, date), sections in groups.items():
        parts = tuple(Section(title, tuple(items)) for title, items in sections.items())
        yield Issue(id="", publication=publication or key, number=number, date=date, sections=parts)
