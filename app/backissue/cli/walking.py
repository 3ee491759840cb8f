"""Finds the files to import: those that are named, and those in folders, in the order of their names."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from backissue.archive import folder as archives
from backissue.archive.manifest import FILE
from backissue.errors import BackissueError, UnreadableSource
from backissue.importers.bundles.clutter import is_clutter
from backissue.importers.report import Outcome

STANDARD_INPUT = "-"
_NOT_LOOKED_INTO = frozenset(("node_modules", "__pycache__"))
_MAILDIR = frozenset(("cur", "new"))
_LOCK = re.compile(r"(?i).*(?:\.lock|\.lck|-lock\.\w+)")
_MANIFEST_HEAD_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or a folder that is an archive; `named` says that it stood on the command line itself."""

    path: str
    named: bool
    bytes: int = 0
    is_archive: bool = False


def find_files(sources: list[str], target: str) -> Iterator[Found | Outcome]:
    """Yields each file of `sources` to read, and what is left out unopened; `target`, the archive, is not walked into.

    Hidden files and folders, `node_modules` and what a mail program is still writing are passed over without a word. A folder
    that links lead back to is walked once.
    """
    seen = set(filter(None, [_identity(str(archives.folder_of(target)))]))
    for source in sources:
        if source == STANDARD_INPUT or not os.path.isdir(source):
            is_manifest = os.path.basename(source) == FILE and is_archive(os.path.dirname(source) or ".")
            yield Found(source, named=True, bytes=_size(source), is_archive=is_manifest)
        elif is_archive(source):
            yield Found(source, named=True, is_archive=True)
        else:
            yield from _walk(source, seen)


def is_archive(folder: str) -> bool:
    """Says whether a folder is an archive of Backissue."""
    try:
        with open(os.path.join(folder, FILE), "rb") as file:
            return b'"backissue-archive"' in file.read(_MANIFEST_HEAD_BYTES)
    except OSError:
        return False


def unreadable(path: str, error: OSError) -> UnreadableSource:
    """Returns the error about a file or folder that the system does not let us read."""
    return UnreadableSource(
        f"cannot be read: {error.strerror}",
        where=path,
        expected="a file or a folder that you may read",
        advice="look at its path and rights",
    )


def _walk(top: str, seen: set[tuple[int, int]]) -> Iterator[Found | Outcome]:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        if identity := _identity(folder):
            if identity in seen:
                continue
            seen.add(identity)
        if folder != top and is_archive(folder):
            yield Found(folder, named=False, is_archive=True)
            continue
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            # a folder that was named is what was asked for
            yield Found(folder, named=True) if folder == top else _failed(folder, unreadable(folder, error))
            continue
        folders = [entry.name for entry in entries if _is_folder(entry)]
        yield from _files(entries)
        inner = [name for name in folders if _is_walked(folder, name, folders)]
        waiting += [os.path.join(folder, name) for name in reversed(inner)]


def _files(entries: list[os.DirEntry[str]]) -> Iterator[Found | Outcome]:
    for entry in entries:
        if _is_folder(entry) or is_clutter(entry.name):
            continue
        try:
            status = entry.stat()
        except OSError as error:
            leads_nowhere = entry.is_symlink()
            yield (
                Outcome(entry.path, why="leads nowhere") if leads_nowhere else _failed(entry.path, unreadable(entry.path, error))
            )
            continue
        if not stat.S_ISREG(status.st_mode):
            yield Outcome(entry.path, why="is no file but a device, a pipe or a socket")
        elif _LOCK.fullmatch(entry.name):
            yield Outcome(entry.path, why="is a lock file")
        else:
            yield Found(entry.path, named=False, bytes=status.st_size)


def _is_walked(parent: str, name: str, siblings: list[str]) -> bool:
    if name in _NOT_LOOKED_INTO or (name == "tmp" and set(siblings) >= _MAILDIR):
        return False
    # the folders of a mail program may be hidden ones
    return not name.startswith(".") or all(os.path.isdir(os.path.join(parent, name, inner)) for inner in _MAILDIR)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _failed(path: str, error: BackissueError) -> Outcome:
    return Outcome(path, error=error)


def _identity(path: str) -> tuple[int, int] | None:
    with contextlib.suppress(OSError):
        status = os.stat(path)
        return status.st_dev, status.st_ino
    return None


def _size(path: str) -> int:
    with contextlib.suppress(OSError):
        return os.stat(path).st_size
    return 0
