"""Counts the values of the facet fields over an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Set
from heapq import nlargest

from backissue.index import Rows
from backissue.index.facets import Field
from backissue.search.answer import FacetValue


def count_values(
    field: Field, rows: Rows, chosen: Set[int], groups: Callable[[int], int] | None, limit: int
) -> tuple[FacetValue, ...]:
    """Returns the values of `field` by count, then by value: the first `limit` and the `chosen` ones, or with 0 all.

    `rows` are those of the answer with the choices in this field taken back, so that a count is the total that choosing
    the value alone would give. `chosen` holds the numbers of chosen values, which are listed even with no row.
    With `groups`, rows that it gives the same number count once.
    """
    if groups is None:
        counts = field.counts(rows, limit)
        for code in chosen - counts.keys():
            counts[code] = len(rows & field.rows({code}))
    else:
        pairs = {(code, groups(row)) for row, code in field.pairs(rows)}
        counts = Counter(code for code, _ in pairs)
    return tuple(_in_order(field, counts, chosen, limit))


def _in_order(field: Field, counts: Counter[int], chosen: Set[int], limit: int) -> Iterator[FacetValue]:
    texts, labels = field.values.texts, field.values.labels
    # of thousands of authors a dozen are shown: the others need not be put in order
    least = nlargest(limit, counts.values())[-1] if 0 < limit < len(counts) else 1
    codes = sorted((code for code in counts if counts[code] >= least), key=lambda code: (-counts[code], texts[code]))
    shown = codes[:limit] if limit else codes
    for code in [*shown, *sorted(chosen - set(shown), key=texts.__getitem__)]:
        yield FacetValue(texts[code], labels[code], counts[code], code in chosen)
