"""The filters beside the hits, and the chips of those that are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backissue.model import Publication
from backissue.reader.state import State
from backissue.search.answer import Answer, FacetValue

# Facet -> the name of its filter in queries and addresses.
FILTER_OF = {
    "publication": "in", "section": "section", "kind": "kind", "source": "source", "author": "by", "tag": "tag", "year": "year",
}  # fmt: skip
_LABELS = {
    "publication": "Newsletter", "section": "Section", "kind": "Kind", "source": "Source", "author": "Author", "tag": "Tag",
    "year": "Year",
}  # fmt: skip
_CHIP_LABELS = {"in": "in", "by": "by", "shared": "shared by", "lang": "language"}
SHOWN = 6
SHOWN_WIDE = 100
# The first three are what most people narrow by; the others open on demand and stay as they were left.
_OPEN = ("publication", "kind", "year")


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year's share of the fullest year, in percent."""

    year: str
    percent: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """One field with its values; `more` says that others are not shown, `wide` that the reader asked for many."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    more: bool
    wide: bool
    open: bool
    bars: tuple[YearBar, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter, to be taken away."""

    name: str
    value: str
    label: str
    field: str


def view_facets(answer: Answer, state: State) -> tuple[FacetView, ...]:
    """Returns the facets that have something to choose."""
    views = (_view(name, answer.facets.get(name, ()), name in state.wide) for name in FILTER_OF)
    return tuple(view for view in views if view.values)


def _view(name: str, values: tuple[FacetValue, ...], wide: bool) -> FacetView:
    chosen = any(value.chosen for value in values)
    shown = tuple(sorted(values, key=lambda value: value.value, reverse=True)) if name == "year" else values
    limit = SHOWN_WIDE if wide else SHOWN
    # a chosen value is always in sight, wherever its count puts it
    first = shown[:limit] + tuple(value for value in shown[limit:] if value.chosen)
    bars = _bars(values) if name == "year" else ()
    return FacetView(name, _LABELS[name], first, len(values) > len(first), wide, chosen or wide or name in _OPEN, bars)


def _bars(values: tuple[FacetValue, ...]) -> tuple[YearBar, ...]:
    """One bar for each year, gaps included, so that the shape over time is true."""
    counts = {int(value.value): value for value in values if value.value.isdecimal()}
    if len(counts) < 3 or max(counts) - min(counts) > 100:
        return ()
    most = max(value.count for value in counts.values())
    years = range(min(counts), max(counts) + 1)
    return tuple(
        YearBar(str(year), max(round(100 * counts[year].count / most), 4) if year in counts and counts[year].count else 0,
                year in counts and counts[year].chosen)
        for year in years
    )  # fmt: skip


def view_chips(state: State, publications: Mapping[str, Publication]) -> tuple[Chip, ...]:
    """Returns the chosen filters in the order of the address."""
    chips = []
    for name, values in state.choices:
        for value in values:
            label = publications[value].title if name == "in" and value in publications else value
            chips.append(Chip(name, value, label, _CHIP_LABELS.get(name, name)))
    return tuple(chips)
