"""Writes the addresses of links that lead on from a view; the parts that all of them share are written once."""

from __future__ import annotations

import dataclasses
import functools

from backissue.reader.state import CHOICES, State, quote

_quote = functools.lru_cache(maxsize=4_096)(quote)


class Addresses:
    """Fragments, with their `#`, that lead on from one state."""

    def __init__(self, state: State) -> None:
        self._state = state
        chosen = dict(state.choices)
        self._texts = [f"q={quote(state.query)}"] if state.query else []
        self._chosen = {name: [f"{name}={_quote(value)}" for value in chosen.get(name, ())] for name in CHOICES}
        self._order = [f"sort={state.sort}"] if state.sort else []
        if state.folded:
            self._order.append("fold=1")
        self._extra = [f"{quote(name)}={quote(value)}" for name, value in state.extra]
        everything = self._texts + [pair for pairs in self._chosen.values() for pair in pairs] + self._order
        self._search = "#" + "&".join(everything)
        self._before, self._after = self._split()

    def _split(self) -> tuple[dict[str, str], dict[str, str]]:
        before, after = {}, {}
        for place, name in enumerate(CHOICES):
            earlier = [pair for key in CHOICES[: place + 1] for pair in self._chosen[key]]
            later = [pair for key in CHOICES[place + 1 :] for pair in self._chosen[key]]
            before[name] = "#" + "".join(pair + "&" for pair in self._texts + earlier) + f"{name}="
            after[name] = "".join("&" + pair for pair in later + self._order + self._extra)
        return before, after

    def choosing(self, name: str, value: str) -> str:
        """Returns the address of the search with one more filter.

        >>> Addresses(State(query="wasm", sort="newest")).choosing("by", "Simon Willison")
        '#q=wasm&by=Simon+Willison&sort=newest'
        """
        if value in self._state.values(name):
            return self.search()
        return self._before[name] + _quote(value) + self._after[name]

    def issue(self, issue_id: str, item_id: str = "") -> str:
        """Returns the address of an issue, opened from this search at one of its items.

        >>> Addresses(State(query="wasm")).issue("pycoders/739", "pycoders/739/3f9a0c1d2e")
        '#q=wasm&issue=pycoders/739&item=pycoders/739/3f9a0c1d2e'
        """
        item = f"&item={_quote(item_id)}" if item_id else ""
        return self._joined(f"issue={_quote(issue_id)}{item}")

    def view(self, name: str, publication: str = "") -> str:
        """Returns the address of another view, with the query still in the box; publications are listed without the filters."""
        if name == "publications":
            chosen = [f"in={_quote(publication)}"] if publication else []
            return "#" + "&".join([*self._texts, *chosen, f"view={name}"])
        return self._joined(f"view={name}")

    def search(self, query: str | None = None) -> str:
        """Returns the address of the list of hits, for another query if one is given."""
        if query is None:
            return self._joined("") if self._search != "#" or self._extra else "#q="
        return "#" + (dataclasses.replace(self._state.searching(), query=query).fragment() or "q=")

    def _joined(self, last: str) -> str:
        parts = [self._search.removeprefix("#"), last, "&".join(self._extra)]
        return "#" + "&".join(part for part in parts if part)
