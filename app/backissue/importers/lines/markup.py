"""Tells markup from text, and takes the words out of markup."""

from __future__ import annotations

import re

from backissue.importers.facts.wording import tidy
from backissue.text.html import plain_text

_TAG = re.compile(r"<(?:!doctype html|html|head|body|title|meta|table|div|center|span|h[1-6]|p|a|td|tr|br|ul|section)\b")
_XML = re.compile(
    r"(?:<\?xml[^>]{0,300}>\s*)?(?:<!--[^>]{0,500}-->\s*)*(?:<!doctype rss[^>]{0,300}>\s*)?"
    r"<(?:rss|feed|rdf:rdf|atom:feed)\b"
)


def is_html(head: str) -> bool:
    """Says whether a text that begins with `head` is a page or a piece of HTML.

    >>> is_html("<!doctype html><p>"), is_html("<?xml version='1.0'?><rss>"), is_html("1 < 2")
    (True, False, False)
    """
    start = head[:5000].lstrip("\ufeff \t\n").lower()
    if not start.startswith("<") or _XML.match(start):
        return False
    return bool(_TAG.search(start))


def words_in(html: str) -> str:
    """Returns the words of a piece of HTML on one line.

    >>> words_in("Boats &amp; <b>quays</b>")
    'Boats & quays'
    """
    return tidy(plain_text(html)) if "<" in html or "&" in html else tidy(html)
