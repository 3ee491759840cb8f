"""Groups lines into what belongs together: a heading, the entry of a list, a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backissue.importers.facts.headings import kind_under
from backissue.importers.lines.flow import Line
from backissue.importers.lines.links import is_elsewhere
from backissue.model import Link


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: `level` is 1 to 6 of a heading, `depth` 1 and more of the entry of a list."""

    lines: tuple[Line, ...]
    level: int = 0
    depth: int = 0

    @property
    def text(self) -> str:
        """All its words on one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def links(self) -> tuple[Link, ...]:
        """All its links, in order."""
        return tuple(link for line in self.lines for link in line.links)

    @property
    def leads(self) -> bool:
        """Whether it leads somewhere else, or would if the link were of a kind that is kept."""
        return any(line.dead or any(is_elsewhere(link) for link in line.links) for line in self.lines)

    @property
    def is_address(self) -> bool:
        """Whether it is a paragraph of nothing but an address."""
        line = self.lines[0]
        return bool(line.link) and not self.depth and not self.level and "://" in line.text[:10]


def blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """Yields `lines` as blocks, in order; an entry that lies in another one is a block of its own.

    >>> from backissue.importers.lines.flow import read_flow
    >>> [(each.text, each.level, each.depth) for each in blocks(read_flow("<h2>A</h2><ul><li>b<p>c<ul><li>d</ul></ul>e").lines)]
    [('A', 2, 0), ('b c', 0, 1), ('d', 0, 2), ('e', 0, 0)]
    """
    entry: list[Line] = []
    for line in lines:
        if entry and line.bullet and not line.opens:
            entry.append(line)
            continue
        if entry:
            yield Block(tuple(entry), depth=max(1, entry[0].depth))
            entry = []
        if line.opens and not line.level:
            entry = [line]
        else:
            yield Block((line,), level=line.level)
    if entry:
        yield Block(tuple(entry), depth=max(1, entry[0].depth))


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks below a heading, up to the next one; `path` are the headings that it stands under, its own last."""

    path: tuple[Block, ...]
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """Its own heading."""
        return self.path[-1].text.strip(" :*") if self.path else ""

    @property
    def kind(self) -> str:
        """What its heading announces, or else one of those above it."""
        return next((kind for each in reversed(self.path) if (kind := kind_under(each.text))), "")


def parts(found: Iterable[Block]) -> Iterator[Part]:
    """Yields the parts of a document, also those without blocks; what stands before the first heading has no path."""
    path: list[Block] = []
    below: list[Block] = []
    for block in found:
        if block.level:
            if path or below:
                yield Part(tuple(path), tuple(below))
            path, below = [*(each for each in path if each.level < block.level), block], []
        else:
            below.append(block)
    if path or below:
        yield Part(tuple(path), tuple(below))
