"""Measures starts: from navigation to the first whole answer, and what comes over the wire."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import brotli
from playwright.sync_api import BrowserContext, Playwright, Request

from tests.benchmarks.browser import empty_browser, open_at

SEED = "starts"
MODES = ("build", "stored", "ids")
VISITS = ("first", "second")


def addresses(ours: str, peer: str, query: str) -> dict[str, str]:
    """Returns the addresses that begin with a question: ours, and the peer's in each of its ways to come by an index."""
    text = quote(query)
    return {"ours": f"{ours}#q={text}", **{mode: f"{peer}?mode={mode}&q={text}" for mode in MODES}}


def measure_starts(playwright: Playwright, pages: Mapping[str, str], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Returns milliseconds from navigation to the painted whole answer by page and visit; a first round is not counted.

    Each round has an empty profile on disk; each page lies on an origin of its own or is asked for other files. All first
    visits come in shuffled order, then all second ones, each in a fresh page.
    """
    chance = random.Random(SEED)
    times: dict[str, dict[str, list[float]]] = {name: {visit: [] for visit in VISITS} for name in pages}
    times["build"]["indexing"] = []
    for turn in range(rounds + 1):
        with empty_browser(playwright) as context:
            for visit in VISITS:
                order = list(pages)
                chance.shuffle(order)
                for name in order:
                    _visit(context, pages[name], times[name] if turn else {}, visit)
    return times


def _visit(context: BrowserContext, address: str, times: dict[str, list[float]], visit: str) -> None:
    page, seen = open_at(context, address)
    if visit in times:
        times[visit].append(seen["painted"])
    if "indexing" in times:
        times["indexing"].append(page.evaluate("() => performance.getEntriesByName('peer:ready')[0].detail.indexing"))
    page.close()


def measure_wire(playwright: Playwright, pages: Mapping[str, str], quality: int) -> dict[str, Any]:
    """Returns the bytes that come over the wire on a first visit, heads included, and the brotli sizes of our files.

    What the server sends as it lies there (archives of compiled files) is counted as it is, as hosts do not compress it.
    """
    found: dict[str, Any] = {}
    for name, address in pages.items():
        with empty_browser(playwright) as context:
            requests = _requests_of(context)
            page, _ = open_at(context, address)
            page.wait_for_load_state("networkidle")
            own = [each for each in requests if each.url.startswith("http")]
            found[name] = sum(sum(_sizes(each)) for each in own)
            found[f"{name} requests"] = len(own)
            if name == "ours":
                found |= _brotli(own, quality)
    return found


def _requests_of(context: BrowserContext) -> list[Request]:
    """Returns a list that each request joins when its answer has come."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    context.on("requestfinished", note)
    return requests


def _sizes(request: Request) -> tuple[int, int]:
    sizes = request.sizes()
    return sizes["responseBodySize"], sizes["responseHeadersSize"]


def _brotli(requests: list[Request], quality: int) -> dict[str, Any]:
    sizes = {"archive brotli": 0, "runtime brotli": 0}
    files: dict[str, int] = {}
    for request in requests:
        path = urlsplit(request.url).path
        response = request.response()
        if response is None or path in files:
            continue
        data = response.body()
        packs = "content-encoding" in response.headers
        files[path] = len(brotli.compress(data, quality=quality)) if packs else len(data)
        sizes["archive brotli" if path.startswith("/data/") else "runtime brotli"] += files[path]
    largest = sorted(files.items(), key=lambda file: -file[1])[:8]
    return {**sizes, "brotli quality": quality, "largest": largest}
