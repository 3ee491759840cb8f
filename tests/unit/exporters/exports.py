"""Exports of whole archives, and of events."""

import icalendar

from backissue.exporters import FORMATS
from backissue.model import Archive, Event, Issue, Item, Publication, Section


def exported(name: str, archive: Archive, *order: str) -> bytes:
    return b"".join(FORMATS[name].export(archive, order))


def of_events(*events: Event, **fields: str) -> Archive:
    """An archive of an item for each event."""
    items = tuple(
        Item(f"harbour-weekly/1/{number:010x}", f"Event {number}", event=event, **fields) for number, event in enumerate(events)
    )
    issue = Issue("harbour-weekly/1", "harbour-weekly", "1", date="2026-01-05", sections=(Section("Events", items),))
    return Archive("", (Publication("harbour-weekly", "Harbour Weekly"),), (issue,))


def times(archive: Archive) -> list[tuple[object, object]]:
    """Start and end of each event of the calendar."""
    return [
        (event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else None) for event in events(exported("icalendar", archive))
    ]


def events(data: bytes) -> list[icalendar.Component]:
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
