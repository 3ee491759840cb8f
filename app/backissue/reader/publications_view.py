"""The list of publications, and the issues of one of them by year."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from backissue.index import Index, IssueHead
from backissue.model import Publication
from backissue.reader.issue_view import PublicationView, issue_name, view_publication
from backissue.reader.items import ItemViews


@dataclass(frozen=True, slots=True)
class PublicationLine:
    """A publication with what the archive holds of it, as far as that is loaded; `own` of its issues were imported here."""

    publication: PublicationView
    issues: int
    own: int
    items: int
    first: str
    last: str
    newest: str


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue in the list of its year; `own` if it was imported here."""

    href: str
    name: str
    title: str
    date: str
    items: int
    own: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The issues of a year; `open` where they are listed at once."""

    year: str
    issues: tuple[IssueLine, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """A publication and its issues by year, newest first."""

    line: PublicationLine
    years: tuple[Year, ...]
    search: str


def view_publications(
    publications: tuple[Publication, ...], index: Index, views: ItemViews, own: frozenset[str]
) -> tuple[PublicationLine, ...]:
    """Returns all publications by title; `own` are the ids of the issues that were imported here."""
    ordered = sorted(publications, key=lambda publication: publication.title.casefold())
    return tuple(_line(publication, index.issues(publication.id), views, own) for publication in ordered)


def view_publication_page(publication: Publication, index: Index, views: ItemViews, own: frozenset[str]) -> PublicationPage:
    """Returns one publication with its issues; the newest years are open as long as they stay within a screen or two."""
    heads = index.issues(publication.id)
    years: list[Year] = []
    listed = 0
    for year, group in groupby(heads, key=lambda head: head.date[:4]):
        issues = tuple(
            IssueLine(
                views.addresses.issue(head.id), issue_name(head, publication), head.title, head.date, head.items, head.id in own
            )
            for head in group
        )
        years.append(Year(year, issues, not years or listed + len(issues) <= 60))
        listed += len(issues)
    return PublicationPage(_line(publication, heads, views, own), tuple(years), views.addresses.choosing("in", publication.id))


def _line(publication: Publication, heads: list[IssueHead], views: ItemViews, own: frozenset[str]) -> PublicationLine:
    dates = [head.date for head in heads if head.date]
    return PublicationLine(
        publication=view_publication(publication, views),
        issues=len(heads),
        own=sum(head.id in own for head in heads),
        items=sum(head.items for head in heads),
        first=min(dates, default="")[:10],
        last=max(dates, default="")[:10],
        newest=views.addresses.issue(heads[0].id) if heads else "",
    )
