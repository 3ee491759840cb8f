"""How one item is shown, in a list of hits as well as in its issue."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backissue.model import Event, Item, Publication
from backissue.reader.addresses import Addresses
from backissue.reader.calendar import calendar_address
from backissue.reader.marks import Piece
from backissue.text.dates import day_of
from backissue.text.links import clean_link, site_of

# The same links are shown again and again while a query is typed.
_safe = functools.lru_cache(maxsize=2_048)(clean_link)
_ARCHIVE = "https://web.archive.org/web/"
# These are what most items are: to say so on each would only be noise.
_PLAIN_KINDS = ("", "article", "other", "sponsor")


@dataclass(frozen=True, slots=True)
class Link:
    """A label and where it leads."""

    label: str
    href: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class EventView:
    """When and where, and the address of a file for one's calendar."""

    start: str
    end: str
    place: str
    online: bool
    calendar: str
    file: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as its template needs it: every link is safe, every text is cut into marked and unmarked pieces."""

    id: str
    title: tuple[Piece, ...]
    made: bool
    url: str
    language: str
    text: tuple[Piece, ...]
    kind: Link | None
    sponsored: bool
    authors: tuple[Link, ...]
    source: Link | None
    shared_by: Link | None
    section: Link | None
    tags: tuple[Link, ...]
    issue: Link | None
    date: str
    event: EventView | None
    further: tuple[Link, ...]
    archived: str


class ItemViews:
    """Makes the views of items whose links lead on from one state."""

    def __init__(self, addresses: Addresses, publications: Mapping[str, Publication], archived: bool) -> None:
        self.addresses = addresses
        self.publications = publications
        self._archived = archived

    def view(
        self,
        item: Item,
        *,
        publication: str,
        title: tuple[Piece, ...],
        text: tuple[Piece, ...],
        date: str = "",
        section: str = "",
        issue: Link | None = None,
        archived_from: str = "",
    ) -> ItemView:
        """Returns how `item` is shown; `date` stands with it, `archived_from` is the day of its archived copy."""
        choosing = self.addresses.choosing
        url = _safe(item.url)
        source = item.source or site_of(url)
        if source in item.authors:
            source = ""  # a channel that bears its author's name is named once
        published = self.publications.get(publication)
        return ItemView(
            id=item.id,
            title=title or (Piece(url or "Without a title"),),
            made=item.title_made,
            url=url,
            language=item.language or (published.language if published else ""),
            text=text,
            kind=None if item.kind in _PLAIN_KINDS else Link(item.kind, choosing("kind", item.kind)),
            sponsored=item.sponsored or item.kind == "sponsor",
            authors=tuple(Link(name, choosing("by", name)) for name in item.authors),
            source=Link(source, choosing("source" if item.source else "site", source)) if source else None,
            shared_by=Link(item.shared_by, choosing("shared", item.shared_by)) if item.shared_by else None,
            section=Link(section, choosing("section", section)) if section else None,
            tags=tuple(Link(tag, choosing("tag", tag)) for tag in item.tags),
            issue=issue,
            date=date,
            event=_event(item) if item.event else None,
            further=further_links(item),
            archived=archived_copy(url, archived_from or date) if self._archived else "",
        )


def further_links(item: Item) -> tuple[Link, ...]:
    """Returns the further links of `item` that are safe to follow, labelled by their titles or hosts."""
    links = ((link.title, clean_link(link.url)) for link in item.links)
    return tuple(Link(title or site_of(url) or url, url) for title, url in links if url)


def archived_copy(url: str, date: str) -> str:
    """Returns where a public web archive keeps `url` as it was around `date`; it is a link to follow, never a request.

    >>> archived_copy("https://example.org/a", "2020-12-02")
    'https://web.archive.org/web/20201202/https://example.org/a'
    """
    if not url.startswith(("http://", "https://")):
        return ""
    return f"{_ARCHIVE}{day_of(date).replace('-', '') if date else '*'}/{url}"


def issue_label(publication: Publication | None, issue_id: str) -> str:
    """Returns what an issue is called where only its id is at hand: `PyCoder’s Weekly 739`; a planet's day by its planet."""
    name, _, number = issue_id.partition("/")
    title = publication.title if publication else name
    return title if publication and publication.kind == "planet" else f"{title} {number}".rstrip()


def plain(text: str) -> tuple[Piece, ...]:
    """Returns `text` as one unmarked piece, or nothing."""
    return (Piece(text),) if text else ()


def _event(item: Item) -> EventView:
    event = item.event or Event()
    end = event.end if event.end != event.start else ""
    name = "".join(char if char.isalnum() else "-" for char in item.title[:60]).strip("-") or "event"
    return EventView(event.start, end, event.place, event.online, calendar_address(item), f"{name}.ics")


def publications_by_id(publications: Sequence[Publication]) -> dict[str, Publication]:
    """Returns `publications` by their ids."""
    return {publication.id: publication for publication in publications}
