"""The folder that a site is written into: nothing of somebody else's is touched, and no file is ever half written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from backissue.archive.canonical import encode
from backissue.errors import UnusableTarget
from backissue.publish.packing import packed, packed_names

LIST = "published.json"
# So many files are in memory and compressed side by side.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the site: its name, its size, and whether it had to be written. Compressed copies are counted with their file."""

    name: str
    bytes: int
    fresh: bool


def write_site(target: Path, files: Iterable[tuple[str, bytes]]) -> list[Written]:
    """Writes files into the folder `target`, each with its compressed copies, and removes what an earlier publishing wrote
    and is gone. All are first written beside their places, so that a full disk changes nothing, then moved there in order.

    Raises:
        UnusableTarget: if the folder holds files that no publishing wrote, or cannot be written.
    """
    draft = _Draft(target, _published_before(target))
    try:
        try:
            written = [draft.add(*file) for file in _with_copies(draft, iter(files))]
            draft.put(LIST, encode({"format": "backissue-site", "files": sorted(draft.names)}))
        except BaseException:
            draft.undo()
            raise
        draft.finish()
    except OSError as error:
        raise UnusableTarget(
            f"cannot be written ({error.strerror})",
            where=str(error.filename or target),
            expected="a folder with room that you may write",
            advice="make room or name another folder, then publish again",
        ) from None
    return written


class _Draft:
    """A site on its way into a folder."""

    def __init__(self, target: Path, before: set[str]) -> None:
        self.names: set[str] = set()
        self._target, self._before = target, before
        self._parts: list[Path] = []
        self._made: list[Path] = []

    def has(self, name: str, data: bytes) -> bool:
        """Says whether the folder holds this file and its compressed copies as they were published before."""
        copies = packed_names(name, len(data))
        return _holds(self._target / name, data) and all(self._is_ours(copy) for copy in copies)

    def _is_ours(self, name: str) -> bool:
        return name in self._before and (self._target / name).is_file()

    def add(self, name: str, data: bytes, copies: list[tuple[str, bytes]] | None) -> Written:
        """Adds a file with its copies; None where the folder has them all."""
        fresh = copies is not None and self.put(name, data)
        self.names.update((name, *packed_names(name, len(data))))
        for copy in copies or ():
            self.put(*copy)
        return Written(name, len(data), fresh)

    def put(self, name: str, data: bytes) -> bool:
        """Writes a file beside its place, unless it is there; says whether it was not."""
        path = self._target / name
        if _holds(path, data):
            return False
        if name != LIST and name not in self._before and path.exists():
            raise UnusableTarget(
                f"{name} is there and was not published from here",
                where=str(self._target),
                expected="a folder where this name is free",
                advice="move the file, or name another folder: nothing in this one was touched",
            )
        self._made += [each for each in (path.parent, *path.parent.parents) if not each.exists()]
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        self._parts.append(part)
        part.write_bytes(data)
        return True

    def undo(self) -> None:
        """Takes away what was written."""
        for part in self._parts:
            part.unlink(missing_ok=True)
        for folder in sorted(self._made, key=lambda each: -len(each.parts)):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def finish(self) -> None:
        """Moves all files to their places, then removes those that are gone, and the folders that this leaves empty."""
        for part in self._parts:
            part.replace(part.with_suffix(""))
        for name in self._before.difference(self.names):
            path = self._target / name
            path.unlink(missing_ok=True)
            for folder in path.relative_to(self._target).parents:
                with contextlib.suppress(OSError):
                    (self._target / folder).rmdir()


def _with_copies(
    draft: _Draft, files: Iterator[tuple[str, bytes]]
) -> Iterator[tuple[str, bytes, list[tuple[str, bytes]] | None]]:
    """Yields files with their compressed copies, which are made side by side; None where they need not be made again."""
    with ThreadPoolExecutor() as pool:
        while batch := list(islice(files, _AT_ONCE)):
            copies = pool.map(lambda file: None if draft.has(*file) else packed(*file), batch)
            yield from ((name, data, made) for (name, data), made in zip(batch, copies, strict=True))


def _published_before(target: Path) -> set[str]:
    """The names of the files that an earlier publishing wrote; refuses a folder of somebody else's."""
    if not target.exists():
        return set()
    if not target.is_dir():
        raise UnusableTarget("is a file", where=str(target), expected="a folder", advice="name another place")
    # a checkout that a host serves from holds `.git` before anything is published into it
    if all(path.name.startswith(".") for path in target.iterdir()):
        return set()
    try:
        listed = json.loads((target / LIST).read_bytes())
        names = set(map(str, listed["files"])) if listed["format"] == "backissue-site" else None
    except (OSError, ValueError, KeyError, TypeError):
        names = None
    if names is None:
        raise UnusableTarget(
            "holds files that were not published from here",
            where=str(target),
            expected="an empty folder, or one published before",
            advice="name another folder: nothing in this one was touched",
        )
    return {name for name in names if not name.startswith("/") and ".." not in Path(name).parts}


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
