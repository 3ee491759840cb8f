"""Every export is what its standard says, for any archive: other programs can read it, and it is the same each time."""

import csv
import dataclasses
import datetime as dt
import io
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import feedparser
import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from backissue.exporters import FORMATS, SIGN_WITHIN
from backissue.exporters.xml import NAMESPACE
from backissue.model import Archive, Event, Issue, Item, Link, Publication, Section
from tests.unit.archive.archives import ARCHIVES, harbour
from tests.unit.exporters.hostile import TEXTS, hostile

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("rss", "atom")


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


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(ARCHIVES)
def test_the_same_archive_gives_the_same_bytes(name: str, archive: Archive) -> None:
    """No clock and no chance is in an export."""
    assert exported(name, archive) == exported(name, archive)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("archive", [harbour(), hostile()], ids=["harbour", "hostile"])
def test_an_export_is_known_by_its_beginning(name: str, archive: Archive) -> None:
    """A later export finds out that it may replace an earlier one, whatever its title."""
    archive = dataclasses.replace(archive, title="Long " * 5_000)
    assert FORMATS[name].SIGN in exported(name, archive)[:SIGN_WITHIN]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "sqlite"])
def test_text_formats_are_utf_8(name: str) -> None:
    """Half a surrogate pair, which has no UTF-8, does not get into a file."""
    exported(name, hostile()).decode("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_archive_is_exported(name: str) -> None:
    """An archive without anything gives a file without anything, which is one all the same."""
    data = exported(name, Archive())
    assert name == "items-jsonl" or data


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].ORDERED and name not in ("opml", "icalendar")])
def test_hits_keep_their_order(name: str) -> None:
    """Items stand in the order of the hits."""
    archive = harbour()
    ids = [item.id for _, _, item in archive.items()]
    order = [ids[2], ids[0], ids[3], ids[1]]
    data = exported(name, archive, *order)
    if name == "sqlite":
        assert [found for (found,) in opened(data).execute("SELECT item_id FROM items ORDER BY item_number")] == order
    else:
        places = [data.index(each.encode()) for each in order]
        assert places == sorted(places)


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("archive", [harbour(), hostile(), Archive()], ids=["harbour", "hostile", "empty"])
def test_a_feed_is_read_by_others(name: str, archive: Archive) -> None:
    """A reader of feeds finds well-formed XML, and every item with its id, title and date."""
    data = exported(name, archive)
    parsed = feedparser.parse(io.BytesIO(data), response_headers={"content-type": FORMATS[name].MEDIA_TYPE})
    items = [item for _, _, item in archive.items()]
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == {"rss": "rss20", "atom": "atom10"}[name]
    assert len(parsed.entries) == len({entry.id for entry in parsed.entries}) == len(items)
    assert all(entry.title for entry in parsed.entries)
    if archive == harbour():
        post, regatta, words, lanterns = parsed.entries
        assert (post.title, post.content[0].value, post.author) == ("潮汐", "<p>Tides &amp; moons</p>", "A. Pilot")
        assert post.published_parsed[:5] == (2026, 2, 3, 10, 0)
        assert (lanterns.link, lanterns.summary) == ("https://example.org/lanterns", "Light for tiny boats.")
        assert [tag.term for tag in lanterns.tags] == ["light"]
        assert (regatta.title, words.summary) == ("Regatta", "Nothing but words.")


@pytest.mark.parametrize("name", (*FEEDS, "opml"))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(ARCHIVES)
def test_any_archive_is_well_formed_xml(name: str, archive: Archive) -> None:
    """A strict parser takes whatever texts an archive holds."""
    ET.fromstring(exported(name, archive))


def test_atom_has_what_it_must() -> None:
    """Feed and entries have an id, a title and when they changed, and there is an author."""
    root = ET.fromstring(exported("atom", hostile()))
    for element in (root, *root.findall(f"{ATOM}entry")):
        assert all(element.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        assert re.fullmatch(r"urn:backissue:[\w:/.%~-]+", element.findtext(f"{ATOM}id") or "", re.ASCII)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
    assert root.findtext(f"{ATOM}author/{ATOM}name")


def test_rss_has_what_it_must() -> None:
    """The channel has a title, a link and a description; what the standard does not know is in a namespace of ours."""
    root = ET.fromstring(exported("rss", hostile()))
    assert all(root.findtext(f"channel/{name}") for name in ("title", "link", "description"))
    rows = [json.loads(element.text or "") for element in root.iter(f"{{{NAMESPACE}}}row")]
    assert [row["title"] for row in rows] == list(TEXTS)


@pytest.mark.parametrize("archive", [harbour(), hostile(), Archive()], ids=["harbour", "hostile", "empty"])
def test_json_feed_has_what_it_must(archive: Archive) -> None:
    """Version, title and items are there, and each item has an id, a content, and dates with their zone."""
    feed = json.loads(exported("json-feed", archive))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str) and feed["title"]
    assert len(feed["items"]) == sum(1 for _ in archive.items())
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert ("content_html" in item) != ("content_text" in item)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item["date_published"])
        assert all(isinstance(author["name"], str) for author in item.get("authors", []))
    known = {"version", "title", "home_page_url", "language", "items"}
    assert all(name in known or name.startswith("_") for name in feed)


