"""One item with where it stands, as the reference tells it or as an importer understood it, in words that can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backissue.errors import InvalidValue
from backissue.importers.facts.worded_dates import read_span
from backissue.model import Issue, Item
from backissue.text.dates import parse_date
from backissue.text.links import link_key

# What the reference writes where a source says nothing.
_NOTHING = frozenset(("(all)", "(lead)", "feed", "(untitled)"))
# The reference calls a section without items so; it is no kind.
_NO_KINDS = frozenset(("essay", "essay-part"))
# What has no title of its own is called by so many signs of its text.
_CUT_TITLE = 30
_LANGUAGES = {"英文": "en", "英语": "en", "中文": "zh"}


@dataclass(frozen=True, slots=True)
class Row:
    """An item and its place. `url` is canonical, dates are ISO 8601, an empty value means that nothing is said.

    `words` are what the item is called: its kind, and for an importer's row its tags and language too. `path` are all the
    headings above it, where they are known. `file` tells where to look.
    """

    issue: str = ""
    date: str = ""
    section: str = ""
    path: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    summary: str = ""
    source: str = ""
    authors: frozenset[str] = frozenset()
    shared_by: str = ""
    words: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    language: str = ""
    sponsored: bool = False
    event: tuple[str, str] = ("", "")
    place: str = ""
    file: str = ""

    def __str__(self) -> str:
        return f"{self.issue} | {self.section} | {self.title[:80]} | {self.url[:100]}"


def stated_row(stated: Mapping[str, Any], by_day: bool = False) -> Row:
    """Returns a row of the reference; with `by_day` an issue is a day, as it is in a planet."""
    date = _date(_text(stated, "date"))
    return Row(
        issue=date if by_day else _number(_text(stated, "issue")),
        date=date,
        section=_said(_text(stated, "section")),
        path=tuple(folded(part) for part in stated.get("section_path") or ()),
        title="" if _is_cut(stated) else _said(_text(stated, "title")),
        url=link_key(_text(stated, "url")),
        summary=folded(_text(stated, "summary")),
        source=folded(_text(stated, "publisher")),
        authors=names(_text(stated, "author")),
        shared_by=folded(_text(stated, "shared_by")),
        words=frozenset(re.split(r"[/ ]", _text(stated, "kind"))) - {"", *_NO_KINDS},
        tags=frozenset(tag.casefold() for tag in stated.get("tags") or ()),
        language=_LANGUAGES.get(_text(stated, "lang_note"), ""),
        sponsored=bool(stated.get("sponsored")),
        event=_span(_text(stated, "event_date") or _text(stated, "event_date_text"), date),
        place=folded(_text(stated, "event_place")),
    )


def found_row(issue: Issue, section: str, item: Item, file: str) -> Row:
    """Returns the row of an item that an importer found in `file`."""
    tags = frozenset(tag.casefold() for tag in item.tags)
    event = (item.event.start[:10], item.event.end[:10] or item.event.start[:10]) if item.event else ("", "")
    return Row(
        issue=_number(issue.number or issue.date),
        date=issue.date[:10],
        section=folded(section),
        title="" if item.title_made else folded(item.title),
        url=link_key(item.url),
        summary=folded(item.summary),
        source=folded(item.source),
        authors=frozenset(folded(author).casefold() for author in item.authors),
        shared_by=folded(item.shared_by),
        words=tags | {item.kind, item.language.partition("-")[0]},
        tags=tags,
        language=item.language.partition("-")[0],
        sponsored=item.sponsored,
        event=event,
        place=folded(item.event.place if item.event else ""),
        file=file,
    )


def folded(text: str) -> str:
    """Returns `text` with spaces as a reader sees them: one between words, none before a comma.

    >>> folded(" Articles ,  Talks ")
    'Articles, Talks'
    """
    return re.sub(r" (?=[,;:.!?](?:\s|$))", "", " ".join(unicodedata.normalize("NFC", text).split()))


def names(text: str) -> frozenset[str]:
    """Returns the people that a text names, in no order.

    >>> sorted(names("A. Lee, B. Ray and C. Fox"))
    ['a. lee', 'b. ray', 'c. fox']
    """
    return frozenset(name for part in re.split(r",| and | & ", text) if (name := folded(part).casefold()))


def _is_cut(stated: Mapping[str, Any]) -> bool:
    """Says whether the reference made the title from the text."""
    title, summary = ("".join(_text(stated, name).split()) for name in ("title", "summary"))
    return len(_text(stated, "title")) == _CUT_TITLE and summary.startswith(title)


def _said(text: str) -> str:
    return "" if text in _NOTHING else folded(text)


def _text(stated: Mapping[str, Any], name: str) -> str:
    value = stated.get(name)
    return value if isinstance(value, str) else ""


def _number(text: str) -> str:
    return text.lstrip("0") or text


def _date(text: str) -> str:
    try:
        return parse_date(text) if text else ""
    except InvalidValue:
        return text


def _span(text: str, near: str) -> tuple[str, str]:
    first, last, _ = read_span(text, near)
    return first, last
