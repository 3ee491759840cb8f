"""Imports tables of items, CSV and TSV: the columns of `items-jsonl` under the names that people give them, in any order.

The header decides. Columns that nobody knows are left out and told of once; cells are read by `columns`, rows by `rows`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from backissue.errors import SourceError, UnreadableSource
from backissue.importers.imported import Doubt, Imported
from backissue.importers.source import Source
from backissue.importers.tables.columns import columns_of, reader_of
from backissue.importers.tables.rows import read_rows
from backissue.text.cells import cell_text

NAME = "csv"
_SEPARATORS = ",;\t|"
# Spreadsheets say so on a line of its own.
_SAID = re.compile(r"\ufeff?sep=([,;\t|])\n")
# A row without any of these tells of no item, nor of what an export says is empty.
_TELLING = frozenset(("title", "url", "summary", "publication", "issue_id"))
_NAME_LENGTH = 60
_CELL_LENGTH = 50_000_000


def detect(source: Source) -> bool:
    """Says whether the first line names columns of items, among them a title or a link, and hardly any other."""
    header = _header(source.head)
    names = columns_of(header)
    known = len(names) - names.count("")
    return known >= 2 and not {"title", "url"}.isdisjoint(names) and 2 * known >= len(names)


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issues that the rows of the table make up.

    Raises:
        UnreadableSource: if it ends within quotes.
        SourceError: if the first line names no column of items, a row is no item, or `publication` is given for several.
    """
    table = _Table(source) if _header(source.head) else None
    if table is None or {"title", "url", "summary"}.isdisjoint(table.names):
        raise SourceError(
            "names no column of items on its first line",
            where=source.name,
            expected="columns such as newsletter, issue, date, section, title, url, summary",
        )
    found = read_rows(table.rows(), source, publication)
    return Imported(found.publications, found.issues, (*table.doubts, *found.doubts))


class _Table:
    """The rows of a source below its header, with the columns that are known."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        separator = _separator(source.head)
        header, *self.lines = _cells(source, separator)
        # a quote that nobody closed on the first line makes it go on, so its columns are counted anew
        self.names = names = columns_of(header[0])
        self.width = len(header[0])
        self.readers = [
            (place, name, reader_of(name, (row[place] for row, _ in self.lines if place < len(row)), separator == ";"))
            for place, name in enumerate(names)
            if name
        ]
        unknown = [title.strip()[:40] or f"number {place + 1}" for place, title in enumerate(header[0]) if not names[place]]
        self.doubts = [Doubt(source.name, f"columns not known are left out: {', '.join(unknown[:20])}")] if unknown else []

    def rows(self) -> Iterator[tuple[Mapping[str, Any], str]]:
        """Yields each row that is not empty, with where it stands."""
        for cells, line in self.lines:
            where = f"{self.name}:{line}"
            filled = (each for each in self.readers if each[0] < len(cells) and cells[each[0]].strip())
            row = {name: read(cell_text(cells[place])) for place, name, read in filled}
            # what an export could not put into cells to the letter
            if isinstance(exact := row.pop("exact", None), dict):
                row |= exact
            if any(cell.strip() for cell in cells[self.width :]):
                self.doubts.append(Doubt(where, f"has {len(cells)} cells under {self.width} columns: the last are left out"))
            if row.keys() & _TELLING:
                yield row, where
            elif row:
                self.doubts.append(Doubt(where, f"is no item, it only has {', '.join(row)}: left out"))


def _text(text: str) -> str:
    return text[match.end() :] if (match := _SAID.match(text)) else text.lstrip("\ufeff")


def _separator(head: str) -> str:
    """Returns what parts the cells: as the file says, else what gives the most columns that are known."""
    if said := _SAID.match(head):
        return said[1]
    line = _first_line(head)
    return max(_SEPARATORS, key=lambda each: (len([name for name in columns_of(_split(line, each)) if name]), line.count(each)))


def _first_line(head: str) -> str:
    return _text(head).lstrip("\n").partition("\n")[0][:10_000]


def _header(head: str) -> list[str]:
    line = _first_line(head)
    cells = _split(line, _separator(head))
    plain = line[:1] not in "|<{[" and all(len(cell) <= _NAME_LENGTH for cell in cells)
    return cells if plain else []


def _split(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _cells(source: Source, separator: str) -> list[tuple[list[str], int]]:
    """Returns all lines of the table as cells, with their number; quotes that are set oddly are read as they come."""
    text = _text(source.text).lstrip("\n")
    above = source.text[: len(source.text) - len(text)].count("\n")
    before = csv.field_size_limit(_CELL_LENGTH)
    try:
        try:
            return list(_read(text, separator, above, True))
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise UnreadableSource(
                    "ends within quotes", where=source.name, expected="a whole table", advice="fetch or make the file again"
                ) from None
        return list(_read(text, separator, above, False))
    finally:
        csv.field_size_limit(before)


def _read(text: str, separator: str, above: int, strict: bool) -> Iterator[tuple[list[str], int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    line = above + 1
    for cells in reader:
        yield cells, line
        line = above + reader.line_num + 1
