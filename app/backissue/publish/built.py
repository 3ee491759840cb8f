"""The index as a reader builds it of an archive, made ahead for those who sooner fetch it than build it."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable

# app/boot/built.mjs reads it, and keeps the same in the browser.
INDEX = "data/index.bin"
# Larger ones are not made: a reader fetches all of it before anything is found, and holds it beside what is read from it.
MOST_BYTES = 64_000_000
_LENGTH_BYTES = 4
_GZIP_LEVEL = 9


def index_file(parts: Iterable[bytes], program: str, manifest: str) -> bytes | None:
    """Returns the file of an index in `parts`; None where there are none, or it would be too large.

    It serves with the program of the digest `program` and the archive whose manifest has the SHA-256 `manifest` only. Since hosts
    do not compress such files, it is.
    """
    body = bytearray()
    for part in parts:
        body += len(part).to_bytes(_LENGTH_BYTES, "big") + part
        if len(body) > MOST_BYTES:
            return None
    if not body:
        return None
    key = hashlib.sha256((program + manifest).encode()).hexdigest()
    head = key + hashlib.sha256(body).hexdigest()
    return gzip.compress(head.encode() + body, _GZIP_LEVEL, mtime=0)
