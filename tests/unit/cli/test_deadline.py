"""The deadline of reading: it counts the processor's time, in whatever thread, and reaches nothing that is done after."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from backissue.cli.deadline import TookTooLong, deadline

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="needs threads and signals")


@pytest.fixture(autouse=True)
def looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads are looked at ten times a second instead of once."""
    monkeypatch.setattr("backissue.cli.deadline._LOOK_SECONDS", 0.1)


def work_on() -> None:
    while True:
        sum(range(1_000))


def ends() -> bool:
    """Says whether endless work is ended."""
    try:
        with deadline(0.05):
            work_on()
    except TookTooLong:
        return True


def test_endless_work_is_ended() -> None:
    """In the main thread a signal ends it."""
    assert ends()


def test_endless_work_is_ended_in_any_thread() -> None:
    """No signal reaches the threads of a cluster's worker; the work there ends all the same."""
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(ends).result(timeout=20)


def test_work_that_catches_it_is_told_again() -> None:
    """Code that catches whatever comes does not get away."""

    def stubborn() -> bool:
        told = 0
        with pytest.raises(TookTooLong), deadline(0.05):
            while True:
                try:
                    work_on()
                except TookTooLong:
                    told += 1
                    if told > 1:
                        raise
        return True

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(stubborn).result(timeout=20)


def test_waiting_does_not_count() -> None:
    """A busy machine, or a slow disk, ends nothing; neither does what was done before."""

    def waits() -> str:
        end = time.thread_time() + 0.1
        while time.thread_time() < end:
            pass
        with deadline(0.05):
            threading.Event().wait(0.25)
        return "done"

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(waits).result(timeout=20) == "done"
