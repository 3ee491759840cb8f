"""Replaces several files of a folder at once: after a kill at any moment, either all are the old ones or all the new.

Several files cannot be renamed in one act. So the new ones are written and synced under names of their own beside the
old ones; then a journal, which lists them, is renamed into place: that is the moment of commit. Then each new file
takes its name, what is listed as gone is removed, and the journal last. Whoever finds a journal, finishes it first;
until it is finished, `content_of` reads through it. Without a journal, left-over new files mean nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from backissue.errors import DamagedArchive, UnusableTarget

JOURNAL = ".backissue-journal"
_NEW = ".backissue-new-"
_LOCK = ".backissue-lock"
# A journal that somebody else has put there must not name files outside its folder.
_NAME = re.compile(r"[\w-][\w.-]*\.json")

# Called before each step that changes the disk, with the name of the step: a test stops the program there.
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Journal:
    """A change that is decided: the files that have a new content, and those that go."""

    new: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


def read_journal(folder: Path) -> Journal | None:
    """Returns the unfinished change of `folder`, if there is one.

    Raises:
        DamagedArchive: if there is one that was not written by this module.
    """
    try:
        raw = json.loads((folder / JOURNAL).read_bytes())
        journal = Journal(frozenset(raw["new"]), frozenset(raw["gone"]))
        if not all(_NAME.fullmatch(name) for name in journal.new | journal.gone):
            raise ValueError("a name that is no file of an archive")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedArchive(
            f"is no journal ({error})",
            where=str(folder / JOURNAL),
            expected="a list of files",
            advice="remove it, then check the archive",
        ) from None
    return journal


def content_of(folder: Path, name: str) -> bytes:
    """Returns the bytes of a file of the archive, as they are when an unfinished change is finished."""
    journal = read_journal(folder)
    if journal and name in journal.new:
        # it may just have taken its name
        with contextlib.suppress(FileNotFoundError):
            return (folder / (_NEW + name)).read_bytes()
    return (folder / name).read_bytes()


def replace_files(folder: Path, new: Mapping[str, bytes], gone: Iterable[str], step: Step) -> None:
    """Writes the files of `new` and removes those of `gone`: all of it, or nothing. The folder must be locked.

    Raises:
        OSError: if it cannot be done; before the commit everything is as it was, after it the next call finishes it.
    """
    _remove_leftovers(folder)
    journal = json.dumps({"new": sorted(new), "gone": sorted(gone)}).encode()
    try:
        for name, data in sorted(new.items()):
            step(f"write {name}")
            _write_synced(folder / (_NEW + name), data, step)
        step("write the journal")
        _write_synced(folder / (_NEW + JOURNAL), journal, step)
        _sync(folder)
        step("commit")
        os.replace(folder / (_NEW + JOURNAL), folder / JOURNAL)
    except BaseException:
        if not (folder / JOURNAL).exists():
            with contextlib.suppress(OSError):
                _remove_leftovers(folder)
        raise
    finish(folder, step)


def finish(folder: Path, step: Step) -> None:
    """Finishes a change that was committed and then cut off, if there is one. The folder must be locked."""
    journal = read_journal(folder)
    if not journal:
        return
    _sync(folder)
    for name in sorted(journal.new):
        step(f"rename {name}")
        with contextlib.suppress(FileNotFoundError):  # it has its name already
            os.replace(folder / (_NEW + name), folder / name)
    for name in sorted(journal.gone):
        step(f"remove {name}")
        (folder / name).unlink(missing_ok=True)
    _sync(folder)
    step("remove the journal")
    (folder / JOURNAL).unlink()
    _sync(folder)


def _remove_leftovers(folder: Path) -> None:
    for path in folder.glob(f"{_NEW}*"):
        path.unlink(missing_ok=True)


def _write_synced(path: Path, data: bytes, step: Step) -> None:
    with path.open("xb") as file:
        half = len(data) // 2
        file.write(data[:half])
        file.flush()
        step(f"write the rest of {path.name}")
        file.write(data[half:])
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Makes the names in `folder` last through a loss of power, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps other writers out of `folder`; the lock goes with the process, however that ends, and leaves no file.

    Raises:
        UnusableTarget: if another process is writing there.
    """
    handle = _lock(folder)
    if handle is None:
        raise UnusableTarget(
            "another import is writing there",
            where=str(folder),
            expected="one at a time",
            advice="wait until it has ended, then try again",
        )
    try:
        yield
    finally:
        os.close(handle)


def _lock(folder: Path) -> int | None:
    try:
        import fcntl
    except ImportError:  # Windows: the file goes when it is closed, by whatever end of the process
        try:
            return os.open(folder / _LOCK, os.O_CREAT | os.O_EXCL | getattr(os, "O_TEMPORARY", 0))
        except (FileExistsError, PermissionError):
            return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    return handle
