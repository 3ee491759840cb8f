"""Exports JSON Feed 1.1. What the standard has no field for stands in `_backissue`, so that the archive can be read back.

`_backissue` of an item holds the row of `exporters.rows` without what the item itself says, and, in
`before`, rows of what holds nothing and stands before it; `_backissue_rows` of the feed are such rows at its end.
https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backissue.exporters.heading import home_of, instant_of, language_of, title_of
from backissue.exporters.rows import Row, as_json, rows, said
from backissue.model import Archive

NAME = "json-feed"
MEDIA_TYPE = "application/feed+json"
SUFFIX = ".json"
BINARY = False
ORDERED = True
SIGN = b'"_backissue":'
LOSES = ""
_SAID = ("title", "url", "summary", "content", "authors", "tags", "language")


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields the feed, an item a line, in the `order` of these ids where it is given."""
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "_backissue": {"version": 1},
        "title": title_of(archive),
        "home_page_url": home_of(archive),
        "language": language_of(archive),
    }
    empty: list[Row] = []
    yield as_json({name: value for name, value in head.items() if value})[:-1].encode()
    yield b',"items":[\n'
    between = ""
    for row in rows(archive, order):
        if "id" in row:
            yield (between + as_json(_item(row, empty))).encode()
            between, empty = ",\n", []
        else:
            empty.append(row)
    yield (f'\n],"_backissue_rows":[{",".join(map(as_json, empty))}]}}\n').encode()


def _item(row: Row, before: list[Row]) -> Row:
    item: Row = {"id": row["id"]}
    item |= {name: row[name] for name in ("url", "title", "summary") if row[name]}
    # one of the two must be there
    item |= {"content_html": row["content"]} if row.get("content") else {"content_text": row["summary"] or row["title"]}
    if date := row.get("item_date") or row["date"]:
        item["date_published"] = instant_of(date)
    if row.get("authors"):
        item["authors"] = [{"name": name} for name in row["authors"]]
    item |= {name: row[name] for name in ("tags", "language") if row.get(name)}
    more = said({name: value for name, value in row.items() if name not in _SAID})
    return item | {"_backissue": more | ({"before": before} if before else {})}
