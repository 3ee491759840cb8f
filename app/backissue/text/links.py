"""Cleans links and tells which ones lead to the same place."""

from __future__ import annotations

import functools
import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from backissue.text.redirects import TELLING, target_of

SAFE_SCHEMES = ("http", "https", "mailto")
# Parameters that only tell the target where a reader came from.
_TRACKING = re.compile(
    r"(?i:utm_\w+|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|msclkid|igshid|yclid|twclid|_hs(?:enc|mi)|mkt_tok|vero_id"
    r"|oly_(?:anon|enc)_id|_bhlid|jwt_token|isFreemail|triedRedirect|ck_subscriber_id|s_cid|ref_src|ref_url|__s)$"
)
# Mails break links over lines, and pages put what cannot be seen into them; a plain space inside belongs to the name.
_SIGNS = r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+"
_UNSEEN = re.compile(rf"(?<! ) *{_SIGNS}(?: +{_SIGNS})* *")
_SPACE = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]")
# One link of these newsletters has a page, a mail and a feed address; its number decides, and the page's tells no reader.
_NUMBERED = re.compile(r"/link/(\d+)/[^/]+$")
_NUMBERING = frozenset((
    "pycoders.com", "javascriptweekly.com", "nodeweekly.com", "frontendfoc.us", "react.statuscode.com", "rubyweekly.com",
    "golangweekly.com", "postgresweekly.com", "mobiledevweekly.com",
))  # fmt: skip
# Who reads, by a mailer's number or by a signed token, is nobody's business.
_READER = re.compile(r"(?:list-manage\d*\.com|campaign-archive\d*\.com|mailchi\.mp)$")
_TOKEN = re.compile(r"eyJ[\w-]{5,}\.[\w.-]{5,}$", re.ASCII)
# Most links are plain: nothing of them is to be cleaned, and they lead where they say.
_PLAIN = re.compile(rf"(?!.*(?:{TELLING}|/link/))https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?:/[A-Za-z0-9._~/-]*)?")
# A redirect in a redirect in a redirect; more is a loop.
_REDIRECTS = 4
# The same link comes several times in a row: as text, as what leads, and as what is compared. Long ones are not kept.
_KEPT, _KEPT_LENGTH = 2_048, 512


def clean_link(url: str) -> str:
    """Returns `url` without tracking parameters and stray spaces, or "" where it is not http, https or mailto.

    A redirect that says where it leads becomes its target, and what names the reader goes.

    >>> clean_link(" https://Example.org/a?utm_source=x&b=1 "), clean_link("javascript:alert(1)")
    ('https://example.org/a?b=1', '')
    >>> clean_link("https://pycoders.com/link/7/t0ken")
    'https://pycoders.com/link/7/web'
    """
    return _kept_clean(url) if len(url) <= _KEPT_LENGTH else _clean(url)


def _clean(url: str) -> str:
    if _PLAIN.fullmatch(url):
        return url
    cleaned = target = _cleaned(url)
    for _ in range(_REDIRECTS):
        parts = urlsplit(target)
        further = _cleaned(found) if parts.scheme != "mailto" and (found := target_of(parts)) else ""
        if not further:
            return target
        target = further
    return cleaned


_kept_clean = functools.lru_cache(_KEPT)(_clean)


def _cleaned(url: str) -> str:
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
    path = _NUMBERED.sub(r"/link/\1/web", parts.path) if host.removeprefix("www.") in _NUMBERING else parts.path
    return urlunsplit((scheme, netloc, path, _query(parts, host), parts.fragment))


def _query(parts: SplitResult, host: str) -> str:
    """Returns what of the query tells where a link leads, and not where its reader came from or who that is."""

    def leads(pair: str) -> bool:
        name, _, value = pair.partition("=")
        return not (_TRACKING.match(name) or (name == "e" and _READER.search(host)) or _TOKEN.match(value))

    return "&".join(filter(leads, parts.query.split("&"))) if parts.query else ""


def link_key(url: str) -> str:
    """Returns what two links have in common that lead to the same place: scheme, `www.`, a last slash and an anchor go.

    >>> link_key("http://www.example.org/a/?utm_source=x#top") == link_key("https://example.org/a")
    True
    """
    cleaned = clean_link(url)
    if not cleaned or cleaned.startswith("mailto:"):
        return cleaned
    if _PLAIN.fullmatch(cleaned):
        return cleaned.partition("://")[2].removeprefix("www.").rstrip("/")
    parts = urlsplit(cleaned)
    # a fragment that holds a path is an address of its own in many single-page sites
    fragment = "#" + parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    key = parts.netloc.removeprefix("www.") + parts.path.rstrip("/") + ("?" + parts.query if parts.query else "")
    numbered = parts.netloc.removeprefix("www.") in _NUMBERING and _NUMBERED.search(parts.path)
    return key.removesuffix("/web") if numbered else key + fragment


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
