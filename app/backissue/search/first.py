"""Puts the first hits of a search for plain words in order before all of its rows are known.

A million items hold some words a hundred thousand times. To list and count all these rows takes ten times as long as to find the
newest thousand of them, which are all that `ranking` looks at for the first hits. What comes from here is what `Ranking`
would put first, in the same order with the same scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from backissue.index import Index, Rows
from backissue.query import And, Filter, Node
from backissue.search.ranking import AS_TYPED, BLOCK, Ranked, behind, is_telling, tiers, unranked_behind
from backissue.search.terms import Term, plain_term


@dataclass(frozen=True, slots=True)
class Plain:
    """A tree of words that SQLite alone can find, all of them wanted, and of filters beside them."""

    tree: Node
    terms: tuple[Term, ...]
    filters: tuple[Filter, ...]


def plain(tree: Node | None) -> Plain | None:
    """Returns `tree` as words and filters side by side, or None where it is something else."""
    if tree is None:
        return None
    parts = tree.parts if isinstance(tree, And) else (tree,)
    terms = tuple(term for part in parts if (term := plain_term(part)))
    filters = tuple(part for part in parts if isinstance(part, Filter))
    return Plain(tree, terms, filters) if terms and len(terms) + len(filters) == len(parts) else None


def newest(index: Index, words: Plain, among: Rows | None, count: int) -> list[int]:
    """Returns the newest `count` rows that hold all `words`, `among` some or all rows.

    Raises:
        SearchStopped: if the index's store was told to stop.
    """
    return _newest(index, _side_by_side(index, words.terms), among, (), count)


def _newest(index: Index, expression: str, among: Rows | None, without: Sequence[int], count: int) -> list[int]:
    kept = index.beginning(expression)
    if kept is None:
        return index.store.newest(expression, among, without, count)
    rows = kept if among is None else kept & among
    return [row for row in rows.first(count + len(without)) if row not in without][:count]


def _side_by_side(index: Index, terms: Iterable[Term]) -> str:
    return " AND ".join(term.expression(index.store) for term in terms)


def best(index: Index, words: Plain, among: Rows | None, count: int) -> Ranked:
    """Returns the first `count` hits, 1,000 at most, in order of relevance with their scores, `among` some or all rows.

    Raises:
        SearchStopped: if the index's store was told to stop.
    """
    found: Ranked = []
    others = _side_by_side(index, (term for term in words.terms if not is_telling(term)))
    for tier in tiers(index, words.tree):
        had, wanted = [row for _, row in found], count - len(found)
        rows = among
        if others and tier.bonus < AS_TYPED:
            # beginnings that say too little to put rows in order by must stand in them all the same
            rows = Rows.of(index.size, _newest(index, f"{tier.expression} AND {others}", among, had, BLOCK))
        some = index.store.best_of_newest(tier.expression, rows, had, BLOCK, index.size, wanted)
        found = behind(found, some, tier.bonus)
        if len(found) >= count:
            return found
    if not others:
        return found
    had = [row for _, row in found]
    return unranked_behind(found, _newest(index, _side_by_side(index, words.terms), among, had, count - len(found)))
