"""Says where a start's time goes, from the boot's own reports, the page's marks and the stopwatch in the worker."""

from __future__ import annotations

import re
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from tests.benchmarks.browser import empty_browser, open_at, read_stopwatch, stay
from tests.benchmarks.starting import VISITS

# What sums begin with in a table of stages.
REQUESTS = "requests"
_PAGE = """() => ({
  origin: performance.timeOrigin,
  stages: bench.stages,
  marks: performance.getEntriesByType('mark').map(({name, startTime}) => [name, startTime]),
})"""
_DOWNLOADS = """() => performance.getEntriesByType('resource').map(({name, startTime, responseEnd}) =>
  ({name, asked: performance.timeOrigin + startTime, came: performance.timeOrigin + responseEnd}))"""
# Downloads that a start waits for, by patterns of their addresses; what a start does without is left out.
_FILES = {
    "WebAssembly came": r"/pyodide\.asm\.\w+\.wasm",
    "standard library came": "/stdlib_pyc",
    "memory of a started Python came": r"/snapshot\.\w+\.bin",
    "archive came": "/data/",
}
# What the boot reports, in its order.
_REPORTED = {"worker made": "worker made", "python": "WebAssembly compiled", "program": "Python up"}


def measure_stages(playwright: Playwright, address: str, rounds: int) -> dict[str, dict[str, float]]:
    """Returns by visit when each stage was reached, in milliseconds from navigation, and sums of what the worker did."""
    found: dict[str, list[dict[str, float]]] = {visit: [] for visit in VISITS}
    for _ in range(rounds):
        with empty_browser(playwright) as context:
            for visit in VISITS:
                found[visit].append(_stages(context, address, stays=visit == VISITS[0]))
    names = [name for name in found[VISITS[0]][0] if all(name in each for times in found.values() for each in times)]
    return {visit: {name: statistics.median(each[name] for each in times) for name in names} for visit, times in found.items()}


def _stages(context: BrowserContext, address: str, stays: bool) -> dict[str, float]:
    page, seen = open_at(context, address)
    told = page.evaluate(_PAGE)
    downloads = [each for worker in page.workers for each in worker.evaluate(_DOWNLOADS)]
    noted = read_stopwatch(page)
    if stays:
        stay(page)
    page.close()
    origin: float = told["origin"]
    marks, reported = dict(reversed(told["marks"])), dict(told["stages"])
    requests: list[dict[str, Any]] = noted["requests"]
    loading = [each for each in requests if "load" in each]
    times = {
        "readable": marks["backissue:readable"],
        "first download asked for": min(each["asked"] for each in downloads) - origin,
        **{stage: max(came) - origin for stage, name in _FILES.items() if (came := _came(downloads, name))},
        **{stage: reported[name] for name, stage in _REPORTED.items() if name in reported},
        "worker.py begins": noted["start"]["script"] - origin,
        "worker.py has imported": noted["start"]["imported"] - origin,
        "first request": requests[0]["at"] - origin,
        **_indexing(loading, origin),
        "whole answer in the page": seen["answered"],
        "painted": seen["painted"],
    }
    return dict(sorted(times.items(), key=lambda stage: stage[1])) | _sums(requests)


def _indexing(loading: Sequence[dict[str, Any]], origin: float) -> dict[str, float]:
    """When the index was built; nothing where one was kept."""
    if not loading:
        return {}
    last = loading[-1]
    return {"indexing begins": loading[0]["at"] - origin, "indexing ends": last["at"] + last["handle"] - origin}


def indexing(visit: Mapping[str, float]) -> float:
    """Returns how long it took to build an index, or to take one that was built ahead, in milliseconds."""
    return visit["open"] + visit["load"]


def _came(downloads: Sequence[dict[str, Any]], name: str) -> list[float]:
    return [each["came"] for each in downloads if re.search(name, each["name"])]


def _sums(requests: Sequence[dict[str, Any]]) -> dict[str, float]:
    parts = {
        name: sum(each.get(name, 0) for each in requests) for name in ("handle", "open", "load", "parse", "search", "render")
    }
    between = requests[-1]["at"] - requests[0]["at"] - sum(each["handle"] for each in requests[:-1])
    return {REQUESTS: len(requests), **parts, "between requests": between}
