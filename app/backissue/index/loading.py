"""Turns parsed issues into what the index is fed with, so many at a time that a reader does not wait."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from itertools import count, repeat
from operator import methodcaller
from typing import Any

from backissue.errors import DamagedArchive, InvalidValue
from backissue.index.store import Tokens
from backissue.model import Issue
from backissue.text.tokens import segment, segment_column

# So many items are added at a time: some 30 ms in a browser. Fewer would leave the table in more pieces.
SLICE_ITEMS = 1_500


@dataclass(slots=True)
class Batch:
    """Some issues, and their items beside each other: `titles`, `summaries` and `headings` have one text for each item.

    `runs` are the numbers of items of the issues, `sections` the title of each section with the number of its items.
    """

    issues: list[dict[str, Any]]
    runs: list[int] = field(default_factory=list)
    items: list[dict[str, Any]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    summaries: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    sections: list[tuple[str, int]] = field(default_factory=list)


def batches(issues: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yields whole issues together until they hold enough items for one step."""
    batch: list[dict[str, Any]] = []
    size = 0
    for issue in issues:
        batch.append(issue)
        size += sum([len(section.get("items") or ()) for section in issue.get("sections") or ()])
        if size >= SLICE_ITEMS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_batch(issues: list[dict[str, Any]], publications: Container[str], where: str) -> Batch:
    """Lays the items of `issues` beside each other.

    Raises:
        DamagedArchive: if an issue names an unknown publication, or holds two items of one id, or one of another issue.
        InvalidValue: if a value has the wrong type.
    """
    batch = Batch(issues)
    segments: dict[str, str] = {}
    for raw in issues:
        Issue.from_dict({**raw, "sections": []}, where)
        name, first = raw["id"], len(batch.items)
        if raw["publication"] not in publications:
            raise _damaged(f"issue {name!r} is of the publication {raw['publication']!r}", "one that the manifest names", where)
        for section in raw.get("sections") or ():
            items, title = section.get("items") or [], section.get("title") or ""
            if not isinstance(title, str):
                raise InvalidValue(f"{str(title)[:60]!r} is no text", where=f"{where}: a section's title", expected="a string")
            if title not in segments:
                segments[title] = segment(title)
            batch.items += items
            batch.sections.append((title, len(items)))
            batch.headings += [segments[title]] * len(items)
        batch.runs.append(len(batch.items) - first)
        ids = [item["id"] for item in batch.items[first:]]
        if not all(map(methodcaller("startswith", name + "/"), ids)):
            raise _damaged(f"an item in issue {name!r} has the id of another issue", "ids that begin with their issue's", where)
        if len(set(ids)) < len(ids):
            raise _damaged(f"has two items of one id in {name!r}", "each id once", where)
    batch.titles, batch.summaries, links = (
        list(map(dict.get, batch.items, repeat(name), repeat(""))) for name in ("title", "summary", "url")
    )
    # all at once; only where one is odd they are looked at one by one, to tell which
    if {*map(type, batch.titles), *map(type, batch.summaries), *map(type, links)} - {str}:
        for raw in issues:
            Issue.from_dict(raw, where)
        raise InvalidValue("an item has a value of the wrong type", where=where, expected="texts")
    return batch


def _damaged(problem: str, expected: str, where: str) -> DamagedArchive:
    return DamagedArchive(problem, where=where, expected=expected, advice="make the archive again")


def tokens_of(row: int, titles: list[str], summaries: list[str], headings: list[str]) -> Iterator[Tokens]:
    """Returns what the full-text table is fed with for the rows from `row` on; `headings` are cut already."""
    return zip(count(row), segment_column(titles), segment_column(summaries), headings, repeat(""))