def test_opml_lists_publications() -> None:
    """Each publication is an outline; one with a feed can be subscribed to."""
    feed = Publication("a", "A & B", "https://example.org/a", feed_url="https://example.org/a.xml?x&y")
    outlines = list(ET.fromstring(exported("opml", Archive("", (feed, Publication("c", "")), ()))).iter("outline"))
    assert outlines[0].attrib == {
        "text": "A & B",
        "title": "A & B",
        "type": "rss",
        "xmlUrl": "https://example.org/a.xml?x&y",
        "htmlUrl": "https://example.org/a",
    }
    assert outlines[1].attrib["text"] == "c"
    archive = harbour()
    ids = [item.id for _, _, item in archive.items()]
    assert [each.attrib["text"] for each in ET.fromstring(exported("opml", archive, ids[1], ids[0])).iter("outline")] == [
        "Harbour Weekly",
        "River Planet",
    ]


def test_csv_is_a_table() -> None:
    """Any reader of CSV finds a header and a row for each item, as wide as the header."""
    header, *rows = csv.reader(io.StringIO(exported("csv", harbour()).decode(), newline=""))
    assert header[:7] == ["newsletter", "issue", "date", "section", "title", "url", "summary"]
    assert all(len(row) == len(header) for row in rows)
    assert [row[4] for row in rows] == ["潮汐", "Regatta", "", "Lanterns in fog"]
    assert rows[3][11] == "light"


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(ARCHIVES)
def test_no_cell_of_a_table_is_a_formula(archive: Archive) -> None:
    """A spreadsheet calculates nothing when it opens the table."""
    for row in csv.reader(io.StringIO(exported("csv", archive).decode(), newline="")):
        assert not any(cell.startswith(tuple("=+-@\t\r＝＋－＠")) for cell in row)


def test_no_formula_of_a_hostile_archive_is_one() -> None:
    """A cell that a program would calculate begins with an apostrophe."""
    before = csv.field_size_limit(10_000_000)
    try:
        cells = [cell for row in csv.reader(io.StringIO(exported("csv", hostile()).decode(), newline="")) for cell in row]
    finally:
        csv.field_size_limit(before)
    assert "'=cmd|' /C calc'!A0" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_markdown_shows_what_people_read() -> None:
    """Issues, sections and items are headings, links lead on, and no text is taken for markup."""
    text = exported("markdown", harbour()).decode()
    assert "\n# Harbour Weekly 1 (2025-01-06)\n" in text
    assert "\n## Tools\n\n### [Lanterns in fog](https://example.org/lanterns)\n" in text
    assert "\n*2026-05-01 to 2026-05-02 · Łódź*\n" in text
    comments = [line for line in exported("markdown", hostile()).decode().split("\n") if line.startswith("<!--")]
    assert comments and not any("--" in comment.removeprefix("<!--").removesuffix("-->") for comment in comments)
    html = MarkdownIt("commonmark").render(exported("markdown", hostile()).decode())
    shown = re.sub(r"<!--.*?-->", "", html).partition("<h1>")[2]
    assert shown.count("<h3>") == len(TEXTS)
    assert not re.search(r"<(?:code|pre|ul|ol|hr|script|h4|blockquote)\b", shown)


def test_sqlite_is_ready_to_be_asked() -> None:
    """Tables hold everything, words are found, facets have their indexes, and nothing points to what is not there."""
    database = opened(exported("sqlite", harbour()))
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    asked = "SELECT items.title FROM items JOIN items_fts ON item_number = items_fts.rowid WHERE items_fts MATCH ?"
    assert database.execute(asked, ("boats",)).fetchall() == [("Lanterns in fog",)]
    assert database.execute(asked, ("moons",)).fetchall() == [("潮汐",)]
    assert database.execute("SELECT title, section, issue, publication FROM links WHERE url <> ''").fetchall() == [
        ("Lanterns in fog", "Tools", "1", "Harbour Weekly")
    ]
    assert database.execute("SELECT event_start, event_end, event_place, title FROM events").fetchall() == [
        ("2026-05-01", "2026-05-02", "Łódź", "Regatta")
    ]
    assert database.execute("SELECT author FROM item_authors").fetchall() == [("A. Pilot",)]
    assert database.execute("SELECT tag, tags FROM item_tags JOIN items USING (item_number)").fetchall() == [
        ("light", '["light"]')
    ]
    plan = database.execute("EXPLAIN QUERY PLAN SELECT kind, count(*) FROM items GROUP BY kind").fetchall()
    assert "items_by_kind" in str(plan)
    # the numbers that the words are found by are kept when the database is packed anew
    database.execute("VACUUM")
    assert database.execute(asked, ("boats",)).fetchall() == [("Lanterns in fog",)]


def test_sqlite_holds_hostile_texts() -> None:
    """Any text is stored, and nothing of it is taken for a statement."""
    database = opened(exported("sqlite", hostile()))
    assert database.execute("SELECT count(*) FROM items").fetchone() == (len(TEXTS),)
    assert database.execute("SELECT title FROM items WHERE item_number = 5").fetchone() == (TEXTS[4],)


def opened(data: bytes) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.deserialize(data)
    return database


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


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
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
