"""Finds what a plain text says of itself before it begins: the headers of a mail that was saved with it, its title, its date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backissue.importers.flow import Line
from backissue.importers.furniture import is_furniture
from backissue.importers.numbering import read_number
from backissue.importers.text_addresses import find_addresses
from backissue.importers.text_blocks import Block
from backissue.importers.worded_dates import find_day

_HEADER = re.compile(r"(?P<name>[A-Za-z][A-Za-z-]{1,30}):[ \t]+(?P<value>\S.*)$")
_SUBJECT = frozenset(("subject", "betreff", "objet", "asunto", "oggetto"))
_DATE = frozenset(("date", "sent", "datum", "gesendet", "fecha"))
_HEADERS = _SUBJECT | _DATE | frozenset(("from", "to", "cc", "reply-to", "von", "an", "list-id", "de", "sender", "message-id"))
_HEADERS_AT_MOST = 40
_WEEKDAY = re.compile(r"(?i)\(?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?")
_EDGES = " ,.:;(|)–—-"
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_SIGNATURE_LINES = 30
_TITLE_BLOCKS = 4
_LENGTH_AT_MOST = 120


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the content: the subject and the date of a mail, and the lines of the title."""

    subject: str
    date: str
    lines: tuple[Line, ...]


def without_headers(text: str) -> tuple[str, str, str]:
    """Returns the subject and the date of the headers that a text begins with, and the text below them.

    >>> without_headers("From: Bo\\nSubject: Boats\\nDate: 3 Sep 2025\\n\\nThey float.")
    ('Boats', '2025-09-03', 'They float.')
    """
    said: dict[str, str] = {}
    lines = text.lstrip("\n").split("\n")
    for place, line in enumerate(lines[:_HEADERS_AT_MOST]):
        match = _HEADER.match(line)
        if match:
            said.setdefault(match["name"].lower(), match["value"])
        elif said and line[:1] in " \t" and line.strip():
            continue
        elif not line.strip() and len(said.keys() & _HEADERS) >= 2 and said.keys() & _SUBJECT:
            subject = next(said[name] for name in said if name in _SUBJECT)
            date = next((find_day(said[name]) for name in said if name in _DATE), "")
            return subject, date, "\n".join(lines[place + 1 :])
        else:
            break
    return "", "", text


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
        plain = len(block.lines) <= 3 and len(block.text) <= _LENGTH_AT_MOST
        leads = any(any(find_addresses(line.text)) for line in block.lines)
        if place == 0 and leads and block.mark and any(_tells(each) for each in blocks[1:2]):
            end = 1
            continue
        if not plain or leads:
            break
        tells = _tells(block)
        alone = bool(block.mark) and all(each.mark != block.mark for each in blocks[place + 1 :])
        followed = bool(blocks[place + 1 : place + 2]) and bool(blocks[place + 1].mark)
        if tells or (place == 0 and (alone or (followed and bool(block.mark)) or (followed and len(block.lines) == 1))):
            end = place + 1
        elif is_furniture(block.text):
            continue
        else:
            break
    return end


def _tells(block: Block) -> bool:
    return len(block.text) <= _LENGTH_AT_MOST and bool(find_day(block.text) or read_number(block.text)[0])


def title_lines(blocks: Sequence[Block]) -> tuple[Line, ...]:
    """Returns the lines of the title as those of a page, without their addresses."""
    return tuple(Line(_before_address(line.text)) for block in blocks for line in block.lines)


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
