"""Tells whether a stretch of the archive can hold what a query means, by what the manifest and its vocabulary say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backissue.archive.manifest import Stretch
from backissue.archive.stretches import Vocabulary
from backissue.errors import InvalidValue
from backissue.index.facets import Values
from backissue.query import And, Filter, Node, Or, Phrase, Value, Word
from backissue.search.filters import DATES, bounds
from backissue.search.terms import Term, term_of


@dataclass(frozen=True, slots=True)
class Prospect:
    """A stretch as far as it is known without its items: no vocabulary means that any word may be there.

    `titles` are the titles of the archive's publications by their ids, `newest` is the archive's newest date.
    """

    stretch: Stretch
    vocabulary: Vocabulary | None
    titles: Mapping[str, str]
    newest: str

    def may_hold(self, node: Node | None) -> bool:
        """Says whether an item of the stretch may be meant by `node`; if not, it is certain that none is."""
        if isinstance(node, And):
            return all(map(self.may_hold, node.parts))
        if isinstance(node, Or):
            return any(map(self.may_hold, node.parts))
        if isinstance(node, Word | Phrase):
            # a link may also be an item's own, of which the vocabulary knows nothing
            return (isinstance(node, Word) and "://" in node.text) or self._may_hold_term(term_of(node))
        return self._may_pass(node) if isinstance(node, Filter) else True

    def _may_hold_term(self, term: Term) -> bool:
        words = self.vocabulary
        if words is None or not term.tokens:
            return True
        *firsts, last = term.tokens
        found = words.holds_beginning(last) if term.open else words.holds(last)
        return all(map(words.holds, firsts)) and (found or bool(term.variants(words)))

    def _may_pass(self, part: Filter) -> bool:
        if part.name in DATES:
            return any(self._may_be_of(part.name, value.text) for value in part.values)
        if part.name == "in":
            return any(map(self._may_be_in, part.values))
        return True

    def _may_be_of(self, name: str, text: str) -> bool:
        if not self.newest:
            return True
        try:
            start, end = bounds(name, text, self.newest)
        except InvalidValue:
            return True  # it is left out of the query
        return self.stretch.first < end and start <= self.stretch.last != ""

    def _may_be_in(self, value: Value) -> bool:
        known = Values()
        for publication, _ in self.stretch.publications:
            known.code(publication, self.titles.get(publication, ""))
        return bool(known.equal(value.text) if value.exact else known.holding(value.text))
