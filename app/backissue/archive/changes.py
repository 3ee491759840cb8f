"""What differs between two archives, by publication, issue and item, field by field: what `diff` and `import` tell.

Things are the same by their ids, so what was taken out of one issue and put into another is gone here and new there.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from backissue.model import Archive, Issue, Item, Section

_T = TypeVar("_T")
# The title of a thing, and what gives its fields as JSON would hold them: only what stands in both archives is asked.
_Facts = tuple[str, Callable[[], Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is new, gone or changed: its id, its title, and the values before and after of fields that differ.

    `fields` is empty for what is new or gone, and for an issue of which only items changed. Values are as JSON would hold
    them; one that is missing is None.
    """

    id: str
    title: str
    fields: Mapping[str, tuple[Any, Any]] = dataclasses.field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Returns the change as JSON: `id`, `title`, and `fields` of `before` and `after` where there are some."""
        fields = {name: {"before": before, "after": after} for name, (before, after) in self.fields.items()}
        return {"id": self.id, "title": self.title} | ({"fields": fields} if fields else {})


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of all things of one sort, in the order of the archives, and how many stayed the same."""

    added: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    same: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def to_dict(self) -> dict[str, Any]:
        """Returns the difference as JSON: `added`, `removed` and `changed` as arrays of changes, `same` as a number."""
        lists = {name: [each.to_dict() for each in getattr(self, name)] for name in ("added", "removed", "changed")}
        return {**lists, "same": self.same}


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two archives; false where nothing does. `title` is the archives' own, before and after.

    An issue's fields are its own, `sections` (their titles) and `order` (the ids of the items that both versions hold); it
    is changed, too, where one of its items is new, gone or changed. An item's fields include its `section` and `content`.
    """

    title: tuple[str, str]
    publications: Difference
    issues: Difference
    items: Difference

    def __bool__(self) -> bool:
        return self.title[0] != self.title[1] or bool(self.publications or self.issues or self.items)

    def to_dict(self) -> dict[str, Any]:
        """Returns the changes as JSON: `publications`, `issues`, `items`, and `title` where the archive's own differs."""
        parts = {name: getattr(self, name).to_dict() for name in ("publications", "issues", "items")}
        before, after = self.title
        return parts | ({"title": {"before": before, "after": after}} if before != after else {})


def compare(before: Archive, after: Archive) -> Changes:
    """Returns what differs between `before` and `after`, in time that grows with their size."""
    old = {issue.id: issue for issue in before.issues}
    new = {issue.id: issue for issue in after.issues}
    same = {name for name, issue in old.items() if issue == new.get(name)}
    left, right = ([issue for issue in archive.issues if issue.id not in same] for archive in (before, after))
    items = _difference(_all(left, _items), _all(right, _items))
    return Changes(
        (before.title, after.title),
        _difference(_all([before], _publications), _all([after], _publications)),
        _difference(_all(left, _headings(new)), _all(right, _headings(old)), len(same), whole=True),
        dataclasses.replace(items, same=items.same + sum(1 for name in same for _ in old[name].items())),
    )


def _difference(before: dict[str, _Facts], after: dict[str, _Facts], same: int = 0, whole: bool = False) -> Difference:
    """Compares by id. Where `whole`, what stands in both differs, even if its fields do not; `same` are left out of both."""
    changed = []
    for name, (title, facts) in after.items():
        if name in before:
            then, now = before[name][1](), facts()
            fields = {key: (then.get(key), now.get(key)) for key in {**then, **now} if then.get(key) != now.get(key)}
            if fields or whole:
                changed.append(Change(name, title, fields))
            else:
                same += 1
    added = tuple(Change(name, title) for name, (title, _) in after.items() if name not in before)
    removed = tuple(Change(name, title) for name, (title, _) in before.items() if name not in after)
    return Difference(added, removed, tuple(changed), same)


def _all(things: Iterable[_T], facts: Callable[[_T], Iterator[tuple[str, _Facts]]]) -> dict[str, _Facts]:
    return {name: found for thing in things for name, found in facts(thing)}


def _publications(archive: Archive) -> Iterator[tuple[str, _Facts]]:
    for publication in archive.publications:
        yield publication.id, (publication.title, publication.to_dict)


def _headings(others: Mapping[str, Issue]) -> Callable[[Issue], Iterator[tuple[str, _Facts]]]:
    """Returns what tells an issue without its items, and the order of those that it has in common with its other version."""

    def facts(issue: Issue) -> Mapping[str, Any]:
        common = {item.id for item in others[issue.id].items()} if issue.id in others else set()
        own = dataclasses.replace(issue, sections=()).to_dict()
        order = [item.id for item in issue.items() if item.id in common]
        return own | {"sections": [section.title for section in issue.sections], "order": order}

    return lambda issue: iter([(issue.id, (issue.title, functools.partial(facts, issue)))])


def _items(issue: Issue) -> Iterator[tuple[str, _Facts]]:
    for section in issue.sections:
        for item in section.items:
            yield item.id, (item.title, functools.partial(_item, item, section))


def _item(item: Item, section: Section) -> Mapping[str, Any]:
    apart = {"section": section.title, "content": item.content}
    return item.to_dict() | {name: value for name, value in apart.items() if value}
