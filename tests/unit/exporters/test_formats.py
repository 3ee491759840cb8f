"""Every export is what its standard says, for any archive: other programs can read it, and it is the same each time."""

import csv
import dataclasses
import io
import json
import re
import sqlite3
import xml.etree.ElementTree as ET

import feedparser
import pytest
from hypothesis import HealthCheck, given
from markdown_it import MarkdownIt

from backissue.exporters import FORMATS, SIGN_WITHIN
from backissue.exporters.xml import NAMESPACE
from backissue.model import Archive, Publication
from tests.examples import examples
from tests.unit.archive.archives import ARCHIVES, harbour
from tests.unit.exporters.exports import exported
from tests.unit.exporters.hostile import TEXTS, hostile

ATOM = "{http://www.w3.org/2005/Atom}"


FEEDS = ("rss", "atom")


@examples(5, suppress_health_check=[HealthCheck.too_slow])
@given(ARCHIVES)
def test_the_same_archive_gives_the_same_bytes(archive: Archive) -> None:
    """No clock and no chance is in an export."""
    for name in FORMATS:
        assert exported(name, archive) == exported(name, archive), name


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


@examples(15, suppress_health_check=[HealthCheck.too_slow])
@given(ARCHIVES)
def test_any_archive_is_well_formed_xml(archive: Archive) -> None:
    """A strict parser takes whatever texts an archive holds."""
    for name in (*FEEDS, "opml"):
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


@examples(20, suppress_health_check=[HealthCheck.too_slow])
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
