"""Takes the facts out of the words around a link: its mark, its source, who wrote it, who sent it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backissue.importers.furniture import is_address
from backissue.importers.wording import tidy
from backissue.text.links import site_of

_KINDS = {
    "video": "video", "watch": "video", "screencast": "video", "talk": "video", "youtube": "video", "audio": "podcast",
    "podcast": "podcast", "listen": "podcast", "course": "course", "event": "event", "job": "job", "release": "release",
    "project": "project", "tool": "project", "library": "project", "code": "project", "repo": "project", "article": "article",
    "tutorial": "article", "blog": "article", "sponsor": "sponsor", "sponsored": "sponsor", "ad": "sponsor",
    "advertisement": "sponsor", "anzeige": "sponsor", "publicité": "sponsor", "sponsorisé": "sponsor",
    "patrocinado": "sponsor", "广告": "sponsor", "赞助": "sponsor", "推广": "sponsor", "広告": "sponsor",
    "视频": "video", "動画": "video", "vidéo": "video", "vídeo": "video",
}  # fmt: skip
_MARK = re.compile(
    r"^\s*[\[(【［（](?P<mark>[^\W\d_]{2,15})[\])】］）]\s*:?\s*|\s*[\[(【［（](?P<last>[^\W\d_]{2,15})[\])】］）]\s*$"
)
_SPONSOR = re.compile(
    r"(?i)^[\W_]*(?:(?:from|by|to|with|a word from|a message from)?\s*(?:our|this week['’]s|today['’]s|this issue['’]s|the)?\s*"
    r"(?:sponsor(?:s|ed)?(?:hip)?|advertisement|promoted|partner(?:s)?|together with|presented by"
    r"|brought to you by|in partnership with|anzeige|werbung|sponsoris[ée]e?|publicit[ée]|patrocinad[oa]|publicidad|广告|赞助商?|推广|スポンサー|広告|提供)"
    r"(?: (?:by|post|content|link|message|of (?:the|this) (?:week|issue)))?)[\W_]*$"
)
_BY = re.compile(
    r"(?:^|[\s(–—-])(?:(?:written |posted |created |authored )?[Bb][Yy]|[Aa]uthors?:|[Vv]on|[Pp]ar|作者[:：]?|著者[:：]?)\s+"
    r"(?P<names>(?:[A-Z@À-ÞŁŠŽ][\w.'’@-]*|de|van|von|der|la|le|du|da|del|bin|al|[^\W\d_a-z]{2,12})"
    r"(?:(?:,?\s+(?:and|&|und|et|y)\s+|,\s+|\s+)(?:[A-Z@À-ÞŁŠŽ][\w.'’@-]*|de|van|von|der|la|le|du|da|del|bin|al))*)\s*[)\].]?\s*$"
)
_AND = re.compile(r",?\s+(?:and|&|und|et|y)\s+|,\s+")
_SHARED = re.compile(
    r"(?i)[\s(•·|–—-]{0,5}(?:\b(?:shared|submitted|sent in|suggested|contributed|recommended|spotted) by|\bh/t:?"
    r"|\bhat tip:?(?: to)?|\bvia)\s+"
    r"(?P<name>@?[^\W\d_][\w .'’@-]{1,50}?)[\s).\]]*$"
)
_SOURCE = re.compile(r"\s*[(\[（【](?P<name>[^()\[\]（）【】]{2,60})[)\]）】]\s*$")
_ON = re.compile(
    r"(?i)^[\s–—•·|/:-]*(?:(?:on|at|from|source:?|quelle:?|via|来源[:：]?|来自|出典[:：]?)\s+)?(?P<name>(?:[\w-]+\.)+[a-z]{2,24})(?:/\S*)?[\s).→»]*$"
)
# No longer tail of facts follows a title or ends a text.
_TAIL_LENGTH = 200
_NAMED = re.compile(r"(?i)^[\s–—•·|:-]*(?:source|quelle|fuente|来源|出典)\s*[:：]\s*(?P<name>\S.{1,58})$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words say: `text` is what is left of them."""

    text: str
    source: str = ""
    authors: tuple[str, ...] = ()
    shared_by: str = ""
    kind: str = ""


def is_sponsor_label(text: str) -> bool:
    """Says whether a line only says that what stands by it is paid for.

    >>> is_sponsor_label("— SPONSORED —"), is_sponsor_label("Brought to you by"), is_sponsor_label("Sponsors of the arts meet")
    (True, True, False)
    """
    return len(text) < 60 and bool(_SPONSOR.match(text))


def unmarked(title: str) -> tuple[str, str]:
    """Returns a title without the mark that says what it is, and the kind that the mark names.

    >>> unmarked("[video] Boats"), unmarked("Boats (podcast)"), unmarked("Boats (draft)")
    (('Boats', 'video'), ('Boats', 'podcast'), ('Boats (draft)', ''))
    """
    match = _MARK.search(title) if len(title) <= 2 * _TAIL_LENGTH else None
    kind = _KINDS.get((match["mark"] or match["last"] or "").lower(), "") if match else ""
    if not match or not kind:
        return title, ""
    left = (title[: match.start()] + " " + title[match.end() :]).strip()
    return (left, kind) if left else (title, kind)


def read_tail(text: str) -> Facts:
    """Returns the facts in what follows a title on its line, or stands below it as a line of its own.

    >>> read_tail("(example.org)").source, read_tail("– by Ann Lee").authors, read_tail("• Shared by B. Moe").shared_by
    ('example.org', ('Ann Lee',), 'B. Moe')
    """
    text, kind = unmarked(text)
    before, text = text[:-_TAIL_LENGTH], text[-_TAIL_LENGTH:]
    shared_by = source = ""
    if match := _SHARED.search(text):
        shared_by, text = tidy(match["name"]), text[: match.start()]
    if (match := _SOURCE.search(text)) and _is_source(match["name"]):
        source, text = tidy(match["name"]), text[: match.start()]
    elif not before and (match := _ON.match(text) or _NAMED.match(text)):
        source, text = tidy(match["name"]), ""
    authors: tuple[str, ...] = ()
    if (match := _BY.search(text)) and len(match["names"]) <= 80:
        authors = tuple(name for name in (tidy(part) for part in _AND.split(match["names"])) if name)
        text = text[: match.start()]
    return Facts(tidy(before + text).strip(" •·|–—-"), source, authors, shared_by, kind)


def is_tail(text: str) -> bool:
    """Says whether a line below a title says nothing but where it is from and by whom.

    >>> is_tail("by Ann Lee"), is_tail("example.org"), is_tail("Written by hand, it floats.")
    (True, True, False)
    """
    if len(text) > 120:
        return False
    facts = read_tail(text)
    return not facts.text and bool(facts.source or facts.authors or facts.shared_by)


def site_name(text: str, url: str) -> bool:
    """Says whether a short text names the site that `url` is on."""
    site = site_of(url)
    return bool(site) and (
        text.lower().strip(" ()[]•·|→»").removeprefix("www.") == site or (is_address(text) and site in text.lower())
    )


def _is_source(name: str) -> bool:
    """Says whether what stands in brackets at the end is a site; any other words belong to the text."""
    return is_address(name) or bool(_ON.match(name))
