"""Imports the page of one planet or several that was saved as text: days, planets, `Channel: Title`, posts and times.

    16 Jun 2026
    Planet Python
    A. Lee: A title
    The paragraphs of the post, a line each
    16 Jun 2026 7:30pm GMT

The line with the time ends a post. A planet is named below each day, and where another planet's posts begin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backissue.errors import SourceError
from backissue.importers.facts.worded_dates import read_day, read_moment
from backissue.importers.facts.wording import tidy
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.known import PYCODERS, is_pycoders, planet
from backissue.importers.lines.markup import is_html
from backissue.importers.lines.prose import to_html
from backissue.importers.river import Post, days, opening, post_item
from backissue.importers.source import Source
from backissue.importers.weeklies.pycoders import lines_of_text, read_issue
from backissue.model import Issue, Item, Publication

NAME = "planet-text"
_BY = re.compile(r"^by (?P<author>.{1,80}?) at (?=\w+ \d)", re.IGNORECASE)
# `Channel: Title`; a channel is short, and a colon within a word or a link parts nothing.
_CHANNEL = re.compile(r"(?P<channel>[^:]{1,60}(?::[^: ][^:]{0,40})?)\s*:\s+(?P<title>\S.*)$")
_PLANET = re.compile(r"(?i)planeta? [^:.]{2,40}|[^:.]{2,40} planet")
_AGGREGATOR = re.compile(r"(?i)\baggregator\b")
_TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between two times: the lines of a post, perhaps below a day and a planet."""

    day: str
    planet: str
    lines: tuple[str, ...]
    end: str = ""
    author: str = ""


