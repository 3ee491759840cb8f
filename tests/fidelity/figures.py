"""Counts what an importer found of what the reference states, and lists the differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.fidelity.facts import FACTS
from tests.fidelity.matching import match
from tests.fidelity.row import Row

MISSED, BEYOND = "missed", "should not be there"


@dataclass(frozen=True, slots=True)
class Share:
    """So many right `of` so many."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, or None of nothing."""
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which an importer and the reference differ; either row may be missing."""

    kind: str
    stated: Row | None
    found: Row | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted for one source: `facts` by name, of the items that were found."""

    recall: Share
    precision: Share
    facts: Mapping[str, Share]
    differences: tuple[Difference, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Returns the figures as JSON holds them: [right, of] each."""
        shares = {"recall": self.recall, "precision": self.precision, **self.facts}
        return {name: [share.right, share.of] for name, share in shares.items()}


def count(stated: Sequence[Row], found: Sequence[Row]) -> Figures:
    """Returns how far `found` is what is `stated`."""
    matched = match(stated, found)
    differences = [Difference(MISSED, row, None) for row in matched.missed]
    differences += [Difference(BEYOND, None, row) for row in matched.beyond]
    facts = {}
    for fact in FACTS:
        asked = [pair for pair in matched.pairs if fact.said(pair[0])]
        wrong = [pair for pair in asked if not fact.fits(*pair)]
        facts[fact.name] = Share(len(asked) - len(wrong), len(asked))
        differences += [Difference(fact.name, *pair) for pair in wrong]
        if fact.extra and asked:
            unasked = (pair for pair in matched.pairs if not fact.said(pair[0]) and fact.said(pair[1]))
            differences += [Difference(f"{fact.name}, where the reference has none", *pair) for pair in unasked]
    pairs = len(matched.pairs)
    return Figures(Share(pairs, len(stated)), Share(pairs, len(found)), facts, tuple(differences))
