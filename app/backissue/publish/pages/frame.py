"""What all pages that stand by themselves have around what they show: head, search form, foot."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from backissue.exporters import icalendar
from backissue.model import Archive, Publication
from backissue.publish.options import Options
from backissue.publish.pages.feeds import CALENDAR, FEEDS, has_calendar
from backissue.publish.pages.names import PageNames, link_to, root_of
from backissue.publish.pages.rendering import render_page
from backissue.publish.pages.structured import Facts, as_script
from backissue.publish.pages.wording import worded
from backissue.reader.render import render
from backissue.text.links import clean_link

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NAME = "Backissue"
# So much of a text is shown by whoever shows a page among others.
DESCRIPTION_CHARS = 200


@dataclass(frozen=True, slots=True)
class Feed:
    """What somebody may subscribe to."""

    href: str
    kind: str
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: its path in the site, and the HTML of its body, which has its links already.

    `earlier` and `later` are paths of its neighbours. `subject` is the publication that it belongs to, if it does to one.
    `root` is the way to the site's folder, where that is not told by the path.
    """

    path: str
    title: str
    body: str
    description: str = ""
    kind: str = "website"
    date: str = ""
    earlier: str = ""
    later: str = ""
    reader: str = ""
    subject: Publication | None = None
    facts: tuple[Facts, ...] = ()
    listed: bool = True
    root: str | None = None


class Frame:
    """Sets what is shown into whole pages; `styles` are the paths of the site's style sheets, `icon` an address or a path."""

    def __init__(self, archive: Archive, options: Options, names: PageNames, styles: tuple[str, ...], icon: str) -> None:
        self.names = names
        self.base_url = options.base_url
        self.title = archive.title or _NAME
        self._styles = styles
        self._icon = icon
        self._calendar = has_calendar(archive)
        items = sum(1 for _ in archive.items())
        self._totals = render("totals", items=items, publications=len(archive.publications))

    def absolute(self, path: str) -> str:
        """Returns the absolute address of a page, or "" where the site's own is not known."""
        return self.base_url + link_to(path.removesuffix("index.html")) if self.base_url else ""

    def filled(self, page: Page) -> bytes:
        """Returns the bytes of a page."""
        root = root_of(page.path) if page.root is None else page.root
        html = render_page(
            "page",
            page=page,
            root=root,
            site=self.title,
            program=_NAME,
            title=page.title if page.title == self.title else f"{page.title} · {self.title}",
            description=shortened(page.description, DESCRIPTION_CHARS),
            canonical=self.absolute(page.path) if page.listed else "",
            styles=[root + link_to(path) for path in self._styles],
            icon=self._icon if self._icon.startswith("data:") else root + link_to(self._icon) if self._icon else "",
            neighbours=[
                (rel, root + link_to(path)) for rel, path in (("prev", page.earlier), ("next", page.later)) if path
            ],
            feeds=(self.feeds(page.subject, root) if page.subject else []) + self.calendars(root),
            licence=clean_link(page.subject.licence) if page.subject else "",
            totals=Markup(self._totals),
            data=Markup(as_script(list(page.facts))) if page.facts else "",
            body=Markup(page.body),
        )  # fmt: skip
        return _HALF_PAIR.sub("\ufffd", worded(html)).encode()

    def feeds(self, publication: Publication, root: str) -> list[Feed]:
        """Returns the feeds of a publication; `root` is the way from a page to the site's folder."""
        return [
            Feed(root + link_to(self.names.feed(publication.id, name)), form.MEDIA_TYPE, label, f"{publication.title} ({label})")
            for name, (label, form) in FEEDS.items()
        ]

    def calendars(self, root: str) -> list[Feed]:
        """Returns the calendar of all events, if there are any."""
        calendar = Feed(root + CALENDAR, icalendar.MEDIA_TYPE, "Events", f"{self.title}: events")
        return [calendar] if self._calendar else []


def shortened(text: str, length: int) -> str:
    """Returns the beginning of `text` in at most `length` characters, whole words if it has any.

    >>> shortened("Light for tiny  boats.", 14)
    'Light for …'
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:-") + " …"
