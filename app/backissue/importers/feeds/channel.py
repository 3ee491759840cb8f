"""A feed and its entries as plain values, whichever form it was written in."""

from __future__ import annotations

import calendar
import datetime as dt
import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from backissue.errors import InvalidValue
from backissue.importers.facts.worded_dates import find_day, read_day, read_moment
from backissue.importers.facts.wording import tidy
from backissue.importers.lines.markup import words_in
from backissue.text.dates import format_instant, parse_date
from backissue.text.html import plain_text
from backissue.text.links import clean_link

TAGS_AT_MOST = 30
_AUDIO = re.compile(r"(?i)\.(?:mp3|m4a|m4b|ogg|oga|opus|aac|flac|wav)(?:[?#]|$)")
_VIDEO = re.compile(r"(?i)\.(?:mp4|m4v|webm|mov|mkv|ogv)(?:[?#]|$)")
_WATCHED = re.compile(r"(?i)https?://(?:www\.|m\.)?(?:youtube\.com/(?:watch|shorts|live|v/)|youtu\.be/|vimeo\.com/\d)")
# What was escaped once too often still shows its escapes.
_ESCAPED_TAG = re.compile(r"&lt;/?(?:p|a|br|div|span|ul|ol|li|h[1-6]|b|i|em|strong|img|table|blockquote|pre)\b", re.IGNORECASE)
_ESCAPED = re.compile(r"&(?:amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[\da-f]{2,5});", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!]")
_ADDRESS = re.compile(r"(<(?:a|img)\b[^<>]{0,300}?\b(?:href|src)\s*=\s*[\"']?)([^\"'\s<>]{1,2000})", re.IGNORECASE)
_WHOLE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DAY = re.compile(r"\d{4}(?:-\d{1,2}){0,2}")
_MAILED = re.compile(r"\S+@\S+\s+\((.+)\)$")
_NAMELESS = frozenset(("uncategorized", "uncategorised", "allgemein", "sin categoría"))


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that an entry brings along: an episode, a film, a picture."""

    url: str
    type: str = ""

    @property
    def kind(self) -> str:
        """`podcast` for sound, `video` for film, "" for anything else."""
        if self.type.startswith("audio/") or (not self.type.startswith("video/") and _AUDIO.search(self.url)):
            return "podcast"
        return "video" if self.type.startswith("video/") or _VIDEO.search(self.url) else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `date` is a day, an instant or "", `stated_date` what the feed says; links are as they were found.

    `html` is the fullest text. `permalink` is the entry's own page where `url` leads out, `channel` the feed that an entry
    of a planet comes from.
    """

    title: str = ""
    url: str = ""
    permalink: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    stated_date: str = ""
    html: str = ""
    channel: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    enclosures: tuple[Enclosure, ...] = ()

    @property
    def kind(self) -> str:
        """`podcast` or `video` where the entry is one, else ""."""
        kinds = {each.kind for each in self.enclosures} - {""}
        if "video" in kinds or _WATCHED.match(self.url):
            return "video"
        return "podcast" if kinds else ""


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: what it says about itself, and its entries in the order in which they stand.

    `left_out` is what stands in the place of an entry and is none.
    """

    title: str
    url: str = ""
    feed_url: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    description: str = ""
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    left_out: tuple[str, ...] = ()


def absolute(link: str, base: str) -> str:
    """Returns `link`, completed by `base` where it is relative; "" for none.

    >>> absolute("/a", "https://example.org/b/c"), absolute("a", "")
    ('https://example.org/a', 'a')
    """
    link = link.strip()
    if not link or not base or _WHOLE.match(link):
        return link
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def unescaped(text: str, base: str = "") -> str:
    """Returns the HTML of an entry with what was escaped twice unescaped, and its relative links completed by `base`.

    >>> unescaped("&lt;p&gt;A &lt;a href='/b'&gt;boat&lt;/a&gt;", "https://example.org/")
    "<p>A <a href='https://example.org/b'>boat</a>"
    """
    if not _TAG.search(text) and _ESCAPED_TAG.search(text):
        text = html.unescape(text)
    if not base:
        return text
    return _ADDRESS.sub(lambda found: found[1] + absolute(found[2], base), text)


def words_of(title: str) -> str:
    """Returns the words of a title, which may hold markup, escaped once or twice.

    >>> words_of("Boats &amp;amp; <b>quays</b>"), words_of("a &lt;small&gt; table")
    ('Boats & quays', 'a <small> table')
    """
    words = words_in(title)
    return tidy(html.unescape(words)) if _ESCAPED.search(words) else words


def plain_words(text: str) -> str:
    """Returns what a person reads of a piece of HTML, on one line."""
    return tidy(plain_text(text))


def names_of(*authors: str) -> tuple[str, ...]:
    """Returns the names of people, each once: of `mail (name)` and `name <mail>` only the name.

    >>> names_of("bo@example.org (Bo Holm)", "Minna <m@example.org>", "Bo Holm")
    ('Bo Holm', 'Minna')
    """
    found = (_MAILED.sub(r"\1", re.sub(r"(?<=\S)\s*<\S+@\S+>$", "", words_of(each))) for each in authors)
    return tuple(dict.fromkeys(name for name in found if name))


def tags_of(*categories: str) -> tuple[str, ...]:
    """Returns categories as tags, each once; addresses, which some makers put there for themselves, are none."""
    found = (words_of(each).lstrip("#") for each in categories)
    tags = (tag for tag in found if tag and "://" not in tag and tag.lower() not in _NAMELESS and len(tag) <= 80)
    return tuple(dict.fromkeys(tags))[:TAGS_AT_MOST]


def first_link(*links: str) -> str:
    """Returns the first of `links` that is of a kind that is kept, else the first there is, else ""."""
    there = [link for link in links if link]
    return next((link for link in there if clean_link(link)), there[0] if there else "")


def read_date(stated: str, moment: Sequence[int] | None = None) -> str:
    """Returns the day or instant that `stated` names, else `moment`, which is in UTC, else "".

    >>> read_date("2025-09-01"), read_date("September 1, 2025"), read_date("soon")
    ('2025-09-01', '2025-09-01', '')
    """
    try:
        return parse_date(stated)  # a mere day is no instant
    except InvalidValue:
        # of a month 13, the parser of feeds makes another year
        if _DAY.fullmatch(stated.strip()):
            return ""
    if day := read_day(stated):
        return day
    try:
        if not moment:
            return read_moment(stated) or find_day(stated)
        return format_instant(dt.datetime.fromtimestamp(calendar.timegm((*moment[:6], 0, 0, 0)), dt.UTC))
    except (ValueError, OverflowError, OSError, InvalidValue):
        return ""


def text_at(values: Mapping[str, Any], name: str) -> str:
    """Returns the text that stands under `name`; what is of another type is as if it were not there."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def text_to_html(text: str) -> str:
    """Returns plain text as HTML, a paragraph for each part between blank lines."""
    return "".join(f"<p>{html.escape(each, quote=False)}</p>" for each in re.split(r"\n\s*\n", text) if each.strip())
