"""Measures the reader beside MiniSearch: `python tests/benchmarks [--quick] [--queries] [--only PART] [--draw]`.

Everything happens in one run: an archive is imported, published and served as anybody would, and a Chromium opens it and the
peer's pages with the same documents. Prints the table of the design's budgets, the lines first in which the peer is
ahead, and writes all figures to build/bench.json. Exits 1 if something did not run, whatever the figures are.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[0] = str(ROOT)

from playwright.sync_api import Playwright, sync_playwright  # noqa: E402 -- the path above makes it importable

from setup.step import BUILD  # noqa: E402
from tests.benchmarks import asking, machine, material, memory, starting, table  # noqa: E402
from tests.benchmarks.browser import empty_browser  # noqa: E402
from tests.benchmarks.figures import Results, lines, medians, over_queries  # noqa: E402
from tests.benchmarks.queries import STATED, Query, draw, read_stated, written  # noqa: E402

PARTS = ("queries", "starts", "stages", "wire", "memory")
# rounds: of the questions, of the starts, of the stages, of the memory
FULL, QUICK = (5, 5, 3, 3), (1, 1, 1, 1)
BROTLI, BROTLI_QUICK = 11, 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the parts that were asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests/benchmarks", description="Measures the reader beside MiniSearch.")
    parser.add_argument("--quick", action="store_true", help="one round of everything: rough figures")
    parser.add_argument("--queries", action="store_true", help="print each question with its figures too")
    parser.add_argument(
        "--only", action="append", choices=PARTS, metavar="PART", help=f"one of {', '.join(PARTS)}; may be repeated"
    )
    parser.add_argument(
        "--draw", action="store_true", help="draw the questions anew from the archive, write queries.json and end"
    )
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
            return run(Path(folder), options)
    except material.NotThere as error:
        print(f"The benchmark cannot run: {error}", file=sys.stderr)
        return 1


def run(folder: Path, options: argparse.Namespace) -> int:
    """Prepares the sites in `folder`, measures, prints and writes."""
    about = machine.describe() | {"load before": machine.load()}
    say("import, publish, build the peer's indexes")
    archive = material.make_archive(folder)
    site = material.publish(archive, folder / "site")
    shared = archive != material.SHIPPED
    if options.draw:
        STATED.write_text(written(draw(material.texts(site))), "utf-8")
        return 0
    questions = read_stated() if shared else draw(material.texts(site))
    facts = material.facts(site)
    results = Results()
    with material.Servers() as servers, sync_playwright() as playwright:
        sites = _Sites(servers, folder, site)
        for name in options.only or PARTS:
            say(name)
            began = time.monotonic()
            try:
                _MEASURES[name](playwright, sites, questions, results, options.quick)
            except Exception as error:
                # the other parts may run; which one did not decides the exit
                results.failures[name] = f"{type(error).__name__}: {error}"
                print(f"  {name} did not run: {results.failures[name]}", file=sys.stderr)
            say(f"  {time.monotonic() - began:.0f} s, load {machine.load()[:1]}")
    about["load after"] = machine.load()
    archive_facts = {"name": "shared corpus" if shared else "data/"} | asdict(facts)
    found = lines(results, facts.items, facts.json_bytes)
    _print(about, archive_facts, results, found, options.queries)
    _write(
        {"machine": about, "archive": archive_facts, "quick": options.quick, "table": [_plain(line) for line in found]}
        | _json(results)
    )
    return 1 if results.failures else 0


class _Sites:
    """The addresses that are measured."""

    def __init__(self, servers: material.Servers, folder: Path, site: Path) -> None:
        small = material.publish(material.SHIPPED, folder / "small")
        self.ours = servers.serve(site)
        self.timed = servers.serve(material.add_stopwatch(site, folder / "timed"))
        self.peer = servers.serve(material.make_peer(site, folder / "peer"))
        self.small = servers.serve(small)
        self.small_peer = servers.serve(material.make_peer(small, folder / "small-peer"))


def _queries(playwright: Playwright, sites: _Sites, questions: list[Query], results: Results, quick: bool) -> None:
    with empty_browser(playwright) as context:
        results.queries = asking.measure_queries(context, sites.timed, sites.peer, questions, _rounds(quick)[0])


def _starts(playwright: Playwright, sites: _Sites, questions: list[Query], results: Results, quick: bool) -> None:
    pages = starting.addresses(sites.ours, sites.peer, _first(questions))
    results.starts = starting.measure_starts(playwright, pages, _rounds(quick)[1])


def _stages(playwright: Playwright, sites: _Sites, questions: list[Query], results: Results, quick: bool) -> None:
    page = starting.addresses(sites.timed, sites.peer, _first(questions))["ours"]
    results.stages = starting.measure_stages(playwright, page, _rounds(quick)[2])


def _wire(playwright: Playwright, sites: _Sites, questions: list[Query], results: Results, quick: bool) -> None:
    pages = starting.addresses(sites.ours, sites.peer, _first(questions))
    results.wire = starting.measure_wire(playwright, pages, BROTLI_QUICK if quick else BROTLI)


def _memory(playwright: Playwright, sites: _Sites, questions: list[Query], results: Results, quick: bool) -> None:
    full, empty = (
        {name: pages[name] for name in ("ours", "build")}
        for pages in (
            starting.addresses(sites.ours, sites.peer, _first(questions)),
            starting.addresses(sites.small, sites.small_peer, _first(questions)),
        )
    )
    timed = starting.addresses(sites.timed, sites.peer, _first(questions))["ours"]
    results.memory = memory.measure_memory(playwright, timed, full, empty, questions, _rounds(quick)[3])


_MEASURES: dict[str, Callable[[Playwright, _Sites, list[Query], Results, bool], None]] = {
    "queries": _queries,
    "starts": _starts,
    "stages": _stages,
    "wire": _wire,
    "memory": _memory,
}


def _rounds(quick: bool) -> tuple[int, ...]:
    return QUICK if quick else FULL


def _first(questions: list[Query]) -> str:
    """The question that a start is measured with: the first of the middling ones."""
    return next(query.text for query in questions if query.kind == "middling")


def say(text: str) -> None:
    """Tells how far the run is."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def _print(about: dict[str, Any], facts: dict[str, Any], results: Results, found: list[Any], each: bool) -> None:
    print(f"{facts['items']:,} items ({facts['name']}, to {facts['newest']}), {facts['json_bytes'] / 1e6:.1f} MB of JSON")
    print("; ".join(f"{name} {value}" for name, value in about.items()))
    print(METHOD)
    print(table.table(found))
    if results.stages:
        print("\n" + table.stages(results.stages))
    if results.queries and each:
        print("\n" + table.queries(results.queries))
    for name, why in results.failures.items():
        print(f"\nDid not run: {name}: {why}")


