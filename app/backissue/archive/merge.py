"""Adds issues to an archive: a newsletter's issue is replaced by its newer version, a planet's day is the union."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, fields, replace

from backissue.archive.identity import identify, issue_id, same_issue, same_period
from backissue.archive.shards import newest_first
from backissue.errors import InvalidValue
from backissue.model import Archive, Issue, Item, Publication, Section
from backissue.text.dates import day_of, sort_key
from backissue.text.redirects import is_tracked


class Merging:
    """An archive while it is added to, in time that grows with what is added and not with what is there.

    `touched` holds the ids of the issues that something was said about, changed or not.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._publications = {publication.id: publication for publication in archive.publications}
        self._issues: dict[str, Issue] = {}
        self._ids: dict[tuple[str, str], list[str]] = {}
        self.touched: set[str] = set()
        for issue in archive.issues:
            self._put(issue)

    def describe(self, publications: Iterable[Publication]) -> None:
        """Adds publications, or what is now known of them."""
        for publication in publications:
            self._publications[publication.id] = _joined(self._publications.get(publication.id), publication)

    def add(self, issue: Issue, named_as: str = "") -> None:
        """Adds an issue; one of a number that is there already for another issue gets the id of that number with `-2`.

        `named_as` is the kind of publication that it was named for ahead (`name_ahead`), if it was.

        Raises:
            InvalidValue: if it belongs to no publication that was described.
        """
        publication = self._publications.get(issue.publication)
        if publication is None:
            raise InvalidValue(
                f"belongs to {issue.publication!r}, which is no publication of the archive",
                where=issue.id or issue_id(issue),
                expected="one of " + (", ".join(self._publications) or "at least one publication"),
            )
        is_planet = publication.kind == "planet"
        earlier = self._earlier(issue, is_planet)
        if named_as == publication.kind and not earlier and issue.id == issue_id(issue) and issue.id not in self._issues:
            added = issue
        else:
            bare = replace(issue, id="") if named_as else issue
            added = replace(_river(bare) if is_planet else bare, id=earlier.id if earlier else self._unused(bare))
            added = identify(added, earlier, ahead=bool(named_as))
        if earlier:
            added = _union(earlier, added) if is_planet else _keeping(earlier, added)
        self.touched.add(added.id)
        self._put(added)

    def archive(self) -> Archive:
        """Returns the archive as it is now."""
        publications = sorted(self._publications.values(), key=lambda publication: publication.id)
        return replace(self._archive, publications=tuple(publications), issues=tuple(newest_first(self._issues.values())))

    def _put(self, issue: Issue) -> None:
        self._issues[issue.id] = issue
        for name in _names(issue):
            ids = self._ids.setdefault(name, [])
            if issue.id not in ids:
                ids.append(issue.id)

    def _earlier(self, issue: Issue, is_planet: bool) -> Issue | None:
        """The version of `issue` that is there already, if one is."""
        ids = {name: None for key in _names(issue) for name in sorted(self._ids.get(key, ()), key=lambda name: (len(name), name))}
        versions = (self._issues[name] for name in ids)
        if is_planet:
            return next((each for each in versions if each.number == issue.number and same_period(each, issue)), None)
        return next((each for each in versions if same_issue(each, issue)), None)

    def _unused(self, issue: Issue) -> str:
        # an issue that was named in another archive keeps its name where it is free
        if issue.id.startswith(f"{issue.publication}/") and issue.id not in self._issues:
            return issue.id
        name = issue_id(issue)
        return next(each for each in _numbered(name) if each not in self._issues)


def add(archive: Archive, publications: Iterable[Publication], issues: Iterable[Issue]) -> Archive:
    """Returns `archive` with `publications` and `issues` added, in this order; adding the same again changes nothing.

    Raises:
        InvalidValue: if an issue belongs to no publication of the archive or of `publications`.
    """
    merging = Merging(archive)
    merging.describe(publications)
    for issue in issues:
        merging.add(issue)
    return merging.archive()


