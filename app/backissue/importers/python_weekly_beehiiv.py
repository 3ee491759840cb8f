"""Imports an issue of Python Weekly from its page on beehiiv (2023 on), or from the HTML of its mail.

`<h5>` is a section, `<h6>` with a link an item, what follows is its summary. What stands between the welcome and the first
section is the sponsor's. The mail has cells for headings: one named after its own text, without a link, is a section, and a
line that is a link an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backissue.archive.identity import slug
from backissue.errors import InvalidValue, SourceError
from backissue.importers.facts.headings import is_heading
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.known import PYTHON_WEEKLY
from backissue.importers.lines.flow import Flow, Line, read_flow
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.importers.weeklies.python_weekly import (
    END,
    SPONSOR,
    WELCOME,
    listed_item,
    named_around,
    names_page,
    sections_of,
    sponsor_item,
    weekly_issue,
    weekly_item,
)
from backissue.model import Item, Section
from backissue.text.dates import parse_date
from backissue.text.links import clean_link, link_key

NAME = "python-weekly-beehiiv"
_BUTTON_LENGTH = 40
_H6 = re.compile(r"(?i)<h6\b")
_CELL = re.compile(r"(?i)<td\b[^>]{0,300}?\bid=")
_CELL_LENGTH = 4


def detect(source: Source) -> bool:
    """Says whether it is a page or a mail named Python Weekly, with headings of the sixth level or cells of beehiiv's."""
    text = source.text[:500_000]
    named = is_html(source.head) and (names_page(text) or named_around(source))
    return bool(named) and bool(_H6.search(text) or ("beehiiv" in text and _CELL.search(text)))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue on the page.

    Raises:
        SourceError: if it has no section with an item.
    """
    flow = read_flow(source.text)
    lines = flow.lines
    first = next((place for place, line in enumerate(lines) if _opens_section(line)), len(lines))
    welcome = next((place for place, line in enumerate(lines[:first]) if WELCOME.match(line.text)), -1)
    end = next((place for place in range(first, len(lines)) if END.match(lines[place].text)), len(lines))
    doubts: list[Doubt] = []
    sections = [Section("", tuple(_sponsor(lines[welcome + 1 : first]))) if welcome >= 0 else Section()]
    level = lines[first].level if first < end else 0

    def opens(line: Line) -> bool:  # above the first section, a cell of this kind is the sponsor's
        return _opens_section(line) or (line.level == level and _names_its_cell(line))

    sections += sections_of(lines[first:end], opens, _items, source.name, doubts)
    head = "\n".join([named_around(source), flow.title, flow.metas.get("og:title", ""), *(line.text for line in lines[:first])])
    issue = weekly_issue(
        head,
        sections,
        intro=lines[welcome].text if welcome >= 0 else "",
        date=_date(flow, source.name, doubts),
        url=clean_link(flow.metas.get("canonical") or flow.metas.get("og:url", "")),
    )
    if not issue.sections:
        raise SourceError("holds no item", where=source.name, expected="sections in <h5> with items in <h6>")
    if not issue.number:
        doubts.append(Doubt(source.name, "the issue has no number"))
    return published_as(Imported((PYTHON_WEEKLY,), (issue,), tuple(doubts)), publication, source.name)


def _date(flow: Flow, where: str, doubts: list[Doubt]) -> str:
    """Returns the day of publication that the page states, or ""."""
    stated = flow.metas.get("article:published_time", "")
    try:
        return parse_date(stated)[:10] if stated else ""
    except InvalidValue:
        doubts.append(Doubt(where, f"the page's date {stated[:40]!r} is no date: the one in its title is taken"))
        return ""


def _opens_section(line: Line) -> bool:
    set_apart = line.level in (2, 3, 4) or bool(line.cell)
    return not line.link and (line.level == 5 or (set_apart and is_heading(line.text)))


def _names_its_cell(line: Line) -> bool:
    named = len(line.cell) >= _CELL_LENGTH and slug(line.text).startswith(line.cell.lower())
    return named and not line.links


def _items(lines: Sequence[Line], section: str) -> Iterator[Item]:
    if SPONSOR.match(section):
        yield from _sponsor(lines)
        return
    label = next((place for place, line in enumerate(lines) if SPONSOR.match(line.text)), len(lines))
    levels = any(line.level == 6 for line in lines[:label])
    title: Line | None = None
    said: list[Line] = []
    for line in lines[:label]:
        leads = bool(line.link or line.dead)
        if title and leads and link_key(line.link) == link_key(title.link):
            continue  # a button, or the same in a picture
        if line.level == 6 or (leads and not (levels and title)):
            if title:
                yield _item(title, said, section)
            title, said = line, []
        elif title and not _is_listed(line, title):
            said.append(line)
        else:  # an item without a heading, as the other newsletters are listed
            if title:
                yield _item(title, said, section)
            title, said = None, []
            yield listed_item(line.text, line.links, section)
    if title:
        yield _item(title, said, section)
    yield from _sponsor(lines[label:])


def _item(title: Line, said: Sequence[Line], section: str) -> Item:
    url = title.link or next((link.url for link in title.links), "")
    links = [link for line in said for link in line.links]
    return weekly_item(title.text, " ".join(line.text for line in said), section, url, links)


def _is_listed(line: Line, title: Line) -> bool:
    return title.level != 6 and bool(line.links) and line.text.startswith(line.links[0].title)


def _sponsor(lines: Sequence[Line]) -> Iterator[Item]:
    said = [line for line in lines if not SPONSOR.match(line.text)]
    if said:
        heading = next((line for line in said if line.level), said[0])
        url = next((link.url for line in (heading, *said) for link in line.links), "")
        rest = [line.text for line in said if line is not heading and not (line.link == url and len(line.text) < _BUTTON_LENGTH)]
        yield sponsor_item([heading.text, *rest], url)
