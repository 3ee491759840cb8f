"""Understands a newsletter that nobody described from its lines: which are headings, which open items, what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from backissue.importers.drafts import Draft, make_item
from backissue.importers.flow import Line
from backissue.importers.furniture import is_button, is_furniture
from backissue.importers.headings import heading_title
from backissue.importers.imported import Doubt
from backissue.importers.item_facts import is_sponsor_label, unmarked
from backissue.importers.openers import LOOSE, WHOLE, Opening, accepted, is_button_line, number_of, opening_of, without_number
from backissue.importers.outline import Setting, body_setting, find_headings, setting_of
from backissue.importers.wording import ends_sentence, shortened, tidy
from backissue.model import Item, Link, Section
from backissue.text.links import link_key

_INTRO_LENGTH = 1000
_CAPTION_LENGTH = 120
# A part that says so little is about its link; one that says more is about what its heading says.
_SHORT_LINES = 2


@dataclass(slots=True)
class _Part:
    """What stands under one heading; `heading` is None for what stands above the first."""

    heading: Line | None
    lines: list[Line] = field(default_factory=list)
    opens: frozenset[int] = frozenset()

    @property
    def title(self) -> str:
        return heading_title(self.heading.text) if self.heading else ""


@dataclass(frozen=True, slots=True)
class Content:
    """What the lines of an issue hold: its sections, what stands above them, and what was odd."""

    intro: str
    sections: tuple[Section, ...]
    doubts: tuple[Doubt, ...]


def read_content(lines: Sequence[Line], where: str, near: str = "") -> Content:
    """Returns what `lines`, without what stands around them on the page, hold; `near` is the day of the issue."""
    headings = find_headings(lines, _opens)
    parts = _parts(lines, headings)
    titles = {setting_of(line) for part in parts for place, line in enumerate(part.lines) if place in part.opens}
    listing = {setting_of(part.heading) for part in parts if part.heading and part.opens}
    doubts: list[Doubt] = []
    sections: list[tuple[str, list[Item]]] = []
    left: list[str] = []
    intro: list[str] = []
    above: _Part | None = None
    listed = False
    # above the first list, a text with links in it is an opening word; without any list, such texts are what there is
    first = next((place for place, part in enumerate(parts) if part.opens or _has_button(part)), 0)
    body = body_setting(lines)
    for place, part in enumerate(parts):
        if part.heading and is_furniture(part.title):
            left += [part.title, *(line.text for line in part.lines if not line.picture)]
        elif part.opens or any(_is_unlinked_title(line, titles, body) for line in part.lines):
            above, listed = part, True
            items, before = _listed(part, titles, near, body)
            sections.append((part.title, items))
            (left if any(made for _, made in sections[:-1]) else intro).extend(before)
        elif part.heading and (listed or place >= first) and (item := _story(part, above, near)):
            listed = True
            own = setting_of(part.heading) in listing or above is None
            sections.append((part.title if own and listing else above.title if above else "", [item]))
        else:
            above = part if part.heading and _heads(part, parts[place + 1 :]) else above
            texts = [line.text for line in part.lines if not line.picture and not is_button_line(line)]
            if not sections:
                intro += texts
            elif part.heading and (item := _told(part)):
                sections.append((part.title, [item]))
            else:
                left += texts
    if not sections:
        items = [item for part in parts for item in _prose(part.lines)]
        sections, intro = ([("", items)], []) if items else ([], intro)
    if left:
        doubts.append(Doubt(where, f"{len(left)} lines that belong to no item are left out, such as {left[0][:60]!r}"))
    return Content(shortened(" ".join(intro), _INTRO_LENGTH), tuple(_joined(sections)), tuple(doubts))


def _opens(line: Line) -> bool:
    found = opening_of(line)
    return bool(found) and (found.strength != LOOSE or line.opens) if found else False


def _parts(lines: Sequence[Line], headings: frozenset[int]) -> list[_Part]:
    parts = [_Part(None)]
    for place, line in enumerate(lines):
        if place in headings and (not _opens(line) or _heads_list(lines, place)):
            parts.append(_Part(line))
        else:
            parts[-1].lines.append(line)
    for part in parts:
        part.opens = accepted(part.lines)
    return [part for part in parts if part.heading or part.lines]


def _heads_list(lines: Sequence[Line], place: int) -> bool:
    """Says whether a heading that is a link stands right above a list of links: it is no item but what they are about."""
    return all(line.opens and line.depth and opening_of(line) for line in lines[place + 1 : place + 3]) and place + 2 < len(lines)


def _heads(part: _Part, following: Sequence[_Part]) -> bool:
    """Says whether the heading of a part without links stands above the headings that follow it."""
    after = following[0].heading if following else None
    if part.heading is None or after is None:
        return False
    ours, theirs = setting_of(part.heading), setting_of(after)
    return ours[0] < theirs[0] if ours[0] and theirs[0] else ours != theirs


def _joined(sections: Iterable[tuple[str, list[Item]]]) -> Iterator[Section]:
    """Yields the sections with items; what stands under the same title in a row is one section."""
    title, gathered = "", list[Item]()
    for name, items in sections:
        if name != title and gathered:
            yield Section(title, tuple(gathered))
            gathered = []
        title = name
        gathered += items
    if gathered:
        yield Section(title, tuple(gathered))


def _listed(part: _Part, titles: set[Setting], near: str, body: Setting) -> tuple[list[Item], list[str]]:
    """Returns the items of a part with lines that open items, and the texts above the first of them."""
    drafts: list[Draft] = []
    before: list[str] = []
    picture = ""
    paid = False
    for place, line in enumerate(part.lines):
        found = (opening_of(line) if place in part.opens else None) or _counted(line, place in part.opens)
        if found and number_of(line.text) and place in part.opens:
            found = _counted(line, True)
        draft = drafts[-1] if drafts else None
        if line.picture:
            picture = line.link or picture
        elif is_sponsor_label(line.text) and not line.link:
            ahead = place + 1 in part.opens or draft is None
            paid = paid or ahead
            if draft and not ahead:
                draft.sponsored = True
        elif found and not (draft and _is_same(found.link.url, draft)):
            drafts.append(Draft(found.link.title, found.link.url, found.rest, sponsored=paid, links=list(line.links)))
            if found.before:
                drafts[-1].kind = unmarked(found.before + " x")[1]
            picture, paid = "", False
        elif _is_unlinked_title(line, titles, body):
            drafts.append(Draft(line.text, picture, sponsored=paid))
            picture, paid = "", False
        elif draft:
            draft.said.append(line)
        else:
            before.append(line.text)
    return [make_item(draft, part.title, near) for draft in drafts], before


def _is_unlinked_title(line: Line, titles: set[Setting], body: Setting) -> bool:
    """Says whether a line without a link is set as the titles of the items around it are, and not as the text is."""
    setting = setting_of(line)
    apart = setting[:3] != body[:3] and (setting[0] or setting[1])
    return bool(apart) and setting in titles and not line.links and not line.depth and not ends_sentence(line.text)


def _counted(line: Line, opens: bool) -> Opening | None:
    """Returns how a paragraph that begins with its number opens an item: with its link, or with its words."""
    if not opens or not number_of(line.text):
        return None
    text = without_number(line.text)
    found = opening_of(line)
    if found and text.startswith(found.link.title) and (not found.rest[:1].isalnum() or len(text) > _CAPTION_LENGTH):
        return found
    url = found.link.url if found else line.links[0].url if line.links else ""
    if len(text) <= _CAPTION_LENGTH:
        return Opening(WHOLE, Link(url, text))
    return Opening(WHOLE, Link(url, ""), rest=text)


def _is_same(url: str, draft: Draft) -> bool:
    return bool(draft.url) and link_key(url) == link_key(draft.url)


def _story(part: _Part, above: _Part | None, near: str) -> Item | None:
    """Returns a part as one item, titled by its heading, if it leads anywhere: by a button, a picture or a link in its text."""
    links = [link for line in part.lines for link in line.links if not is_button(link.url)]
    if not links:
        return None
    buttons = [line.links[0] for line in part.lines if is_button_line(line) and line.links]
    said = [line for line in part.lines if not line.picture and not is_button_line(line)]
    found = next((each for line in said if (each := opening_of(line))), None)
    if found and len(said) <= _SHORT_LINES and not buttons:
        draft = Draft(found.link.title, found.link.url, said=said)
    else:
        draft = Draft(part.title, (buttons or links)[0].url, said=said)
    return make_item(draft, above.title if above else part.title, near)


def _has_button(part: _Part) -> bool:
    return any(is_button_line(line) and line.links for line in part.lines)


def _told(part: _Part) -> Item | None:
    """Returns a part that is a quotation as an item without a link."""
    text = tidy(" ".join(line.text for line in part.lines if not line.picture))
    if not any(line.quoted for line in part.lines):
        return None
    return Item(id="", title=part.title, summary=text, kind="quote")


def _prose(lines: Sequence[Line]) -> Iterator[Item]:
    """Yields an item for each paragraph with a link, for a letter that is nothing but such paragraphs."""
    for line in lines:
        if (found := opening_of(line)) and not line.picture:
            yield make_item(Draft(found.link.title, found.link.url, rest=found.rest, links=list(line.links)), "", "")
