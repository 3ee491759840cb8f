"""The parts of a single file: what would be files of a site, as elements of the page that no browser runs or shows."""

from __future__ import annotations

import base64
import gzip
import hashlib
from html import escape
from pathlib import PurePosixPath

# What is compressed already, and what Python reads within a call (app/boot/inside.mjs), stays as it is.
_COMPRESSED = frozenset((".bin", ".zip", ".whl", ".gz"))
_LEVEL = 9


def part(name: str, data: bytes) -> str:
    """Returns the element of a part, as app/boot/parts.mjs reads it.

    >>> part("a.bin", b"abc")[:40]
    '<script type="text/plain" data-part="a.b'
    """
    gzipped = PurePosixPath(name).suffix not in _COMPRESSED
    held = gzip.compress(data, _LEVEL, mtime=0) if gzipped else data
    mark = " data-gzipped" if gzipped else ""
    text = base64.b64encode(held).decode("ascii")
    digest = hashlib.sha256(held).hexdigest()
    return f'<script type="text/plain" data-part="{escape(name)}" data-sha256="{digest}"{mark}>{text}</script>\n'
