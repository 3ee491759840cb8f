"""Names that carry a hash of the content: who has fetched such a file may keep it for ever."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

_DIGITS = 10


def hashed_name(name: str, data: bytes) -> str:
    """Returns `name` with the first hex digits of the SHA-256 of `data` in it.

    A wheel's name means something to who installs it, so there a folder carries the digits.

    >>> hashed_name("app/page/page.css", b"")
    'app/page/page.e3b0c44298.css'
    >>> hashed_name("runtime/wheels/mdurl-0.1.2-py3-none-any.whl", b"")
    'runtime/wheels/e3b0c44298/mdurl-0.1.2-py3-none-any.whl'
    """
    digits = hashlib.sha256(data).hexdigest()[:_DIGITS]
    path = PurePosixPath(name)
    if path.suffix == ".whl":
        return f"{path.parent}/{digits}/{path.name}"
    return str(path.with_name(f"{path.stem}.{digits}{path.suffix}"))


class Collected:
    """The files of a site by their published names, and the published name of each of the reader's own files."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> str:
        """Adds one of the reader's own files under a hashed name, which is returned."""
        self.names[name] = published = hashed_name(name, data)
        self.files[published] = data
        return published

    def keep(self, name: str, data: bytes) -> None:
        """Adds a file under its own name: one that people or programs know, or whose name carries a hash already."""
        self.files[name] = data
