"""Exports `items-jsonl`: one JSON object a line, an item each, in the order of the hits. Read back, it is the same archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backissue.exporters.rows import as_json, rows
from backissue.model import Archive

NAME = "items-jsonl"
MEDIA_TYPE = "application/jsonl"
SUFFIX = ".jsonl"
BINARY = False
ORDERED = True
SIGN = b'{"publication":"'
LOSES = ""


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields a line for each item (`exporters.rows` tells its fields); in the `order` of these ids where it is given."""
    for row in rows(archive, order):
        yield (as_json(row) + "\n").encode()
