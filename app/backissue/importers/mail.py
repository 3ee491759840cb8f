"""Imports a newsletter from the mail that it came in, a `.eml` file or a file of a Maildir.

The mail only says who sent what when: its text goes on to the importer that knows it, and what the text does not say is
taken from the headers. A mail that is no newsletter is refused, whatever is in it.
"""

from __future__ import annotations

import dataclasses
import re
from email.message import Message

from backissue import importers
from backissue.errors import NoNewsletter, SourceError, UnknownFormat
from backissue.importers.imported import Doubt, Imported
from backissue.importers.mails.facts import surroundings
from backissue.importers.mails.forwarded import is_forward, unwrap
from backissue.importers.mails.headers import read_headers, without_envelope
from backissue.importers.mails.kind import Kind, kind_of, looks_like_newsletter
from backissue.importers.mails.message import Mail, parse_mail, read_mail
from backissue.importers.source import Source, Surroundings
from backissue.text.redirects import is_tracked

NAME = "mail"
_HEADER = re.compile(rb"([!-9;-~]{1,60}):")
_SAID = frozenset((b"from", b"date", b"subject"))
_SENT = frozenset((
    b"to", b"received", b"return-path", b"delivered-to", b"x-original-to", b"message-id", b"mime-version", b"content-type",
    b"list-id", b"list-unsubscribe", b"sender", b"envelope-to", b"dkim-signature",
))  # fmt: skip
# The text of a newsletter is far below this; what is larger holds something else, and is not looked into.
_LOOKED_INTO_BYTES = {Kind.NEWSLETTER: 25_000_000, Kind.UNSURE: 5_000_000}
_ATTACHED = 20
_TORN = 2
_LINKS_AT_LEAST = 3
_EXPECTED = "a newsletter: a mail to a list of readers, or one with many links and a way to unsubscribe"


def detect(source: Source) -> bool:
    """Says whether the source begins with the headers of a mail."""
    data = source.first_bytes
    head = without_envelope(data)
    names: set[bytes] = set()
    torn = 0
    for line in head.split(b"\n"):
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        if match := _HEADER.match(line):
            names.add(match[1].lower())
        else:  # a header that was torn apart
            torn += 1
    if b"From " in data[: len(data) - len(head)]:  # it comes from a mailbox
        return bool(names)
    # a text that is no mail may begin with who wrote it and when, but not with how it was sent
    known = len(names & (_SAID | _SENT))
    return bool(names & _SENT) and known > (1 if not torn else 2) and torn <= _TORN


def read(source: Source, publication: str | None = None) -> Imported:
    """Returns the issue that the mail holds.

    Raises:
        NoNewsletter: if it is private, an answer, a notice, or part of a discussion.
        UnknownFormat: if it is a newsletter whose text no importer knows.
        UnreadableSource: if it is damaged beyond reading.
    """
    data = source.unpacked
    headers = read_headers(data)
    kind, reason = kind_of(headers)
    if kind is Kind.OTHER or len(data) > _LOOKED_INTO_BYTES[kind]:
        raise _refusal(source, reason or "it is far longer than one")
    # most mails in a mailbox are these: a look at their bytes is enough
    if kind is Kind.UNSURE and data.count(b"http") < _LINKS_AT_LEAST and b"base64" not in data.lower():
        raise _refusal(source, reason)
    mail = read_mail(parse_mail(data, source.name))
    if kind is not Kind.NEWSLETTER and (attached := _attached_newsletter(mail)):
        mail, kind = attached, Kind.NEWSLETTER
    around, bodies = _bodies(source, mail)
    if not bodies:
        raise _refusal(source, "it has no text")
    found = [(body, importer) for body in bodies if (importer := _importer_of(body))]
    sure = kind is Kind.NEWSLETTER or looks_like_newsletter(mail.headers, mail.html, mail.text)
    if not sure:
        # what a person sent is a newsletter only if it is one of those that are known, with its links
        found = [(body, importer) for body, importer in found if not importers.is_general(importer)]
    try:
        imported = _richest(source, found, publication)
    except SourceError:
        if sure:
            raise
        raise _refusal(source, reason) from None
    if not sure and _links(imported) < _LINKS_AT_LEAST:
        raise _refusal(source, reason)
    doubts = (*imported.doubts, *([Doubt(source.name, mail.damage)] if mail.damage else []))
    return dataclasses.replace(_completed(imported, around), doubts=doubts)


def _refusal(source: Source, reason: str) -> NoNewsletter:
    return NoNewsletter(f"is no newsletter: {reason}", where=source.name, expected=_EXPECTED)


def _attached_newsletter(mail: Mail) -> Mail | None:
    """Returns the first newsletter among the mails that are attached to one, as some programs forward them."""
    waiting: list[Message] = list(mail.attached)
    for _ in range(_ATTACHED):
        if not waiting:
            break
        inner = read_mail(waiting.pop(0))
        if kind_of(inner.headers)[0] is Kind.NEWSLETTER:
            return inner
        waiting += inner.attached
    return None


def _bodies(source: Source, mail: Mail) -> tuple[Surroundings, list[Source]]:
    """Returns what the mail says of its text, and the text as sources, HTML first."""
    around, html, text = surroundings(mail.headers, mail.html, mail.text), mail.html, mail.text
    if is_forward(mail.headers.get("Subject")):
        forwarded = unwrap(around, html, text)
        around, html, text = forwarded.around, forwarded.html, forwarded.text
    return around, [
        # the mark says that the text is UTF-8 now, whatever a page says of itself
        Source(source.name, ("\ufeff" + body).encode("utf-8", "replace"), around)
        for body in (html, text)
        if body.strip("\ufeff\0 \t\r\n\xa0")
    ]


def _importer_of(body: Source) -> importers.Importer | None:
    return next((each for name, each in importers.FORMATS.items() if name != NAME and each.detect(body)), None)


def _richest(source: Source, found: list[tuple[Source, importers.Importer]], publication: str | None) -> Imported:
    """Returns what the HTML is, or the plain text, where that alone is known or its links say far more."""
    if not found:
        raise UnknownFormat(
            "is a newsletter, but no importer knows its text",
            where=source.name,
            expected="one of " + ", ".join(importers.FORMATS),
        )
    known = [pair for pair in found if not importers.is_general(pair[1])]
    understood: list[Imported] = []
    problem: SourceError | None = None
    for body, importer in known or found:
        try:
            understood.append(importer.read(body, publication))
        except SourceError as error:
            problem = problem or error
    if problem and not understood:
        raise problem
    best, *others = understood
    # a few more links are those of a footer, which is easier to tell apart in HTML
    return next((other for other in others if _links(other) > 2 * _links(best)), best)


def _links(imported: Imported) -> int:
    """Returns how many items have a link that says where it leads; the text of a mail may have it where the HTML has not."""
    return sum(bool(item.url) and not is_tracked(item.url) for issue in imported.issues for item in issue.items())


def _completed(imported: Imported, around: Surroundings) -> Imported:
    """Fills in what the one issue of a mail does not say of itself."""
    if len(imported.issues) != 1:
        return imported
    issue = imported.issues[0]
    whole = dataclasses.replace(
        issue,
        number=issue.number or around.number,
        title=issue.title or around.title,
        # the second in which a mail was sent is not that of its issue
        date=(issue.date if issue.date != around.date else "") or around.date[:10],
        url=issue.url or around.url,
    )
    return dataclasses.replace(imported, issues=(whole,))
