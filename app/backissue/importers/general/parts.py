"""Cuts the lines of a newsletter that nobody described into parts, each with the heading that it stands under."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from backissue.importers.facts.furniture import is_generic
from backissue.importers.facts.headings import heading_title
from backissue.importers.general.openers import HEADED, LOOSE, accepted, is_button_line, opening_of
from backissue.importers.general.outline import find_headings, setting_of
from backissue.importers.lines.flow import Line

_BUTTON_WORDS = 3


@dataclass(slots=True)
class Part:
    """What stands under one heading; `heading` is None for what stands under none.

    `opens` are the places of the lines that open items; `button` is a line at its end that only leads to more.
    """

    heading: Line | None
    lines: list[Line] = field(default_factory=list)
    opens: frozenset[int] = frozenset()
    button: Line | None = None

    @property
    def title(self) -> str:
        """The heading without the marks around it."""
        return heading_title(self.heading.text) if self.heading else ""

    @property
    def texts(self) -> list[str]:
        """The lines that say something, without pictures and buttons."""
        return [line.text for line in self.lines if not line.picture and not self.is_button(line)]

    def is_button(self, line: Line) -> bool:
        """Says whether a line is a link whose words name nothing."""
        return is_button_line(line) or line is self.button

    def has_button(self) -> bool:
        """Says whether one of its lines is such a link."""
        return any(self.is_button(line) and line.links for line in self.lines)

    def heads(self, following: Part | None) -> bool:
        """Says whether its heading stands above the heading of the part that follows."""
        after = following.heading if following else None
        if self.heading is None or after is None:
            return False
        ours, theirs = setting_of(self.heading), setting_of(after)
        return ours[0] < theirs[0] if ours[0] and theirs[0] else ours != theirs


def read_parts(lines: Sequence[Line]) -> list[Part]:
    """Returns the parts of `lines`, none of them empty."""
    headings = find_headings(lines, _opens)
    parts = [Part(None)]
    # the levels of titles so far, and those above the last heading; whether the part has items, and such titles among them
    seen: set[int] = set()
    levels: set[int] = set()
    has_items = has_titles = False
    for place, line in enumerate(lines):
        is_title = _is_headed(line)
        if place in headings and (not _opens(line) or _heads_list(lines, place)):
            parts.append(Part(line))
            levels, has_items, has_titles = set(seen), False, False
        else:
            above = parts[-1].heading
            # a title on the level of the heading, below items that have no such titles, ends the part
            if is_title and line.level in levels and above and above.level == line.level and has_items and not has_titles:
                parts.append(Part(None))
                has_items = has_titles = False
            parts[-1].lines.append(line)
            has_items, has_titles = has_items or _opens(line), has_titles or is_title
        if is_title:
            seen.add(line.level)
    for part in parts:
        part.opens = accepted(part.lines)
        if not part.opens and len(told := [place for place, line in enumerate(part.lines) if _is_told(line)]) > 1:
            for place in told:
                part.lines[place] = dataclasses.replace(part.lines[place], opens=True, depth=1)
            part.opens = accepted(part.lines)
        if part.heading and _is_lone_button(part):
            part.opens, part.button = frozenset(), part.lines[-1]
    return [part for part in parts if part.heading or part.lines]


def _is_headed(line: Line) -> bool:
    found = opening_of(line)
    return found is not None and found.strength == HEADED


def _opens(line: Line) -> bool:
    found = opening_of(line)
    return found is not None and (found.strength != LOOSE or line.opens)


def _is_told(line: Line) -> bool:
    """Says whether a paragraph tells something and ends in a link that says "more": a few of them in a row are items."""
    last = line.links[-1].title if line.links else ""
    ends = bool(last) and is_generic(last) and line.text.rstrip(" ).»→").endswith(last.rstrip(" ).»→"))
    return ends and not line.link and not line.picture and opening_of(line) is None


def _is_lone_button(part: Part) -> bool:
    """Says whether the only line that could open an item is a few words at the end, below the text that its heading heads."""
    last = len(part.lines) - 1
    return part.opens == {last} and last > 0 and len(part.lines[last].text.split()) <= _BUTTON_WORDS and not part.lines[last].bold


def _heads_list(lines: Sequence[Line], place: int) -> bool:
    """Says whether a heading that is a link stands right above a list of links: it is no item but what they are about."""
    return all(line.opens and line.depth and opening_of(line) for line in lines[place + 1 : place + 2]) and place + 1 < len(lines)
