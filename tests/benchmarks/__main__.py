"""Measures the reader beside MiniSearch: `python tests/benchmarks [--quick] [--queries] [--only PART] [--draw]`.

Everything happens in one run: an archive is imported, published and served as anybody would, and a Chromium opens it and the
peer's pages with the same documents. Prints the table of the design's budgets, the lines first in which the peer is
ahead, and writes all figures to build/bench.json. Exits 1 if something did not run, whatever the figures are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# run as a script, this folder comes first, and its own names would stand for others'
sys.path[0] = str(ROOT)

from playwright.sync_api import Playwright, sync_playwright  # noqa: E402 -- the path above makes the rest importable

from tests.benchmarks import asking, machine, material, memory, report, stages, starting  # noqa: E402
from tests.benchmarks.browser import empty_browser  # noqa: E402
from tests.benchmarks.budgets import lines  # noqa: E402
from tests.benchmarks.figures import Results  # noqa: E402
from tests.benchmarks.queries import STATED, Query, draw, read_stated, written  # noqa: E402

BROTLI, BROTLI_QUICK = 11, 5


class Run:
    """One run: the sites that are measured, the questions, and each part of the benchmark as a method."""

    def __init__(
        self, playwright: Playwright, servers: material.Servers, site: Path, questions: Sequence[Query], quick: bool
    ) -> None:
        self._playwright, self._questions, self._quick = playwright, questions, quick
        self.results = Results()
        folder = site.parent
        small = material.publish(material.SHIPPED, folder / "small")
        peer = servers.serve(material.make_peer(site, folder / "peer"))
        small_peer = servers.serve(material.make_peer(small, folder / "small-peer"))
        # starts are measured with the first of the middling questions
        self._first = next((query.text for query in questions if query.kind == "middling"), questions[0].text)
        self._pages = starting.addresses(servers.serve(site), peer, self._first)
        self._small = starting.addresses(servers.serve(small), small_peer, self._first)
        self._timed = servers.serve(material.add_stopwatch(site, folder / "timed"))
        self._peer = peer
        self.parts: dict[str, Callable[[], None]] = {
            "queries": self._queries,
            "starts": self._starts,
            "stages": self._stages,
            "wire": self._wire,
            "memory": self._memory,
        }

    def measure(self, names: Sequence[str]) -> None:
        """Runs parts; one that fails is noted, and the others run all the same."""
        for name in names:
            began = time.monotonic()
            tell(name)
            try:
                self.parts[name]()
            except Exception as error:
                self.results.failures[name] = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
            tell(f"{name}: {time.monotonic() - began:.0f} s, load {machine.load()[:1]}")

    def _rounds(self, count: int) -> int:
        return 1 if self._quick else count

    def _queries(self) -> None:
        with empty_browser(self._playwright) as context:
            measured = asking.measure_queries(context, self._timed, self._peer, self._questions, self._rounds(5))
        self.results.queries = measured

    def _starts(self) -> None:
        self.results.starts = starting.measure_starts(self._playwright, self._pages, self._rounds(5))

    def _stages(self) -> None:
        self.results.stages = stages.measure_stages(self._playwright, self._timed_start(), self._rounds(3))

    def _wire(self) -> None:
        self.results.wire = starting.measure_wire(self._playwright, self._pages, BROTLI_QUICK if self._quick else BROTLI)

    def _memory(self) -> None:
        full, empty = ({name: pages[name] for name in ("ours", "build")} for pages in (self._pages, self._small))
        rounds = self._rounds(3)
        self.results.memory = memory.measure_memory(self._playwright, self._timed_start(), full, empty, self._questions, rounds)

    def _timed_start(self) -> str:
        return starting.addresses(self._timed, self._peer, self._first)["ours"]


PARTS = ("queries", "starts", "stages", "wire", "memory")


def tell(text: str) -> None:
    """Says how far the run is."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the parts that were asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests/benchmarks", description="Measures the reader beside MiniSearch.")
    parser.add_argument("--quick", action="store_true", help="one round of everything: rough figures")
    parser.add_argument("--queries", action="store_true", help="print each question with its figures too")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="PART", help=f"one of {', '.join(PARTS)}")
    parser.add_argument("--draw", action="store_true", help="write queries.json anew from the archive, and end")
    options = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
            return run(Path(folder), options)
    except material.NotThere as error:
        print(f"The benchmark cannot run: {error}", file=sys.stderr)
        return 1


def run(folder: Path, options: argparse.Namespace) -> int:
    """Prepares the sites in `folder`, measures, prints and writes."""
    about = machine.describe() | {"quick": options.quick, "load before": machine.load()}
    tell("an archive is imported, published and indexed for MiniSearch")
    archive = material.make_archive(folder)
    is_shared = archive != material.SHIPPED
    site = material.publish(archive, folder / "site")
    if options.draw:
        STATED.write_text(written(draw(material.texts(site))), "utf-8")
        return 0
    drawn = draw(material.texts(site))
    questions = read_stated() if is_shared else drawn
    if questions != drawn:
        tell("the questions of queries.json are not those that the rules draw from this archive; --draw writes them anew")
    facts = {"name": "shared corpus" if is_shared else "data/"} | asdict(material.facts(site))
    with material.Servers() as servers, sync_playwright() as playwright:
        measuring = Run(playwright, servers, site, questions, options.quick)
        measuring.measure(options.only or PARTS)
    about["load after"] = machine.load()
    results = measuring.results
    found = lines(results, facts["items"], facts["json_bytes"])
    print(report.text(about, facts, found, results, options.queries))
    print(f"\nAll figures: {report.write(report.document(about, facts, found, results))}")
    return 1 if results.failures else 0


if __name__ == "__main__":
    sys.exit(main())
