"""Measures questions: each typed for real, once a round, in the reader and in MiniSearch's page, in one browser."""

from __future__ import annotations

import random
from collections.abc import Sequence

from playwright.sync_api import BrowserContext, Page

from tests.benchmarks.browser import Typist, open_at, read_stopwatch
from tests.benchmarks.queries import Query

SEED = "rounds"
_PARTS = ("search", "sqlite", "hits", "facets", "render")


def measure_queries(
    context: BrowserContext, ours: str, peers: str, queries: Sequence[Query], rounds: int
) -> dict[Query, list[dict[str, float]]]:
    """Returns what each round measured for each question; a first round warms both pages up and is not counted.

    The order of the questions, and which page comes first, changes with each round.
    """
    chance = random.Random(SEED)
    reader, _ = open_at(context, f"{ours}#q=")
    other, _ = open_at(context, f"{peers}minisearch-build/?mode=build&q=")
    typists = {"ours": Typist(reader), "peer": Typist(other)}
    samples: dict[Query, list[dict[str, float]]] = {query: [] for query in queries}
    for turn in range(rounds + 1):
        order = list(queries)
        chance.shuffle(order)
        measured: dict[Query, dict[str, float]] = {query: {} for query in queries}
        for name in ("ours", "peer") if turn % 2 else ("peer", "ours"):
            (reader if name == "ours" else other).bring_to_front()
            for query in order:
                measured[query] |= _ours(reader, typists[name], query) if name == "ours" else _peer(typists[name], query)
        if turn:
            for query in queries:
                samples[query].append(measured[query])
    reader.close()
    other.close()
    return samples


def _ours(page: Page, typist: Typist, query: Query) -> dict[str, float]:
    """All but the last letter is put into the box, the last one is pressed: that answer is measured."""
    typist.put(query.text[:-1])
    read_stopwatch(page, forget=True)
    seen = typist.press(query.text[-1], query.text)
    requests = [each for each in read_stopwatch(page)["requests"] if each["query"] == query.text]
    # a search that reached the page's deadline is answered in parts: all of them, to the whole answer
    count = next(place for place, each in enumerate(requests, 1) if each["complete"])
    parts = {name: sum(each.get(name, 0) for each in requests[:count]) for name in ("handle", *_PARTS)}
    return {
        "worker": parts.pop("handle"),
        **parts,
        "answers": count,
        "characters": sum(each["characters"] for each in requests[:count]),
        "answered": seen["answered"] - seen["pressed"],
        "painted": seen["painted"] - seen["pressed"],
        "total": float(page.locator("#results").get_attribute("data-total") or 0),
    }


def _peer(typist: Typist, query: Query) -> dict[str, float]:
    typist.put(query.text[:-1])
    seen = typist.press(query.text[-1], query.text)
    return {
        "peer worker": seen["detail"]["worker"],
        "peer answered": seen["answered"] - seen["pressed"],
        "peer painted": seen["painted"] - seen["pressed"],
        "peer total": seen["detail"]["total"],
    }
