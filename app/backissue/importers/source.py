"""A source to import: its name and its bytes, and the text in them.

Encodings are tried from the certain to the likely: a byte order mark, a seven-bit encoding that is declared, UTF-8,
what the document declares, and Windows-1252, which is what old Western text without a word about itself is in.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from backissue.errors import UnreadableSource

# A gzip bomb of a megabyte unpacks to a gigabyte; nothing that is meant to be read is larger.
UNPACKED_BYTES = 1 << 30
# Text becomes a tenth of its size, or a fiftieth where it repeats itself; a bomb becomes a thousandth.
_RATIO, _RATIO_FROM_BYTES = 200, 10_000_000
_FIRST_BYTES = 1 << 16
_GZIP = b"\x1f\x8b\x08"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Without a mark, the zero bytes around the first sign tell the wide encodings; a document starts with a plain sign.
_WIDE = (
    (re.compile(rb"\0\0\0[<{\w#]", re.ASCII), "utf-32-be"),
    (re.compile(rb"[<{\w#]\0\0\0", re.ASCII), "utf-32-le"),
    (re.compile(rb"\0[<{\w#]", re.ASCII), "utf-16-be"),
    (re.compile(rb"[<{\w#]\0", re.ASCII), "utf-16-le"),
)
_DECLARED = (
    re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']"""),
    re.compile(rb"""(?i)<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})"""),
)
# These look like ASCII, and so like UTF-8, but for the sign that opens a run of other letters.
_SEVEN_BIT = {"iso2022_jp": b"\x1b", "iso2022_kr": b"\x0e", "hz": b"~{"}
# Names that a document may give to what is something else, or to no text encoding at all.
_NEVER = frozenset(("utf-7", "utf_7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"))
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Beyond that, a document is in another encoding altogether, and not damaged in places.
_BROKEN_AT_MOST = 0.2
_ADVICE = "save it as UTF-8 and import it again"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a source from around it: the headers of the mail that it came in, the entry of a feed, its folder.

    `newsletter` is a title as people write it, `number` an issue's, `date` a day or an instant, `url` where it can be read,
    `author` who sent it. An importer takes from here what the source itself does not say.
    """

    newsletter: str = ""
    number: str = ""
    title: str = ""
    date: str = ""
    url: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What somebody wants imported: the name to call it by in messages, and its bytes, packed with gzip or not.

    `around` is what is known of it from elsewhere. `problem` says why the bytes could not be had, where a bundle holds a source
    that it cannot hand over (encrypted, too large): reading the source then raises that, as for any that cannot be read.
    `beside`, where there is one, returns the bytes of the file of a given name
    that lies in the same folder, or None where there is none; whoever reads in several processes gives one that can be pickled.
    """

    name: str
    data: bytes
    around: Surroundings = Surroundings()
    problem: str = ""
    beside: Callable[[str], bytes | None] | None = field(default=None, repr=False, compare=False)
    _kept: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def unpacked(self) -> bytes:
        """The bytes of the source as they are without gzip.

        Raises:
            UnreadableSource: if they could not be had, or are damaged or too large.
        """
        if self.problem:
            raise UnreadableSource(self.problem, where=self.name, expected="a source that can be read")
        return _unpacked(self.data, self.name) if self.data.startswith(_GZIP) else self.data

    @property
    def first_bytes(self) -> bytes:
        """The first 64 KiB as they are without gzip, to tell what they are; none where they cannot be had."""
        if not self.data.startswith(_GZIP):
            return self.data[:_FIRST_BYTES]
        try:
            return zlib.decompressobj(31).decompress(self.data, _FIRST_BYTES)
        except zlib.error:
            return b""

    @property
    def text(self) -> str:
        """The text of the source, with `\\n` between lines.

        Raises:
            UnreadableSource: if it is empty, damaged, too large, or in no known encoding.
        """
        if "text" not in self._kept:
            text = _decoded(self.unpacked, self.name).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
            if not text.strip():
                raise UnreadableSource("is empty", where=self.name, expected="a newsletter, a planet, a feed or a list of items")
            self._kept["text"] = text
        return self._kept["text"]

    @property
    def head(self) -> str:
        """The beginning of the text, long enough to tell what it is."""
        return self.text[:20_000]

    @property
    def stem(self) -> str:
        """The name without its folders and endings.

        >>> Source("mail/weekly-7.txt.gz", b"").stem
        'weekly-7'
        """
        name = re.split(r"[\\/]", self.name)[-1]
        return re.sub(r"(?:\.\w{1,5}){1,2}$", "", name) or name

    @property
    def own_stem(self) -> str:
        """The stem where the name can tell of the issue; "" for the text of a mail or of a feed's entry, which lies in a file
        that is called after something else, such as its place in a mailbox.

        >>> Source("Inbox#12", b"", Surroundings(title="Boats")).own_stem
        ''
        """
        return self.stem if self.around == Surroundings() else ""


