"""Ends work that takes too much of the processor's time, so that one source cannot hold up all others."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

# How often a thread is looked at, and how often one is told again that catches what it is told.
_LOOK_SECONDS = 1.0


class TookTooLong(BaseException):
    """Raised within work that is past its deadline; no library that catches any Exception keeps it."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Ends what is done under it after so many seconds of the processor's time, by `TookTooLong`, where the system can.

    It is not the clock that counts: a busy machine must not change what is imported.
    """
    if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
        with _alarmed(seconds):
            yield
    elif hasattr(time, "pthread_getcpuclockid"):
        with _watched(seconds):
            yield
    else:
        yield


@contextlib.contextmanager
def _alarmed(seconds: float) -> Iterator[None]:
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


@contextlib.contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """Does so for a thread that is not the main one, which no signal reaches: the workers of a cluster have such."""
    thread = threading.get_ident()
    clock = time.pthread_getcpuclockid(thread)
    end = time.clock_gettime(clock) + seconds
    over = threading.Event()
    telling = threading.Lock()

    def watch() -> None:
        left = seconds
        # a thread's own time passes no faster than the clock
        while not over.wait(max(left, _LOOK_SECONDS)):
            with telling:
                if over.is_set():
                    return
                left = end - time.clock_gettime(clock)
                if left <= 0:
                    _raise_in(thread, TookTooLong)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        while not over.is_set():
            with contextlib.suppress(TookTooLong), telling:
                over.set()
                _raise_in(thread, None)  # what was said too late must not reach what is done next


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Has a thread raise `error` at its next step, or takes that back; Python's own way, which only C can reach."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error) if error else None)
