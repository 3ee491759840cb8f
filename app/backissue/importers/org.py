"""Imports newsletters written in org-mode: headlines are sections, or items where they are links; so are entries of lists.

The markup is turned into HTML and read as the page of a newsletter that nobody described.
"""

from __future__ import annotations

import re

from backissue.errors import SourceError
from backissue.importers.facts.furniture import is_furniture
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.general.newsletter import read_content
from backissue.importers.general.page_facts import read_facts
from backissue.importers.imported import Imported, dropped_link, published_as, unplaced
from backissue.importers.lines.flow import Flow, Line, read_flow
from backissue.importers.lines.org_markup import settings_of, to_html
from backissue.importers.plain_text.head import without_day
from backissue.importers.source import Source

NAME = "org"
_LENGTH_AT_MOST = 8_000_000
_LINK = re.compile(r"\[\[https?://[^\[\]\s]+\](?:\[[^\]]+\])?\]")
_STRUCTURE = re.compile(
    r"^(?:\*{1,6}[ \t]+\S|#\+(?:TITLE|DATE|AUTHOR|OPTIONS|FILETAGS|STARTUP):|[ \t]*[-+][ \t]+\[\[)", re.MULTILINE | re.IGNORECASE
)


def detect(source: Source) -> bool:
    """Says whether it is org-mode text with links: at least three of its own kind, and headlines, settings or lists."""
    head = source.head
    return head.lstrip("\ufeff \n")[:1] not in ("<", "{") and len(_LINK.findall(head)) >= 3 and bool(_STRUCTURE.search(head))


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue that the text is.

    Raises:
        SourceError: if nothing in it leads anywhere.
    """
    text = source.text[:_LENGTH_AT_MOST].lstrip("\ufeff")
    settings = settings_of(text)
    lines = [line for line in read_flow(to_html(text)).lines if not is_furniture(line.text)]
    title = settings.get("title", "")
    if not title and lines and not lines[0].links and find_day(lines[0].text):
        title, lines = lines[0].text, lines[1:]
    top = tuple(Line(each) for each in (title, settings.get("date", "").strip("<>[]"), settings.get("subtitle", "")) if each)
    metas = {"lang": settings.get("language", "")}
    facts = read_facts(source, Flow(without_day(title), metas, top), top)
    date = facts.date or find_day(source.stem.replace("_", "-"))
    content = read_content(lines, source.name, date)
    if not content.sections:
        raise SourceError("holds no item", where=source.name, expected="org-mode text with links")
    issue = facts.issue(content.intro, content.sections, date=date)
    doubts = [*content.doubts, *(dropped_link(source.name, line.text, line.dead) for line in lines if line.dead)]
    doubts += unplaced(source.name, issue)
    return published_as(Imported((facts.publication,), (issue,), tuple(doubts)), publication, source.name)
