"""Imports an issue of the Chinese edition of PyCoder's Weekly from its page on the web."""

from __future__ import annotations

import re

from backissue.errors import SourceError
from backissue.importers.facts.worded_dates import find_day
from backissue.importers.imported import Imported, published_as
from backissue.importers.known import PYCODERS_ZH
from backissue.importers.lines.flow import read_flow
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.importers.weeklies.pycoders_zh import TITLE, read_issue

NAME = "pycoders-zh-html"
_SITE = re.compile(r"(?i)<title\b[^>]{0,300}>[^<]{0,300}蠎周刊")
# The address of the page itself; other newsletters of the site have other folders.
_ISSUE = re.compile(r"""(?is)(?:og:url["'][^>]{0,60}|<h1\b[^>]{0,200}>\s{0,200}<a\b[^>]{0,60})["'][^"'>]{0,200}/issue/issue-\d""")
# The day and the minute in which the issue was posted stand below it.
_POSTED = re.compile(r"\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}(?!\S)", re.ASCII)


def detect(source: Source) -> bool:
    """Says whether it is a page of the edition's site with an issue of PyCoder's Weekly; other newsletters are there too."""
    text = source.text[:300_000]
    return is_html(source.head) and bool(_SITE.search(text)) and bool(_ISSUE.search(text)) and "pycoder" in text.lower()


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue on the page.

    Raises:
        SourceError: if it holds no items.
    """
    flow = read_flow(source.text)
    lines = flow.lines
    start = next((place for place, line in enumerate(lines) if line.level == 1 and TITLE.match(line.text)), -1)
    end = next((place for place in range(start + 1, len(lines)) if _POSTED.match(lines[place].text)), len(lines))
    title = lines[start].text if start >= 0 else flow.metas.get("og:title", "")
    date = find_day(lines[end].text) if end < len(lines) else ""
    issue, doubts = read_issue(lines[start + 1 : end], source.name, title, date, flow.metas.get("og:url", ""))
    if issue is None:
        raise SourceError(
            "holds no issue of PyCoder's Weekly in Chinese",
            where=source.name,
            expected="a heading with its number, and lists of links",
        )
    return published_as(Imported((PYCODERS_ZH,), (issue,), tuple(doubts)), publication, source.name)
