"""Imports the text part of a Python Weekly mail, which is written like Markdown.

`##### **Section**` opens a section, `###### [Title](url)` an item, what follows is its summary; `SPONSOR` or a heading
above the first section opens a sponsor's block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backissue.errors import SourceError
from backissue.importers.facts.headings import heading_title, is_heading
from backissue.importers.facts.wording import tidy
from backissue.importers.imported import Doubt, Imported, dropped_link, published_as
from backissue.importers.known import PYTHON_WEEKLY
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.importers.weeklies.python_weekly import (
    END,
    SPONSOR,
    WELCOME,
    listed_item,
    named_around,
    names_it,
    sections_between,
    sponsor_item,
    weekly_issue,
    weekly_item,
)
from backissue.model import Item, Link, Section
from backissue.text.links import clean_link

NAME = "python-weekly-mail"
_HEADING = re.compile(r"\s*(#{1,6})\s+(.*?)\s*#*$")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500})\]\(\s*<?(\S*?)>?\s*\)")
_WHOLE = re.compile(rf"[*_\s]*{_LINK.pattern}[*_\s]*$")
_BUTTON = re.compile(r"^(?P<label>.{1,80}?)\s*\((?P<url>https?://\S+)\)$")
_EMPHASIS = re.compile(r"(\*\*|__|==|(?<!\w)[*_](?=\S))(.{1,500}?)\1")
_CODE = re.compile(r"`([^`]{1,200})`")
_FURNITURE = re.compile(r"(?i)(?:view image:|follow image link:|caption:|read online\b|[-—–=_*\s]{3,}$|\(?https?://\S+\)?$)")
_ONLINE = re.compile(r"(?i)(?:view the post online:|\[read online\]\()\s*(https?://[^\s)]+)")
_BULLET = re.compile(r"^\s*[*+-]\s+")


def detect(source: Source) -> bool:
    """Says whether the text names an issue of Python Weekly and has headings and links as Markdown writes them."""
    head = source.head
    if is_html(head) or head.lstrip().startswith(("{", "<")) or not re.search(r"(?m)^\s*#{2,6}\s", head):
        return False
    return bool(names_it(head) or named_around(source)) and bool(re.search(r"\]\(\s*<?https?://", source.text))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue in the text.

    Raises:
        SourceError: if it has no section with an item.
    """
    lines = [line.strip() for line in source.text.split("\n")]
    first = next((place for place, line in enumerate(lines) if _section(line)), len(lines))
    welcome = next((place for place, line in enumerate(lines[:first]) if WELCOME.match(_plain(line))), -1)
    end = next((place for place in range(first, len(lines)) if END.match(_plain(lines[place]).lstrip("# "))), len(lines))
    doubts: list[Doubt] = []
    sections = [Section("", tuple(_sponsor(lines[welcome + 1 : first]))) if welcome >= 0 else Section()]
    sections += sections_between(
        lines[first:end],
        lambda line: _section(line) or None,
        lambda lines, title: _items(lines, title, source.name, doubts),
    )
    online = _ONLINE.search(source.text.replace("online:\n", "online: "))
    issue = weekly_issue(
        "\n".join([named_around(source), *(_plain(line) for line in lines[:first])]),
        sections,
        intro=_plain(lines[welcome]) if welcome >= 0 else "",
        url=clean_link(online[1]) if online else "",
    )
    if not issue.sections:
        raise SourceError("holds no item", where=source.name, expected="sections such as ##### **Articles, Tutorials and Talks**")
    if not issue.number:
        doubts.append(Doubt(source.name, "the issue has no number"))
    return published_as(Imported((PYTHON_WEEKLY,), (issue,), tuple(doubts)), publication, source.name)


def _section(line: str) -> str:
    """Returns the title of the section that a line opens, or ""."""
    match = _HEADING.match(line)
    if not match or _LINK.search(match[2]):
        return ""
    title = heading_title(_plain(match[2]))
    return title if len(match[1]) == 5 or is_heading(title) else ""


def _plain(text: str) -> str:
    """Returns a line of Markdown without its marks."""
    text = _CODE.sub(r"\1", _LINK.sub(r"\1", text))
    for _ in range(3):
        text = _EMPHASIS.sub(r"\2", text)
    return tidy(text.replace("\\", ""))


def _items(lines: Sequence[str], section: str, where: str, doubts: list[Doubt]) -> Iterator[Item]:
    if SPONSOR.match(section):
        yield from _sponsor(lines)
        return
    label = next((place for place, line in enumerate(lines) if _is_sponsor(line)), len(lines))
    title, said = None, list[str]()
    for line in lines[:label]:
        heading = _HEADING.match(line)
        found = _WHOLE.match(heading[2] if heading else line)
        if found and (heading or not said):
            if title:
                yield _item(title, said, section)
            title, said = _checked(found, where, doubts), []
        elif not line or _FURNITURE.match(line):
            continue
        elif title:
            said.append(line)
        else:  # an item without a heading, as the other newsletters are listed
            yield listed_item(_plain(_BULLET.sub("", line)), _links([line]), section)
    if title:
        yield _item(title, said, section)
    yield from _sponsor(lines[label:])


def _checked(found: re.Match[str], where: str, doubts: list[Doubt]) -> Link:
    url = clean_link(found[2])
    title = _plain(found[1])
    if found[2] and not url:
        doubts.append(dropped_link(where, title, found[2]))
    return Link(url, title)


def _item(title: Link, said: Sequence[str], section: str) -> Item:
    return weekly_item(title.title, " ".join(map(_plain, said)), section, title.url, _links(said))


def _links(lines: Sequence[str]) -> list[Link]:
    found = (Link(clean_link(match[2]), _plain(match[1])) for line in lines for match in _LINK.finditer(line))
    return [link for link in found if link.url]


def _is_sponsor(line: str) -> bool:
    return bool(SPONSOR.match(_plain(line).lstrip("# ")))


def _sponsor(lines: Sequence[str]) -> Iterator[Item]:
    """Yields the sponsor's block, if there is one: its heading, or else its first line, is the title."""
    said, urls = [], list[str]()
    for line in lines:
        if not line or _is_sponsor(line) or _FURNITURE.match(line):
            continue
        urls += [link.url for link in _links([line])]
        if button := _BUTTON.match(_plain(line)):
            urls.append(clean_link(button["url"]))
            continue
        heading = _HEADING.match(line)
        said.append(_plain(_BULLET.sub("", heading[2] if heading else line)))
    if said:
        yield sponsor_item(said, next(filter(None, urls), ""))
