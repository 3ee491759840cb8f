"""Makes an item of a newsletter that nobody described out of its title and the lines that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from backissue.importers.flow import Line
from backissue.importers.furniture import is_button, is_generic
from backissue.importers.headings import kind_under
from backissue.importers.item_facts import is_tail, read_tail, site_name, unmarked
from backissue.importers.openers import is_button_line
from backissue.importers.worded_dates import read_span
from backissue.importers.wording import made_title, tidy
from backissue.model import Event, Item, Link
from backissue.text.links import link_key, site_of

_VIDEO = frozenset(("youtube.com", "youtu.be", "vimeo.com"))
_PAID = re.compile(r"(?i)^(?P<name>\S.{0,48}?)\s+[(\[]?(?:sponsor(?:ed)?|ad|advertisement|anzeige)[)\]]?$")


@dataclass(slots=True)
class Draft:
    """An item as it is gathered: `rest` is what follows its link on the line, `said` are the lines below."""

    title: str
    url: str = ""
    rest: str = ""
    said: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    sponsored: bool = False
    source: str = ""
    kind: str = ""


def make_item(draft: Draft, section: str, near: str) -> Item:
    """Returns what was gathered as an item under the heading `section`; `near` is the day of the issue."""
    title, kind = unmarked(tidy(draft.title))
    start = end = place = ""
    if kind_under(section) == "event" and (span := read_span(title, near))[0]:
        start, end, title = span[0], span[1], span[2].strip(" .,:|–—-") or title
    kind = draft.kind or kind
    tail = read_tail(draft.rest)
    said = [tail.text] if tail.text else []
    source, authors, shared_by = draft.source or tail.source, tail.authors, tail.shared_by
    kind = kind or tail.kind
    sponsored = draft.sponsored or kind == "sponsor"
    links = list(draft.links)
    url = draft.url
    for line in draft.said:
        links += line.links
        paid = _PAID.match(line.text) if len(line.text) <= 60 else None
        if is_button_line(line) or (line.link and is_generic(line.text)):
            url = url or line.link
            source = source or (line.text if site_name(line.text, url) else "")
        elif not start and kind_under(section) == "event" and (span := read_span(line.text, near))[0]:
            start, end, place = span
        elif paid:
            sponsored, source = True, source or paid["name"]
        elif is_tail(line.text) or site_name(line.text, url):
            facts = read_tail(line.text)
            source, authors = source or facts.source, authors or facts.authors
            shared_by = shared_by or facts.shared_by
        elif line.text != draft.title:
            said.append(line.text)
    if not url:
        url = next((link.url for link in links if not is_button(link.url)), "")
    summary = tidy(" ".join(said))
    made = "" if title and not is_generic(title) else made_title(summary) or url
    kind = kind or kind_under(section) or ("video" if site_of(url) in _VIDEO else "")
    sponsored = sponsored or kind == "sponsor"
    return Item(
        id="",
        title=made or title,
        title_made=bool(made),
        url=url,
        summary=summary,
        source=source,
        authors=authors,
        shared_by=shared_by,
        kind="sponsor" if sponsored else kind,
        sponsored=sponsored,
        event=Event(start, end, place.strip(" |,•·-–—")) if start else None,
        links=_further(links, url),
    )


def _further(links: Iterable[Link], main: str) -> tuple[Link, ...]:
    kept: dict[str, Link] = {}
    for link in links:
        key = link_key(link.url)
        if key != link_key(main) and link.title and not is_button(link.url):
            kept.setdefault(key, link)
    return tuple(kept.values())
