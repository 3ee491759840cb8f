"""Puts a run together: printed for people, and as one JSON document."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from setup.step import BUILD
from tests.benchmarks import beside, table
from tests.benchmarks.budgets import Line
from tests.benchmarks.figures import Results, medians, over_queries
from tests.benchmarks.queries import Query
from tests.benchmarks.standing import figures, sentences

METHOD = """\
MiniSearch: the same documents; fields title, summary, section with boosts 8, 3, 1.5; all words (AND), the last one as a
prefix unless a sign ends it, no fuzziness; its own tokenizer, which does not cut Chinese. Its worker time is search() alone
(bare ids); its page shows the total and 20 results. Ours is the whole of what the worker does for a typed key: JSON in,
query, order, 20 hits with snippets and marks, total, all facets, HTML, JSON out; kept answers are dropped before each key.
A key is pressed for real at the end of each question. A figure is the median of its rounds, after one that is not counted;
over the questions, the median and the 95th percentile (nearest rank) of these. The clock in a worker ticks every 0.1 ms.
"""


def text(machine: Mapping[str, Any], archive: Mapping[str, Any], lines: Sequence[Line], results: Results, each: bool) -> str:
    """Returns what is printed; `each` adds the questions one by one."""
    parts = [
        f"{archive['items']:,} items ({archive['name']}, to {archive['newest']}), {archive['json_bytes'] / 1e6:.1f} MB of JSON\n"
        + "; ".join(f"{name} {value}" for name, value in machine.items()),
        f"{METHOD}\n{table.table(lines)}",
        table.stages(results.stages) if results.stages else "",
        "\n".join(("Where a peer is ahead:", *ahead)) if (ahead := sentences(figures(results))) else "",
        beside.markdown(beside.tables(results)) if results.pages or results.places or results.slow else "",
        table.queries(results.queries) if results.queries and each else "",
        *(f"Did not run: {name}: {why}" for name, why in results.failures.items()),
    ]
    return "\n\n".join(filter(None, parts))


def document(machine: Mapping[str, Any], archive: Mapping[str, Any], lines: Sequence[Line], results: Results) -> dict[str, Any]:
    """Returns all figures, the single rounds included."""
    middle = medians(results.queries)
    return {
        "machine": dict(machine),
        "archive": dict(archive),
        "method": METHOD,
        "table": [asdict(line) | {"ratio": line.ratio} for line in lines],
        "over queries": over_queries(results.queries),
        "queries": [
            asdict(query) | {"median": middle[query], "rounds": list(rounds)} for query, rounds in results.queries.items()
        ],
        "starts": results.starts,
        "stages": results.stages,
        "wire": results.wire,
        "memory": results.memory,
        "peers": {
            "pages": results.pages,
            "times": {name: {task: _by_text(each) for task, each in tasks.items()} for name, tasks in results.times.items()},
            "totals": {name: _by_text(each) for name, each in results.totals.items()},
            "places": results.places,
            "slow line": results.slow,
        },
        "did not run": results.failures,
    }


def _by_text(figures: Mapping[Query, Any]) -> dict[str, Any]:
    return {query.text: figure for query, figure in figures.items()}


def write(found: Mapping[str, Any], page: str, tables: str) -> list[Path]:
    """Writes the figures, the report page and the tables into build/ and returns where."""
    BUILD.mkdir(exist_ok=True)
    texts = {"bench.json": json.dumps(found, ensure_ascii=False, indent=1), "bench.html": page, "bench.md": tables}
    for name, text in texts.items():
        (BUILD / name).write_text(text.rstrip("\n") + "\n", "utf-8")
    return [BUILD / name for name in texts]
