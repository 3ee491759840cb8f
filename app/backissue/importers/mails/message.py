"""Reads the texts of a mail out of its MIME parts, however odd these are."""

from __future__ import annotations

import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from backissue.errors import UnreadableSource
from backissue.importers.lines.markup import is_html
from backissue.importers.mails.charsets import read_charset
from backissue.importers.mails.headers import Headers, Tolerant, without_envelope

# The library looks for the end of each open part on each line: no mail that a person reads has so many.
_PARTS = 100
_LINES = 1_000_000
_OPENS_PARTS = re.compile(rb"(?i)boundary=|message/(?:rfc822|global)")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_HTML = ("text/html", "application/xhtml+xml")
# What the library raises on a header or a part that is too odd for it.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: its headers, its text as HTML and as plain text, of which one may be empty, and the mails attached to it.

    `damage` says what could not be read of it, "" where all could.
    """

    headers: Headers
    html: str
    text: str
    attached: tuple[Message, ...] = ()
    damage: str = ""


def parse_mail(data: bytes, where: str) -> Message:
    """Returns the parts of the mail `data`.

    Raises:
        UnreadableSource: if it has more parts or lines than a mail has.
    """
    parts, lines = len(_OPENS_PARTS.findall(data)), data.count(b"\n") + data.count(b"\r")
    if parts > _PARTS or lines > 2 * _LINES:
        raise UnreadableSource(
            f"has {parts:,} nested parts" if parts > _PARTS else f"has {lines:,} lines",
            where=where,
            expected=f"a mail of at most {_PARTS} parts and {_LINES:,} lines",
        )
    return message_from_bytes(without_envelope(data), policy=Tolerant())


def read_mail(message: Message) -> Mail:
    """Returns what `message` says, the longest of its texts of each kind."""
    texts: dict[bool, list[str]] = {True: [], False: []}
    spare: list[tuple[bool, str]] = []
    attached: list[Message] = []
    damage = ""
    for part in _leaves(message):
        kind = _kind(part)
        if kind.startswith("message/"):
            attached += [inner for inner in _inner(part) if kind in ("message/rfc822", "message/global")]
        elif kind in _HTML or (kind.startswith("text/") and kind != "text/calendar"):
            text, whole = _text(part)
            marked = kind in _HTML or is_html(text)
            if _disposition(part) == "attachment":
                spare.append((marked, text))
                continue
            damage = damage or ("" if whole else "some letters are not in the charset that it names, and are lost")
            texts[marked].append(text)
    if not any(text.strip() for kind in texts.values() for text in kind):
        for marked, text in spare:  # some programs call everything an attachment
            texts[marked].append(text)
    html, text = (max(texts[marked], key=lambda text: len(text.strip()), default="") for marked in (True, False))
    return Mail(Headers(message), html, text, tuple(attached), damage)


def _leaves(message: Message) -> Iterator[Message]:
    """Yields the parts that hold no parts, in order; an attached mail is one."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inner = _inner(part)
        if inner and not _kind(part).startswith("message/"):
            waiting.extend(reversed(inner))
        else:
            yield part


def _inner(part: Message) -> list[Message]:
    return [each for each in part.get_payload() if isinstance(each, Message)] if part.is_multipart() else []


def _kind(part: Message) -> str:
    try:
        kind = part.get_content_type()
    except _BROKEN:
        return "text/plain"
    # parts that were never found are one text
    return "text/plain" if kind.startswith("multipart/") and not part.is_multipart() else kind


def _disposition(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except _BROKEN:
        return ""


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name)
        return str(value[2] if isinstance(value, tuple) else value or "")
    except _BROKEN:
        return ""


def _text(part: Message) -> tuple[str, bool]:
    """Returns the text of a part, and whether all of it could be read."""
    text, whole = read_charset(_payload(part), _parameter(part, "charset"))
    text = text.replace("\r\n", "\n")
    if _parameter(part, "format").lower() == "flowed":
        text = _unfolded(text, _parameter(part, "delsp").lower() == "yes")
    return text, whole


def _payload(part: Message) -> bytes:
    coding = re.match(r"[\w-]*", str(part.get("Content-Transfer-Encoding", "")).strip().lower())
    coded = coding[0] if coding else ""
    try:
        if coded == "base64":
            return _from_base64(str(part.get_payload()))
        if coded == "quoted-printable":
            del part["Content-Transfer-Encoding"]  # else the library decodes only what it finds spelled as it spells it
            return quopri.decodestring(_raw(part))
        return _raw(part)
    except _BROKEN:
        return str(part.get_payload()).encode("utf-8", "replace")


def _raw(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _from_base64(text: str) -> bytes:
    """Returns what stands in base64 in `text`, also where it ends in the middle; text below it, as lists add, goes along."""
    lines = text.splitlines()
    end = next((place for place, line in enumerate(lines) if not _BASE64.fullmatch(line)), len(lines))
    if not any(line.strip() for line in lines[:end]):
        return text.encode("utf-8", "replace")
    data = b""
    for piece in re.split("=+", "".join("".join(lines[:end]).split())):
        whole = piece[: len(piece) - (len(piece) % 4 == 1)]
        data += b64decode(whole + "=" * (-len(whole) % 4))
    return data + "\n".join(lines[end:]).encode("utf-8", "replace")


def _unfolded(text: str, spaces_go: bool) -> str:
    """Returns text of the kind `format=flowed` (RFC 3676) with its paragraphs on one line each."""
    paragraphs: list[list[str]] = [[]]
    for stuffed in text.split("\n"):
        line = stuffed.removeprefix(" ")
        goes_on = line.endswith(" ") and line != "-- "
        paragraphs[-1].append(line[:-1] if goes_on and spaces_go else line)
        if not goes_on:
            paragraphs.append([])
    return "\n".join("".join(paragraph) for paragraph in paragraphs if paragraph)
