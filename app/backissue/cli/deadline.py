"""Ends work that takes too much of the processor's time, so that one source cannot hold up all others."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class TookTooLong(BaseException):
    """Raised within work that is past its deadline; no library that catches any Exception keeps it."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Ends what is done under it after so many seconds of the processor's time, by `TookTooLong`, where the system can.

    It is not the clock that counts: a busy machine must not change what is imported.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGVTALRM, end)
    # once more each second, for code that catches even this
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
