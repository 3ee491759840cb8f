"""Imports an issue of Haskell Weekly: Markdown, entries such as `[Title](url) by Author` with a quotation, a package of the week.

The file itself says neither number nor date: the number stands in its name, and the newsletter has come out every Thursday
since its first issue.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from backissue.errors import SourceError
from backissue.importers.facts.issue_facts import issue_date, issue_number
from backissue.importers.general.linked import named_item
from backissue.importers.general.listed import Lists, left_out
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.known import HASKELL_WEEKLY
from backissue.importers.lines.blocks import Block, Part, blocks, parts
from backissue.importers.lines.markdown import read_markdown
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.model import Issue, Item, Section

NAME = "haskell-weekly"
_FIRST = dt.date(2016, 5, 5)
_NAMED = re.compile(
    r"(?i)(?:another|first|\d+\w\w) issue of haskell weekly\b|\bhaskellweekly\.news\b|//twitter\.com/haskellweekly\b"
)
_FOLDER = re.compile(r"(?i)(?:^|[\\/])haskell-?weekly[^\\/]*[\\/]")
_ENTRY = re.compile(r"(?m)^\s{0,3}[-*]\s+\[.{1,300}?\]\(https?://")
_PACKAGE = re.compile(r"(?i)\bpackages?\b.{0,20}\bweek\b")
# What stands between the items: who wants to hire, to be heard, to nominate.
_FURNITURE = re.compile(
    r"(?m)^[ \t>]*(?:Trying to hire a Haskell developer|You should \[advertise|Did you like this issue|Let us know|"
    r"Think it could be better|Send (?:us|\[?HaskellWeekly)|Thanks for reading|Want to (?:see|nominate|advertise)).*$",
    re.IGNORECASE,
)


def detect(source: Source) -> bool:
    """Says whether the text names the newsletter, or lies in its folder, and lists links as Markdown does."""
    head = source.head
    if is_html(head) or head.lstrip().startswith(("{", "<")) or not _ENTRY.search(head):
        return False
    return bool(_NAMED.search(head) or _NAMED.search(source.text[-3000:]) or _FOLDER.search(source.name))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue.

    Raises:
        SourceError: if it has no item.
    """
    document = read_markdown(_FURNITURE.sub("", source.text))
    number = issue_number(document.facts, document.facts.get("title", ""), source)
    date = issue_date(document.facts, "", source) or _date(number)
    doubts: list[Doubt] = []
    left: list[str] = []
    sections = [_section(part, date, source.name, doubts, left) for part in parts(blocks(document.flow.lines))]
    if not any(section.items for section in sections):
        raise SourceError("holds no item", where=source.name, expected="entries such as - [Title](url) by Author")
    if not number:
        doubts.append(Doubt(source.name, "the issue has no number: its file is named after it, as issue-7.markdown"))
    issue = Issue(
        id="",
        publication=HASKELL_WEEKLY.id,
        number=number,
        date=date,
        url=source.around.url or (f"{HASKELL_WEEKLY.url}issue/{number}.html" if number else ""),
        sections=tuple(section for section in sections if section.items),
    )
    doubts += left_out(source.name, left)
    return published_as(Imported((HASKELL_WEEKLY,), (issue,), tuple(doubts)), publication, source.name)


def _date(number: str) -> str:
    """Returns the day of an issue by its number: one a week, without a gap, in more than ten years."""
    return (_FIRST + dt.timedelta(weeks=int(number) - 1)).isoformat() if number and 0 < int(number) < 5000 else ""


def _section(part: Part, date: str, where: str, doubts: list[Doubt], left: list[str]) -> Section:
    lists = Lists(part.kind, date, where, doubts, left=left)
    lists.read(block for block in part.blocks if block.depth)
    if _PACKAGE.search(part.title) and not lists.items:
        lists.items += _packages(part.blocks, where, doubts)
    return Section(part.title, tuple(lists.items))


def _packages(found: Sequence[Block], where: str, doubts: list[Doubt]) -> Iterator[Item]:
    """Yields the package of the week, or several, from the paragraphs that lead to one."""
    for block in found:
        item = named_item(block.lines, "project", where, doubts) if block.leads else None
        if item:
            yield item
