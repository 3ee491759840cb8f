"""Packs the search engine alone as a wheel, for other pages that run Pyodide: `micropip.install` takes it from the site."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping

from backissue import __version__
from backissue.publish.packing import zipped

# What the reader's worker loads of these parts is what a search needs, and runs in a browser.
_ENGINE = re.compile(r'^"\./(app/(backissue/(?:(?!reader/)[\w/]+)\.py))"', re.MULTILINE)
_LISTED, _LICENCE = "pyscript.toml", "LICENSE"


def engine_wheel(read_source: Callable[[str], bytes]) -> tuple[str, bytes]:
    """Returns the wheel's file name and its bytes; `read_source` gives a file of the checkout, and the same gives the same."""
    modules = _ENGINE.findall(read_source(_LISTED).decode())
    files = {name: read_source(source) for source, name in modules}
    return pack_wheel(
        "backissue-search",
        __version__,
        files,
        summary="The search engine of Backissue: an archive of newsletters, indexed in memory.",
        requires=("snowballstemmer",),
        licence=read_source(_LICENCE),
    )


def pack_wheel(
    name: str, version: str, files: Mapping[str, bytes], *, summary: str, requires: tuple[str, ...], licence: bytes
) -> tuple[str, bytes]:
    """Returns a wheel of Python files by their names, with no compiled part, under the MIT licence.

    The format is that of PEP 427, the metadata that of PEP 639.
    """
    stem = f"{name.replace('-', '_')}-{version}"
    described = f"{stem}.dist-info"
    metadata = [
        "Metadata-Version: 2.4",
        f"Name: {name}",
        f"Version: {version}",
        f"Summary: {summary}",
        "License-Expression: MIT",
        f"License-File: {_LICENCE}",
        "Requires-Python: >=3.11",
        *(f"Requires-Dist: {required}" for required in requires),
    ]
    tags = ["Wheel-Version: 1.0", f"Generator: backissue {__version__}", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    held = {
        **dict(sorted(files.items())),
        f"{described}/licenses/{_LICENCE}": licence,
        f"{described}/METADATA": _lines(metadata),
        f"{described}/WHEEL": _lines(tags),
    }
    record = f"{described}/RECORD"
    held[record] = _lines([*(f"{path},{_digest(data)},{len(data)}" for path, data in held.items()), f"{record},,"])
    return f"{stem}-py3-none-any.whl", zipped(tuple(held.items()))


def _lines(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
