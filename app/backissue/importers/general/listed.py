"""Reads the entries of lists as items: each that leads somewhere is one, and what stands below it without a link belongs to it.

In a list of events an entry may only tell when, where and whose, and the ones below it what.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from backissue.importers.facts.event_lines import EventLine, read_event
from backissue.importers.facts.wording import shortened, tidy
from backissue.importers.general.linked import item_of
from backissue.importers.imported import Doubt
from backissue.importers.lines.blocks import Block
from backissue.importers.lines.links import further, is_elsewhere
from backissue.model import Item, Link

# A second place of the same event.
_MIRROR = re.compile(r"(?i)(?:mirror|alternat(?:e|ive) link|livestream|stream|recording|slides)\b.{0,60}$")
_SUMMARY_LENGTH = 2_000


@dataclass(slots=True)
class Lists:
    """Reads the lists of one section, entry by entry; `items` is what was found so far.

    `kind` is what its heading announces, `online` that its events take place there, `near` the day of the issue, `where` its
    name for the doubts. `left` are entries that lead nowhere.
    """

    kind: str
    near: str
    where: str
    doubts: list[Doubt]
    online: bool = False
    items: list[Item] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    _event: EventLine | None = None
    _event_links: tuple[Link, ...] = ()
    _event_depth: int = 0
    _depth: int = 0

    def read(self, found: Iterable[Block]) -> None:
        """Reads entries that follow each other."""
        for block in found:
            self._read(block)
        self._close()
        self._depth = 0

    def _read(self, block: Block) -> None:
        if self._event and block.depth > self._event_depth:
            self._below_event(self._event, block)
            return
        self._close()
        if self.kind == "event" and self._read_event(block):
            return
        item = item_of(block.lines, self.kind, self.where, self.doubts)
        if item:
            self._add(item, block.depth)
        elif self._depth and block.depth > self._depth:
            self._belongs(block.text)
        else:
            self._depth = 0
            self.left.append(block.text)

    def _add(self, item: Item, depth: int) -> None:
        self.items.append(item)
        self._depth = depth

    def _belongs(self, text: str) -> None:
        """Adds the words of an entry without a link to the item above it."""
        item = self.items[-1]
        self.items[-1] = dataclasses.replace(item, summary=shortened(f"{item.summary} {text}", _SUMMARY_LENGTH))

    def _read_event(self, block: Block) -> bool:
        """Reads an entry that begins with its date; says whether it does."""
        line = block.lines[0]
        link = next((link for link in line.links if is_elsewhere(link)), None)
        whole = bool(line.dead or (link and not line.lead))
        text = link.title if link and whole else line.text.rstrip(" .")
        event = read_event(text, self.near, "" if whole or not link else link.title)
        if event is None or not (link or line.dead or "|" in text):
            return False
        event = dataclasses.replace(event, event=dataclasses.replace(event.event, online=self.online or event.event.online))
        if not event.title:
            self._event, self._event_links, self._event_depth = event, block.links, block.depth
            self._depth = 0
            return True
        item = item_of(block.lines, "event", self.where, self.doubts)
        if item is None:
            return False
        after = tidy(line.text.partition(item.title)[2].strip(" .,;:|–—-"))
        title, summary = item.title, item.summary if whole else after
        if link and not whole and item.title != link.title:  # the link has no title of its own, so the line is it
            title, summary = tidy(event.title.replace(link.title, "")).strip(" .,;:|–—-()[]"), ""
        elif whole or "|" in text:
            title = event.title
        item = dataclasses.replace(item, title=title, title_made=False, summary=summary)
        self._add(self._held(item, event), block.depth)
        return True

    def _held(self, item: Item, event: EventLine) -> Item:
        return dataclasses.replace(item, kind="event", event=event.event, source=event.group)

    def _below_event(self, event: EventLine, block: Block) -> None:
        item = item_of(block.lines, "event", self.where, self.doubts)
        if item is None:
            if self._depth:
                self._belongs(block.text)
            else:
                own = next((link.url for link in self._event_links), "")
                self._add(self._held(Item(id="", title=block.text, url=own), event), block.depth)
        elif self._depth and _MIRROR.match(item.title):
            last = self.items[-1]
            links = further((*last.links, Link(item.url, item.title)), last.url)
            self.items[-1] = dataclasses.replace(last, links=links)
        else:
            item = dataclasses.replace(item, links=further((*self._event_links, *item.links), item.url))
            self._add(self._held(item, event), block.depth)

    def _close(self) -> None:
        """Ends an event; one without an entry below it is called after who holds it."""
        event, self._event = self._event, None
        if event and not self._depth:
            own = next((link for link in self._event_links), Link("", event.group))
            item = Item(id="", title=event.group or own.title, url=own.url, links=further(self._event_links, own.url))
            self.items.append(dataclasses.replace(item, kind="event", event=event.event))
        if event:
            self._depth = 0


def left_out(where: str, entries: Sequence[str]) -> list[Doubt]:
    """Returns the doubt about entries that lead nowhere, with the first of them as an example."""
    if not entries:
        return []
    many = f"{len(entries)} entries of lists lead nowhere and are left out, the first is" if len(entries) > 1 else "left out:"
    return [Doubt(where, f"{many} {shortened(entries[0], 60)!r}")]
