"""Writes a file as a whole or not at all, and never over somebody else's."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from backissue.errors import UnusableTarget


def claim(
    path: str,
    is_ours: Callable[[bytes], bool],
    force: bool = False,
    ours: str = "export of this format",
    advice: str = "name another file, or replace this one with --force",
) -> Path:
    """Returns where the file at `path` is to be written, if it may be.

    What lies there already may be replaced where `is_ours` says so of its beginning, or where it is empty. Where it may
    not, the error says that it is not `ours`, with `advice`.

    Raises:
        UnusableTarget: if something else is there and `force` does not allow to replace it, or if it is no ordinary file.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
        if not stat.S_ISREG(mode):
            raise UnusableTarget("is no ordinary file", where=path, expected="the name of a file", advice="name another")
        if not force:
            with target.open("rb") as file:
                head = file.read(10_000)
            if head and not is_ours(head):
                raise UnusableTarget(
                    f"is there, and no earlier {ours}",
                    where=path,
                    expected="a name that is free",
                    advice=advice,
                )
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise _unusable(path, error) from None
    return target


def write_whole(target: Path, pieces: Iterable[bytes]) -> int:
    """Writes `pieces` into a file beside `target`, which then takes its place, and returns how many bytes they are.

    Raises:
        UnusableTarget: if it cannot be written; what was there is as it was.
    """
    beside = target.with_name(f".backissue-{os.getpid()}.part")
    size = 0
    try:
        try:
            with beside.open("xb") as file:
                for piece in pieces:
                    size += file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileNotFoundError):
                beside.chmod(stat.S_IMODE(target.stat().st_mode))
            os.replace(beside, target)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise
    except OSError as error:
        raise _unusable(str(target), error) from None
    return size


def _unusable(path: str, error: OSError) -> UnusableTarget:
    return UnusableTarget(
        f"cannot be written ({error.strerror})",
        where=path,
        expected="a file in a folder with room that you may write to",
        advice="make room or name another file; nothing was changed",
    )
