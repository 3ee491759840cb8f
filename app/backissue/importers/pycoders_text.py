"""Imports an issue of PyCoder's Weekly that was saved as plain text; its links are lost."""

from __future__ import annotations

import re

from backissue.errors import SourceError
from backissue.importers import planet_text
from backissue.importers.imported import Imported, published_as
from backissue.importers.known import PYCODERS
from backissue.importers.lines.markup import is_html
from backissue.importers.source import Source
from backissue.importers.weeklies.pycoders import lines_of_text, read_issue

NAME = "pycoders-text"
_SIGN = re.compile(r"(?im)^.{0,60}pycoder['’]?s weekly.{0,200}$")
_MARKDOWN = re.compile(r"\]\(https?://|(?m:^#{1,6} )")
_ISSUE = re.compile(r"(?im)^.{0,60}(?:issue\s*#\s?|#\s?)\d{1,5}\b.{0,200}$")


def detect(source: Source) -> bool:
    """Says whether the text names PyCoder's Weekly and an issue, and is no markup."""
    head = source.head
    if is_html(head) or head.lstrip().startswith(("{", "[", "<")) or not _ISSUE.search(head[:2000]):
        return False
    if len(_MARKDOWN.findall(head)) > 1:  # the newsletter itself is never written so, editions of others are
        return False
    named = _SIGN.search(head) or _SIGN.search(source.text[-2000:])
    # the issue may also stand among the posts of a planet
    return bool(named) and not planet_text.detect(source)


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue in the text.

    Raises:
        SourceError: if it holds no items, or more than one publication is asked for.
    """
    lines = lines_of_text(source.text.split("\n"))
    title = next((line.text for line in lines[:10] if "#" in line.text), "")
    issue, doubts = read_issue(lines, source.name, title)
    if issue is None:
        raise SourceError(
            "holds no issue of PyCoder's Weekly", where=source.name, expected="its number, and items that end in their source"
        )
    return published_as(Imported((PYCODERS,), (issue,), tuple(doubts)), publication, source.name)