def is_bomb(unpacked: int, packed: int) -> bool:
    """Says whether so many bytes out of so few are a bomb, and no text.

    >>> is_bomb(9_000_000, 10), is_bomb(90_000_000, 9_000_000), is_bomb(90_000_000, 90_000)
    (False, False, True)
    """
    return unpacked > max(_RATIO_FROM_BYTES, _RATIO * packed)


def _unpacked(data: bytes, name: str) -> bytes:
    parts, size, packed = [], 0, len(data)
    most = min(UNPACKED_BYTES, max(_RATIO_FROM_BYTES, _RATIO * packed))
    try:
        while data.startswith(_GZIP):
            stream = zlib.decompressobj(31)
            parts.append(stream.decompress(data, most + 1 - size))
            size += len(parts[-1])
            if size > most:
                bomb = is_bomb(size, packed)
                problem = "unpacks to far more than a text does: a gzip bomb" if bomb else "unpacks to more than 1 GiB"
                raise UnreadableSource(problem, where=name, expected="a smaller source", advice="unpack and split it")
            if not stream.eof:
                raise UnreadableSource("is cut off", where=name, expected="a whole gzip file", advice="fetch it again")
            data = stream.unused_data
    except zlib.error as error:
        raise UnreadableSource(
            f"is damaged ({error})", where=name, expected="a whole gzip file", advice="fetch it again"
        ) from None
    return b"".join(parts)


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            marked = _strictly(data, encoding)
            return marked if marked is not None else _mended(data, encoding, name, f"starts as {encoding} and does not go on so")
    for start, encoding in _WIDE:
        if start.match(data) and (text := _strictly(data, encoding)):
            return text
    declared = declared_encoding(data)
    if _SEVEN_BIT.get(declared, b"\0") in data and (text := _strictly(data, declared)):
        return text
    text = _utf8(data) or (declared and _strictly(data, declared)) or _strictly(data, "cp1252")
    if text is None or _binary(text):
        return _mended(data, declared or "utf-8", name, "is in no known encoding")
    return text


def _mended(data: bytes, encoding: str, name: str, problem: str) -> str:
    """Returns a document that begins with markup with a sign for each byte that is none in `encoding`; refuses any other."""
    text = data.decode(encoding, "replace")
    if not text.lstrip("\ufeff \t\r\n").startswith("<") or _binary(text) or text.count("\ufffd") > _BROKEN_AT_MOST * len(text):
        return _refuse(name, problem)
    return text


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # a download that was cut off within a character is still UTF-8 up to there
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")
        return None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def declared_encoding(data: bytes) -> str:
    """Returns Python's name for the encoding that the document says it is in, or ""."""
    for pattern in _DECLARED:
        if (match := pattern.search(data[:4096])) and (found := text_encoding(match[1].decode("ascii", "replace"))):
            return found
    return ""


def text_encoding(name: str) -> str:
    """Returns Python's name for an encoding that a document or a mail may be in, or "".

    >>> text_encoding("Latin-1"), text_encoding("rot13"), text_encoding("nonsense")
    ('iso8859-1', '', '')
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, UnicodeError, ValueError):
        return ""
    # codecs such as hex or rot13 turn no bytes into text
    return found.name if found.name not in _NEVER and getattr(found, "_is_text_encoding", True) else ""


def _binary(text: str) -> bool:
    """Says whether `text` has so many control characters that it was never meant as text."""
    sample = text[:100_000]
    return len(_BINARY.findall(sample)) > max(3, len(sample) // 500)


def _refuse(name: str, problem: str) -> str:
    raise UnreadableSource(problem, where=name, expected="text in UTF-8, or in the encoding that it declares", advice=_ADVICE)
