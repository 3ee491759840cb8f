"""Counts the values of the facet fields over an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Set
from heapq import nlargest
from typing import TypeVar

from backissue.index import Rows
from backissue.index.facets import Field
from backissue.search.answer import FacetValue

Code = TypeVar("Code")


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
    texts, labels = field.values.texts, field.values.labels
    codes = listed(counts, chosen, texts.__getitem__, limit)
    return tuple(FacetValue(texts[code], labels[code], counts[code], code in chosen) for code in codes)


def listed(counts: Mapping[Code, int], picked: Set[Code], text_of: Callable[[Code], str], most: int) -> list[Code]:
    """Returns the values that have counts, by count, then by text: the first `most` or with 0 all, and the `picked` ones."""
    # of thousands of authors a dozen are shown: the others need not be put in order
    least = nlargest(most, counts.values())[-1] if 0 < most < len(counts) else 1
    codes = sorted((code for code in counts if counts[code] >= least), key=lambda code: (-counts[code], text_of(code)))
    shown = codes[:most] if most else codes
    return [*shown, *sorted(picked - set(shown), key=text_of)]
