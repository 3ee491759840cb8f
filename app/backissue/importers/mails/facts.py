"""Takes from around a newsletter's text what its mail says of it: which newsletter, number, title, when, where, by whom."""

from __future__ import annotations

import re

from backissue.archive.identity import slug
from backissue.importers.facts.numbering import Numbered, find_number
from backissue.importers.facts.worded_dates import read_day
from backissue.importers.facts.wording import tidy
from backissue.importers.known import PYCODERS, PYTHON_WEEKLY
from backissue.importers.lines.flow import read_flow
from backissue.importers.mails.headers import Headers
from backissue.importers.source import Surroundings
from backissue.text.links import clean_link, site_of
from backissue.text.redirects import is_tracked

FORWARDED = re.compile(r"(?i)^(?:(?:fwd?|wg|tr|rv|enc|i|vs|転送|转发|轉寄)\s*[:：]\s*|\[fwd:\s*)+")
ANSWERED = re.compile(r"(?i)^(?:re|aw|sv|antw|odp|ynt|vá|回复|回覆|答复|返信)\s*(?:\[\d+\])?\s*[:：]")
_BEHIND_NAME = re.compile(r"[\s,:–—-]{1,3}(\d{1,5})\b(?![-/.]\d)")
_AROUND_NUMBER = re.compile(r"\(\s*\)|\[\s*\]")
_APOSTROPHE = re.compile("['’]")
_EDGES = " \t-–—:：|,;·•/"
# `Jo from Harbour Weekly`; a dash or a bar would as well be part of a title.
_PERSON = re.compile(r"(?P<person>[^@|]{2,40}?)\s+(?:from|at|@|of|von|bei|chez)\s+(?P<name>\S.*)$")
_VIA = re.compile(r"(?i)\s+via\s+\S.*$")
_LIST = re.compile(r"(?P<phrase>[^<]*)<(?P<id>[^<>\s]{1,200})>")
# Mailers number their lists.
_CODE = re.compile(r"(?i)[0-9a-f]{8,}|\d{5,}|mc list|@|^[\W\d_]*$")
# `Harbour Weekly subscribers` are those who read it.
_READERS = re.compile(r"(?i)\s+(?:mailing list|list|subscribers|readers)$")
_ONLINE_LENGTH = 80
_ONLINE = re.compile(
    r"(?i)\b(?:view|read|open|see|display)\b.{0,40}\b(?:browser|online|on the web|web ?site|web page)\b"
    r"|\b(?:web|online)[- ]version\b|\b(?:im browser|en ligne|in linea|en línea|en el navegador|no navegador)\b"
    r"|ブラウザ|浏览器|瀏覽器|网页版"
)
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"']{4,1000}")
_HEAD_LENGTH = 6_000
_NAME_LENGTH, _WORD_LENGTH = 60, 3
_SAVED_FROM = "Snapshot-Content-Location"


def surroundings(headers: Headers, html: str, text: str) -> Surroundings:
    """Returns what is known of a newsletter's text from the mail that it came in; what is not known is empty."""
    if is_saved_page(headers):  # who saved it, and when, says nothing of it
        return Surroundings(url=clean_link(headers.get(_SAVED_FROM)))
    person, address = headers.sender()
    subject = FORWARDED.sub("", headers.get("Subject")).removesuffix("]" if headers.get("Subject")[:1] == "[" else "")
    author, newsletter = _names(headers.get("List-Id"), person, address)
    if known := known_newsletter(person, address):
        author, newsletter = (author or person if slug(person) != slug(known) else ""), known
    if (named := _named_in(subject, f"{address} {headers.get('List-Id')}")) and slug(newsletter) not in slug(subject):
        author, newsletter = author or (person if "@" not in person else ""), named
    number, title = split_subject(subject, newsletter)
    return Surroundings(
        newsletter=newsletter,
        number=number,
        title=title,
        date=headers.date(),
        url=_address(headers, html, text),
        author=author,
    )


def is_saved_page(headers: Headers) -> bool:
    """Says whether it is a page that a browser saved, which some write as a mail (MHTML)."""
    return _SAVED_FROM in headers


def known_newsletter(name: str, address: str) -> str:
    """Returns the title of the newsletter that a sender is known to send, or "".

    >>> known_newsletter("Jo", "jo@mail.pythonweekly.com"), known_newsletter("Jo", "jo@example.org")
    ('Python Weekly', '')
    """
    site = address.rpartition("@")[2].lower()
    for each in (PYTHON_WEEKLY, PYCODERS):
        own = site_of(each.url)
        if slug(name) == each.id or site == own or site.endswith("." + own):
            return each.title
    return ""


