"""Exports iCalendar: the events, for a calendar to show. https://www.rfc-editor.org/rfc/rfc5545

An event that several issues tell of stands there once, as the first of them has it. Its UID depends on the event alone, so
a calendar that imports a newer export does not double it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from backissue.archive.identity import item_key
from backissue.archive.selection import placed
from backissue.exporters.heading import name_of, title_of
from backissue.exporters.innocence import harmless_link
from backissue.model import Archive, Event, Issue, Item
from backissue.text.dates import day_of, period, sort_key

NAME = "icalendar"
MEDIA_TYPE = "text/calendar"
SUFFIX = ".ics"
BINARY = False
ORDERED = True
SIGN = b"PRODID:-//Backissue//"
LOSES = "everything but events whose date is known"
_PRODUCT = "-//Backissue//Backissue//EN"
# RFC 5545 allows no other control characters than tabs and line ends.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_END = b"END:VCALENDAR\r\n"


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields the calendar, event by event, in the `order` of these ids where it is given, else by their dates."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _text(title_of(archive)))
    yield calendar.to_ical().removesuffix(_END)
    for name, (issue, item, event) in _events(archive, order).items():
        yield _component(name, issue, item, event).to_ical()
    yield _END


def _events(archive: Archive, order: Sequence[str]) -> dict[str, tuple[Issue, Item, Event]]:
    """Every event with a date by what it is known by, each once."""
    found: dict[str, tuple[Issue, Item, Event]] = {}
    for issue, _, item in placed(archive, order):
        if item.event and item.event.start:
            name = hashlib.sha256(f"{item.event.start} {item_key(item)}".encode("utf-8", "replace")).hexdigest()[:32]
            found.setdefault(name, (issue, item, item.event))
    return found if order else dict(sorted(found.items(), key=lambda pair: (sort_key(pair[1][2].start), pair[0])))


def _component(name: str, issue: Issue, item: Item, event: Event) -> Any:
    from icalendar import Event as Component

    start, end = _span(event)
    component = Component()
    component.add("uid", f"{name}@backissue")
    # when it was written: a clock would give other bytes each time
    component.add("dtstamp", _instant(issue.date or event.start))
    component.add("dtstart", start)
    if end:
        component.add("dtend", end)
    component.add("summary", _text(name_of(item.title, item.url)))
    if item.summary:
        component.add("description", _text(item.summary))
    if place := event.place or ("Online" if event.online else ""):
        component.add("location", _text(place))
    if url := harmless_link(item.url):
        component.add("url", _text(url))
    if tags := [_text(tag) for tag in item.tags if tag.strip()]:
        component.add("categories", tags)
    return component


def _span(event: Event) -> tuple[dt.date, dt.date | None]:
    """Start and end as a calendar wants them: both days or both instants, the end being the first moment after it."""
    if len(event.start) > 10:
        start = _instant(event.start)
        if len(event.end) > 10:
            end = _instant(event.end)
        elif event.end and day_of(event.end) > day_of(event.start):
            end = _midnight(_day_after(event.end))
        else:  # on the same day, and nobody knows until when
            return start, None
        return start, end if end > start else None
    first = dt.date.fromisoformat(day_of(event.start))
    # of an event in a month or a year no more is known than that it lies within
    last = _day_after(event.end if sort_key(event.end) > sort_key(event.start) else event.start)
    return first, last if last > first else None


def _day_after(date: str) -> dt.date:
    """The first day after what a date names, or the last of the calendar."""
    return dt.date.fromisoformat(period(date[:10])[1][:10])


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)


def _instant(date: str) -> dt.datetime:
    return dt.datetime.fromisoformat(date) if len(date) > 10 else _midnight(dt.date.fromisoformat(day_of(date)))


def _text(text: str) -> str:
    return _FORBIDDEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
