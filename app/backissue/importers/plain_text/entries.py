"""Finds the entries of a plain text newsletter in its paragraphs: which words are a title, which address is theirs, what is said.

The usual shapes: `Title (address)`, `Title` with the address below it or at the end of the paragraph, an address with the
words behind or below it, lists with any mark, paragraphs that only mention addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from backissue.importers.facts.furniture import is_generic
from backissue.importers.facts.wording import ends_sentence, tidy
from backissue.importers.plain_text.addresses import Address, find_addresses
from backissue.importers.plain_text.paragraphs import TextLine
from backissue.model import Link

_BULLET = re.compile(
    r"(?:[*•‣▪◦●○■□▶►→»›–—+o·-]|>{1,2}|(?:\d{1,3}|[a-z])[.)、．]|\(\d{1,3}\)|\[\d{1,3}\]|#\d{1,3}[.:)]?|[(（]\d{1,2}[)）])(?:\s+|(?<=[、．）]))(?=\S)"
)
# What stands before an address, and says nothing but that it is one.
_LABEL = re.compile(
    r"(?i)(?:^|(?<=[\s(\[–—|-]))(?:(?:read(?: (?:more|on|it))?|more(?: (?:info|here|at))?|(?:full )?(?:story|article)|links?|url"
    r"|for (?:more|further) (?:info(?:rmation)?|details),?(?: see)?|web(?:site)?|see(?: also)?|source|details|info|here|at|via"
    r"|watch|listen|download|learn more|lire|mehr|weiter(?:lesen)?|leer más|quelle|地址|链接|原文|网址)(?: (?:here|now|at|on))?"
    r"\s*[:：>→-]*|->|=>|→|►|»|>>?)\s*$"
)
_JOINS = " \t:：–—-|→>=»•·,;~"
_EDGES = _JOINS + ".)]"
_TITLE_LENGTH = 160
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)]*\s+['\"“‘(\[]?[^\W\d_a-z]")
# A sentence that follows a title and its address.
_TOLD = re.compile(r"\s*[.:]\s+[^\W\d_a-z]|\s*[:–—-]+\s+\S")
_BARE = re.compile(r"[(\[<]?\s*https?://\S+\s*[)\]>]?|\W+")
_DOTS = re.compile(r"\s*(?:\.{2,}|…)$")
_FILLED = 14
_HEAD_LENGTH = 60
_TAIL_LENGTH = 12


@dataclass(slots=True)
class Entry:
    """One entry: its title or "", its link or "", what follows the title on its line, the lines below, all its links.

    `listed` says that a mark of a list opens it, `heads` that it is a line above others in its paragraph, as a heading is,
    `parted` that a rule stands above it.
    """

    title: str = ""
    url: str = ""
    rest: str = ""
    below: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    listed: bool = False
    heads: bool = False
    parted: bool = False

    @property
    def is_titled(self) -> bool:
        """Whether it has both a title and an address."""
        return bool(self.title and self.url)

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but addresses, with what they are called."""
        return bool(self.url) and not self.title and not self.rest and all(_only(text) or _at_end(text) for text in self.below)


def entries_of(lines: Sequence[TextLine], width: int) -> list[Entry]:
    """Returns the entries of a paragraph, in order; `width` is how long the lines of the text are at most.

    >>> lines = [TextLine(0, "Boats (https://example.org/a)"), TextLine(0, "They float.")]
    >>> [(each.title, each.url, each.below) for each in entries_of(lines, 72)]
    [('Boats', 'https://example.org/a', ['They float.'])]
    """
    parts = list(_parts(lines, width))
    return [_entry(part, width, len(parts) > 1) for part in parts]


def _parts(lines: Sequence[TextLine], width: int) -> Iterator[list[TextLine]]:
    """Yields the lines of each entry: a paragraph may hold several, one below the other."""
    starts = _listed(lines) or _titled(lines, width) or _addressed(lines)
    if not starts:
        yield list(lines)
        return
    for start, end in zip([0, *(each for each in starts if each)], [*(each for each in starts if each), len(lines)], strict=True):
        if lines[start:end]:
            yield list(lines[start:end])


