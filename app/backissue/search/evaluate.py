"""Finds the exact set of rows that a query tree means, in small steps."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Generator, Sequence

from backissue.errors import SearchStopped
from backissue.index import Index, Rows
from backissue.query import Filter, Node, Not, Or, Pattern, Phrase, Word
from backissue.search.filters import filtered
from backissue.search.terms import Term, plain_term, term_of
from backissue.text.links import link_key
from backissue.text.tokens import fold_letters

# A step that looks at texts in Python looks at so many at a time.
_SLICE = 256
# So many sets are kept: those of the question before, of which the next one, or the next page of its hits, often has some.
_KEPT = 12
_FOLDED_SIGNS = frozenset("'\"-")

Steps = Generator[None, None, Rows | None]


class Evaluation:
    """Evaluates trees on one index as it stands now; sets found once are kept for the next search on it."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.notes: list[str] = []
        self._cache = index.cache

    def rows(self, node: Node, among: Rows | None = None) -> Steps:
        """Returns the rows of `node`, or None where nothing of it can be used; yields between steps.

        `among` are rows that the caller will keep at most, so that costly looks at texts can be spared.
        """
        if isinstance(node, Filter):
            return self._kept(str(node), lambda: filtered(self.index, node, self.notes))
        if isinstance(node, Pattern):
            return (yield from self._pattern(node, among))
        if isinstance(node, Word | Phrase):
            return (yield from self._term(node, among))
        if isinstance(node, Not):
            inside = yield from self.rows(node.part, among)
            return None if inside is None else self.index.table.loaded - inside
        if isinstance(node, Or):
            return (yield from self._or(node, among))
        return (yield from self._and(node.parts, among))

    def _and(self, parts: Sequence[Node], among: Rows | None) -> Steps:
        """Cheap parts first, so that texts are looked at only in rows that all others let through."""
        found = among
        used = False
        words = {expression: part for part in parts if (expression := self._unknown(part))}
        if len(words) > 1:  # SQLite joins them sooner than it could hand out the rows of each
            matching = yield from self.matching(" AND ".join(words))
            found = matching if found is None else found & matching
            used = True
            parts = [part for part in parts if part not in words.values()]
        for part in sorted(parts, key=_cost):
            rows = yield from self.rows(part, found)
            if rows is not None:
                used = True
                found = rows if found is None else found & rows
        return found if used else None

    def _unknown(self, node: Node) -> str:
        """What finds the rows of a plain word, or "" where `node` is none or the index knows its rows already."""
        term = plain_term(node)
        expression = term.expression(self.index.store) if term else ""
        return "" if self.index.beginning(expression) else expression

    def _or(self, node: Or, among: Rows | None) -> Steps:
        found: Rows | None = None
        for part in node.parts:
            rows = yield from self.rows(part, among)
            if rows is not None:
                found = rows if found is None else found | rows
        return found

    def _kept(self, key: str, make: Callable[[], Rows | None]) -> Rows | None:
        name = self._name(key)
        kept = self._cache.get(name)
        if kept is None:
            kept = make()
            if kept is not None:
                self._keep(name, kept)
        return kept

    def _name(self, key: str) -> tuple[int, str]:
        """What a set is kept under; asked for before its first step, since the index may grow between two."""
        return self.index.generation, key

    def _keep(self, name: tuple[int, str], rows: Rows) -> None:
        while len(self._cache) >= _KEPT:
            del self._cache[next(iter(self._cache))]
        self._cache[name] = rows

    def matching(self, expression: str) -> Generator[None, None, Rows]:
        """Returns the rows that an FTS5 expression finds."""
        name = self._name(expression)
        kept = self.index.beginning(expression)
        if kept is None:
            kept = self._cache.get(name)
        if kept is None:
            for step in self.index.store.matching(expression, self.index.size):
                if step is None:
                    yield
                else:
                    kept = step
            assert kept is not None
            self._keep(name, kept)
        return kept

    def _term(self, leaf: Word | Phrase, among: Rows | None) -> Steps:
        term = term_of(leaf)
        if isinstance(leaf, Word) and "://" in leaf.text:
            return (yield from self._link(leaf.text, term, among))
        if not term.tokens and not term.literals:
            return None
        if not term.tokens:
            return (yield from self._standing(term, self.index.table.loaded if among is None else among))
        rows = yield from self.matching(term.expression(self.index.store))
        if not term.literals:
            return rows
        return (yield from self._standing(term, rows if among is None else rows & among))

    def _standing(self, term: Term, among: Rows) -> Steps:
        """Keeps the rows in whose text the signs of `term` stand as typed."""
        mask = bytearray(self.index.size)
        # a sign that is no quote or dash is not folded: where it is missing, the text need not be folded either
        plain = [] if term.tokens else [literal[0] for literal in term.literals if literal[0] not in _FOLDED_SIGNS]
        for count, row in enumerate(among):
            text = self.index.text_of(row, term.field)
            mask[row] = all([sign in text for sign in plain]) and term.stands_in(fold_letters(text))
            if count % _SLICE == _SLICE - 1:
                yield
        return Rows(bytes(mask))

    def _link(self, text: str, term: Term, among: Rows | None) -> Steps:
        """A link as a word: where it stands in a text, or begins an item's own link."""
        own = yield from self._leading_to(link_key(text), among)
        rows = yield from self.matching(term.expression(self.index.store)) if term.tokens else _nothing(self.index.size)
        stand = yield from self._standing(term, rows)
        return own | (stand or Rows.of(self.index.size))

    def _leading_to(self, wanted: str, among: Rows | None) -> Generator[None, None, Rows]:
        """Returns the rows whose own link begins with what `wanted`, a `link_key`, says."""
        if not wanted:
            return Rows.of(self.index.size)
        name = self._name(f"link {wanted}")
        kept = self._cache.get(name)
        if kept is not None:
            return kept
        mask = bytearray(self.index.size)
        host = wanted[:60].partition("/")[0]
        rows = self.index.table.loaded if among is None else among
        for count, (row, item) in enumerate(self.index.stock.items_of(rows)):
            url = item.get("url", "")
            mask[row] = host in url and link_key(url).startswith(wanted)
            if count % _SLICE == _SLICE - 1:
                yield
        found = Rows(bytes(mask))
        if among is None:
            self._keep(name, found)
        return found

    def _pattern(self, node: Pattern, among: Rows | None) -> Steps:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what may mean something else one day
                pattern = re.compile(node.text, re.IGNORECASE)
        except (re.error, OverflowError, RecursionError) as error:
            self.notes.append(f"“/{node.text}/” is no regular expression ({error}); it was looked for as typed.")
            return (yield from self.rows(Phrase(node.text.replace('"', " ")), among))
        name = self._name(str(node))
        kept = self._cache.get(name)
        if kept is not None:
            return kept
        mask = bytearray(self.index.size)
        rows = self.index.table.loaded if among is None else among
        count = 0
        try:
            for count, (row, item) in enumerate(self.index.stock.items_of(rows)):
                mask[row] = bool(pattern.search(item.get("title") or "") or pattern.search(item.get("summary") or ""))
                if count % _SLICE == _SLICE - 1:
                    yield
        except (SearchStopped, RecursionError, MemoryError):
            # one text alone used up the time: the next one would too
            self.notes.append(f"“/{node.text}/” took too long: {count:,} of {len(rows):,} items were looked at.")
            # whoever set the limit decides before another pattern begins
            yield
            return Rows(bytes(mask))
        found = Rows(bytes(mask))
        if among is None:
            self._keep(name, found)
        return found


def _nothing(size: int) -> Generator[None, None, Rows]:
    yield from ()
    return Rows.of(size)


def _cost(node: Node) -> int:
    if isinstance(node, Filter):
        return 0
    if isinstance(node, Word | Phrase):
        return 2 if term_of(node).literals else 1
    if isinstance(node, Pattern):
        return 5
    if isinstance(node, Not):
        return 3
    return 3 if any(isinstance(part, Pattern) for part in node.parts) else 2
