"""Measures the reader and all peers side by side: starts, bytes, memory, and questions in three depths."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from tests.benchmarks import memory, starting
from tests.benchmarks.contestants import Contestant, Told, open_contestants
from tests.benchmarks.queries import Query

SEED = "comparing"
# What is asked for: bare ids, twenty results with snippets and highlights, the same with the exact total and all facets.
TASKS = ("ids", "hits", "whole")
# A question that took so long is not asked again: one figure is enough to say so.
_TOO_LONG_MS = 1_000
# Who has taken so long altogether sits the further rounds out.
_PATIENCE_S = 40.0

# Milliseconds by contestant, task and question, one of each round.
Times = dict[str, dict[str, dict[Query, list[float]]]]


def compare_pages(
    playwright: Playwright, full: Mapping[str, str], empty: Mapping[str, str], rounds: int
) -> dict[str, dict[str, Any]]:
    """Returns by page what its first visit takes: milliseconds, those of its index, bytes on the wire, growth of its process.

    `empty` are the same pages on next to no items.
    """
    starts = starting.measure_starts(playwright, full, rounds, visits=("first",), warm=0, weighs=True)
    found: dict[str, dict[str, Any]] = {}
    for name, address in full.items():
        found[name] = {**starts[name], "bytes": starts[name]["bytes"][0]}
        if memory.can_watch():
            found[name]["memory"] = memory.growth(playwright, address, empty[name], 1)["growth"]
    return found


def compare_questions(
    context: BrowserContext, addresses: Sequence[tuple[str, str]], queries: Sequence[Query], rounds: int
) -> tuple[Times, dict[str, dict[Query, int]]]:
    """Returns what each task took, and the totals that each contestant counted, by contestant.

    A first round is not counted. The order of the contestants, and that of the questions, changes with each round; each
    question is asked for the three depths one after the other, in an order that changes too.
    """
    chance = random.Random(SEED)
    contestants = open_contestants(context, addresses)
    times: Times = {each.name: {task: {query: [] for query in queries} for task in TASKS} for each in contestants}
    totals: dict[str, dict[Query, int]] = {each.name: {} for each in contestants}
    spent = dict.fromkeys(times, 0.0)
    for turn in range(rounds + 1):
        order = [each for each in contestants if turn < 2 or spent[each.name] < _PATIENCE_S]
        chance.shuffle(order)
        for contestant in order:
            contestant.come_forward()
            asked = list(queries)
            chance.shuffle(asked)
            began = time.monotonic()
            for query in asked:
                _ask(contestant, query, chance, times[contestant.name], totals[contestant.name], counts=turn > 0)
            spent[contestant.name] += time.monotonic() - began
    return times, totals


def _ask(
    contestant: Contestant,
    query: Query,
    chance: random.Random,
    times: dict[str, dict[Query, list[float]]],
    totals: dict[Query, int],
    counts: bool,
) -> None:
    """Asks for all three depths; where one of them takes too long, its figure stands for all of them, now and later."""
    if times["ids"][query] and times["ids"][query][0] > _TOO_LONG_MS:
        return
    told: dict[str, Told] = {}
    for task in chance.sample(TASKS, len(TASKS)):
        told[task] = contestant.ask(task, query.text)
        if told[task].took_ms > _TOO_LONG_MS:
            told = dict.fromkeys(TASKS, told[task])
            counts = True
            break
    if counts:
        for task in TASKS:
            times[task][query].append(told[task].took_ms)
        if isinstance(told["whole"].found, int):
            totals[query] = told["whole"].found
