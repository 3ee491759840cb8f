"""Searches an archive part by part, each part an index of its own, and joins what is found to one exact answer.

What is found in a part is kept as numbers and as the few hits that may be shown, so that a part can be let go before the next
one is loaded. Rows, counts and facets of parts add up; the order is made by `search.listing`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from enum import IntEnum
from functools import partial
from itertools import count

from backissue.errors import SearchStopped
from backissue.index import Index
from backissue.query import parse
from backissue.search.answer import Answer, Hit, Request, Suggestion
from backissue.search.folding import Folding
from backissue.search.listing import ByDate, ByRelevance, Part
from backissue.search.prospect import Prospect
from backissue.search.search import Search, order_of, split
from backissue.search.suggest import suggestions
from backissue.search.tally import Tally


class Need(IntEnum):
    """What a stretch of the archive can add to an answer."""

    NOTHING = 0
    FACETS = 1
    HITS = 2


class Survey:
    """The answer to `request` on an archive of `items` items, as far as its parts were added.

    It can list its first `most` hits, and so answers requests that differ in what they show only: offset and limits.
    """

    def __init__(self, request: Request, items: int, most: int) -> None:
        self.most = most
        self._query = parse(request.text, request.typing)
        self._choices, self._others = split(self._query.tree, request.choices)
        # a part tells all its hits and values; which of them are shown is found out at the end
        self._each = dataclasses.replace(request, sort="newest", folded=False, offset=0, limit=0, facet_limit=0)
        self._sort = order_of(request)
        by_date = ByDate(most, self._sort == "oldest")
        self._listing = ByRelevance(most, self._query.tree, items + 1) if self._sort == "relevance" else by_date
        self._folding = Folding() if request.folded else None
        self._tally = Tally()
        self._total = 0
        self._notes: dict[str, None] = dict.fromkeys(self._query.notes)
        self._suggestions: tuple[Suggestion, ...] = ()

    def need(self, prospect: Prospect | None) -> Need:
        """Says what a stretch can add at most, by what is known of it; of nothing known, everything may come.

        A value's count is the total that choosing it alone in its field would give, so a stretch that only one choice
        rules out still counts in the facet of that choice.
        """
        if prospect is None:
            return Need.HITS
        if not prospect.may_hold(self._others):
            return Need.NOTHING
        ruled_out = sum(not prospect.may_hold(node) for node in self._choices.values())
        return Need.HITS if not ruled_out else Need.FACETS if ruled_out == 1 else Need.NOTHING

    @property
    def asks_for_words(self) -> bool:
        """Says whether it matters which words a stretch holds."""
        return bool(self._query.tree)

    def add(
        self,
        index: Index,
        base: int,
        stop: Callable[[int], bool] = lambda attempt: False,
        interruptible: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> Iterator[None]:
        """Searches a part, step by step, and adds what it holds at the end. Parts with hits come in the archive's order.

        `base` is how many items of the archive stand before the part. `stop` says whether a step should end, given how many
        have ended before, so that the time it grants can grow. Within `interruptible` the edge may raise SearchStopped.
        """
        search = Search(index, self._each, alone=False)
        for attempt in count():
            # an interrupted search begins anew by itself
            with suppress(SearchStopped), interruptible():
                if search.found(partial(stop, attempt)).complete:
                    break
            yield
        answer = search.advance()
        self._notes |= dict.fromkeys(answer.notes)
        self._tally.add(index, answer.facets)
        self._total += answer.total
        # a part without hits still tells how rare words are
        yield from self._listing.gather(Part(index, base, search.rows, search.hits))
        if self._folding:
            yield from self._folding.add(index, base, search.rows, search.bases)

    def skip(self, items: int, prospect: Prospect | None) -> None:
        """Leaves a part of so many items out that has nothing to add."""
        if prospect:
            self._listing.skip(items, prospect)

    def suggest(self, index: Index) -> None:
        """Looks in `index` for words that may be meant instead of those that nothing holds."""
        if not self._total:
            self._suggestions = suggestions(index.store, self._query)

    def can_list(self, end: int) -> bool:
        """Says whether the first `end` hits can be listed; of folded ones that is known only after all parts."""
        if not self._folding:
            return end <= self.most
        return len(self._listed()) >= min(end, self._folding.total())

    def _listed(self) -> list[Hit]:
        hits = self._listing.best()
        return Folding.firsts(hits) if self._folding else hits

    def answer(self, request: Request, complete: bool) -> Answer:
        """Returns what `request` shows of the parts so far; `complete` says that there are no more."""
        total, hits = self._total, tuple(self._listed()[request.offset : request.offset + request.limit])
        if self._folding:
            total, hits = self._folding.total(), self._folding.with_others(hits)
            self._tally.recount(self._folding.counts())
        return Answer(
            request=request,
            total=total,
            items=self._total,
            hits=hits,
            facets=self._tally.facets(request.facet_limit),
            sort=self._sort,
            complete=complete,
            notes=tuple(self._notes),
            suggestions=self._suggestions,
        )
