"""Keeps the search that is under way, so that it goes on where it was stopped and is not done twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

from backissue.index import Index
from backissue.reader.facets import SHOWN, SHOWN_WIDE
from backissue.reader.state import State
from backissue.search import Search, search
from backissue.search.answer import Answer, Request

# The first hits of a large archive are shown before all are counted: where it took so long to find them, counting will take
# longer still, and where they came sooner, counting may take so long.
_LATE_S = 0.01
_FIRST_S = 0.03


def request_of(state: State, offset: int = 0, limit: int = 0) -> Request:
    """Returns the search that `state` shows, from `offset` on; the last word is being typed unless a space follows it."""
    return Request(
        text=state.query,
        typing=not state.query.endswith(" "),
        choices=state.choices,
        sort=state.sort,
        folded=state.folded,
        offset=offset,
        limit=limit or state.shown,
        # one more than is shown tells that there are more
        facet_limit=(SHOWN_WIDE if state.wide else SHOWN) + 1,
    )


class Asking:
    """Asks the index; the last search stays open until another one is asked or the index has grown."""

    def __init__(
        self, clock: Callable[[], float], stop: Callable[[], bool], interruptible: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._clock = clock
        self._stop = stop
        self._interruptible = interruptible
        self._search: Search | None = None
        self._has_hits = False
        self._asked: tuple[Index, int, Request] | None = None
        self._answer: Answer | None = None
        self.took_ms = 0.0

    def ask(self, index: Index, request: Request) -> Answer:
        """Returns the answer as far as it gets until `stop`; asked again, it goes on.

        Raises:
            SearchStopped: if the edge interrupted it within a step, so that there is nothing to show yet.
        """
        asked = (index, index.generation, request)
        if asked != self._asked or self._search is None:
            self._search, self._asked, self._answer, self.took_ms = search(index, request), asked, None, 0.0
            self._has_hits = False
        if self._answer is None or not self._answer.complete:
            began = self._clock()
            with self._interruptible():
                self._answer = self._search.advance(self._stop if self._answer else partial(self._is_enough, began))
            self.took_ms += (self._clock() - began) * 1000
        return self._answer

    def _is_enough(self, began: float) -> bool:
        """Says whether to answer with what there is: the time is over, or there are hits and counting them takes long."""
        assert self._search
        if self._search.shows_hits:
            limit, self._has_hits = _FIRST_S if self._has_hits else _LATE_S, True
            if self._clock() - began > limit:
                return True
        return self._stop()
