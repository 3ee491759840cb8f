"""Counts the values of the facet fields over an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from heapq import nlargest

from backissue.index import Index, Rows
from backissue.index.table import FACETS
from backissue.search.answer import FacetValue


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
        most = 0 if name == "year" else limit
        texts, labels = field.values.texts, field.values.labels
        # of thousands of authors a dozen are shown: the others need not be put in order
        least = nlargest(most, counts.values())[-1] if 0 < most < len(counts) else 0
        codes = sorted((code for code in counts if counts[code] >= least), key=lambda code: (-counts[code], texts[code]))
        shown = codes[:most] if most else codes
        codes = [*shown, *sorted(picked.difference(shown), key=texts.__getitem__)]
        facets[name] = tuple(FacetValue(texts[code], labels[code], counts[code], code in picked) for code in codes)
    return facets
