"""Imports an issue of This Week in Rust: Markdown, headings over lists of links, lists of events, a crate of the week."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backissue.errors import SourceError
from backissue.importers.facts.event_lines import is_online
from backissue.importers.facts.issue_facts import issue_date, titled_number
from backissue.importers.facts.wording import shortened
from backissue.importers.general.linked import named_item
from backissue.importers.general.listed import Lists, left_out
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.known import THIS_WEEK_IN_RUST
from backissue.importers.lines.blocks import Block, Part, blocks, parts
from backissue.importers.lines.markdown import front_matter, read_markdown
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.model import Issue, Item, Section

NAME = "this-week-in-rust"
_TITLE = re.compile(r"(?i)\b(?:this|these|last) weeks? (?:in|this) rust\b")
_SLUG = re.compile(r"[^a-z0-9]+")
_CRATE = re.compile(r"(?i)\bcrates?\b.{0,20}\bweek\b")
_JOBS = re.compile(r"fn work\(")
_SAYER = re.compile(r"[—–-]\s*\w")
_QUOTE_LENGTH = 1_000
# What neither a paragraph about the crate of the week nor its link begins with.
_THANKS = re.compile(r"(?i)(?:please )?(?:submit|thanks|sadly|no crate|unfortunately|rust-users|suggest|your suggestions)\b")


def detect(source: Source) -> bool:
    """Says whether the front matter names the newsletter, by the title of the issue or as its category."""
    head = source.head
    if is_html(head) or head.lstrip().startswith(("{", "[", "<")):
        return False
    facts, _ = front_matter(head)
    return any(_TITLE.search(facts.get(name, "")) for name in ("title", "category"))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue.

    Raises:
        SourceError: if it has no item.
    """
    document = read_markdown(source.text)
    title = document.facts.get("title", "")
    number = document.facts.get("number") or titled_number(title) or source.around.number
    date = issue_date(document.facts, title, source)
    doubts: list[Doubt] = []
    left: list[str] = []
    found = tuple(parts(blocks(document.flow.lines)))
    sections = [_section(part, date, source.name, doubts, left) for part in found]
    if not any(section.items for section in sections):
        raise SourceError("holds no item", where=source.name, expected="headings over lists of links, as This Week in Rust has")
    issue = Issue(
        id="",
        publication=THIS_WEEK_IN_RUST.id,
        number=number,
        title="" if _TITLE.search(title) else title,
        date=date,
        url=source.around.url or _issue_url(date, title),
        intro=_quote(found),
        sections=tuple(section for section in sections if section.items),
    )
    doubts += left_out(source.name, left)
    return published_as(Imported((THIS_WEEK_IN_RUST,), (issue,), tuple(doubts)), publication, source.name)


def _issue_url(date: str, title: str) -> str:
    """Returns where the newsletter's site has the issue: under its day and its title."""
    if not date or not title:
        return ""
    return f"{THIS_WEEK_IN_RUST.url}blog/{date.replace('-', '/')}/{_SLUG.sub('-', title.lower()).strip('-')}/"


def _section(part: Part, date: str, where: str, doubts: list[Doubt], left: list[str]) -> Section:
    kind = "job" if _JOBS.search(part.title) else part.kind
    lists = Lists(kind, date, where, doubts, online=any(is_online(each.text) for each in part.path), left=left)
    if _CRATE.search(part.title):
        lists.items += _crate(part.blocks, where, doubts)
    lists.read(block for block in part.blocks if block.depth and not block.lines[0].quoted)
    return Section(part.title, tuple(lists.items))


def _crate(found: Sequence[Block], where: str, doubts: list[Doubt]) -> list[Item]:
    """Returns the crate of the week: the first paragraph that leads to one."""
    for block in found:
        if not block.depth and block.leads and not _THANKS.match(block.text) and not block.lines[0].quoted:
            item = named_item(block.lines, "project", where, doubts)
            return [item] if item and not _THANKS.match(item.title) else []
    return []


def _quote(found: Sequence[Part]) -> str:
    """Returns the quote of the week with who said it: no item, since it leads nowhere, but nothing to lose either."""
    for part in found:
        lines = [line for block in part.blocks for line in block.lines if line.quoted or _SAYER.match(line.text)]
        if part.kind == "quote" and any(line.quoted for line in lines):
            return shortened(" ".join(line.text for line in lines), _QUOTE_LENGTH)
    return ""
