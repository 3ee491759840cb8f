"""Imports feeds, RSS and Atom: a planet's river of posts, or a newsletter whose posts are whole issues."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from backissue.errors import InvalidValue, SourceError, UnreadableSource
from backissue.importers import backissue_feed
from backissue.importers.flow import read_flow
from backissue.importers.imported import Doubt, Imported, dropped_link, published_as
from backissue.importers.known import PYCODERS, is_pycoders, planet
from backissue.importers.markup import words_in
from backissue.importers.pycoders import read_issue
from backissue.importers.river import Post, days, opening, post_item
from backissue.importers.source import Source
from backissue.importers.wording import tidy
from backissue.model import Issue, Item
from backissue.text.dates import format_instant, parse_date
from backissue.text.links import clean_link

NAME = "feed"
_ROOT = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<\?[^>]{0,300}\?>\s*|<!--(?:(?!-->)[\s\S]){0,5000}-->\s*|<!doctype[^>\[]{0,300}(?:\[[^\]]{0,20000}\]\s*)?>\s*)*"
    r"<(?:\w+:)?(?:rss|feed|rdf)\b",
    re.IGNORECASE,
)
_CHANNEL = re.compile(r"(?P<channel>[^:]{1,60}(?::[^: ][^:]{0,40})?)\s*:\s+(?P<title>\S.*)$", re.DOTALL)
_PLANET = re.compile(r"(?i)\bplanet")


def detect(source: Source) -> bool:
    """Says whether the first element is that of a feed, and of none that was exported from an archive."""
    return bool(_ROOT.match(source.head)) and not backissue_feed.detect(source)


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the posts of the feed as days, and the issues of newsletters among them.

    Raises:
        UnreadableSource: if it is no feed, or cut off before its first post.
    """
    feed, entries = _parsed(source)
    title = words_in(_text(feed, "title")) or source.stem
    own = is_pycoders(title)
    known = PYCODERS if own else planet(title, clean_link(_text(feed, "link")), _self_link(feed))
    doubts: list[Doubt] = []
    issues: list[Issue] = []
    river: list[tuple[str, Item]] = []
    split = _names_channels(title, _text(feed, "link"), [_text(entry, "title") for entry in entries])
    # in a feed of one channel, what names no author is by the author of the feed
    everyone = "" if split else tidy(_text(feed, "author"))
    for entry in entries:
        post = _post(entry, split, source.name, doubts)
        post = dataclasses.replace(post, author=post.author or everyone)
        item = post_item(post)
        if own or is_pycoders(post.channel):
            issue, odd = read_issue(read_flow(post.html).lines, source.name, post.title, post.date)
            if issue:
                issues.append(issue)
                doubts += odd
                item = opening(item, issue)
            elif own:
                doubts.append(Doubt(source.name, f"{post.title[:60]!r} is no issue: left out"))
        river.append((post.date[:10], item))
    river_days = () if own else days(known.id, river)
    publications = (known, PYCODERS) if issues and not own else (known,)
    return published_as(Imported(publications, (*river_days, *issues), tuple(doubts)), publication, source.name)


def _parsed(source: Source) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    import feedparser

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
    if not parsed.entries:
        reason = parsed.get("bozo_exception")
        said = f" ({tidy(str(reason))[:100]})" if reason else ""
        raise SourceError(f"holds no post{said}", where=source.name, expected="a feed with at least one item or entry")
    return parsed.feed, parsed.entries


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _self_link(feed: Mapping[str, Any]) -> str:
    links = [link for link in feed.get("links") or () if link.get("rel") == "self"]
    return clean_link(_text(links[0], "href")) if links else ""


def _names_channels(title: str, link: str, titles: Sequence[str]) -> bool:
    """Says whether the titles begin with the channel: in a planet's feed they do, in a blog's a colon is a colon."""
    if _PLANET.search(title) or _PLANET.search(link):
        return True
    channels = {match["channel"] for each in titles if (match := _CHANNEL.match(each))}
    named = sum(bool(_CHANNEL.match(each)) for each in titles)
    return len(titles) >= 5 and named >= 0.9 * len(titles) and len(channels) >= 3


def _post(entry: Mapping[str, Any], split: bool, where: str, doubts: list[Doubt]) -> Post:
    title = words_in(_text(entry, "title"))
    origin = entry.get("source")
    channel = words_in(_text(origin, "title")) if isinstance(origin, Mapping) else ""
    author = tidy(_text(entry, "author"))
    if not channel and split:
        match = _CHANNEL.match(title)
        channel, title = (tidy(match["channel"]), tidy(match["title"])) if match else (title, "")
    name = title or channel or "a post without a title"
    link = _text(entry, "link")
    url = clean_link(link)
    if link and not url:
        doubts.append(dropped_link(where, name, link))
    named = next((part for part in ("published", "updated", "created") if part in entry), "published")
    stated = _text(entry, named)
    date = _date(entry.get(f"{named}_parsed") if stated else None, stated)
    if not date:
        reason = f"{stated[:40]!r} is no date" if stated else "it has no date"
        doubts.append(Doubt(where, f"{name[:60]!r} is kept undated: {reason}"))
    return Post(title, channel, re.sub(r"^\S+@\S+ \((.+)\)$", r"\1", author), url, date, _content(entry))


def _date(moment: Sequence[int] | None, stated: str) -> str:
    try:
        if len(day := parse_date(stated)) == 10:  # a mere day is no instant
            return day
    except InvalidValue:
        pass
    try:
        if not moment:
            return ""
        return format_instant(dt.datetime.fromtimestamp(calendar.timegm((*moment[:6], 0, 0, 0)), dt.UTC))
    except (ValueError, OverflowError, OSError, InvalidValue):
        return ""


def _content(entry: Mapping[str, Any]) -> str:
    """Returns the longest of what the post has as its text, as HTML."""
    parts = [*(entry.get("content") or ()), entry.get("summary_detail") or {}]
    found = [(_text(part, "value"), _text(part, "type")) for part in parts if isinstance(part, Mapping)]
    value, kind = max(found, key=lambda part: len(part[0]), default=("", ""))
    if kind == "text/plain":
        return "".join(f"<p>{escape(each, quote=False)}</p>" for each in re.split(r"\n\s*\n", value) if each.strip())
    return value
