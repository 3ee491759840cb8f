"""Finds the headings among the lines of a newsletter that nobody described: by level, or by how they are set.

Lines that are set alike are judged together: each way of being set gets a score, and the reasons stand in `_score`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from backissue.importers.facts.headings import is_heading
from backissue.importers.facts.item_facts import is_sponsor_label
from backissue.importers.facts.wording import ends_sentence
from backissue.importers.lines.flow import Line

# How a line is set: level, weight, size, colour, ground, whether it is in capitals.
Setting = tuple[int, bool, int, str, str, bool]
_LENGTH_AT_MOST = 90
_WORDS_AT_MOST = 12
_ENOUGH = 3.0


def setting_of(line: Line) -> Setting:
    """Returns how `line` is set; within a heading element, only its level counts."""
    if line.level:
        return (line.level, False, 0, "", "", False)
    return (0, line.bold, line.size, line.colour, line.shade, _is_capitals(line.text))


def body_setting(lines: Sequence[Line]) -> Setting:
    """Returns how most of the text that is no link is set."""
    counts: Counter[Setting] = Counter()
    for line in lines:
        if not line.link and not line.picture and not line.level:
            counts[setting_of(line)] += len(line.text)
    return max(counts, key=lambda key: counts[key], default=(0, False, 0, "", "", False))


def find_headings(lines: Sequence[Line], opens: Callable[[Line], bool]) -> frozenset[int]:
    """Returns the places of the headings; `opens` says whether a line by itself looks like the beginning of an item."""
    body = body_setting(lines)
    alike: defaultdict[Setting, list[int]] = defaultdict(list)
    for place, line in enumerate(lines):
        if _may_head(line):
            alike[setting_of(line)].append(place)
    titles = Counter(setting_of(line) for line in lines if line.link and opens(line))
    found: set[int] = set()
    for setting, places in alike.items():
        score = _score(setting, places, body, lines, opens) - (2 if _is_of_titles(setting, titles) else 0)
        found |= {place for place in places if score + 2 * is_heading(lines[place].text) >= _ENOUGH}
    return frozenset(found)


def _may_head(line: Line) -> bool:
    if line.picture or line.dead or line.quoted or not any(char.isalpha() for char in line.text):
        return False
    if is_sponsor_label(line.text) and not line.level and not line.bold:
        return False
    short = len(line.text) <= _LENGTH_AT_MOST and len(line.text.split()) <= _WORDS_AT_MOST
    if line.level:
        return short or not line.links
    return short and not line.links and not line.depth and not ends_sentence(line.text.rstrip(":："))


def _score(setting: Setting, places: Sequence[int], body: Setting, lines: Sequence[Line], opens: Callable[[Line], bool]) -> float:
    level, bold, size, colour, shade, capitals = setting
    if level:
        return 2 * _ENOUGH
    score = 0.0
    score += 1.5 if bold and not body[1] else 0
    base = body[2] or 14
    score += 1.5 if size and size >= 1.12 * base else -2 if size and size < 0.95 * base else 0
    score += 1 if capitals and not body[5] else 0
    score += 0.5 if colour != body[3] else 0
    score += 1 if shade and shade != body[4] else 0
    # a heading stands right above what it heads
    leading = sum(place + 1 < len(lines) and opens(lines[place + 1]) for place in places) / len(places)
    score += 1.5 * leading if leading > 0.3 else -0.5
    score += 0.5 if len(places) > 1 else 0
    score += 1.5 * sum(is_heading(lines[place].text) for place in places) / len(places)
    words = sum(len(lines[place].text.split()) for place in places) / len(places)
    score -= 1.5 if words > 7 else 0
    # what is set like the text around it is a heading only by its words
    return score if setting[:5] != body[:5] or capitals else min(score, 1.0)


def _is_of_titles(setting: Setting, titles: Mapping[Setting, int]) -> bool:
    """Says whether titles of items that are links are set so; without a link, such a line is a title still."""
    alike = sum(count for each, count in titles.items() if each[:3] == setting[:3])
    return not setting[0] and alike >= 3


def _is_capitals(text: str) -> bool:
    cased = [char for char in text if char.isupper() or char.islower()]
    return len(cased) >= 3 and all(char.isupper() for char in cased)
