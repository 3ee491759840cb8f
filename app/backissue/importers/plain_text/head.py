"""Finds what a plain text says of itself: its title above the content, and the signature below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backissue.importers.facts.furniture import is_furniture
from backissue.importers.facts.numbering import read_number
from backissue.importers.facts.worded_dates import find_day, read_day
from backissue.importers.lines.flow import Line
from backissue.importers.plain_text.addresses import find_addresses
from backissue.importers.plain_text.paragraphs import Block

_WEEKDAY = re.compile(r"(?i)\(?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?")
_EDGES = " ,.:;(|)–—-"
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_SIGNATURE_LINES = 30
_TITLE_BLOCKS = 4
_LENGTH_AT_MOST = 160


def without_signature(text: str) -> str:
    """Returns a text without the signature that a mail ends with: a line of two hyphens, and a few lines."""
    *_, last = [None, *_SIGNATURE.finditer(text)]
    if last and text.count("\n", last.end()) <= _SIGNATURE_LINES and last.start() > len(text) / 2:
        return text[: last.start()]
    return text


def read_title(blocks: Sequence[Block]) -> int:
    """Returns how many blocks at the beginning are the title: the name, the number, the date, one below the other.

    The first heading is the title where it names a number or a day, or where other headings are marked otherwise.
    """
    end = 0
    for place, block in enumerate(blocks[:_TITLE_BLOCKS]):
        plain = len(block.lines) <= 4 and len(block.text) <= _LENGTH_AT_MOST
        leads = any(any(find_addresses(line.text)) for line in block.lines)
        if place == 0 and leads and block.mark and any(_tells(each) for each in blocks[1:2]):
            end = 1
            continue
        if not plain or leads:
            break
        if _tells(block) or _names(blocks, place):
            end = place + 1
        elif not is_furniture(block.text):
            break
    return end


def _names(blocks: Sequence[Block], place: int) -> bool:
    """Says whether a block at the very beginning, or right below the day, is the name of the newsletter by how it is set."""
    block, below = blocks[place], blocks[place + 1 : place + 2]
    if place:
        return place == 1 and bool(block.mark) and bool(read_day(blocks[0].text))
    alone = bool(block.mark) and all(each.mark != block.mark for each in blocks[1:])
    return alone or (any(each.mark for each in below) and (bool(block.mark) or len(block.lines) == 1))


def _tells(block: Block) -> bool:
    return len(block.text) <= _LENGTH_AT_MOST and bool(find_day(block.text) or read_number(block.text)[0])


def title_lines(blocks: Sequence[Block]) -> tuple[Line, ...]:
    """Returns the lines of the title as those of a page, without their addresses."""
    return tuple(Line(_before_address(line.text)) for block in blocks for line in block.lines)


def title_of(lines: Sequence[Line]) -> str:
    """Returns the line of a title that names the newsletter: the one with its number, else one in capitals, else the first."""
    texts = [line.text for line in lines]
    named = (text for text in texts if (found := read_number(without_day(text)))[0] and found[1])
    capitals = (text for text in texts if text.isupper() and not find_day(text))
    return next(named, next(capitals, texts[0] if texts else ""))


def _before_address(text: str) -> str:
    address = next(find_addresses(text), None)
    return text[: address.start].strip() if address else text


def title_link(blocks: Sequence[Block]) -> str:
    """Returns the address that the title leads to, or ""."""
    found = (address.url for block in blocks for line in block.lines for address in find_addresses(line.text))
    return next(found, "")


def without_day(title: str) -> str:
    """Returns a title without the day that it begins or ends with.

    >>> without_day("Bilge Bits, Tue 3 Sep 2025"), without_day("2025-09-03 Bilge Bits"), without_day("3 bits")
    ('Bilge Bits', 'Bilge Bits', '3 bits')
    """
    words = title.split()[:30]
    if not find_day(title):
        return title
    start = max((place for place in range(len(words)) if find_day(" ".join(words[place:]))), default=0)
    end = next((place for place in range(start, len(words) + 1) if find_day(" ".join(words[start:place]))), len(words))
    start -= bool(start) and bool(_WEEKDAY.fullmatch(words[start - 1]))
    before, behind = " ".join(words[:start]).rstrip(_EDGES), " ".join(words[end:]).lstrip(_EDGES)
    return title if before and behind else before or behind
