"""Opens a mailbox that is packed with gzip, as a stream; any other source that is packed so unpacks itself."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from backissue.errors import UnreadableSource
from backissue.importers.bundles import mbox
from backissue.importers.source import Source

NAME = "gzip"
_MARK = b"\x1f\x8b\x08"


def detect(name: str, head: bytes) -> bool:
    """Says whether a mailbox is packed in the file."""
    if not head.startswith(_MARK):
        return False
    try:
        return mbox.detect(name, zlib.decompressobj(31).decompress(head, len(head)))
    except zlib.error:
        return False


def sources(name: str, stream: BinaryIO) -> Iterator[Source]:
    """Yields each mail of the mailbox, as `mbox.sources` does.

    Raises:
        UnreadableSource: if the file is damaged or cut off; what was yielded before that stands.
    """
    try:
        yield from mbox.sources(name, cast(BinaryIO, gzip.GzipFile(fileobj=stream)))
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableSource(
            f"is damaged ({error})", where=name, expected="a whole gzip file", advice="fetch it again"
        ) from None
