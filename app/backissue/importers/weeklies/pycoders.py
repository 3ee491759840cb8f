"""Understands an issue of PyCoder's Weekly from its lines, whether they come from a text, a page, a mail or a feed.

An item is a title, what is said about it, and a line in capitals with its source, which may go on with a label
(`REAL PYTHON course`) and with who sent it (`DEV.TO • Shared by NAME`). Under Events a date stands above the source.

Until 2018 the source was a host: at first behind the title, `Title (example.org)`, later on a line of its own, and below
it who had found it, `Shared by @name`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from backissue.importers.facts.furniture import ends_content, is_furniture
from backissue.importers.facts.headings import heading_title, is_heading, kind_under
from backissue.importers.facts.worded_dates import find_day, read_day, read_span
from backissue.importers.facts.wording import tidy
from backissue.importers.imported import Doubt, dropped_link
from backissue.importers.known import PYCODERS
from backissue.importers.lines.flow import Line
from backissue.importers.lines.links import further
from backissue.importers.weeklies.pycoders_event import with_event
from backissue.importers.weeklies.pycoders_origin import SOURCE_LENGTH, Origin, read_origin
from backissue.model import Issue, Item, Section
from backissue.text.links import link_key, site_of

_T = TypeVar("_T")
_NUMBER = re.compile(r"(?i)(?:\bissue\s*#?\s?|(?<!\w)#\s?)(\d{1,5})\b")
_HEADER = re.compile(r"(?i)#\s?\d{1,5}\s*[-–—|:]\s*\w+\.? \d{1,2},? \d{4}$")
_NAMED = re.compile(r"(?i)^(?:pycoder['’]?s weekly\s*[-–—|:]?\s*)?\(?(?:issue\s*#?\s?|#\s?)\d{1,5}\)?\s*[-–—:]?\s*")
_TITLED = re.compile(r"(?i)(?:issue\s*#\s?|pycoder['’]?s weekly\s*[-–—|:]?\s*\(?(?:issue\s*)?#\s?)\d{1,5}\b")
_TRAILING_DATE = re.compile(r"\s*\(\d{4}-\d{1,2}-\d{1,2}\)\s*$")
_FURNITURE = re.compile(r"(?i)(?:view (?:this email )?in (?:your )?browser|read online|email not displaying).{0,40}$")
_END = re.compile(r"(?i)happy pythoning|this was pycoder|\[?\s*subscribe to .{0,4}pycoder")
# Who found an item, on a line of its own.
_SENDER = re.compile(r"(?i)shared by\s*:?\s*@?(?P<name>[^@•|]{1,60})$")
_HOST = r"(?:[\w-]{1,60}\.){1,5}[a-z]{2,}"
_BARE_HOST = re.compile(_HOST, re.ASCII | re.IGNORECASE)
_HOST_AFTER = re.compile(rf"\s*\(\s*({_HOST})\s*\)\s*$", re.ASCII | re.IGNORECASE)
_TITLE_LENGTH = 300
_HEAD_LINES = 40


@dataclass(slots=True)
class _Block:
    """The lines of one item as they are gathered; after its source it is `closed`, and only who sent it may follow."""

    lines: list[Line] = field(default_factory=list)
    origin: Origin = field(default_factory=Origin)
    closed: bool = False

    def takes_sender(self, line: Line) -> bool:
        """Takes who sent the item from a line below its source, if that is what the line says."""
        sender = _SENDER.match(line.text)
        if not sender or not self.closed or self.origin.shared_by:
            return False
        self.origin = dataclasses.replace(self.origin, shared_by=sender["name"].strip())
        return True


def issue_url(number: str) -> str:
    """Returns the address of an issue on the newsletter's site."""
    return f"https://pycoders.com/issues/{int(number)}"


def issue_number(title: str) -> str:
    """Returns the number of the issue that a title names, or "".

    >>> issue_number("Issue #739: JIT Delayed (2026-06-16)"), issue_number("Ten years")
    ('739', '')
    """
    match = _NUMBER.search(title)
    return match[1] if match else ""


