"""Turns parsed issues into what the index is fed with, so many at a time that a reader does not wait."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, repeat
from typing import Any

from backissue.errors import DamagedArchive, InvalidValue
from backissue.index.store import Tokens
from backissue.model import Issue
from backissue.text.dates import parse_date, sort_key
from backissue.text.tokens import segment

# So much text is added at a time: some 15 ms in a browser.
SLICE_CHARS = 150_000
# What a title with its summary is long, about.
_ITEM_CHARS = 300


@dataclass(slots=True)
class Batch:
    """Some issues and their items; the lists beside `items` have one value for each of them."""

    issues: list[dict[str, Any]]
    places: list[int]
    items: list[dict[str, Any]]
    titles: list[str]
    summaries: list[str]
    numbers: list[int]
    publications: list[str]
    sections: list[str]
    headings: list[str]
    dates: list[str]


def batches(issues: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Yields whole issues together until they hold enough text for one step."""
    batch: list[dict[str, Any]] = []
    size = 0
    for issue in issues:
        batch.append(issue)
        size += _ITEM_CHARS * sum([len(section.get("items", ())) for section in issue.get("sections", ())])
        if size >= SLICE_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_batch(issues: list[dict[str, Any]], number: int, publications: set[str], where: str) -> Batch:
    """Lays the items of `issues` beside each other; the first issue is the `number`th of the index.

    Raises:
        DamagedArchive: if an issue names an unknown publication, or holds two items of one id.
        InvalidValue: if a value has the wrong type.
    """
    batch = Batch(issues, [], [], [], [], [], [], [], [], [])
    segments: dict[str, str] = {}
    for place, raw in enumerate(issues):
        Issue.from_dict({**raw, "sections": []}, where)
        if raw["publication"] not in publications:
            raise DamagedArchive(
                f"issue {raw['id']!r} is of the publication {raw['publication']!r}",
                where=where,
                expected="one that the manifest names",
                advice="make the archive again",
            )
        first = len(batch.items)
        batch.places.append(first)
        for section in raw.get("sections", ()):
            items, title = section.get("items", []), section.get("title", "")
            batch.items += items
            batch.sections += [title] * len(items)
            if title not in segments:
                segments[title] = segment(title)
            batch.headings += [segments[title]] * len(items)
        added = len(batch.items) - first
        date = raw.get("date", "")
        batch.dates += [sort_key(parse_date(date)) if date else ""] * added
        batch.publications += [raw["publication"]] * added
        batch.numbers += [number + place] * added
    batch.titles = [item.get("title", "") for item in batch.items]
    batch.summaries = [item.get("summary", "") for item in batch.items]
    _check(batch, where)
    return batch


def _check(batch: Batch, where: str) -> None:
    """Looks at all items at once; only where one is odd they are looked at one by one to tell which."""
    ids = [item["id"] for item in batch.items]
    if {*map(type, batch.titles), *map(type, batch.summaries)} - {str}:
        for raw in batch.issues:
            Issue.from_dict(raw, where)
        raise InvalidValue("an item has a value of the wrong type", where=where, expected="texts")
    if len(set(ids)) < len(ids):
        repeated = next(name for place, name in enumerate(ids) if name in ids[:place])
        raise DamagedArchive(
            f"has two items of the id {repeated!r}", where=where, expected="each id once", advice="make the archive again"
        )


def tokens_of(row: int, titles: list[str], summaries: list[str], headings: list[str]) -> Iterator[Tokens]:
    """Returns what the full-text table is fed with for the rows from `row` on; `headings` are cut already."""
    # the table cuts what is ASCII just as `segment` would
    columns = ([text if text.isascii() else segment(text) for text in column] for column in (titles, summaries))
    return zip(count(row), *columns, headings, repeat(""))