def name_ahead(publications: Iterable[Publication], issues: Sequence[Issue]) -> tuple[Issue, ...] | None:
    """Returns `issues` with the ids that they get where nothing else is there, or None where one brings an id along.

    Naming is most of the work of merging. Done where a source is read, on any process or machine, it changes nothing in
    what becomes of it: where an issue is called otherwise after all, its items are named again.
    """
    planets = {publication.id for publication in publications if publication.kind == "planet"}
    if any(issue.id or any(item.id for item in issue.items()) for issue in issues):
        return None
    return tuple(identify(_river(issue) if issue.publication in planets else issue) for issue in issues)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one source has to say, and the name of the source, by which contributions are put in order.

    `named` tells that its issues went through `name_ahead` with these publications.
    """

    name: str
    publications: tuple[Publication, ...]
    issues: tuple[Issue, ...]
    named: bool = False

    def to_add(self) -> Iterator[tuple[Issue, str]]:
        """Yields each issue with the kind of publication that it was named for, or "" where it was not named."""
        kinds = {publication.id: publication.kind for publication in self.publications} if self.named else {}
        for issue in self.issues:
            yield issue, kinds.get(issue.publication, "newsletter") if self.named else ""


def add_all(archive: Archive, contributions: Iterable[Contribution]) -> tuple[Archive, Set[str]]:
    """Returns `archive` with all contributions added, the same in whatever order they come, and the ids of their issues.

    Of two versions of an issue the one of the later date is the newer, or else the one of the source whose name stands
    later. A version that the archive had before is older than any.

    Raises:
        InvalidValue: if an issue belongs to no publication that is known.
    """
    merging = Merging(archive)
    ordered = sorted(contributions, key=lambda each: each.name)
    for each in ordered:
        merging.describe(each.publications)
    # sorting keeps the order of names where dates are the same
    for issue, named_as in sorted((pair for each in ordered for pair in each.to_add()), key=lambda pair: sort_key(pair[0].date)):
        merging.add(issue, named_as)
    return merging.archive(), merging.touched


def _names(issue: Issue) -> list[tuple[str, str]]:
    """What its other versions may be found by: the name that it would get, and its day."""
    days = [day_of(issue.date)] if issue.date else []
    return [(issue.publication, name) for name in (issue_id(issue), *days)]


def _numbered(name: str) -> Iterator[str]:
    yield name
    for count in itertools.count(2):
        yield f"{name}-{count}"


def _joined(old: Publication | None, new: Publication) -> Publication:
    """What one source does not know of a publication, another may have said before."""
    if old is None:
        return new
    # a list of items cannot tell a planet from a newsletter, so a planet stays one
    kind = "planet" if "planet" in (old.kind, new.kind) else "newsletter"
    return replace(old, **new.to_dict() | {"kind": kind})


def _keeping(earlier: Issue, newer: Issue) -> Issue:
    """The newer version, with what only the earlier one knew: a link, a stated title, a post's text."""
    old = {item.id: item for item in earlier.items()}
    kept = {name: getattr(newer, name) or getattr(earlier, name) for name in ("number", "title", "date", "url", "intro")}
    # a page tells the day of what a mail told the second of
    kept["date"] = earlier.date if earlier.date.startswith(newer.date) else newer.date
    sections = tuple(
        replace(section, items=tuple(_completed(item, old.get(item.id)) for item in section.items)) for section in newer.sections
    )
    return replace(newer, **kept, sections=sections)


def _completed(item: Item, old: Item | None) -> Item:
    if old is None:
        return item
    said = {field.name: getattr(old, field.name) for field in fields(item) if not getattr(item, field.name)}
    made_only_now = item.title_made and bool(old.title) and not old.title_made
    title = old if made_only_now or not item.title else item
    # what a mail's link only counts, the page's tells
    if is_tracked(item.url) and old.url and not is_tracked(old.url):
        said |= {"url": old.url, "kind": old.kind or item.kind}
    if any(is_tracked(link.url) for link in item.links) and old.links and not any(is_tracked(link.url) for link in old.links):
        said["links"] = old.links
    return replace(item, **said | {"title": title.title, "title_made": title.title_made})


def _river(issue: Issue, older: Iterable[Section] = ()) -> Issue:
    """The same with one section of each title, newest posts first, and the sections of `older` after its own."""
    sections: dict[str, list[Item]] = {}
    for section in (*issue.sections, *older):
        sections.setdefault(section.title, []).extend(section.items)
    ordered = tuple(Section(title, _by_time(items)) for title, items in sections.items() if items)
    return replace(issue, sections=ordered)


def _union(earlier: Issue, newer: Issue) -> Issue:
    """All posts of both: a planet's page keeps only its last posts, what scrolled away must stay."""
    newer = _keeping(earlier, newer)
    present = {item.id for item in newer.items()}
    gone = (Section(each.title, tuple(item for item in each.items if item.id not in present)) for each in earlier.sections)
    return _river(newer, gone)


def _by_time(items: list[Item]) -> tuple[Item, ...]:
    """Newest first where all have a time; a day whose posts lack one stays as it stands."""
    return tuple(sorted(items, key=lambda item: item.date, reverse=True)) if all(item.date for item in items) else tuple(items)
