"""Counts the values of the facet fields over an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from backissue.index import Index, Rows
from backissue.index.table import FACETS
from backissue.search.answer import FacetValue


def count_facets(
    index: Index, bases: Callable[[str], Rows], chosen: Mapping[str, set[int]], groups: Callable[[int], int] | None
) -> dict[str, tuple[FacetValue, ...]]:
    """Returns for each facet field its values by count, then by value.

    `bases(field)` are the rows with the choices in that field taken back, so that a count is the total that choosing
    the value alone would give. `chosen` holds the numbers of chosen values, which are listed even with no row.
    With `groups`, rows that it gives the same number count once.
    """
    facets = {}
    for name in FACETS:
        field, rows = index.table.fields[name], bases(name)
        if groups is None:
            counts = field.counts(rows)
        else:
            pairs = {(code, groups(row)) for row, code in field.pairs(rows)}
            counts = Counter(code for code, _ in pairs)
        picked = chosen.get(name, set())
        texts, labels = field.values.texts, field.values.labels
        values = [FacetValue(texts[code], labels[code], counts[code], code in picked) for code in {*counts, *picked}]
        facets[name] = tuple(sorted(values, key=lambda value: (-value.count, value.value)))
    return facets
