"""From samples to figures: medians, 95th percentiles, and what stands beside the peer's in the table."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.queries import CHINESE, ONE_LETTER, Query

Samples = Mapping[Query, Sequence[Mapping[str, float]]]


def p95(values: Iterable[float]) -> float:
    """Returns the 95th percentile by nearest rank: the smallest value that 95 in 100 do not exceed.

    >>> p95(range(1, 41))
    38
    """
    ordered = sorted(values)
    return ordered[math.ceil(0.95 * len(ordered)) - 1]


def medians(samples: Samples) -> dict[Query, dict[str, float]]:
    """Returns for each question the median of each of its figures over the rounds."""
    return {
        query: {name: statistics.median(each[name] for each in rounds) for name in rounds[0]} for query, rounds in samples.items()
    }


# Which questions a figure is over.
GROUPS: dict[str, Callable[[Query], bool]] = {
    "all": lambda query: query.kind != CHINESE,
    "without one-letter prefixes": lambda query: query.kind not in (CHINESE, ONE_LETTER),
    "Chinese": lambda query: query.kind == CHINESE,
}


def over_queries(samples: Samples) -> dict[str, dict[str, dict[str, float]]]:
    """Returns {group: {figure: {"median", "p95", "worst"}}}: of the questions' medians, and the worst of all samples."""
    middle = medians(samples)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for group, belongs in GROUPS.items():
        chosen = [query for query in middle if belongs(query)]
        if chosen:
            found[group] = {
                name: {
                    "median": statistics.median(middle[query][name] for query in chosen),
                    "p95": p95(middle[query][name] for query in chosen),
                    "worst": max(each[name] for query in chosen for each in samples[query]),
                }
                for name in middle[chosen[0]]
            }
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: ours, the peer's, what the budget says of ours or of the ratio, and whether it is kept.

    `kept` is None where there is no budget. Less is better everywhere.
    """

    what: str
    unit: str
    ours: float | None
    peer: float | None = None
    budget: str = ""
    kept: bool | None = None
    target: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's; None where one of them is missing."""
        return self.ours / self.peer if self.ours is not None and self.peer else None


@dataclass(slots=True)
class Results:
    """What the parts of the benchmark found, each None or empty when it did not run, with why."""

    queries: Samples = field(default_factory=dict)
    starts: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    wire: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


def lines(results: Results, items: int, json_bytes: int) -> list[Line]:
    """Returns the table of the design's budgets with what was measured."""
    return [*_query_lines(results), *_start_lines(results), *_size_lines(results, items, json_bytes)]


def _against(what: str, unit: str, ours: float, peer: float, most: float, target: str = "", suffix: str = "") -> Line:
    """A line whose budget is a ratio to the peer."""
    return Line(what, unit, ours, peer, f"<= {most:g} x{suffix}", ours <= most * peer, target)


def _query_lines(results: Results) -> list[Line]:
    found = []
    for group, figures in over_queries(results.queries).items() if results.queries else ():
        ours, peer = figures["worker"], figures["peer worker"]
        painted, other = figures["painted"], figures["peer painted"]
        has_budget = group == "all"
        title = f"a query's worker time ({group})"
        found += [Line(f"{title}, median", "ms", ours["median"], peer["median"])]
        if has_budget:
            found += [_against(f"{title}, p95", "ms", ours["p95"], peer["p95"], 1, "a third")]
        else:
            found += [Line(f"{title}, p95", "ms", ours["p95"], peer["p95"])]
        found += [
            Line(f"  of it the search itself ({group}), p95", "ms", figures["search"]["p95"], peer["p95"]),
            Line(f"key press to painted ({group}), median", "ms", painted["median"], other["median"]),
            Line(
                f"key press to painted ({group}), p95", "ms", painted["p95"], other["p95"],
                "<= 50 ms" if has_budget else "", painted["p95"] <= 50 if has_budget else None, "16 ms" if has_budget else "",
            ),
        ]  # fmt: skip
    return found


def _start_lines(results: Results) -> list[Line]:
    found = []
    starts = {
        name: {visit: statistics.median(values) for visit, values in visits.items()} for name, visits in results.starts.items()
    }
    if starts:
        ours, build, stored, ids = (starts[name] for name in ("ours", "build", "stored", "ids"))
        found += [
            _against("first complete answer, empty profile; MiniSearch builds", "ms", ours["first"], build["first"], 1),
            Line("  the same; MiniSearch loads an index with what it shows", "ms", ours["first"], stored["first"], target="<= 1 x"),
            Line("  the same; MiniSearch loads an index of bare ids", "ms", ours["first"], ids["first"]),
            Line(
                "first complete answer, second visit; MiniSearch builds", "ms", ours["second"], build["second"],
                "0.6 of the first", ours["second"] <= 0.6 * ours["first"], "500 ms",
            ),
            Line("  the same; MiniSearch loads an index with what it shows", "ms", ours["second"], stored["second"]),
        ]  # fmt: skip
        if results.stages:
            first = results.stages["first"]
            found += [
                Line("index time: ours parses and indexes; MiniSearch indexes", "ms", first["load"], statistics.median(results.starts["build"]["indexing"])),
                Line("page readable, empty profile", "ms", first["readable"], None, "before Python", first["readable"] < first["python fetched"]),
            ]  # fmt: skip
    return found


def _size_lines(results: Results, items: int, json_bytes: int) -> list[Line]:
    found = []
    wire, memory = results.wire, results.memory
    if wire:
        runtime, archive = wire["runtime brotli"] / 1e6, wire["archive brotli"] / items
        found += [
            Line("on the wire, gzip, all; MiniSearch builds", "MB", wire["ours"] / 1e6, wire["build"] / 1e6),
            Line(
                "on the wire, gzip, all; MiniSearch loads an index with what it shows",
                "MB",
                wire["ours"] / 1e6,
                wire["stored"] / 1e6,
            ),
            Line("runtime on the wire, brotli, without the archive", "MB", runtime, None, "<= 5.5 MB", runtime <= 5.5, "4.5 MB"),
            Line("archive on the wire, brotli, per item", "bytes", archive, None, "<= 60 bytes", archive <= 60, "45 bytes"),
        ]
    if memory:
        wasm = memory["heap growth"] / json_bytes
        found += [
            Line(
                "memory: growth of Python's heap over the empty worker, to raw JSON", "x", wasm, None, "<= 3 x", wasm <= 3, "2 x"
            ),
        ]
        if "ours" in memory:
            found += [Line("memory: growth of the page's process at its peak", "MB", memory["ours"] / 1e6, memory["build"] / 1e6)]
    return found
