"""Reads JSON Feed 1.0 and 1.1 as a channel with its entries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from backissue.errors import SourceError, UnreadableSource
from backissue.importers.facts.wording import tidy
from backissue.importers.feeds.channel import (
    Channel,
    Enclosure,
    Entry,
    absolute,
    names_of,
    plain_words,
    read_date,
    tags_of,
    text_at,
    text_to_html,
    unescaped,
    words_of,
)
from backissue.importers.source import Source
from backissue.importers.tables.json_values import load_json
from backissue.text.links import clean_link, site_of

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/', re.IGNORECASE)


def is_json_feed(head: str) -> bool:
    """Says whether a text that begins with `head` is a JSON Feed.

    >>> is_json_feed('{"version": "https://jsonfeed.org/version/1.1", "title": ""}')
    True
    """
    return head.lstrip("\ufeff \t\n").startswith("{") and bool(_VERSION.search(head))


def read_json_feed(source: Source) -> Channel:
    """Returns the feed that the text of `source` is; values of a wrong type are as if they were not there.

    Raises:
        UnreadableSource: if it is no whole JSON.
        SourceError: if it holds no list of items.
    """
    try:
        feed = load_json(source.text.lstrip("\ufeff"))
    except ValueError as error:
        place = f" at line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableSource(
            f"is no whole JSON{place}", where=source.name, expected="a JSON Feed", advice="fetch it again"
        ) from None
    items = feed.get("items") if isinstance(feed, Mapping) else None
    if not isinstance(items, list):
        raise SourceError("holds no list of items", where=source.name, expected='a JSON Feed with "items"')
    own = clean_link(text_at(feed, "feed_url"))
    site = clean_link(absolute(text_at(feed, "home_page_url"), own))
    return Channel(
        title=words_of(text_at(feed, "title")),
        url=site,
        feed_url=own,
        language=tidy(text_at(feed, "language"))[:20],
        authors=_authors(feed),
        description=plain_words(text_at(feed, "description")[:5_000]),
        entries=tuple(_entry(each, site or own) for each in items if isinstance(each, Mapping)),
        left_out=tuple(repr(each)[:60] for each in items if not isinstance(each, Mapping)),
    )


def _all(values: Mapping[str, Any], name: str) -> Iterator[Any]:
    value = values.get(name)
    yield from value if isinstance(value, list) else ()


def _entry(item: Mapping[str, Any], site: str) -> Entry:
    page, outside, name = (text_at(item, key) for key in ("url", "external_url", "id"))
    url = absolute(outside or page or (name if clean_link(name) else ""), site)
    stated = text_at(item, "date_published") or text_at(item, "date_modified")
    return Entry(
        title=words_of(text_at(item, "title")),
        url=url,
        permalink=clean_link(absolute(page or name, site)) if outside and site_of(outside) != site_of(site) else "",
        authors=_authors(item),
        date=read_date(stated) if stated else "",
        stated_date=stated,
        html=_content(item, clean_link(absolute(page or url, site)) or site),
        tags=tags_of(*(tag for tag in _all(item, "tags") if isinstance(tag, str))),
        language=tidy(text_at(item, "language"))[:20],
        enclosures=tuple(_enclosures(item, site)),
    )


def _content(item: Mapping[str, Any], base: str) -> str:
    html = text_at(item, "content_html")
    return unescaped(html, base) if html else text_to_html(text_at(item, "content_text") or text_at(item, "summary"))


def _authors(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Version 1.0 has one author, 1.1 a list of them."""
    people = [*_all(values, "authors"), values.get("author")]
    return names_of(*(text_at(each, "name") for each in people if isinstance(each, Mapping)))


def _enclosures(item: Mapping[str, Any], base: str) -> Iterator[Enclosure]:
    for each in _all(item, "attachments"):
        if isinstance(each, Mapping) and (url := clean_link(absolute(text_at(each, "url"), base))):
            yield Enclosure(url, text_at(each, "mime_type").lower())
