"""Understands an issue of the Chinese edition of PyCoder's Weekly from its lines, of the Markdown or of the rendered page.

An item is the entry of a list that begins with a link. Its source (`(github.com)` behind the link, an inner entry in
capitals, or the host alone on a line), its label, who shared it and when it takes place stand below it in any order,
as do what is said about it and what the translators remark (`(是也乎: ...)`).
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backissue.importers.facts.headings import kind_under
from backissue.importers.facts.worded_dates import read_span
from backissue.importers.facts.wording import tidy
from backissue.importers.imported import Doubt, dropped_link
from backissue.importers.known import PYCODERS_ZH
from backissue.importers.lines.flow import Line
from backissue.importers.lines.links import further
from backissue.importers.weeklies.pycoders import sections_under
from backissue.importers.weeklies.pycoders_event import with_event
from backissue.importers.weeklies.pycoders_zh_origin import Told
from backissue.model import Issue, Item, Link, Section
from backissue.text.links import link_key

# `Issue 7: 灯塔`, `蠎周刊 8: Lantern`, `蠎周刊(PyCoder)9`, `PyCoder 10`
TITLE = re.compile(r"(?i)^(?:蠎周刊)?\s*\(?(?:issue|pycoder)?\)?\s*#?\s*0*(?P<number>\d{1,5})\s*[:：~-]?\s*(?P<name>.*)$")
# Sections of the translators' own: who made the issue, their announcements, their older issues, where it can be read.
_OWN = re.compile(r"(?i)^(?:是也乎|DAMA\b|P{1,3}S\b|历史上的?这周)")
# `(是也乎:`, `(译注: ...)`, `(译者: ...)`: a remark of the translators.
_REMARK = re.compile(r"^[(（]?\s*(?:是也乎|译注|译者注?|大妈注?)\s*[:：]")
_ADDRESS = re.compile(r"(?:^|/)issue-0*(\d{1,5})(?:\.html)?$", re.ASCII)
_ORIGINAL = re.compile(r"原文\s*[:：]|[-–—\s]+$")
_BULLETS = ("-", "*", "+", "－", "–", "•")
# A place and its date are short.
_DATE_WORDS = 12
_REMARK_END = re.compile(r"(?:^|[^\s;:\-=])\s*[)）]\s*$")


@dataclass(slots=True)
class _Block:
    """The lines of one item as they are gathered: its title, the inner entries, the text, the translators' remarks."""

    title: Line
    inner: list[Line] = field(default_factory=list)
    said: list[Line] = field(default_factory=list)
    remarks: list[Line] = field(default_factory=list)

    @property
    def link(self) -> Link:
        """The link that is the title; one that is not kept has no address."""
        return self.title.links[0] if self.title.links else Link("", self.title.text)


def issue_url(number: str) -> str:
    """Returns the address of an issue on the edition's site."""
    return f"https://weekly.pychina.org/issue/issue-{int(number)}.html"


def read_issue(lines: Sequence[Line], where: str, title: str, date: str, address: str) -> tuple[Issue | None, list[Doubt]]:
    """Returns the issue that `lines` hold, and the doubts about it; None where they hold no issue.

    `title` names it, `date` is the day that it is of, or "", and `address` its link or the end of it. Where address and
    title name two numbers, the address decides: it cannot be given twice.
    """
    named, addressed = TITLE.match(tidy(title)), _ADDRESS.search(address)
    number = addressed[1] if addressed else named["number"] if named else ""
    doubts: list[Doubt] = []
    sections = tuple(_sections(lines, date, f"{where}: issue {number}", doubts))
    if not number or not sections:
        return None, []
    issue = Issue(
        id="",
        publication=PYCODERS_ZH.id,
        number=str(int(number)),
        title=named["name"] if named else tidy(title),
        date=date,
        url=issue_url(number),
        intro=_intro(lines),
        sections=sections,
    )
    return issue, doubts


def _intro(lines: Sequence[Line]) -> str:
    """Returns what the issue says before its first item, without who made it and what it was made from."""
    before = itertools.takewhile(lambda line: not _opens_item(line), lines)
    return tidy(" ".join(line.text for line in before if not line.level and not line.depth and not _ORIGINAL.match(line.text)))


def _sections(lines: Sequence[Line], near: str, where: str, doubts: list[Doubt]) -> Iterator[Section]:
    def item(block: _Block, title: str) -> Item | None:
        return None if _OWN.match(title) else _item(block, title, near, where, doubts)

    return sections_under(_blocks(lines), item)


def _blocks(lines: Sequence[Line]) -> Iterator[_Block | str]:
    """Yields the headings, as text, and the items between them."""
    block: _Block | None = None
    remarking = False
    for line in lines:
        if line.level or _opens_item(line) or (not remarking and _is_link(line, block)):
            if block:
                yield block
            block, remarking = (None if line.level else _Block(line)), False
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
    """Says whether a line is the outer entry of a list and begins with a link, be it one that is not kept.

    `-[...` without a space is meant as an entry, though it is a paragraph.
    """
    begins = bool(line.links and line.links[0].title) and not any(char.isalnum() for char in line.lead)
    if line.depth == 0:
        return begins and line.lead in _BULLETS
    return line.opens and line.depth == 1 and (begins or bool(line.dead))


def _is_link(line: Line, block: _Block | None) -> bool:
    """Says whether a line outside of lists is a link and nothing else: the mark of the entry was forgotten.

    Where items have inner entries, as in the later years, such a link belongs to the text.
    """
    told = block is not None and (bool(block.inner) or link_key(line.link) == link_key(block.link.url))
    return line.depth == 0 and bool(line.link and line.links[0].title) and not told


def _item(block: _Block, section: str, near: str, where: str, doubts: list[Doubt]) -> Item:
    if block.title.dead:
        doubts.append(dropped_link(where, block.link.title, block.title.dead))
    told = Told(block.link.url, kind_under(section) == "event")
    inner = told.take_title(block.title.text.removeprefix(block.title.lead).strip().removeprefix(block.link.title))
    inner += [rest for line in block.inner if (rest := told.take(line.text, inner=True))]
    said = [rest for line in block.said if (rest := told.take(line.text, inner=False))]
    origin = told.origin
    kind = origin.kind or (kind_under(section) if section else "article")
    links = [link for line in (block.title, *block.inner, *block.said, *block.remarks) for link in line.links]
    item = Item(
        id="",
        title=block.link.title,
        url=block.link.url,
        source=origin.source,
        shared_by=origin.shared_by,
        kind=kind,
        tags=origin.tags,
        sponsored=kind == "sponsor",
        links=further(links, block.link.url),
    )
    if kind == "event":
        item = with_event(item, [_date_first(line, near) for line in inner], near, where, doubts)
        inner = [item.summary]
    return dataclasses.replace(item, summary=tidy(" ".join([*inner, *said])))


def _date_first(text: str, near: str) -> str:
    """Returns `text` with its date in front of the place, as it mostly stands: `瑞典 March 30, 2021` has it behind."""
    words = text.split()
    if len(words) > _DATE_WORDS or read_span(text, near)[0]:
        return text
    for place in range(1, len(words)):
        start, _, after = read_span(" ".join(words[place:]), near)
        if start and not after:
            return " ".join([*words[place:], *words[:place]])
    return text
