"""Sums up what a site consists of, by what it is for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from backissue.publish.pages.feeds import CALENDAR, FEEDS
from backissue.publish.pages.names import FOLDER
from backissue.publish.pages.not_found import PATH as NOT_FOUND
from backissue.publish.pages.sitemap import MAP, ROBOTS

GROUPS = ("reader", "runtime", "archive", "pages", "feeds")
_PACKED = (".gz", ".br")


@dataclass(frozen=True, slots=True)
class Group:
    """The files of a site that are for one thing: how many, of how many bytes, and how many had to be written."""

    name: str
    files: int
    bytes: int
    written: int


def summed_up(sizes: Mapping[str, int], written: Collection[str]) -> tuple[Group, ...]:
    """Returns the groups of the files with these `sizes`, of which those in `written` were written.

    >>> [each.name for each in summed_up({"index.html": 9, "data/archive.json": 8, "issues/quay/7.html.gz": 7}, ())]
    ['reader', 'archive', 'pages']
    """
    by_group: dict[str, list[str]] = {}
    for name in sizes:
        by_group.setdefault(group_of(name), []).append(name)
    return tuple(
        Group(group, len(names), sum(sizes[name] for name in names), sum(name in written for name in names))
        for group in GROUPS
        if (names := by_group.get(group))
    )


def group_of(name: str) -> str:
    """Returns what the file at a path in a site is for, one of `GROUPS`; a packed file is for what the file beside it is."""
    for suffix in _PACKED:
        name = name.removesuffix(suffix)
    folder, _, file = name.partition("/")
    if name == CALENDAR or (folder == FOLDER and file.rpartition("/")[2] in FEEDS):
        return "feeds"
    if folder == FOLDER or name in (NOT_FOUND, ROBOTS) or _is_map(name):
        return "pages"
    return {"runtime": "runtime", "data": "archive"}.get(folder, "reader") if file else "reader"


def _is_map(name: str) -> bool:
    stem = MAP.removesuffix(".xml")
    return name == MAP or (name.startswith(f"{stem}-") and name.endswith(".xml"))
