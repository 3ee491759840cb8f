"""Exports CSV: a table with a header, an item a row, in the order of the hits. Read back, it is the same archive.

The columns are those of `exporters.rows`. Several authors or tags stand in one cell, parted by `; `, or as JSON where one of
them could be taken for two. `event_date` and `event_place` tell of an event what two cells can, `event` as JSON the rest. An
apostrophe stands before what a spreadsheet would take for a formula. Texts that a table cannot hold to the letter, such as
control characters and spaces at an end, stand as JSON in the last column, `exact`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from backissue.exporters.rows import PUBLICATION_FIELDS, Row, as_json, rows
from backissue.model import Archive
from backissue.text.cells import harmless_cell

NAME = "csv"
MEDIA_TYPE = "text/csv"
SUFFIX = ".csv"
BINARY = False
ORDERED = True
LOSES = ""
COLUMNS = (
    *("newsletter", "issue", "date", "section", "title", "url", "summary", "kind", "source", "authors", "shared_by", "tags"),
    *("sponsored", "language", "event_date", "event_place", "event", "item_date", "links", "content", "issue_title"),
    *("issue_url", "intro", "publication", *PUBLICATION_FIELDS, "issue_id", "section_number", "id", "title_made", "untitled"),
    "exact",
)
SIGN = (",".join(COLUMNS) + "\r\n").encode()
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# A list with such a sign in it could be taken for another list.
_AMBIGUOUS = re.compile(r"[;|,\[\]\n]")


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields the header and a line for each item, in the `order` of these ids where it is given; UTF-8 without a mark."""
    yield SIGN
    for row in rows(archive, order):
        yield _line(row).encode()


def _line(row: Row) -> str:
    exact = {name: value for name, value in row.items() if not _fits(value)}
    cells = {name: harmless_cell(_cell(value)) for name, value in row.items() if name != "event"}
    if event := row.get("event"):
        cells |= {"event_date": event.get("start", ""), "event_place": harmless_cell(_ODD.sub(" ", event.get("place", "")))}
        cells["event"] = "" if _in_two_cells(event) else as_json(event)
    cells["exact"] = as_json(exact) if exact else ""
    line = io.StringIO()
    csv.writer(line).writerow([cells.get(name, "") for name in COLUMNS])
    return line.getvalue()


def _fits(value: Any) -> bool:
    """Says whether a cell can hold a value to the letter."""
    return not isinstance(value, str) or (value == value.strip() and not _ODD.search(value))


def _in_two_cells(event: Row) -> bool:
    """Says whether what the start and the place of an event tell is all; what starts on a day ends on it."""
    start, place = event.get("start", ""), event.get("place", "")
    end = start if 0 < len(start) <= 10 else ""
    return event.get("end", "") == end and not event.get("online") and bool(start or place) and _fits(place)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return _ODD.sub(" ", value)
    if isinstance(value, list) and all(isinstance(part, str) and _is_plain(part) for part in value):
        return "; ".join(value)
    return as_json(value)


def _is_plain(part: str) -> bool:
    return bool(part) and _fits(part) and not _AMBIGUOUS.search(part)
