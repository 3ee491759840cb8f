"""Makes items of the entries of a plain text: brings together what stands in paragraphs of its own."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backissue.importers.facts.furniture import is_address, is_generic
from backissue.importers.facts.headings import heading_title
from backissue.importers.facts.item_facts import is_sponsor_label
from backissue.importers.facts.wording import ends_sentence, tidy
from backissue.importers.general.drafts import Draft, make_item
from backissue.importers.lines.flow import Line
from backissue.importers.plain_text.addresses import find_addresses
from backissue.importers.plain_text.entries import Entry
from backissue.model import Item, Link, Section
from backissue.text.links import link_key

_HEADING_LENGTH = 60
# How letters begin and end; neither is a heading, or said about an item.
_SALUTATION = re.compile(
    r"(?i)(?:dear|hi|hello|hey|greetings|good (?:morning|evening|day)|welcome|liebe[rs]?|hallo|guten tag|moin|bonjour|cher|chère"
    r"|salut|hola|querid[oa]s?|ciao|car[oi]|olá|大家好|各位)\b"
)
_FAREWELL = re.compile(
    r"(?i)(?:thanks?(?: you| so much| a lot)? for (?:reading|subscribing|being)|that(?:['’]?s| is) (?:all|it)\b|until next"
    r"|see you|yours\b|cheers\b|best(?: wishes| regards)?,|(?:kind|warm)(?:est)? regards|happy \w+ing\b|good ?bye|bye\b"
    r"|have a (?:great|good|nice|lovely)|stay (?:safe|tuned)|bis (?:zum|nächste|dann)|(?:viele|liebe|beste|schöne) grüße"
    r"|à (?:la semaine|bientôt|la prochaine)|bonne semaine|hasta (?:la|el|pronto)|saludos|a presto|下期|再见)"
)
_SOURCE = re.compile(r"(?P<name>[^a-z.!?:]{2,60}?)(?P<paid>\s*[\[(]\s*(?:SPONSOR(?:ED)?|AD)\s*[\])])?$")


@dataclass(slots=True)
class Part:
    """A heading, "" above the first, with how it is marked, and the entries below it; one without an address is a paragraph."""

    heading: str = ""
    mark: str = ""
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_story(self) -> bool:
        """Whether the heading can be the title of the only item below it."""
        led = [entry for entry in self.entries if entry.url]
        return bool(self.heading) and 1 <= len(led) <= 2 and not any(entry.is_titled or entry.listed for entry in led)


def read_parts(parts: Sequence[Part], near: str) -> tuple[list[str], tuple[Section, ...], list[str]]:
    """Returns what stands above the first item, the sections with items, and paragraphs that belong to none.

    `near` is the day of the issue, for events that do not say their year.
    """
    stories = _marks_of_stories(parts)
    intro: list[str] = []
    left: list[str] = []
    found: list[tuple[str, list[Item]]] = []
    above = ""
    for part in parts:
        heading = heading_title(part.heading)
        if part.mark in stories and part.is_story:
            found.append((above, [_finished(_story(part), above, near)]))
            continue
        if part.heading and part.entries and all(entry.listed and not entry.url for entry in part.entries):
            told = [Draft("", said=[_line(text) for text in entry.below]) for entry in part.entries]
            found.append((heading, [_finished(draft, heading, near) for draft in told]))
            continue
        gathered = _Gathering(heading)
        for entry in part.entries:
            gathered.take(entry)
        gathered.end()
        if part.heading and not gathered.made:
            above = heading
        (left if any(items for _, items in found) or gathered.made else intro).extend(gathered.left)
        intro.extend(gathered.before) if not found else left.extend(gathered.before)
        for title, drafts in gathered.made:
            found.append((title, [_finished(draft, title, near) for draft in drafts]))
    return intro, tuple(_sections(found)), left


def _marks_of_stories(parts: Sequence[Part]) -> frozenset[str]:
    """Returns how headings are marked that are titles of items: most of those have one item below them, which has no title."""
    stories = Counter(part.mark for part in parts if part.is_story)
    led = Counter(part.mark for part in parts if part.heading and any(entry.url for entry in part.entries))
    return frozenset(mark for mark, count in stories.items() if count >= 2 and count >= 0.7 * led[mark])


def _story(part: Part) -> Draft:
    first = next(entry for entry in part.entries if entry.url)
    draft = Draft(part.heading, first.url)
    for entry in part.entries:
        draft.said += [_line(text) for text in (entry.rest, *entry.below) if text]
        draft.links += entry.links
    return draft


def _sections(found: Sequence[tuple[str, list[Item]]]) -> Iterator[Section]:
    sections: dict[str, list[Item]] = {}
    for title, items in found:
        sections.setdefault(title, []).extend(items)
    yield from (Section(title, tuple(items)) for title, items in sections.items() if items)


class _Gathering:
    """Takes the entries of a part one after the other; `made` are its drafts under the headings that stand in it unmarked."""

    def __init__(self, heading: str) -> None:
        self.made: list[tuple[str, list[Draft]]] = []
        self.heading = heading
        self.before: list[str] = []
        self.left: list[str] = []
        self.waiting: list[Entry] = []
        # how many items had a text when they were opened, and how many got one from the paragraphs below them
        self.bodies = self.went_on = 0
        self.cut = False
        self.paid = False

    @property
    def last(self) -> Draft | None:
        return self.made[-1][1][-1] if self.made else None

    def take(self, entry: Entry) -> None:
        text = _text(entry)
        if entry.parted:
            self.end()
            self.cut = True
        if not entry.url and is_sponsor_label(text):
            self.paid = True
        elif entry.heads:
            self._settle("")
            self.heading = heading_title(text)
        elif self.last and entry.url and link_key(entry.url) == link_key(self.last.url) and not self.waiting:
            self._go_on(entry)
        elif entry.is_titled and is_sponsor_label(entry.title):
            self._settle("")
            self.paid = True
            self._open(Draft("", entry.url, entry.rest), entry)
        elif not entry.url:
            self.waiting.append(entry)
        elif entry.is_titled:
            self._settle(_unmarked_heading(self.waiting))
            self._open(Draft(entry.title, entry.url, entry.rest), entry)
        elif self.waiting and (entry.is_bare or _is_line(self.waiting[-1])) and entry.listed <= self.waiting[-1].listed:
            self._close_with(entry)
        elif entry.is_bare and self.last:
            self.last.links += entry.links
            self.last.url = self.last.url or entry.url
        elif self.last and not entry.listed and not self.last.said and not self.last.rest:
            self._go_on(entry)
        else:
            # above the entries of a list, a line is their heading
            self._settle(_unmarked_heading(self.waiting) if entry.listed else "")
            self._open(Draft("", entry.url), entry)

    def end(self) -> None:
        """Puts away what still waits: it goes on about the last item where other items go on in paragraphs of their own too."""
        count = sum(len(drafts) for _, drafts in self.made)
        last = self.last
        bare = last is not None and not last.said and not last.rest and not self.bodies
        goes_on = last is not None and not self.cut and (bare or 2 * self.went_on >= count)
        for entry in self.waiting:
            if _FAREWELL.match(_text(entry)):
                goes_on = False
            elif goes_on:
                self._go_on(entry)
            else:
                (self.left if self.made else self.before).append(_text(entry))
        self.waiting = []

    def _open(self, draft: Draft, entry: Entry) -> None:
        draft.said = [_line(text) for text in entry.below if text]
        rest = _line(draft.rest).text
        draft.rest = "" if is_generic(rest) else rest
        self.bodies += bool(draft.rest or draft.said)
        self.cut = False
        draft.links = list(entry.links)
        draft.sponsored, self.paid = self.paid, False
        if not self.made or self.made[-1][0] != self.heading:
            self.made.append((self.heading, []))
        self.made[-1][1].append(draft)

    def _close_with(self, entry: Entry) -> None:
        """Makes an item of the paragraphs that wait and the address below them."""
        lines = [place for place, each in enumerate(self.waiting) if _is_line(each)]
        # a text with an address goes on below its title, an address alone may close several paragraphs
        start = (lines[0] if entry.is_bare else lines[-1]) if lines else len(self.waiting) - 1
        title = _text(self.waiting[start]) if lines else ""
        said = self.waiting[start + 1 :] if lines else self.waiting[start:]
        self.waiting = self.waiting[:start]
        self._settle("")
        texts = [text for each in said for text in each.below]
        self._open(Draft(title, entry.url, entry.rest), Entry(below=[*texts, *entry.below], links=entry.links))

    def _settle(self, heading: str) -> None:
        """Gives the paragraphs that wait to the item above them; the last may be the heading of what follows."""
        waiting, self.waiting = self.waiting, []
        if heading:
            waiting = waiting[:-1]
        self.went_on += bool(waiting) and self.last is not None
        for entry in waiting:
            if self.last and not self.cut:
                self._go_on(entry)
            else:
                (self.left if self.last else self.before).append(_text(entry))
        self.heading = heading_title(heading) or self.heading

    def _go_on(self, entry: Entry) -> None:
        assert self.last is not None
        self.last.said += [_line(text) for text in (entry.title, entry.rest, *entry.below) if text]
        self.last.links += entry.links


def _take_source(draft: Draft) -> str:
    """Takes a last line in capitals for where the item is from, as those newsletters set it that cannot set it smaller."""
    last = draft.said[-1].text if draft.said else ""
    match = _SOURCE.match(last)
    if not match or not (draft.rest or len(draft.said) > 1) or sum(char.isupper() for char in last) < 2:
        return ""
    draft.sponsored = draft.sponsored or bool(match["paid"])
    draft.said.pop()
    return match["name"]


def _text(entry: Entry) -> str:
    return tidy(" ".join([entry.title, entry.rest, *entry.below]))


def _is_line(entry: Entry) -> bool:
    """Says whether a paragraph is one short line, as a title or a heading is."""
    text = _text(entry)
    if len(entry.below) != 1 or len(text) > 2 * _HEADING_LENGTH or text.endswith((",", "，")):
        return False
    return not (ends_sentence(text.rstrip("!?")) or _SALUTATION.match(text) or _FAREWELL.match(text))


def _unmarked_heading(waiting: Sequence[Entry]) -> str:
    """Returns the words of a paragraph that stands right above an item as a heading does, or ""."""
    if not waiting or not _is_line(waiting[-1]) or waiting[-1].below[0][:1].islower():
        return ""
    text = _text(waiting[-1])
    return text.rstrip(":") if len(text) <= _HEADING_LENGTH else ""


def _line(text: str) -> Line:
    """Returns a line of text without the addresses in brackets, which are among its links."""
    said, end = "", 0
    for address in find_addresses(text):
        bracketed = text[address.start : address.start + 1] in tuple("(<[{（")
        said += text[end : address.start].rstrip() if bracketed else text[end : address.end]
        end = address.end
    return Line(tidy(said + text[end:]))


def _finished(draft: Draft, section: str, near: str) -> Item:
    source = _take_source(draft)
    item = make_item(draft, section, near)
    links = tuple(Link(link.url, "" if is_address(link.title) else link.title) for link in item.links)
    return dataclasses.replace(item, links=links, source=item.source or source)
