"""What all forms of Python Weekly share: where an issue begins and ends, its number and date, its sponsors and items."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from backissue.archive.identity import slug
from backissue.importers.facts.headings import heading_title, kind_under
from backissue.importers.facts.marks import video_site
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.facts.wording import made_title, tidy
from backissue.importers.imported import Doubt, dropped_link
from backissue.importers.known import PYTHON_WEEKLY
from backissue.importers.lines.flow import Line
from backissue.importers.lines.links import further
from backissue.importers.source import Source
from backissue.model import Issue, Item, Link, Section

_T = TypeVar("_T")
NUMBER = re.compile(r"(?i)\bissue\s*(?:no\.?\s*|#\s?)?(\d{1,5})\b")
WELCOME = re.compile(r"(?i)^(?:hi .{0,30})?welcome to (?:the )?(?:issue|\d+\w\w issue)\b.{0,200}python weekly")
# What a sponsor's block is labelled with, where it is labelled.
SPONSOR = re.compile(
    r"(?i)^[^\w]{0,4}(?:(?:from|by|to|with) )?(?:our |this week['’]?s |today['’]?s )?"
    r"(?:sponsor(?:ed)?(?: by)?|advertisement|together with)(?: of (?:the|this) week)?[^\w]{0,4}$"
)
END = re.compile(
    r"(?i)^(?:share python weekly|reply$|keep reading$|you are (?:receiving|reading)|unsubscribe|our mailing address|copyright\b"
    r"|©|update your (?:email )?preferences|want to (?:change|advertise)|forward to a friend"
    r"|login or subscribe"
    r"|powered by beehiiv|recommended newsletters?$|like what you"
    r"|was this (?:email|newsletter) forwarded|terms of (?:service|use)|privacy policy)"
)
_NAMED = re.compile(r"(?i)(?<!import )\bpython weekly\b")  # Import Python is another newsletter
_PAGE_TITLE = re.compile(r"(?i)(?:<title\b[^>]{0,300}>|og:title[\"'][^>]{0,50}content=[\"'])([^<\"']{1,200})")
_WELCOMED = re.compile(r"(?i)welcome to issue \d{1,5} of python weekly")
_OTHERS = re.compile(r"(?i)\bother newsletters\b")
_NAME = re.compile(r"^(?P<name>[^-–—:.]{2,60}?)\s*(?:\s[-–—]|:)\s+(?P<text>\S.*)$")


def names_it(text: str) -> bool:
    """Says whether a text that begins like this is an issue of Python Weekly."""
    return any(_NAMED.search(line) and NUMBER.search(line) for line in text.split("\n") if len(line) < 600)


def named_around(source: Source) -> str:
    """Returns the name of the issue that the mail around `source` says it is, or "" where it is none of Python Weekly."""
    around = source.around
    return (
        f"{PYTHON_WEEKLY.title} (Issue {around.number})" if slug(around.newsletter) == PYTHON_WEEKLY.id and around.number else ""
    )


def names_page(html: str) -> bool:
    """Says whether the title of a page, or its welcome, names an issue of Python Weekly."""
    titles = " ".join(match[1] for match in _PAGE_TITLE.finditer(html[:100_000]))
    return bool(_NAMED.search(titles) and NUMBER.search(titles)) or bool(_WELCOMED.search(html))


def weekly_item(title: str, summary: str, section: str, url: str = "", links: Iterable[Link] = ()) -> Item:
    """Returns an item of a section; without a title, one is made from the summary."""
    title, summary = tidy(title), tidy(summary)
    kind = kind_under(section)
    if not title and _OTHERS.search(section) and (match := _NAME.match(summary)):
        title, summary = match["name"], match["text"]
    if kind in ("", "article") and video_site(url):
        kind = "video"
    made = "" if title else made_title(summary) or url
    return Item(
        id="",
        title=title or made,
        title_made=bool(made),
        url=url,
        summary=summary,
        kind=kind,
        sponsored=kind == "sponsor",
        links=further(links, url),
    )


def sponsor_item(lines: Sequence[str], url: str = "") -> Item:
    """Returns a sponsor's block as one item: its first line is its title, the rest what it says."""
    title, *rest = (tidy(line) for line in lines)
    return Item(id="", title=title, url=url, summary="\n".join(rest), kind="sponsor", sponsored=True)


def weekly_issue(head: str, sections: Sequence[Section], intro: str = "", date: str = "", url: str = "") -> Issue:
    """Returns the issue that `head`, the text above its first section, names by number and perhaps by date."""
    match = NUMBER.search(head)
    return Issue(
        id="",
        publication=PYTHON_WEEKLY.id,
        number=str(int(match[1])) if match else "",
        date=date or find_day(head),
        url=url,
        intro=tidy(intro),
        sections=tuple(section for section in sections if section.items),
    )


def listed_item(text: str, links: Sequence[Link], section: str) -> Item:
    """Returns an item that is one line: a link, and what is said about it."""
    if not links or not text.startswith(links[0].title):
        return weekly_item("", text, section)
    return weekly_item(links[0].title, text.removeprefix(links[0].title).lstrip(" -–—:"), section, links[0].url)


def sections_of(
    lines: Sequence[Line],
    opens: Callable[[Line], bool],
    items: Callable[[Sequence[Line], str], Iterator[Item]],
    where: str,
    doubts: list[Doubt],
) -> Iterator[Section]:
    """Yields the sections of a page: a line that `opens` one is its title, and `items` reads the lines below it."""
    yield from sections_between(lines, lambda line: heading_title(line.text) if opens(line) else None, items)
    doubts += [dropped_link(where, line.text, line.dead) for line in lines if line.dead and not opens(line)]


def sections_between(
    lines: Sequence[_T], titled: Callable[[_T], str | None], items: Callable[[Sequence[_T], str], Iterator[Item]]
) -> Iterator[Section]:
    """Yields the sections of lines of any type: `titled` returns the title of the section that a line opens, or None."""
    title, gathered = "", list[_T]()
    for line in lines:
        found = titled(line)
        if found is None:
            gathered.append(line)
            continue
        if gathered:
            yield Section(title, tuple(items(gathered, title)))
        title, gathered = found, []
    if gathered:
        yield Section(title, tuple(items(gathered, title)))
