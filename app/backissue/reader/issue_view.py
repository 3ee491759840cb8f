"""An issue as its newsletter laid it out, and a planet as a river of days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from backissue.index import IssueHead
from backissue.model import Issue, Item, Publication
from backissue.reader.items import ItemView, ItemViews
from backissue.reader.marks import Finder, mark_html, pieces
from backissue.reader.own import Own
from backissue.reader.state import State
from backissue.text.dates import day_of
from backissue.text.html import sanitise
from backissue.text.links import clean_link

# The neighbours that are listed beside an issue, on either side.
_BESIDE = 6


class Issues(Protocol):
    """The issues of an archive, as far as they are here: an index, or `shelf.Shelf`."""

    def issues(self, publication: str) -> Sequence[IssueHead]:
        """Returns the issues of a publication, newest first."""

    def issue(self, issue_id: str) -> Issue | None:
        """Returns an issue."""

    def issue_by_link(self, url: str) -> str:
        """Returns the id of the issue that lies at `url`, or ""."""


class Holding(Protocol):
    """What views show issues and posts from: the library of a reader, or `shelf.Shelf`."""

    @property
    def index(self) -> Issues | None:
        """The issues; None while nothing is known of them."""

    @property
    def own(self) -> Own:
        """What was imported here."""

    def has_post(self, issue_id: str, item_id: str) -> bool | None:
        """Says whether there is a full text of an item; None while that is not known."""

    def post(self, issue_id: str, item_id: str) -> str | None:
        """Returns the full text, "" where there is none, or None while it is not here."""


@dataclass(frozen=True, slots=True)
class PostView:
    """A full post: folded up, on its way, or here as harmless HTML; `toggle` leads to the other of open and folded up."""

    open: bool
    toggle: str
    content: Markup | None
    missing: bool


@dataclass(frozen=True, slots=True)
class EntryView:
    """An item in its issue; `opened` where the reader came to it, `issue` where the item is an issue of its own here.

    `anchor` names its place on a plain page.
    """

    item: ItemView
    opened: bool
    anchor: str
    post: PostView | None
    issue: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A headed part of an issue."""

    title: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class IssueView:
    """One issue, or one day of a planet; `own` if it was imported here."""

    id: str
    title: str
    number: str
    date: str
    url: str
    intro: str
    language: str
    planet: bool
    sections: tuple[SectionView, ...]
    matching: int
    items: int
    own: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another issue of the publication."""

    href: str
    name: str
    date: str
    current: bool


@dataclass(frozen=True, slots=True)
class PublicationView:
    """A publication with the links that its readers want."""

    id: str
    title: str
    href: str
    all: str
    kind: str
    url: str
    licence: str
    subscribe: str
    feed: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """What is on the page when an issue is open: the issue, or the days of a river, among its neighbours.

    A `plain` page stands by itself: there is no script to press buttons for.
    """

    publication: PublicationView
    days: tuple[IssueView, ...]
    earlier: Neighbour | None
    later: Neighbour | None
    beside: tuple[Neighbour, ...]
    back: str
    importing: str
    query: str
    river: bool
    more: bool
    plain: bool


def view_reading(
    issue: Issue, index: Issues, library: Holding, state: State, views: ItemViews, find: Finder, plain: bool = False
) -> ReadingView:
    """Returns the open issue among its neighbours in `index`; of a planet, `state.days` days from it on.

    For a `plain` page every full post is open, and nothing is there that needs a script.
    """
    heads = index.issues(issue.publication)
    place = next((place for place, head in enumerate(heads) if head.id == issue.id), 0)
    published = views.publications[issue.publication]
    planet = published.kind == "planet"
    following = heads[place + 1 : place + state.days] if planet else []
    days = [issue, *(found for head in following if (found := index.issue(head.id)))]
    reader = _Entries(library, state, views, find, plain)
    return ReadingView(
        publication=view_publication(published, views),
        days=tuple(_issue(day, reader, published) for day in days),
        earlier=_neighbour(heads, place + 1, views, published),
        later=_neighbour(heads, place - 1, views, published),
        beside=_beside(heads, place, views, published),
        back=views.addresses.search(),
        importing=views.addresses.view("import"),
        query=state.query.strip(),
        river=planet,
        more=planet and not plain and place + state.days < len(heads),
        plain=plain,
    )


def view_day(issue: Issue, library: Holding, state: State, views: ItemViews, find: Finder) -> IssueView:
    """Returns one further day of a river."""
    return _issue(issue, _Entries(library, state, views, find), views.publications[issue.publication])


def next_day(index: Issues, issue_id: str, days: int) -> Issue | None:
    """Returns the day that stands `days` after the issue, or None at the end of the river."""
    heads = index.issues(issue_id.partition("/")[0])
    place = next((place for place, head in enumerate(heads) if head.id == issue_id), len(heads))
    return index.issue(heads[place + days].id) if place + days < len(heads) else None


def view_publication(publication: Publication, views: ItemViews) -> PublicationView:
    """Returns a publication with its safe links."""
    licence = publication.licence
    return PublicationView(
        id=publication.id,
        title=publication.title,
        href=views.addresses.view("publications", publication.id),
        all=views.addresses.view("publications"),
        kind=publication.kind,
        url=clean_link(publication.url),
        licence=licence,
        subscribe=clean_link(publication.subscribe_url),
        feed=clean_link(publication.feed_url),
    )


def issue_name(head: IssueHead | Issue, publication: Publication) -> str:
    """Returns what an issue is called among those of its publication: its number, or its title, or its day."""
    return "" if publication.kind == "planet" else head.number or head.title


def anchor_of(item_id: str) -> str:
    """Returns what the place of an item is called on the plain page of its issue.

    >>> anchor_of("pycoders/739/3f9a0c1d2e")
    'item-3f9a0c1d2e'
    """
    return f"item-{item_id.rpartition('/')[2]}"


class _Entries:
    """Makes the views of an issue's items."""

    def __init__(self, library: Holding, state: State, views: ItemViews, find: Finder, plain: bool = False) -> None:
        self.library, self.state, self.views, self.find, self.plain = library, state, views, find, plain

    def entry(self, item: Item, issue: Issue) -> EntryView:
        planet = self.views.publications[issue.publication].kind == "planet"
        opened = item.id == self.state.item
        view = self.views.view(
            item,
            publication=issue.publication,
            title=pieces(item.title, self.find("title", item.title)),
            text=pieces(item.summary, self.find("summary", item.summary)),
            date=item.date if len(item.date) > 10 or item.date != issue.date else "",
            archived_from=item.date or issue.date,
        )
        index = self.library.index
        own = index.issue_by_link(item.url) if planet and index else ""
        anchor = anchor_of(item.id) if self.plain else ""
        return EntryView(view, opened, anchor, self._post(item, issue, opened), self._issue_address(own, issue))

    def _issue_address(self, own: str, issue: Issue) -> str:
        return self.views.addresses.issue(own) if own and own != issue.id else ""

    def _post(self, item: Item, issue: Issue, opened: bool) -> PostView | None:
        planet = self.views.publications[issue.publication].kind == "planet"
        has = self.library.has_post(issue.id, item.id)
        # the items of a planet are posts, so that of those the full text is offered before it is known to be here
        if has is False or (has is None and not planet and not opened):
            return None
        if not opened and not self.plain:
            return PostView(False, self.views.addresses.issue(issue.id, item.id), None, False)
        html = self.library.post(issue.id, item.id)
        # a hash proves integrity, not innocence: what the archive holds is sanitised again each time it is shown
        content = Markup(mark_html(sanitise(html), self.find)) if html else None
        return PostView(True, "" if self.plain else self.views.addresses.issue(issue.id), content, html == "")


