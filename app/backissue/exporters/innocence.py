"""Keeps out of every export what could harm whoever opens it: an archive that comes from elsewhere may hold anything."""

from __future__ import annotations

import dataclasses

from backissue.model import Item
from backissue.text.html import sanitise
from backissue.text.links import clean_link


def harmless_link(url: str) -> str:
    """Returns `url` as it is, or "" where it is none of http, https or mailto.

    >>> harmless_link("https://example.org/?utm_source=x"), harmless_link("javascript:alert(1)")
    ('https://example.org/?utm_source=x', '')
    """
    return url if clean_link(url) else ""


def harmless(item: Item) -> Item:
    """Returns `item` with links of http, https and mailto only, and its post sanitised."""
    return dataclasses.replace(
        item,
        url=harmless_link(item.url),
        links=tuple(link for link in item.links if harmless_link(link.url)),
        content=sanitise(item.content) if item.content else "",
    )