def detect(source: Source) -> bool:
    """Says whether the text has the line of a day, and below it one of a time: how such a page is built."""
    lines = [line.strip() for line in source.text[:400_000].split("\n")] if not is_html(source.head) else []
    day = next((place for place, line in enumerate(lines[:200]) if _day(line)), -1)
    return day >= 0 and any(_moment(line)[0] for line in lines[day + 1 :])


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the days of each planet, and the issues of newsletters among the posts.

    Raises:
        SourceError: if there is no post, or if `publication` is given for several planets.
    """
    doubts: list[Doubt] = []
    chunks = list(_chunks(source.text.split("\n"), source.name, doubts))
    by_planet: dict[str, list[_Chunk]] = {}
    for chunk in chunks:
        by_planet.setdefault(chunk.planet, []).append(chunk)
    publications: list[Publication] = []
    issues: list[Issue] = []
    for title, group in by_planet.items():
        name = planet(title or source.stem)
        publications.append(name)
        river, found = _river(group, title, source.name, doubts)
        issues += days(name.id, river)
        issues += found
    if not chunks:
        raise SourceError("holds no post", where=source.name, expected="posts that end in a time such as 16 Jun 2026 7:30pm GMT")
    if any(issue.publication == PYCODERS.id for issue in issues):
        publications.append(PYCODERS)
    return published_as(Imported(tuple(publications), tuple(issues), tuple(doubts)), publication, source.name)


def _day(line: str) -> str:
    return read_day(line) if 8 <= len(line) <= 40 else ""


def _moment(line: str) -> tuple[str, str]:
    """Returns the time that a line consists of, and the author that it may name."""
    if not 12 <= len(line) <= 140 or not line[-1].isalnum():
        return "", ""
    by = _BY.match(line)
    return read_moment(line[by.end() :] if by else line), by["author"] if by else ""


def _chunks(lines: Sequence[str], where: str, doubts: list[Doubt]) -> Iterator[_Chunk]:
    groups = list(_groups(lines))
    planets = _planets(groups)
    day = current = ""
    for number, (above, end, author) in enumerate(groups):
        start = 0
        if number == 0:  # above the first day there may be what the page says about itself
            start = next((place for place, line in enumerate(above) if _day(line.strip())), 0)
        if start < len(above) and (stated := _day(above[start].strip())):
            day, start = stated, start + 1
        if start < len(above) and (name := tidy(above[start])) in planets:
            current, start = name, start + 1
        group = above[start:]
        if end and len(end) == 10:
            doubts.append(Doubt(where, f"the time of a post of {end} has no zone that is known: only its day is kept"))
        if end and group:
            yield _Chunk(day, current, tuple(group), end, author)
        elif end:
            doubts.append(Doubt(where, f"nothing stands above the time {end}"))
        elif number and (len([line for line in group if line.strip()]) > 1 or _CHANNEL.match("".join(group).strip())):
            doubts.append(Doubt(where, f"the post {tidy(group[0])[:60]!r} has no time at its end: it is kept with its day"))
            yield _Chunk(day, current, tuple(group))


def _groups(lines: Sequence[str]) -> Iterator[tuple[list[str], str, str]]:
    """Yields what stands above each time, with the time, and last what stands below the last one."""
    group: list[str] = []
    for line in lines:
        moment, author = _moment(line.strip())
        if moment:
            yield group, moment, author
            group = []
        elif group or line.strip():
            group.append(line)
    if group:
        yield group, "", ""


def _planets(groups: Sequence[tuple[list[str], str, str]]) -> set[str]:
    """Returns the names of the planets: what stands below the days, and what calls itself a planet."""
    below: Counter[str] = Counter()
    for group, _, _ in groups:
        lines = [tidy(line) for line in group[:200] if line.strip()]
        day = next((place for place, line in enumerate(lines) if _day(line)), -1)
        if 0 <= day < len(lines) - 2:
            below[lines[day + 1]] += 1
        elif day < 0 and len(lines) > 1 and (_PLANET.fullmatch(lines[0]) or _AGGREGATOR.search(lines[0])):
            below[lines[0]] += 1
    # below the days of a single planet its posts may begin at once: their `Channel: Title` does not come again
    return {name for name, times in below.items() if times > 1 or not _CHANNEL.match(name) or _AGGREGATOR.search(name)}


def _river(chunks: Sequence[_Chunk], name: str, where: str, doubts: list[Doubt]) -> tuple[list[tuple[str, Item]], list[Issue]]:
    titles = [tidy(chunk.lines[0]) for chunk in chunks]
    # a planet names the channel before each title; an aggregator of one community has titles only
    channelled = bool(re.search(r"(?i)\bplanet", name)) or 2 * sum(bool(_CHANNEL.match(title)) for title in titles) > len(titles)
    river: list[tuple[str, Item]] = []
    issues: list[Issue] = []
    for chunk, first in zip(chunks, titles, strict=True):
        channel, title = _parted(first) if channelled else ("", first)
        body = list(chunk.lines[1:])
        if len(title) > _TITLE_LENGTH:
            body, title = [title, *body], ""
        html, lost = to_html(body)
        if lost:
            doubts.append(Doubt(f"{where}: {title[:60]}", f"listings that are lost but for their line numbers: {lost}"))
        item = post_item(Post(title, channel, chunk.author, date=chunk.end, html=html))
        if is_pycoders(channel):
            issue, odd = read_issue(lines_of_text(body), where, title, chunk.end or chunk.day)
            if issue:
                issues.append(issue)
                doubts += odd
                item = opening(item, issue)
        river.append((chunk.end[:10] or chunk.day, item))
    return river, issues


def _parted(line: str) -> tuple[str, str]:
    """Returns the channel and the title of a line; a line without a title is a channel's untitled post.

    >>> _parted("A. Lee: Boats: a list"), _parted("A. Lee"), _parted("Does What?!: It")
    (('A. Lee', 'Boats: a list'), ('A. Lee', ''), ('Does What?!', 'It'))
    """
    match = _CHANNEL.match(line)
    if match:
        return match["channel"].strip(), match["title"]
    return (line.removesuffix(":"), "") if len(line) <= 60 else ("", line)
