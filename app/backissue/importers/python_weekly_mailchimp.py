"""Imports an issue of Python Weekly from its Mailchimp page (to 2022).

The page has no headings, only spans and line breaks: a section is a bold line, coloured or larger than the rest, without a
link; an item is a line that is one link; what follows it is its summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backissue.errors import SourceError
from backissue.importers import python_weekly_beehiiv
from backissue.importers.facts.headings import is_heading, kind_under
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.known import PYTHON_WEEKLY
from backissue.importers.lines.flow import Line, read_flow
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.importers.weeklies.python_weekly import (
    END,
    WELCOME,
    listed_item,
    named_around,
    names_page,
    sections_of,
    weekly_issue,
    weekly_item,
)
from backissue.model import Item
from backissue.text.links import clean_link

NAME = "python-weekly-mailchimp"
_SENDER = re.compile(r"(?i)campaign-archive|list-manage|mailchimp|mcnTextContent|Welcome to issue")
_BODY_SIZE = 14
_HEADING_LENGTH = 80


def detect(source: Source) -> bool:
    """Says whether it is a page named Python Weekly that Mailchimp sent, without the headings of the later pages."""
    text = source.text[:500_000]
    named = is_html(source.head) and (names_page(text) or named_around(source)) and _SENDER.search(text)
    return bool(named) and not python_weekly_beehiiv.detect(source)


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue on the page.

    Raises:
        SourceError: if it has no section with an item.
    """
    flow = read_flow(source.text)
    lines = list(flow.lines)
    welcome = next((place for place, line in enumerate(lines) if WELCOME.match(line.text)), -1)
    start = welcome + 1 if welcome >= 0 else next((place for place, line in enumerate(lines) if _opens_section(line)), 0)
    end = next((place for place in range(start, len(lines)) if END.match(lines[place].text)), len(lines))
    doubts: list[Doubt] = []
    title = named_around(source) or flow.title or flow.metas.get("og:title", "")
    issue = weekly_issue(
        "\n".join([title, *(line.text for line in lines[welcome:start])]),
        tuple(sections_of(lines[start:end], _opens_section, _items, source.name, doubts)),
        intro=lines[welcome].text if welcome >= 0 else "",
        url=clean_link(flow.metas.get("og:url") or flow.metas.get("canonical", "")),
    )
    if not issue.sections:
        raise SourceError("holds no item", where=source.name, expected="lines that are links, below coloured headings")
    if not issue.number:
        doubts.append(Doubt(source.name, "the issue has no number"))
    return published_as(Imported((PYTHON_WEEKLY,), (issue,), tuple(doubts)), publication, source.name)


def _opens_section(line: Line) -> bool:
    if line.links or line.dead or len(line.text) > _HEADING_LENGTH:
        return False
    set_apart = bool(line.level) or (line.bold and (line.size > _BODY_SIZE or bool(line.colour)))
    return set_apart or (line.bold and is_heading(line.text))


def _items(lines: Sequence[Line], section: str) -> Iterator[Item]:
    # a link above the first section is the sponsor's, as is what stands under its name
    heading = section or "Sponsor"
    title: Line | None = None
    said: list[Line] = []
    for line in lines:
        if (line.link or line.dead) and not (title and kind_under(heading) == "sponsor"):
            if title:
                yield _item(title, said, heading)
            title, said = line, []
        elif title:
            said.append(line)
        elif section:
            yield listed_item(line.text, line.links, heading)
    if title:
        yield _item(title, said, heading)


def _item(title: Line, said: Sequence[Line], section: str) -> Item:
    links = [link for line in said for link in line.links]
    return weekly_item(title.text, " ".join(line.text for line in said), section, title.link, links)
