"""Imports a newsletter in Markdown that nobody has described: whatever is laid out as links with something said about them."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from backissue.archive.identity import slug
from backissue.errors import SourceError
from backissue.importers.facts.issue_facts import issue_date, issue_number, newsletter_title
from backissue.importers.facts.worded_dates import read_day
from backissue.importers.facts.wording import shortened, tidy
from backissue.importers.general.layout import Layout, is_about_itself, with_labels, without_title
from backissue.importers.general.listed import left_out
from backissue.importers.general.loose_items import Items
from backissue.importers.imported import Doubt, Imported, published_as
from backissue.importers.lines.blocks import Block, blocks, parts
from backissue.importers.lines.markdown import Document, read_markdown
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.model import Issue, Publication, Section
from backissue.text.links import clean_link

NAME = "markdown"
_LINK = re.compile(r"\]\(\s*<?https?://|^ {0,3}\[[^\]\n]{1,200}\]:\s*<?https?://|<?https?://\S", re.MULTILINE)
_MARKUP = re.compile(r"^ {0,3}(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)、]|\||>|\[)|\]\(|^(?:---|\+\+\+|[A-Z][\w-]{1,20}:)\s", re.MULTILINE)
_OTHER_FILES = re.compile(
    r"(?i)(?:readme|changelog|changes|history|releases?|release[-_ ]notes|licen[cs]e|copying|contributing|contributors|faq"
    r"|security|code[-_ ]of[-_ ]conduct|authors|maintainers|governance|support|todo|roadmap|index|_index|summary|about|template"
    r"|glossary|install\w*|(?:issue|pull[-_ ]request)[-_ ]template|awesome[-\w]*|notice|credits|privacy|terms)"
    r"(?:[-_.](?:[a-z]{2}|zh-?\w+|old))?"
)
_NAMED_MARKDOWN = re.compile(r"(?i)\.(?:md|mkd|mdown|markdown)$")
_OTHERS = ("{", "<?", "<!doctype", "<![", "<html")
_VERSION = re.compile(r"\[?v?\d+\.\d+(?:\.\d+)?\b", re.IGNORECASE)
_ITEMS_AT_LEAST = 3
# What is longer is a book or a log, and would take long to read only to find that out.
_LENGTH_AT_MOST = 4_000_000
# So much of a newsletter are its items; in an article with links, the text between them is more.
_SHARE = 0.3
_INTRO_LENGTH = 600
# So far down, and on so short a line, a date is the date of the issue.
_HEAD_LINES = 10
_DATE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read of a source: its sections, and how many of its blocks are items or belong to one."""

    title: str
    intro: str
    sections: tuple[Section, ...]
    doubts: tuple[Doubt, ...]
    used: int
    of: int


def detect(source: Source) -> bool:
    """Says whether the text is Markdown, tells which issue it is, and is mostly links with what is said about them."""
    text = source.text
    head = source.head
    # Markdown may begin with HTML, such as a heading that is centred
    markup = not _NAMED_MARKDOWN.search(source.name) and is_html(head)
    if markup or head.lstrip().lower().startswith(_OTHERS) or _OTHER_FILES.fullmatch(source.stem):
        return False
    if len(text) > _LENGTH_AT_MOST or not _MARKUP.search(head) or len(_LINK.findall(text)) < _ITEMS_AT_LEAST:
        return False
    document = _document(text)
    if _is_changelog(document):
        return False
    title = _title(document)
    known = source.around.newsletter or _date(document, title, source) or issue_number(document.facts, title, source)
    if not known:
        return False
    reading = _read(text, source.name, "")
    items = sum(len(section.items) for section in reading.sections)
    return items >= _ITEMS_AT_LEAST and reading.used >= _SHARE * reading.of


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue, of the newsletter that it names itself, or that its folder is called after.

    Raises:
        SourceError: if nothing in it leads anywhere.
    """
    document = _document(source.text)
    title = _title(document)
    date = _date(document, title, source)
    reading = _read(source.text, source.name, date)
    if not reading.sections:
        raise SourceError("holds no item", where=source.name, expected="links with something said about them")
    number = issue_number(document.facts, title, source)
    name = newsletter_title(document.facts, title, source)
    doubts = list(reading.doubts)
    if not name:
        name = source.stem
        doubts.append(Doubt(source.name, f"the newsletter is not named: {name!r} is taken"))
    if not number and not date:
        doubts.append(Doubt(source.name, "the issue has neither number nor date"))
    issue = Issue(
        id="",
        publication=slug(name),
        number=number,
        title=title or source.around.title,
        date=date,
        url=clean_link(document.facts.get("url", "") or document.facts.get("link", "")) or source.around.url,
        intro=document.facts.get("description", "") or reading.intro,
        sections=reading.sections,
    )
    imported = Imported((Publication(id=slug(name), title=name),), (issue,), tuple(doubts))
    return published_as(imported, publication, source.name)


# A source is first detected and then read.
@functools.lru_cache(maxsize=1)
def _document(text: str) -> Document:
    return read_markdown(text)


@functools.lru_cache(maxsize=1)
def _blocks(text: str) -> tuple[str, tuple[Block, ...]]:
    title, found = without_title(tuple(blocks(_document(text).flow.lines)))
    return title, tuple(with_labels(found))


def _title(document: Document) -> str:
    """Returns the title of the issue: as the front matter says, or as its first heading does."""
    stated = document.facts.get("title", "")
    if not stated:
        stated, _ = without_title(tuple(blocks(document.flow.lines)))
    return shortened(tidy(stated), 300)


def _date(document: Document, title: str, source: Source) -> str:
    """Returns the date of the issue; a line of its own above the text may state it, too."""
    head = [line.text for line in document.flow.lines[:_HEAD_LINES] if len(line.text) <= _DATE_LENGTH and not line.links]
    return issue_date(document.facts, "\n".join([title, *head]), source)


def _is_changelog(document: Document) -> bool:
    """Says whether most headings are the numbers of versions."""
    headings = [line.text for line in document.flow.lines if line.level]
    return 2 * sum(bool(_VERSION.match(text)) for text in headings) > max(2, len(headings))


def _read(text: str, where: str, date: str) -> _Reading:
    title, found = _blocks(text)
    document = tuple(parts(found))
    layout = Layout.of(document)
    sections: list[Section] = []
    doubts: list[Doubt] = []
    left: list[str] = []
    used = total = 0
    for part in document:
        total += len(part.blocks) + bool(part.path)
        if is_about_itself(part):
            continue
        items = Items(part, layout, date, where, doubts, left)
        items.read()
        used += items.used + bool(items.items)
        name = layout.section(part)
        if items.items and sections and sections[-1].title == name:
            sections[-1] = Section(name, sections[-1].items + tuple(items.items))
        elif items.items:
            sections.append(Section(name, tuple(items.items)))
    # a list of the headings leads nowhere else
    headings = {part.title for part in document}
    lost = [text for text in left if text not in headings]
    return _Reading(title, _intro(found), tuple(sections), (*doubts, *left_out(where, lost)), used, total)


def _intro(found: Sequence[Block]) -> str:
    """Returns what stands above the first heading and the first item."""
    above = []
    for block in found:
        if block.level or block.depth or block.lines[0].link:
            break
        if not read_day(block.text):
            above.append(block.text)
    return shortened(" ".join(above), _INTRO_LENGTH)
