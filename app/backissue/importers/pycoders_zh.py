"""Understands an issue of the Chinese edition of PyCoder's Weekly from its lines, of the Markdown or of the rendered page.

An item is the entry of a list that begins with a link. Its source (`(github.com)` behind the link, an inner entry in
capitals, or the host alone on a line), its label, who shared it and when it takes place stand below it in any order,
as do what is said about it and what the translators remark (`(是也乎: ...)`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backissue.importers.flow import Line
from backissue.importers.headings import kind_under
from backissue.importers.imported import Doubt
from backissue.importers.known import PYCODERS_ZH
from backissue.importers.pycoders import further_links
from backissue.importers.pycoders_event import with_event
from backissue.importers.pycoders_origin import Origin, read_origin
from backissue.importers.worded_dates import read_span
from backissue.importers.wording import tidy
from backissue.model import Issue, Item, Section

# `Issue 29: 追忆`, `蠎周刊 201: Winterlude`, `蠎周刊(PyCoder)599`, `PyCoder 611`
TITLE = re.compile(r"(?i)^(?:蠎周刊)?\s*\(?(?:issue|pycoder)?\)?\s*#?\s*0*(?P<number>\d{1,5})\s*[:：~-]?\s*(?P<name>.*)$")
# Sections of the translators' own: who made the issue, their announcements, their older issues, where it can be read.
_OWN = re.compile(r"(?i)^(?:是也乎|DAMA\b|P{1,3}S\b|历史上的?这周)")
# `(是也乎:`, `(译注: ...)`, `(译者: ...)`: a remark of the translators.
_REMARK = re.compile(r"^[(（]?\s*(?:是也乎|译注|译者注?|大妈注?)\s*[:：]")
_REMARK_END = re.compile(r"(?:^|[^\s;:\-=])\s*[)）]\s*$")
_HOST = re.compile(r"^\s*[(（]\s*(?P<host>(?:[\w-]+\.)+[a-z]{2,})\s*[)）]", re.ASCII | re.IGNORECASE)
_SHARED = re.compile(r"(?i)^[•·\s]*s?hared by\s+@?(?P<name>[^`'\"]{1,80})")


@dataclass(slots=True)
class _Block:
    """The lines of one item as they are gathered: its title, the inner entries, the text, the translators' remarks."""

    title: Line
    inner: list[Line] = field(default_factory=list)
    said: list[Line] = field(default_factory=list)
    remarks: list[Line] = field(default_factory=list)


def issue_url(number: str) -> str:
    """Returns the address of an issue on the edition's site."""
    return f"https://weekly.pychina.org/issue/issue-{int(number)}.html"


def read_issue(lines: Sequence[Line], where: str, title: str, date: str) -> tuple[Issue | None, list[Doubt]]:
    """Returns the issue that `lines` hold, and the doubts about it; None where they hold no issue.

    `title` names its number, `date` is the day that it is of, or "".
    """
    named = TITLE.match(tidy(title))
    if not named:
        return None, []
    doubts: list[Doubt] = []
    sections = tuple(_sections(lines, date, f"{where}: issue {named['number']}", doubts))
    if not sections:
        return None, []
    issue = Issue(
        id="",
        publication=PYCODERS_ZH.id,
        number=str(int(named["number"])),
        title=named["name"],
        date=date,
        url=issue_url(named["number"]),
        sections=sections,
    )
    return issue, doubts


def _sections(lines: Sequence[Line], near: str, where: str, doubts: list[Doubt]) -> Iterator[Section]:
    title, items = "", list[Item]()
    for found in _blocks(lines):
        if isinstance(found, str):
            if items:
                yield Section(title, tuple(items))
            title, items = found, []
        elif not _OWN.match(title):
            items.append(_item(found, title, near, where, doubts))
    if items:
        yield Section(title, tuple(items))


def _blocks(lines: Sequence[Line]) -> Iterator[_Block | str]:
    """Yields the headings, as text, and the items between them."""
    block: _Block | None = None
    remarking = False
    for line in lines:
        if line.level or _opens_item(line):
            if block:
                yield block
            block, remarking = (None, False) if line.level else (_Block(line), False)
            if line.level:
                yield line.text
        elif block and (remarking or _REMARK.match(line.text)):
            block.remarks.append(line)
            remarking = not _REMARK_END.search(line.text)
        elif block:
            (block.inner if line.depth > 1 else block.said).append(line)
    if block:
        yield block


def _opens_item(line: Line) -> bool:
    """Says whether a line is the outer entry of a list and begins with a link."""
    return line.opens and line.depth == 1 and bool(line.links) and line.text.startswith(line.links[0].title)


def _item(block: _Block, section: str, near: str, where: str, doubts: list[Doubt]) -> Item:
    link = block.title.links[0]
    after = block.title.text.removeprefix(link.title)
    host = _HOST.match(after)
    origin, inner, said = Origin(host["host"] if host else ""), list[str](), list[str]()
    for line in block.inner:
        told = _told(line.text, inner=True)
        origin = _joined(origin, told) if told else origin
        inner += [] if told else [line.text]
    for line in block.said:
        told = _told(line.text, inner=False)
        origin = _joined(origin, told) if told else origin
        said += [] if told else [line.text]
    kind = origin.kind or (kind_under(section) if section else "article")
    item = Item(
        id="",
        title=link.title,
        url=link.url,
        source=origin.source,
        shared_by=origin.shared_by,
        kind=kind,
        tags=origin.tags,
        sponsored=kind == "sponsor",
        links=further_links([each for line in (*block.inner, *block.said, *block.remarks) for each in line.links], link.url),
    )
    if kind == "event":
        item = with_event(item, inner, near, where, doubts)
        inner = [item.summary] if item.summary else []
    rest = after[host.end() :] if host else after
    return dataclasses.replace(item, summary=tidy(" ".join([rest, *inner, *said])))


def _told(text: str, inner: bool) -> Origin | None:
    """Returns what a line says of where the item is from; an `inner` entry that is no date says it in any case."""
    if shared := _SHARED.match(text):
        return Origin(shared_by=shared["name"].strip())
    if read_span(text)[0]:
        return None
    return read_origin(text, sure=inner)


def _joined(known: Origin, told: Origin) -> Origin:
    return Origin(known.source or told.source, known.label or told.label, known.shared_by or told.shared_by)
