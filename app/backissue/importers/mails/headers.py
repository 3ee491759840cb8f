"""Reads the headers of a mail as a person reads them: decoded, on one line, with names, addresses and instants."""

from __future__ import annotations

import binascii
import datetime as dt
import email.utils
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32

from backissue.errors import InvalidValue
from backissue.importers.facts.wording import tidy
from backissue.importers.mails.charsets import read_charset
from backissue.text.dates import format_instant

# Nothing that is asked for is longer; some ways of the library to look into a header are quadratic.
_HEADER_LENGTH = 4_000
_HEAD_BYTES = 262_144
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]{0,2000})\?=")
_ENVELOPE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}(?:>?From [^\n]{1,300}\n|(?P<length>\d{1,10})[ \t]{0,20}\r?\n)?")
_END = re.compile(rb"\r?\n\r?\n")
_YEARS = range(1980, 2101)


class Tolerant(Compat32):
    """Keeps each header as it came, and not more of it than is ever read."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Returns the name and the value of a header that stands on `sourcelines`."""
        name, value = super().header_source_parse(sourcelines)
        return name, str(value)[:_HEADER_LENGTH]

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Returns the value that was kept; bytes that are no ASCII stand in it as surrogates."""
        return value


class Headers:
    """The headers of one mail; a name may be written in any case, and one that is missing is empty."""

    def __init__(self, message: Message) -> None:
        self._message = message

    def get(self, name: str) -> str:
        """Returns the first header of that name, decoded."""
        return next(self.all(name), "")

    def all(self, name: str) -> Iterator[str]:
        """Yields all headers of that name, decoded."""
        return (decode_header(value) for value in self._message.get_all(name, ()))

    def __contains__(self, name: str) -> bool:
        return name in self._message

    def sender(self) -> tuple[str, str]:
        """Returns the name and the address of who sent the mail; each may be empty."""
        for name in ("From", "Sender", "Reply-To"):
            said, address = _address(_without_surrogates(str(self._message.get(name, ""))))
            if said or address:
                return decode_header(said).strip("\"' "), address
        return "", ""

    def date(self) -> str:
        """Returns when the mail was sent, or else when it arrived, as an instant in UTC; "" where it does not say."""
        arrived = (value.rpartition(";")[2] for value in self.all("Received"))
        return next(filter(None, map(_instant, (*self.all("Date"), *arrived))), "")


def without_envelope(data: bytes) -> bytes:
    """Returns a mail from its first header on, without what a mailbox or a mail program wrote around it."""
    match = _ENVELOPE.match(data)
    if not match or not match.end():
        return data
    # Apple's program writes how long the mail is above it, and what it knows of it below
    return data[match.end() :][: int(match["length"]) if match["length"] else None]


def read_headers(data: bytes) -> Headers:
    """Returns the headers of the mail `data`, without reading on."""
    data = without_envelope(data[:_HEAD_BYTES])
    end = _END.search(data)
    return Headers(BytesHeaderParser(policy=Tolerant()).parsebytes(data[: end.start()] if end else data))


def decode_header(value: str) -> str:
    """Returns the text of a header on one line, its encoded words decoded.

    >>> decode_header("=?utf-8?q?B=C3=A5?= =?utf-8?q?tar?= and =?iso-2022-jp?b?GyRCRCwbKEI=?=")
    'Båtar and 潮'
    """
    value = _without_surrogates(value[:_HEADER_LENGTH])
    parts: list[tuple[str, bytes | str]] = []
    place = 0
    for match in _WORD.finditer(value):
        between = value[place : match.start()]
        if between.strip() or (between and not parts):
            parts.append(("", between))
        place, charset, word = match.end(), match[1].lower(), _decoded_word(match[2], match[3])
        if parts and parts[-1][0] == charset and isinstance(parts[-1][1], bytes):  # a letter may be cut between two words
            parts[-1] = (charset, parts[-1][1] + word)
        else:
            parts.append((charset, word))
    parts.append(("", value[place:]))
    return tidy("".join(part if isinstance(part, str) else read_charset(part, charset)[0] for charset, part in parts))


def _without_surrogates(value: str) -> str:
    return value if value.isascii() else read_charset(value.encode("utf-8", "surrogateescape"))[0]


def _decoded_word(kind: str, word: str) -> bytes:
    data = word.encode("utf-8", "surrogateescape")
    if kind in "qQ":
        return quopri.decodestring(data, header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    try:
        return b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + b"=" * (-len(letters) % 4))
    except (binascii.Error, ValueError):
        return data


def _address(value: str) -> tuple[str, str]:
    try:
        return email.utils.parseaddr(" ".join(value[:1000].split()))
    # whatever an odd address breaks in the library, it is no address
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return "", ""


def _instant(value: str) -> str:
    try:
        moment = email.utils.parsedate_to_datetime(value.strip()[:100])
        # `-0000` says that the zone is not known; the clock is that of UTC all the same
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        return format_instant(moment) if moment.year in _YEARS else ""
    except (ValueError, TypeError, LookupError, OverflowError, AttributeError, InvalidValue):
        return ""
