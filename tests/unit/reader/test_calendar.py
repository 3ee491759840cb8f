"""The calendar file of an event."""

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from backissue.model import Event, Item
from backissue.reader.calendar import calendar_address, calendar_file


def lines(item):
    """The lines of the file as a calendar reads them: unfolded."""
    return calendar_file(item).replace("\r\n ", "").split("\r\n")


def test_a_day_ends_before_the_next():
    """An event of whole days ends, as calendars count, on the day after its last one."""
    found = lines(Item("a/1/x", "Knots", event=Event("2026-12-31", place="Gdańsk")))
    assert "DTSTART;VALUE=DATE:20261231" in found and "DTEND;VALUE=DATE:20270101" in found and "LOCATION:Gdańsk" in found


def test_an_instant_keeps_its_time():
    """An event with a time is written in UTC."""
    found = lines(Item("a/1/x", "Knots", event=Event("2026-07-09T14:00:00Z", "2026-07-09T18:00:00Z", online=True)))
    assert "DTSTART:20260709T140000Z" in found and "DTEND:20260709T180000Z" in found and "LOCATION:Online" in found


def test_an_unknown_day_gives_no_file():
    """A month alone cannot stand in a calendar."""
    assert calendar_address(Item("a/1/x", "Knots", event=Event("2026-07"))) == ""


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=60, max_size=200))
def test_hostile_text_adds_no_line(text):
    """Whatever a title holds, the file has one line a property, none longer than 75 bytes."""
    raw = calendar_file(Item("a/1/x", "t" + text, event=Event("2026-07-09")))
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    assert [line.partition(":")[0] for line in raw.replace("\r\n ", "").split("\r\n")].count("SUMMARY") == 1
    assert raw.replace("\r\n ", "").count("\r\n") == 11


def test_the_address_holds_the_file():
    """The file needs no server: it is its own address."""
    address = calendar_address(Item("a/1/x", "Knots", event=Event("2026-07-09")))
    assert unquote(address.partition(",")[2]).startswith("BEGIN:VCALENDAR\r\n")
