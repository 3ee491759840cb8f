"""Understands an issue of PyCoder's Weekly from its lines, whether they come from a text, a page, a mail or a feed.

An item is a title, what is said about it, and a line in capitals with its source, which may go on with a label
(`REAL PYTHON course`) and with who sent it (`DEV.TO • Shared by NAME`). Under Events a date stands above the source.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from backissue.importers.flow import Line
from backissue.importers.headings import heading_title, is_heading, kind_under
from backissue.importers.imported import Doubt, dropped_link
from backissue.importers.known import PYCODERS
from backissue.importers.worded_dates import find_day, read_day, read_span
from backissue.importers.wording import tidy
from backissue.model import Event, Issue, Item, Link, Section
from backissue.text.links import link_key, site_of

_NUMBER = re.compile(r"(?i)(?:\bissue\s*#?\s?|(?<!\w)#\s?)(\d{1,5})\b")
_HEADER = re.compile(r"(?i)#\s?\d{1,5}\s*[-–—|:]\s*\w+\.? \d{1,2},? \d{4}$")
_NAMED = re.compile(r"(?i)^(?:pycoder['’]?s weekly\s*[-–—|:]?\s*)?(?:issue\s*#?\s?|#\s?)\d{1,5}\s*[-–—:]?\s*")
_TITLED = re.compile(r"(?i)(?:issue\s*#\s?|pycoder['’]?s weekly\s*[-–—|:]?\s*(?:issue\s*)?#\s?)\d{1,5}\b")
_TRAILING_DATE = re.compile(r"\s*\(\d{4}-\d{1,2}-\d{1,2}\)\s*$")
_FURNITURE = re.compile(r"(?i)(?:view (?:this email )?in (?:your )?browser|read online|email not displaying).{0,40}$")
_END = re.compile(r"(?i)happy pythoning|this was pycoder|\[?\s*subscribe to .{0,4}pycoder")
_SHARED = re.compile(r"\s*[•·|]\s*Shared by\s+(.+)$", re.IGNORECASE)
_LABEL = re.compile(r"^(?P<name>.*?\S)??\s*(?P<label>(?<!\S)[a-z]+(?: [a-z]+)?)$")
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.ASCII)
_ONLINE = re.compile(r"(?i)\b(?:virtual|online|remote)\b")
_PLACE = re.compile(r"(?i)^[\s,|•·(–—-]*(?:in|at)?\b\s*|[\s)]+$")
_KINDS = {
    "course": "course", "podcast": "podcast", "video": "video", "sponsor": "sponsor", "sponsored": "sponsor", "event": "event",
    "project": "project", "article": "article", "release": "release", "job": "job",
}  # fmt: skip
_SOURCE_LENGTH = 90
_HEAD_LINES = 40


@dataclass(frozen=True, slots=True)
class _Origin:
    """What the last line of an item says: where it is from, what it is, who sent it."""

    source: str = ""
    label: str = ""
    shared_by: str = ""


@dataclass(slots=True)
class _Block:
    """The lines of one item as they are gathered."""

    lines: list[Line] = field(default_factory=list)
    origin: _Origin = field(default_factory=_Origin)


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
    sections = tuple(_sections(_body(lines, number), stated or date, f"{where}: issue {number}", doubts))
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
            sections=sections,
        ),
        doubts,
    )


def lines_of_text(text: Iterable[str]) -> list[Line]:
    """Returns the lines of a plain text that are not empty."""
    return [Line(tidied) for line in text if (tidied := tidy(line))]


def _body(lines: Sequence[Line], number: str) -> list[Line]:
    """Returns the lines between the header and the farewell, without what is not content."""
    starts = [place + 1 for place, line in enumerate(lines[:_HEAD_LINES]) if _is_header(line.text, number)]
    start = starts[-1] if starts else 0
    start += sum(bool(read_day(line.text)) for line in lines[start : start + 2])
    end = next((place for place in range(start, len(lines)) if _END.match(lines[place].text)), len(lines))
    return [line for line in lines[start:end] if any(char.isalnum() for char in line.text) and not _is_furniture(line)]


def _is_furniture(line: Line) -> bool:
    """Says whether a line only leads around the newsletter itself; what it points to goes by /link/ID."""
    own = site_of(line.link) == "pycoders.com" and "/link/" not in line.link
    return own or bool(_FURNITURE.match(line.text))


def _is_header(text: str, number: str) -> bool:
    """Says whether a line names this issue; an item may name another."""
    return issue_number(text) == number and bool(_HEADER.search(text) or _TITLED.match(text))


def _sections(lines: Sequence[Line], near: str, where: str, doubts: list[Doubt]) -> Iterator[Section]:
    title, items = "", list[Item]()
    for found in _blocks(lines, where, doubts):
        if isinstance(found, str):
            if items:
                yield Section(title, tuple(items))
            title, items = found, []
        else:
            items.append(_item(found, title, near, where, doubts))
    if items:
        yield Section(title, tuple(items))


def _blocks(lines: Sequence[Line], where: str, doubts: list[Doubt]) -> Iterator[_Block | str]:
    """Yields the headings, as text, and the items between them."""
    linked = any(line.link or line.dead for line in lines)
    block = _Block()
    for line in lines:
        if _is_section(line, linked):
            if block.lines:
                yield block
            block = _Block()
            yield heading_title(line.text)
        elif block.lines and (origin := _origin(line, block.lines[0])):
            block.origin = origin
            yield block
            block = _Block()
        elif linked and _opens_item(line) and block.lines and not _leads_alike(line, block.lines[0]):
            # a whole line that is a link opens the next item, though the one before named no source
            yield block
            block = _Block([line])
        elif linked and not _opens_item(line) and not block.lines:
            doubts.append(Doubt(where, f"a line outside any item is left out: {line.text[:60]!r}"))
        else:
            block.lines.append(line)
    if block.lines:
        yield block


def _opens_item(line: Line) -> bool:
    return bool(line.link or line.dead)


def _leads_alike(line: Line, title: Line) -> bool:
    return bool(line.link) and link_key(line.link) == link_key(title.link)


def _is_section(line: Line, linked: bool) -> bool:
    if _opens_item(line):
        return False
    return is_heading(line.text) or (linked and bool(line.level) and _origin_of(line.text) is None)


def _origin(line: Line, title: Line) -> _Origin | None:
    if line.link and not _leads_alike(line, title) and line.text.upper() != line.text:
        return None
    if line.grey and len(line.text) <= _SOURCE_LENGTH and not read_span(line.text)[0]:
        return _origin_of(line.text, sure=True)
    return _origin_of(line.text)


def _origin_of(text: str, sure: bool = False) -> _Origin | None:
    """Returns what a source line says, or None where `text` is no source line.

    >>> _origin_of("REAL PYTHON course"), _origin_of("DEV.TO • Shared by A. Lee"), _origin_of("It is fast.")
    (_Origin(source='REAL PYTHON', label='course', shared_by=''), _Origin(source='DEV.TO', label='', shared_by='A. Lee'), None)
    """
    shared = _SHARED.search(text)
    rest = text[: shared.start()] if shared else text.removeprefix("•").strip() if sure else text
    match = _LABEL.match(rest) if len(rest) <= _SOURCE_LENGTH else None
    name, label = ((match["name"] or "").strip(), match["label"]) if match else (rest.strip(), "")
    if shared or sure or _is_capitals(name) or (not label and _DOMAIN.fullmatch(rest)):
        if label and not _is_capitals(name) and label not in _KINDS:
            name, label = rest.strip(), ""
        return _Origin(name, label, tidy(shared[1]) if shared else "")
    return None


def _is_capitals(name: str) -> bool:
    """Says whether a name is set in capitals; a few small letters (McA'NULTY) do not matter."""
    cased = [char for char in name if char.isupper() or char.islower()]
    small = sum(char.islower() for char in cased)
    return bool(cased) and len(name) <= _SOURCE_LENGTH and small * 4 <= len(cased) and not name.endswith((".", "!", "?", ":"))


def _item(block: _Block, section: str, near: str, where: str, doubts: list[Doubt]) -> Item:
    title, *rest = block.lines
    origin = block.origin
    kind = _KINDS.get(origin.label, "") or (kind_under(section) if section else "article")
    item = Item(
        id="",
        title=title.text,
        url=title.link,
        source=origin.source,
        shared_by=origin.shared_by,
        kind=kind,
        tags=(origin.label,) if origin.label and origin.label not in _KINDS else (),
        sponsored=kind == "sponsor",
        links=_further([link for line in rest for link in line.links], title.link),
    )
    if title.dead:
        doubts.append(dropped_link(where, title.text, title.dead))
    if kind == "event":
        return _event(item, rest, near, where, doubts)
    return dataclasses.replace(item, summary=tidy(" ".join(line.text for line in rest)))


def _further(links: Iterable[Link], main: str) -> tuple[Link, ...]:
    kept = {link_key(link.url): link for link in reversed(list(links)) if link_key(link.url) != link_key(main) and link.title}
    return tuple(reversed(kept.values()))


def _event(item: Item, rest: Sequence[Line], near: str, where: str, doubts: list[Doubt]) -> Item:
    start = end = place = ""
    said: list[str] = []
    for line in rest:
        first, last, after = read_span(line.text, near) if not start else ("", "", "")
        if first:
            start, end, place = first, last, _PLACE.sub("", after)
        elif start and not place and len(line.text) <= 60 and len(line.text.split()) <= 8 and not line.text.endswith("."):
            place = _PLACE.sub("", line.text)
        else:
            said.append(line.text)
    if not start:
        doubts.append(Doubt(where, f"the event {item.title[:60]!r} has no date"))
    online = bool(_ONLINE.search(item.title) or _ONLINE.search(place))
    if re.fullmatch(_ONLINE, place):
        place = ""
    event = Event(start=start, end=end, place=place, online=online)
    return dataclasses.replace(item, summary=tidy(" ".join(said)), event=event if event.to_dict() else None)
