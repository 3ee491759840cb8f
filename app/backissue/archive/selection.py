"""Takes a part out of an archive: cut to some items, without some items, issues or publications, or in another order."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence

from backissue.model import Archive, Issue, Item, Section


def cut_to(archive: Archive, items: Collection[str]) -> Archive:
    """Returns `archive` with the items of these ids alone, and only the sections, issues and publications that hold them."""
    wanted = frozenset(items)
    issues = _holding(archive.issues, lambda item: item.id in wanted)
    named = {issue.publication for issue in issues}
    publications = tuple(each for each in archive.publications if each.id in named)
    return dataclasses.replace(archive, publications=publications, issues=issues)


def without_items(archive: Archive, items: Collection[str]) -> Archive:
    """Returns `archive` without the items of these ids; sections and issues that held nothing else go, publications stay."""
    unwanted = frozenset(items)
    touched = {issue.id for issue in archive.issues if any(item.id in unwanted for item in issue.items())}
    left = {issue.id: issue for issue in _holding(archive.issues, lambda item: item.id not in unwanted)}
    issues = (left.get(issue.id) if issue.id in touched else issue for issue in archive.issues)
    return dataclasses.replace(archive, issues=tuple(issue for issue in issues if issue))


def without_issues(archive: Archive, issues: Collection[str]) -> Archive:
    """Returns `archive` without the issues of these ids; publications stay."""
    return dataclasses.replace(archive, issues=tuple(issue for issue in archive.issues if issue.id not in issues))


def without_publications(archive: Archive, publications: Collection[str]) -> Archive:
    """Returns `archive` without the publications of these ids and all their issues."""
    return dataclasses.replace(
        archive,
        publications=tuple(each for each in archive.publications if each.id not in publications),
        issues=tuple(issue for issue in archive.issues if issue.publication not in publications),
    )


def placed(archive: Archive, order: Sequence[str] = ()) -> Iterator[tuple[Issue, int, Item]]:
    """Yields every item with its issue and the place of its section there; in the `order` of these ids where it is given."""
    places = (
        (issue, place, item) for issue in archive.issues for place, section in enumerate(issue.sections) for item in section.items
    )
    if not order:
        yield from places
        return
    named = {found[2].id: found for found in places}
    yield from (named[name] for name in order if name in named)


def _holding(issues: tuple[Issue, ...], keep: Callable[[Item], bool]) -> tuple[Issue, ...]:
    """The issues with the items that are kept; what holds none of them goes."""
    found = []
    for issue in issues:
        sections = (Section(each.title, tuple(item for item in each.items if keep(item))) for each in issue.sections)
        if kept := tuple(section for section in sections if section.items):
            found.append(dataclasses.replace(issue, sections=kept))
    return tuple(found)
