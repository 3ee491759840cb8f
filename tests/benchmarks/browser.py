"""A Chromium with an empty profile, and a page in it whose key presses and answers are timed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

from setup.browser import FOUND, NAMES
from tests.benchmarks.material import NotThere

INSTRUMENT = Path(__file__).with_name("instrument.js")
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic", "--no-first-run"]
LOOKS = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "timezone_id": "Europe/Berlin"}
# A slow machine may need so long for a whole start.
PATIENCE_MS = 180_000
# Peers keep nothing; and who kept nothing in this time will not.
_STAY = """async () => {
  if (!document.querySelector("script[type=py]")) return;
  const kept = () => performance.getEntriesByName("backissue:kept").length;
  for (let left = 200; left && !kept(); left -= 1) await new Promise((resolve) => setTimeout(resolve, 50));
}"""
# Between two key presses, so that what the page does after an answer is over.
REST_MS = 60


def program() -> str:
    """The Chromium to measure with: CHROMIUM, the one that `make setup` found, or the system's."""
    noted = FOUND.read_text("utf-8").strip() if FOUND.is_file() else ""
    found = os.environ.get("CHROMIUM") or noted or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise NotThere("no Chromium is here: run `make setup`")
    return found


@contextmanager
def empty_browser(playwright: Playwright) -> Iterator[BrowserContext]:
    """Starts a Chromium with a profile of its own on disk, as a person's; it is gone afterwards."""
    with TemporaryDirectory(prefix="bench-profile-", ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(profile, executable_path=program(), args=QUIET, **LOOKS)
        _instrument(context)
        try:
            yield context
        finally:
            context.close()


@contextmanager
def plain_browser(playwright: Playwright) -> Iterator[tuple[Browser, BrowserContext]]:
    """Starts a Chromium whose processes can be asked for; its profile is in memory only."""
    browser = playwright.chromium.launch(executable_path=program(), args=QUIET)
    try:
        context = browser.new_context(**LOOKS)
        _instrument(context)
        yield browser, context
    finally:
        browser.close()


def _instrument(context: BrowserContext) -> None:
    context.add_init_script(path=INSTRUMENT)
    context.set_default_timeout(PATIENCE_MS)
    context.on("console", _pass_on)


def _pass_on(message: ConsoleMessage) -> None:
    """A page that warns or fails may not have done what is to be measured, such as starting in its usual way."""
    if message.type in ("warning", "error"):
        print(f"bench: a page says: {message.text[:300]}", file=sys.stderr, flush=True)


def open_at(context: BrowserContext, address: str) -> tuple[Page, dict[str, Any]]:
    """Opens a page that asks something from the start; returns it with when the whole answer was there and painted."""
    page = context.new_page()
    page.goto(address, wait_until="commit")
    return page, page.evaluate("() => bench.result")


def stay(page: Page) -> None:
    """Stays on a first visit as long as somebody who looks at the answer: until our reader has kept its index, some seconds."""
    page.evaluate(_STAY)


class Typist:
    """Types into the search box of a page as a person does."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._devtools = page.context.new_cdp_session(page)
        self._box = page.locator("input[type=search]")

    def put(self, text: str) -> None:
        """Sets the box to `text`, and waits for the answer."""
        if self._box.input_value() != text:
            self._page.evaluate("text => bench.expect(text)", text)
            self._box.fill(text)
            self._page.evaluate("() => bench.result")

    def press(self, character: str, query: str) -> dict[str, Any]:
        """Presses one key for real, and returns when it was pressed, and when the answer to `query` was there and painted."""
        self._page.wait_for_timeout(REST_MS)
        self._page.evaluate("query => bench.expect(query)", query)
        # what the browser process gets from a keyboard; its time stamp is the event's
        key = {"key": character, "text": character, "unmodifiedText": character}
        self._devtools.send("Input.dispatchKeyEvent", {"type": "keyDown", **key})
        self._devtools.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": character})
        result: dict[str, Any] = self._page.evaluate("() => bench.result")
        return result


def read_stopwatch(page: Page, forget: bool = False) -> dict[str, Any]:
    """Returns what the reader's worker noted since it was last asked; see `stopwatch.py`."""
    ask = "forget => document.querySelector('script[type=py][worker]').xworker.sync.read_stopwatch(forget)"
    result: dict[str, Any] = json.loads(page.evaluate(ask, "forget" if forget else ""))
    return result
