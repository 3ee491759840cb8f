"""Adds up the facets of an archive that was searched part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from backissue.index import Index
from backissue.index.facets import value_key
from backissue.index.table import FACETS
from backissue.search.answer import FacetValue


@dataclass(slots=True)
class _Value:
    """A value as it was written first, with what the parts count of it."""

    text: str
    label: str
    count: int = 0
    chosen: bool = False


class Tally:
    """The sums of the values of each facet field.

    Values that are one in an index are one over all parts, and are written as in the first of the parts that has them.
    """

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, _Value]] = {name: {} for name in FACETS}

    def add(self, index: Index, facets: Mapping[str, Iterable[FacetValue]]) -> None:
        """Adds all values that are counted in a part, whose index is `index`."""
        for name, counted in facets.items():
            known, values = self._fields[name], index.table.fields[name].values
            for key, text, label in zip(values.keys, values.texts, values.labels, strict=True):
                if key not in known:
                    known[key] = _Value(text, label)
            for value in counted:
                sum_ = known[value_key(value.value)]
                sum_.count += value.count
                sum_.chosen = sum_.chosen or value.chosen

    def recount(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Sets all counts anew, by field and by what the texts of a value have in common."""
        for name, values in self._fields.items():
            for key, value in values.items():
                value.count = counts[name].get(key, 0)

    def facets(self, limit: int) -> dict[str, tuple[FacetValue, ...]]:
        """Returns for each field its values as an index lists them: by count, then by value, `limit` of them or with 0 all."""
        return {name: self._values(name, limit) for name in FACETS}

    def _values(self, name: str, limit: int) -> tuple[FacetValue, ...]:
        values = [value for value in self._fields[name].values() if value.count or value.chosen]
        most = len(values) if name == "year" or not limit else limit
        counted = sorted((value for value in values if value.count), key=lambda value: (-value.count, value.text))
        shown, others = counted[:most], counted[most:] + [value for value in values if not value.count]
        shown += sorted((value for value in others if value.chosen), key=lambda value: value.text)
        return tuple(FacetValue(value.text, value.label, value.count, value.chosen) for value in shown)
