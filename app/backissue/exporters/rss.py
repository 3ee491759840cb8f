"""Exports RSS 2.0. What the standard has no element for stands in elements of our own, so that the archive can be read back.

https://www.rssboard.org/rss-specification
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from email.utils import format_datetime
from html import escape

from backissue.exporters.heading import home_of, instant_of, language_of, name_of, newest, title_of
from backissue.exporters.rows import Row, rows
from backissue.exporters.xml import DECLARATION, NAMESPACE, element, row_element
from backissue.model import Archive

NAME = "rss"
MEDIA_TYPE = "application/rss+xml"
SUFFIX = ".rss"
BINARY = False
ORDERED = True
SIGN = f'xmlns:backissue="{NAMESPACE}"'.encode()
LOSES = ""
_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" ' + SIGN.decode()
)


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields the feed, item by item, in the `order` of these ids where it is given."""
    title = title_of(archive)
    yield (
        f'{DECLARATION}<rss version="2.0" {_NAMESPACES}>\n<channel>\n'
        + element("title", title)
        # the standard wants an address, and an archive need not have one
        + element("link", home_of(archive) or "urn:backissue:archive")
        + element("description", title)
        + element("language", language_of(archive))
        + element("lastBuildDate", _rfc_822(newest(archive)))
        + element("generator", "Backissue")
    ).encode()
    for row in rows(archive, order):
        yield (_item(row) if "id" in row else row_element(row)).encode()
    yield b"</channel>\n</rss>\n"


def _item(row: Row) -> str:
    date = row.get("item_date") or row["date"]
    return (
        "<item>\n"
        + element("title", name_of(row["title"], row["url"]))
        + element("link", row["url"])
        + element("guid", row["id"], isPermaLink="false")
        + element("pubDate", _rfc_822(instant_of(date)) if date else "")
        + "".join(element("dc:creator", name) for name in row.get("authors", ()))
        + "".join(element("category", tag) for tag in row.get("tags", ()))
        # a description is HTML
        + element("description", escape(row["summary"], quote=False))
        + element("content:encoded", row.get("content", ""))
        + row_element(row)
        + "</item>\n"
    )


def _rfc_822(instant: str) -> str:
    return format_datetime(dt.datetime.fromisoformat(instant))
