"""The buttons that narrow and order the list of hits: each leads to another view, which a step back undoes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from backissue.reader.facets import FILTER_OF
from backissue.reader.reply import Reply
from backissue.reader.state import State
from backissue.reader.typed import without_filter
from backissue.search.answer import SORTS


class Narrowing:
    """Filters, order, and folding of repeats; `turn` goes to another view."""

    def __init__(self, turn: Callable[[State, Reply], None]) -> None:
        self._turn = turn
        self.events: dict[str, Callable[[Mapping[str, Any], Reply], None]] = {
            "choose": self._choose,
            "drop": self._drop,
            "sort": self._sort,
            "fold": self._fold,
        }

    def _choose(self, event: Mapping[str, Any], reply: Reply) -> None:
        name = FILTER_OF.get(text_of(event, "facet"))
        value = text_of(event, "value")
        if not name or not value:
            return
        if event.get("pressed") is True and value not in reply.state.values(name):
            # it is chosen by what was typed
            self._turn(reply.state.searching(query=without_filter(reply.state.query, name, value)), reply)
        else:
            self._turn(reply.state.toggling(name, value), reply)

    def _drop(self, event: Mapping[str, Any], reply: Reply) -> None:
        name, value = text_of(event, "name"), text_of(event, "value")
        if not name:
            self._turn(reply.state.searching(choices=()), reply)
        elif value in reply.state.values(name):
            self._turn(reply.state.toggling(name, value), reply)

    def _sort(self, event: Mapping[str, Any], reply: Reply) -> None:
        order = text_of(event, "value")
        if order in SORTS:
            query = without_filter(reply.state.query, "sort", "")
            self._turn(reply.state.searching(query=query, sort=order), reply)

    def _fold(self, event: Mapping[str, Any], reply: Reply) -> None:
        self._turn(reply.state.searching(folded=not reply.state.folded), reply)


def text_of(event: Mapping[str, Any], name: str) -> str:
    """Returns the text that an event has under `name`, or ""."""
    value = event.get(name)
    return value if isinstance(value, str) else ""
