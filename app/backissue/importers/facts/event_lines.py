"""Reads events from lines that begin with a date, as lists of upcoming events have them.

`May 19. Lund, SE - Title`, `5/19. Title`, `May 19, 2026 | Lund, SE | Title | Group` and `2026-05-19 | Lund, SE | Group`, with the
title in the entry below, are one event each: when, where, what, and whose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backissue.importers.facts.worded_dates import read_slashed_span, read_span
from backissue.importers.facts.wording import tidy
from backissue.model import Event

_ONLINE = re.compile(r"(?i)\b(?:virtual(?:ly)?|online|remote|webinar|livestream|zoom)\b")
# What may follow a date without belonging to the title: a second day, a weekday, a time of day.
_AFTER_DATE = re.compile(r"(?i)[\s(,]*(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\b)?[\s)]*[.,:;|@–—-]*\s*")
_DASH = re.compile(r"\s+[-–—]\s+|:\s+")
_PLACE = re.compile(r"[^|]{2,60}")
_CODE = re.compile(r"[A-Z]{2,3}")
_COUNTRY_WORDS = 3


@dataclass(frozen=True, slots=True)
class EventLine:
    """What a line says of an event; `group` is who holds it, `title` is empty where another line has it."""

    event: Event
    title: str = ""
    group: str = ""


def read_event(text: str, near: str = "", label: str = "") -> EventLine | None:
    """Returns the event that `text` is about if it begins with its date, or None.

    `near` is the day on which the line was written, for dates without a year; `label` is the text of the link in it, where that
    is only a part of it: then it is the group, and the title stands elsewhere.

    >>> read_event("May 19. Lund, SE - Knots for all", near="2026-05-12")
    EventLine(event=Event(start='2026-05-19', end='2026-05-19', place='Lund, SE', online=False), title='Knots for all', group='')
    """
    start, end, rest = read_span(text, near)
    if not start:
        start, end, rest = read_slashed_span(text, near)
    if not start:
        return None
    match = _AFTER_DATE.match(rest)
    between = match[0] if match else ""
    rest = rest[len(between) :]
    place, title, group = _fields(rest, label) if "|" in between else (*_placed(rest), "")
    online = bool(_ONLINE.search(place))
    nowhere = _ONLINE.fullmatch(place.strip())
    return EventLine(Event(start, end, "" if nowhere else place, online), tidy(title), tidy(group))


def is_online(heading: str) -> bool:
    """Says whether a heading announces events that take place online.

    >>> is_online("Virtual"), is_online("Europe")
    (True, False)
    """
    return bool(_ONLINE.search(heading))


def _fields(rest: str, label: str) -> tuple[str, str, str]:
    """Returns place, title and group of a line whose parts are set apart by bars."""
    place, *parts = (tidy(part) for part in rest.split("|"))
    parts = [part for part in parts if part]
    if label and parts and parts[0] == tidy(label.rpartition("|")[2]):
        return place, "", parts[0]
    if not parts:
        return "", place, ""
    return place, parts[0], parts[1] if len(parts) > 1 else ""


def _placed(rest: str) -> tuple[str, str]:
    """Returns the place that a line begins with, and the rest: `Lund, SE - Title`."""
    match = _DASH.search(rest)
    place = rest[: match.start()] if match else ""
    if match and _is_place(place):
        return tidy(place), rest[match.end() :]
    return "", rest


def _is_place(text: str) -> bool:
    """Says whether words before a dash are a place: they end in a country, a state, or say that it is online."""
    if not _PLACE.fullmatch(text):
        return False
    if _CODE.fullmatch(text) or _ONLINE.fullmatch(text):
        return True
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or not all(part[:1].isupper() for part in parts):
        return False
    return bool(_CODE.fullmatch(parts[-1])) or len(parts[-1].split()) <= _COUNTRY_WORDS
