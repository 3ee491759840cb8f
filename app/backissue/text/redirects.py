"""Takes the target out of a redirect where it stands in the link itself: the links of mailers, and the doors of big sites.

Whatever only a mailer's server could tell (Mailchimp's `track/click`, most of SendGrid, HubSpot and Substack) stays as it
is: nothing is fetched.
"""

from __future__ import annotations

import binascii
import json
import re
import zlib
from collections.abc import Iterator
from urllib.parse import SplitResult, unquote

# Doors: by site, the path and the parameter that names where they lead.
_DOORS = {
    "google.com": ("/url", ("q", "url")),
    "facebook.com": ("/l.php", ("u",)),
    "instagram.com": ("/", ("u",)),
    "reddit.com": ("/", ("url",)),
    "umblr.com": ("/redirect", ("z",)),
    "youtube.com": ("/redirect", ("q",)),
    "slack-redir.net": ("/link", ("url",)),
    "vk.com": ("/away.php", ("to",)),
    "zhihu.com": ("/", ("target",)),
    "juejin.cn": ("/", ("target",)),
    "outlook.com": ("/", ("url",)),
    "cudasvc.com": ("/url", ("a",)),
    "linkedin.com": ("/redir/redirect", ("url",)),
    "medium.com": ("/m/global-identity-2", ("redirectUrl",)),
}
# These are doors on one of their hosts only; their other hosts are sites like any.
_DOOR_HOSTS = {
    "facebook.com": ("l.facebook.com", "lm.facebook.com"),
    "instagram.com": ("l.instagram.com",),
    "reddit.com": ("out.reddit.com",),
    "zhihu.com": ("link.zhihu.com",),
    "juejin.cn": ("link.juejin.cn",),
}
# Mailers: any part of their links that is an address, plain, in base64 or within JSON in base64, is the target.
_MAILERS = re.compile(
    r"(?:list-manage\d*|sendgrid|hubspotlinks|hubspotemail|sidekickopen\d*|convertkit-mail\d*|kit-mail\d*|createsend\d*|cmail\d+"
    r"|mandrillapp|mlsend\d*|customeriomail|rs6|klclick\d*|awstrack|sparkpostmail\d*)\.(?:com|net|email|me)"
)
# These hold newsletters too, on the same site: only links of these forms are a mailer's. So they are on rented hosts.
_TRACKED = re.compile(
    r"/(?:ls/click\?upn=|wf/click\?upn=|ss/c/|e/c/|v\d/clicks/|track/click|Ctc/|c/eJ[\w-]{20}|redirect/(?:\d+/|[0-9a-f]{8}-[0-9a-f]{4}-)"
    r"|f/a/[\w~-]{10})"
)
_HOSTING = ("beehiiv.com", "beehiiv.net", "substack.com", "buttondown.com", "buttondown.email")
_SITE = re.compile(r"https?://(?:[^/?#]*[.@])?(?P<site>[^./?#:@]+\.[^./?#:@]+)(?::\d+)?(?P<path>.*)")
_PATH = re.compile(r"/(?:CL|L)0/(https?(?::|%3a)(?:/|%2f){2}.+?)/\d+/[\w-]{20,}", re.IGNORECASE)  # Amazon's, on any host
_POSTMARK = re.compile(r"/\ds/([^/]+)/")
_PROOFPOINT = re.compile(r"https?://[^/]+/v3/__(https?:/.+?)__;")
_MAILGUN = re.compile(r"/c/(eJ[\w-]{20,})")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_BASE64_ADDRESS = "aHR0c"  # how `http` begins in base64
_INFLATED_BYTES = 8_192
# No mailer's link is longer, and what is longer was made to be slow.
_LENGTH = 8_192
# Without a query, and without a colon or a `%` in the path, only what holds one of these may be a redirect.
TELLING = r"aHR0c|eyJ|/c/eJ|pstmrk\.it/"
# The names under which mailers keep the target in JSON.
_NAMES = ("url", "u", "e", "l", "href", "target", "link")


