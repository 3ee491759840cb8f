"""Imports the Markdown that Backissue exports: titles, links, summaries and headings from its text, all else from comments.

What somebody changed in the text is what counts; a new item needs no comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from backissue.importers.imported import Doubt, Imported
from backissue.importers.lines.markdown import front_matter
from backissue.importers.source import Source
from backissue.importers.tables.json_values import load_json
from backissue.importers.tables.rows import read_rows
from backissue.text.markdown import unescape_markdown

NAME = "backissue-markdown"
_COMMENT = re.compile(r"<!-- (publication|issue|section|item) (\{.*\}) -->\s*")
_LINK = re.compile(r"\[((?:[^\\\]]|\\.)*)\]\((?:<([^<>\s]*)>|([^()<>\s]*))\)\s*")
_SHOWN_ONLY = re.compile(r"\*(?:[^\\*]|\\.)+\*\s*")
_HEADING = re.compile(r"(#{1,3}) (.*)")
_OPEN, _CLOSE = "<div>", "</div>"
_Row = dict[str, Any]
_Placed = tuple[Mapping[str, Any], str]


def detect(source: Source) -> bool:
    """Says whether the front matter names this format."""
    return front_matter(source.head)[0].get("format") == NAME


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the archive that was exported, with what was changed in its text since.

    Raises:
        SourceError: if it holds no item, or if `publication` is given for several publications.
    """
    reading = _Reading(source.name)
    found = read_rows(list(reading.rows(source.text)), source, publication)
    return Imported(found.publications, found.issues, (*reading.doubts, *found.doubts))


class _Reading:
    """Reads line by line, and remembers the issue, the section and the item that it is in.

    `holds_nothing` is the sign of the heading under which no item has come yet.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.doubts: list[Doubt] = []
        self.issue: _Row = {}
        self.section: _Row = {}
        self.item: _Row | None = None
        self.words: list[str] = []
        self.holds_nothing = ""
        self.line = 0

    def rows(self, text: str) -> Iterator[_Placed]:
        """Yields a row for each item, and for each issue and section that holds nothing."""
        body = front_matter(text)[1]
        headed = told = False
        for self.line, line in enumerate(body.split("\n"), text.count("\n") - body.count("\n") + 1):
            heading = _HEADING.fullmatch(line)
            if heading:
                yield from self._end(heading[1])
                self._begin(heading[1], heading[2])
            elif match := _COMMENT.fullmatch(line):
                yield from self._comment(match[1], self._json(match[2]), headed)
            elif self.item is not None and line.startswith(_OPEN) and line.endswith(_CLOSE):
                self.item.setdefault("content", line[len(_OPEN) : -len(_CLOSE)])
            elif not (told and _SHOWN_ONLY.fullmatch(line)):
                self.words.append(line)
            headed = heading is not None and heading[1] == "##"
            told = line.startswith("<!-- item ")
        yield from self._end("#")

    def _begin(self, sign: str, text: str) -> None:
        if sign == "###":
            link = _LINK.fullmatch(text)
            title = unescape_markdown(link[1] if link else text).strip()
            self.item, self.holds_nothing = {"title": title, "url": (link[2] or link[3] or "") if link else ""}, ""
            return
        self.holds_nothing = sign
        self.section = {"section": unescape_markdown(text).strip()} if sign == "##" else {}
        self.issue = self.issue if sign == "##" else {}

    def _comment(self, kind: str, told: _Row, headed: bool) -> Iterator[_Placed]:
        if kind == "publication":
            yield from self._end("#")
            yield told, self._where()
        elif kind == "issue":
            self.issue = told
        elif kind == "section" and headed:
            self.section |= told
        elif kind == "section":  # one whose title no heading could show
            yield from self._end("##")
            self.section, self.holds_nothing = told, "##"
        elif self.item is not None:
            self.item |= told
            if told.get("untitled"):
                self.item["title"] = told.get("title", "")

    def _end(self, sign: str) -> Iterator[_Placed]:
        """Yields what the lines so far make up, before a heading of this `sign`."""
        text = unescape_markdown("\n".join(self.words).strip("\n"))
        self.words = []
        if self.item is not None:
            yield {**self.issue, **self.section, "summary": text, **self.item}, self._where()
            self.item = None
        elif self.holds_nothing == "#":
            self.issue = {"intro": text, **self.issue}
        elif text.strip():
            self.doubts.append(Doubt(self._where(), f"a text above belongs to no item: {text.strip()[:60]!r}: left out"))
        if self.holds_nothing == "##" and sign != "###":
            yield {**self.issue, "section_number": 1, **self.section}, self._where()
        elif self.holds_nothing == sign == "#":
            yield self.issue, self._where()
        self.holds_nothing = ""

    def _where(self) -> str:
        return f"{self.name}:{self.line}"

    def _json(self, text: str) -> _Row:
        try:
            value = load_json(text)
        except ValueError:
            value = None
        if isinstance(value, dict):
            return value
        self.doubts.append(Doubt(self._where(), f"a comment is no whole JSON: {text[:40]!r}: left out"))
        return {}