def read_issue(lines: Sequence[Line], where: str, title: str = "", date: str = "") -> tuple[Issue | None, list[Doubt]]:
    """Returns the issue that `lines` hold, and the doubts about it; None where they hold no issue.

    `title` and `date` are what stands around the lines: the title of the post or page, the day it was posted.
    """
    head = [line.text for line in lines[:12]]
    number = next((found for text in (title, *head) if (found := issue_number(text))), "")
    stated = next((found for text in (*head, title) if (found := find_day(text))), "")
    doubts: list[Doubt] = []
    mailed = _is_mailed(lines)
    body = _body(lines, number, mailed)
    intro, body = _greeted(body) if mailed else ("", body)
    lead = "sponsor" if mailed else "article"
    sections = tuple(_sections(body, stated or date, f"{where}: issue {number}", doubts, lead))
    if not number or not sections:
        return None, []
    name = tidy(_TRAILING_DATE.sub("", _NAMED.sub("", tidy(title))))
    return (
        Issue(
            id="",
            publication=PYCODERS.id,
            number=str(int(number)),
            title="" if issue_number(name) else name,
            date=stated or date[:10],
            url=issue_url(number),
            intro=intro,
            sections=sections,
        ),
        doubts,
    )


def lines_of_text(text: Iterable[str]) -> list[Line]:
    """Returns the lines of a plain text that are not empty."""
    return [Line(tidied) for line in text if (tidied := tidy(line))]


def _is_mailed(lines: Sequence[Line]) -> bool:
    """Says whether the links lead straight to what they point to, as they did until 2018, when Mailchimp sent the issues."""
    links = [link.url for line in lines for link in line.links]
    return bool(links) and not any("pycoders.com/link/" in url for url in links)


def _body(lines: Sequence[Line], number: str, mailed: bool) -> list[Line]:
    """Returns the lines between the header and the farewell, without what is not content."""
    starts = [place + 1 for place, line in enumerate(lines[:_HEAD_LINES]) if _is_header(line.text, number)]
    start = starts[-1] if starts else 0
    start += sum(bool(read_day(line.text)) for line in lines[start : start + 2])
    end = next((place for place in range(start, len(lines)) if _is_end(lines[place].text, mailed)), len(lines))
    return [line for line in lines[start:end] if any(char.isalnum() for char in line.text) and not _is_furniture(line)]


def _greeted(lines: Sequence[Line]) -> tuple[str, list[Line]]:
    """Returns the greeting above the first heading, and the rest; a link of the greeting is its sponsor's, or leads around."""
    first = next((place for place, line in enumerate(lines) if _is_section(line, True)), len(lines))
    above = [line for line in lines[:first] if not is_furniture(line.text) and "campaign-archive" not in site_of(line.link)]
    links = next((place for place, line in enumerate(above) if _opens_item(line)), len(above))
    return tidy(" ".join(line.text for line in above[:links])), [*above[links:], *lines[first:]]


def _is_end(text: str, mailed: bool) -> bool:
    return bool(_END.match(text)) or (mailed and ends_content(text))


def _is_furniture(line: Line) -> bool:
    """Says whether a line only leads around the newsletter itself; what it points to goes by /link/ID."""
    own = site_of(line.link) == "pycoders.com" and "/link/" not in line.link
    return own or bool(_FURNITURE.match(line.text))


def _is_header(text: str, number: str) -> bool:
    """Says whether a line names this issue; an item may name another."""
    return issue_number(text) == number and bool(_HEADER.search(text) or _TITLED.match(text))


def _sections(lines: Sequence[Line], near: str, where: str, doubts: list[Doubt], lead: str) -> Iterator[Section]:
    """Returns the sections; an item above the first heading is of the kind `lead`, unless it says otherwise."""

    def item(block: _Block, title: str) -> Item:
        return _item(block, kind_under(title) if title else lead, near, where, doubts)

    return sections_under(_blocks(lines, where, doubts), item)


def sections_under(found: Iterable[_T | str], item: Callable[[_T, str], Item | None]) -> Iterator[Section]:
    """Yields the sections of headings, which are text, and blocks; `item` reads a block under a heading, or leaves it out."""
    title, items = "", list[Item]()
    for each in found:
        if isinstance(each, str):
            if items:
                yield Section(title, tuple(items))
            title, items = each, []
        elif read := item(each, title):
            items.append(read)
    if items:
        yield Section(title, tuple(items))


