"""Opens a file that somebody hands in: the sources that a bundle holds, or the file itself as one source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from backissue.errors import UnreadableSource
from backissue.importers.bundles import HEAD_BYTES, find_bundle
from backissue.importers.source import Source


def open_sources(name: str, stream: BinaryIO, most_bytes: int) -> Iterator[Source]:
    """Yields what `stream`, which can be sought in, holds: never all of a bundle at once.

    Raises:
        UnreadableSource: if it is a source by itself of more than `most_bytes`, or a bundle that is damaged.
    """
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    bundle = find_bundle(name, head)
    if bundle:
        yield from bundle.sources(name, stream)
        return
    data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise UnreadableSource(
            f"is larger than {most_bytes // 1_000_000} MB",
            where=name,
            expected="a smaller file, or a mailbox or a zip of such",
            advice="split it, or use the command `backissue import`",
        )
    yield Source(name, data)
