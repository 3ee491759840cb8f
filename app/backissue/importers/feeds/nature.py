"""Tells what the entries of a feed are: issues of a newsletter, links that somebody collects, or posts.

It is decided for the feed as a whole. A blog that once lists links stays a blog, and a newsletter that once announces a
holiday stays a newsletter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from backissue.importers.feeds.channel import Channel, Entry, plain_words
from backissue.importers.lines.flow import Line, read_flow
from backissue.model import Link
from backissue.text.links import clean_link, link_key, site_of

Nature = Literal["issues", "links", "posts"]

# So many entries tell what a feed is; more of them would only take time.
_LOOKED_AT = 15
_LONGEST = 300_000
_CHANNEL = re.compile(r"(?P<channel>[^:]{1,60}(?::[^: ][^:]{0,40})?)\s*:\s+(?P<title>\S.*)$", re.DOTALL)
_PLANET = re.compile(r"(?i)\bplanet")
_NEWSLETTER = re.compile(
    r"(?i)\b(?:weekly|newsletter|digest|bulletin|round-?up|this (?:week|month|fortnight)|biweekly|fortnightly|monthly|dispatch"
    r"|link(?:s|fest| ?dump)|semanal|hebdo|wöchentlich|settimanale)\b|(?:weekly|digest|newsletter)\b"
    r"|周刊|週刊|周报|ニュースレター|まとめ"
)
_NUMBERED = re.compile(
    r"(?i)(?:#|№|\b(?:issue|no\.?|nr\.?|number|vol(?:ume)?\.?|edition|week|weekly)\s*#?)\s*\d{1,4}\b|第\s?\d+\s?[期号號]"
    r"|\b\d{4}-\d{2}-\d{2}\b|^\D{3,60}\s\d{1,4}\s*(?:$|[:–—|-])"
)
# On its own site, a newsletter counts who follows its links.
_COUNTED = re.compile(r"(?i)/(?:links?|clicks?|redirect|go|out|r|c|ct|ls)/")
_SHARING = re.compile(
    r"(?i)^(?:[\w-]+\.)*(?:facebook|twitter|x|linkedin|instagram|threads|bsky|mastodon|t|wa)\.(?:com|net|app|social|me)$"
)
# A list of links says about each a sentence or three; an essay has a page for each.
_TEXT_PER_LINK = 450
_LINKS_AT_LEAST = 4
_MARK_LENGTH = 8


def nature_of(channel: Channel) -> Nature:
    """Returns what the entries of `channel` are.

    >>> nature_of(Channel("A log"))
    'posts'
    """
    if names_channels(channel) or any(each.channel for each in channel.entries):
        return "posts"
    if _mostly(each.kind for each in channel.entries):
        return "posts"
    if _leads_out(channel):
        return "links"
    return "issues" if _is_newsletter(channel) else "posts"


def names_channels(channel: Channel) -> bool:
    """Says whether the titles begin with who wrote: in a planet's feed they do, in a blog's a colon is a colon."""
    if _PLANET.search(channel.title) or _PLANET.search(site_of(channel.url)):
        return True
    matches = [_CHANNEL.match(each.title) for each in channel.entries]
    named = {match["channel"] for match in matches if match}
    return len(matches) >= 5 and sum(map(bool, matches)) >= 0.9 * len(matches) and len(named) >= 3


def split_title(title: str) -> tuple[str, str]:
    """Returns the channel and the title that a planet's title is made of; a title without a colon is the channel.

    >>> split_title("A. Lee: Tides: a table"), split_title("A. Lee")
    (('A. Lee', 'Tides: a table'), ('A. Lee', ''))
    """
    match = _CHANNEL.match(title)
    return (match["channel"].strip(), match["title"].strip()) if match else (title, "")


def _mostly(answers: Iterable[object]) -> bool:
    found = [bool(each) for each in answers]
    return sum(found) > len(found) / 2


def _leads_out(channel: Channel) -> bool:
    """Says whether titles lead to other sites while the entries have pages of their own, or one author for all."""
    here = {site_of(channel.url), site_of(channel.feed_url)} - {""}
    entries = channel.entries
    outside = [each for each in entries if (site := site_of(clean_link(each.url))) and site not in here]
    sites = {site_of(clean_link(each.url)) for each in outside}
    if not here or not entries or len(outside) < 0.6 * len(entries) or len(sites) < min(3, len(entries)):
        return False
    return _mostly(each.permalink for each in outside)


def _is_newsletter(channel: Channel) -> bool:
    entries = _sample(channel.entries)
    lists = sum(_lists_links(each, channel) for each in entries)
    if not lists or lists < len(entries) / 2:
        return False
    if lists == len(entries) >= 3:
        return True
    named = _NEWSLETTER.search(channel.title) or _NEWSLETTER.search(channel.description)
    return bool(named) or _mostly(_NUMBERED.search(each.title) for each in entries)


def _sample(entries: Sequence[Entry]) -> list[Entry]:
    step = max(1, len(entries) // _LOOKED_AT)
    return list(entries[::step][:_LOOKED_AT])


def _lists_links(entry: Entry, channel: Channel) -> bool:
    """Says whether the text of an entry is mainly about what lies behind its links."""
    html = entry.html[:_LONGEST]
    here = {site_of(channel.url), site_of(channel.feed_url), site_of(clean_link(entry.url))}
    lines = read_flow(html).lines
    out = {link_key(link.url) for line in lines for link in line.links if _leads_away(link.url, here)}
    set_apart = {link_key(link.url) for line in lines for link in _opening(line) if _leads_away(link.url, here)}
    length = len(plain_words(html))
    return len(out) >= _LINKS_AT_LEAST and length <= _TEXT_PER_LINK * len(out) and len(set_apart) >= len(out) / 3


def _opening(line: Line) -> Sequence[Link]:
    """The link with which a line begins, after a number or a mark at most."""
    first = line.links[0] if line.links else None
    return (first,) if first and first.title and 0 <= line.text.find(first.title) <= _MARK_LENGTH else ()


def _leads_away(url: str, here: set[str]) -> bool:
    site = site_of(url)
    if not site or _SHARING.match(site):
        return False
    return site not in here or bool(_COUNTED.search(url))
