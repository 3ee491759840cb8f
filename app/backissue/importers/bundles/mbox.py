"""Reads a mailbox, many mails in one file, as a stream: whatever its size, only one mail of it is held.

A line `From sender date` after an empty line opens a mail, and lines of the mail that begin so have a `>` before them
(mboxo, mboxrd). Some programs leave that out and state the length instead (mboxcl2): it is believed where a mail opens there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from backissue.importers.source import Source

NAME = "mbox"
# A mail of more is passed over, and named.
MAIL_BYTES = 50_000_000
_CHUNK_BYTES = 1 << 18
# So much of what follows is looked at to tell whether a mail opens.
_LOOKED_AT_BYTES = 2_048
_HEAD_BYTES = 65_536
_OPENS = b"From "
_DATED = re.compile(
    rb"From .{0,300}?\b\d{1,2}:\d\d(?::\d\d)?\b.{0,30}\b(?:19|20)\d\d\b|From .{0,300}?\b(?:19|20)\d\d\b.{0,30}\d\d?:\d\d"
)
_HEADER = re.compile(rb"(?:>From |[!-9;-~]{1,80}[ \t]{0,3}:)")
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]{0,9}(\d{1,12})[ \t\r]{0,9}$")
_QUOTED = re.compile(rb"(?m)^>(>*From )")
_START = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")
_HEAD_END = re.compile(rb"\r?\n\r?\n")


def detect(name: str, head: bytes) -> bool:
    """Says whether the file begins with the line that opens a mail, and a header."""
    start = _START.match(head)
    return _opens_mail(head, start.end() if start else 0)


def sources(name: str, stream: BinaryIO) -> Iterator[Source]:
    """Yields each mail of the mailbox, in order; one that is too large comes without its bytes, and says so when read."""
    mailbox = _Mailbox(stream)
    count = 0
    while mailbox.next_mail():
        count += 1
        where = f"{name}#{count}"
        if mailbox.passed_over:
            yield Source(where, b"", problem=f"is larger than {MAIL_BYTES // 1_000_000} MB, and passed over")
        else:
            yield Source(where, mailbox.take_mail())


def _opens_mail(data: bytes | bytearray, place: int) -> bool:
    """Says whether a mail opens at `place`: a `From ` line with a date, and a header below it."""
    if not data.startswith(_OPENS, place):
        return False
    end = data.find(b"\n", place, place + _LOOKED_AT_BYTES)
    return end > 0 and bool(_DATED.match(data, place, end)) and bool(_HEADER.match(data, end + 1))


class _Mailbox:
    """The part of a mailbox that is held: one mail, and a little of what follows it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._held = bytearray()
        self._ended = False
        self._end = 0  # where the mail that was found ends in what is held
        self.passed_over = False  # it was too large to be held

    def next_mail(self) -> bool:
        """Finds the next mail, and says whether there is one."""
        del self._held[: self._end]
        self._fill(_HEAD_BYTES)
        while (start := _START.match(self._held)) and start.end():
            del self._held[: start.end()]
            self._fill(_HEAD_BYTES)
        self.passed_over = False
        if not self._held:
            return False
        stated = self._stated_end()
        self._end = stated or self._found_end()
        return True

    def take_mail(self) -> bytes:
        """Returns the mail that was found, with the line that opens it, and without the marks of quoted lines."""
        mail = bytes(memoryview(self._held)[: self._end])
        del self._held[: self._end]
        self._end = 0
        return _QUOTED.sub(rb"\1", mail) if b">From " in mail else mail

    def _fill(self, size: int) -> None:
        """Reads on until `size` bytes are held, or the stream ends."""
        while len(self._held) < size and not self._ended:
            chunk = self._stream.read(_CHUNK_BYTES)
            self._ended = not chunk
            self._held += chunk

    def _stated_end(self) -> int:
        """Returns where the mail ends by the length that it states, or 0 where none is stated or nothing opens there."""
        head = _HEAD_END.search(self._held, 0, _HEAD_BYTES)
        stated = _LENGTH.search(self._held, 0, head.end()) if head else None
        end = head.end() + int(stated[1]) if head and stated else 0
        if not 0 < end <= MAIL_BYTES:
            return 0
        self._fill(end + _LOOKED_AT_BYTES)
        gap = _START.match(self._held, end)
        opens = gap.end() if gap else end
        return end if len(self._held) >= end and (opens == len(self._held) or _opens_mail(self._held, opens)) else 0

    def _found_end(self) -> int:
        """Returns where the mail ends by the line that opens the next one; what is too large is dropped on the way."""
        searched = len(_OPENS)
        while True:
            self._fill(searched + _CHUNK_BYTES)
            place = self._held.find(b"\n" + _OPENS, searched)
            if place < 0 or (place + _LOOKED_AT_BYTES > len(self._held) and not self._ended):
                if self._ended and place < 0:
                    return len(self._held)
                searched = max(searched, (place if place >= 0 else len(self._held)) - len(_OPENS))
                self._fill(len(self._held) + _CHUNK_BYTES)
            elif self._held.endswith((b"\n", b"\n\r"), 0, place) and _opens_mail(self._held, place + 1):
                return place + 1
            else:
                searched = place + 1
            if searched > MAIL_BYTES:
                self.passed_over = True
                del self._held[: searched - 4]
                searched = 4
