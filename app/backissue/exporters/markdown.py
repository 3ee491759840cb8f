"""Exports Markdown that people read and that can be read back: a heading for each issue, section and item, and its words.

Titles, links, summaries and section headings are what the text says: change them there, and they are changed when it is
imported again. The rest of what is known, and words that Markdown cannot hold as they are, stand in comments of JSON, with
the names of `exporters.rows`; the line in italics below such a comment shows most of it, and is not read. The full text of
a post is a line of HTML. Issues stand in the archive's order, whatever the order of the hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from backissue.exporters.heading import name_of, title_of
from backissue.exporters.rows import ISSUE_COLUMNS, PUBLICATION_FIELDS, Row, as_json, rows, said
from backissue.model import Archive
from backissue.text.markdown import escape_markdown

NAME = "markdown"
MEDIA_TYPE = "text/markdown"
SUFFIX = ".md"
BINARY = False
ORDERED = False
SIGN = b"format: backissue-markdown\n"
LOSES = ""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_HYPHENS = "-\\u002d"
# An address that Markdown would not read as it stands; what looks like an entity would become one.
_ODD_URL = re.compile(r"[\s<>\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|&\w+;")


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields issue after issue, newest first, in pieces of an item."""
    yield f"---\nformat: backissue-markdown\ntitle: {as_json(title_of(archive))}\n---\n".encode()
    writer = _Writer()
    for row in rows(archive):
        yield "".join(writer.blocks(row)).encode()


class _Writer:
    """Writes rows, and remembers which issue and section it is in."""

    def __init__(self) -> None:
        self.issue = ""
        self.section: tuple[str, int] = ("", 1)

    def blocks(self, row: Row) -> Iterator[str]:
        name = row.get("issue_id", "")
        if not name:
            yield _comment("publication", said(row))
            return
        if name != self.issue:
            self.issue, self.section = name, ("", 1)
            yield from _issue(row)
        section = row.get("section", ""), row.get("section_number", 1)
        if section != self.section or ("section_number" in row and "id" not in row):
            self.section = section
            yield from _section(row)
        if "id" in row:
            yield from _item(row)


def _issue(row: Row) -> Iterator[str]:
    title = " ".join(filter(None, (row["newsletter"], row["issue"]))) or row["issue_id"]
    heading = ": ".join(filter(None, (title, row.get("issue_title", ""))))
    date = f" ({row['date']})" if row["date"] else ""
    yield f"\n# {escape_markdown(_tidy(heading + date))}\n"
    intro = row.get("intro", "")
    columns = (*ISSUE_COLUMNS, *PUBLICATION_FIELDS)
    told = {each: row[each] for each in columns if each in row and (each != "intro" or not _plain(intro))}
    yield _comment("issue", said(told))
    yield from _paragraphs(intro)


def _section(row: Row) -> Iterator[str]:
    title = row["section"]
    if _tidy(title):
        yield f"\n## {escape_markdown(_tidy(title))}\n"
    told = {"section": title} if title != _tidy(title) or not title else {}
    if "section_number" in row:
        told["section_number"] = row["section_number"]
    if told:
        yield _comment("section", told)


def _item(row: Row) -> Iterator[str]:
    title, url, summary, content = row["title"], row["url"], row["summary"], row.get("content", "")
    shown = escape_markdown(name_of(_tidy(title), url))
    link = "" if _ODD_URL.search(url) else url
    address = f"<{link}>" if "(" in link or ")" in link else link
    yield f"\n### [{shown}]({address})\n" if link else f"\n### {shown}\n"
    told = {
        "title": "" if title == _tidy(title) else title,
        "url": "" if url == link else url,
        "summary": "" if _plain(summary) else summary,
        "content": content if _CONTROL.search(content) else "",
    }
    elsewhere = (*told, "section", "section_number", *ISSUE_COLUMNS, *PUBLICATION_FIELDS)
    yield _comment("item", said({name: value for name, value in row.items() if name not in elsewhere} | told))
    if known := " · ".join(filter(None, map(_tidy, _known(row)))):
        yield f"*{escape_markdown(known)}*\n"
    yield from _paragraphs(summary)
    if content and not told["content"]:
        # a line that ends within the HTML would end it for Markdown, too
        yield f"\n<div>{content.replace(chr(10), '&#10;')}</div>\n"


def _known(row: Row) -> Iterator[str]:
    """What people want to know of an item before they follow its link."""
    event = row.get("event", {})
    yield " to ".join(dict.fromkeys(filter(None, (event.get("start"), event.get("end")))))
    yield event.get("place", "")
    yield "online" if event.get("online") else ""
    yield ", ".join(row.get("authors", ()))
    yield row.get("source", "")
    yield f"via {row['shared_by']}" if "shared_by" in row else ""
    yield "sponsored" if row.get("sponsored") else ""
    yield from (f"#{tag}" for tag in row.get("tags", ()))


def _paragraphs(text: str) -> Iterator[str]:
    if text and _plain(text):
        yield f"\n{escape_markdown(text)}\n"


def _comment(kind: str, told: Row) -> str:
    # two hyphens would end the comment for some readers of HTML
    return f"<!-- {kind} {as_json(told).replace('--', _HYPHENS)} -->\n"


def _tidy(text: str) -> str:
    """The text as a heading can hold it."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _plain(text: str) -> bool:
    """Says whether paragraphs hold `text` to the letter."""
    return text == text.strip() and not _CONTROL.search(text)
