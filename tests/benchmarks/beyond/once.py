"""Asks a reader that cannot hold an archive, in a process of its own: `python -m tests.benchmarks.beyond.once ARCHIVE QUESTIONS`.

QUESTIONS is a JSON array of queries. Prints one JSON object: seconds, the most memory, and for each question how long the
answer of what is held took, how long that of everything, how many shards were fetched, and the total.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

from backissue.reader import Reader


class Page:
    """Plays the page's part, and counts what is fetched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._reader = Reader()
        self._state: dict[str, Any] = {}
        self.targets: dict[str, str] = {}
        self.fetched: list[str] = []
        self.longest_s = 0.0

    def send(self, event: dict[str, Any]) -> None:
        """Sends an event and all that follows from it."""
        events = [event]
        while events:
            began = time.perf_counter()
            answer = self._reader.handle({"id": 1, "event": events.pop(0), "state": self._state, "deadline_ms": 100})
            self.longest_s = max(self.longest_s, time.perf_counter() - began)
            if answer["error"]:
                raise SystemExit(answer["error"])
            self._state = answer["state"]
            self.targets |= {patch["target"]: patch["html"] for patch in answer["patches"]}
            for effect in answer["effects"]:
                if effect["do"] == "fetch":
                    self.fetched.append(effect["path"])
                    self._reader.receive(effect["path"], (self._folder / effect["path"]).read_bytes())
                    events.append({"type": "fetched", "path": effect["path"]})
            events += [answer["next"]] if answer["next"] else []

    def total(self) -> tuple[int, bool]:
        """The total that the page shows, and whether it is that of everything."""
        found = re.search(r'data-total="(\d+)" data-complete="(\w+)"', self.targets["#results"])
        assert found
        return int(found[1]), found[2] == "true"


def timed(page: Page, event: dict[str, Any]) -> float:
    """Sends an event; returns the seconds until all that follows was done."""
    began = time.perf_counter()
    page.send(event)
    return time.perf_counter() - began


def main(folder: Path, texts: list[str]) -> dict[str, Any]:
    """Starts a reader and asks each question, first of what is held, then of all."""
    page = Page(folder)
    found: dict[str, Any] = {"start_s": timed(page, {"type": "start", "fragment": ""}), "held": page.total()[0], "asked": []}
    found["start_mb"] = peak_mb()
    for text in texts:
        page.fetched.clear()
        page.longest_s = 0.0
        held_s = timed(page, {"type": "type", "text": text + " "})
        held = page.total()[0]
        all_s = timed(page, {"type": "all_years"})
        total, complete = page.total()
        shards = len([name for name in page.fetched if "words" not in name])
        found["asked"].append(
            {"text": text, "held_s": held_s, "held": held, "all_s": all_s, "shards": shards, "total": total, "complete": complete,
             "longest_s": page.longest_s}
        )  # fmt: skip
    return found | {"peak_mb": peak_mb()}


def peak_mb() -> float:
    """The most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), json.loads(sys.argv[2]))))
