"""Tells newsletters from the other mails in a mailbox: private ones, answers, notices, discussions.

A mail is private until something speaks for a newsletter. The headers speak first, so that a private mail is not even read.
"""

from __future__ import annotations

import enum
import re

from backissue.archive.identity import slug
from backissue.importers.flow import read_flow
from backissue.importers.known import PYCODERS, PYTHON_WEEKLY
from backissue.importers.mail_facts import ANSWERED, FORWARDED
from backissue.importers.mail_headers import Headers
from backissue.text.links import site_of


class Kind(enum.Enum):
    """What the headers make of a mail."""

    NEWSLETTER = enum.auto()
    UNSURE = enum.auto()  # its text decides
    OTHER = enum.auto()


_PUBLICATIONS = (PYTHON_WEEKLY, PYCODERS)
_SITES = tuple(site_of(each.url) for each in _PUBLICATIONS)
_IDS = frozenset(each.id for each in _PUBLICATIONS)
# Mail goes from these programs to those who take part in something, not to readers.
_NOTICES = (
    "X-GitHub-Reason", "X-GitLab-Project", "X-JIRA-FingerPrint", "X-Bugzilla-Reason", "X-Discourse-Topic-Id", "X-Facebook-Notify",
    "X-LinkedIn-Class", "X-Phabricator-Sent-This-Message", "X-Launchpad-Message-Rationale", "X-Autoreply", "X-Autorespond",
)  # fmt: skip
_MAILING = ("List-Id", "List-Unsubscribe", "List-Archive", "List-Url", "X-Campaign", "X-CampaignID", "X-MC-User", "Feedback-ID")
_MAILED = re.compile(r"(?i)\b(?:bulk|list)\b")
_LABELS = re.compile(r"(?i)(?:^|[,\s])(?:spam|sent|drafts?|chat)(?:$|[,\s])")
_NO_LETTER = re.compile(r"(?i)^\s*(?:multipart/(?:report|encrypted)|text/calendar|application/)")
_NOTICE = re.compile(
    r"(?i)\b(?:order|invoice|receipt|payment|passwords?|verif\w+|confirm\w*|sign[- ]?in|log[- ]?in|security (?:alert|code)"
    r"|shipped|delivered|delivery|appointment|your (?:account|subscription|booking|tickets?|statement|reservation|trial))\b"
)
_DIGEST = re.compile(r"(?i)\bdigest, vol(?:ume)?\.? \d+")  # as Mailman sends what was said on a list
_LEAVE = re.compile(
    r"(?i)\bunsubscri|\bopt[- ]?out\b|manage (?:your )?(?:e-?mail )?preferences|abbestellen|abmelden|désabonner|désinscri"
    r"|darse de baja|cancelar (?:la )?(?:suscripci|inscri)|отписаться|退订|取消订阅|購読解除|配信停止"
)
_LINK = re.compile(r"https?://[^\s<>\"')\]]{4,}")
_FEW, _SOME, _MANY = 3, 5, 8


def kind_of(headers: Headers) -> tuple[Kind, str]:
    """Returns what the headers of a mail make of it, and the reason where that is no newsletter."""
    subject = headers.get("Subject")
    if _LABELS.search(headers.get("X-Gmail-Labels")):
        return Kind.OTHER, "it lies among the sent mails, the drafts or the spam"
    if _NO_LETTER.search(headers.get("Content-Type")) or any(name in headers for name in _NOTICES):
        return Kind.OTHER, "it is a notice made by a program"
    if FORWARDED.match(subject):
        return Kind.UNSURE, "what it forwards is no newsletter"
    if _DIGEST.search(subject):
        return Kind.OTHER, "it is part of a discussion"
    if ANSWERED.match(subject):
        return Kind.OTHER, "it is an answer in a discussion"
    if _is_known(headers):
        return Kind.NEWSLETTER, ""
    if headers.get("In-Reply-To") or headers.get("References"):
        return Kind.OTHER, "it is an answer in a discussion"
    mailed = any(name in headers for name in _MAILING) or bool(_MAILED.search(headers.get("Precedence")))
    if headers.get("Auto-Submitted").lower() not in ("", "no"):
        return (Kind.UNSURE if mailed else Kind.OTHER), "it is a notice made by a program"
    if not mailed:
        return Kind.UNSURE, "it is no mail to a list of readers"
    if "mailto:" in headers.get("List-Post").lower():
        return Kind.UNSURE, "it is part of a discussion"
    return (Kind.UNSURE, "it is a notice") if _NOTICE.search(subject) else (Kind.NEWSLETTER, "")


def _is_known(headers: Headers) -> bool:
    name, address = headers.sender()
    host = address.rpartition("@")[2].lower()
    return slug(name) in _IDS or any(host == site or host.endswith("." + site) for site in _SITES)


def looks_like_newsletter(headers: Headers, html: str, text: str) -> bool:
    """Says whether the text of a mail is that of a newsletter: many links to many places, and a way out for its readers.

    A mail that went to a list, or was forwarded, needs less of it than one that looks like a person's.
    """
    links = [link.url for line in read_flow(html).lines for link in line.links] if html else _LINK.findall(text)
    places = len(set(links))
    leave = bool(_LEAVE.search(html or text))
    if FORWARDED.match(headers.get("Subject")):
        return leave and places >= _SOME
    if "List-Id" in headers or "List-Unsubscribe" in headers:
        return places >= _MANY
    return leave and places >= _MANY and len({site_of(link) for link in links}) > _FEW
