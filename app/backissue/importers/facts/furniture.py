"""Knows what stands around the content of a newsletter: viewing, subscribing, sharing, who sends it, "read more"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from backissue.importers.facts.furniture_words import BUTTON_SITES, BUTTONS, ENDS, GENERIC, LINES, NETWORKS
from backissue.text.links import site_of


def _one_of(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


_LINES = re.compile(r"(?i)[\W_]*" + _one_of(LINES))
_ENDS = re.compile(r"(?i)[\W_]*" + _one_of(ENDS))
_GENERIC = re.compile(r"(?i)[\W_]*" + _one_of(GENERIC) + r"[\W_]*")
_NETWORKS = re.compile(
    r"(?i)[\W_]*(?:(?:follow|find|join|like|visit) (?:us|me) )?(?:on )?"
    + _one_of(NETWORKS)
    + r"(?: (?:profile|page|group|channel|feed|icon|logo))?[\W_]*"
)
_NETWORK = re.compile(rf"(?i)[\W_]*{_one_of(NETWORKS)}[\W_]*")
_BUTTONS = re.compile(rf"(?i)://(?:www\.|mobile\.)?{_one_of(BUTTON_SITES)}|{_one_of(BUTTONS)}")
_PARTED = re.compile(r"\s*(?:[|•·∙/]|\s[-–—]\s)\s*")
_ROOT = re.compile(
    r"(?i)/?(?:index\.\w+|home|about|archives?|issues|subscribe|signup|tags?|categor(?:y|ies)|contact|feed|rss|search|login"
    r"|page|upgrade|pricing|membership|donate|support|sponsor(?:ship)?|advertise|abo|join|privacy|terms|impressum|datenschutz)?/?"
)
# Endings of host names that no file or program has as its own.
_ENDINGS = frozenset((
    "com", "org", "net", "edu", "gov", "info", "dev", "app", "blog", "tech", "cloud", "page", "site", "online", "news", "me",
    "tv", "co", "uk", "de", "fr", "es", "it", "nl", "pl", "ch", "at", "be", "se", "no", "fi", "dk", "jp", "cn", "kr", "br", "ru",
    "in", "au", "ca", "eu", "us", "xyz",
))  # fmt: skip


def is_furniture(text: str) -> bool:
    """Says whether a line is about the mail, the page or its sender, and not of what it tells.

    >>> [is_furniture(text) for text in ("View this email in your browser", "Abmelden | Impressum", "View trees in Rust")]
    [True, True, False]
    """
    head = text[:160]
    return bool(_LINES.match(head)) or all(_NETWORKS.fullmatch(part) for part in _PARTED.split(head) if part)


def names_network(text: str) -> bool:
    """Says whether a line is only the name of a network, which may head what was found there as well as link to an account.

    >>> names_network("Hacker News"), names_network("Follow us on GitHub"), names_network("Unsubscribe")
    (True, False, False)
    """
    return bool(_NETWORK.fullmatch(text.strip()))


def ends_content(text: str) -> bool:
    """Says whether a line opens the part at the end where only the sender and the mailer speak."""
    return bool(_ENDS.match(text[:160]))


def is_button(url: str) -> bool:
    """Says whether a link shares, forwards, subscribes or leaves instead of leading to something to read.

    >>> is_button("https://twitter.com/intent/tweet?url=x"), is_button("https://twitter.com/a/status/1")
    (True, False)
    """
    return bool(_BUTTONS.search(url[:500]))


def is_generic(text: str) -> bool:
    """Says whether the words of a link do not name what it leads to: read more, here, its bare address.

    >>> is_generic("Read more »"), is_generic("weiterlesen"), is_generic("example.org/a"), is_generic("Reading the tides")
    (True, True, True, False)
    """
    head = text.strip()[:120]
    return not any(char.isalnum() for char in head) or bool(_GENERIC.fullmatch(head)) or is_address(head)


def is_address(text: str) -> bool:
    """Says whether a text is a bare address, with or without its scheme.

    >>> is_address("www.example.org"), is_address("https://example.org/x"), is_address("Node.js")
    (True, True, False)
    """
    text = text.strip()
    if text.startswith(("http://", "https://")):
        return " " not in text
    host, slash, _ = text.partition("/")
    labels = host.split(".")
    if " " in text or len(labels) < 2 or not all(labels) or not labels[-1].isascii() or not labels[-1].isalpha():
        return False
    return bool(slash) or labels[0] == "www" or (host == host.lower() and labels[-1] in _ENDINGS)


def leads_around(url: str, own: str) -> bool:
    """Says whether a link only leads around `own`, the newsletter's own site: to its start, its archive, its feed."""
    return bool(own) and site_of(url) == own and bool(_ROOT.fullmatch(urlsplit(url).path))