def target_of(link: SplitResult) -> str:
    """Returns the address that a redirect leads to, as it stands in `link`; "" where it is none or does not say.

    >>> from urllib.parse import urlsplit
    >>> target_of(urlsplit("https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fa&sa=D"))
    'https://example.org/a'
    >>> target_of(urlsplit("https://x.us1.list-manage.com/track/click?u=1&id=2&e=3"))
    ''
    """
    if len(link.path) + len(link.query) > _LENGTH:
        return ""
    host = (link.hostname or "").lower()
    site = ".".join(host.rsplit(".", 2)[-2:])
    if site in _DOORS:
        return _behind_door(link, host, site)
    if _MAILERS.fullmatch(site) or (site in _HOSTING and _TRACKED.match(link.path)):
        return next((found for part in _parts(link) if (found := _address(part))), "")
    if site == "pstmrk.it" and (match := _POSTMARK.match(link.path)):
        return "https://" + unquote(match[1])
    if site in ("urldefense.com", "proofpoint.com"):
        return _proofpoint(link)
    if match := _PATH.match(link.path):
        return unquote(match[1])
    if host.startswith("email.") and (match := _MAILGUN.match(link.path)):
        return _mailgun(match[1])
    last = link.path.rpartition("/")[2]
    return _address(last) if last.startswith(_BASE64_ADDRESS) else ""


def is_tracked(url: str) -> bool:
    """Says whether `url` is a mailer's link, which counts who presses it and does not say where it leads.

    >>> is_tracked("https://link.mail.beehiiv.com/ss/c/u001.AbC"), is_tracked("https://example.org/a")
    (True, False)
    """
    match = _SITE.match(url)
    return match is not None and bool(_MAILERS.fullmatch(match["site"].lower()) or _TRACKED.match(match["path"]))


def _behind_door(link: SplitResult, host: str, site: str) -> str:
    path, names = _DOORS[site]
    if (link.path or "/") != path or host not in _DOOR_HOSTS.get(site, (host,)):
        return ""
    return next((value for name, value in _parameters(link) if name in names and _ADDRESS.match(value)), "")


def _parameters(link: SplitResult) -> Iterator[tuple[str, str]]:
    for pair in link.query.split("&"):
        name, _, value = pair.partition("=")
        yield name, unquote(value)


def _parts(link: SplitResult) -> Iterator[str]:
    for _, value in _parameters(link):
        yield value
    if match := _PATH.match(link.path):
        yield unquote(match[1])
    # a token is signed after a full stop
    yield from (piece for part in link.path.split("/") for piece in unquote(part).split("."))


def _address(part: str) -> str:
    """Returns the address that a part of a link is: plain, in base64, or in JSON in base64."""
    if _ADDRESS.fullmatch(part):
        return part
    if not part.startswith((_BASE64_ADDRESS, "eyJ")):
        return ""
    text = _from_base64(part).decode("utf-8", "replace")
    return text if _ADDRESS.fullmatch(text) else _address_in_json(text)


def _from_base64(part: str) -> bytes:
    part = part.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return binascii.a2b_base64(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        return b""


def _address_in_json(text: str, depth: int = 2) -> str:
    try:
        values = json.loads(text) if text.startswith("{") else {}
    except (ValueError, RecursionError):
        return ""
    for name in _NAMES:
        if isinstance(value := values.get(name), str) and _ADDRESS.fullmatch(value):
            return value
    inner = values.get("p") if depth else None  # Mandrill keeps JSON within JSON
    return _address_in_json(inner, depth - 1) if isinstance(inner, str) else ""


def _mailgun(token: str) -> str:
    try:
        text = zlib.decompressobj().decompress(_from_base64(token), _INFLATED_BYTES).decode("utf-8", "replace")
    except zlib.error:
        return ""
    found = re.search(r"(?:^|&)l=([^&]+)", text)
    return unquote(found[1]) if found else _address_in_json(text)


def _proofpoint(link: SplitResult) -> str:
    if match := _PROOFPOINT.match(link.geturl()):
        # the bytes that stand as `*` are kept apart: such an address cannot be read
        address = re.sub(r"^(https?:/)(?=[^/])", r"\1/", match[1])
        return "" if "*" in address else address
    coded = next((value for name, value in _parameters(link) if name == "u" and link.path.startswith("/v2/")), "")
    return unquote(coded.replace("-", "%").replace("_", "/"))
