"""The page of each issue and each planet's day: as the reader shows it, with every post in full."""

from __future__ import annotations

from collections.abc import Iterator

from backissue.model import Archive, Issue, Publication
from backissue.publish.pages.addresses import PageAddresses
from backissue.publish.pages.frame import Frame, Page
from backissue.publish.pages.names import root_of
from backissue.publish.pages.structured import issue_facts
from backissue.publish.pages.wording import worded_date
from backissue.reader.issue_view import view_reading
from backissue.reader.items import ItemViews, publications_by_id
from backissue.reader.marks import find_nothing
from backissue.reader.render import render
from backissue.reader.shelf import Shelf
from backissue.reader.state import State

# So many titles tell what an issue is about that does not say so itself.
_TITLES_TOLD = 6


def issue_pages(archive: Archive, shelf: Shelf, frame: Frame) -> Iterator[Page]:
    """Yields a page for each issue of `archive`, in its order."""
    publications = publications_by_id(archive.publications)
    beside: dict[str, tuple[str, str]] = {}
    for name in publications:
        ids = ["", *(head.id for head in shelf.issues(name)), ""]
        beside |= {ids[place]: (ids[place + 1], ids[place - 1]) for place in range(1, len(ids) - 1)}
    for issue in archive.issues:
        path = frame.names.issue(issue.id)
        shown = State(issue=issue.id)
        addresses = PageAddresses(root_of(path), frame.names, shown)
        views = ItemViews(addresses, publications, archived=False)
        view = view_reading(issue, shelf, shelf, shown, views, find_nothing, plain=True)
        publication = publications[issue.publication]
        earlier, later = beside[issue.id]
        title = title_of(issue, publication)
        yield Page(
            path=path,
            title=title,
            body=render("reading", reading=view),
            description=_description(issue),
            kind="article",
            date=issue.date,
            earlier=frame.names.issue(earlier),
            later=frame.names.issue(later),
            reader=addresses.search(),
            subject=publication,
            facts=tuple(issue_facts(issue, publication, title, frame.absolute(path))),
        )


def title_of(issue: Issue, publication: Publication) -> str:
    """Returns what the page of an issue is called among those of other sites: with the name of its publication.

    >>> quay = Publication("quay", "Quay Weekly")
    >>> title_of(Issue("quay/7", "quay", "7", "Fog"), quay), title_of(Issue("quay/8", "quay", "8"), quay)
    ('Fog · Quay Weekly', 'Quay Weekly 8')
    """
    if issue.title and publication.title.casefold() in issue.title.casefold():
        return issue.title
    if issue.title:
        return f"{issue.title} · {publication.title}"
    if issue.number and publication.kind != "planet":
        return f"{publication.title} {issue.number}"
    return f"{publication.title}, {worded_date(issue.date)}" if issue.date else publication.title


def _description(issue: Issue) -> str:
    titles = [item.title for item in issue.items() if item.title and not item.sponsored][:_TITLES_TOLD]
    return issue.intro or " · ".join(titles)
