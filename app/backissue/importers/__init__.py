"""The importers by name: each turns the bytes of one source format into publications, issues and items.

A new format is a module with `NAME`, `detect` and `read`, named in `_KNOWN` below. Detection goes from the certain to the
likely, so a format that another could be taken for stands before it; the general ones, which know no newsletter by name,
come last. What formats share stands in the packages beside them; what holds sources instead of being one, such as a mailbox,
is a bundle (`importers.bundles`).
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Protocol

from backissue.errors import BackissueError, SourceError, UnknownFormat
from backissue.importers import (
    archive,
    backissue_feed,
    backissue_markdown,
    csv_table,
    feed,
    feed_list,
    haskell_weekly,
    import_python,
    items_jsonl,
    mail,
    markdown_newsletter,
    newsletter_html,
    newsletter_text,
    org,
    planet_html,
    planet_text,
    pycoders_html,
    pycoders_text,
    pycoders_zh_html,
    pycoders_zh_markdown,
    python_weekly_beehiiv,
    python_weekly_mail,
    python_weekly_mailchimp,
    python_weekly_text,
    ruanyf_weekly,
    this_week_in_rust,
    toml,
)
from backissue.importers.imported import Doubt, Imported
from backissue.importers.source import Source, Surroundings

__all__ = ["FORMATS", "Doubt", "Imported", "Importer", "Source", "Surroundings", "detect", "read"]


class Importer(Protocol):
    """What reads one format."""

    @property
    def NAME(self) -> str:
        """The name of the format, as `--as` takes it."""

    def detect(self, source: Source) -> bool:
        """Says, cheaply and without a doubt, whether `source` is of this format."""

    def read(self, source: Source, publication: str | None = None) -> Imported:
        """Returns what `source` holds, with `publication` as the id of its publication where that is given."""


_KNOWN: tuple[Importer, ...] = (
    mail,  # first, since it looks at bytes: a mail is in several encodings, or in none
    archive,
    backissue_feed,
    backissue_markdown,
    feed,
    items_jsonl,
    csv_table,
    toml,
    feed_list,
    planet_html,
    pycoders_zh_html,
    pycoders_zh_markdown,
    ruanyf_weekly,
    pycoders_html,
    import_python,
    python_weekly_beehiiv,
    python_weekly_mailchimp,
    python_weekly_mail,
    planet_text,
    python_weekly_text,
    pycoders_text,
    org,
    this_week_in_rust,
    haskell_weekly,
)
# These take whatever looks like a newsletter at all, so nothing may stand behind one of them that it would take too.
_GENERAL: tuple[Importer, ...] = (newsletter_html, newsletter_text, markdown_newsletter)
FORMATS: Mapping[str, Importer] = types.MappingProxyType({importer.NAME: importer for importer in (*_KNOWN, *_GENERAL)})


def detect(source: Source) -> Importer:
    """Returns the importer that knows `source`.

    Raises:
        UnreadableSource: if `source` is empty or in no known encoding.
        UnknownFormat: if no importer knows it; the message names the formats that were tried.
    """
    for importer in FORMATS.values():
        if importer.detect(source):
            return importer
    _ = source.text
    raise UnknownFormat(
        "no importer knows this format",
        where=source.name,
        expected="one of " + ", ".join(FORMATS),
        advice="if it is one of them, say which with --as FORMAT",
    )


def is_general(importer: Importer) -> bool:
    """Says whether `importer` takes any newsletter of its form, without knowing it by name."""
    return importer in _GENERAL


def read(source: Source, format: str | None = None, publication: str | None = None) -> Imported:
    """Returns what `source` holds, read as `format`, or as the format that it is found to be.

    Raises:
        UnknownFormat: if there is no such format, or none is found.
        SourceError: if the source cannot be read or understood.
    """
    if format is not None and format not in FORMATS:
        raise UnknownFormat(f"there is no format {format[:60]!r}", where=source.name, expected="one of " + ", ".join(FORMATS))
    importer = FORMATS[format] if format else detect(source)
    try:
        return importer.read(source, publication)
    except BackissueError:
        raise
    except RecursionError:
        raise SourceError("is nested too deeply", where=source.name, expected="a document that somebody wrote") from None
