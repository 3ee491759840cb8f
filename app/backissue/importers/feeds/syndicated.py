"""Reads RSS 0.9 to 2.0 and Atom, also ill-formed ones, as a channel with its entries."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from backissue.errors import SourceError, UnreadableSource
from backissue.importers.facts.wording import tidy
from backissue.importers.feeds.channel import (
    Channel,
    Enclosure,
    Entry,
    absolute,
    first_link,
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
from backissue.text.links import clean_link, site_of

# The parser holds a feed many times over; a feed of that length is a whole site's history, which can be split.
LENGTH_AT_MOST = 60_000_000
_DATES = ("published", "updated", "created")


def read_syndicated(source: Source) -> Channel:
    """Returns the feed that the text of `source` is.

    Raises:
        UnreadableSource: if it is none, is cut off before its first entry, or is too long to be parsed.
    """
    parsed = _parsed(source)
    feed = parsed.feed
    own = next((text_at(link, "href") for link in _mappings(feed, "links") if link.get("rel") == "self"), "")
    url = absolute(text_at(feed, "link"), own)
    return Channel(
        title=words_of(text_at(feed, "title")),
        url=clean_link(url),
        feed_url=clean_link(own),
        language=tidy(text_at(feed, "language"))[:20],
        authors=_authors(feed),
        description=plain_words(text_at(feed, "subtitle")[:5_000]),
        entries=tuple(_entry(each, clean_link(url) or clean_link(own)) for each in parsed.entries),
    )


def _parsed(source: Source) -> Any:
    import feedparser

    if len(source.text) > LENGTH_AT_MOST:
        raise UnreadableSource(
            f"is a feed of {len(source.text):,} characters",
            where=source.name,
            expected=f"at most {LENGTH_AT_MOST:,}",
            advice="split it into several files",
        )
    # a stream of bytes: a string would be taken for an address or a file
    data = io.BytesIO(source.text.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        parsed = feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    # whatever an odd feed breaks in the library, it is the feed that cannot be read
    except (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise UnreadableSource(
            f"cannot be parsed ({type(error).__name__})", where=source.name, expected="RSS or Atom", advice="fetch it again"
        ) from None
    if not parsed.entries and (parsed.get("bozo") or not parsed.get("version")):
        reason = parsed.get("bozo_exception")
        said = f" ({tidy(str(reason))[:100]})" if reason else ""
        raise SourceError(f"holds no post{said}", where=source.name, expected="a feed with at least one item or entry")
    return parsed


def _mappings(values: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    value = values.get(name)
    yield from (each for each in (value if isinstance(value, list) else ()) if isinstance(each, Mapping))


def _entry(entry: Mapping[str, Any], site: str) -> Entry:
    links = list(_mappings(entry, "links"))
    address = first_link(text_at(entry, "feedburner_origlink"), text_at(entry, "link"), text_at(entry, "id"))
    # what is no address names the entry without leading to it
    url = absolute(address, site) if address != text_at(entry, "id") or clean_link(address) else ""
    html, base = _content(entry)
    date, stated = _date(entry)
    origin = entry.get("source")
    return Entry(
        title=words_of(text_at(entry, "title")),
        url=url,
        permalink=_permalink(entry, links, url, site),
        authors=_authors(entry),
        date=date,
        stated_date=stated,
        html=unescaped(html, base or clean_link(url) or site),
        channel=words_of(text_at(origin, "title")) if isinstance(origin, Mapping) else "",
        tags=tags_of(*(text_at(tag, "label") or text_at(tag, "term") for tag in _mappings(entry, "tags"))),
        language=tidy(text_at(entry, "language"))[:20],
        enclosures=tuple(_enclosures(entry, url or site)),
    )


def _permalink(entry: Mapping[str, Any], links: Sequence[Mapping[str, Any]], url: str, site: str) -> str:
    """Returns the page of the entry's own on the feed's site, where its link leads elsewhere."""
    related = [text_at(link, "href") for link in links if link.get("rel") in ("related", "via", "replies", "alternate")]
    candidates = [
        clean_link(absolute(each, site)) for each in (text_at(entry, "comments"), text_at(entry, "id"), *related) if each
    ]
    here = site_of(site)
    return next((each for each in candidates if each and each != clean_link(url) and site_of(each) == here), "")


def _authors(values: Mapping[str, Any]) -> tuple[str, ...]:
    several = [text_at(author, "name") or text_at(author, "email") for author in _mappings(values, "authors")]
    return names_of(*(several if any(several) else (text_at(values, "author"),)))


def _enclosures(entry: Mapping[str, Any], base: str) -> Iterator[Enclosure]:
    for each in _mappings(entry, "enclosures"):
        if url := clean_link(absolute(text_at(each, "href") or text_at(each, "url"), base)):
            yield Enclosure(url, text_at(each, "type").lower())
    for each in _mappings(entry, "media_content"):
        medium = text_at(each, "medium").lower()
        if (url := clean_link(absolute(text_at(each, "url"), base))) and medium in ("audio", "video"):
            yield Enclosure(url, f"{medium}/{text_at(each, 'type').rpartition('/')[2]}")


def _date(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Returns the day or instant of an entry, and what the feed says of it; the first of its dates that is one counts."""
    stated = ""
    for name in _DATES:
        # asked for a date that is missing, the library gives another
        if name in entry and (said := text_at(entry, name)):
            stated = stated or said
            if date := read_date(said, entry.get(f"{name}_parsed")):
                return date, said
    return "", stated


def _content(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Returns the longest of what the post has as its text, as HTML, and what its relative links are relative to."""
    detail = entry.get("summary_detail")
    parts = [*_mappings(entry, "content"), *([detail] if isinstance(detail, Mapping) else [])]
    best: Mapping[str, Any] = max(parts, key=lambda part: len(text_at(part, "value")), default={})
    value, base = text_at(best, "value"), text_at(best, "base")
    return (text_to_html(value) if text_at(best, "type") == "text/plain" else value), clean_link(base)
