"""Imports a newsletter that nobody described from its page on the web or the HTML of its mail.

Its lines are read with how they are set, what stands around the content is left out, and the rest is understood by
`newsletter.read_content`. A page that may be no newsletter at all is read with a doubt that says why.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass

from backissue.errors import SourceError
from backissue.importers.facts.furniture import ends_content, is_button, is_furniture, leads_around
from backissue.importers.facts.item_facts import is_tail
from backissue.importers.facts.numbering import find_number
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.general.newsletter import read_content
from backissue.importers.general.openers import LOOSE, opening_of
from backissue.importers.general.page_facts import read_facts
from backissue.importers.imported import Doubt, Imported, dropped_link, published_as, unplaced
from backissue.importers.lines.flow import LINES_AT_MOST, Flow, Line, read_flow
from backissue.importers.lines.markup import is_html
from backissue.importers.lines.page_areas import AROUND, CONTENT
from backissue.importers.source import Source
from backissue.text.links import clean_link, link_key, site_of

NAME = "newsletter-html"
# No newsletter is longer; a page that is, is read so far.
_PAGE_LENGTH = 4_000_000
_LOOKED_AT = 1_000_000
_LINKS_AT_LEAST = 3
_END_SHARE = 0.6
# A longer line with such a link in it says something else too.
_ASIDE_LENGTH = 300
# So many links within sentences, and so much text for each link, make an article.
_PROSE_SHARE = 0.7
_OWN_SHARE = 0.6
_PROSE_LENGTH = 300
_HEAD_LINES = 14
_HEAD_REACH = 60
_BYLINE_LENGTH = 80
_SIGN = re.compile(r"[·•▪‣◦●○■◆➤►▶]\s*(?=\S)")
_PROFILE = re.compile(r"(?i)/(?:authors?|profile|users?|people|by)/|//[^/]+/@[^/]+/?$")


@dataclass(frozen=True, slots=True)
class _Page:
    flow: Flow
    own: str
    lines: tuple[Line, ...]
    numbered: bool


def detect(source: Source) -> bool:
    """Says whether it is a page with at least three items that lead elsewhere, and more of them than of links in its prose."""
    if not is_html(source.head):
        return False
    page = _read_page(source, _LOOKED_AT)
    return _outward(page) >= _LINKS_AT_LEAST and not _objection(page)


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue on the page.

    Raises:
        SourceError: if no line of it leads anywhere.
    """
    page = _read_page(source, _PAGE_LENGTH)
    head = [
        line
        for line in page.flow.lines[:_HEAD_REACH]
        if line.area not in ("nav", "footer", "aside", "comments") and (line.level == 1 or opening_of(line) is None)
    ]
    facts = read_facts(source, page.flow, head)
    content = read_content(page.lines, source.name, facts.date)
    if not content.sections:
        raise SourceError("holds no item", where=source.name, expected="a page with links that have words of their own")
    issue = facts.issue(content.intro, content.sections)
    doubts = [*content.doubts, *(dropped_link(source.name, line.text, line.dead) for line in page.lines if line.dead)]
    if objection := _objection(page):
        doubts.insert(0, Doubt(source.name, f"may be no newsletter: {objection}"))
    doubts += unplaced(source.name, issue)
    if page.flow.cut:
        doubts.append(Doubt(source.name, f"only its first {LINES_AT_MOST:,} lines are read"))
    if len(source.text) > _PAGE_LENGTH:
        doubts.append(Doubt(source.name, f"only its first {_PAGE_LENGTH:,} of {len(source.text):,} characters are read"))
    return published_as(Imported((facts.publication,), (issue,), tuple(doubts)), publication, source.name)


def _read_page(source: Source, length: int) -> _Page:
    text = source.text[:length]
    base = source.around.url
    flow = read_flow(text, base or None, pictures=True)
    address = clean_link(flow.metas.get("canonical") or flow.metas.get("og:url") or base)
    own = site_of(address)
    named = bool(source.around.newsletter or source.around.number)
    numbered = named or any(map(find_number, (flow.title, flow.metas.get("og:title", ""), source.around.title)))
    return _Page(flow, own, tuple(_content(flow, address, own)), numbered)


