"""Lays issues over an archive that stays as it is: an issue of the same id is hidden by them, all others stand beside them.

What is laid over, and what it is laid over, are parsed JSON, as `shards.read_shard` returns it. The rows of an index are
numbered from a manifest's counts, newest first, so each issue goes into the shard whose dates are around its own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from backissue.archive.manifest import Manifest, ShardEntry
from backissue.archive.merge import add
from backissue.model import Archive, Publication
from backissue.text.dates import sort_key

# The shard of an archive that has none.
NO_SHARD = ShardEntry("", 0, "", first="", last="", issues=0, items=0)

Raw = dict[str, Any]


class Overlay:
    """An archive with issues laid over it; `manifest` has room for both, and names the publications of both."""

    def __init__(self, manifest: Manifest, publications: Sequence[Publication] = (), issues: Sequence[Raw] = ()) -> None:
        self._hidden: dict[str, int] = {}
        self._ids = frozenset(issue["id"] for issue in issues)
        self._above: dict[str, list[Raw]] = {}
        entries = manifest.shards or ((NO_SHARD,) if issues else ())
        for issue in issues:
            self._above.setdefault(_shard_of(_date(issue), entries).path, []).append(issue)
        shards = tuple(_with_room(entry, self._above.get(entry.path, ())) for entry in entries)
        joined = add(Archive(publications=manifest.publications), publications, ()) if publications else manifest
        self.manifest = dataclasses.replace(
            manifest,
            publications=joined.publications,
            issues=sum(entry.issues for entry in shards),
            items=sum(entry.items for entry in shards),
            shards=shards,
        )

    @property
    def hidden(self) -> int:
        """How many items are not shown of the shards that were laid under so far; exact once all were."""
        return sum(self._hidden.values())

    def hides(self, issue_id: str) -> bool:
        """Says whether the archive's own issue of that id is not shown."""
        return issue_id in self._ids

    def lays_on(self, path: str) -> bool:
        """Says whether an issue is laid into the shard at `path`."""
        return path in self._above

    def shown(self, posts: Mapping[str, str], row_of: Callable[[str], int]) -> dict[str, str]:
        """Returns the posts without those of hidden issues, unless what hides them has the item too: then it has a row."""
        return {name: html for name, html in posts.items() if not self.hides(name.rpartition("/")[0]) or row_of(name)}

    def lay(self, path: str, issues: list[Raw]) -> list[Raw]:
        """Returns the issues of a shard with those that belong there, newest first, and without those that are hidden."""
        kept = [issue for issue in issues if issue["id"] not in self._ids]
        self._hidden[path] = count_items(issues) - count_items(kept)
        above = self._above.get(path)
        if not above:
            return kept
        ordered = sorted([*kept, *above], key=lambda issue: (issue["publication"], issue["id"]))
        return sorted(ordered, key=_date, reverse=True)


def count_items(issues: Sequence[Mapping[str, Any]]) -> int:
    """Returns how many items parsed issues hold."""
    return sum(len(section.get("items") or ()) for issue in issues for section in issue.get("sections") or ())


def _date(issue: Mapping[str, Any]) -> str:
    date = issue.get("date")
    # what is of another type is refused when it is indexed, which tells where it stands
    return sort_key(date) if isinstance(date, str) else ""


def _shard_of(date: str, entries: Sequence[ShardEntry]) -> ShardEntry:
    """The newest shard that reaches back to `date`, else the oldest; undated issues stand behind all that have a date."""
    dated = [entry for entry in entries if entry.first]
    if not date or not dated:
        return entries[-1]
    return next((entry for entry in dated if sort_key(entry.first) <= date), dated[-1])


def _with_room(entry: ShardEntry, above: Sequence[Raw]) -> ShardEntry:
    return dataclasses.replace(entry, issues=entry.issues + len(above), items=entry.items + count_items(above))
