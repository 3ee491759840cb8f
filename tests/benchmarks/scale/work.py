"""Counts the work of a search, so that growth can be told without a clock: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

from backissue.index import Index, Rows


@dataclass(slots=True)
class Work:
    """What was done: steps of SQLite's machine (some for each row that it hands over), calls of Python and its own
    functions, and bytes of row sets that were made.
    """

    steps: int = 0
    calls: int = 0
    set_bytes: int = 0


@contextmanager
def counted(index: Index) -> Iterator[Work]:
    """Counts what is done within on `index`."""
    work = Work()

    def step() -> int:
        work.steps += 1
        return 0

    def call(frame: FrameType, event: str, argument: object) -> None:
        work.calls += event in ("call", "c_call") and frame.f_code is not step.__code__

    make = Rows.__init__

    def made(rows: Rows, mask: bytes) -> None:
        work.set_bytes += len(mask)
        make(rows, mask)

    database: Any = index.store._db
    database.set_progress_handler(step, 1)
    Rows.__init__ = made  # type: ignore[method-assign]
    before = sys.getprofile()
    sys.setprofile(call)
    try:
        yield work
    finally:
        sys.setprofile(before)
        Rows.__init__ = make  # type: ignore[method-assign]
        database.set_progress_handler(index.store._asked, 4_000)
