"""Writes XML that any parser takes, whatever the texts in it hold."""

from __future__ import annotations

import re

from backissue.exporters.rows import Row, as_json, said

# The elements of ours in a feed: `row` holds what `exporters.rows` makes of an item, as JSON, without its content where that
# stands in the feed itself.
NAMESPACE = "urn:backissue:export:1"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# https://www.w3.org/TR/xml/#charsets
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def holds(text: str) -> bool:
    """Says whether XML can hold `text` as it is."""
    return not _FORBIDDEN.search(text)


def escaped(text: str) -> str:
    """Returns `text` as the text of an element; what XML forbids becomes U+FFFD.

    >>> escaped("a]]> & \\x01\\r")
    'a]]&gt; &amp; \\ufffd&#13;'
    """
    text = _FORBIDDEN.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _quoted(text: str) -> str:
    # a parser makes spaces of the line ends and tabs in an attribute
    text = escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{text}"'


def element(name: str, text: str, /, **attributes: str) -> str:
    """Returns an element with its text on a line of its own, or "" where it would say nothing at all.

    >>> element("link", "", href="https://example.org/?a&b"), element("title", "")
    ('<link href="https://example.org/?a&amp;b"/>\\n', '')
    """
    pairs = "".join(f" {key}={_quoted(value)}" for key, value in attributes.items())
    if not text:
        return f"<{name}{pairs}/>\n" if pairs else ""
    return f"<{name}{pairs}>{escaped(text)}</{name}>\n"


def row_element(row: Row) -> str:
    """Returns a row as an element of our namespace, which gives it back to the letter."""
    if holds(row.get("content", "")):
        row = {name: value for name, value in row.items() if name != "content"}
    return element("backissue:row", as_json(said(row)))