def _blocks(lines: Sequence[Line], where: str, doubts: list[Doubt]) -> Iterator[_Block | str]:
    """Yields the headings, as text, and the items between them."""
    linked = any(line.link or line.dead for line in lines)
    block = _Block()
    for line in lines:
        if block.takes_sender(line):
            continue
        # a whole line that is a link opens the next item, though the one before named no source
        opens = linked and _opens_item(line) and bool(block.lines)
        if block.closed or _is_section(line, linked) or (opens and not _belongs(line, block)):
            if block.lines:
                yield block
            block = _Block()
        if _is_section(line, linked):
            yield heading_title(line.text)
        elif block.lines and (origin := _origin(line, block.lines[0])):
            block.origin, block.closed = _joined(block.origin, origin), True
        elif linked and not _opens_item(line) and not block.lines:
            doubts.append(Doubt(where, f"a line outside any item is left out: {line.text[:60]!r}"))
        elif block.lines:
            block.lines.append(line)
        else:
            title, block.origin = _titled(line)
            block.lines.append(title)
    if block.lines:
        yield block


def _belongs(line: Line, block: _Block) -> bool:
    """Says whether a line that is a link is part of the item: it leads to the same place, or says where that is."""
    return _leads_alike(line, block.lines[0]) or _origin(line, block.lines[0]) is not None


def _joined(known: Origin, told: Origin) -> Origin:
    return dataclasses.replace(told, source=told.source or known.source)


def _opens_item(line: Line) -> bool:
    return bool(line.link or line.dead or _hosted(line))


def _hosted(line: Line) -> str:
    """Returns the host that stands in brackets behind a title, as in the first years, or ""."""
    if not line.links or any(char.isalnum() for char in line.lead) or len(line.text) > _TITLE_LENGTH:
        return ""
    match = _HOST_AFTER.match(line.text, line.text.find(line.links[0].title) + len(line.links[0].title))
    return match[1] if match else ""


def _titled(line: Line) -> tuple[Line, Origin]:
    """Returns the title that a line holds, and the source that stands behind it."""
    host = _hosted(line)
    if not host:
        return line, Origin()
    return dataclasses.replace(line, text=line.links[0].title, link=line.links[0].url), Origin(host)


def _leads_alike(line: Line, title: Line) -> bool:
    return bool(line.link) and link_key(line.link) == link_key(title.link)


def _is_section(line: Line, linked: bool) -> bool:
    if _opens_item(line):
        return False
    return is_heading(line.text) or (linked and line.level > 1 and read_origin(line.text) is None)


def _origin(line: Line, title: Line) -> Origin | None:
    if sender := _SENDER.match(line.text):
        return Origin(shared_by=sender["name"].strip())
    # a host may be a link of its own; in a mail all links lead over one site
    sites = (site_of(line.link), site_of(title.link))
    own = _BARE_HOST.fullmatch(line.text) and (
        f".{sites[1]}".endswith(f".{line.text.lower()}") or sites[0] in (sites[1], line.text.lower())
    )
    if line.link and not own and not _leads_alike(line, title) and line.text.upper() != line.text:
        return None
    if line.grey and len(line.text) <= SOURCE_LENGTH and not read_span(line.text)[0]:
        return read_origin(line.text, sure=True)
    return read_origin(line.text)


def _item(block: _Block, announced: str, near: str, where: str, doubts: list[Doubt]) -> Item:
    title, *rest = block.lines
    origin = block.origin
    kind = origin.kind or announced
    item = Item(
        id="",
        title=title.text,
        url=title.link,
        source=origin.source,
        shared_by=origin.shared_by,
        kind=kind,
        tags=origin.tags,
        sponsored=kind == "sponsor",
        links=further([link for line in rest for link in line.links], title.link),
    )
    if title.dead:
        doubts.append(dropped_link(where, title.text, title.dead))
    if kind == "event":
        return with_event(item, [line.text for line in rest], near, where, doubts)
    return dataclasses.replace(item, summary=tidy(" ".join(line.text for line in rest)))
