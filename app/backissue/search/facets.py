"""Counts the values of the facet fields over an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set
from heapq import nlargest
from typing import TypeVar

from backissue.index import Index, Rows
from backissue.index.table import FACETS
from backissue.search.answer import FacetValue

Code = TypeVar("Code")


def count_facets(
    index: Index, bases: Mapping[str, Rows], chosen: Mapping[str, set[int]], groups: Callable[[int], int] | None, limit: int
) -> dict[str, tuple[FacetValue, ...]]:
    """Returns for each facet field its values by count, then by value: the first `limit` and the chosen ones, or all.

    Years are given all: they are few, and a picture of them has no gaps.

    `bases` are for each field the rows with the choices in it taken back, so that a count is the total that choosing
    the value alone would give. `chosen` holds the numbers of chosen values, which are listed even with no row.
    With `groups`, rows that it gives the same number count once.
    """
    facets = {}
    for name in FACETS:
        field, rows = index.table.fields[name], bases[name]
        if groups is None:
            counts = field.counts(rows)
        else:
            pairs = {(code, groups(row)) for row, code in field.pairs(rows)}
            counts = Counter(code for code, _ in pairs)
        picked = chosen.get(name, set())
        texts, labels = field.values.texts, field.values.labels
        codes = listed(counts, picked, texts.__getitem__, 0 if name == "year" else limit)
        facets[name] = tuple(FacetValue(texts[code], labels[code], counts[code], code in picked) for code in codes)
    return facets


def listed(counts: Mapping[Code, int], picked: Set[Code], text_of: Callable[[Code], str], most: int) -> list[Code]:
    """Returns the values that have counts, by count, then by text: the first `most` or with 0 all, and the `picked` ones."""
    # of thousands of authors a dozen are shown: the others need not be put in order
    least = nlargest(most, counts.values())[-1] if 0 < most < len(counts) else 0
    codes = sorted((code for code in counts if counts[code] >= least), key=lambda code: (-counts[code], text_of(code)))
    shown = codes[:most] if most else codes
    return [*shown, *sorted(picked - set(shown), key=text_of)]
