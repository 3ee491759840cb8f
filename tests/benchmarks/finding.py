"""Measures how well known items are found, by the reader and by each peer, strictly and where one may mistype."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from playwright.sync_api import BrowserContext, Error

from tests.benchmarks.contestants import OURS, Contestant, open_contestants
from tests.benchmarks.known_items import KINDS, KnownItem, place_of
from tests.benchmarks.peers import BY_NAME

# Which task stands for which way of searching.
WAYS = {"strict": "items", "forgiving": "forgive"}
# Who has taken so long for one way of searching is not asked for further items, but for so many at least; where it was asked for
# fewer than the others, that is told.
_PATIENCE_S = 20.0
_LEAST = 30

# The place of each item that was asked for, None below the tenth, by contestant, way and kind of question.
Places = dict[str, dict[str, dict[str, list[int | None]]]]


def find_items(context: BrowserContext, addresses: Sequence[tuple[str, str]], known: Sequence[KnownItem]) -> Places:
    """Returns where each contestant finds each item. All are asked for the same items in the same order."""
    found: Places = {}
    for contestant in open_contestants(context, addresses):
        contestant.come_forward()
        forgives = contestant.name == OURS or BY_NAME[contestant.name].typos
        ways = WAYS if forgives else {"strict": WAYS["strict"]}
        found[contestant.name] = {way: _places(contestant, task, known) for way, task in ways.items()}
    return found


def _places(contestant: Contestant, task: str, known: Sequence[KnownItem]) -> dict[str, list[int | None]]:
    places: dict[str, list[int | None]] = {kind: [] for kind in KINDS}
    contestant.ask(task, known[0].typo)  # an index for this way of searching is built now
    end = time.monotonic() + _PATIENCE_S
    for count, each in enumerate(known):
        if count >= _LEAST and time.monotonic() > end:
            break
        for kind in KINDS:
            places[kind].append(_place(contestant, task, each, kind))
    return places


def _place(contestant: Contestant, task: str, known: KnownItem, kind: str) -> int | None:
    """Where an item is found; a search that ends with an error, which is told, does not find it."""
    query = getattr(known, kind)
    try:
        return place_of(known.item, contestant.ask(task, query).found)
    except Error as error:
        print(f"bench: {contestant.name}, {task}, asked for {query!r}: {error.message.partition(chr(10))[0]}", file=sys.stderr)
        return None
