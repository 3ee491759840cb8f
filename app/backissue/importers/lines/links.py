"""Tells which of the links of lines are to be kept, beside the one that an item has for its own."""

from __future__ import annotations

from collections.abc import Iterable

from backissue.model import Link
from backissue.text.links import link_key

_LINKS_AT_MOST = 100


def is_elsewhere(link: Link) -> bool:
    """Says whether a link leads to something to read, not to somebody's mailbox."""
    return not link.url.startswith("mailto:")


def further(links: Iterable[Link], own: str) -> tuple[Link, ...]:
    """Returns the links with words that lead elsewhere than `own`, each once, the first hundred of them."""
    main = link_key(own)
    kept: dict[str, Link] = {}
    for link in links:
        key = link_key(link.url)
        if link.title and key != main:
            kept.setdefault(key, link)
        if len(kept) == _LINKS_AT_MOST:
            break
    return tuple(kept.values())
