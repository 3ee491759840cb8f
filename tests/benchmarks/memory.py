"""Measures memory: Python's heap as it says itself, and the page's process at its peak, where the system tells."""

from __future__ import annotations

import statistics
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Playwright

from tests.benchmarks.browser import Typist, empty_browser, open_at, plain_browser, read_stopwatch, stay
from tests.benchmarks.queries import Query

_EVERY_S = 0.02
# New processes are looked for at every so many looks.
_LOOKS = 5


def can_watch() -> bool:
    """Says whether the system tells how much memory a process has."""
    return sys.platform == "linux"


def measure_memory(
    playwright: Playwright, timed: str, full: Mapping[str, str], empty: Mapping[str, str], queries: Sequence[Query], rounds: int
) -> dict[str, float]:
    """Returns, in bytes, how far Python's heap and each page's process grow over the same page on next to no items.

    `full` and `empty` are addresses by name. Python's heap never shrinks, so its size after all questions is its peak.
    """
    found = _heap(playwright, timed, queries)
    for name in full if can_watch() else ():
        measured = growth(playwright, full[name], empty[name], rounds)
        found[f"{name} empty"], found[name] = measured["empty"], measured["growth"]
    return found


def growth(playwright: Playwright, full: str, empty: str, rounds: int) -> dict[str, float]:
    """Returns the most bytes that a page's process had on next to no items, and how far it grows over that with all of them."""
    before, after = (statistics.median(_peak(playwright, address) for _ in range(rounds)) for address in (empty, full))
    return {"empty": before, "growth": after - before}


def _heap(playwright: Playwright, address: str, queries: Sequence[Query]) -> dict[str, float]:
    with empty_browser(playwright) as context:
        page, _ = open_at(context, address)
        loaded = read_stopwatch(page)
        typist = Typist(page)
        for query in queries:
            typist.put(query.text)
        stay(page)  # to keep the index takes some memory too
        empty, peak = loaded["start"]["heap"], read_stopwatch(page)["heap"]
        return {"heap empty": empty, "heap growth, loaded": loaded["heap"] - empty, "heap growth": peak - empty}


def _peak(playwright: Playwright, address: str) -> int:
    """The most memory that the page's process had until its first whole answer was painted."""
    with plain_browser(playwright) as (browser, context):
        page = context.new_page()
        processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        with Watch(next(each["id"] for each in processes if each["type"] == "browser")) as watch:
            page.goto(address, wait_until="commit")
            page.evaluate("() => bench.result")
        return watch.peak_bytes


class Watch:
    """The most memory of their own that a browser's pages had together, looked at all the time by a thread."""

    def __init__(self, browser: int) -> None:
        self.peak_bytes = 0
        self._browser = browser
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        pages: list[int] = []
        look = 0
        while not self._over.wait(_EVERY_S):
            if look % _LOOKS == 0:
                pages = page_processes(self._browser)
            look += 1
            self.peak_bytes = max(self.peak_bytes, sum(map(_own_bytes, pages)))


def page_processes(browser: int) -> list[int]:
    """The processes below a browser that run pages."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    found = []
    for process in parents:
        above: int | None = process
        while above and above != browser:
            above = parents.get(above)
        if above and b"--type=renderer" in _read(Path(f"/proc/{process}/cmdline")):
            found.append(process)
    return found


def _parent(path: Path) -> int:
    # the name before it, in brackets, may hold anything
    fields = _read(path / "stat").rpartition(b")")[2].split()
    return int(fields[1]) if len(fields) > 1 else 0


def _read(path: Path) -> bytes:
    """What a file of a process says; nothing once that is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _own_bytes(process: int) -> int:
    """What a process has in memory that no file holds."""
    lines = dict(line.split(b":", 1) for line in _read(Path(f"/proc/{process}/status")).splitlines() if b":" in line)
    return sum(int(lines.get(name, b"0 kB").split()[0]) for name in (b"RssAnon", b"RssShmem")) * 1024
