"""Writes the figures for people: a line for each source, and the differences one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from tests.fidelity.facts import FACTS
from tests.fidelity.figures import Difference, Figures, Share
from tests.fidelity.row import Row

_COLUMNS = ("recall", "precis.", *(fact.name for fact in FACTS))
# What a difference is called, where that is not the name of the field that it lies in.
_FIELDS = {"link": "url", "author": "authors", "shared": "shared_by", "kind": "words", "lang": "language", "sponsor": "sponsored"}


def head() -> str:
    """Returns the line above the figures."""
    return f"{'source':22}{'items':>7}{'found':>7}" + "".join(f"{name:>8}" for name in _COLUMNS)


def line(name: str, figures: Figures) -> str:
    """Returns the line of one source; shares are in per cent, `-` stands where the reference states nothing."""
    shares = (figures.recall, figures.precision, *(figures.facts[fact.name] for fact in FACTS))
    cells = "".join(f"{percent(share):>8}" for share in shares)
    return f"{name:22}{figures.recall.of:>7}{figures.precision.of:>7}{cells}"


def percent(share: Share) -> str:
    """Returns a share in per cent; what is not the whole is never shown as 100.

    >>> percent(Share(99999, 100000)), percent(Share(2, 2)), percent(Share(0, 0))
    ('99.9', '100', '-')
    """
    if share.value is None:
        return "-"
    return "100" if share.right == share.of else f"{min(99.9, 100 * share.value):.1f}"


def differences(found: Iterable[Difference], at_most: int) -> str:
    """Returns the first `at_most` differences of each kind, with what is stated, what was found, and where."""
    kinds: dict[str, list[Difference]] = {}
    for difference in found:
        kinds.setdefault(difference.kind, []).append(difference)
    return "\n".join(_of_kind(kind, each, at_most) for kind, each in kinds.items())


def _of_kind(kind: str, found: list[Difference], at_most: int) -> str:
    return "\n".join([f"  {kind}: {len(found)}", *(_difference(each) for each in found[:at_most])])


def _difference(difference: Difference) -> str:
    stated, found = difference.stated, difference.found
    if not stated or not found:
        row = stated or found
        return f"    {row}" + (f"  ({row.file})" if row and row.file else "")
    name = difference.kind.partition(",")[0]
    name = _FIELDS.get(name, name)
    assert name in {field.name for field in fields(Row)}
    return f"    {found}  ({found.file})\n      stated {_value(stated, name)}\n      found  {_value(found, name)}"


def _value(row: Row, name: str) -> str:
    value = getattr(row, name)
    text = ", ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
    return text if len(text) <= 300 else text[:297] + "..."


def document(found: Mapping[str, Figures]) -> dict[str, dict[str, list[int]]]:
    """Returns all figures as JSON holds them."""
    return {name: figures.to_dict() for name, figures in found.items()}
