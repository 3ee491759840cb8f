"""Imports lists of feeds: OPML, and the `config.ini` of a planet (Planet, Venus).

Nothing is fetched: a list alone brings no post, and no publication. What it lists is handed on as a `FeedList`, and where
the files of those feeds are imported together with it, `joining.join_listed` makes one planet of them.
"""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

from backissue.errors import SourceError
from backissue.importers.facts.wording import tidy
from backissue.importers.imported import Doubt, FeedList, Imported, ListedFeed, dropped_link
from backissue.importers.known import planet
from backissue.importers.source import Source
from backissue.text.html import closable
from backissue.text.links import clean_link

NAME = "feed-list"
# A feed's title, its address, and the page that it belongs to.
_Found = tuple[str, str, str]
_OPML = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<\?[^>]{0,300}\?>\s*|<!--(?:(?!-->)[\s\S]){0,5000}-->\s*|<!doctype[^>]{0,300}>\s*)*<opml\b",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\s*\[(?P<name>[^\]\n]{1,2000})\]\s*$")
_SETTING = re.compile(r"(?P<name>[A-Za-z_][\w.-]{0,60})[ \t]*[=:][ \t]*(?P<value>.*)$")
_FEED = re.compile(r"^[ \t]*\[(?:https?|feed)://[^\]\s]+\][ \t]*$", re.IGNORECASE | re.MULTILINE)
# Programs were told to subscribe by a scheme of its own, before the address or in place of its scheme.
_SUBSCRIBED = re.compile(r"(?i)^feed:(?=https?:)")
_SUBSCRIBED_HTTP = re.compile(r"(?i)^feed://")
_PLANET = re.compile(r"^[ \t]*\[Planet\][ \t]*$", re.IGNORECASE | re.MULTILINE)


def detect(source: Source) -> bool:
    """Says whether `source` is OPML, or the configuration of a planet."""
    return bool(_OPML.match(source.head) or (_PLANET.search(source.head) and _FEED.search(source.text)))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the feeds that `source` lists, each once, under its title; `publication` is the id of the planet they make.

    Raises:
        SourceError: if it lists none.
    """
    doubts: list[Doubt] = []
    if _OPML.match(source.head):
        title, site, found = _outlines(source.text)
    else:
        title, site, found = _sections(source.text)
    feeds: dict[str, ListedFeed] = {}
    for name, address, page in found:
        if url := clean_link(_SUBSCRIBED.sub("", _SUBSCRIBED_HTTP.sub("http://", address))):
            feeds.setdefault(url, ListedFeed(name or url, url, clean_link(page)))
        elif address:
            doubts.append(dropped_link(source.name, name, address))
    if not feeds:
        raise SourceError("lists no feed", where=source.name, expected="OPML or a planet's config.ini with addresses of feeds")
    of = planet(title or source.around.newsletter or source.stem, clean_link(site))
    of = dataclasses.replace(of, id=publication or of.id)
    return Imported((), (), tuple(doubts), (FeedList(source.name, of, tuple(feeds.values())),))


class _Outlines(HTMLParser):
    """Takes the outlines out of OPML, also ill-formed OPML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.in_title = False
        self.found: list[_Found] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "title":
            self.in_title = not self.title
        elif tag == "outline":
            name = tidy(said.get("title") or said.get("text") or "")
            self.found.append((name, said.get("xmlurl", "").strip(), said.get("htmlurl", "").strip()))

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self.in_title = False

    def handle_data(self, data: str) -> None:
        if self.in_title:
            self.title.append(data)


def _outlines(text: str) -> tuple[str, str, list[_Found]]:
    reader = _Outlines()
    reader.feed(closable(text))
    reader.close()
    return tidy("".join(reader.title)), "", reader.found


def _sections(text: str) -> tuple[str, str, list[_Found]]:
    """Reads the sections of a planet's configuration: a section named after an address is a feed."""
    title = site = address = name = page = ""
    found: list[_Found] = []
    in_planet = False
    for line in [*text.split("\n"), "[]"]:
        if line.lstrip().startswith("["):
            if address:
                found.append((name, address, page))
            section = match["name"].strip() if (match := _SECTION.match(line)) else ""
            in_planet, name, page = section.lower() == "planet", "", ""
            address = section if "://" in section or section.lower().startswith("feed:") else ""
        elif setting := _SETTING.match(line):
            key, value = setting["name"].lower(), tidy(setting["value"])
            if in_planet:
                title, site = (value or title, site) if key == "name" else (title, value if key == "link" else site)
            else:
                name, page = (value or name, page) if key == "name" else (name, value if key == "link" else page)
    return title, site, found
