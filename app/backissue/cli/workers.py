"""Does the same to many things on all cores, in order: what ends or hangs one process is told, and the rest goes on."""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from multiprocessing.connection import wait
from typing import Generic, TypeVar

_T = TypeVar("_T")
_R = TypeVar("_R")
# Things go to a process in batches of about this weight, and so many batches a process are ahead of what was taken.
_BATCH_WEIGHT, _BATCH_LENGTH = 500_000, 8
AHEAD = 3
# Whoever is that long at one batch, by the clock, hangs where nothing else ends it.
_HANGS_SECONDS = 3_600
_ENDS_SECONDS = 5


class Workers(Generic[_T, _R]):
    """Processes that do `act` to things; where one of them ends over a thing, `failed` makes its result.

    Both the things and the results are sent between processes, so they should name large data instead of holding it.
    """

    def __init__(
        self, act: Callable[[_T], _R], failed: Callable[[_T], _R], jobs: int, hangs_seconds: float = _HANGS_SECONDS
    ) -> None:
        self._act = act
        self._failed = failed
        self._jobs = jobs
        self._hangs_seconds = hangs_seconds

    def map(self, things: Iterable[_T], weigh: Callable[[_T], int]) -> Iterator[_R]:
        """Yields the result for each thing, in the order of the things, however many processes there are."""
        pool = self._pool(self._jobs)
        pending: deque[tuple[list[_T], Future[list[_R]]]] = deque()
        try:
            waiting = batches(things, weigh)
            while True:
                while len(pending) < self._jobs * AHEAD and (batch := next(waiting, None)):
                    pending.append((batch, self._submit(pool, batch)))
                if not pending:
                    return
                batch, future = pending.popleft()
                try:
                    yield from future.result()
                except BrokenProcessPool:
                    # one of the processes ended, and with it the pool; it may have been over this batch or over another
                    pool.shutdown()
                    pool = self._pool(self._jobs)
                    yield from self._one_by_one(batch)
                    pending = deque((each, self._kept(pool, each, begun)) for each, begun in pending)
        finally:
            # they are gone before what they share with this process is
            for process in multiprocessing.active_children():
                process.terminate()
                process.join(_ENDS_SECONDS)
            _end_waiting(pool)
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self, jobs: int) -> ProcessPoolExecutor:
        # a fork of a process with threads, such as a progress bar's, may hang
        kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
        context = multiprocessing.get_context(kind)
        if kind == "forkserver":
            context.set_forkserver_preload(["backissue.cli.reading"])
            _start_server()
        return ProcessPoolExecutor(jobs, context, _begin)

    def _submit(self, pool: ProcessPoolExecutor, batch: list[_T]) -> Future[list[_R]]:
        try:
            return pool.submit(_do, self._act, batch, self._hangs_seconds)
        except BrokenProcessPool as error:
            broken: Future[list[_R]] = Future()
            broken.set_exception(error)
            return broken

    def _kept(self, pool: ProcessPoolExecutor, batch: list[_T], begun: Future[list[_R]]) -> Future[list[_R]]:
        return begun if begun.done() and not begun.cancelled() and not begun.exception() else self._submit(pool, batch)

    def _one_by_one(self, batch: Sequence[_T]) -> Iterator[_R]:
        for thing in batch:
            with self._pool(1) as pool:
                try:
                    yield from self._submit(pool, [thing]).result()
                except BrokenProcessPool:
                    yield self._failed(thing)


def _end_waiting(pool: ProcessPoolExecutor) -> None:
    """Closes our end of the pipe for results: a process that was ended while it sent one leaves the pool's own thread waiting
    for the rest, for ever, since with our end open the pipe never ends; and Python waits for that thread when it exits."""
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer is not None:
        writer.close()


def _start_server() -> None:
    """Starts what makes the processes, deaf to Ctrl+C from its first moment, as they will be then."""
    if threading.current_thread() is not threading.main_thread():
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)


def _begin() -> None:
    """Prepares a process: it ends with its parent, however that ends, and Ctrl+C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        above = multiprocessing.parent_process()
        if above:
            wait([above.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _do(act: Callable[[_T], _R], batch: list[_T], hangs_seconds: float) -> list[_R]:
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(hangs_seconds, exit=True, file=nowhere)
        try:
            return [act(thing) for thing in batch]
        finally:
            with contextlib.suppress(RuntimeError):
                faulthandler.cancel_dump_traceback_later()


def batches(things: Iterable[_T], weigh: Callable[[_T], int]) -> Iterator[list[_T]]:
    """Yields `things` in lists that are worth sending to another process."""
    batch: list[_T] = []
    weight = 0
    for thing in things:
        batch.append(thing)
        weight += weigh(thing)
        if weight >= _BATCH_WEIGHT or len(batch) >= _BATCH_LENGTH:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch
