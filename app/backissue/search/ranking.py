"""Puts the rows of an answer in order: what was typed before what it stands for, then by BM25 with a pull to the new.

Three tiers: rows that hold every word as it was typed; rows that hold longer or inflected words; rows that no word
found (`kind:video OR lantern`), newest first. Within the first two the order is SQLite's `bm25` times the pull
(`index.store`). A tier is only ranked when the ones above it do not fill the list: of a one-letter beginning that half
of the archive matches, only the rows with that very letter are.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest

from backissue.index import Index, Rows
from backissue.query import And, Node, Not, Or, Phrase, Word
from backissue.search.terms import Term, term_of

# Added to the score of rows that hold every word as typed, so that the order of scores is the order of hits.
AS_TYPED = 1_000.0
Ranked = list[tuple[float, int]]


class Ranking:
    """The best rows of a set for the words of a query; `found` grows with each step."""

    def __init__(self, index: Index, tree: Node | None, rows: Rows, count: int) -> None:
        self._index, self._rows, self._count = index, rows, count
        self._tree = tree
        self.found: Ranked = []

    def steps(self) -> Iterator[None]:
        """Ranks tier by tier, yielding between slices; afterwards `found` holds the best `count` rows, best first."""
        left = self._rows
        terms = [term for term in positive_terms(self._tree) if term.tokens]
        exact, loose = (rank_expression(self._tree, self._index, typed) for typed in (True, False))
        tiers = [(exact, AS_TYPED), (loose, 0.0)] if exact != loose else [(exact, AS_TYPED)]
        for expression, bonus in tiers if terms else ():
            before = self.found
            seen = bytearray(self._index.size)
            tier: Ranked = []
            for chunk in self._index.store.ranked(expression, left, self._index.size):
                tier = _best(tier, chunk, self._count - len(before))
                for _, row in chunk:
                    seen[row] = 1
                self.found = before + [(score + bonus, row) for score, row in tier]
                yield
            if len(self.found) >= self._count:
                return
            left = left - Rows(bytes(seen))
        self.found = self.found + [(0.0, row) for row in left.first(self._count - len(self.found))]


def _best(tier: Ranked, chunk: Ranked, count: int) -> Ranked:
    """The best of both, the newer row first where scores are equal."""
    if len(tier) == count:
        worst = tier[-1][0]
        chunk = [pair for pair in chunk if pair[0] > worst]
    return nlargest(count, tier + chunk, key=lambda pair: (pair[0], -pair[1])) if chunk else tier


def positive_terms(node: Node | None) -> list[Term]:
    """Returns what the words of `node` that are not negated look for."""
    if isinstance(node, And | Or):
        return [term for part in node.parts for term in positive_terms(part)]
    return [term_of(node)] if isinstance(node, Word | Phrase) else []


def rank_expression(node: Node | None, index: Index, typed: bool) -> str:
    """Returns the FTS5 expression whose rows are to be ranked: a sequence of words as such, all else as alternatives."""

    def one(term: Term) -> str:
        return term.as_typed() if typed else term.expression(index.store)

    parts = node.parts if isinstance(node, And) else (node,) if node else ()
    if any(isinstance(part, And | Or) for part in parts):
        return " OR ".join(one(term) for term in positive_terms(node) if term.tokens)
    terms = (term_of(part) for part in parts if isinstance(part, Word | Phrase) and not isinstance(part, Not))
    return " AND ".join(one(term) for term in terms if term.tokens)
