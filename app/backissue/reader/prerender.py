"""Renders the page as it stands before Python is up: the reader's own answer to `start`, set into the page's targets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from backissue.errors import NotAnArchive, UnusableTarget
from backissue.reader.app import Reader


def bring_whole(reader: Reader, read: Callable[[str], bytes], fragment: str = "") -> dict[str, Any]:
    """Starts `reader`, brings it the whole archive, and returns its last answer; `read` gives the bytes of a file.

    Raises:
        NotAnArchive: if the reader refuses the archive.
    """
    events: list[Mapping[str, Any]] = [{"type": "start", "fragment": fragment}]
    answer: dict[str, Any] = {"state": {}}
    while events:
        answer = reader.handle({"id": 0, "event": events.pop(0), "state": answer["state"], "deadline_ms": 0})
        if answer["error"]:
            raise NotAnArchive(answer["error"])
        for effect in answer["effects"]:
            if effect["do"] == "fetch":
                reader.receive(effect["path"], read(effect["path"]))
                events.insert(0, {"type": "fetched", "path": effect["path"]})
        if answer["next"] and not events:
            events.append(answer["next"])
    return answer


def opened(read: Callable[[str], bytes]) -> Reader:
    """Returns a reader that holds a whole archive; `read` gives the bytes of a file of it by its name, `archive.json` first.

    Raises:
        NotAnArchive: if the archive is refused.
    """
    reader = Reader()
    bring_whole(reader, read)
    return reader


def prerender(reader: Reader) -> tuple[dict[str, str], str]:
    """Returns what the page shows with nothing typed: the HTML of each target, and the title."""
    answer = reader.handle({"id": 0, "event": {"type": "start", "fragment": ""}, "state": {}, "deadline_ms": 0})
    return {patch["target"]: patch["html"] for patch in answer["patches"]}, str(answer["title"])


def fill_page(page: str, targets: Mapping[str, str], title: str) -> str:
    """Returns the HTML of `page` with each empty target replaced and the title set.

    Raises:
        UnusableTarget: if a target is not there exactly once and empty.
    """
    for target, html in targets.items():
        name = re.escape(target.removeprefix("#"))
        empty = re.compile(rf'<(\w+)\b[^<>]*\bid="{name}"[^<>]*></\1>')
        page = _replace_once(page, empty, html, target)
    return _replace_once(page, re.compile(r"<title>[^<]*</title>"), f"<title>{escape(title, quote=False)}</title>", "title")


def _replace_once(page: str, pattern: re.Pattern[str], html: str, target: str) -> str:
    page, count = pattern.subn(lambda match: html, page)
    if count != 1:
        raise UnusableTarget(
            f"has {target} {count} times",
            where="index.html",
            expected="it once, and empty",
            advice="take the page as it came",
        )
    return page
