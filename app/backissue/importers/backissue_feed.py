"""Imports the feeds that Backissue exports (JSON Feed, RSS, Atom): beside what any reader sees, each item has its whole row.

`exporters.rows` tells what a row holds; `rows` makes issues of them. The content of a post stands where feeds have it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from backissue.errors import UnreadableSource
from backissue.importers.imported import Imported
from backissue.importers.source import Source
from backissue.importers.tables.json_values import load_json
from backissue.importers.tables.rows import read_rows

NAME = "backissue-feed"
_SPACE = "{urn:backissue:export:1}"
_CONTENTS = ("{http://purl.org/rss/1.0/modules/content/}encoded", "{http://www.w3.org/2005/Atom}content")
_ENTRIES = ("item", "{http://www.w3.org/2005/Atom}entry")
_XML = re.compile(r'\ufeff?\s*<\?xml[^>]{0,100}\?>\s*<(?:rss|feed)\b[^>]{0,500}\bxmlns:backissue="urn:backissue:export:1"')
_JSON = re.compile(r'\ufeff?\s*\{\s*"version"\s*:\s*"https://jsonfeed\.org/version/1')
Found = Iterator[tuple[Mapping[str, Any], str]]


def detect(source: Source) -> bool:
    """Says whether `source` is a feed that this program wrote."""
    head = source.head
    return bool(_XML.match(head)) or (bool(_JSON.match(head)) and '"_backissue":' in head)


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the archive that was exported.

    Raises:
        UnreadableSource: if it is cut off, or no feed at all.
        SourceError: if an entry is no item, or if `publication` is given for several publications.
    """
    is_json = source.text.lstrip("\ufeff \t\n").startswith("{")
    return read_rows(_json_rows(source) if is_json else _xml_rows(source), source, publication)


def _json_rows(source: Source) -> Found:
    try:
        feed = load_json(source.text.lstrip("\ufeff"))
    except ValueError:
        raise _unreadable(source, "is no whole JSON") from None
    for place, item in enumerate(_objects(feed, "items")):
        said = {name: item.get(name) for name in ("title", "url", "summary", "tags", "language")}
        authors = [author.get("name") for author in _objects(item, "authors")]
        row = said | {"authors": authors, "content": item.get("content_html")}
        more = _object(item.get("_backissue"))
        yield from ((each, f"{source.name}: items[{place}]._backissue.before") for each in _objects(more, "before"))
        yield row | more, f"{source.name}: items[{place}]"
    for place, row in enumerate(_objects(feed, "_backissue_rows")):
        yield row, f"{source.name}: _backissue_rows[{place}]"


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object, name: str) -> list[dict[str, Any]]:
    values = _object(value).get(name)
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def _xml_rows(source: Source) -> Found:
    from xml.etree import ElementTree

    # no export has one, and what it could declare may grow without bound
    if re.search(r"<!DOCTYPE", source.text, re.IGNORECASE):
        raise _unreadable(source, "has a DOCTYPE")
    stream = io.BytesIO(source.text.encode("utf-8", "replace"))
    # the text is decoded already, whatever encoding it declares
    parser = ElementTree.XMLParser(encoding="utf-8")
    count = depth = 0
    content, row = "", None
    try:
        for event, element in ElementTree.iterparse(stream, ("start", "end"), parser):
            if event == "start":
                depth += 1
                if depth > 100:
                    raise _unreadable(source, "is nested too deeply")
                continue
            depth -= 1
            if element.tag in _CONTENTS:
                content = element.text or ""
            elif element.tag == f"{_SPACE}row":
                row = _row(element.text or "", source)
            if element.tag in _ENTRIES or (row is not None and "id" not in row):
                count += 1
                yield {"content": content, **(row or {})}, f"{source.name}: entry {count}"
                content, row = "", None
                element.clear()
    except ElementTree.ParseError as error:
        raise _unreadable(source, f"is no whole XML ({error})") from None


def _row(text: str, source: Source) -> dict[str, Any]:
    try:
        return _object(load_json(text))
    except ValueError:
        raise _unreadable(source, f"has a row that is no whole JSON: {text[:40]!r}") from None


def _unreadable(source: Source, problem: str) -> UnreadableSource:
    return UnreadableSource(
        problem, where=source.name, expected="a whole feed as `backissue export` writes it", advice="export it again"
    )
