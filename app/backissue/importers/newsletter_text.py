"""Imports a newsletter that nobody described from its plain text, such as the text part of a mail.

Headings part it, entries are found in its paragraphs (`text_entries`), and what belongs together is brought together: a
title above its paragraph, an address below it, paragraphs that go on about the item above them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backissue.errors import SourceError
from backissue.importers.facts.furniture import ends_content, is_button, is_furniture
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.facts.wording import shortened
from backissue.importers.general.page_facts import PageFacts, read_facts
from backissue.importers.imported import Doubt, Imported, published_as, unplaced
from backissue.importers.lines.flow import Flow
from backissue.importers.plain_text.addresses import find_addresses, with_links_in_place
from backissue.importers.plain_text.entries import entries_of
from backissue.importers.plain_text.head import read_title, title_lines, title_link, title_of, without_day, without_signature
from backissue.importers.plain_text.items import Part, read_parts
from backissue.importers.plain_text.paragraphs import Block, TextLine, read_blocks
from backissue.importers.source import Source

NAME = "newsletter-text"
_MARKED = re.compile(
    r"\]\(\s*<?(?:https?://|/)|\[\[https?://|\]\[[^\[\]\n]{1,60}\]|^\[[^\[\]\n]{3,200}\]:\s*<?https?://", re.MULTILINE
)
_LOOKED_AT = 60_000
_LENGTH_AT_MOST = 8_000_000
_INTRO_LENGTH = 1_000
_END_SHARE = 0.6
_ENTRIES_AT_LEAST = 3
_TEXT_PER_ENTRY = 1_500


@dataclass(frozen=True, slots=True)
class _Letter:
    """A text taken apart: the blocks of its title, and the parts with what stands above the first of them."""

    title: tuple[Block, ...]
    parts: tuple[Part, ...]
    length: int


def detect(source: Source) -> bool:
    """Says whether it is plain text with several entries that have a title and an address, and says which issue it is.

    Text with links as Markdown or org-mode have them is left to those who know them.
    """
    if source.head.lstrip("\ufeff \t\n")[:1] in ("<", "{", "[") or _MARKED.search(source.head):
        return False
    letter = _read_letter(source, _LOOKED_AT)
    items = [item for section in read_parts(letter.parts, "")[1] for item in section.items if item.url]
    named = sum(not item.title_made for item in items)
    if letter.length > _TEXT_PER_ENTRY * len(items):
        return False
    facts = _facts(source, letter)
    enough = named >= _ENTRIES_AT_LEAST or (named >= 2 and bool(facts.number and facts.date))
    return enough and bool(facts.number or facts.date or any(part.heading for part in letter.parts))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue that the text is.

    Raises:
        SourceError: if nothing in it has an address.
    """
    letter = _read_letter(source, _LENGTH_AT_MOST)
    facts = _facts(source, letter)
    date = facts.date or find_day(source.stem.replace("_", "-"))
    intro, sections, left = read_parts(letter.parts, date)
    if not sections:
        raise SourceError("holds no entry with an address", where=source.name, expected="a newsletter in plain text")
    doubts = [Doubt(source.name, f"paragraphs of no item are left out ({len(left)}), such as {left[0][:60]!r}")] if left else []
    issue = facts.issue(shortened(" ".join(intro), _INTRO_LENGTH), sections, date=date, url=title_link(letter.title))
    doubts += unplaced(source.name, issue)
    if len(source.text) > _LENGTH_AT_MOST:
        doubts.append(Doubt(source.name, f"only its first {_LENGTH_AT_MOST:,} of {len(source.text):,} characters are read"))
    return published_as(Imported((facts.publication,), (issue,), tuple(doubts)), publication, source.name)


def _facts(source: Source, letter: _Letter) -> PageFacts:
    lines = title_lines(letter.title)
    title = without_day(title_of(lines))
    return read_facts(source, Flow(title, {}, lines), lines)


def _read_letter(source: Source, length: int) -> _Letter:
    text = without_signature(with_links_in_place(source.text[:length].lstrip("\ufeff")))
    blocks = list(_content(read_blocks(text)))
    width = min(100, max((len(line.text) + line.indent for block in blocks for line in block.lines), default=0))
    width = width if width >= 50 else 72
    end = read_title(blocks)
    return _Letter(tuple(blocks[:end]), tuple(_parts(blocks[end:], width)), len(text))


def _content(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yields the blocks without what is about the mail and its sender, up to where only the sender speaks."""
    total = sum(_leads(block) for block in blocks)
    passed = 0
    for block in blocks:
        passed += _leads(block)
        if passed >= _END_SHARE * total and ends_content(block.text):
            return
        if is_furniture(block.lines[0].text) and len(block.lines) <= 4:
            continue
        lines = tuple(line for line in block.lines if not _is_around(line))
        if lines:
            yield Block(lines, block.mark, block.parted)


def _leads(block: Block) -> bool:
    return any(any(find_addresses(line.text)) for line in block.lines)


def _is_around(line: TextLine) -> bool:
    found = list(find_addresses(line.text))
    return is_furniture(line.text) or (bool(found) and all(is_button(each.url) for each in found))


def _parts(blocks: Sequence[Block], width: int) -> Iterator[Part]:
    part = Part()
    for block in blocks:
        if block.mark and not _leads(block):
            if part.heading or part.entries:
                yield part
            part = Part(block.text, block.mark)
        else:
            first, *others = entries_of(block.lines, width)
            part.entries += [dataclasses.replace(first, parted=block.parted), *others]
    if part.heading or part.entries:
        yield part