def _listed(lines: Sequence[TextLine]) -> list[int]:
    """Returns where the entries of a list begin: lines with a mark, none of them set in further than the first."""
    marked = [place for place, line in enumerate(lines) if _BULLET.match(line.text)]
    if not marked:
        return []
    outer = min(lines[place].indent for place in marked)
    starts = [place for place in marked if lines[place].indent <= outer + 1]
    # points below the title of an entry are what is said about it
    led = any(_only(line.text) or _at_end(line.text) for line in lines[: starts[0]])
    if led and not any(any(find_addresses(lines[place].text)) for place in starts):
        return []
    return starts


def _titled(lines: Sequence[TextLine], width: int) -> list[int]:
    """Returns the lines that are a title with its address behind it, where there are several, and those that head them."""
    starts = [
        place
        for place, line in enumerate(lines)
        if _opens(line.text) and not (place and _goes_on(lines[place - 1].text, line.text, width))
    ]
    if len(starts) < 2:
        return []
    # a line that is set in less than the title below it stands above all that follow
    heads = (place - 1 for place in starts if place and lines[place - 1].indent < lines[place].indent)
    return sorted({*starts, *(place for place in heads if _can_head(lines[place].text))})


def _can_head(text: str) -> bool:
    return len(text) <= _HEAD_LENGTH and not ends_sentence(text) and not any(find_addresses(text))


def _opens(text: str) -> bool:
    """Says whether a line is a title with its address behind it, and perhaps a sentence about it."""
    address = next(find_addresses(text), None)
    if address is None or not _is_title(before := _before(text)) or before[:1].islower():
        return bool(address) and _at_end(text) and _is_title(_before(text))
    return _at_end(text) or bool(_TOLD.match(text[address.end :]))


def _goes_on(above: str, text: str, width: int) -> bool:
    """Says whether a line is the rest of the sentence in the line above it, which goes to the margin."""
    return text[:1].islower() and len(above) >= width - _FILLED and not ends_sentence(above)


def _addressed(lines: Sequence[TextLine]) -> list[int]:
    """Returns where entries begin that have their address on a line of its own, where there are several."""
    only = [place for place, line in enumerate(lines) if _only(line.text)]
    if len(only) < 2:
        return []
    if only[-1] == len(lines) - 1 and only[0] >= 1 and (only[0] > 1 or only[1] - only[0] > 2):
        return [0, *(place + 1 for place in only[:-1])]
    return [max(0, place - 1) for place in only]


@dataclass(frozen=True, slots=True)
class _Cut:
    """The lines of an entry, cut at its first address, which stands on `line` and may have had a label before it."""

    above: list[str]
    before: str
    line: str
    after: str
    below: list[str]
    labelled: bool

    @property
    def head(self) -> list[str]:
        return [*self.above, *([self.before] if self.before else [])]

    @property
    def ends(self) -> bool:
        return not self.after.strip(_EDGES)


def _entry(lines: list[TextLine], width: int, several: bool) -> Entry:
    match = _BULLET.match(lines[0].text)
    texts = [lines[0].text[match.end() :] if match else lines[0].text, *(line.text for line in lines[1:])]
    found = [list(find_addresses(text)) for text in texts]
    links = [_named(text, each) for text, many in zip(texts, found, strict=True) for each in many]
    entry = Entry(listed=bool(match), links=links)
    place = next((place for place, each in enumerate(found) if each), None)
    if place is None:
        entry.below = texts
        entry.heads = several and not match and len(texts) == 1 and _can_head(texts[0])
        return entry
    entry.url = found[place][0].url
    cut = _cut(texts, place, found[place][0])
    if not cut.head:
        _after_address(entry, cut.after.strip(), cut.below)
    elif _begins_with_title(cut, width):
        title, rest = tidy(" ".join(cut.head)), "" if cut.ends else cut.after.strip()
        entry.title = "" if is_generic(title) else title.rstrip(_JOINS)
        entry.rest, entry.below = ("", [rest[1:].lstrip(), *cut.below]) if rest.startswith(".") else (rest, cut.below)
    elif place and _is_heading_line(texts, width) and (cut.before or cut.ends or not cut.after.lstrip()[:1].islower()):
        entry.title = texts[0].rstrip(_JOINS)
        said = [*cut.head[1:], *cut.below] if cut.ends else texts[1:]
        entry.below = [each for each in said if each.strip(_EDGES)]
    else:
        said = [*cut.above, cut.before if cut.ends else cut.line, *cut.below]
        entry.below = [each for each in said if each.strip(_EDGES)]
    return entry


