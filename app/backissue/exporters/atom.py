"""Exports Atom. What the standard has no element for stands in elements of our own, so that the archive can be read back.

https://www.rfc-editor.org/rfc/rfc4287
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from backissue.exporters.heading import home_of, instant_of, name_of, newest, title_of
from backissue.exporters.rows import Row, rows
from backissue.exporters.xml import DECLARATION, NAMESPACE, element, row_element
from backissue.model import Archive

NAME = "atom"
MEDIA_TYPE = "application/atom+xml"
SUFFIX = ".atom"
BINARY = False
ORDERED = True
SIGN = f'xmlns:backissue="{NAMESPACE}"'.encode()
LOSES = ""


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields the feed, entry by entry, in the `order` of these ids where it is given."""
    title = title_of(archive)
    home = home_of(archive)
    yield (
        f'{DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom" {SIGN.decode()}>\n'
        + element("title", title)
        + element("id", _urn("archive", title))
        + (element("link", "", rel="alternate", href=home) if home else "")
        + element("updated", newest(archive))
        # every entry must have an author, its own or the feed's
        + f"<author>\n{element('name', title)}</author>\n"
        + element("generator", "Backissue")
    ).encode()
    for row in rows(archive, order):
        yield (_entry(row) if "id" in row else row_element(row)).encode()
    yield b"</feed>\n"


def _entry(row: Row) -> str:
    date = row.get("item_date") or row["date"]
    instant = instant_of(date)
    return (
        "<entry>\n"
        + element("title", name_of(row["title"], row["url"]))
        + element("id", _urn("item", row["id"]))
        + (element("link", "", href=row["url"]) if row["url"] else "")
        + element("published", instant if date else "")
        + element("updated", instant)
        + "".join(f"<author>\n{element('name', name)}</author>\n" for name in row.get("authors", ()))
        + "".join(element("category", "", term=tag) for tag in row.get("tags", ()))
        + element("summary", row["summary"])
        + (element("content", row["content"], type="html") if row.get("content") else "")
        + row_element(row)
        + "</entry>\n"
    )


def _urn(kind: str, name: str) -> str:
    return f"urn:backissue:{kind}:{quote(name, safe='/', errors='replace')}"
