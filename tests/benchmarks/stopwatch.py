"""Times the reader's worker from inside: laid beside `app/worker.py` in the benchmark's copy of a site, and in no other."""

import functools
import json
import sys
import time
from dataclasses import replace

from backissue.reader.facets import SHOWN
from backissue.search import Request, Search
from backissue.search.search import never

# How far down a list is looked at for an item.
BEST = 10


class Stopwatch:
    """What the worker did for each request since this was last read: when it began, the whole, and the parts, in milliseconds.

    The parts lie within each other: `search` holds `hits`, `facets` and `sqlite`, `load` holds `parse`; `open` takes an
    index that was built ahead, if there is one.
    """

    def __init__(self, handle, reader, began, heap_bytes):
        self._handle, self._reader, self._heap_bytes = handle, reader, heap_bytes
        self._parts = {}
        self._requests = []
        self._start = {"script": began, "imported": time.time() * 1000, "heap": heap_bytes()}
        module = sys.modules
        self._time(reader._asking, "ask", "search")
        self._time(module["backissue.search.search"], "count_values", "facets")
        self._time(module["backissue.search.search"].Search, "_hit", "hits")
        self._time(module["backissue.reader.pages"], "render", "render")
        self._time(module["backissue.index.store"].Store, "_ask", "sqlite")
        self._time(reader.library, "open", "open")
        self._time(reader.library, "load", "load")
        self._time(module["backissue.reader.library"], "read_shard", "parse")

    def _time(self, owner, name, part):
        function = getattr(owner, name)

        @functools.wraps(function)
        def timed(*values, **named):
            began = time.perf_counter()
            try:
                return function(*values, **named)
            finally:
                self._parts[part] = self._parts.get(part, 0) + (time.perf_counter() - began) * 1000

        setattr(owner, name, timed)

    def handle(self, request):
        """Answers as the worker does, and notes how long it took."""
        self._parts = {}
        at, began = time.time() * 1000, time.perf_counter()
        answer = self._handle(request)
        whole = (time.perf_counter() - began) * 1000
        said = json.loads(answer)
        note = {"event": json.loads(request)["event"]["type"], "query": said.get("state", {}).get("query", "")}
        note |= {"complete": said.get("complete") is True, "characters": len(answer), "at": at, "handle": whole}
        self._requests.append(note | self._parts)
        return answer

    def read(self, forget=False):
        """Returns what was noted as JSON, and begins anew; `forget` also drops every answer that the reader keeps."""
        noted, self._requests = {"start": self._start, "heap": self._heap_bytes(), "requests": self._requests}, []
        if forget:
            self._forget()
        return json.dumps(noted)

    def measure(self, task, query):
        """Does what the peers are asked to do, on the index that is loaded, and nothing of it from memory; returns JSON.

        `ids` finds the first twenty, `hits` shows them with snippets and marks, `whole` also counts the total and all
        facets, `items` gives ids to look at; `forgive` follows the words that the reader proposes, once nothing is found.
        """
        self._forget()
        self._parts = {}
        index = self._reader.library.index
        request = Request(text=query, typing=True, facet_limit=SHOWN + 1)
        began = time.perf_counter()
        found = Search(index, request)
        # the first hits are put in order before all others are found and counted
        stop = (lambda: found.shows_hits) if task in ("ids", "items", "hits") else never
        answer = found.found(stop) if task in ("ids", "items") else found.advance(stop)
        if task == "forgive" and not answer.hits and answer.suggestions:
            answer = Search(index, replace(request, text=answer.suggestions[-1].query)).advance()
        took = (time.perf_counter() - began) * 1000
        told = {
            "ids": lambda: len(answer.ids),
            "items": lambda: answer.ids[:BEST],
            "hits": lambda: len(answer.hits),
            "whole": lambda: answer.total,
            "forgive": lambda: [hit.item.id for hit in answer.hits[:BEST]],
        }
        return json.dumps({"took": took, "found": told[task]()})

    def _forget(self):
        """The peer keeps no answers: what is asked again is to be searched again here too."""
        index = self._reader.library.index
        index.cache.clear()
        index.store._forms.clear()
        for name, module in list(sys.modules.items()):
            if name.startswith("backissue"):
                for value in vars(module).values():
                    # an unbounded cache holds what is made once, such as templates; a bounded one holds what was asked
                    if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"] is not None:
                        value.cache_clear()
