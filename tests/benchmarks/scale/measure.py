"""Measures one archive in the interpreter that runs this: CPython, or the Pyodide that readers get.

The reader is driven as the page drives it, event by event, so that a figure holds all of what the worker does: search,
snippets, counts, HTML and JSON. Time is the processor's own, and of several rounds the best counts.
"""

from __future__ import annotations

import functools
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from backissue.reader import Reader

# The page lets a request take so long before it asks whether to go on (app/page/queue.js).
DEADLINE_S = 0.1
# Nothing holds this, and no word of it brings a "did you mean".
_NOTHING = '"zq zq"'
_Answer = dict[str, Any]


class Client:
    """A reader with an archive, played by what plays the page."""

    def __init__(self, read: Callable[[str], bytes], clock: Callable[[], float] = time.perf_counter) -> None:
        self.answer: _Answer = {"state": {}}
        self.clock = clock
        self._read = read
        self._end = float("inf")
        self.reader = Reader(clock, lambda: clock() >= self._end)

    def send(self, event: dict[str, Any], deadline_s: float = float("inf")) -> str:
        """Sends one event, and brings the files that its answer asks for; returns the answer as JSON."""
        self._end = self.clock() + deadline_s
        self.answer = self.reader.handle({"id": 1, "event": event, "state": self.answer["state"]})
        return json.dumps(self.answer, ensure_ascii=False)

    def load(self) -> tuple[float, float]:
        """Starts the reader; returns after how many seconds the whole archive is indexed, and after how many it has settled."""
        began, whole = self.clock(), 0.0
        events: list[dict[str, Any]] = [{"type": "start", "fragment": ""}]
        while events:
            self.send(events.pop(0))
            for effect in self.answer["effects"]:
                if effect == {"do": "body", "name": "archive", "value": "whole"}:
                    whole = self.clock() - began
                if effect["do"] == "fetch":
                    self.reader.receive(effect["path"], self._read(effect["path"]))
                    events.append({"type": "fetched", "path": effect["path"]})
            if self.answer["next"] and not events:
                events.append(self.answer["next"])
        return whole, self.clock() - began

    def ask(self, text: str, deadline_s: float) -> Iterator[tuple[float, bool]]:
        """Types `text` for the first time; yields after each answer the seconds since then, and whether hits are shown."""
        self.send({"type": "type", "text": _NOTHING, "caret": 0})  # the reader keeps the last answer
        self.forget()
        began = self.clock()
        event: dict[str, Any] | None = {"type": "type", "text": text, "caret": len(text)}
        while event:
            answer = self.send(event, deadline_s)
            yield self.clock() - began, '"#results"' in answer
            event = self.answer["next"] if not self.answer["complete"] else None
            deadline_s *= 2

    def forget(self) -> None:
        """Drops what earlier answers left, so that what is asked again is searched again."""
        index = self.reader.library.index
        assert index
        index.cache.clear()
        index.store._forms.clear()
        for name, module in list(sys.modules.items()):
            if name.startswith("backissue"):
                for value in vars(module).values():
                    if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"] is not None:
                        value.cache_clear()


def measure(read: Callable[[str], bytes], queries: list[dict[str, str]], rounds: int, heap: Callable[[], int]) -> dict[str, Any]:
    """Returns how long indexing and settling took, how far `heap` grew in bytes, and for each query the best times to an answer.

    `read` returns a file of the archive by its name. Times are seconds; `first` is until hits are shown, `whole` until the
    answer is complete, where the page's deadline cuts it in parts; `at once` is the complete answer without a deadline.
    """
    gc.disable()
    empty = heap()
    client = Client(read)
    indexed, settled = client.load()
    gc.collect()
    gc.freeze()
    loaded = heap()
    found = []
    for query in queries:
        best = {"first": float("inf"), "whole": float("inf"), "at once": float("inf")}
        for _ in range(rounds):
            parts = list(client.ask(query["text"], DEADLINE_S))
            *_, (once, _) = client.ask(query["text"], float("inf"))
            seen = {"first": next(at for at, shown in parts if shown), "whole": parts[-1][0], "at once": once}
            best = {name: min(best[name], seen[name]) for name in best}
        found.append({**query, **best})
    return {
        "index_s": indexed,
        "settled_s": settled,
        "loaded_bytes": loaded - empty,
        "peak_bytes": heap() - empty,
        "queries": found,
    }
