"""What somebody does to the issues that they imported: adds some, takes some away, or takes that back.

A change can be carried out again: where another page of the same browser has kept something else meanwhile, it is made
on top of that.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass

from backissue.archive.identity import issue_id
from backissue.archive.merge import add
from backissue.model import Archive, Issue, Publication
from backissue.reader.own import Own

# So many issues are added between two looks at whether somebody waits.
_AT_ONCE = 40

Steps = Generator[None, None, Own]


@dataclass(frozen=True, slots=True)
class Addition:
    """Issues that were read from files; `site` gives the archive's own issue of an id, which they complete."""

    publications: tuple[Publication, ...]
    issues: tuple[Issue, ...]
    site: Callable[[str], Issue | None]

    def apply(self, own: Own, known: Iterable[Publication]) -> Steps:
        """Yields between steps; returns the imported issues with these, of which the archive has none just so."""
        archive = Archive("Imported", tuple(known))
        archive = add(archive, [*own.publications, *self.publications], ())
        for some in own.pieces():
            archive = add(archive, (), some)
            yield
        for start in range(0, len(self.issues), _AT_ONCE):
            some_more = self.issues[start : start + _AT_ONCE]
            archive = add(archive, (), self._there(some_more, {issue.id for issue in archive.issues}))
            archive = add(archive, (), some_more)
            yield
        new = tuple(issue for issue in archive.issues if issue.id in own.ids or not _is_same(issue, self.site(issue.id)))
        return Own.of(Archive("Imported", archive.publications, new))

    def _there(self, issues: Iterable[Issue], taken: set[str]) -> list[Issue]:
        """What the archive holds under the names that `issues` would get: it is completed, not doubled."""
        found: dict[str, Issue] = {}
        for issue in issues:
            name, count = issue_id(issue), 1
            while (there := self.site(name if count == 1 else f"{name}-{count}")) is not None:
                if there.id not in taken:
                    found[there.id] = there
                count += 1
        return list(found.values())


def _is_same(issue: Issue, there: Issue | None) -> bool:
    """Says whether the archive has the issue just so; the text of posts, which it keeps apart, is not compared."""
    return there is not None and issue.to_dict() == there.to_dict()


@dataclass(frozen=True, slots=True)
class Removal:
    """Takes away the issues of these ids."""

    ids: frozenset[str]

    def apply(self, own: Own, known: Iterable[Publication]) -> Steps:
        """Yields between steps; returns what is left."""
        left: list[Issue] = []
        for some in own.pieces():
            left += [issue for issue in some if issue.id not in self.ids]
            yield
        return Own.of(Archive("Imported", own.publications, tuple(left)))


@dataclass(frozen=True, slots=True)
class Return:
    """Brings back issues that were taken away, just as they were."""

    publications: tuple[Publication, ...]
    issues: tuple[Issue, ...]

    def apply(self, own: Own, known: Iterable[Publication]) -> Steps:
        """Yields between steps; returns the imported issues with these."""
        there: list[Issue] = []
        for some in own.pieces():
            there += some
            yield
        back = tuple(issue for issue in self.issues if issue.id not in own.ids)
        publications = add(Archive(publications=own.publications), self.publications, ()).publications
        return Own.of(Archive("Imported", publications, (*there, *back)))


Change = Addition | Removal | Return


def describe_change(change: Change, before: Own, after: Own) -> str:
    """Says in words what a change has changed."""
    if isinstance(change, Removal):
        return f"{_counted(len(before.ids) - len(after.ids), 'issue')} removed."
    if isinstance(change, Return):
        return f"{_counted(len(after.ids) - len(before.ids), 'issue')} brought back."
    old = {issue["id"]: issue for issue in before.issues}
    new = sum(issue["id"] not in old for issue in after.issues)
    changed = sum(issue["id"] in old and old[issue["id"]] != issue for issue in after.issues)
    same = len(_distinct(change.issues)) - new - changed
    parts = [f"{_counted(new, 'issue')} added"]
    parts += [f"{changed:,} completed"] if changed else []
    parts += [f"{same:,} there already, just so"] if same > 0 else []
    return ", ".join(parts) + "."


def _distinct(issues: tuple[Issue, ...]) -> set[tuple[str, str, str]]:
    return {(issue.publication, issue.number, issue.date) for issue in issues}


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
