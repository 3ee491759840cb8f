"""Compressed copies of files, for hosts that send them as they lie: `.gz` and `.br` beside each that gains by it; and zips."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import PurePosixPath

# What gains by it; archives, pictures and the memory are compressed already.
_SUFFIXES = frozenset(
    (".css", ".html", ".ics", ".js", ".json", ".mjs", ".py", ".svg", ".toml", ".txt", ".wasm", ".webmanifest", ".xml")
)
# Smaller files fit into one packet as they are.
_LEAST_BYTES = 1_000
# Brotli's best takes twenty times as long and saves an eighth (measured on the WebAssembly: 25 s, 2.7 MB instead of 3.1).
_GZIP_LEVEL, _BROTLI_QUALITY = 9, 9
# The power of two that Brotli looks back, at least and by itself. With a window of its file's size a small file takes a tenth of
# the time, and a few bytes more or less: for a large window Brotli clears 30 MB of tables first.
_WINDOW_LEAST, _WINDOW_MOST = 10, 22
_EPOCH = (2026, 1, 1, 0, 0, 0)


def packed_names(name: str, size: int) -> list[str]:
    """Returns the names of the compressed copies of a file of `size` bytes; of most kinds of file there are none.

    >>> packed_names("app/page.css", 9000), packed_names("icon.png", 9000), packed_names("robots.txt", 60)
    (['app/page.css.gz', 'app/page.css.br'], [], [])
    """
    packs = PurePosixPath(name).suffix in _SUFFIXES and size >= _LEAST_BYTES
    return [f"{name}.gz", f"{name}.br"] if packs else []


def packed(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """Returns the compressed copies of a file with their names; the same bytes each time."""
    names = packed_names(name, len(data))
    if not names:
        return []
    import brotli  # only publishing needs it

    window = min(_WINDOW_MOST, max(_WINDOW_LEAST, len(data).bit_length()))
    return [
        (names[0], gzip.compress(data, _GZIP_LEVEL, mtime=0)),
        (names[1], brotli.compress(data, quality=_BROTLI_QUALITY, lgwin=window)),
    ]


def zipped(files: tuple[tuple[str, bytes], ...]) -> bytes:
    """Returns files by their names in one zip, with a date that is always the same: the same bytes each time."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, compresslevel=9)
    return whole.getvalue()
