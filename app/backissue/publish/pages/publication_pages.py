"""The list of publications, the page of each with its issues by year, and the page of each of its years."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from backissue.model import Archive, Publication
from backissue.publish.pages.addresses import PageAddresses
from backissue.publish.pages.frame import Frame, Page
from backissue.publish.pages.names import FOLDER, INDEX, link_to, root_of
from backissue.publish.pages.structured import publication_facts
from backissue.publish.pages.wording import worded_date
from backissue.reader.items import ItemViews, publications_by_id
from backissue.reader.publications_view import (
    PublicationLine,
    PublicationPage,
    view_publication_page,
    view_publications,
    view_year,
)
from backissue.reader.render import render
from backissue.reader.shelf import Shelf
from backissue.reader.state import State


def publication_pages(archive: Archive, shelf: Shelf, frame: Frame) -> Iterator[Page]:
    """Yields the list of publications, then the pages of each: all its issues, then year by year."""
    yield _list(archive, shelf, frame)
    for publication in archive.publications:
        page = _viewed(publication, archive, shelf, frame, frame.names.publication(publication.id))
        yield _page(publication, page, frame, frame.names.publication(publication.id))
        years = [year.year for year in page.years]
        for place, year in enumerate(years):
            path = frame.names.year(publication.id, year)
            page = _viewed(publication, archive, shelf, frame, path)
            yield _page(
                publication,
                view_year(page, page.years[place]),
                frame,
                path,
                earlier=frame.names.year(publication.id, years[place + 1]) if place + 1 < len(years) else "",
                later=frame.names.year(publication.id, years[place - 1]) if place else "",
            )


def _list(archive: Archive, shelf: Shelf, frame: Frame) -> Page:
    path = f"{FOLDER}/{INDEX}"
    addresses = PageAddresses(root_of(path), frame.names, State())
    views = ItemViews(addresses, publications_by_id(archive.publications), archived=False)
    lines = view_publications(archive.publications, shelf, views, frozenset())
    body = render("publications", lines=lines, loading=False, back=addresses.search(), importing=addresses.view("import"))
    description = "The back issues of " + ", ".join(line.publication.title for line in lines)
    reader = PageAddresses(root_of(path), frame.names, State(view="publications")).search()
    return Page(path, "Newsletters and planets", body, description, reader=reader)


def _viewed(publication: Publication, archive: Archive, shelf: Shelf, frame: Frame, path: str) -> PublicationPage:
    """The publication with its links as they are to be on the page at `path`."""
    root = root_of(path)
    addresses = PageAddresses(root, frame.names, _shown(publication))
    views = ItemViews(addresses, publications_by_id(archive.publications), archived=False)
    return view_publication_page(
        publication, shelf, views, frozenset(), lambda year: root + link_to(frame.names.year(publication.id, year))
    )


def _page(
    publication: Publication, page: PublicationPage, frame: Frame, path: str, *, earlier: str = "", later: str = ""
) -> Page:
    title = f"{publication.title}, {page.chosen}" if page.chosen else publication.title
    return Page(
        path=path,
        title=title,
        body=render("publication", page=page, loading=False, rest=False),
        description=_description(page.line),
        earlier=earlier,
        later=later,
        reader=PageAddresses(root_of(path), frame.names, _shown(publication)).search(),
        subject=publication,
        facts=(publication_facts(publication, frame.absolute(path)),),
    )


def _shown(publication: Publication) -> State:
    return dataclasses.replace(State().choosing("in", publication.id), view="publications")


def _description(line: PublicationLine) -> str:
    noun = "day" if line.publication.kind == "planet" else "issue"
    issues = f"{line.issues:,} {noun}{'' if line.issues == 1 else 's'}"
    time = f", {worded_date(line.first)} to {worded_date(line.last)}" if line.first != line.last else ""
    return f"{line.publication.title}: {issues} with {line.items:,} link{'' if line.items == 1 else 's'}{time}"
