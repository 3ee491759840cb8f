"""Tells which lines of a newsletter that nobody described open an item, and by which of their links."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from backissue.importers.facts.furniture import is_address, is_button, is_furniture, is_generic
from backissue.importers.facts.headings import is_heading
from backissue.importers.facts.item_facts import is_tail
from backissue.importers.facts.marks import read_marks
from backissue.importers.facts.wording import ends_sentence
from backissue.importers.general.outline import setting_of
from backissue.importers.lines.flow import Line
from backissue.model import Link

# What may stand before the link that a line is about: numbers, signs, pictures of words, a mark in brackets.
_BEFORE = re.compile(r"(?:\d{1,3}\s*[.)、．:：]|[^\w\[(【（@#]+|[\[(【（][^\W\d_]{2,15}[\])】）]\s*:?)*\s*")
_NUMBERED = re.compile(r"(\d{1,2})\s*(?:[、．]|[.)](?=\s|\[))\s*(?=\S)")
_TAIL_LENGTH = 40
_NAME_LENGTH = 120
_EMPTY_AT_MOST = 4

HEADED, WHOLE, LEADING, LOOSE = "headed", "whole", "leading", "loose"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a line could open an item: how strong, by which link, and what stands before and after it."""

    strength: str
    link: Link
    before: str = ""
    rest: str = ""


# Each line is asked several times, for what it is and for what its neighbours are.
@functools.lru_cache(maxsize=8_192)
def opening_of(line: Line) -> Opening | None:
    """Returns how `line` could open an item, or None where it holds no link that names something.

    >>> from backissue.importers.lines.flow import read_flow
    >>> line, = read_flow("<p>1. <a href='https://example.org/a'>A boat</a> floats").lines
    >>> opening_of(line).strength, opening_of(line).link.title, opening_of(line).rest
    ('leading', 'A boat', 'floats')
    """
    if line.picture or (line.link and not line.level and is_furniture(line.text)):
        return None
    links = [link for link in line.links if link.title and not is_button(link.url)]
    named = [link for link in links if not is_generic(link.title) or (line.opens and is_address(link.title))]
    # a button beside the date of the issue, or behind an item
    named = [link for link in named if line.link or not is_furniture(link.title)]
    if line.level and is_heading(line.text):
        return None
    if not named:
        # an entry whose only link says "read more" is what stands before that
        told = line.opens and not line.link and links
        return _told(line, links) if told else None
    first = named[0]
    start = _start(line.text, first.title)
    before = line.text[:start].strip() if start >= 0 else ""
    rest = _without_generic(line.text[start + len(first.title) :], links) if start >= 0 else ""
    if line.level:
        return Opening(HEADED, Link(first.url, line.text if start < 0 or line.link else first.title), before, rest)
    if line.link:
        return Opening(WHOLE, Link(first.url, first.title if len(line.links) == 1 else line.text), "", "")
    if start >= 0:
        return Opening(LEADING, first, before, rest)
    return Opening(LOOSE, first, "", _without_generic(line.text, links))


def _told(line: Line, links: Sequence[Link]) -> Opening:
    """Returns how an entry opens an item whose links name nothing: with the words before them, if they lie in brackets."""
    name, bracket, after = line.text.partition(" (")
    inside, closed, rest = after.partition(")")
    named = len(name) <= _NAME_LENGTH and not ends_sentence(name)
    if bracket and closed and named and inside.startswith(links[0].title):
        return Opening(LOOSE, Link(links[0].url, name), "", rest.strip())
    return Opening(LOOSE, Link(links[0].url), "", _without_generic(line.text, links))


def _without_generic(text: str, links: Sequence[Link]) -> str:
    """Returns a text without the links at its end that name nothing."""
    text = text.strip()
    for link in reversed(links[-_EMPTY_AT_MOST:]):
        bare = text.rstrip(" ).")
        if not is_generic(link.title) or is_address(link.title) or not bare.endswith(link.title):
            break
        text = bare.removesuffix(link.title).rstrip(" (")
    return text