def _content(flow: Flow, address: str, own: str) -> list[Line]:
    """Returns the lines that the newsletter is about."""
    said = flow.lines
    comments = next((place for place, line in enumerate(said) if line.area == "comments"), len(said))
    inner = [line for line in said if line.area not in AROUND]
    before = [line for line in said[:comments] if line.area not in AROUND]
    # what stands below the comments is around the page, however it is called
    inner = before if _count(before) >= _END_SHARE * _count(inner) else inner
    main = [line for line in inner if line.area == CONTENT]
    lines = list(flow.lines)
    # a theme that calls its parts by other names must not cost the content
    if _count(inner) >= max(_LINKS_AT_LEAST, _count(lines) // 5):
        lines = main if _count(main) * 2 >= _count(inner) else inner
    lines = lines[: _end(lines)]
    kept = [_as_entry(line) for line in lines if not _is_around(line, address, own)]
    return kept[_start(kept, flow, own) :]


def _as_entry(line: Line) -> Line:
    """Returns a line that begins with a sign for an entry of a list as such an entry."""
    match = _SIGN.match(line.text)
    if not match or line.level or line.picture:
        return line
    return dataclasses.replace(line, text=line.text[match.end() :], opens=True, bullet=True, depth=max(1, line.depth))


def _count(lines: Sequence[Line]) -> int:
    return sum(opening_of(line) is not None for line in lines)


def _end(lines: Sequence[Line]) -> int:
    """Returns where the sender and the mailer begin to speak of themselves; only behind most of what leads anywhere."""
    total, passed = _count(lines), 0
    for place, line in enumerate(lines):
        passed += opening_of(line) is not None
        if passed >= _END_SHARE * total and (ends_content(line.text) or any(ends_content(link.title) for link in line.links)):
            return place
    return len(lines)


def _is_around(line: Line, address: str, own: str) -> bool:
    if not line.picture and not any(char.isalnum() for char in line.text):
        return True
    if any(is_button(link.url) and is_furniture(link.title) for link in line.links) and len(line.text) < _ASIDE_LENGTH:
        return True
    if line.link and (is_button(line.link) or leads_around(line.link, own)):
        return True
    if line.links and address and all(link_key(link.url) == link_key(address) for link in line.links):
        return not line.level
    # a line of two or more links to the newsletter's own site says where the page is filed
    return len(line.links) > 1 and bool(own) and all(site_of(link.url) == own for link in line.links) and not line.level


def _start(lines: Sequence[Line], flow: Flow, own: str) -> int:
    """Returns where the content begins: below the name of the page, its subtitle, its number and date, and who wrote it."""
    start = 0
    headings = [line.text for line in lines[:_HEAD_LINES] if line.level == 1 and not line.links]
    titles = " ".join((flow.title, flow.metas.get("og:title", ""), flow.metas.get("og:site_name", ""), *headings[:1])).lower()
    for place, line in enumerate(lines[:_HEAD_LINES]):
        called = (line.links[0].title if line.links else line.text).lower()
        named = len(called) > 3 and called in titles
        home = not _leads_out(line) or leads_around(line.links[0].url, site_of(line.links[0].url))
        subtitle = (
            start == place > 0
            and lines[place - 1].level == 1 < line.level
            and not _leads_out(line, *lines[place + 1 : place + 2])
        )
        if line.level == 1 or subtitle or (named and home) or _is_dateline(line) or _is_byline(line, own):
            start = place + 1
        elif _leads_out(line) or (line.level and start):
            break
    return start


def _is_byline(line: Line, own: str) -> bool:
    """Says whether a line names who wrote the page, not one of the things that it points to."""
    if len(line.text) > _BYLINE_LENGTH:
        return False
    return is_tail(line.text) or bool(
        line.links and all(_PROFILE.search(link.url) or leads_around(link.url, own) for link in line.links)
    )


def _is_dateline(line: Line) -> bool:
    return len(line.text) <= _BYLINE_LENGTH and bool(find_day(line.text) or find_number(line.text)) and not _leads_out(line)


def _leads_out(*lines: Line) -> bool:
    return any(opening_of(line) is not None and not _PROFILE.search(line.links[0].url) for line in lines)


def _outward(page: _Page) -> int:
    """Returns how many lines lead, by words of their own, to other sites."""
    return sum(bool((found := opening_of(line)) and site_of(found.link.url) not in ("", page.own)) for line in page.lines)


def _objection(page: _Page) -> str:
    """Returns why a page may be no newsletter, or ""."""
    found = [(line, opening) for line in page.lines if (opening := opening_of(line))]
    own = sum(site_of(opening.link.url) in ("", page.own) for _, opening in found)
    if page.own and own > _OWN_SHARE * max(1, len(found)):
        return f"{own} of its {len(found)} links lead to its own site, as those of an index or a manual do"
    strong = {id(line) for line, opening in found if opening.strength != LOOSE or line.opens}
    loose = len(found) - len(strong)
    prose = sum(len(line.text) for line in page.lines if id(line) not in strong)
    if loose > _PROSE_SHARE * max(1, len(found)) and prose > _PROSE_LENGTH * len(found):
        return f"{loose} of its {len(found)} links stand within its sentences, as those of an article do"
    if not page.numbered and prose > 2 * _PROSE_LENGTH * max(1, len(strong)):
        return f"it says {prose:,} characters around {len(strong)} links, as an article does, and names no number"
    return ""
