"""Feeds of the newest items, and a calendar of the newest events."""

import json
import xml.etree.ElementTree as ET

import feedparser
import pytest
from icalendar import Calendar

from backissue.archive.merge import add
from backissue.model import Archive, Event, Issue, Item, Publication, Section
from backissue.publish.pages.feeds import NEWEST_EVENTS, NEWEST_ITEMS
from tests.unit.publish.pages.made import one_issue, pages_of
from tests.unit.reader.client import sample_archive


def large() -> Archive:
    """A newsletter of three issues with 60 events each, seven hundred more in a fourth, and one that has not begun."""
    sizes = {1: 700, 2: 60, 3: 60, 4: 60}
    issues = tuple(
        Issue("", "quay", str(number), date=f"2026-01-{number:02}", sections=(Section("", tuple(_events(number, count))),))
        for number, count in sizes.items()
    )
    return add(Archive("Port"), (Publication("quay", "Quay Weekly"), Publication("pier", "Pier")), issues)


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    """The pages and feeds of the large archive."""
    return pages_of(large())


def _events(number: int, count: int) -> list[Item]:
    return [
        Item(
            "",
            f"Event {number}.{place}",
            url=f"https://e.example/{number}/{place}",
            event=Event(f"{2000 + place}-01-{number:02}"),
        )
        for place in range(count)
    ]


def test_each_publication_has_its_feeds() -> None:
    """The three forms hold the publication's items under its name, and no other's."""
    pages = pages_of(sample_archive())
    for name in ("rss.xml", "atom.xml"):
        feed = feedparser.parse(pages[f"issues/quay/{name}"])
        assert not feed.bozo
        assert feed.feed.title == "Quay Weekly"
        assert [entry.title for entry in feed.entries][:2] == ["Ropes for sale", "Łódź tide tables"]
        assert len(feed.entries) == 6
    assert len(json.loads(pages["issues/planet-port/feed.json"])["items"]) == 4
    assert ET.fromstring(pages["issues/planet-port/rss.xml"]).findtext("channel/title") == "Planet Port"


def test_feeds_hold_the_newest_only(pages: dict[str, bytes]) -> None:
    """A feed has the newest items, of the last issue the first ones, and a publication without issues an empty one."""
    titles = [entry["title"] for entry in json.loads(pages["issues/quay/feed.json"])["items"]]
    assert len(titles) == NEWEST_ITEMS
    assert (titles[0], titles[60], titles[-1]) == ("Event 4.0", "Event 3.0", "Event 3.39")
    assert json.loads(pages["issues/pier/feed.json"])["items"] == []


def test_the_calendar_holds_the_newest_events(pages: dict[str, bytes]) -> None:
    """All publications' events are in one calendar, as long as there is room the newest."""
    events = Calendar.from_ical(pages["events.ics"]).walk("VEVENT")
    years = sorted(int(event.get("dtstart").dt.year) for event in events)
    assert len(events) == NEWEST_EVENTS
    assert (years[0], years[-1]) == (2400, 2699)


def test_without_events_there_is_no_calendar() -> None:
    """Where nothing takes place, or nobody knows when, there is no calendar and no link to one."""
    archive = one_issue("1", Item("", "Some day", event=Event(place="Łódź")))
    pages = pages_of(archive)
    assert "events.ics" not in pages
    assert b"events.ics" not in b"".join(pages.values())