def _cut(texts: list[str], place: int, address: Address) -> _Cut:
    line = texts[place]
    before = line[: address.start]
    plain = _DOTS.sub("", _LABEL.sub("", before).rstrip(_JOINS))
    return _Cut(texts[:place], plain, line, line[address.end :], texts[place + 1 :], bool(_LABEL.search(before)))


def _begins_with_title(cut: _Cut, width: int) -> bool:
    """Says whether what stands before an address is the title of what it leads to."""
    # a whole sentence above "Read more: address" is said about something that has its title elsewhere
    if cut.above and not cut.before and ends_sentence(cut.above[-1].rstrip("!?")):
        return False
    if not _is_title(tidy(" ".join(cut.head))) or not _is_one(cut.above, cut.before, width):
        return False
    return cut.ends or (_is_rest(cut.after) and not (cut.labelled and cut.after[:1] in ".,;"))


def _after_address(entry: Entry, after: str, below: list[str]) -> None:
    """Fills in what stands behind or below an address that opens the entry."""
    words = after.lstrip(_JOINS)
    if words and _is_title(words):
        entry.title, entry.below = words, below
    elif words:
        entry.below = [words, *below]
    elif below and _is_title(below[0]) and not ends_sentence(below[0]) and not any(find_addresses(below[0])):
        entry.title, entry.below = below[0].rstrip(_JOINS), below[1:]
    else:
        entry.below = below


def _named(text: str, address: Address) -> Link:
    """Returns the link of an address in a sentence; the words before it are not its own, since nobody knows where they begin."""
    return Link(address.url, text[address.start : address.end].strip("<>()[]{} "))


def _is_title(text: str) -> bool:
    return 0 < len(text) <= _TITLE_LENGTH and any(char.isalnum() for char in text) and not _SENTENCE_END.search(text)


def _is_one(above: Sequence[str], before: str, width: int) -> bool:
    """Says whether lines are one title that was broken over them: each goes to the margin, but for the last."""
    lines = [*above, *([before] if before else [])]
    return len(lines) <= 3 and all(len(line) >= width - _FILLED and not ends_sentence(line) for line in lines[:-1])


def _is_rest(after: str) -> bool:
    """Says whether what follows an address on its line is said about it, and is not the rest of a sentence."""
    text = after.lstrip()
    if _TOLD.match(after) or len(_BARE.sub("", text)) <= _TAIL_LENGTH:
        return not text.startswith(",")
    return text[:1] not in ".,;!?)" and (not text[:1].islower() or text.startswith("by "))


def _is_heading_line(texts: Sequence[str], width: int) -> bool:
    """Says whether the first line of a paragraph stands above the others as their title."""
    first = texts[0]
    return (
        len(texts) > 1
        and _is_title(first)
        and not ends_sentence(first.rstrip("!?"))
        and (len(first) < width - _FILLED or texts[1][:1].isupper())
    )


def _before(text: str) -> str:
    address = next(find_addresses(text))
    return _LABEL.sub("", _BULLET.sub("", text[: address.start], count=1)).strip(_JOINS)


def _at_end(text: str) -> bool:
    """Says whether an address ends the line, with words before it."""
    address = next(find_addresses(text), None)
    return bool(address) and bool(_before(text)) and not text[address.end :].strip(_EDGES) if address else False


def _only(text: str) -> bool:
    """Says whether a line is an address and no more, but for words such as "Link:"."""
    address = next(find_addresses(text), None)
    return bool(address) and not _before(text) and not text[address.end :].strip(_EDGES) if address else False
