"""The reader and its peers, each in a page of its own in one browser, asked the same things by one protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.benchmarks.browser import open_at

OURS = "ours"
_ASK = "([task, query]) => ask(task, query)"
_ASK_OURS = """async ([task, query]) =>
  JSON.parse(await document.querySelector('script[type=py][worker]').xworker.sync.measure(task, query))"""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of asking: the milliseconds that it took in the worker, and how many or which items were found."""

    took_ms: float
    found: Any


class Contestant:
    """A search in a page, with its archive whole and its index built."""

    def __init__(self, name: str, page: Page) -> None:
        self.name, self._page = name, page

    def ask(self, task: str, query: str) -> Told:
        """Asks for `ids`, `hits`, `whole`, `items` or `forgive`; see `peers/worker.js` and `stopwatch.py`."""
        answer = self._page.evaluate(_ASK_OURS if self.name == OURS else _ASK, [task, query])
        return Told(answer["took"], answer["found"])

    def come_forward(self) -> None:
        """Brings its page to the front: what lies behind may be slowed down by the browser."""
        self._page.bring_to_front()


def open_contestants(context: BrowserContext, addresses: Sequence[tuple[str, str]]) -> list[Contestant]:
    """Opens each page and waits until it has answered in full; addresses begin with a question."""
    return [Contestant(name, open_at(context, address)[0]) for name, address in addresses]
