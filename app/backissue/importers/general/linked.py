"""Makes an item of lines that lead somewhere: which link is its own, what its title is, what is said about it and by whom."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from backissue.importers.facts.furniture import is_address, is_generic
from backissue.importers.facts.marks import Marks, read_byline, read_marks, video_site
from backissue.importers.facts.wording import TITLE_LENGTH, made_title, tidy
from backissue.importers.imported import Doubt, dropped_link
from backissue.importers.lines.flow import Line
from backissue.importers.lines.links import further, is_elsewhere
from backissue.model import Item, Link

_NUMBERED = re.compile(r"\s*(?:\d{1,3}\s?[、.．)）:：]|[（(]\d{1,3}[）)])\s*")
# A link in brackets leaves the closing one behind.
_OPENING = ("(", "[", "（", "【")
_CLOSING = " )]）】"
_SEPARATORS = " \t.,:;|–—-→>»•·。：，；~"
_CLOSED = " \t,:;|–—-→>»•·：，；"


def item_of(lines: Sequence[Line], kind: str, where: str, doubts: list[Doubt]) -> Item | None:
    """Returns what `lines` are about, or None where they lead nowhere; a link that is not kept is told in `doubts`.

    `kind` is what the items around it are, where it does not say something else.
    The first link is the item's own. Its text is the title, unless it only says "here" or is an address: then the words before
    it are. What follows the title is the summary, or all the words where the link stands in the middle of them.
    """
    place, link = _own_link(lines)
    if link is None:
        return _unlinked(lines, kind, where, doubts)
    lead, after = _around(lines[place], link)
    before, outer = read_marks(_without_number(" ".join([*(line.text for line in lines[:place]), lead])), outside=True)
    before = before.strip(_SEPARATORS)
    title, inner = read_marks(link.title)
    if lead.rstrip()[-1:] in _OPENING:
        after = after.lstrip(_CLOSING)
    rest, later = read_marks(after)
    rest, byline = read_byline(rest)
    below = " ".join(line.text for line in lines[place + 1 :])
    said = tidy(f"{rest.lstrip(_SEPARATORS)} {below}")
    made = False
    if _is_poor(title, lead):
        if lead.rstrip()[-1:].isalnum() and title[:1].isalpha() and "://" not in title[:12]:
            # the sentence goes on with the link, so only the whole says what it is about
            before, said = "", tidy(f"{before} {lines[place].text[len(lead) :]} {below}")
        title, said, made = _named(before, said, title or link.url)
    elif _says(before):
        # a link in the middle of a sentence: only the whole makes sense
        said = tidy(f"{before} {lines[place].text[len(lead) :]} {below}")
    item = Item(
        id="",
        title=title,
        title_made=made,
        url=link.url,
        summary=said if _says(said) else "",
        authors=byline.authors,
        shared_by=byline.shared_by,
        links=further((each for line in lines for each in line.links), link.url),
    )
    return marked(item, (outer, inner, later), kind)


def named_item(lines: Sequence[Line], kind: str, where: str, doubts: list[Doubt]) -> Item | None:
    """Does what `item_of` does for lines whose link is a name, whatever else it may mean: a crate may be called "download"."""
    item = item_of(lines, kind, where, doubts)
    _, link = _own_link(lines)
    if item is None or link is None or not _says(link.title):
        return item
    return dataclasses.replace(item, title=link.title, title_made=False)


def titled_item(title: str, lines: Sequence[Line], kind: str, below: Sequence[Line] | None = None) -> Item | None:
    """Returns what `lines` lead to, under a title that stands apart from its link; None where they lead nowhere.

    The summary is what the lines `below` the title say, which are all of them where nothing else is given.
    """
    _, link = _own_link(lines)
    if link is None:
        return None
    title, marks = read_marks(_without_number(title))
    said = tidy(" ".join(line.text for line in (lines if below is None else below) if line.text != link.url))
    title = title.rstrip(_SEPARATORS).lstrip(" –—-:：")
    links = further((each for line in lines for each in line.links), link.url)
    first = next((line.text for line in lines if line.text != link.url), "")
    made = "" if title else made_title(first) or link.url
    item = Item(id="", title=title or made, title_made=bool(made), url=link.url, summary=said, links=links)
    return marked(item, (marks,), kind)


def marked(item: Item, marks: Sequence[Marks], kind: str) -> Item:
    """Returns `item` as its marks call it; what they leave open, `kind` and the site that it leads to decide."""
    said = next((each.kind for each in marks if each.kind), "")
    # a job that is advertised stays a job
    kind = kind if said == "sponsor" and kind else said or kind
    if kind in ("", "article") and video_site(item.url):
        kind = "video"
    return dataclasses.replace(
        item,
        kind=kind,
        tags=tuple(dict.fromkeys(tag for each in marks for tag in each.tags)),
        language=next((each.language for each in marks if each.language), ""),
        sponsored=kind == "sponsor" or any(each.sponsored for each in marks),
    )


def _own_link(lines: Sequence[Line]) -> tuple[int, Link | None]:
    """Returns the first link and the number of its line; one that only a picture shows is taken where there is no other."""
    found = [(place, link) for place, line in enumerate(lines) for link in line.links if is_elsewhere(link)]
    return next((each for each in found if each[1].title), found[0] if found else (0, None))


def _around(line: Line, link: Link) -> tuple[str, str]:
    """Returns what stands before and after a link in its line."""
    start = len(line.lead) if link == line.links[0] else 0
    place = max(0, line.text.find(link.title, start))
    return line.text[:place], line.text[place + len(link.title) :]


def _unlinked(lines: Sequence[Line], kind: str, where: str, doubts: list[Doubt]) -> Item | None:
    place = next((place for place, line in enumerate(lines) if line.dead), -1)
    if place < 0:
        return None
    title, marks = read_marks(_without_number(lines[place].text).rstrip(" ."))
    doubts.append(dropped_link(where, title, lines[place].dead))
    said = tidy(" ".join(line.text for line in lines if line is not lines[place]))
    return marked(Item(id="", title=title, summary=said), (marks,), kind)


def _without_number(text: str) -> str:
    return _NUMBERED.sub("", text, count=1) if _NUMBERED.match(text) else text


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _is_poor(title: str, lead: str) -> bool:
    """Says whether the text of a link is no title: nothing, an address, "here", a site or a person set apart from it."""
    if not _says(title) or "://" in title[:12]:
        return True
    if is_address(title) or title.startswith("@"):
        return _says(lead) and not lead.rstrip()[-1:].isalnum()
    return is_generic(title)


def _named(before: str, said: str, otherwise: str) -> tuple[str, str, bool]:
    """Returns title and summary of an item whose link has no title, and whether the title was made."""
    text = before if _says(before) else said
    if not _says(text):
        return otherwise, "", False
    if len(text) <= TITLE_LENGTH:
        return text.rstrip(_SEPARATORS + "([（"), said if text is before else "", False
    return made_title(text), tidy(f"{before} {said}"), True
