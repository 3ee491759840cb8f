"""Exports a SQLite database: tables, a full-text index, views and what facets need, ready for Datasette.

`items` belong to `sections`, these to `issues`, these to `publications`; `item_authors`, `item_tags` and `item_links` hold
what an item has several of. `items_fts` is searched as `SELECT * FROM items JOIN items_fts ON items.item_number =
items_fts.rowid WHERE items_fts MATCH 'word'`. The views `links` and `events` show an item with all that it stands in.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from backissue.archive.selection import placed
from backissue.exporters.heading import date_of
from backissue.exporters.innocence import harmless, harmless_link
from backissue.exporters.rows import as_json
from backissue.model import Archive, Event, Issue, Item
from backissue.text.dates import sort_key

NAME = "sqlite"
MEDIA_TYPE = "application/vnd.sqlite3"
SUFFIX = ".sqlite"
BINARY = True
ORDERED = True
_VERSION, _APPLICATION = 1, b"BKIS"
# so they stand in the header of a database, with a word that is always zero between them
SIGN = _VERSION.to_bytes(4, "big") + bytes(4) + _APPLICATION
LOSES = "anything: no importer reads it"
_PIECE_BYTES = 1_000_000
# Half a pair of surrogates has no UTF-8, and a zero ends a text for many programs.
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_SCHEMA = """
CREATE TABLE publications (
  publication_id TEXT PRIMARY KEY, title TEXT, url TEXT, kind TEXT NOT NULL, language TEXT, licence TEXT,
  subscribe_url TEXT, feed_url TEXT
);
CREATE TABLE issues (
  issue_id TEXT PRIMARY KEY, publication_id TEXT NOT NULL REFERENCES publications, number TEXT, title TEXT, date TEXT, url TEXT,
  intro TEXT
);
CREATE TABLE sections (
  section_id INTEGER PRIMARY KEY, issue_id TEXT NOT NULL REFERENCES issues, place INTEGER NOT NULL, title TEXT
);
CREATE TABLE items (
  item_number INTEGER PRIMARY KEY, item_id TEXT NOT NULL UNIQUE, publication_id TEXT NOT NULL REFERENCES publications,
  issue_id TEXT NOT NULL REFERENCES issues, section_id INTEGER NOT NULL REFERENCES sections, title TEXT,
  title_made INTEGER NOT NULL, url TEXT, summary TEXT, source TEXT, authors TEXT, shared_by TEXT, kind TEXT, tags TEXT,
  sponsored INTEGER NOT NULL, language TEXT, date TEXT, year INTEGER, event_start TEXT, event_end TEXT, event_place TEXT,
  event_online INTEGER, content TEXT
);
CREATE TABLE item_authors (item_number INTEGER NOT NULL REFERENCES items, author TEXT);
CREATE TABLE item_tags (item_number INTEGER NOT NULL REFERENCES items, tag TEXT);
CREATE TABLE item_links (item_number INTEGER NOT NULL REFERENCES items, url TEXT, title TEXT);
CREATE VIEW links AS
  SELECT items.date, items.title, items.url, items.summary, sections.title AS section, issues.number AS issue,
    publications.title AS publication, items.kind, items.source, items.authors, items.tags, items.item_id
  FROM items JOIN sections USING (section_id) JOIN issues ON issues.issue_id = items.issue_id
    JOIN publications ON publications.publication_id = items.publication_id
  ORDER BY items.item_number;
CREATE VIEW events AS
  SELECT event_start, event_end, event_place, event_online, title, url, summary, issue_id, item_id
  FROM items WHERE event_start <> '' OR event_place <> '' OR event_online ORDER BY event_start;
CREATE VIRTUAL TABLE items_fts USING fts5 (
  title, summary, content, content='items', content_rowid='item_number', tokenize='unicode61 remove_diacritics 2'
);
"""
# Filled tables are indexed sooner than they are filled with their indexes.
_INDEXES = """
INSERT INTO items_fts (items_fts) VALUES ('rebuild');
CREATE INDEX issues_by_publication ON issues (publication_id);
CREATE INDEX sections_by_issue ON sections (issue_id);
CREATE INDEX sections_by_title ON sections (title);
CREATE INDEX items_by_publication ON items (publication_id);
CREATE INDEX items_by_issue ON items (issue_id);
CREATE INDEX items_by_section ON items (section_id);
CREATE INDEX items_by_kind ON items (kind);
CREATE INDEX items_by_source ON items (source);
CREATE INDEX items_by_year ON items (year);
CREATE INDEX items_by_date ON items (date);
CREATE INDEX item_authors_by_author ON item_authors (author);
CREATE INDEX item_authors_by_item ON item_authors (item_number);
CREATE INDEX item_tags_by_tag ON item_tags (tag);
CREATE INDEX item_tags_by_item ON item_tags (item_number);
CREATE INDEX item_links_by_item ON item_links (item_number);
"""


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields the bytes of the database; items are numbered in the `order` of these ids, or in the archive's."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute(f"PRAGMA application_id = {int.from_bytes(_APPLICATION, 'big')}")
        database.executescript(_SCHEMA)
        database.execute("BEGIN")
        for table, values in _records(archive, order):
            marks = ", ".join("?" * len(values))
            database.execute(f"INSERT INTO {table} VALUES ({marks})", [_stored(value) for value in values])
        database.execute("COMMIT")
        database.executescript(f"BEGIN; {_INDEXES} COMMIT; ANALYZE;")
        data = database.serialize()
    for start in range(0, len(data), _PIECE_BYTES):
        yield data[start : start + _PIECE_BYTES]


def _records(archive: Archive, order: Sequence[str]) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yields each row of a table with the name of the table."""
    for each in archive.publications:
        url, subscribe_url, feed_url = map(harmless_link, (each.url, each.subscribe_url, each.feed_url))
        yield "publications", (each.id, each.title, url, each.kind, each.language, each.licence, subscribe_url, feed_url)
    sections: dict[tuple[str, int], int] = {}
    for issue in archive.issues:
        yield (
            "issues",
            (issue.id, issue.publication, issue.number, issue.title, issue.date, harmless_link(issue.url), issue.intro),
        )
        for place, section in enumerate(issue.sections):
            number = sections[issue.id, place] = len(sections) + 1
            yield "sections", (number, issue.id, place + 1, section.title)
    for number, (issue, place, found) in enumerate(placed(archive, order), 1):
        item = harmless(found)
        yield "items", _item(number, issue, sections[issue.id, place], item)
        yield from (("item_authors", (number, author)) for author in item.authors)
        yield from (("item_tags", (number, tag)) for tag in item.tags)
        yield from (("item_links", (number, link.url, link.title)) for link in item.links)


def _item(number: int, issue: Issue, section: int, item: Item) -> tuple[Any, ...]:
    date = date_of(issue, item)
    event = item.event or Event()
    return (
        *(number, item.id, issue.publication, issue.id, section, item.title, item.title_made, item.url, item.summary),
        *(item.source, as_json(item.authors), item.shared_by, item.kind, as_json(item.tags), item.sponsored, item.language),
        *(date, int(sort_key(date)[:4]) if date else None, event.start, event.end, event.place),
        *(event.online if item.event else None, item.content),
    )


def _stored(value: Any) -> Any:
    """Texts that say nothing are null, as Datasette shows them; what no database can hold becomes U+FFFD."""
    return (_UNWRITABLE.sub("\ufffd", value) or None) if isinstance(value, str) else value
