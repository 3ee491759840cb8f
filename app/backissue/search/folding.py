"""Joins hits of an archive that was searched part by part where they lead to the same link.

Of each row that was found a number of eight bytes is kept, the hash of its link, with the issue that it stands in. That two
of three million links have the same number by chance has a probability of one in four million.
"""

from __future__ import annotations

import dataclasses
import functools
from array import array
from collections.abc import Iterable, Iterator, Mapping

from backissue.index import Index, Rows
from backissue.index.table import FACETS
from backissue.search.answer import Hit
from backissue.text.links import link_key

# So many links are looked at in a step.
_STEP = 4_000


class Folding:
    """The groups of rows that have the same link; a row without a link is a group of its own."""

    def __init__(self) -> None:
        self._links = array("q")
        self._issues = array("I")
        self._names: list[str] = []
        self._values: dict[str, dict[str, array[int]]] = {name: {} for name in FACETS}

    def add(self, index: Index, base: int, rows: Rows, bases: Mapping[str, Rows]) -> Iterator[None]:
        """Takes the rows that were found in a part, and for each facet field that has choices those without its choices."""
        links: dict[int, int] = {}
        for each in (rows, *bases.values()):
            for row in each:
                if row not in links:
                    links[row] = _number(index.stock.item(row).get("url", ""), base + row)
                    if len(links) % _STEP == 0:
                        yield
        first = len(self._names)
        numbers: dict[str, int] = {}
        for row in rows:
            self._links.append(links[row])
            self._issues.append(first + numbers.setdefault(index.issue_of(row), len(numbers)))
        self._names += numbers
        yield
        for name, known in self._values.items():
            field = index.table.fields[name]
            for row, code in field.pairs(bases.get(name, rows)):
                known.setdefault(field.values.keys[code], array("q")).append(links[row])
            yield

    def total(self) -> int:
        """Returns how many groups there are."""
        return len(set(self._links))

    def counts(self) -> dict[str, dict[str, int]]:
        """Returns for each facet field how many groups have each value, by what its texts have in common."""
        return {name: {key: len(set(links)) for key, links in values.items()} for name, values in self._values.items()}

    @staticmethod
    def firsts(hits: Iterable[Hit]) -> list[Hit]:
        """Returns the first hit of each group, in order."""
        groups: dict[int, Hit] = {}
        for hit in hits:
            groups.setdefault(_number_of(hit.item.url, hit.row), hit)
        return list(groups.values())

    def with_others(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        """Returns hits with the issues in which their links stand as well, newest first."""
        shown = {_number_of(hit.item.url, hit.row): hit for hit in hits}
        issues: dict[int, dict[str, None]] = {link: {} for link in shown}
        for link, issue in zip(self._links, self._issues, strict=True):
            if link in shown:
                issues[link][self._names[issue]] = None
        return tuple(
            dataclasses.replace(hit, others=tuple(issue for issue in issues[link] if issue != hit.issue))
            for link, hit in shown.items()
        )


def _number(url: str, row: int) -> int:
    return hash(link_key(url) or f" {row}")


@functools.lru_cache(maxsize=2_000)
def _number_of(url: str, row: int) -> int:
    """The number of a hit, of which the same ones come again after each part of the archive."""
    return _number(url, row)
