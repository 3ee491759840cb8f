"""Asks the same of the page in a Chromium: how long start, answers and searches of everything take, and how much memory."""

from __future__ import annotations

import re
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from backissue.publish.server import open_server
from setup.step import ROOT
from tests.benchmarks.beyond.made import Question
from tests.benchmarks.browser import plain_browser
from tests.benchmarks.memory import Watch

# A slow machine may need so long to read a million items, or to search all parts.
PATIENCE_MS = 600_000


def ask_page(archive: Path, asked: Sequence[Question]) -> dict[str, Any]:
    """Returns the same figures as `once`, and the most memory of the page's processes."""
    with _served(archive) as address, sync_playwright() as playwright, plain_browser(playwright) as (browser, context):
        processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        with Watch(next(each["id"] for each in processes if each["type"] == "browser")) as watch:
            began = time.monotonic()
            page.goto(address, wait_until="commit")
            page.wait_for_selector("body[data-state=ready] #results [data-item]")
            found: dict[str, Any] = {"first_s": time.monotonic() - began}
            page.wait_for_selector("body[data-archive=whole]")
            found |= {"start_s": time.monotonic() - began, "start_mb": watch.peak_bytes / 1e6}
            page.wait_for_selector("#bar .held")
            found["held"] = _total(page)
            found["asked"] = [_answer(page, question.text + " ") for question in asked]
        return found | {"peak_mb": watch.peak_bytes / 1e6}


def _answer(page: Page, text: str) -> dict[str, Any]:
    fetched: list[str] = []
    note = lambda request: fetched.append(request.url)  # noqa: E731 -- it must be taken off again
    began = time.monotonic()
    page.locator("[type=search]").fill(text)
    page.wait_for_function("text => document.querySelector('#results').dataset.query === text", arg=text)
    held_s, held = time.monotonic() - began, _total(page)
    page.on("request", note)
    began = time.monotonic()
    page.get_by_role("button", name="Search them too").click()
    page.wait_for_selector("#results[data-complete=true]")
    all_s = time.monotonic() - began
    page.remove_listener("request", note)
    shards = len([url for url in fetched if re.search(r"/data/[\d-]+\.json", url)])
    return {"text": text.strip(), "held_s": held_s, "held": held, "all_s": all_s, "shards": shards, "total": _total(page),
            "complete": True}  # fmt: skip


def _total(page: Page) -> int:
    return int(page.locator("#results").get_attribute("data-total") or 0)


@contextmanager
def _served(archive: Path) -> Iterator[str]:
    """Serves the checkout's own page with `archive`."""
    with tempfile.TemporaryDirectory(prefix="beyond-site-") as temporary:
        folder = Path(temporary)
        for name in ("app", "runtime", "pyscript.toml", "index.html"):
            (folder / name).symlink_to(ROOT / name)
        (folder / "data").symlink_to(archive)
        server = open_server(folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()
