"""What an importer hands on: publications, their issues, and the places where it had to leave something out."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from backissue.errors import SourceError
from backissue.model import Issue, Publication


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something odd in a source: where it stands, and what was made of it. The item itself is kept."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A feed that a list names: what it is called there, its own address, and the page that it belongs to."""

    title: str
    feed_url: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class FeedList:
    """A list of feeds, and the planet that their posts would make (`joining.join_listed`); `where` is the source's name."""

    where: str
    planet: Publication
    feeds: tuple[ListedFeed, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What was understood of one source. Ids of issues and items are still empty: the archive gives them.

    `lists` are the feeds that the source only names. `named` tells that ids were given ahead (`archive.merge.name_ahead`).
    """

    publications: tuple[Publication, ...]
    issues: tuple[Issue, ...]
    doubts: tuple[Doubt, ...] = field(default=())
    lists: tuple[FeedList, ...] = field(default=())
    named: bool = False


def dropped_link(where: str, title: str, address: str) -> Doubt:
    """Returns the doubt about an item whose link is of no kind that is kept."""
    return Doubt(where, f"the link of {title[:60]!r} is dropped: {address[:60]!r} is not of http, https or mailto")


def unplaced(where: str, issue: Issue) -> tuple[Doubt, ...]:
    """Returns the doubt about an issue that nothing tells a number or a date of, or none."""
    known = issue.number or issue.date
    return () if known else (Doubt(where, "the issue has neither a number nor a date"),)


def published_as(imported: Imported, publication: str | None, where: str) -> Imported:
    """Returns `imported` with `publication` as the id of its publication; None changes nothing.

    A newsletter that was found inside a planet keeps its own id: only the planet was asked for by name.

    Raises:
        SourceError: if the source holds several publications, for which one id cannot stand.
    """
    if not publication:
        return imported
    planets = [each for each in imported.publications if each.kind == "planet"]
    named = planets or list(imported.publications)
    if len(named) > 1:
        titles = ", ".join(each.title for each in named[:5])
        raise SourceError(
            f"holds {len(named)} publications ({titles})",
            where=where,
            expected="one, when its id is given",
            advice="import it without --publication",
        )
    renamed = {each.id: publication for each in named}
    return dataclasses.replace(
        imported,
        publications=tuple(dataclasses.replace(each, id=renamed.get(each.id, each.id)) for each in imported.publications),
        issues=tuple(
            dataclasses.replace(each, publication=renamed.get(each.publication, each.publication)) for each in imported.issues
        ),
    )
