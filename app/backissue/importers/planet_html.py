"""Imports the page of a planet as planetplanet and Venus write it, by their own templates and by those of large planets.

`<h2>` is a day, `<h3>` a channel (only when it changes), `<h4><a>` a title (missing for untitled posts), then the post as
it was, then its time as a link, `<em><a href=POST>by AUTHOR at TIME</a></em>`. Some write `<h3>CHANNEL: <a>TITLE</a></h3>`.
What a post leaves open would swallow the posts below it in a tree, so the page is cut at the times first, and each post is
read by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from backissue.errors import InvalidValue, SourceError
from backissue.importers.facts.worded_dates import find_day, read_day, read_moment
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.known import PYCODERS, is_pycoders, planet
from backissue.importers.lines.flow import read_flow
from backissue.importers.lines.markup import is_html, words_in
from backissue.importers.river import Post, days, opening, post_item
from backissue.importers.source import Source
from backissue.importers.weeklies.pycoders import read_issue
from backissue.model import Issue, Item
from backissue.text.dates import parse_date

NAME = "planet-html"
_HREF = r"""<a\b[^>]{0,500}?\bhref\s*=\s*(?:"(?P<url>[^"]{0,2000})"|'(?P<other>[^']{0,2000})')[^>]{0,500}>"""
_STAMP = r"""(?:<(?:span|time|abbr)\b(?:[^>]{0,200}?\bdatetime\s*=\s*["'](?P<stamp>[^"']{10,40}))?[^>]{0,200}>\s*)?"""
_END = re.compile(
    rf"(?:<p\b[^>]{{0,100}}>\s*)?<(?P<tag>em|i|span|div|p|small|footer)\b[^>]{{0,100}}>\s*"
    rf"(?:by\s+(?P<before>[^<]{{1,100}}?)\s+(?:at|on)\s+)?{_HREF}\s*"
    rf"(?:by\s+(?P<author>(?:(?!</a>)[\s\S]){{1,200}}?)\s+at\s+)?{_STAMP}(?P<time>[^<]{{8,60}}?)\s*(?:</(?:span|time|abbr)>\s*)?</a>"
    r"(?:\s*by\s+(?P<after>[^<]{1,100}?))?\s*</(?P=tag)>(?:\s*</p>)?",
    re.IGNORECASE,
)
# What templates put around the parts of a post: boxes, rules, remarks, the face of who writes. Spaces are only looked at from
# where they begin, since a page may hold any number of them.
_GAP = (
    r"(?:(?<!\s)\s+|</?(?:div(?![^>]{0,300}\bcontents?\b)|section|article|header|hr|br|img)\b[^>]{0,500}>|<!--(?:(?!-->)[\s\S]){0,500}-->"
    r"|<a\b[^>]{0,500}>\s*<img\b[^>]{0,1000}>\s*</a>){0,40}"
)
_H2 = re.compile(r"<h2\b[^>]{0,200}>(?P<text>(?:(?!</h2>)[\s\S]){0,300})</h2>", re.IGNORECASE)
_H3 = re.compile(r"<h3\b[^>]{0,200}>(?P<text>(?:(?!</h3>)[\s\S]){0,3000})</h3>", re.IGNORECASE)
_DAY = re.compile(_GAP + _H2.pattern, re.IGNORECASE)
_CHANNEL = re.compile(_GAP + _H3.pattern, re.IGNORECASE)
_TITLE = re.compile(rf"{_GAP}<h4\b[^>]{{0,200}}>(?P<text>(?:(?!</h4>)[\s\S]){{0,5000}})</h4>", re.IGNORECASE)
_LINK = re.compile(_HREF, re.IGNORECASE)
_NAME = re.compile(
    r"<h1\b[^>]{0,200}\bpageheading[^>]{0,200}>(?P<text>[^<]{1,200})<|<title\b[^>]{0,100}>(?P<title>[^<]{1,200})<", re.IGNORECASE
)
_FEED = re.compile(r"<link\b[^>]{0,500}application/(?:rss|atom)\+xml[^>]{0,500}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The markup of one post, and where it was cut off from the next."""

    html: str
    url: str
    author: str
    time: str


def detect(source: Source) -> bool:
    """Says whether it is a page with a day, a channel and the time of a post, set as planets set them."""
    text = source.text[:2_000_000]
    if not is_html(source.head):
        return False
    headed = re.search(r"<h3\b[^>]{0,100}\bpost\b", text) or (_H2.search(text) and _H3.search(text))
    return bool(headed) and any(_time(match) for match in _END.finditer(text))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the days of the planet, and the issues of newsletters among its posts.

    Raises:
        SourceError: if there is no post on the page.
    """
    text = source.text
    name = next((words_in(match["text"] or match["title"]) for match in _NAME.finditer(text[:200_000])), "")
    known = planet(name or source.stem)
    feed = _FEED.search(text[:50_000])
    if not known.feed_url and feed and (link := re.search(r"href\s*=\s*[\"']([^\"']+)", feed[0])) and known.url:
        known = planet(name, feed_url=urljoin(known.url, link[1]))
    doubts: list[Doubt] = []
    issues: list[Issue] = []
    items = list(_items(_pieces(text), source.name, issues, doubts))
    if not items:
        raise SourceError("holds no post", where=source.name, expected="posts that end in <em><a href=...>their time</a></em>")
    publications = (known, PYCODERS) if issues else (known,)
    return published_as(Imported(publications, (*days(known.id, items), *issues), tuple(doubts)), publication, source.name)


def _time(match: re.Match[str]) -> str:
    try:
        if match["stamp"] and len(stamp := parse_date(match["stamp"])) > 10:
            return stamp
    except InvalidValue:
        pass  # the words say it too
    time = words_in(match["time"])
    return read_moment(time) or read_day(time)


def _pieces(text: str) -> Iterator[_Piece]:
    start = 0
    for match in _END.finditer(text):
        if time := _time(match):
            author = words_in(match["author"] or match["before"] or match["after"] or "")
            yield _Piece(text[start : match.start()], words_in(match["url"] or match["other"] or ""), author, time)
            start = match.end()


def _items(pieces: Iterator[_Piece], where: str, issues: list[Issue], doubts: list[Doubt]) -> Iterator[tuple[str, Item]]:
    day = channel = ""
    for number, piece in enumerate(pieces):
        html = piece.html
        if number == 0:  # the page's own head ends where the first day or channel begins
            starts = [match.start() for match in (_DAY.search(html), _CHANNEL.search(html)) if match]
            html = html[min(starts) :] if starts else html
        if (match := _DAY.match(html)) and (stated := find_day(words_in(match["text"]))):
            day, html = stated, html[match.end() :]
        title = ""
        if match := _CHANNEL.match(html):
            channel, title = _channel(match["text"], piece.url)
            html = html[match.end() :]
        if not title:
            title, html = _title(html, piece.url)
        if len(piece.time) == 10:
            doubts.append(Doubt(where, f"the time of {title[:60] or channel!r} has no zone that is known: only its day is kept"))
        item = post_item(Post(title, channel, piece.author, piece.url, piece.time, _unwrapped(html)))
        if is_pycoders(channel):
            issue, odd = read_issue(read_flow(html).lines, where, title, piece.time)
            if issue:
                issues.append(issue)
                doubts += odd
                item = opening(item, issue)
        yield piece.time[:10] or day, item


def _channel(heading: str, url: str) -> tuple[str, str]:
    """Returns the channel that a heading names, and the title of the post where that stands in it too, as its link."""
    links = list(_LINK.finditer(heading))
    last = links[-1] if links else None
    if last and last.start() > 0 and words_in(last["url"] or last["other"] or "") == url:
        return words_in(heading[: last.start()]).rstrip(" :—–-|"), words_in(heading[last.start() :])
    return words_in(heading), ""


def _title(html: str, url: str) -> tuple[str, str]:
    """Returns the post's title and what follows; a heading with which an untitled post begins leads elsewhere."""
    match = _TITLE.match(html)
    link = _LINK.search(match["text"]) if match else None
    if match and link and words_in(link["url"] or link["other"] or "") in ("", url):
        return words_in(match["text"]), html[match.end() :]
    return "", html


def _unwrapped(html: str) -> str:
    """Returns the post without the paragraph that the page puts around it."""
    html = re.sub(r"^\s*<p>", "", html)
    return re.sub(r"</p>\s*$", "", html)