def is_button_line(line: Line) -> bool:
    """Says whether a line is a link alone whose words name nothing, such as "Read more"."""
    return bool(line.link) and opening_of(line) is None and not is_furniture(line.text)


def accepted(lines: Sequence[Line]) -> frozenset[int]:
    """Returns the places of the lines that open items, judged by what the lines around them are.

    Headings that are links go before lines that are links, these before lines that begin with one, these before entries of
    lists with a link somewhere. A line that is weaker than the others belongs to the item above it.
    """
    openings = {place: found for place, line in enumerate(lines) if (found := opening_of(line))}
    counted = _counted(lines)
    if counted and len(counted) >= sum(_leads(found) for place, found in openings.items() if place not in counted):
        return counted
    first_headed = next((place for place, found in openings.items() if found.strength == HEADED), None)
    if first_headed is not None:
        return frozenset(
            place for place, found in openings.items() if found.strength == HEADED or (place < first_headed and _leads(found))
        )
    free = {place: found for place, found in openings.items() if not lines[place].depth}
    entries = {place for place in openings if lines[place].depth and lines[place].opens}
    listed = {place for place, found in openings.items() if lines[place].depth and found.strength == WHOLE}
    counts = Counter(found.strength for found in free.values())
    chosen = set(entries or listed)
    first_entry = min(entries, default=len(lines))
    wholes = [place for place, found in free.items() if found.strength == WHOLE]
    # a paragraph below an entry of a list that begins with a link speaks of that entry
    leading = [
        place
        for place, found in free.items()
        if found.strength == LEADING and (place < first_entry or (_is_short(found) and not entries))
    ]
    if not entries and not leading and wholes == [len(lines) - 1] and len(openings) > 1:
        return frozenset()  # a text with links in it, and a word at its end
    if counts[WHOLE] >= len(leading):
        settings = {_title_setting(lines[place]) for place in wholes}
        chosen.update(wholes)
        chosen.update(place for place in leading if _is_short(openings[place]) and _title_setting(lines[place]) in settings)
    else:
        chosen.update(wholes, leading)
    return frozenset(chosen)


def number_of(text: str) -> int:
    """Returns the number that a paragraph begins with, as those of a list that is counted by hand do, or 0.

    >>> number_of("3、灯塔"), number_of("12. Tides"), number_of("3.5 metres")
    (3, 12, 0)
    """
    match = _NUMBERED.match(text)
    return int(match[1]) if match else 0


def without_number(text: str) -> str:
    """Returns `text` without the number that it begins with."""
    return _NUMBERED.sub("", text, count=1)


def _counted(lines: Sequence[Line]) -> frozenset[int]:
    """Returns the places of the paragraphs that are counted 1, 2, 3, if there are such and one of them leads anywhere."""
    places: list[int] = []
    for place, line in enumerate(lines):
        if not line.depth and number_of(line.text) == len(places) + 1:
            places.append(place)
    leads = any(line.links for line in lines)
    if not places or not leads or (len(places) == 1 and places[0] > 0):
        return frozenset()
    return frozenset(places)


def _leads(found: Opening) -> bool:
    return found.strength in (WHOLE, LEADING)


def _title_setting(line: Line) -> tuple[int, bool, int, str]:
    """Returns how the link at the beginning of a line is set, whatever follows it."""
    level, bold, size, colour, *_ = setting_of(line)
    return level, bold or line.strong, size, colour


def _is_short(found: Opening) -> bool:
    return len(found.rest) <= _TAIL_LENGTH or is_tail(found.rest)


def _start(text: str, title: str) -> int:
    """Returns where the link stands if nothing but marks stands before it, else -1."""
    before = _BEFORE.match(text[:200])
    end = before.end() if before else 0
    for start in (end, 0):
        if text.startswith(title, start):
            return start
    place = text.find(title, 0, 120 + len(title))
    if 0 <= place <= 40 and not read_marks(text[:place], outside=True)[0].strip(" -–—:|•·*>»→"):
        return place
    return -1
