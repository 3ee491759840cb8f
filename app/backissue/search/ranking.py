"""Puts the rows of an answer in order: what was typed before what it stands for, the new before the old, then by BM25.

Three tiers: rows that hold every word as it was typed, then rows where the last one is only begun, then rows that hold
inflected words, of which a rare form would count more than the one that was meant. Within a tier the newest 1,000 rows
are put in order by SQLite's `bm25` times the pull to the new (`index.store`), then the next 1,000: of a word that stands
in every third item the newest are wanted, and ordering all of them would take as long as all the rest of the search. Rows
that no word found (`kind:video OR lantern`) come last, newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace

from backissue.index import Index, Rows
from backissue.query import And, Node, Or, Phrase, Word
from backissue.search.terms import Term, term_of

BLOCK = 1_000
# Added to the scores so that their order is the order of the hits: for rows that hold every word as typed, for those that
# hold words which begin with the last one, and for each block of newer rows that was put in order before.
AS_TYPED = 1_000.0
AS_BEGUN = 500.0
OLDER = -100.0
MOST_OLDER = 9
_TELLING = 3
Ranked = list[tuple[float, int]]


class Ranking:
    """The best rows of a set for the words of a query; `found` grows with each step."""

    def __init__(self, index: Index, tree: Node | None, rows: Rows, count: int) -> None:
        self._index, self._rows, self._count, self._tree = index, rows, count, tree
        self.found: Ranked = []

    def steps(self, matching: Callable[[str], Generator[None, None, Rows]]) -> Iterator[None]:
        """Ranks block by block, yielding between them; afterwards `found` holds the best `count` rows, best first.

        `matching` returns the rows that an FTS5 expression finds.
        """
        left = self._rows
        for tier in tiers(self._index, self._tree):
            rows = left & (yield from matching(tier.expression))
            for place, block in enumerate(_blocks(rows)):
                if len(self.found) >= self._count:
                    return
                best = self._index.store.best(tier.expression, block, self._count - len(self.found))
                self.found = behind(self.found, best, tier.bonus + OLDER * min(place, MOST_OLDER))
                yield
            left = left - rows
        self.found = unranked_behind(self.found, left.first(self._count - len(self.found)))


def behind(found: Ranked, best: Ranked, bonus: float) -> Ranked:
    """Returns `found` and then `best` with `bonus` added: however many come, nothing scores above what stands before it."""
    if found and best:
        bonus = min(bonus, found[-1][0] - best[0][0])
    return found + [(score + bonus, row) for score, row in best]


def unranked_behind(found: Ranked, rows: list[int]) -> Ranked:
    """Returns `found` and then `rows`, which no word puts in order."""
    lowest = min(0.0, found[-1][0]) if found else 0.0
    return found + [(lowest, row) for row in rows]


def _blocks(rows: Rows) -> Iterator[Rows]:
    """Cuts `rows` into blocks, newest first."""
    mask, start, left = rows.mask, 0, len(rows)
    while left > BLOCK:
        end = _after(mask, start, BLOCK)
        yield Rows(bytes(start) + mask[start:end] + bytes(len(mask) - end))
        start, left = end, left - BLOCK
    if left:
        yield Rows(bytes(start) + mask[start:])


def _after(mask: bytes, start: int, count: int) -> int:
    """The place behind the `count`th row from `start` on, found by halving."""
    low, high = start, len(mask)
    while low < high:
        middle = (low + high) // 2
        if mask.count(1, start, middle) < count:
            low = middle + 1
        else:
            high = middle
    return low


@dataclass(frozen=True, slots=True)
class Tier:
    """Rows that belong before all rows of the next tier: what finds them, what ranks them, what is added to their scores."""

    expression: str
    terms: tuple[Term, ...]
    bonus: float


def tiers(index: Index, tree: Node | None) -> list[Tier]:
    """Returns the tiers for the words of `tree`, the best first; none if it has no words."""
    terms = [term for term in positive_terms(tree) if term.tokens]
    typed = [replace(term, open=False, inflected=False) for term in terms]
    telling = [term for term in terms if is_telling(term)]
    begun = [replace(term, inflected=False) for term in telling]
    found: dict[str, Tier] = {}
    for some, bonus in ((typed, AS_TYPED), (begun, AS_BEGUN), (telling, 0.0)):
        if some:
            expression = _expression(tree, some, index)
            found.setdefault(expression, Tier(expression, tuple(some), bonus))
    return list(found.values())


def is_telling(term: Term) -> bool:
    """Says whether rows can be put in order by `term`: a beginning of one or two letters says too little."""
    return not (term.open and len(term.tokens[-1]) < _TELLING)


def _expression(tree: Node | None, terms: list[Term], index: Index) -> str:
    """A sequence of words as such, all else as alternatives: which rows are meant is known already."""
    parts = tree.parts if isinstance(tree, And) else ()
    side_by_side = isinstance(tree, Word | Phrase) or (parts and not any(isinstance(part, Or) for part in parts))
    return (" AND " if side_by_side else " OR ").join(term.expression(index.store) for term in terms)


def positive_terms(node: Node | None) -> list[Term]:
    """Returns what the words of `node` that are not negated look for."""
    if isinstance(node, And | Or):
        return [term for part in node.parts for term in positive_terms(part)]
    return [term_of(node)] if isinstance(node, Word | Phrase) else []
