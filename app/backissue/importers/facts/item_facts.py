"""Takes the facts out of the words around a link: its mark, its source, who wrote it, who sent it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from backissue.importers.facts.furniture import is_address
from backissue.importers.facts.marks import Marks, read_byline, read_marks, read_names
from backissue.importers.facts.wording import tidy
from backissue.text.links import site_of

_SPONSOR = re.compile(
    r"(?i)^[\W_]*(?:(?:from|by|to|with|a word from|a message from)?\s*(?:our|this week['’]s|today['’]s|this issue['’]s|the)?\s*"
    r"(?:sponsor(?:s|ed)?(?:hip)?|advertisement|promoted|partner(?:s)?|together with|presented by"
    r"|brought to you by|in partnership with|anzeige|werbung|sponsoris[ée]e?|publicit[ée]|patrocinad[oa]|publicidad"
    r"|广告|赞助商?|推广|スポンサー|広告|提供)"
    r"(?: (?:by|post|content|link|message|of (?:the|this) (?:week|issue)))?)[\W_]*$"
)
_SOURCE = re.compile(r"\s*[(\[（【](?P<name>[^()\[\]（）【】]{2,60})[)\]）】]\s*$")
_ON = re.compile(
    r"(?i)^[\s–—•·|/:-]*(?:(?:on|at|from|source:?|quelle:?|via|来源[:：]?|来自|出典[:：]?)\s+)?(?P<name>(?:[\w-]+\.)+[a-z]{2,24})(?:/\S*)?[\s).→»]*$"
)
# No longer tail of facts follows a title or ends a text.
_TAIL_LENGTH = 200
_BY = re.compile(
    r"(?:^|[\s(–—-])(?:[Bb]y|[Aa]uthors?:|[Vv]on|[Pp]ar|[Pp]or|作者[:：]?|著者[:：]?)\s+"
    r"(?P<names>[^.()\[\]:;|]{2,80})\)?\s*$"
)
_NAMED = re.compile(r"(?i)^[\s–—•·|:-]*(?:source|quelle|fuente|来源|出典)\s*[:：]\s*(?P<name>\S.{1,58})$")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words say: `text` is what is left of them."""

    text: str
    source: str = ""
    authors: tuple[str, ...] = ()
    shared_by: str = ""
    marks: Marks = field(default_factory=Marks)


def is_sponsor_label(text: str) -> bool:
    """Says whether a line only says that what stands by it is paid for.

    >>> is_sponsor_label("— SPONSORED —"), is_sponsor_label("Brought to you by"), is_sponsor_label("Sponsors of the arts meet")
    (True, True, False)
    """
    return len(text) < 60 and bool(_SPONSOR.match(text))


def read_tail(text: str) -> Facts:
    """Returns the facts in what follows a title on its line, or stands below it as a line of its own.

    >>> read_tail("(example.org)").source, read_tail("– by Ann Lee").authors, read_tail("• Shared by B. Moe").shared_by
    ('example.org', ('Ann Lee',), 'B. Moe')
    """
    text, marks = read_marks(text)
    text, byline = read_byline(text)
    before, text = text[:-_TAIL_LENGTH], text[-_TAIL_LENGTH:]
    source = ""
    if (match := _SOURCE.search(text)) and _is_source(match["name"]):
        source, text = tidy(match["name"]), text[: match.start()]
    elif not before and (match := _ON.match(text) or _NAMED.match(text)):
        source, text = tidy(match["name"]), ""
    authors = byline.authors
    # a name in another language, or one that ends a line
    if not authors and (match := _BY.search(text)) and (authors := read_names(match["names"])):
        text = text[: match.start()]
    return Facts(tidy(before + text).strip(" •·|–—-"), source, authors, byline.shared_by, marks)


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
