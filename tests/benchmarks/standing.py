"""Who stands where: each figure of the reader beside those of all peers, and first of all where a peer is ahead."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.benchmarks.comparing import TASKS
from tests.benchmarks.contestants import OURS
from tests.benchmarks.figures import GROUPS, Results, p95
from tests.benchmarks.known_items import KINDS, scores
from tests.benchmarks.peers import BY_NAME
from tests.benchmarks.queries import Query
from tests.benchmarks.table import number

OUR_TITLE = "Backissue"
TASK_NAMES = {
    "ids": "bare ids",
    "hits": "20 results with snippets and highlights",
    "whole": "the same with the exact total and all facets",
}
KIND_NAMES = {"words": "words of the title", "typo": "one word mistyped", "prefix": "last word cut short"}
SCORES = {"first": "%", "first 5": "%", "first 10": "%", "mean reciprocal rank": ""}
_WAY_NAMES = {"build": "builds", "load": "loads"}
_FIRST = "first answer, empty profile"
_GROUPS = ("all", "without one-letter prefixes")


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured of several: `values` by name as people read it, the reader's under `OUR_TITLE`.

    `picture` is what a picture of this figure alone answers.
    """

    question: str
    what: str
    unit: str
    values: Mapping[str, float]
    more_is_better: bool = False
    picture: str = ""

    def ahead(self) -> list[str]:
        """Returns the names of those that are better than the reader, the best first."""
        if OUR_TITLE not in self.values:
            return []
        sign = -1 if self.more_is_better else 1
        ours = self.values[OUR_TITLE]
        others = {name: value for name, value in self.values.items() if not name.startswith(OUR_TITLE)}
        better = [name for name, value in others.items() if sign * value < sign * ours]
        return sorted(better, key=lambda name: sign * self.values[name])


def title_of(name: str) -> str:
    """Returns what people call a contestant or one of its pages.

    >>> title_of("ours"), title_of("minisearch"), title_of("minisearch load"), title_of("pagefind load")
    ('Backissue', 'MiniSearch', 'MiniSearch, loads', 'Pagefind')
    """
    if name == OURS:
        return OUR_TITLE
    peer, _, way = name.partition(" ")
    known = BY_NAME[peer]
    return f"{known.title}, {_WAY_NAMES[way]}" if way and len(known.ways) > 1 else known.title


def figures(results: Results) -> list[Figure]:
    """Returns all figures that a run has, question by question."""
    return [*_page_figures(results), *_slow_figures(results), *_time_figures(results), *_found_figures(results)]


def _page_figures(results: Results) -> Iterable[Figure]:
    pages = results.pages
    kinds: dict[str, tuple[str, str, str, Callable[[Any], float]]] = {
        "first": (_FIRST, "s", "How soon is the first whole answer there?", lambda times: statistics.median(times) / 1e3),
        "indexing": (
            "index",
            "s",
            "How long does it take to build or load the index?",
            lambda times: statistics.median(times) / 1e3,
        ),
        "bytes": ("fetched, gzip", "MB", "How much is fetched until the first whole answer?", lambda count: count / 1e6),
        "memory": ("growth of the page's process", "MB", "How much memory does it take at its peak?", lambda count: count / 1e6),
    }
    for key, (what, unit, picture, read) in kinds.items():
        measured = {title_of(name): page[key] for name, page in pages.items() if page.get(key)}
        # a few items are less than what comes and goes by itself
        values = {name: read(value) for name, value in measured.items() if key != "memory" or value > 0}
        if values:
            yield Figure("start", what, unit, values, picture=picture)


def _slow_figures(results: Results) -> Iterable[Figure]:
    if starts := results.slow.get("starts"):
        values = {title_of(name): statistics.median(times) / 1e3 for name, times in starts.items()}
        picture = "How soon is it there on a slow line and a slow processor?"
        yield Figure("slow start", _FIRST, "s", values, picture=picture)


def _time_figures(results: Results) -> Iterable[Figure]:
    for task in TASKS if results.times else ():
        for group in _GROUPS:
            middle = {
                title_of(name): [
                    statistics.median(rounds) for query, rounds in tasks[task].items() if _counts(query, group, rounds)
                ]
                for name, tasks in results.times.items()
            }
            for what, figure in (("median", statistics.median), ("95th percentile", p95)):
                yield Figure(
                    f"query: {task}", f"{what}, {group}", "ms", {name: figure(times) for name, times in middle.items() if times}
                )


def _counts(query: Query, group: str, rounds: list[float]) -> bool:
    return bool(rounds) and GROUPS[group](query)


def _found_figures(results: Results) -> Iterable[Figure]:
    for kind in KINDS if results.places else ():
        most = max(len(places[kind]) for ways in results.places.values() for places in ways.values())
        found = {
            found_title(name, way, len(places[kind]), most): scores(places[kind])
            for name, ways in results.places.items()
            for way, places in ways.items()
            if places[kind]
        }
        for score, unit in SCORES.items():
            yield Figure(f"found: {kind}", score, unit, {name: each[score] for name, each in found.items()}, more_is_better=True)


def found_title(name: str, way: str, asked: int, most: int) -> str:
    """Returns the name of a contestant with the way that it searches, and how many items it was asked for where others were more.

    >>> found_title("ours", "forgiving", 500, 500), found_title("fuse", "forgiving", 30, 500)
    ('Backissue, proposal followed', 'Fuse.js, forgiving, 30 items')
    """
    # the reader forgives nothing unasked: it proposes another word, which one press follows
    how = "" if way == "strict" else ", proposal followed" if name == OURS else ", forgiving"
    return f"{title_of(name)}{how}" + ("" if asked == most else f", {asked} items")


def sentences(found: Iterable[Figure]) -> list[str]:
    """Returns for each figure in which somebody is ahead of the reader who, and by what to what."""
    return [
        f"{each.question}, {each.what}: "
        + ", ".join(f"{name} {number(each.values[name])}" for name in better)
        + "; "
        + ", ".join(f"{name} {number(value)}" for name, value in each.values.items() if name.startswith(OUR_TITLE))
        + (each.unit and f" {each.unit}")
        for each in found
        if (better := each.ahead())
    ]
