"""Measures starts: from navigation to the first whole answer, and what comes over the wire."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import brotli
from playwright.sync_api import BrowserContext, Page, Playwright, Request

from tests.benchmarks.browser import empty_browser, open_at, stay
from tests.benchmarks.contestants import OURS
from tests.benchmarks.peers import PEERS, Peer

SEED = "starts"
VISITS = ("first", "second")


def addresses(ours: str, peers: str, query: str, chosen: Iterable[Peer] = PEERS) -> dict[str, str]:
    """Returns the addresses that begin with a question: ours, and those of peers in each of their ways to come by an index."""
    text = quote(query)
    ways = ((peer, way) for peer in chosen for way in peer.ways)
    return {
        OURS: f"{ours}#q={text}",
        **{f"{peer.name} {way}": f"{peers}{peer.folder(way)}/?mode={way}&q={text}" for peer, way in ways},
    }


def measure_starts(
    playwright: Playwright,
    pages: Mapping[str, str],
    rounds: int,
    visits: Sequence[str] = VISITS,
    warm: int = 1,
    weighs: bool = False,
) -> dict[str, dict[str, list[float]]]:
    """Returns milliseconds from navigation to the painted whole answer by page and visit; `warm` rounds are not counted.

    Each round has an empty profile on disk; each page asks for files of its own. All first visits come in shuffled order, then
    all second ones, each in a fresh page. What a peer says that its index took comes as `indexing`, and with `weighs` the bytes
    over the wire, heads included, of the last first visit as `bytes`.
    """
    chance = random.Random(SEED)
    times: dict[str, dict[str, list[float]]] = {name: {visit: [] for visit in visits} for name in pages}
    for turn in range(rounds + warm):
        with empty_browser(playwright) as context:
            for visit in visits:
                order = list(pages)
                chance.shuffle(order)
                for name in order:
                    stays = visit == VISITS[0] and len(visits) > 1
                    seen = _visit(context, pages[name], weighs and turn == rounds + warm - 1, stays)
                    if turn >= warm:
                        times[name][visit].append(seen["painted"])
                        if seen["indexing"] is not None:
                            times[name].setdefault("indexing", []).append(seen["indexing"])
                        if "bytes" in seen:
                            times[name].setdefault("bytes", [seen["bytes"]])
    return times


def _visit(context: BrowserContext, address: str, weighs: bool, stays: bool) -> dict[str, Any]:
    requests = _requests_of(context) if weighs else []
    page, seen = open_at(context, address)
    seen |= {"indexing": page.evaluate("() => performance.getEntriesByName('peer:ready')[0]?.detail.indexing ?? null")}
    if weighs:
        seen |= _weighed(page, requests)
    if stays:
        stay(page)
    page.close()
    return seen


def _weighed(page: Page, requests: list[Request]) -> dict[str, Any]:
    page.wait_for_load_state("networkidle")
    own = [each for each in requests if each.url.startswith("http")]
    return {"bytes": sum(sum(_sizes(each)) for each in own), "requests": len(own), "of": own}


def measure_wire(playwright: Playwright, pages: Mapping[str, str], archive: Path, quality: int) -> dict[str, Any]:
    """Returns the bytes that come over the wire on a first visit, heads included, and brotli sizes of our files and of `archive`.

    What the server sends as it lies there (archives of compiled files) is counted as it is, as hosts do not compress it.
    """
    found: dict[str, Any] = {}
    for name, address in pages.items():
        with empty_browser(playwright) as context:
            requests = _requests_of(context)
            page, _ = open_at(context, address)
            weighed = _weighed(page, requests)
            found[name], found[f"{name} requests"] = weighed["bytes"], weighed["requests"]
            if name == OURS:
                found |= _brotli(weighed["of"], quality)
    found["archive brotli"] = sum(_size(path.read_bytes(), quality) for path in archive.glob("*.json"))
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


def _size(data: bytes, quality: int) -> int:
    return len(brotli.compress(data, quality=quality))


def _brotli(requests: list[Request], quality: int) -> dict[str, Any]:
    sizes = {"index": 0, "runtime brotli": 0}
    files: dict[str, int] = {}
    for request in requests:
        path = urlsplit(request.url).path
        response = request.response()
        if response is None or path in files:
            continue
        data = response.body()
        packs = "content-encoding" in response.headers
        files[path] = _size(data, quality) if packs else len(data)
        if not path.startswith("/data/"):
            sizes["runtime brotli"] += files[path]
        elif not packs:
            sizes["index"] += files[path]
    largest = sorted(files.items(), key=lambda file: -file[1])[:8]
    return {**sizes, "brotli quality": quality, "largest": largest}
