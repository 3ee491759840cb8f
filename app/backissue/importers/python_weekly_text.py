"""Imports an issue of Python Weekly that was saved as plain text, with its titles or, more often, without them.

A paragraph is a line. Where titles and links are lost, each line is the summary of an item; where titles are there, they
are the lines that do not end as a sentence does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backissue.errors import SourceError
from backissue.importers.facts.headings import heading_title, is_heading
from backissue.importers.facts.wording import ends_sentence, tidy
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.known import PYTHON_WEEKLY
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.importers.weeklies.python_weekly import (
    END,
    SPONSOR,
    WELCOME,
    names_it,
    sections_between,
    sponsor_item,
    weekly_issue,
    weekly_item,
)
from backissue.model import Item, Section

NAME = "python-weekly-text"
_MARKDOWN = re.compile(r"(?m)^#{1,6} |\]\(https?://")


def detect(source: Source) -> bool:
    """Says whether the text names an issue of Python Weekly near its top and is neither markup nor a list of JSON."""
    head = source.head
    if is_html(head) or head.lstrip().startswith(("{", "[", "<")) or len(_MARKDOWN.findall(head)) > 1:
        return False
    return names_it("\n".join(head.split("\n")[:40])) and any(is_heading(tidy(line)) for line in source.text.split("\n"))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue in the text.

    Raises:
        SourceError: if it has no section with an item.
    """
    lines = [tidied for line in source.text.split("\n") if (tidied := tidy(line))]
    first = next((place for place, line in enumerate(lines) if is_heading(line)), len(lines))
    welcome = next((place for place, line in enumerate(lines[:first]) if WELCOME.match(line)), -1)
    end = next((place for place in range(first, len(lines)) if END.match(lines[place])), len(lines))
    sections = [Section("", tuple(_sponsor(lines[welcome + 1 : first]))) if welcome >= 0 else Section()]
    sections += sections_between(lines[first:end], lambda line: heading_title(line) if is_heading(line) else None, _items)
    head = "\n".join(lines[: max(welcome + 1, min(first, 10))])
    issue = weekly_issue(head, sections, intro=lines[welcome] if welcome >= 0 else "")
    if not issue.sections:
        raise SourceError("holds no item", where=source.name, expected="sections such as Articles, Tutorials and Talks")
    doubts = () if issue.number else (Doubt(source.name, "the issue has no number"),)
    return published_as(Imported((PYTHON_WEEKLY,), (issue,), doubts), publication, source.name)


def _sponsor(lines: Sequence[str]) -> Iterator[Item]:
    said = [line for line in lines if not SPONSOR.match(line)]
    if said:
        yield sponsor_item(said)


def _items(lines: Sequence[str], section: str) -> Iterator[Item]:
    if SPONSOR.match(section):
        yield from _sponsor(lines)
        return
    label = next((place for place, line in enumerate(lines) if SPONSOR.match(line)), len(lines))
    titled = any(not ends_sentence(line) for line in lines[:label])
    title, said = "", list[str]()
    for line in lines[:label]:
        if titled and not ends_sentence(line):
            if title or said:
                yield weekly_item(title, " ".join(said), section)
            title, said = line, []
        elif titled and title:
            said.append(line)
        else:
            yield weekly_item("", line, section)
    if title or said:
        yield weekly_item(title, " ".join(said), section)
    yield from _sponsor(lines[label:])
