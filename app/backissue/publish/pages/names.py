"""Where the pages of publications and issues lie: file names that every disk and host takes, each one once.

An id may be anything, and the name of a page must not change when another issue comes. So an id that is harmless is the name;
of any other, what can be kept of it stands before a part of its hash.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar
from urllib.parse import quote

from backissue.model import Archive

Key = TypeVar("Key", str, tuple[str, str])

FOLDER = "issues"
INDEX = "index.html"
# Windows has no files of these names, whatever stands behind a dot.
_DEVICES = frozenset(("con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(10))))
_RESERVED = _DEVICES | {"index", "years"}
# Most disks take names of 255 bytes; a suffix, and one of a file that is still being written, come on top.
_LONGEST_BYTES = 120
_HASH_DIGITS = 10
UNDATED = "undated"


def file_name(text: str) -> str:
    """Returns a name for a file or folder that belongs to `text` alone, on disks that fold case and accents, too.

    >>> file_name("739"), file_name("科技爱好者周刊"), file_name("2026-06-16")
    ('739', '科技爱好者周刊', '2026-06-16')
    >>> file_name("Fog / 7")
    'fog-7-d663b5ebde'
    """
    kept = re.sub("-{2,}", "-", "".join(map(_harmless, _folded(text)))).strip("._-")
    kept = kept.encode()[:_LONGEST_BYTES].decode(errors="ignore").rstrip("._-")
    if kept and kept == text and kept.partition(".")[0] not in _RESERVED:
        return kept
    digits = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_DIGITS]
    return f"{kept}-{digits}" if kept else digits


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _harmless(char: str) -> str:
    return char if char.isalnum() or unicodedata.category(char)[0] == "M" or char in "._-" else "-"


def _named(keys: Iterable[Key], name_of: Callable[[Key], str]) -> dict[Key, str]:
    """The names of `keys`. Two of them want the same one only where somebody made an id after the name of another."""
    names: dict[Key, str] = {}
    taken: set[str] = set()
    for key in sorted(keys):
        name = wanted = name_of(key)
        count = 1
        while name in taken:
            count += 1
            name = f"{wanted}-{count}"
        names[key] = name
        taken.add(name)
    return names


class PageNames:
    """The pages of an archive by the ids of what they show; names are paths within the site, not yet quoted for a link."""

    def __init__(self, archive: Archive) -> None:
        self._folders = _named((each.id for each in archive.publications), lambda name: f"{FOLDER}/{file_name(name)}")
        self._issues = _named(
            ((issue.id, issue.publication) for issue in archive.issues),
            lambda key: f"{self._folders[key[1]]}/{file_name(key[0].removeprefix(f'{key[1]}/'))}",
        )
        self._pages = {issue: f"{path}.html" for (issue, _), path in self._issues.items()}

    def publication(self, publication_id: str) -> str:
        """Returns the page of a publication; "" where it is none of the archive's."""
        folder = self._folders.get(publication_id)
        return f"{folder}/{INDEX}" if folder else ""

    def feed(self, publication_id: str, name: str) -> str:
        """Returns where the feed `name` of a publication lies."""
        return f"{self._folders[publication_id]}/{name}"

    def year(self, publication_id: str, year: str) -> str:
        """Returns the page of a publication's year, or of its issues without a date."""
        return f"{self._folders[publication_id]}/years/{year or UNDATED}.html"

    def issue(self, issue_id: str) -> str:
        """Returns the page of an issue; "" where it is none of the archive's."""
        return self._pages.get(issue_id, "")


def link_to(path: str) -> str:
    """Returns a path within the site as it stands in a link.

    >>> link_to("issues/科技/7.html")
    'issues/%E7%A7%91%E6%8A%80/7.html'
    """
    return quote(path, errors="replace")


def root_of(path: str) -> str:
    """Returns the way from the page at `path` to the site's folder.

    >>> root_of("issues/quay/years/2026.html"), root_of("index.html")
    ('../../../', '')
    """
    return "../" * path.count("/")
