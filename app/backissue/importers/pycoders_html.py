"""Imports an issue of PyCoder's Weekly from its page on the web, or from the HTML of its mail."""

from __future__ import annotations

import re

from backissue.errors import SourceError
from backissue.importers.flow import read_flow
from backissue.importers.imported import Imported, published_as
from backissue.importers.known import PYCODERS, is_pycoders
from backissue.importers.markup import is_html
from backissue.importers.pycoders import read_issue
from backissue.importers.source import Source

NAME = "pycoders-html"
_TITLE = re.compile(r"(?is)<(?:title|h1)\b[^>]{0,300}>[^<]{0,200}(?:pycoder['’&\w#;]{0,10}s weekly|issue\s*#)[^<]{0,200}<")


def detect(source: Source) -> bool:
    """Says whether it is a page whose title names PyCoder's Weekly or an issue, with the newsletter's own links."""
    text = source.text[:300_000]
    return is_html(source.head) and "pycoders.com/link/" in text and bool(_TITLE.search(text) or _around(source))


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
    title = _around(source) or next((line.text for line in flow.lines if line.level == 1), "") or flow.title
    issue, doubts = read_issue(flow.lines, source.name, title, source.around.date)
    if issue is None:
        raise SourceError(
            "holds no issue of PyCoder's Weekly", where=source.name, expected="its number, and items that are links"
        )
    return published_as(Imported((PYCODERS,), (issue,), tuple(doubts)), publication, source.name)
