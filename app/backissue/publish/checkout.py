"""The reader's own files: where the page, its configuration and its runtime lie, and reading them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from backissue.errors import UnreadableSource

# The checkout that this package belongs to.
ROOT = Path(__file__).resolve().parents[3]


def read_own(name: str) -> bytes:
    """Returns the bytes of a file, named below the checkout's root.

    Raises:
        UnreadableSource: if it is not there or cannot be read.
    """
    try:
        return (ROOT / name).read_bytes()
    except OSError as error:
        made = name.startswith("runtime/")
        raise UnreadableSource(
            f"cannot be read: {error.strerror}",
            where=name,
            expected="the reader's runtime" if made else "the reader's own file",
            advice="run `make setup` first" if made else "publish from a checkout",
        ) from None


def own_files(folder: str) -> Iterator[str]:
    """Yields the names of all files below a folder of the checkout, in order.

    Raises:
        UnreadableSource: if the folder is not there.
    """
    if not (ROOT / folder).is_dir():
        raise UnreadableSource("is missing", where=folder, expected="the reader's runtime", advice="run `make setup` first")
    for path in sorted((ROOT / folder).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix()
