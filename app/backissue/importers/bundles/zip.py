"""Opens a packed folder: mails, mailboxes, pages, feeds, and packed folders in it. Nothing is unpacked to a disk.

What a member says of its size is what is read of it at most, so its size can be judged before it is read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from backissue.errors import UnreadableSource
from backissue.importers import bundles
from backissue.importers.bundles.clutter import is_clutter
from backissue.importers.facts.wording import shortened
from backissue.importers.source import Source, is_bomb

NAME = "zip"
# A member that is a source is read whole, as is a packed folder within one.
MEMBER_BYTES = 100_000_000
# The list of members is read whole too: so much names a hundred thousand files.
_LIST_BYTES = 16_000_000
_DEPTH = 3
_NAME_LENGTH = 200
_KNOWN_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Documents of other programs are packed folders too.
_DOCUMENTS = (b"[Content_Types].xml", b"mimetype", b"META-INF/")
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, NotImplementedError, RuntimeError)


def detect(name: str, head: bytes) -> bool:
    """Says whether the file is a packed folder, and not a document that is packed in the same way."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not head[30:].startswith(_DOCUMENTS)


def sources(name: str, stream: BinaryIO, depth: int = _DEPTH) -> Iterator[Source]:
    """Yields what the members hold, in the order of their names, each named after the file and its place in it.

    A member that cannot be had (encrypted, damaged, too large, a bomb) comes without its bytes, and says so when read.

    Raises:
        UnreadableSource: if the whole is damaged, a bomb, or lies too deep in other packed folders.
    """
    if depth < 1:
        raise UnreadableSource(
            f"lies in more than {_DEPTH} packed folders", where=name, expected="fewer", advice="unpack them by hand"
        )
    try:
        _check_list(name, stream)
        packed = zipfile.ZipFile(stream)
    except _DAMAGE as error:
        raise UnreadableSource(
            f"is damaged ({error})", where=name, expected="a whole zip file", advice="fetch it again"
        ) from None
    with packed:
        folders = {_named(each).rpartition("/")[0] for each in packed.infolist()}
        members = [each for each in packed.infolist() if not _is_folder(each) and not is_clutter(_named(each), folders)]
        if is_bomb(sum(each.file_size for each in members), stream.seek(0, io.SEEK_END)):
            raise UnreadableSource("unpacks to far more than a folder of texts does", where=name, expected="no zip bomb")
        for member in sorted(members, key=_named):
            yield from _member(packed, member, f"{name}/{shortened(_named(member), _NAME_LENGTH)}", depth)


def _check_list(name: str, stream: BinaryIO) -> None:
    """Refuses a zip file whose list of members is too large to be held; it is the library that would hold it."""
    if not stream.seekable():
        raise UnreadableSource("cannot be read from its end", where=name, expected="a file", advice="save it and import the file")
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - 65_536 - 22))
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    stated = int.from_bytes(tail[place + 12 : place + 16], "little") if place >= 0 else 0
    if stated == 0xFFFFFFFF and (longer := tail.rfind(b"PK\x06\x06")) >= 0:
        stated = int.from_bytes(tail[longer + 40 : longer + 48], "little")
    if stated > _LIST_BYTES:
        raise UnreadableSource(
            "holds too many files", where=name, expected="at most a hundred thousand", advice="unpack it and import the folder"
        )


def _is_folder(member: zipfile.ZipInfo) -> bool:
    return member.filename.endswith("/")  # the library's own question ends in an error where the name is empty


def _named(member: zipfile.ZipInfo) -> str:
    """Returns the name of a member; many programs write UTF-8 and do not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, depth: int) -> Iterator[Source]:
    if member.flag_bits & 0x41:
        yield Source(where, b"", problem="is encrypted")
    elif is_bomb(member.file_size, member.compress_size):
        yield Source(where, b"", problem="unpacks to far more than a text does: a zip bomb")
    elif member.compress_type not in _KNOWN_PACKINGS:
        yield Source(where, b"", problem=f"is packed in a way that is not read here ({member.compress_type})")
    else:
        try:
            yield from _opened(packed, member, where, depth)
        except UnreadableSource as error:
            yield Source(error.where, b"", problem=error.problem)
        except _DAMAGE as error:
            yield Source(where, b"", problem=f"is damaged ({error})")


def _opened(packed: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, depth: int) -> Iterator[Source]:
    with packed.open(member) as stream:
        head = stream.read(bundles.HEAD_BYTES)
        bundle = bundles.find_bundle(where, head)
        if not bundle or bundle.NAME == NAME:
            if member.file_size > MEMBER_BYTES:
                yield Source(where, b"", problem=f"is larger than {MEMBER_BYTES // 1_000_000} MB, and passed over")
            elif bundle:
                yield from sources(where, io.BytesIO(head + stream.read()), depth - 1)
            else:
                yield Source(where, head + stream.read(), beside=_beside(packed, member))
            return
    with packed.open(member) as again:
        yield from bundle.sources(where, again)  # type: ignore[arg-type]


def _beside(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[str], bytes | None]:
    """Returns what reads the members that lie in the same folder as `member`, such as the shards of an archive, by name."""
    folder = member.filename.rpartition("/")[0]

    def read(name: str) -> bytes | None:
        try:
            found = packed.getinfo(f"{folder}/{name}" if folder else name)
            if found.file_size > MEMBER_BYTES or is_bomb(found.file_size, found.compress_size):
                return None
            return packed.read(found)
        except (KeyError, *_DAMAGE):
            return None

    return read