def _issue(issue: Issue, reader: _Entries, published: Publication) -> IssueView:
    sections = tuple(
        SectionView(section.title, tuple(reader.entry(item, issue) for item in section.items)) for section in issue.sections
    )
    entries = [entry for section in sections for entry in section.entries]
    marked = (any(piece.marked for piece in (*entry.item.title, *entry.item.text)) for entry in entries)
    return IssueView(
        id=issue.id,
        title=issue.title,
        number=issue.number,
        date=issue.date,
        url=clean_link(issue.url),
        intro=issue.intro,
        language=published.language,
        planet=published.kind == "planet",
        sections=sections,
        matching=sum(marked),
        items=len(entries),
        own=issue.id in reader.library.own.ids,
    )


def _neighbour(heads: Sequence[IssueHead], place: int, views: ItemViews, published: Publication) -> Neighbour | None:
    if not 0 <= place < len(heads):
        return None
    return _as_neighbour(heads[place], views, published, current=False)


def _as_neighbour(head: IssueHead, views: ItemViews, published: Publication, current: bool) -> Neighbour:
    return Neighbour(views.addresses.issue(head.id), issue_name(head, published), day_of(head.date) if head.date else "", current)


def _beside(heads: Sequence[IssueHead], place: int, views: ItemViews, published: Publication) -> tuple[Neighbour, ...]:
    start = max(min(place - _BESIDE, len(heads) - 2 * _BESIDE - 1), 0)
    near = list(enumerate(heads))[start : start + 2 * _BESIDE + 1]
    return tuple(_as_neighbour(head, views, published, number == place) for number, head in near)
