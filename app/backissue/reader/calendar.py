"""Makes the calendar file of one event (iCalendar, RFC 5545), as an address that needs no server."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from backissue.model import Item
from backissue.text.dates import day_of

_LINE_BYTES = 75
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def calendar_address(item: Item) -> str:
    """Returns a `data:` address of the event's calendar file, or "" where the day is not known."""
    text = calendar_file(item)
    return "data:text/calendar;charset=utf-8," + quote(text) if text else ""


def calendar_file(item: Item) -> str:
    """Returns the event of `item` as an iCalendar file, or "" where the day is not known.

    >>> from backissue.model import Event
    >>> text = calendar_file(Item("quay/1/a", title="Knots, live", event=Event(start="2026-06-19", end="2026-06-22")))
    >>> [line for line in text.splitlines() if line.startswith(("DT", "SUMMARY"))]
    ['DTSTAMP:20260619T000000Z', 'DTSTART;VALUE=DATE:20260619', 'DTEND;VALUE=DATE:20260623', 'SUMMARY:Knots\\\\, live']
    """
    event = item.event
    if not event or len(event.start) < 10:
        return ""
    end = event.end if len(event.end) >= 10 else event.start
    place = event.place or ("Online" if event.online else "")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Backissue//Reader//EN",
        "BEGIN:VEVENT",
        f"UID:{_escape(item.id)}@backissue",
        # the file must be the same each time it is made, so its stamp is the event's own day
        f"DTSTAMP:{_day(event.start)}T000000Z",
        _moment("DTSTART", event.start),
        _moment("DTEND", end if len(end) > 10 else _day_after(end)),
        f"SUMMARY:{_escape(item.title or item.summary)}",
        f"LOCATION:{_escape(place)}" if place else "",
        f"DESCRIPTION:{_escape(item.summary)}" if item.summary else "",
        f"URL:{''.join(item.url.split())}" if item.url else "",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + "\r\n" for line in lines if line)


def _moment(name: str, date: str) -> str:
    if len(date) == 10:
        return f"{name};VALUE=DATE:{_day(date)}"
    return f"{name}:{_day(date)}T{date[11:19].replace(':', '')}Z"


def _day(date: str) -> str:
    return day_of(date).replace("-", "")


def _day_after(day: str) -> str:
    """The end of a calendar's event is the first day that is no longer part of it."""
    try:
        return (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    except OverflowError:
        return day


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in text.replace("\r\n", "\n") if char == "\n" or char >= " ")


def _folded(line: str) -> str:
    """Breaks a line after at most 75 bytes, between characters; the rest follows after a space."""
    if len(line.encode("utf-8", "replace")) <= _LINE_BYTES:
        return line
    out, size = [], 0
    for char in line:
        width = len(char.encode("utf-8", "replace"))
        if size + width > _LINE_BYTES:
            out.append("\r\n ")
            size = 1
        out.append(char)
        size += width
    return "".join(out)
