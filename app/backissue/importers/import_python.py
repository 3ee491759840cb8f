"""Imports Import Python from the page of an issue, or from the page of its archive, which lists issues by their first titles.

An issue has no headings, only divs that are set apart: a section is bold and larger than the titles, a title is bold and a link,
a small coloured line below it holds its tags (of a job: the place), what follows is its summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backissue.errors import SourceError
from backissue.importers.facts.furniture import ends_content
from backissue.importers.facts.headings import heading_title, kind_under
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.facts.wording import tidy
from backissue.importers.imported import Doubt, Imported, dropped_link, published_as
from backissue.importers.known import IMPORT_PYTHON
from backissue.importers.lines.flow import Flow, Line, read_flow
from backissue.importers.lines.links import further
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.model import Issue, Item, Section
from backissue.text.links import clean_link

NAME = "import-python"
_NAMED = re.compile(r"(?i)<title\b[^>]{0,200}>[^<]{0,100}import ?python[^<]{0,200}newsletter")
_NUMBER = re.compile(r"(?i)\bissue\s*(?:no\.?|#)?\s*(\d{1,4})\b")
_LISTED = re.compile(r"(?i)^issue no\.? \d{1,4}$")
_COUNTS = re.compile(r"\s+-\s+\d+ stars?\b.*$", re.IGNORECASE)
_CUT = re.compile(r"\s*(?:\.\.\.|…)$")
_TAGS_LENGTH = 60


def detect(source: Source) -> bool:
    """Says whether the title of a page names the newsletter, and the page holds an issue or a list of them."""
    return is_html(source.head) and bool(_NAMED.search(source.text[:200_000])) and bool(_NUMBER.search(source.text[:500_000]))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue on the page, or the issues that an archive page lists.

    Raises:
        SourceError: if there is none with an item.
    """
    flow = read_flow(source.text, source.around.url or IMPORT_PYTHON.url)
    doubts: list[Doubt] = []
    if sum(bool(_LISTED.match(line.text)) for line in flow.lines) > 1:
        issues = list(_archive(flow.lines))
        doubts.append(Doubt(source.name, f"lists {len(issues)} issues by their first titles only: import their own pages too"))
    else:
        issues = [_issue(flow, source, doubts)]
    issues = [issue for issue in issues if issue.sections]
    if not issues:
        raise SourceError(
            "holds no item", where=source.name, expected="bold lines that are links, below larger ones that are not"
        )
    return published_as(Imported((IMPORT_PYTHON,), tuple(issues), tuple(doubts)), publication, source.name)


def _issue(flow: Flow, source: Source, doubts: list[Doubt]) -> Issue:
    number = next(
        (match[1] for text in (flow.title, *(line.text for line in flow.lines[:20])) if (match := _NUMBER.search(text))), ""
    )
    date = next((day for line in flow.lines[:20] if (day := find_day(line.text))), "") or source.around.date
    if not number:
        doubts.append(Doubt(source.name, "the issue has no number"))
    end = next((place for place, line in enumerate(flow.lines) if place > 5 and ends_content(line.text)), len(flow.lines))
    lines = flow.lines[:end]
    doubts += [dropped_link(source.name, line.text, line.dead) for line in lines if line.dead]
    address = clean_link(flow.metas.get("canonical") or source.around.url)
    return Issue(
        id="",
        publication=IMPORT_PYTHON.id,
        number=str(int(number)) if number else source.around.number,
        date=date[:10],
        url=address or (_address(number) if number else ""),
        sections=tuple(_sections(lines)),
    )


def _sections(lines: Sequence[Line]) -> Iterator[Section]:
    sizes = [line.size for line in lines if _is_title(line) and line.link]
    largest = max(sizes, default=0)
    title, items = "", list[Item]()
    opened: Line | None = None
    said: list[Line] = []

    def close() -> None:
        if opened:
            items.append(_item(opened, said, title))

    for line in lines:
        if line.bold and not line.links and line.size > largest > 0:
            close()
            if items:
                yield Section(title, tuple(items))
            title, items, opened, said = heading_title(line.text), [], None, []
        elif _is_title(line) and (line.links or opened or title):
            close()
            opened, said = line, []
        elif opened:
            said.append(line)
    close()
    if items:
        yield Section(title, tuple(items))


def _is_title(line: Line) -> bool:
    return line.bold and line.size >= 15


def _item(title: Line, said: Sequence[Line], section: str) -> Item:
    link = title.links[0] if title.links else None
    body = max(said, key=lambda line: len(line.text), default=None)
    tags = next((line for line in said[:1] if body and line.colour != body.colour and len(line.text) <= _TAGS_LENGTH), None)
    kind = kind_under(section)
    return Item(
        id="",
        title=link.title if link and link.title else tidy(_COUNTS.sub("", title.text)),
        url=link.url if link else "",
        summary=tidy(" ".join(line.text for line in said if line is not tags)),
        kind=kind,
        sponsored=kind == "sponsor",
        tags=tuple(part for part in (tidy(each) for each in (tags.text if tags else "").split(",")) if part),
        links=further((each for line in said for each in line.links), link.url) if link else (),
    )


def _archive(lines: Sequence[Line]) -> Iterator[Issue]:
    """Yields the issues of the list: a day, a number, and a few titles, cut where they are long."""
    starts = [place for place, line in enumerate(lines) if _LISTED.match(line.text)]
    for place, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        match = _NUMBER.search(lines[place].text)
        number = str(int(match[1])) if match else ""
        items = tuple(
            Item(id="", title=_CUT.sub("…", line.text), url=line.link)
            for line in lines[place + 1 : end]
            if line.link and line.bold
        )
        yield Issue(
            id="",
            publication=IMPORT_PYTHON.id,
            number=number,
            date=find_day(lines[place - 1].text) if place else "",
            url=_address(number),
            sections=(Section("", items),) if items else (),
        )


def _address(number: str) -> str:
    return f"{IMPORT_PYTHON.url}newsletter/no/{int(number)}/"
