"""What holds sources instead of being one: a mailbox, a packed folder. Each is read as a stream, one source at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from backissue.importers.bundles import gzip, mbox, zip
from backissue.importers.source import Source

# So many bytes of the beginning are enough to tell a bundle.
HEAD_BYTES = 8_192


class Bundle(Protocol):
    """What opens one kind of bundle."""

    @property
    def NAME(self) -> str:
        """The name of the kind, as `--as` takes it."""

    def detect(self, name: str, head: bytes) -> bool:
        """Says, cheaply and without a doubt, whether a file of that name that begins with `head` is of this kind."""

    def sources(self, name: str, stream: BinaryIO) -> Iterator[Source]:
        """Yields what the file holds, each named after the file and its place in it; never all of it at once.

        A source that is there and cannot be had (encrypted, too large) has its `problem` and no bytes; the next ones follow.

        Raises:
            UnreadableSource: if the file is damaged or a bomb; what was yielded before that stands.
        """


_ORDER: tuple[Bundle, ...] = (mbox, zip, gzip)
BUNDLES = {bundle.NAME: bundle for bundle in _ORDER}


def find_bundle(name: str, head: bytes) -> Bundle | None:
    """Returns what opens a file of that name that begins with `head`, or None where it is a source itself."""
    return next((bundle for bundle in _ORDER if bundle.detect(name, head)), None)
