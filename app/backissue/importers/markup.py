"""Tells markup from text, and makes it safe for Python's HTML parser.

The parser takes quadratic time over tags that are never closed, and stumbles over marked sections.
"""

from __future__ import annotations

import re

from backissue.importers.wording import tidy
from backissue.text.html import plain_text

_TAG = re.compile(r"<(?:!doctype html|html|head|body|title|meta|table|div|center|span|h[1-6]|p|a|td|tr|br|ul|section)\b")
_XML = re.compile(
    r"(?:<\?xml[^>]{0,300}>\s*)?(?:<!--[^>]{0,500}-->\s*)*(?:<!doctype rss[^>]{0,300}>\s*)?"
    r"<(?:rss|feed|rdf:rdf|atom:feed)\b"
)
# No tag that somebody wrote holds so many others; the parser would look at each of them to the end of the text.
_OPEN_AT_MOST = 20


def closable(html: str) -> str:
    """Returns `html` with every `<` as text that cannot open a tag, since nothing closes it.

    >>> closable("a <b>c</b> < d <!-- e"), closable("<p>1</p>")
    ('a <b>c</b> &lt; d &lt;!-- e', '<p>1</p>')
    """
    end = html.rfind("-->") + 1
    if "<!--" in html[end:]:
        html = html[:end] + html[end:].replace("<!--", "&lt;!--")
    # to a browser, a marked section is a comment that ends at the next `>`; the parser stumbles over unknown ones
    *parts, tail = html.replace("<![", "<?[").split(">")
    parts = [_last_only(part) if part.count("<") > _OPEN_AT_MOST else part for part in parts]
    return ">".join([*parts, tail.replace("<", "&lt;")])


def _last_only(part: str) -> str:
    head, _, last = part.rpartition("<")
    return head.replace("<", "&lt;") + "<" + last


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
    return tidy(plain_text(closable(html))) if "<" in html or "&" in html else tidy(html)
