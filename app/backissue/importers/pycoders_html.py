"""Imports an issue of PyCoder's Weekly from its page on the web, or from the HTML of its mail, of any year."""

from __future__ import annotations

import re

from backissue.errors import SourceError
from backissue.importers.imported import Imported, published_as
from backissue.importers.known import PYCODERS, is_pycoders
from backissue.importers.lines.flow import read_flow
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.importers.weeklies.pycoders import issue_number, read_issue

NAME = "pycoders-html"
_TITLE = re.compile(r"(?is)<(?:title|h1)\b[^>]{0,300}>[^<]{0,200}(?:pycoder['’&\w#;]{0,10}s weekly|issue\s*#)[^<]{0,200}<")
# Until 2018 Mailchimp sent the issues and showed them; their titles named the newsletter and the number.
_MAILED = re.compile(
    r"(?is)<(?:title|h1|h2)\b[^>]{0,300}>[^<]{0,200}pycoder['’&\w#;]{0,10}s weekly[^<\w]{0,9}issue\s*#\s?\d{1,5}[^<]{0,200}<"
)
_SENT = re.compile(r"(?i)mcnTextContent|campaign-archive|list-manage\.com|mailchi\.mp|pycoders\.com/")


def detect(source: Source) -> bool:
    """Says whether it is a page whose title names PyCoder's Weekly or an issue, with the newsletter's own links."""
    text = source.text[:300_000]
    if not is_html(source.head):
        return False
    if "pycoders.com/link/" in text:
        return bool(_TITLE.search(text) or _around(source))
    return bool(_SENT.search(text) and (_MAILED.search(text) or _around(source)))


def _around(source: Source) -> str:
    """Returns the title of the issue as the mail around the source has it, or "" where that is another newsletter's."""
    around = source.around
    return f"Issue #{around.number}: {around.title}" if is_pycoders(around.newsletter) and around.number else ""


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue on the page.

    Raises:
        SourceError: if it holds no items.
    """
    flow = read_flow(source.text)
    titles = [_around(source), *(line.text for line in flow.lines if line.level == 1), flow.title]
    title = next((text for text in titles if issue_number(text)), next(filter(None, titles), ""))
    issue, doubts = read_issue(flow.lines, source.name, title, source.around.date)
    if issue is None:
        raise SourceError(
            "holds no issue of PyCoder's Weekly", where=source.name, expected="its number, and items that are links"
        )
    return published_as(Imported((PYCODERS,), (issue,), tuple(doubts)), publication, source.name)
