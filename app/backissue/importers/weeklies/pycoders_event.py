"""Reads when and where an event takes place from the lines that PyCoder's Weekly puts below its title."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from backissue.importers.facts.worded_dates import read_span
from backissue.importers.facts.wording import tidy
from backissue.importers.imported import Doubt
from backissue.model import Event, Item

_ONLINE = re.compile(r"(?i)\b(?:virtual|online|remote)\b|线上|在线")
_PLACE = re.compile(r"(?i)^[\s,|•·(–—-]*(?:in|at)?\b\s*|[\s)]+$")
_HOUR = re.compile(r"(?i)\d{1,2}(?::\d{2})?\s*[ap]\.?m\b")
_YEAR = re.compile(r"\s+\d{4}$")
_LENGTH, _WORDS = 60, 8


def with_event(item: Item, lines: Iterable[str], near: str, where: str, doubts: list[Doubt]) -> Item:
    """Returns `item` with the event that `lines` tell of; what else they say becomes its summary.

    `near` is the day of the issue, since dates may come without a year; an event without a date is a doubt.
    """
    start = end = place = ""
    said: list[str] = []
    for line in lines:
        first, last, after = read_span(line, near) if not start else ("", "", "")
        if first:
            start, end, place = first, last, _place(after)
            said += [after] if not place and any(char.isalpha() for char in after) else []
        elif start and not place and _is_short(line) and _place(line):
            place = _place(line)
        else:
            said.append(line)
    if not start:
        doubts.append(Doubt(where, f"the event {item.title[:60]!r} has no date"))
    online = bool(_ONLINE.search(item.title) or _ONLINE.search(place))
    if re.fullmatch(_ONLINE, place):
        place = ""
    event = Event(start=start, end=end, place=place, online=online)
    return dataclasses.replace(item, summary=tidy(" ".join(said)), event=event if event.to_dict() else None)


def _is_short(line: str) -> bool:
    return len(line) <= _LENGTH and len(line.split()) <= _WORDS and not line.endswith(".")


def _place(text: str) -> str:
    """Returns the place that `text` names, or "" where it names none."""
    place = _YEAR.sub("", _PLACE.sub("", text).strip(" .,;:、，。"))
    return place if any(char.isalpha() for char in place) and not _HOUR.match(place) else ""
