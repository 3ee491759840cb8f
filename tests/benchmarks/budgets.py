"""The design's table: each figure beside the peer's and what the budget asks of it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from tests.benchmarks.contestants import OURS
from tests.benchmarks.figures import Results, over_queries
from tests.benchmarks.stages import indexing

# The pages that the design compares the reader with.
BUILD, LOAD = "minisearch build", "minisearch load"

# The budgets and targets of the design.
_KEY_MS, _KEY_TARGET = 50, "16 ms"
_SECOND_VISIT, _SECOND_TARGET = 0.6, "500 ms"
_RUNTIME_MB, _RUNTIME_TARGET = 5.5, "4.5 MB"
_ITEM_BYTES, _ITEM_TARGET = 60, "45 bytes"
_MEMORY, _MEMORY_TARGET = 3, "2 x"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table. Less is better in all of them.

    `kept` says whether the budget is kept, None where there is none.
    """

    what: str
    unit: str
    ours: float
    peer: float | None = None
    budget: str = ""
    kept: bool | None = None
    target: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's; None where there is nothing to compare with."""
        return self.ours / self.peer if self.peer else None


def lines(results: Results, items: int, json_bytes: int) -> list[Line]:
    """Returns the table, as far as its parts ran, for an archive of so many items and bytes of JSON."""
    return [
        *_query_lines(results),
        *_start_lines(results),
        *_stage_lines(results),
        *_wire_lines(results, items),
        *_memory_lines(results, json_bytes),
    ]


def _no_more(what: str, unit: str, ours: float, peer: float, target: str = "") -> Line:
    """A line whose budget is the peer's figure."""
    return Line(what, unit, ours, peer, "<= 1 x", ours <= peer, target)


def _at_most(what: str, unit: str, ours: float, most: float, target: str, peer: float | None = None) -> Line:
    """A line whose budget is a number."""
    return Line(what, unit, ours, peer, f"<= {most:g} {unit}", ours <= most, target)


def _query_lines(results: Results) -> list[Line]:
    found = []
    for group, figures in over_queries(results.queries).items():
        worker, peer = figures["worker"], figures["peer worker"]
        painted, other = figures["painted"], figures["peer painted"]
        what, key = f"a query's worker time, {group}", f"key press to painted, {group}"
        found += [
            Line(f"{what}: median", "ms", worker["median"], peer["median"]),
            _no_more(f"{what}: p95", "ms", worker["p95"], peer["p95"], "a third")
            if group == "all"
            else Line(f"{what}: p95", "ms", worker["p95"], peer["p95"]),
            Line(f"  of it the search without HTML and JSON, {group}: p95", "ms", figures["search"]["p95"], peer["p95"]),
            Line(f"{key}: median", "ms", painted["median"], other["median"]),
            _at_most(f"{key}: p95", "ms", painted["p95"], _KEY_MS, _KEY_TARGET, other["p95"]),
        ]
    return found


def _start_lines(results: Results) -> list[Line]:
    if not results.starts:
        return []
    middle = {name: {visit: statistics.median(each) for visit, each in visits.items()} for name, visits in results.starts.items()}
    ours, build, load = (middle[name] for name in (OURS, BUILD, LOAD))
    share = ours["second"] / ours["first"]
    return [
        _no_more("first complete answer, empty profile; MiniSearch builds its index", "ms", ours["first"], build["first"]),
        Line("  the same; MiniSearch loads an index and all it shows", "ms", ours["first"], load["first"], target="<= 1 x"),
        Line("first complete answer, second visit; MiniSearch builds its index", "ms", ours["second"], build["second"]),
        Line("  the same; MiniSearch loads an index and all it shows", "ms", ours["second"], load["second"]),
        Line("the second visit", "ms", ours["second"], target=_SECOND_TARGET),
        _at_most("the second visit, to the first", "x", share, _SECOND_VISIT, ""),
    ]


def _stage_lines(results: Results) -> list[Line]:
    if not results.stages:
        return []
    first = results.stages["first"]
    built = statistics.median(results.starts[BUILD]["indexing"]) if results.starts else None
    return [
        Line("index time: ours is built ahead and taken, MiniSearch builds its own", "ms", indexing(first), built),
        Line(
            "page readable, empty profile", "ms", first["readable"], None,
            "before Python is asked for", first["readable"] < first["first download asked for"],
        ),
    ]  # fmt: skip


def _wire_lines(results: Results, items: int) -> list[Line]:
    wire = results.wire
    if not wire:
        return []
    ours = wire[OURS] / 1e6
    return [
        Line("all on the wire, gzip; MiniSearch builds its index", "MB", ours, wire[BUILD] / 1e6),
        Line("  the same; MiniSearch loads an index and all it shows", "MB", ours, wire[LOAD] / 1e6),
        _at_most("runtime on the wire, brotli", "MB", wire["runtime brotli"] / 1e6, _RUNTIME_MB, _RUNTIME_TARGET),
        _at_most("archive on the wire, brotli, per item", "bytes", wire["archive brotli"] / items, _ITEM_BYTES, _ITEM_TARGET),
        Line("  the index that comes in its place on a fast line, per item", "bytes", wire["index"] / items),
    ]


def _memory_lines(results: Results, json_bytes: int) -> list[Line]:
    memory = results.memory
    if not memory:
        return []
    growth = memory["heap growth"] / json_bytes
    found = [_at_most("growth of Python's heap over the empty worker, to raw JSON", "x", growth, _MEMORY, _MEMORY_TARGET)]
    if min(memory.get(OURS, 0), memory.get(BUILD, 0)) > 0:  # a few items are less than what comes and goes by itself
        found += [Line("growth of the page's process at its peak", "MB", memory[OURS] / 1e6, memory[BUILD] / 1e6)]
    return found
