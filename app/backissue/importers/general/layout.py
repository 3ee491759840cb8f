"""Finds out how a newsletter that nobody has described is laid out: which of its headings are sections, and which are items."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backissue.importers.facts.headings import is_heading
from backissue.importers.lines.blocks import Block, Part

# Sections that are about the newsletter itself, not about what it points to.
_ABOUT_ITSELF = re.compile(
    r"(?i)\W*(?:(?:un)?subscribe|subscription|about(?: (?:us|me|this|the) ?\w*)?|contact(?: us)?|follow us|feedback|imprint"
    r"|credits|colophon|(?:table of )?contents?|toc|(?:newsletter )?archives?|contribut\w+|how to (?:contribute|subscribe)"
    r"|(?:past|previous|older|other|all) (?:issues|editions|newsletters)|get involved|stay in touch|support us"
    r"|订阅|目录|关于.{0,4}|关注.{0,4}|联系我们|往期.{0,6}|历史.{0,4}|投稿|编辑|说明)\W*$"
)
_NUMBERED = re.compile(r"(?:第\s?)?[（(]?(\d{1,3})(?:\s?[、．)）]|\.(?!\d))\s*")
_LABEL_LENGTH = 60


def is_about_itself(part: Part) -> bool:
    """Says whether a part is about the newsletter itself: how to subscribe, who makes it, what came before."""
    return bool(part.path) and bool(_ABOUT_ITSELF.match(part.title))


def item_number(block: Block) -> int:
    """Returns the number that a paragraph begins with, as in `3、` or `(3)`, or 0."""
    match = _NUMBERED.match(block.text) if not block.depth and not block.level else None
    return int(match[1]) if match else 0


def without_title(found: Sequence[Block]) -> tuple[str, list[Block]]:
    """Returns the heading that is the title of the whole document, or "", and the other blocks.

    It is the only one of the first level, and stands above all others.
    """
    headings = [block for block in found if block.level]
    if not headings or headings[0].level > 2:
        return "", list(found)
    first = headings[0]
    above = found[: found.index(first)]
    alone = sum(block.level == first.level for block in headings) == 1
    # a document of one heading and nothing else has that as its title, too, if it is of the first level
    if not alone or (first.level == 2 and len(headings) == 1) or any(block.depth and block.leads for block in above):
        return "", list(found)
    return first.text, [block for block in found if block is not first]


def with_labels(found: Sequence[Block]) -> list[Block]:
    """Returns the blocks of a document without headings, with those as headings that stand like them: bold, above links."""
    if any(block.level for block in found):
        return list(found)
    return [dataclasses.replace(block, level=6, depth=0) if _is_label(block, found[place + 1 :]) else block
            for place, block in enumerate(found)]  # fmt: skip


def _is_label(block: Block, below: Sequence[Block]) -> bool:
    line = block.lines[0]
    if not below or block.links or len(block.lines) > 1 or len(line.text) > _LABEL_LENGTH or line.quoted:
        return False
    if block.depth:  # an entry that only holds others: `- Tools:`
        return below[0].depth > block.depth and below[0].leads and block.depth == 1
    leading = below[0].leads or (line.bold and len(below) > 1 and below[1].is_address)
    return leading and (line.bold or line.text.endswith((":", "：")) or is_heading(line.text))


@dataclass(frozen=True, slots=True)
class Layout:
    """How headings are used: those of `linked` levels are items by their own link, those of `told` by the text below them.

    `explained` says that most entries of lists are followed by a paragraph about them.
    """

    linked: frozenset[int]
    told: frozenset[int]
    explained: bool

    @classmethod
    def of(cls, found: Sequence[Part]) -> Layout:
        """Returns the layout of a document."""
        by_level: dict[int, list[Part]] = {}
        for part in found:
            if part.path:
                by_level.setdefault(part.path[-1].level, []).append(part)
        linked = frozenset(level for level, parts in by_level.items() if _are_linked(parts))
        deepest = max(by_level, default=0)
        told = deepest and deepest not in linked and _are_told(by_level[deepest], alone=len(by_level) == 1)
        followed = Counter(each for part in found for each in _following(part.blocks))
        return cls(linked, frozenset((deepest,) if told else ()), 2 * followed[True] >= max(4, followed.total()))

    def is_item(self, part: Part) -> bool:
        """Says whether a part is one item, with its heading as the title."""
        if not part.path:
            return False
        heading = part.path[-1]
        if heading.level in self.linked and heading.leads:
            return not _is_list(part.blocks)
        return heading.level in self.told and _is_told(part)

    def explains(self, part: Part) -> bool:
        """Says whether the entries of a part are explained by the paragraphs below them."""
        followed = Counter(_following(part.blocks))
        return 2 * followed[True] >= followed.total() and (self.explained or followed[True] > 1)

    def section(self, part: Part) -> str:
        """Returns the title of the section that a part belongs to: its heading, or the one above it where that is an item."""
        above = part.path[:-1] if self.is_item(part) else part.path
        return above[-1].text.strip(" :：*") if above else ""


def _are_linked(found: Sequence[Part]) -> bool:
    leading = [part for part in found if part.path[-1].leads]
    return 2 * len(leading) > len(found) and 2 * sum(_is_list(part.blocks) for part in leading) <= len(leading)


def _is_list(found: Sequence[Block]) -> bool:
    """Says whether blocks begin with a list of links, and so are a section."""
    return len(found) > 1 and bool(found[0].depth) and found[0].leads


def _are_told(found: Sequence[Part], alone: bool) -> bool:
    """Says whether most of the headings are titles of short texts with a link, and do not sound like sections."""
    told = [part for part in found if _is_told(part)]
    if len(found) < 3 or 3 * len(told) < 2 * len(found):
        return False
    sections = sum(is_heading(part.title) for part in found)
    return not alone or 3 * sections < len(found)


def _is_told(part: Part) -> bool:
    paragraphs = [block for block in part.blocks if not block.depth]
    linked = sum(block.leads for block in paragraphs)
    listed = any(block.depth and block.leads and not block.lines[0].lead for block in part.blocks)
    return bool(linked) and not listed and linked <= 3 and not any(map(item_number, paragraphs))


def _following(found: Sequence[Block]) -> Iterator[bool]:
    """Yields for each entry of the outermost lists that leads somewhere whether a paragraph without a title follows it."""
    open_entry = False
    for block in found:
        if block.depth == 1 and block.leads:
            if open_entry:
                yield False
            open_entry = True
        elif not block.depth and open_entry:
            yield True
            open_entry = False
    if open_entry:
        yield False
