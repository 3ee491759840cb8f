"""Measures the reader beside other searches: `python tests/benchmarks [--quick] [--queries] [--only PART] [--draw]`.

Everything happens in one run: an archive is imported, published and served as anybody would, and a Chromium opens it and the
peers' pages with the same documents. Prints the table of the design's budgets, the lines first in which MiniSearch is ahead,
then where any peer is ahead and the tables of all peers, and writes all figures to build/bench.json, the report to
build/bench.html and the tables to build/bench.md. Exits 1 if something did not run, whatever the figures are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# run as a script, this folder comes first, and its own names would stand for others'
sys.path[0] = str(ROOT)

from playwright.sync_api import Playwright, sync_playwright  # noqa: E402 -- the path above makes the rest importable

from tests.benchmarks import (  # noqa: E402
    asking,
    beside,
    comparing,
    finding,
    machine,
    material,
    memory,
    report,
    slow_line,
    stages,
    starting,
)
from tests.benchmarks.browser import empty_browser  # noqa: E402
from tests.benchmarks.budgets import BUILD, LOAD, lines  # noqa: E402
from tests.benchmarks.contestants import OURS  # noqa: E402
from tests.benchmarks.figures import Results  # noqa: E402
from tests.benchmarks.known_items import COUNT as KNOWN  # noqa: E402
from tests.benchmarks.known_items import draw_known_items  # noqa: E402
from tests.benchmarks.page import write_page  # noqa: E402
from tests.benchmarks.peers import BY_NAME, PEERS  # noqa: E402
from tests.benchmarks.queries import CHINESE, STATED, Query, Text, draw, read_stated, written  # noqa: E402
from tests.benchmarks.sites import Sites, serve_sites  # noqa: E402

BROTLI, BROTLI_QUICK = 11, 5
KNOWN_QUICK = 100


class Run:
    """One run: the sites that are measured, the questions, and each part of the benchmark as a method."""

    def __init__(
        self, playwright: Playwright, served: Sites, texts: Mapping[str, Text], questions: Sequence[Query], quick: bool
    ) -> None:
        self._playwright, self._sites, self._texts = playwright, served, texts
        self._questions, self._quick = questions, quick
        self.results = Results()
        self.parts: dict[str, Callable[[], None]] = {
            "queries": self._queries,
            "starts": self._starts,
            "stages": self._stages,
            "wire": self._wire,
            "memory": self._memory,
            "peers": self._compare,
            "quality": self._find,
            "slow-line": self._slow_line,
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
            measured = asking.measure_queries(context, self._sites.timed, self._sites.peers, self._questions, self._rounds(5))
        self.results.queries = measured

    def _starts(self) -> None:
        self.results.starts = starting.measure_starts(self._playwright, self._some(OURS, BUILD, LOAD), self._rounds(5))

    def _stages(self) -> None:
        self.results.stages = stages.measure_stages(self._playwright, self._sites.timed_start, self._rounds(3))

    def _wire(self) -> None:
        quality = BROTLI_QUICK if self._quick else BROTLI
        self.results.wire = starting.measure_wire(self._playwright, self._some(OURS, BUILD, LOAD), self._sites.archive, quality)

    def _memory(self) -> None:
        full, empty = self._some(OURS, BUILD), {name: self._sites.empty[name] for name in (OURS, BUILD)}
        rounds = self._rounds(3)
        self.results.memory = memory.measure_memory(
            self._playwright, self._sites.timed_start, full, empty, self._questions, rounds
        )

    def _some(self, *names: str) -> dict[str, str]:
        return {name: self._sites.full[name] for name in names}

    def _contestants(self) -> list[tuple[str, str]]:
        """The reader with its stopwatch, and each peer in the first of its ways."""
        return [(OURS, self._sites.timed_start), *((peer.name, self._sites.full[peer.pages[0]]) for peer in PEERS)]

    def _compare(self) -> None:
        self.results.pages = comparing.compare_pages(self._playwright, self._sites.full, self._sites.empty, self._rounds(2))
        # our index is timed from inside, where the stopwatch is
        inside = stages.measure_stages(self._playwright, self._sites.timed_start, 1)
        self.results.pages[OURS]["indexing"] = [stages.indexing(inside["first"])]
        asked = [query for query in self._questions if query.kind != CHINESE]
        with empty_browser(self._playwright) as context:
            times, totals = comparing.compare_questions(context, self._contestants(), asked, self._rounds(4))
        self.results.times, self.results.totals = times, totals

    def _find(self) -> None:
        known = draw_known_items(self._texts, KNOWN_QUICK if self._quick else KNOWN)
        with empty_browser(self._playwright) as context:
            self.results.places = finding.find_items(context, self._contestants(), known)

    def _slow_line(self) -> None:
        chosen = self._some(OURS, BUILD, LOAD, "pagefind load")
        test_file = f"{self._sites.peers}sqlite-load/index.gz"
        self.results.slow = slow_line.measure_slow_starts(self._playwright, chosen, test_file, self._rounds(2))


PARTS = ("queries", "starts", "stages", "wire", "memory", "peers", "quality", "slow-line")
# The others take MiniSearch alone.
ALL_PEERS = {"peers", "quality", "slow-line"}


def tell(text: str) -> None:
    """Says how far the run is."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the parts that were asked for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests/benchmarks", description="Measures the reader beside other searches.")
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
    tell("an archive is imported and published")
    archive = material.make_archive(folder)
    is_shared = archive != material.SHIPPED
    site = material.publish(archive, folder / "site")
    texts = material.texts(site)
    drawn = draw(texts.values())
    if options.draw:
        STATED.write_text(written(drawn), "utf-8")
        return 0
    questions = read_stated() if is_shared else drawn
    if questions != drawn:
        tell("the questions of queries.json are not those that the rules draw from this archive; --draw writes them anew")
    facts = {"name": "shared corpus" if is_shared else "data/"} | asdict(material.facts(site))
    with material.Servers() as servers, sync_playwright() as playwright:
        parts = options.only or PARTS
        tell("the peers' pages are made, and their indexes built ahead")
        served = serve_sites(servers, site, questions, PEERS if ALL_PEERS & set(parts) else [BY_NAME["minisearch"]])
        measuring = Run(playwright, served, texts, questions, options.quick)
        measuring.measure(parts)
    about["load after"] = machine.load()
    results = measuring.results
    found = lines(results, facts["items"], facts["json_bytes"])
    print(report.text(about, facts, found, results, options.queries))
    page = write_page(about, facts, found, results)
    for path in report.write(report.document(about, facts, found, results), page, beside.markdown(beside.tables(results))):
        print(path)
    return 1 if results.failures else 0


if __name__ == "__main__":
    sys.exit(main())
