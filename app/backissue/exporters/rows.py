"""An archive as rows, one an item with where it stands: what every export that can be read back is made of.

A row is what `items-jsonl` holds on a line: `newsletter, issue, date, section, title, url, summary`, always there, then
the other fields of an item that are not empty, and what it takes to get the same archive back:

- `publication`, `issue_id` and `id` are the ids that things have in the archive; `item_date` is the date of the item where
  it differs from its issue's; `issue_title` and `issue_url` tell more of the issue, and its first row has its `intro`.
- The first row of a publication has `publication_url`, `publication_kind`, `publication_language`, `licence`,
  `subscribe_url` and `feed_url`; what names no kind is a newsletter.
- `section_number` tells the second section of one title in an issue from the first.
- `untitled` marks an item that has no title at all; `end` of an event is there, though empty, where only the start is known.
- A row without an `id` tells of a publication, an issue or a section that holds nothing.

Links are of http, https and mailto, and full posts are sanitised, whatever the archive holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from backissue.archive.selection import placed
from backissue.exporters.innocence import harmless, harmless_link
from backissue.model import Archive, Issue, Item, Publication

Row = dict[str, Any]
PUBLICATION_FIELDS = {
    "publication_url": "url",
    "publication_kind": "kind",
    "publication_language": "language",
    "licence": "licence",
    "subscribe_url": "subscribe_url",
    "feed_url": "feed_url",
}
ISSUE_COLUMNS = (
    "publication",
    "newsletter",
    *PUBLICATION_FIELDS,
    "issue",
    "issue_id",
    "date",
    "issue_title",
    "issue_url",
    "intro",
)
# What XML and UTF-8 cannot hold, and what JSON may hold all the same as an escape.
_UNWRITABLE = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def rows(archive: Archive, order: Sequence[str] = ()) -> Iterator[Row]:
    """Yields a row for each item of `archive`; in the `order` of these ids, or in the archive's, then with what is empty."""
    writer = _Rows(archive)
    if order:
        for issue, place, item in placed(archive, order):
            yield writer.item_row(issue, place, item)
        return
    for issue in archive.issues:
        if not issue.sections:
            yield writer.issue_row(issue)
        for place, section in enumerate(issue.sections):
            if not section.items:
                yield writer.section_row(issue, place) | {"section_number": _number(issue, place)}
            for item in section.items:
                yield writer.item_row(issue, place, item)
    for publication in archive.publications:
        if not writer.told(publication.id):
            yield writer.publication_row(publication)


class _Rows:
    """Makes rows, and remembers which publications and issues were told of."""

    def __init__(self, archive: Archive) -> None:
        self._publications = {publication.id: publication for publication in archive.publications}
        self._told: set[str] = set()

    def told(self, name: str) -> bool:
        return name in self._told

    def publication_row(self, publication: Publication) -> Row:
        row: Row = {"publication": publication.id, "newsletter": publication.title}
        if not self.told(publication.id):
            self._told.add(publication.id)
            facts = {name: getattr(publication, field) for name, field in PUBLICATION_FIELDS.items()}
            facts |= {name: harmless_link(value) for name, value in facts.items() if name.endswith("_url")}
            row |= {name: value for name, value in facts.items() if value not in ("", "newsletter")}
        return row

    def issue_row(self, issue: Issue) -> Row:
        publication = self._publications.get(issue.publication) or Publication(issue.publication, "")
        row = self.publication_row(publication) | {"issue": issue.number, "issue_id": issue.id, "date": issue.date}
        more = {
            "issue_title": issue.title,
            "issue_url": harmless_link(issue.url),
            "intro": "" if self.told(issue.id) else issue.intro,
        }
        self._told.add(issue.id)
        return row | {name: value for name, value in more.items() if value}

    def section_row(self, issue: Issue, place: int) -> Row:
        row = self.issue_row(issue) | {"section": issue.sections[place].title}
        number = _number(issue, place)
        return row | {"section_number": number} if number > 1 else row

    def item_row(self, issue: Issue, place: int, item: Item) -> Row:
        item = harmless(item)
        row = self.section_row(issue, place) | {"id": item.id, "title": item.title, "url": item.url, "summary": item.summary}
        row |= {name: value for name, value in item.to_dict().items() if name not in ("date", "event")}
        if not item.title:
            row["untitled"] = True
        if item.date:
            row["item_date"] = item.date
        if item.event and (event := item.event.to_dict()):
            row["event"] = event if item.event.end or not item.event.start else event | {"end": ""}
        if item.content:
            row["content"] = item.content
        return row


def _number(issue: Issue, place: int) -> int:
    """Counts the sections of the same title up to this one."""
    title = issue.sections[place].title
    return sum(section.title == title for section in issue.sections[: place + 1])


def said(row: Row) -> Row:
    """Returns a row without its empty texts, which mean what is not there means."""
    return {name: value for name, value in row.items() if value != ""}


def as_json(value: Any) -> str:
    """Returns `value` as JSON on one line, in the order of its keys, with nothing in it that a text file cannot hold.

    >>> as_json({"b": "ø", "a": "\\x01\\ud800"})
    '{"b":"ø","a":"\\\\u0001\\\\ud800"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _UNWRITABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
