"""The exporters by name: each writes an archive, or its part that a query finds, in one form.

A new format is a module with what `Exporter` lists, named in `_ORDER` below. An exporter is pure: an archive goes in, bytes
come out, piece by piece, and the same archive gives the same bytes. A query is none of its business: it gets the archive cut
to the hits (`archive.selection.cut_to`), and their ids in order.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from backissue.exporters import atom, csv, icalendar, items_jsonl, json_feed, markdown, opml, rss, sqlite
from backissue.model import Archive

__all__ = ["FORMATS", "Exporter"]


class Exporter(Protocol):
    """What writes one format."""

    @property
    def NAME(self) -> str:
        """The name of the format, as `--to` takes it."""

    @property
    def MEDIA_TYPE(self) -> str:
        """What a browser or a server calls the format."""

    @property
    def SUFFIX(self) -> str:
        """How the names of such files end, with the dot."""

    @property
    def BINARY(self) -> bool:
        """Says that no terminal can show it."""

    @property
    def ORDERED(self) -> bool:
        """Says that items stand in the order of the hits; else they stand in the archive's."""

    @property
    def SIGN(self) -> bytes:
        """What stands within the first `SIGN_WITHIN` bytes of each export that is not empty, and of hardly another file."""

    @property
    def LOSES(self) -> str:
        """What an import of the export does not bring back, in words; "" where it brings back all."""

    def export(self, archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
        """Yields the export in pieces, about one an item.

        `order` are the ids of the items of `archive` in the order of the hits, for a format that is `ORDERED`.
        """


SIGN_WITHIN = 2_000
_ORDER: tuple[Exporter, ...] = (items_jsonl, json_feed, rss, atom, opml, csv, markdown, sqlite, icalendar)
FORMATS: Mapping[str, Exporter] = types.MappingProxyType({exporter.NAME: exporter for exporter in _ORDER})
