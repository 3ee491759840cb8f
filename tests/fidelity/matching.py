"""Finds, one to one, the items that the reference and an importer both have."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from tests.fidelity.row import Row


@dataclass(frozen=True, slots=True)
class Matched:
    """Pairs of a stated and a found row, the stated rows that were missed, and the found ones that nobody stated."""

    pairs: tuple[tuple[Row, Row], ...]
    missed: tuple[Row, ...]
    beyond: tuple[Row, ...]


Name = Callable[[Row], tuple[Hashable, ...]]

# From the certain to the likely; a name with an empty part is none. An issue with a wrong number is known by its date.
_NAMES: tuple[Name, ...] = (
    lambda row: (row.issue, row.url, row.title, row.section),
    lambda row: (row.issue, row.url, row.title),
    lambda row: (row.issue, row.url),
    lambda row: (row.issue, row.title),
    lambda row: (row.date, row.url),
    lambda row: (row.date, row.title),
    lambda row: (row.url, row.title),
    # what has neither link nor title, as a quotation
    lambda row: (row.issue, row.summary[:40]),
)


def match(stated: Sequence[Row], found: Sequence[Row]) -> Matched:
    """Returns which rows are the same item: by canonical link within the issue, then by title; none is used twice."""
    pairs: list[tuple[Row, Row]] = []
    missed, beyond = list(stated), list(found)
    for name in _NAMES:
        waiting: dict[tuple[Hashable, ...], list[int]] = {}
        for place in reversed(range(len(beyond))):
            waiting.setdefault(name(beyond[place]), []).append(place)
        still, used = [], set()
        for row in missed:
            places = waiting.get(name(row), []) if all(name(row)) else []
            if places:
                used.add(places[-1])
                pairs.append((row, beyond[places.pop()]))
            else:
                still.append(row)
        missed, beyond = still, [row for place, row in enumerate(beyond) if place not in used]
    return Matched(tuple(pairs), tuple(missed), tuple(beyond))
