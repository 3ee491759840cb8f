"""How the page for importing looks: what was understood of each file, and what is kept in this browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from backissue.archive.identity import issue_id
from backissue.archive.overlay import count_items
from backissue.model import Issue, Publication
from backissue.reader.addresses import Addresses
from backissue.reader.own import Own
from backissue.reader.workbench import File, Words, Workbench
from backissue.text.dates import day_of

SHOWN_FILES = 100
SHOWN_ISSUES = 8
SHOWN_TITLES = 3
SHOWN_WORDS = 5


@dataclass(frozen=True, slots=True)
class IssueLine:
    """An issue that was understood; `known` where one of its name is there already."""

    name: str
    date: str
    items: int
    titles: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class PublicationPart:
    """What a file holds of one publication; `more` counts the issues that are not listed."""

    title: str
    kind: str
    issues: int
    items: int
    lines: tuple[IssueLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class WordsView:
    """The first of what was said, and how much more there was."""

    first: tuple[tuple[str, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class FileView:
    """A file with what was understood of it."""

    name: str
    size: int
    state: str
    sources: int
    parts: tuple[PublicationPart, ...]
    doubts: WordsView
    left_out: WordsView


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A publication of which issues were imported; `href` leads to its issues."""

    id: str
    title: str
    href: str
    kind: str
    issues: int
    items: int


@dataclass(frozen=True, slots=True)
class ImportView:
    """The page for importing.

    `busy` is `reading`, `adding` or ""; `waits` says that files were not read yet; `issues` and `items` count what could be
    added.
    """

    back: str
    busy: str
    waits: bool
    files: tuple[FileView, ...]
    more_files: int
    done: int
    of: int
    issues: int
    items: int
    own: tuple[OwnLine, ...]
    own_bytes: int
    kept: bool
    formats: tuple[tuple[str, str], ...]


def view_import(
    bench: Workbench, own: Own, addresses: Addresses, busy: str, kept: bool, is_known: Callable[[str], bool]
) -> ImportView:
    """Returns the page for importing; `is_known` tells whether an issue of an id is there already."""
    read = sum(file.state in ("read", "stopped") for file in bench.files)
    issues = bench.issues
    return ImportView(
        back=addresses.search(),
        busy=busy,
        waits=bench.waits,
        files=tuple(_file(file, is_known) for file in bench.files[:SHOWN_FILES]),
        more_files=max(len(bench.files) - SHOWN_FILES, 0),
        done=read,
        of=len(bench.files),
        issues=len(issues),
        items=sum(1 for issue in issues for _ in issue.items()),
        own=_own(own, addresses),
        own_bytes=own.size,
        kept=kept,
        formats=bench.tools.formats if bench.tools else (),
    )


def _file(file: File, is_known: Callable[[str], bool]) -> FileView:
    parts = tuple(_part(each, file.issues, is_known) for each in file.publications)
    return FileView(file.name, file.size, file.state, file.sources, parts, _said(file.doubts), _said(file.left_out))


def _part(publication: Publication, issues: list[Issue], is_known: Callable[[str], bool]) -> PublicationPart:
    of_it = [issue for issue in issues if issue.publication == publication.id]
    lines = tuple(_line(issue, is_known) for issue in of_it[:SHOWN_ISSUES])
    items = sum(1 for issue in of_it for _ in issue.items())
    return PublicationPart(publication.title, publication.kind, len(of_it), items, lines, len(of_it) - len(lines))


def _line(issue: Issue, is_known: Callable[[str], bool]) -> IssueLine:
    titles = [item.title or item.summary[:80] or item.url for item in issue.items()]
    name = " ".join(part for part in (issue.number, issue.title) if part)
    date = day_of(issue.date) if issue.date else ""
    return IssueLine(name, date, len(titles), tuple(titles[:SHOWN_TITLES]), is_known(issue_id(issue)))


def _said(words: Words) -> WordsView:
    return WordsView(tuple(words.first[:SHOWN_WORDS]), words.count - len(words.first[:SHOWN_WORDS]))


def _own(own: Own, addresses: Addresses) -> tuple[OwnLine, ...]:
    issues: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for issue in own.issues:
        issues[issue["publication"]] += 1
        items[issue["publication"]] += count_items([issue])
    ordered = sorted(own.publications, key=lambda publication: publication.title.casefold())
    return tuple(
        OwnLine(each.id, each.title, addresses.view("publications", each.id), each.kind, issues[each.id], items[each.id])
        for each in ordered
    )