METHOD = """
MiniSearch: the same documents; fields title, summary, section with boosts 8, 3, 1.5; all words (AND), the last one as a
prefix unless a sign ends it, no fuzziness; its own tokenizer, which does not cut Chinese. Its worker time is search() alone
(bare ids); its page shows 20 results and the total. Ours is the whole of what the worker does for a typed key: JSON in,
query, order, 20 hits with snippets and marks, total, all facets, HTML, JSON out; kept answers are dropped before each key.
A figure is the median of its rounds; over the questions, median and 95th percentile (nearest rank) of these.
"""


def _plain(line: Any) -> dict[str, Any]:
    return asdict(line) | {"ratio": line.ratio}


def _json(results: Results) -> dict[str, Any]:
    samples, middle = results.queries, medians(results.queries)
    return {
        "over queries": over_queries(samples) if samples else {},
        "queries": [asdict(query) | {"median": middle[query], "rounds": list(rounds)} for query, rounds in samples.items()],
        "starts": results.starts,
        "stages": results.stages,
        "wire": results.wire,
        "memory": results.memory,
        "did not run": results.failures,
    }


def _write(found: dict[str, Any]) -> None:
    BUILD.mkdir(exist_ok=True)
    path = BUILD / "bench.json"
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    with suppress(ValueError):
        path = path.relative_to(Path.cwd())
    print(f"\nAll figures: {path}")


if __name__ == "__main__":
    sys.exit(main())
