"""Calendars: days, times, one entry an event, and texts that could break them."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given

from backissue.exporters import FORMATS
from backissue.model import Archive, Event, Issue, Item, Link, Publication, Section
from tests.examples import examples
from tests.unit.archive.archives import ARCHIVES, harbour
from tests.unit.exporters.exports import events, exported, of_events, times
from tests.unit.exporters.hostile import TEXTS, hostile


def test_days_of_a_calendar() -> None:
    """An event of days is all-day, and its end is the day after its last."""
    day = dt.date
    assert times(of_events(Event("2026-05-01", "2026-05-02"))) == [(day(2026, 5, 1), day(2026, 5, 3))]
    assert times(of_events(Event("2026-05-01"))) == [(day(2026, 5, 1), day(2026, 5, 2))]
    assert times(of_events(Event("2026-12-31", "2026-05-02"))) == [(day(2026, 12, 31), day(2027, 1, 1))]
    assert times(of_events(Event("2026-05"))) == [(day(2026, 5, 1), day(2026, 6, 1))]
    assert times(of_events(Event("2026-05-30", "2026-06"))) == [(day(2026, 5, 30), day(2026, 7, 1))]
    assert times(of_events(Event("2026-05-01", "2026-05-02T10:00:00Z"))) == [(day(2026, 5, 1), day(2026, 5, 3))]
    assert times(of_events(Event("9999-12-31"))) == [(day(9999, 12, 31), None)]


def test_times_of_a_calendar() -> None:
    """An event with a time has its instant in UTC, and ends at one."""

    def at(*parts: int) -> dt.datetime:
        return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type, misc]

    start = "2026-05-01T18:30:00Z"
    assert times(of_events(Event(start, "2026-05-01T20:00:00Z"))) == [(at(2026, 5, 1, 18, 30), at(2026, 5, 1, 20))]
    assert times(of_events(Event(start))) == [(at(2026, 5, 1, 18, 30), None)]
    assert times(of_events(Event(start, "2026-05-01"))) == [(at(2026, 5, 1, 18, 30), None)]
    assert times(of_events(Event(start, "2026-05-03"))) == [(at(2026, 5, 1, 18, 30), at(2026, 5, 4))]
    assert times(of_events(Event(start, "2026-04-30T20:00:00Z"))) == [(at(2026, 5, 1, 18, 30), None)]


def test_an_event_of_several_issues_stands_there_once() -> None:
    """The same link on the same day is one event, with the same UID whichever issue it comes from; dateless ones are left out."""
    twice = of_events(Event("2026-05-01"), Event("2026-05-01"), url="https://example.org/e")
    (event,) = events(exported("icalendar", twice))
    second = [item.id for _, _, item in twice.items()][1]
    (again,) = events(exported("icalendar", twice, second))
    assert event["UID"] == again["UID"]
    assert len(events(exported("icalendar", of_events(Event("2026-05-01"), Event("2026-05-02"), Event(place="Lund"))))) == 2


def test_a_calendar_of_hostile_texts() -> None:
    """A text adds no event and no line of its own to the calendar."""
    data = exported("icalendar", hostile())
    assert len(events(data)) == len(TEXTS)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert events(data)[0]["LOCATION"] is not None
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data)


@examples(15, suppress_health_check=[HealthCheck.too_slow])
@given(ARCHIVES)
def test_any_archive_is_a_calendar(archive: Archive) -> None:
    """Whatever the dates and texts, the calendar parses, and no event ends before it starts."""
    for event in events(exported("icalendar", archive)):
        assert "DTEND" not in event or event["DTEND"].dt > event["DTSTART"].dt


def test_pieces_are_small() -> None:
    """An export comes item by item, so that it can be written while it is made."""
    for name in FORMATS:
        pieces: Iterator[bytes] = FORMATS[name].export(harbour())
        assert name in ("sqlite",) or sum(1 for _ in pieces) > 2, name


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_dangerous_is_not_exported(name: str) -> None:
    """A link that could run a script, and a script in a post, do not get into any export."""
    bad = "javascript:alert(1)"
    item = Item(
        "harbour-weekly/1/aaaaaaaaaa",
        "Lanterns",
        url=bad,
        content="<p>Fog<script>alert(2)</script></p>",
        links=(Link(bad), Link("https://example.org/map")),
        event=Event("2026-05-01"),
    )
    publication = Publication("harbour-weekly", "Harbour Weekly", url=bad, subscribe_url=bad, feed_url=bad)
    issue = Issue("harbour-weekly/1", "harbour-weekly", "1", url=bad, sections=(Section("", (item,)),))
    data = exported(name, Archive("", (publication,), (issue,)))
    assert b"alert(" not in data
    assert b"Lanterns" in data or name == "opml"
