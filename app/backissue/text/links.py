"""Cleans links and tells which ones lead to the same place."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

SAFE_SCHEMES = ("http", "https", "mailto")
# Parameters that only tell the target where a reader came from.
_TRACKING = re.compile(
    r"(?i:utm_\w+|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|igshid|yclid|twclid|_hs(?:enc|mi)|mkt_tok|vero_id"
    r"|oly_(?:anon|enc)_id|_bhlid|ck_subscriber_id|s_cid|ref_src|ref_url|__s)$"
)
# Mails break links over lines, and pages put what cannot be seen into them; a plain space inside belongs to the name.
_UNSEEN = re.compile(r"(?<! ) *[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+ *")
_SPACE = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]")
# One link of PyCoder's Weekly has a page, a mail and a feed address; its number decides.
_PYCODERS = re.compile(r"pycoders\.com/link/(\d+)/[^/?#]+$")


def clean_link(url: str) -> str:
    """Returns `url` without tracking parameters and stray spaces, or "" where it is not http, https or mailto.

    >>> clean_link(" https://Example.org/a?utm_source=x&b=1 "), clean_link("javascript:alert(1)")
    ('https://example.org/a?b=1', '')
    """
    url = _SPACE.sub("%20", _UNSEEN.sub("", url.strip()))
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme == "mailto":
        return "mailto:" + parts.path if "@" in parts.path else ""
    if scheme not in SAFE_SCHEMES or not host or "%" in host:
        return ""
    user, at, _ = parts.netloc.rpartition("@")
    netloc = user + at + (f"[{host}]" if ":" in host else host)
    if port and port != {"http": 80, "https": 443}[scheme]:
        netloc += f":{port}"
    query = "&".join(pair for pair in parts.query.split("&") if not _TRACKING.match(pair.partition("=")[0]))
    return urlunsplit((scheme, netloc, parts.path, query, parts.fragment))


def link_key(url: str) -> str:
    """Returns what two links have in common that lead to the same place: scheme, `www.`, a last slash and an anchor go.

    >>> link_key("http://www.example.org/a/?utm_source=x#top") == link_key("https://example.org/a")
    True
    """
    cleaned = clean_link(url)
    if not cleaned or cleaned.startswith("mailto:"):
        return cleaned
    parts = urlsplit(cleaned)
    # a fragment that holds a path is an address of its own in many single-page sites
    fragment = "#" + parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    key = parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + ("?" + parts.query if parts.query else "")
    if match := _PYCODERS.match(key):
        return f"pycoders.com/link/{match[1]}"
    return key + fragment


def site_of(url: str) -> str:
    """Returns the host of `url` without `www.`, or "".

    >>> site_of("https://www.example.org:8000/a")
    'example.org'
    """
    head, _, rest = url.partition("://")
    if head not in ("http", "https"):
        return ""
    host = rest.partition("/")[0].partition("?")[0].partition("#")[0].rpartition("@")[2]
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name.lower().removeprefix("www.")
