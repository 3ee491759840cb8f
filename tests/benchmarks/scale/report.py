"""Tables and growth of what was measured."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.figures import p95
from tests.benchmarks.queries import CHINESE, ONE_LETTER
from tests.benchmarks.scale.growth import fit

# What is asked of a million items: (figure, milliseconds).
TARGETS = {"first": 50, "whole": 500}
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """One archive in one interpreter: what `measure` found, or `failed` with what was said."""

    interpreter: str
    items: int
    json_bytes: int
    found: dict[str, Any]

    def times_ms(self, figure: str, belongs: Callable[[str], bool]) -> list[float]:
        """Returns a figure of all questions whose kind belongs, in milliseconds."""
        return [query[figure] * 1000 for query in self.found["queries"] if belongs(query["kind"])]

    @property
    def kinds(self) -> list[str]:
        """The kinds of questions, in their order."""
        return list(dict.fromkeys(query["kind"] for query in self.found["queries"]))


def usual(kind: str) -> bool:
    """Says whether questions of a kind count; one-letter beginnings and Chinese ones are told apart."""
    return kind not in (ONE_LETTER, CHINESE)


def text(runs: Sequence[Run]) -> str:
    """Returns the tables for people."""
    failed = [f"{run.interpreter}, {run.items:,} items: {run.found['failed']}" for run in runs if "failed" in run.found]
    runs = [run for run in runs if "failed" not in run.found]
    return "\n\n".join(filter(None, [_sizes(runs), _by_kind(runs), _slopes(runs), _judged(runs), *failed]))


def _sizes(runs: Sequence[Run]) -> str:
    lines = [
        f"{'':9}{'items':>10}{'JSON MB':>9}{'index s':>9}{'settled':>9}{'memory MB':>11}{'x JSON':>8}"
        f"{'first hits p50, p95 ms':>24}{'whole p50, p95':>18}{'at once p50, p95':>18}"
    ]
    for run in runs:
        grown = run.found["peak_bytes"]
        cells = (_pair(run.times_ms(figure, usual)) for figure in ("first", "whole", "at once"))
        seconds = f"{run.found['index_s']:>9.2f}{run.found['settled_s']:>9.2f}"
        memory = f"{grown / 1e6:>11.0f}{grown / run.json_bytes:>8.1f}"
        answers = "".join(f"{cell:>{width}}" for cell, width in zip(cells, (24, 18, 18), strict=True))
        lines.append(f"{run.interpreter:9}{run.items:>10,}{run.json_bytes / 1e6:>9.1f}{seconds}{memory}{answers}")
    return "\n".join(lines)


def _pair(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.1f}, {p95(values):.1f}" if values else ""


def _by_kind(runs: Sequence[Run]) -> str:
    if not runs:
        return ""
    kinds = runs[0].kinds
    lines = [f"{'whole answer, p95 ms':20}" + "".join(f"{kind:>13}" for kind in kinds)]
    for run in runs:
        cells = (p95(run.times_ms("whole", lambda each, kind=kind: each == kind)) for kind in kinds)  # type: ignore[misc]
        lines.append(f"{run.interpreter:9}{run.items:>11,}" + "".join(f"{cell:>13.1f}" for cell in cells))
    return "\n".join(lines)


def _slopes(runs: Sequence[Run]) -> str:
    lines = ["growth, as the power of the number of items (1 is linear):"]
    for title, _, drawn in pictures(runs):
        lines += [f"  {title.lower()}, {name}: {fit(line).slope:.2f}" for name, line in drawn.items() if len(line) > 1]
    return "\n".join(lines) if len(lines) > 1 else ""


def _judged(runs: Sequence[Run]) -> str:
    lines = []
    for run in runs:
        if run.items >= MILLION and run.interpreter == "pyodide":
            for figure, target in TARGETS.items():
                took = p95(run.times_ms(figure, usual))
                lines.append(
                    f"a million items, {figure}: p95 {took:.0f} ms, target {target}: {'kept' if took <= target else 'MISSED'}"
                )
    return "\n".join(lines)


def pictures(runs: Sequence[Run]) -> Iterator[tuple[str, str, dict[str, list[tuple[float, float]]]]]:
    """Yields each picture as title, unit and its lines of `(items, value)` by name."""
    figures: tuple[tuple[str, str, dict[str, Callable[[Run], float]]], ...] = (
        ("Indexing time", "seconds", {"": lambda run: run.found["index_s"]}),
        (
            "Memory at its peak",
            "MB",
            {"": lambda run: run.found["peak_bytes"] / 1e6, "raw JSON": lambda run: run.json_bytes / 1e6},
        ),
        (
            "Answers, 95 in 100 within",
            "ms",
            {
                "first hits": lambda run: p95(run.times_ms("first", usual)),
                "with all counts": lambda run: p95(run.times_ms("whole", usual)),
            },
        ),
    )
    runs = [run for run in runs if "failed" not in run.found]
    for title, unit, values in figures:
        lines: dict[str, list[tuple[float, float]]] = {}
        for run in runs:
            for name, value in values.items():
                line = lines.setdefault(f"{run.interpreter} {name}".strip(), [])
                line += [(run.items, value(run))] if value(run) > 0 else []
        yield title, unit, {name: line for name, line in lines.items() if line}


def document(runs: Sequence[Run]) -> list[dict[str, Any]]:
    """Returns all figures as plain JSON."""
    return [dataclasses.asdict(run) for run in runs]
