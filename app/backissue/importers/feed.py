"""Imports feeds, RSS, Atom and JSON Feed: a newsletter whose entries are issues, a log of links, or a river of posts.

What the entries are is decided for the whole feed (`feeds.nature`). Issues are taken apart by the importers of their own
form (`feeds.issues`). Everything else becomes the days of a planet: a blog is a planet of one.
"""

from __future__ import annotations

import dataclasses
import re

from backissue.importers import backissue_feed
from backissue.importers.facts.furniture import is_generic
from backissue.importers.facts.wording import tidy
from backissue.importers.feeds.channel import Channel, Entry
from backissue.importers.feeds.issues import read_issue
from backissue.importers.feeds.json_feed import is_json_feed, read_json_feed
from backissue.importers.feeds.nature import Nature, names_channels, nature_of, split_title
from backissue.importers.feeds.syndicated import read_syndicated
from backissue.importers.imported import Doubt, Imported, dropped_link, published_as
from backissue.importers.known import PYCODERS, is_pycoders, newsletter, planet
from backissue.importers.lines.flow import read_flow
from backissue.importers.river import Post, days, opening, post_item
from backissue.importers.source import Source
from backissue.importers.weeklies.pycoders import read_issue as read_pycoders
from backissue.model import Issue, Item, Link, Publication
from backissue.text.links import clean_link, site_of

NAME = "feed"
_ROOT = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<\?[^>]{0,300}\?>\s*|<!--(?:(?!-->)[\s\S]){0,5000}-->\s*|<!doctype[^>\[]{0,300}(?:\[[^\]]{0,20000}\]\s*)?>\s*)*"
    r"<(?:\w+:)?(?:rss|feed|rdf)\b",
    re.IGNORECASE,
)


def detect(source: Source) -> bool:
    """Says whether it is a feed of any of these forms, and none that was exported from an archive."""
    return (bool(_ROOT.match(source.head)) or is_json_feed(source.head)) and not backissue_feed.detect(source)


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issues of a newsletter's feed, or the posts or links of another as days, and the issues among them.

    Raises:
        UnreadableSource: if it is no feed, or cut off before its first entry.
    """
    channel = read_json_feed(source) if is_json_feed(source.head) else read_syndicated(source)
    channel = dataclasses.replace(channel, title=channel.title or source.around.newsletter or source.stem)
    if not channel.entries:
        return Imported((), (), (Doubt(source.name, "is a feed without any post: nothing to import"),))
    # a feed that repeats an entry word for word says nothing new
    channel = dataclasses.replace(channel, entries=tuple(dict.fromkeys(channel.entries)))
    if is_pycoders(channel.title):
        found = _pycoders(channel, source.name)
    elif (nature := nature_of(channel)) == "issues":
        found = _newsletter(channel, source.name)
    else:
        found = _river(channel, nature, source.name)
    odd = (Doubt(source.name, f"{each} is no entry: left out") for each in channel.left_out)
    found = dataclasses.replace(found, doubts=(*found.doubts, *odd))
    return published_as(found, publication, source.name)


def _newsletter(channel: Channel, where: str) -> Imported:
    of = newsletter(channel.title, channel.url, channel.feed_url, channel.language)
    doubts: list[Doubt] = []
    issues: list[Issue] = []
    for entry in channel.entries:
        post, odd = _post(entry, channel, False, where)
        issue, more = read_issue(entry, channel, of, post_item(post), where)
        issues.append(issue)
        doubts += odd + more
    return Imported((of,), tuple(issues), tuple(doubts))


def _pycoders(channel: Channel, where: str) -> Imported:
    doubts: list[Doubt] = []
    issues: list[Issue] = []
    for entry in channel.entries:
        post, odd = _post(entry, channel, False, where)
        issue, more = _pycoders_issue(post, where)
        issues += [issue] if issue else []
        doubts += odd + (more if issue else [Doubt(where, f"{post.title[:60]!r} is no issue: left out")])
    return Imported((PYCODERS,), tuple(issues), tuple(doubts))


def _pycoders_issue(post: Post, where: str) -> tuple[Issue | None, list[Doubt]]:
    return read_pycoders(read_flow(post.html).lines, where, post.title, post.date)


def _river(channel: Channel, nature: Nature, where: str) -> Imported:
    of = planet(channel.title, channel.url, channel.feed_url, channel.language)
    split = names_channels(channel)
    doubts: list[Doubt] = []
    issues: list[Issue] = []
    river: list[tuple[str, Item]] = []
    for entry in channel.entries:
        post, odd = _post(entry, channel, split, where)
        doubts += odd
        item = _item(entry, post, nature, channel)
        if is_pycoders(post.channel):
            issue, odd = _pycoders_issue(post, where)
            if issue:
                issues.append(issue)
                doubts += odd
                item = opening(item, issue)
        river.append((post.date[:10], item))
    publications: tuple[Publication, ...] = (of, PYCODERS) if issues else (of,)
    return Imported(publications, (*days(of.id, river), *issues), tuple(doubts))


def _post(entry: Entry, channel: Channel, split: bool, where: str) -> tuple[Post, list[Doubt]]:
    name, title = entry.channel, entry.title
    if not name and split:
        name, title = split_title(title)
    # in a feed of one channel, what names no author is by the author of the feed
    authors = entry.authors or (() if split else channel.authors)
    called = (title or name or "a post without a title")[:60]
    address = entry.url or next((each.url for each in entry.enclosures if each.kind), "")
    url = clean_link(address)
    doubts = [dropped_link(where, called, address)] if address and not url else []
    if not entry.date:
        reason = f"{entry.stated_date[:40]!r} is no date" if entry.stated_date else "it has no date"
        doubts.append(Doubt(where, f"{called!r} is kept undated: {reason}"))
    return Post(title, name, ", ".join(authors), url, entry.date, entry.html), doubts


def _item(entry: Entry, post: Post, nature: Nature, channel: Channel) -> Item:
    item = post_item(post)
    files = tuple(Link(each.url, each.kind.capitalize()) for each in entry.enclosures if each.kind and each.url != item.url)
    item = dataclasses.replace(
        item,
        kind=entry.kind,
        authors=entry.authors or item.authors,
        tags=entry.tags,
        language=entry.language if entry.language != channel.language else "",
        links=files,
    )
    if nature != "links" or site_of(item.url) == site_of(channel.url):
        return item
    # who keeps a log of links did not write what they lead to
    page = (Link(entry.permalink, channel.title),) if entry.permalink else ()
    shared = tidy(", ".join(entry.authors or channel.authors))
    if is_generic(item.summary):  # such as "Comments"
        item = dataclasses.replace(item, summary="", content="")
    return dataclasses.replace(item, source=site_of(item.url), authors=(), shared_by=shared, links=(*page, *files))
