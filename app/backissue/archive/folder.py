"""Reads and writes an archive as a folder of files; the only part of the archive that knows of a disk."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from backissue.archive import journal
from backissue.archive.canonical import encode
from backissue.archive.consistency import assert_consistent
from backissue.archive.manifest import FILE, Manifest, Part, read_manifest
from backissue.archive.shards import build
from backissue.archive.whole import assemble
from backissue.errors import ArchiveError, DamagedArchive, InvalidValue, NotAnArchive, UnreadableSource, UnusableTarget
from backissue.model import Archive

# How often reading starts again because the archive was written meanwhile.
_ATTEMPTS = 5


def open_folder(path: str | os.PathLike[str]) -> tuple[Manifest, Callable[[Part], bytes]]:
    """Returns the manifest of the archive at `path`, and a function that reads the bytes of a part of it.

    `path` is the folder or its `archive.json`. The bytes are compared with the manifest's size and hash.

    Raises:
        NotAnArchive: if there is none.
        UnsupportedVersion, DamagedArchive, InvalidValue: as `read_manifest`.
        UnreadableSource: if the folder or a file in it may not be read.
    """
    folder = folder_of(path)
    settle(folder)
    manifest = read_manifest(read_file(folder, FILE), str(folder / FILE))

    def read_part(part: Part) -> bytes:
        try:
            data = read_file(folder, part.path)
            part.verify(data)
        except DamagedArchive as error:
            raise _located(folder, error) from None
        return data

    return manifest, read_part


def read(path: str | os.PathLike[str]) -> Archive:
    """Returns the whole archive at `path`, full posts included, after every size, hash and count was compared.

    Raises:
        NotAnArchive, UnsupportedVersion, DamagedArchive, InvalidValue, UnreadableSource: as `open_folder`.
    """
    for _ in range(_ATTEMPTS):
        before = _stamp(path)
        try:
            return _read_whole(path)
        except (ArchiveError, InvalidValue):
            # another process may have written the archive in the middle of this reading
            if _stamp(path) == before:
                raise
    return _read_whole(path)


def write(path: str | os.PathLike[str], archive: Archive, step: journal.Step = lambda name: None) -> None:
    """Writes `archive` into the folder at `path`, which is made where it is missing: all of it, or nothing.

    Files that are the same already are not touched, and none that the old manifest does not name. `step` is called
    before each act on the disk.

    Raises:
        DamagedArchive: if `archive` contradicts itself, such as by two issues of one id.
        UnusableTarget: if the folder cannot be written, holds files of others under these names, or is being written.
        NotAnArchive, UnsupportedVersion: if there is an `archive.json` that this program did not write.
    """
    assert_consistent(archive)
    with _writing(folder_of(path)) as folder:
        _write(folder, archive, step)


def update(path: str | os.PathLike[str], change: Callable[[Archive], Archive]) -> Archive:
    """Writes `change(archive)` in place of the archive at `path`, or of an empty one, while others are kept out.

    Returns the new archive. Whatever `change` raises leaves the archive as it was.

    Raises:
        BackissueError: as `read` and `write`.
    """
    with _writing(folder_of(path)) as folder:
        archive = change(_read_whole(folder) if holds_archive(folder) else Archive())
        assert_consistent(archive)
        _write(folder, archive, lambda name: None)
        return archive


def read_if_any(path: str | os.PathLike[str]) -> Archive:
    """Returns the whole archive at `path`, or an empty one where there is none.

    Raises:
        ArchiveError, InvalidValue, UnreadableSource: as `read`.
    """
    return read(path) if holds_archive(path) else Archive()


def folder_of(path: str | os.PathLike[str]) -> Path:
    """Returns the folder of an archive that is named by its folder or by its `archive.json`."""
    folder = Path(path)
    return folder.parent if folder.name == FILE and not folder.is_dir() else folder


def _read_whole(path: str | os.PathLike[str]) -> Archive:
    folder = folder_of(path)
    manifest, _ = open_folder(folder)
    try:
        archive = assemble(manifest, lambda part: read_file(folder, part.path))
    except (ArchiveError, InvalidValue) as error:
        raise _located(folder, error) from None
    assert_consistent(archive, str(folder))
    return archive


def _located(folder: Path, error: ArchiveError | InvalidValue) -> ArchiveError | InvalidValue:
    """The same error, which tells the folder as well as the file in it."""
    return type(error)(error.problem, where=os.path.join(folder, error.where), expected=error.expected, advice=error.advice)


def settle(folder: Path) -> None:
    """Finishes an interrupted writing where it may; where it may not, reading goes through the journal."""
    with contextlib.suppress(OSError):
        if journal.read_journal(folder):
            with contextlib.suppress(UnusableTarget), journal.locked(folder):
                journal.finish(folder, lambda name: None)


def read_file(folder: Path, name: str) -> bytes:
    """Returns the bytes of a file of the archive.

    Raises:
        NotAnArchive: if there is no manifest.
        DamagedArchive: if another file is missing.
        UnreadableSource: if it may not be read.
    """
    try:
        return journal.content_of(folder, name)
    except (FileNotFoundError, NotADirectoryError):
        if name == FILE:
            raise NotAnArchive(
                "holds no archive",
                where=str(folder),
                expected=f"a folder with an {FILE}",
                advice="check the path, or import something into it first",
            ) from None
        raise DamagedArchive(
            "is missing", where=name, expected="the file that the manifest names", advice="fetch or make the archive again"
        ) from None
    except OSError as error:
        raise UnreadableSource(
            f"cannot be read ({error.strerror})", where=str(folder / name), advice="check the path and its permissions"
        ) from None


def _stamp(path: str | os.PathLike[str]) -> list[tuple[int, int]]:
    """What differs when an archive was written, or has begun to be."""
    found = []
    for name in (FILE, journal.JOURNAL):
        with contextlib.suppress(OSError):
            status = (folder_of(path) / name).stat()
            found.append((status.st_mtime_ns, status.st_ino))
    return found


def holds_archive(path: str | os.PathLike[str]) -> bool:
    """Says whether there is an archive at `path`, sound or not."""
    folder = folder_of(path)
    return (folder / FILE).exists() or (folder / journal.JOURNAL).exists()


def assert_usable(path: str | os.PathLike[str]) -> None:
    """Raises an error where a new archive at `path` would lie among the files of others, who would then look in vain for it.

    Raises:
        UnusableTarget: if `path` is a folder with files in it, none of which is an archive.
    """
    folder = folder_of(path)
    with contextlib.suppress(OSError):
        if folder.is_dir() and not holds_archive(folder) and any(not each.name.startswith(".") for each in folder.iterdir()):
            raise UnusableTarget(
                "holds other files and no archive",
                where=str(folder),
                expected="an archive, or a folder that is new or empty",
                advice="name another folder",
            )


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[Path]:
    """Makes and locks `folder`, finishes what was interrupted, and words what the system refuses."""
    missing: list[Path] = []
    try:
        try:
            missing += [each for each in (folder, *folder.parents) if not each.exists()]
            folder.mkdir(parents=True, exist_ok=True)
            with journal.locked(folder):
                journal.finish(folder, lambda name: None)
                yield folder
        except OSError as error:
            raise _unusable(folder, error) from None
    except BaseException:
        # a folder that was made for nothing goes again
        for each in missing:
            with contextlib.suppress(OSError):
                each.rmdir()
        raise


def _write(folder: Path, archive: Archive, step: journal.Step) -> None:
    manifest, files = build(archive)
    files[FILE] = encode(manifest.to_dict())
    before = read_manifest(read_file(folder, FILE), str(folder / FILE)) if holds_archive(folder) else None
    named = {part.path for part in before.parts()} | {FILE} if before else set()
    new = {name: data for name, data in files.items() if not _holds(folder / name, data)}
    foreign = sorted(name for name in new if name not in named and (folder / name).exists())
    if foreign:
        raise UnusableTarget(
            f"{foreign[0]} is there and belongs to no archive",
            where=str(folder),
            expected="a folder where this name is free",
            advice="move the file, or write to another folder",
        )
    gone = named - files.keys()
    if new or gone:
        journal.replace_files(folder, new, gone, step)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _unusable(folder: Path, error: OSError) -> UnusableTarget:
    if isinstance(error, NotADirectoryError | FileExistsError):
        advice = "name a folder"
    elif error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        advice = "make room, then try again; the archive is as it was"
    else:
        advice = "check its permissions, or write to another folder; the archive is as it was"
    with contextlib.suppress(OSError):
        if (folder / journal.JOURNAL).exists():
            advice = "the new archive is there as a whole, and the next command finishes putting it in place"
    return UnusableTarget(
        f"cannot be written ({error.strerror})",
        where=str(error.filename or folder),
        expected="a folder that can be written",
        advice=advice,
    )
