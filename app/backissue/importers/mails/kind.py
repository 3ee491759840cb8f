"""Tells newsletters from the other mails in a mailbox: private ones, answers, notices, discussions.

A mail is private until something speaks for a newsletter. The headers speak first, so that a private mail is not even read.
"""

from __future__ import annotations

import enum
import re

from backissue.importers.lines.flow import read_flow
from backissue.importers.mails.facts import ANSWERED, FORWARDED, is_saved_page, known_newsletter
from backissue.importers.mails.headers import Headers
from backissue.text.links import site_of


class Kind(enum.Enum):
    """What the headers make of a mail."""

    NEWSLETTER = enum.auto()
    UNSURE = enum.auto()  # its text decides
    OTHER = enum.auto()


# Mail goes from these programs to those who take part in something, not to readers.
_NOTICES = (
    "X-GitHub-Reason", "X-GitLab-Project", "X-JIRA-FingerPrint", "X-Bugzilla-Reason", "X-Discourse-Topic-Id", "X-Facebook-Notify",
    "X-LinkedIn-Class", "X-Phabricator-Sent-This-Message", "X-Launchpad-Message-Rationale", "X-Autoreply", "X-Autorespond",
)  # fmt: skip
_MAILING = ("List-Id", "List-Unsubscribe", "List-Archive", "List-Url", "X-Campaign", "X-CampaignID", "X-MC-User", "Feedback-ID")
_MAILED = re.compile(r"(?i)\b(?:bulk|list)\b")
_LABELS = re.compile(r"(?i)(?:^|,)\s*(?:spam|sent|drafts?|chat)\s*(?:,|$)")
_NO_LETTER = re.compile(r"(?i)^\s*(?:multipart/(?:report|encrypted)|text/calendar|application/)")
_NOTICE = re.compile(
    r"(?i)\b(?:your (?:\w+ ){0,2}(?:order|invoice|receipt|payment|password|account|subscription|booking|tickets?|statement)"
    r"|your (?:\w+ ){0,2}(?:trial|bill|reservation|package|parcel|code|appointment|delivery|login)"
    r"|(?:order|booking|payment|delivery|shipping) (?:#|confirm|update|rec)|(?:invoice|receipt) (?:#|no|for|from)"
    r"|verification code|(?:verify|confirm|reset|activate) (?:your|my)|security (?:alert|code)"
    r"|new (?:sign-?in|login|device|message|follower|comment)|has (?:shipped|been delivered)|invited you|rsvp"
    r"|(?:commented|replied|mentioned|followed|liked|assigned|shared) (?:you|to you|on your|with you|your))"
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
    if is_saved_page(headers):
        return Kind.NEWSLETTER, ""
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
    if known_newsletter(*headers.sender()):
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


def looks_like_newsletter(headers: Headers, html: str, text: str) -> bool:
    """Says whether the text of a mail is that of a newsletter: many links to many places, and a way out for its readers.

    A mail that went to a list, or was forwarded, needs less of it than one that looks like a person's.
    """
    links = [link.url for line in read_flow(html).lines for link in line.links] if html else _LINK.findall(text)
    places = len(set(links))
    if "List-Id" in headers or "List-Unsubscribe" in headers:
        return places >= _MANY
    if FORWARDED.match(headers.get("Subject")):
        many = places >= _SOME
    else:
        many = places >= _MANY and len({site_of(link) for link in links}) > _FEW
    return many and bool(_LEAVE.search(html or text))
