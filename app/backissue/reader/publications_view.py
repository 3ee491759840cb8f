"""The list of publications, and the issues of one of them by year."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from backissue.index import IssueHead
from backissue.model import Publication
from backissue.reader.issue_view import Issues, Neighbour, PublicationView, issue_name, view_publication
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
    """The issues of a year; `open` where they are listed at once, `href` where the year has a page of its own."""

    year: str
    issues: tuple[IssueLine, ...]
    open: bool
    href: str


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """A publication and its issues by year, newest first; or those of the one year that is `chosen`.

    `beside` are the pages of its years, where they have any.
    """

    line: PublicationLine
    years: tuple[Year, ...]
    search: str
    chosen: str
    beside: tuple[Neighbour, ...]


def view_publications(
    publications: tuple[Publication, ...], index: Issues, views: ItemViews, own: frozenset[str]
) -> tuple[PublicationLine, ...]:
    """Returns all publications by title; `own` are the ids of the issues that were imported here."""
    ordered = sorted(publications, key=lambda publication: publication.title.casefold())
    return tuple(_line(publication, index.issues(publication.id), views, own) for publication in ordered)


def view_publication_page(
    publication: Publication,
    index: Issues,
    views: ItemViews,
    own: frozenset[str],
    page_of: Callable[[str], str] = lambda year: "",
) -> PublicationPage:
    """Returns one publication with its issues; the newest years are open as long as they stay within a screen or two.

    `page_of` gives the address of a year's own page, where it has one.
    """
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
        years.append(Year(year, issues, not years or listed + len(issues) <= 60, page_of(year)))
        listed += len(issues)
    search = views.addresses.choosing("in", publication.id)
    beside = tuple(Neighbour(year.href, year_name(year.year), "", False) for year in years if year.href)
    return PublicationPage(_line(publication, heads, views, own), tuple(years), search, "", beside)


def view_year(page: PublicationPage, year: Year) -> PublicationPage:
    """Returns the page of one of the years of `page`."""
    counted = dataclasses.replace(page.line, issues=len(year.issues), items=sum(issue.items for issue in year.issues))
    name = year_name(year.year)
    return dataclasses.replace(
        page,
        line=counted,
        years=(dataclasses.replace(year, open=True),),
        chosen=name,
        beside=tuple(dataclasses.replace(each, current=each.name == name) for each in page.beside),
    )


def year_name(year: str) -> str:
    """Returns what the issues of a year are called together, or those without a date."""
    return year or "Without a date"


def _line(publication: Publication, heads: Sequence[IssueHead], views: ItemViews, own: frozenset[str]) -> PublicationLine:
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
