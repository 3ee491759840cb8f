"""Keeps the search that is under way, so that it goes on where it was stopped and is not done twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from backissue.index import Index
from backissue.reader.facets import SHOWN, SHOWN_WIDE
from backissue.reader.state import State
from backissue.search import Search, search
from backissue.search.answer import Answer, Request


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
        if self._answer is None or not self._answer.complete:
            began = self._clock()
            with self._interruptible():
                self._answer = self._search.advance(self._stop)
            self.took_ms += (self._clock() - began) * 1000
        return self._answer
