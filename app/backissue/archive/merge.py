"""Adds issues to an archive: a newsletter's issue is replaced by its newer version, a planet's day is the union."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator

from backissue.archive.identity import identify, issue_id, same_period
from backissue.archive.shards import newest_first
from backissue.errors import InvalidValue
from backissue.model import Archive, Issue, Item, Publication, Section
from backissue.text.redirects import is_tracked


def add(archive: Archive, publications: Iterable[Publication], issues: Iterable[Issue]) -> Archive:
    """Returns `archive` with `publications` and `issues` added; adding the same again changes nothing.

    An issue of a number that is there already with another date gets the id of that number with `-2`.

    Raises:
        InvalidValue: if an issue belongs to no publication of the archive or of `publications`.
    """
    known = {publication.id: publication for publication in archive.publications}
    for publication in publications:
        known[publication.id] = _joined(known.get(publication.id), publication)
    found = {issue.id: issue for issue in archive.issues}
    for issue in issues:
        if issue.publication not in known:
            raise InvalidValue(
                f"belongs to {issue.publication!r}, which is no publication of the archive",
                where=issue.id or issue_id(issue),
                expected="one of " + (", ".join(known) or "at least one publication"),
            )
        name, earlier = _place(found, issue)
        if known[issue.publication].kind == "planet":
            added = identify(dataclasses.replace(_river(issue), id=name), earlier)
            found[name] = _union(earlier, added) if earlier else added
        else:
            added = identify(dataclasses.replace(issue, id=name), earlier)
            found[name] = _keeping(earlier, added) if earlier else added
    ordered = sorted(known.values(), key=lambda publication: publication.id)
    return dataclasses.replace(archive, publications=tuple(ordered), issues=tuple(newest_first(found.values())))


def _joined(old: Publication | None, new: Publication) -> Publication:
    """What one source does not know of a publication, another may have said before."""
    if old is None:
        return new
    # a list of items cannot tell a planet from a newsletter, so a planet stays one
    kind = "planet" if "planet" in (old.kind, new.kind) else "newsletter"
    return dataclasses.replace(old, **new.to_dict() | {"kind": kind})


def _place(found: dict[str, Issue], issue: Issue) -> tuple[str, Issue | None]:
    """Returns the id that `issue` has in the archive, and what the archive holds there already."""
    unused = ""
    for name in _numbered(issue_id(issue)):
        there = found.get(name)
        # number 1/2 and the second issue of number 1 would have one name
        if there and there.number == issue.number and same_period(there, issue):
            return name, there
        if not there and unused:
            break  # it looked one further, since an issue between two may have been removed
        unused = unused or ("" if there else name)
    # an issue that was named in another archive keeps its name where it is free
    return (issue.id if issue.id.startswith(f"{issue.publication}/") and issue.id not in found else unused), None


def _numbered(name: str) -> Iterator[str]:
    yield name
    for count in itertools.count(2):
        yield f"{name}-{count}"


def _keeping(earlier: Issue, newer: Issue) -> Issue:
    """The newer version, with what only the earlier one knew: a link, a stated title, a post's text."""
    old = {item.id: item for item in earlier.items()}
    kept = {name: getattr(newer, name) or getattr(earlier, name) for name in ("number", "title", "date", "url", "intro")}
    sections = tuple(
        dataclasses.replace(section, items=tuple(_completed(item, old.get(item.id)) for item in section.items))
        for section in newer.sections
    )
    return dataclasses.replace(newer, **kept, sections=sections)


def _completed(item: Item, old: Item | None) -> Item:
    if old is None:
        return item
    said = {field.name: getattr(old, field.name) for field in dataclasses.fields(item) if not getattr(item, field.name)}
    made_only_now = item.title_made and bool(old.title) and not old.title_made
    title = old if made_only_now or not item.title else item
    # what a mail's link only counts, the page's tells
    if is_tracked(item.url) and old.url and not is_tracked(old.url):
        said |= {"url": old.url, "kind": old.kind or item.kind}
    if any(is_tracked(link.url) for link in item.links) and old.links and not any(is_tracked(link.url) for link in old.links):
        said["links"] = old.links
    return dataclasses.replace(item, **said | {"title": title.title, "title_made": title.title_made})


def _river(issue: Issue, older: Iterable[Section] = ()) -> Issue:
    """The same with one section of each title, newest posts first, and the sections of `older` after its own."""
    sections: dict[str, list[Item]] = {}
    for section in (*issue.sections, *older):
        sections.setdefault(section.title, []).extend(section.items)
    ordered = tuple(Section(title, _by_time(items)) for title, items in sections.items() if items)
    return dataclasses.replace(issue, sections=ordered)


def _union(earlier: Issue, newer: Issue) -> Issue:
    """All posts of both: a planet's page keeps only its last posts, what scrolled away must stay."""
    newer = _keeping(earlier, newer)
    present = {item.id for item in newer.items()}
    gone = (Section(each.title, tuple(item for item in each.items if item.id not in present)) for each in earlier.sections)
    return _river(newer, gone)


def _by_time(items: list[Item]) -> tuple[Item, ...]:
    """Newest first where all have a time; a day whose posts lack one stays as it stands."""
    return tuple(sorted(items, key=lambda item: item.date, reverse=True)) if all(item.date for item in items) else tuple(items)
