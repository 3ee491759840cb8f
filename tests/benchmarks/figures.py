"""From samples to figures: medians over rounds, then median and 95th percentile over questions."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.queries import CHINESE, ONE_LETTER, Query

Samples = Mapping[Query, Sequence[Mapping[str, float]]]

# Which questions a figure is over.
GROUPS: dict[str, Callable[[Query], bool]] = {
    "all": lambda query: query.kind != CHINESE,
    "without one-letter prefixes": lambda query: query.kind not in (CHINESE, ONE_LETTER),
    "Chinese": lambda query: query.kind == CHINESE,
}


@dataclass(slots=True)
class Results:
    """What the parts of the benchmark found: empty where one did not run, and then `failures` says why.

    `queries` holds the figures of each round; `starts` milliseconds by page and visit; `stages` by visit and stage; `wire`
    and `memory` bytes. Beside all peers: `pages` holds what the first visit of each page takes (`comparing.compare_pages`),
    `times` and `totals` the questions (`comparing.compare_questions`), `places` the known items (`finding.find_items`), `slow`
    the starts on a slow line (`slow_line.measure_slow_starts`).
    """

    queries: Samples = field(default_factory=dict)
    starts: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    wire: dict[str, Any] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    times: dict[str, dict[str, dict[Query, list[float]]]] = field(default_factory=dict)
    totals: dict[str, dict[Query, int]] = field(default_factory=dict)
    places: dict[str, dict[str, dict[str, list[int | None]]]] = field(default_factory=dict)
    slow: dict[str, Any] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


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


def over_queries(samples: Samples) -> dict[str, dict[str, dict[str, float]]]:
    """Returns {group: {figure: {"median", "p95", "worst"}}}: of the questions' medians, and the worst of all rounds."""
    middle = medians(samples)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for group, belongs in GROUPS.items():
        chosen = [query for query in middle if belongs(query)]
        if chosen:
            found[group] = {name: _figures(name, chosen, middle, samples) for name in middle[chosen[0]]}
    return found


def _figures(
    name: str, chosen: Sequence[Query], middle: Mapping[Query, Mapping[str, float]], samples: Samples
) -> dict[str, float]:
    return {
        "median": statistics.median(middle[query][name] for query in chosen),
        "p95": p95(middle[query][name] for query in chosen),
        "worst": max(each[name] for query in chosen for each in samples[query]),
    }