def split_subject(subject: str, newsletter: str = "") -> tuple[str, str]:
    """Returns the number of the issue that a mail's subject names, and its title without the number and the newsletter.

    >>> split_subject("Harbour Weekly #12: The tide", "Harbour Weekly"), split_subject("5 boats (Issue 3)")
    (('12', 'The tide'), ('3', '5 boats'))
    """
    title = tidy(subject)[:500]
    named = re.search(_APOSTROPHE.sub("['’]", re.escape(newsletter)), title, re.IGNORECASE) if newsletter else None
    numbered = find_number(title)
    if not numbered and named and (match := _BEHIND_NAME.match(title, named.end())):
        numbered = Numbered(str(int(match[1])), *match.span())
    spans = [*([named.span()] if named else []), *([(numbered.start, numbered.end)] if numbered else [])]
    for start, end in sorted(spans, reverse=True):
        title = title[:start] + "\0" + title[end:]
    pieces = (_trimmed(piece) for piece in title.split("\0"))
    title = " ".join(piece for piece in pieces if piece and not read_day(piece.strip("()")))
    return numbered.number if numbered else "", "" if slug(title) in ("untitled", slug(newsletter)) else title


def _trimmed(piece: str) -> str:
    piece = _AROUND_NUMBER.sub("", piece).strip(_EDGES)
    # the bracket that stood around the number or the name
    return piece.removesuffix("(").removesuffix("[").removeprefix(")").removeprefix("]").strip(_EDGES)


def _names(list_id: str, person: str, address: str) -> tuple[str, str]:
    """Returns the author and the newsletter, from the name of the list, or else the sender's."""
    match = _LIST.match(list_id)
    phrase = _READERS.sub("", tidy(match["phrase"]).strip("\"' ")) if match else ""
    sender = _VIA.sub("", person)
    parted = _PERSON.match(sender)
    author, name = (parted["person"], parted["name"]) if parted else ("", sender)
    if phrase and not _CODE.search(phrase):
        same = slug(phrase) in (slug(name), slug(sender))
        return (author or ("" if same else sender)), phrase
    return author, name if name and "@" not in name else address.rpartition("@")[2]


def _named_in(subject: str, addresses: str) -> str:
    """Returns what stands before the number in a subject, if that is the newsletter's name: a word of it is in its addresses.

    >>> _named_in("Salt & Rope No. 31: Splices", "bo@salt.example.org"), _named_in("News of boats #3", "bo@salt.example.org")
    ('Salt & Rope', '')
    """
    found = find_number(subject)
    name = _trimmed(tidy(subject[: found.start])) if found else ""
    words = set(slug(name).split("-")) & set(re.split(r"[\W_]+", addresses.lower()))
    return name if len(name) <= _NAME_LENGTH and any(len(word) >= _WORD_LENGTH for word in words) else ""


def _address(headers: Headers, html: str, text: str) -> str:
    """Returns where the issue can be read on the web: as a header names it, or the link to view it in a browser."""
    for name in ("Archived-At", "List-Post"):
        for value in headers.all(name):
            if (found := _ADDRESS.search(value)) and (url := _lasting(found[0])):
                return url
    for line in read_flow(html[: _HEAD_LENGTH * 10]).lines if html else ():
        if line.links and len(line.text) <= 4 * _ONLINE_LENGTH:
            whole = _ONLINE.search(line.text) if len(line.text) <= _ONLINE_LENGTH else None
            for link in line.links:
                if (_ONLINE.search(link.title[:_ONLINE_LENGTH]) or (whole and len(line.links) == 1)) and _lasting(link.url):
                    return _lasting(link.url)
    for part in (text[:_HEAD_LENGTH], text[-_HEAD_LENGTH:]):
        for said in _ONLINE.finditer(part):
            if (found := _ADDRESS.search(part, said.end(), said.end() + 300)) and (url := _lasting(found[0])):
                return url
    return ""


def _lasting(url: str) -> str:
    """Returns a link cleaned, or "" where it only counts a reader."""
    cleaned = clean_link(url.rstrip(".,;"))
    return "" if is_tracked(cleaned) else cleaned
