"""Reads the items of a part of a newsletter that nobody has described: entries, titled and numbered paragraphs, short news."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from backissue.importers.facts.event_lines import is_online
from backissue.importers.facts.furniture import is_button, is_furniture, is_generic
from backissue.importers.facts.wording import shortened, tidy
from backissue.importers.general.layout import Layout, item_number
from backissue.importers.general.linked import item_of, titled_item
from backissue.importers.general.listed import Lists
from backissue.importers.imported import Doubt
from backissue.importers.lines.blocks import Block, Part
from backissue.importers.lines.flow import Line
from backissue.importers.lines.links import further, is_elsewhere
from backissue.model import Item
from backissue.text.links import link_key

# Paragraphs that speak of the newsletter, or to its readers, although they hold a link.
_ASIDE = re.compile(
    r"(?i)\W*(?:(?:please |to |and )?(?:subscribe|tweet|e-?mail|submit|send|share)\b|thanks? |thank you|if you|want (?:to|more)"
    r"|would you|do you|did you|have (?:you|a|an|any)\b|donate|vote|hello|hi\b|welcome|dear\b|you can |you should |trying to "
    r"|see you|until next|that['’]s (?:all|it)|happy \w+ing|this (?:issue|edition|newsletter)|(?:previous|last|next) issue"
    r"|(?:edited|curated|compiled|written|translated) (?:with|by)\b|editors?\b|originally published|discuss (?:this|on)|feedback"
    r"|license|permalink|image|photo|picture|图片|题图|订阅|欢迎|关注|本文|本期|原文|封面|（完）|往期)"
)
_TEXT_LENGTH = 5_000
# What is longer is no title, but says something.
_TITLE_LENGTH = 120
_ESSAY = 0.5


class Items:
    """Reads one part; `items` are what it holds, `left` the entries that lead nowhere."""

    def __init__(self, part: Part, layout: Layout, near: str, where: str, doubts: list[Doubt], left: list[str]) -> None:
        online = any(is_online(each.text) for each in part.path)
        self.lists = Lists(part.kind, near, where, doubts, online, left=left)
        self.part, self.layout, self.where, self.doubts = part, layout, where, doubts
        self.explained = layout.explains(part)
        # whether what follows belongs to the last item
        self.open = False
        self.used = 0

    @property
    def items(self) -> list[Item]:
        """The items that were found."""
        return self.lists.items

    def read(self) -> None:
        """Reads the part."""
        found = self.part.blocks
        if self.layout.is_item(self.part):
            self._read_headed(found)
        elif any(item_number(block) == 1 for block in found):
            self._read_numbered(found)
        elif self._kind() == "quote" and not any(block.depth for block in found):
            self._read_quote(found)
        else:
            self._read_mixed(found)

    def _read_headed(self, found: Sequence[Block]) -> None:
        """Reads a part that is one item, with its heading as the title."""
        heading = self.part.path[-1]
        if heading.leads:
            self._add(self._item(heading), 1)
        else:
            self._add(titled_item(heading.text, _lines(found), self._kind()), len(found) + 1)
        for block in found:
            if heading.leads:
                self._belongs(block)

    def _kind(self) -> str:
        return self.lists.kind

    def _read_numbered(self, found: Sequence[Block]) -> None:
        """Reads paragraphs that are numbered one by one; what stands below a number belongs to it."""
        number = 0
        gathered: list[Block] = []
        for block in found:
            if item_number(block) == number + 1 or (item_number(block) == 1 and gathered):
                self._add_numbered(gathered)
                number, gathered = item_number(block), [block]
            elif gathered:
                gathered.append(block)
            elif block.depth:
                self.lists.read([block])
        self._add_numbered(gathered)

    def _add_numbered(self, gathered: Sequence[Block]) -> None:
        if not any(block.leads for block in gathered):
            return
        head, *below = gathered
        if len(head.text) > _TITLE_LENGTH or not below:
            self._add(self._item(head), 1)
            for block in below:
                self._belongs(block)
        else:
            found = gathered if head.leads else below
            self._add(titled_item(head.text, _lines(found), self._kind(), _lines(below)), len(gathered))

    def _read_mixed(self, found: Sequence[Block]) -> None:
        """Reads entries and titled paragraphs, each with what follows it; without any, the news in the text."""
        place = 0
        while place < len(found):
            block = found[place]
            following = found[place + 1] if place + 1 < len(found) else None
            if block.depth:
                end = next((end for end in range(place, len(found)) if not found[end].depth), len(found))
                self._read_entries(found[place:end])
                place = end
                continue
            if following and following.is_address and not block.links and not block.lines[0].quoted:
                self._add(item_of((*block.lines, *following.lines), self._kind(), self.where, self.doubts), 2)
                self.open = True
                place += 1
            elif self._opens(block):
                self._add(self._item(block), 1)
                self.open = True
            elif self.open:
                self._belongs(block)
            place += 1
        if not self.items and self.part.path and not _is_aside(self.part.title):
            self._read_prose(found)

    def _read_entries(self, found: Sequence[Block]) -> None:
        if self.open and not any(block.leads for block in found):
            for block in found:
                self._belongs(block)
            return
        before = len(self.items)
        self.lists.read(found)
        self.used += sum(block.leads for block in found)
        self.open = self.explained and len(self.items) > before

    def _opens(self, block: Block) -> bool:
        """Says whether a paragraph is an item, and not what is said about one: it begins with a link that is its title."""
        line = block.lines[0]
        link = next((link for link in line.links if link.title), None)
        if not link or line.quoted or not is_elsewhere(link) or is_button(link.url):
            return False
        if _is_aside(line.text) or _is_aside(self.part.title):
            return False
        if self.open and link_key(link.url) == link_key(self.items[-1].url):
            return False
        if "://" in link.title[:10] and line.text.rstrip(" .").endswith(link.title):  # Title: https://...
            return len(line.lead) <= _TITLE_LENGTH
        return not is_generic(link.title) and not any(char.isalpha() for char in line.lead)

    def _read_prose(self, found: Sequence[Block]) -> None:
        """Reads a part without any item as news, a paragraph each, or as one essay where most paragraphs lead nowhere."""
        texts = [block for block in found if not block.depth and not block.lines[0].quoted and not _is_aside(block.text)]
        leading = [block for block in texts if block.leads]
        if len(leading) >= _ESSAY * len(texts):
            for block in leading:
                self._add(self._item(block), 1)
        elif leading:
            self._add(titled_item(self.part.title, _lines(found), self._kind()), len(found))

    def _read_quote(self, found: Sequence[Block]) -> None:
        """Reads a part that holds a quotation: one item, which leads to where it was said."""
        said = [block for block in found if not _is_aside(block.text)]
        self._add(titled_item("", _lines(said), "quote"), len(said))

    def _item(self, block: Block) -> Item | None:
        return item_of(block.lines, self._kind(), self.where, self.doubts)

    def _add(self, item: Item | None, blocks: int) -> None:
        if item:
            self.items.append(item)
            self.used += blocks

    def _belongs(self, block: Block) -> None:
        """Adds what a block says to the last item."""
        if not self.items or _is_aside(block.text):
            return
        item = self.items[-1]
        self.items[-1] = dataclasses.replace(
            item,
            summary=shortened(tidy(f"{item.summary} {block.text}"), _TEXT_LENGTH),
            links=further((*item.links, *block.links), item.url),
        )
        self.used += 1


def _lines(found: Iterable[Block]) -> list[Line]:
    return [line for block in found for line in block.lines]


def _is_aside(text: str) -> bool:
    """Says whether a paragraph speaks of the newsletter or to its readers."""
    return bool(_ASIDE.match(text)) or is_furniture(text)
