"""Counting values: the fast ways count as the plain one does."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backissue.index.facets import SingleField
from backissue.index.rows import Rows
from tests.examples import examples

SIZE = 600


def filled(values: int) -> tuple[SingleField, list[int]]:
    """A field of so many values, the first ones most frequent, and the value of each row."""
    field = SingleField(SIZE)
    numbers = [field.values.code(f"value {n}") for n in range(values)]
    codes = [0, *(numbers[row * row // 7 % (row % values + 1)] if row % 11 else 0 for row in range(1, SIZE))]
    field.fill(1, codes[1:])
    return field, codes


@pytest.mark.parametrize("values", [3, 200, 300])
@pytest.mark.parametrize("every", [1, 2, 30])
def test_values_are_counted_rightly(values: int, every: int) -> None:
    """Few values or many, few rows or many: each count is that of a walk through the rows."""
    field, codes = filled(values)
    rows = Rows.of(SIZE, range(1, SIZE, every))
    expected = Counter(code for code in codes[1::every] if code)
    assert field.counts(rows) == expected
    field.gather()
    assert field.counts(rows) == expected


@given(st.sets(st.integers(1, SIZE - 1)), st.integers(1, 70))
@examples(60)
def test_the_most_frequent_are_never_guessed(chosen: set[int], most: int) -> None:
    """Whatever the rows, of a field made ready the first so many counts are the true ones, none missing."""
    field, codes = filled(300)
    field.gather()
    expected = Counter(codes[row] for row in chosen if codes[row])
    found = field.counts(Rows.of(SIZE, chosen), most)
    assert sorted(found.values(), reverse=True)[:most] == sorted(expected.values(), reverse=True)[:most]
    assert all(expected[code] == count for code, count in found.items())


def test_values_that_are_rare_elsewhere_are_not_passed_over() -> None:
    """Where the frequent values stand once each, a rare one that stands twice comes first."""
    field = SingleField(SIZE)
    numbers = [field.values.code(f"value {n}") for n in range(300)]
    often, rare = numbers[:64], numbers[64:]
    field.fill(1, [*often, *often, *often, *rare, *rare[:8]])
    field.gather()
    both_rare = [1 + 3 * 64, 1 + 3 * 64 + len(rare)]
    found = field.counts(Rows.of(SIZE, [*range(1, 65), *both_rare]), 1)
    assert found.most_common(1) == [(rare[0], 2)]


def test_rows_that_come_later_are_counted() -> None:
    """What was made ready no longer counts once rows were added."""
    field, _ = filled(300)
    field.gather()
    field.fill(1, [field.values.code("late")] * 400)
    assert field.counts(Rows.of(SIZE, range(1, 401)), 1) == {field.values.code("late"): 400}


@given(st.lists(st.integers(0, 255), min_size=1, max_size=40), st.data())
def test_picking_is_compressing_without_zeros(column: list[int], data: st.DataObject) -> None:
    """What a column has at some rows comes in order."""
    mask = data.draw(st.lists(st.integers(0, 1), min_size=len(column), max_size=len(column)))
    expected = bytes(value for value, kept in zip(column, mask, strict=True) if kept and value)
    assert Rows(bytes(mask)).pick(bytes(column)) == expected
