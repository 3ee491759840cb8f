"""Imports an issue of the Chinese edition of PyCoder's Weekly from the Markdown that it is written in."""

from __future__ import annotations

from backissue.errors import SourceError
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.imported import Imported, published_as
from backissue.importers.known import PYCODERS_ZH
from backissue.importers.lines.flow import read_flow
from backissue.importers.lines.markdown import front_matter, to_html
from backissue.importers.source import Source
from backissue.importers.weeklies.pycoders_zh import TITLE, read_issue

NAME = "pycoders-zh-markdown"


def detect(source: Source) -> bool:
    """Says whether it is Markdown whose front matter names an issue, as those of the edition are called."""
    facts, _ = front_matter(source.head)
    slug, title = facts.get("slug", ""), facts.get("title", "")
    named = slug.startswith("issue-") and slug.removeprefix("issue-").isdigit() and TITLE.match(title)
    return bool(named) and "pycoder" in source.head.lower()


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue in the Markdown.

    Raises:
        SourceError: if it holds no items.
    """
    facts, body = front_matter(source.text)
    lines = read_flow(to_html(body)).lines
    date = find_day(facts.get("date", ""))
    issue, doubts = read_issue(lines, source.name, facts.get("title", ""), date, facts.get("slug", ""))
    if issue is None:
        raise SourceError(
            "holds no issue of PyCoder's Weekly in Chinese",
            where=source.name,
            expected="a title with its number, and lists of links",
        )
    return published_as(Imported((PYCODERS_ZH,), (issue,), tuple(doubts)), publication, source.name)
