"""Measures starts on a slow line and a slow processor, and how slow they really are.

The line is the browser's own simulation (DevTools, Network.emulateNetworkConditions), which reaches workers too. Its simulation
of a slow processor does not: it slows the page's own thread alone, and all searches here run in workers. So the processes of
pages are stopped and let go on by signals, many times a second. What both do is measured in a worker first, and told beside the
figures.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.benchmarks.browser import plain_browser
from tests.benchmarks.memory import can_watch, page_processes

SEED = "slow line"
LINE_MBIT, DELAY_MS, SLOWER = 10, 40, 4
_CONDITIONS = {
    "offline": False,
    "latency": DELAY_MS,
    "downloadThroughput": LINE_MBIT * 1e6 / 8,
    "uploadThroughput": LINE_MBIT * 1e6 / 8,
}
# A page's processes run for so long at a time, and stand still for a multiple of what that came to.
_SLICE_S = 0.005
# New processes are looked for at every so many rounds of slices.
_LOOKS = 10
# What disturbs a loop only makes it slower: the fastest of so many counts.
_TRIES = 5
_PACE = Path(__file__).with_name("pace.js")
_IN_WORKER = """([script, message]) => new Promise((resolve) => {
  const worker = new Worker(URL.createObjectURL(new Blob([script], {type: 'text/javascript'})));
  worker.onmessage = ({data}) => { resolve(data); worker.terminate(); };
  worker.postMessage(message);
})"""


def measure_slow_starts(playwright: Playwright, pages: Mapping[str, str], test_file: str, rounds: int) -> dict[str, Any]:
    """Returns milliseconds of first visits by page, and the line and processor as measured; `test_file` is some large file."""
    chance = random.Random(SEED)
    found: dict[str, Any] = {"starts": {name: [] for name in pages}}
    with plain_browser(playwright) as (browser, context):
        found |= _measure_conditions(browser, context, test_file)
    for _ in range(rounds):
        for name in chance.sample(list(pages), len(pages)):
            with plain_browser(playwright) as (browser, context):
                page = slow_page(context)
                with slowed(browser):
                    page.goto(pages[name], wait_until="commit")
                    found["starts"][name].append(page.evaluate("() => bench.result")["painted"])
    return found


def _measure_conditions(browser: Browser, context: BrowserContext, test_file: str) -> dict[str, float]:
    plain = context.new_page()
    plain.goto(test_file.rpartition("/")[0] + "/")
    usual = min(_pace(plain)["took"] for _ in range(_TRIES))
    plain.close()
    page = slow_page(context)
    page.goto(test_file.rpartition("/")[0] + "/")
    fetched = _pace(page, test_file)
    with slowed(browser):
        slow = min(_pace(page)["took"] for _ in range(_TRIES))
    return {"line Mbit/s": fetched["sum"] * 8 / 1e3 / (fetched["took"] - DELAY_MS), "processor slower": slow / usual}


def _pace(page: Page, fetched: str = "") -> dict[str, float]:
    told: dict[str, float] = page.evaluate(_IN_WORKER, [_PACE.read_text("utf-8"), fetched])
    return told


def slow_page(context: BrowserContext) -> Page:
    """Opens a page on the slow line."""
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _CONDITIONS)
    return page


@contextmanager
def slowed(browser: Browser) -> Iterator[None]:
    """Lets the processes of a browser's pages run a part of the time only, where the system can."""
    if not can_watch():
        yield
        return
    listed = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    above = next(each["id"] for each in listed if each["type"] == "browser")
    over = threading.Event()
    thread = threading.Thread(target=_hold_back, args=(above, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _hold_back(browser: int, over: threading.Event) -> None:
    pages: list[int] = []
    look = 0
    began = time.perf_counter()
    try:
        while not over.wait(_SLICE_S):
            if look % _LOOKS == 0:
                pages = page_processes(browser)
            look += 1
            _send(pages, signal.SIGSTOP)
            time.sleep((time.perf_counter() - began) * (SLOWER - 1))
            _send(pages, signal.SIGCONT)
            began = time.perf_counter()
    finally:
        _send(pages, signal.SIGCONT)


def _send(processes: list[int], what: signal.Signals) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, what)
