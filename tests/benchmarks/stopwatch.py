"""Times the reader's worker from inside: laid beside `app/worker.py` in the benchmark's copy of a site, and in no other."""

import functools
import json
import sys
import time


def _timed(function, note):
    """Returns `function` with `note(ms)` called after each run."""

    @functools.wraps(function)
    def run(*values, **named):
        began = time.perf_counter()
        try:
            return function(*values, **named)
        finally:
            note((time.perf_counter() - began) * 1000)

    return run


class Stopwatch:
    """What the worker did for each request since it was last read: when it began, the whole, and the parts."""

    def __init__(self, handle, reader, began, heap_bytes):
        self._handle, self._reader, self._heap_bytes = handle, reader, heap_bytes
        self._parts = {}
        self._done = []
        self._start = {"script": began, "imported": time.time() * 1000, "heap": heap_bytes()}
        asking, library = reader._asking, reader.library
        asking.ask = _timed(asking.ask, functools.partial(self._add, "search"))
        library.load = _timed(library.load, functools.partial(self._add, "load"))
        module = sys.modules[type(library).__module__]
        module.read_shard = _timed(module.read_shard, functools.partial(self._add, "parse"))

    def _add(self, part, ms):
        self._parts[part] = self._parts.get(part, 0) + ms

    def handle(self, request):
        """Answers as the worker does, and notes how long it took."""
        self._parts = {}
        at, began = time.time() * 1000, time.perf_counter()
        answer = self._handle(request)
        taken = (time.perf_counter() - began) * 1000
        said, asked = json.loads(answer), json.loads(request)
        self._done.append(
            {
                "type": asked["event"]["type"],
                "query": said.get("state", {}).get("query", ""),
                "complete": said.get("complete"),
                "characters": len(answer),
                "at": at,
                "handle": taken,
                **self._parts,
            }
        )
        return answer

    def read(self, forget):
        """Returns what was noted as JSON, and begins anew; with `forget`, every answer that is kept is dropped first."""
        noted, self._done = {"start": self._start, "heap": self._heap_bytes(), "requests": self._done}, []
        if forget:
            self._forget()
        return json.dumps(noted)

    def _forget(self):
        """The peer keeps no answers, so that a query asked again is searched again here too."""
        index = self._reader.library.index
        index.cache.clear()
        index.store._words.clear()
        for name, module in list(sys.modules.items()):
            if name.startswith("backissue"):
                for value in vars(module).values():
                    # an unbounded cache holds what is made once, such as templates; a bounded one holds answers
                    if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"] is not None:
                        value.cache_clear()
