"""Imports `items-jsonl`: one JSON object a line, each an item with the newsletter, issue and section it stands in.

What a row says and how rows become issues is told in `rows`. A line that is no JSON object makes the whole source
unreadable: something was cut off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from backissue.errors import UnreadableSource
from backissue.importers.imported import Imported
from backissue.importers.source import Source
from backissue.importers.tables.json_values import load_json
from backissue.importers.tables.rows import read_rows

NAME = "items-jsonl"
_SIGNS = ("newsletter", "publication", "title", "url", "summary")


def detect(source: Source) -> bool:
    """Says whether the first line is a JSON object that says where an item stands and what it is."""
    first = source.text.lstrip("\ufeff \t\n").partition("\n")[0]
    if not first.startswith("{"):
        return False
    try:
        row = load_json(first)
    except ValueError:
        # a first line that is cut off is still told by how it begins
        return bool(re.match(r'\{\s*"(?:newsletter|publication|issue|section|title|url|summary|date)"\s*:', first))
    return sum(sign in row for sign in _SIGNS) >= 2 if isinstance(row, dict) else False


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issues that the rows make up.

    Raises:
        UnreadableSource: if a line is no whole JSON object.
        SourceError: if a row is no item, or if `publication` is given for rows of several newsletters.
    """
    return read_rows(_objects(source), source, publication)


def _objects(source: Source) -> Iterator[tuple[Mapping[str, Any], str]]:
    # one line is one row: a sign that only looks like a line's end may stand within a text
    for number, line in enumerate(source.text.lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        where = f"{source.name}:{number}"
        try:
            row = load_json(line)
        except ValueError as error:
            place = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise UnreadableSource(
                f"is no whole JSON{place}", where=where, expected="one JSON object a line", advice="fetch or make the file again"
            ) from None
        if not isinstance(row, dict):
            raise UnreadableSource(
                f"holds {type(row).__name__}", where=where, expected="a JSON object with newsletter, title, url, ..."
            )
        yield row, where
