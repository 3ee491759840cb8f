"""Understands a newsletter that nobody described from its lines: which are headings, which open items, what belongs to them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from backissue.importers.facts.furniture import is_button, is_furniture, names_network
from backissue.importers.facts.item_facts import is_sponsor_label
from backissue.importers.facts.marks import read_marks
from backissue.importers.facts.wording import ends_sentence, shortened, tidy
from backissue.importers.general.drafts import Draft, make_item
from backissue.importers.general.openers import WHOLE, Opening, number_of, opening_of, without_number
from backissue.importers.general.outline import Setting, body_setting, setting_of
from backissue.importers.general.parts import Part, read_parts
from backissue.importers.imported import Doubt
from backissue.importers.lines.flow import Line
from backissue.model import Item, Link, Section
from backissue.text.links import link_key

_INTRO_LENGTH = 1000
_CAPTION_LENGTH = 120
# A part that says so little is about its link; one that says more is about what its heading says.
_SHORT_LINES = 2
# https://site/name
_ACCOUNT_SLASHES = 3


@dataclass(frozen=True, slots=True)
class Content:
    """What the lines of an issue hold: its sections, what stands above them, and what was odd."""

    intro: str
    sections: tuple[Section, ...]
    doubts: tuple[Doubt, ...]


def read_content(lines: Sequence[Line], where: str, near: str = "") -> Content:
    """Returns what `lines`, without what stands around them on the page, hold; `near` is the day of the issue."""
    reading = _Reading(read_parts(lines), body_setting(lines), near)
    for part, following in itertools.zip_longest(reading.parts, reading.parts[1:]):
        reading.take(part, following)
    if not reading.sections and (items := [item for part in reading.parts for item in _prose(part.lines)]):
        words = [line.text for part in reading.parts for line in part.lines if opening_of(line) is None and not line.picture]
        return Content(shortened(" ".join(words), _INTRO_LENGTH), (Section("", tuple(items)),), ())
    left = reading.left
    said = f"{len(left)} lines that belong to no item are left out, such as {left[0][:60]!r}" if left else ""
    intro = shortened(" ".join(reading.intro), _INTRO_LENGTH)
    return Content(intro, tuple(_joined(reading.sections)), (Doubt(where, said),) if said else ())


class _Reading:
    """Takes the parts of an issue one after the other, and tells lists of items, stories, quotations and mere words apart."""

    def __init__(self, parts: list[Part], body: Setting, near: str) -> None:
        self.parts = parts
        self.body = body
        self.near = near
        self.titles = {setting_of(part.lines[place]) for part in parts for place in part.opens}
        self.listing = {setting_of(part.heading) for part in parts if part.heading and part.opens}
        self.sections: list[tuple[str, list[Item]]] = []
        self.intro: list[str] = []
        self.left: list[str] = []
        self.above: Part | None = None
        # above the first list, a text with links in it is an opening word; without any list, such texts are what there is
        self.waits = any(part.opens or part.has_button() for part in parts)
        self.row = _in_a_row(parts)

    def take(self, part: Part, following: Part | None) -> None:
        """Adds what `part` holds to the sections, the intro, or what is left out."""
        self.waits = self.waits and not (part.opens or part.has_button())
        if part.heading and is_furniture(part.title) and not (part.opens and names_network(part.title)):
            self.left += [part.title, *part.texts]
        elif part.opens or any(_is_unlinked_title(line, self.titles, self.body) for line in part.lines):
            self.above = part
            items, before = _listed(part, self.titles, self.near, self.body)
            (self.left if self.sections else self.intro).extend(before)
            self.sections.append((part.title, items))
        elif self.may_tell(part) and (item := _story(part, following, self.over(part), self.near)):
            self.sections.append((self.over(part), [item]))
        else:
            self.above = part if part.heads(following) else self.above
            self.tell(part)

    def may_tell(self, part: Part) -> bool:
        """Says whether a part can be a story, and not an opening word."""
        return part.heading is not None and (not self.waits or setting_of(part.heading) in self.row)

    def tell(self, part: Part) -> None:
        """Adds a part without an item: a quotation is one, other words are an intro or left out."""
        if not self.sections:
            self.intro += part.texts
        elif part.heading and (item := _told(part)):
            self.sections.append((part.title, [item]))
        else:
            self.left += part.texts

    def over(self, part: Part) -> str:
        """Returns the section of a story: its own heading where others that are set so head lists, else the one above."""
        own = part.heading is not None and (setting_of(part.heading) in self.listing or self.above is None)
        return part.title if own and self.listing else self.above.title if self.above else ""


def _in_a_row(parts: Sequence[Part]) -> frozenset[Setting]:
    """Returns how the headings are set that head texts with links, more than one above the first list: each is a story."""
    above = itertools.takewhile(lambda part: not part.opens, parts)
    told = Counter(
        setting_of(part.heading)
        for part in above
        if part.heading and not is_furniture(part.title) and any(line.links for line in part.lines)
    )
    return frozenset(setting for setting, count in told.items() if count > 1)


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


def _listed(part: Part, titles: set[Setting], near: str, body: Setting) -> tuple[list[Item], list[str]]:
    """Returns the items of a part with lines that open items, and the texts above the first of them."""
    drafts: list[Draft] = []
    before: list[str] = []
    picture = ""
    paid = over = False
    for place, line in enumerate(part.lines):
        found = (opening_of(line) if place in part.opens else None) or _counted(line, place in part.opens)
        if found and number_of(line.text) and place in part.opens:
            found = _counted(line, True)
        draft = drafts[-1] if drafts else None
        if line.picture:
            picture = line.link or picture
        elif is_furniture(line.text) and not found:
            over = True
        elif is_sponsor_label(line.text) and not line.link:
            ahead = place + 1 in part.opens or draft is None
            paid = paid or ahead
            if draft and not ahead:
                draft.sponsored = True
        elif found and not (draft and _is_same(found.link.url, draft)):
            drafts.append(Draft(found.link.title, found.link.url, found.rest, sponsored=paid, links=list(line.links)))
            if found.before:
                drafts[-1].marks = read_marks(found.before, outside=True)[1]
            picture, paid, over = "", False, False
        elif _is_unlinked_title(line, titles, body) or (picture and _is_caption(part.lines, place, draft, picture)):
            drafts.append(Draft(line.text, picture, sponsored=paid))
            picture, paid, over = "", False, False
        elif draft and not over:
            draft.said.append(line)
        else:
            before.append(line.text)
    return [make_item(draft, part.title, near) for draft in drafts], before


def _is_caption(lines: Sequence[Line], place: int, draft: Draft | None, picture: str) -> bool:
    """Says whether a line is the title of the picture right above it, which leads elsewhere than the item before."""
    line = lines[place]
    if not place or not lines[place - 1].picture or line.links or (draft and _is_same(picture, draft)):
        return False
    return (line.bold or bool(line.level)) and len(line.text) <= _CAPTION_LENGTH


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


def _story(part: Part, following: Part | None, section: str, near: str) -> Item | None:
    """Returns a part as one item, titled by its heading, if it leads anywhere: by a button, a picture or a link in its text."""
    links = [link for line in part.lines for link in line.links if not is_button(link.url) and not _is_account(link)]
    if not links or (part.heads(following) and not part.has_button()):
        return None
    buttons = [line.links[0] for line in part.lines if part.is_button(line) and line.links]
    said = [line for line in part.lines if not line.picture and not part.is_button(line)]
    found = next((each for line in said if (each := opening_of(line))), None)
    if found and len(said) <= _SHORT_LINES and not buttons:
        draft = Draft(found.link.title, found.link.url, said=said)
    else:
        draft = Draft(part.title, (buttons or links)[0].url, said=said, links=links)
    return make_item(draft, section, near)


def _is_account(link: Link) -> bool:
    """Says whether a link only names somebody by their account."""
    return link.title.startswith("@") and link.url.rstrip("/").count("/") == _ACCOUNT_SLASHES


def _told(part: Part) -> Item | None:
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
