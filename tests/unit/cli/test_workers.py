"""Many things at once: in order, whatever a process comes to, and without processes that are left behind."""

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator

import pytest

from backissue.cli.workers import Workers
from tests.unit.cli.doomed import act, failed

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="needs processes")


def done(things: list[str], jobs: int = 2, weight: int = 1, hangs_seconds: float = 60) -> list[str]:
    return list(Workers(act, failed, jobs, hangs_seconds).map(things, lambda thing: weight))


def test_results_come_in_order_whatever_the_number_of_processes() -> None:
    """A thing that takes long does not let the next ones pass it."""
    things = ["slow", *(f"a{n}" for n in range(30)), "slow", "z"]
    assert done(things, 3, 400_000) == done(things, 1) == [thing.upper() for thing in things]


def test_a_process_that_ends_takes_only_its_thing_along() -> None:
    """Where reading one file ends its process, that file alone is told as failed, and all others are there, in order."""
    things = [*(f"a{n}" for n in range(12)), "die", *(f"b{n}" for n in range(12)), "die", "c"]
    assert done(things) == [failed(thing) if thing == "die" else thing.upper() for thing in things]


def test_a_process_that_hangs_is_ended() -> None:
    """A thing that never comes to an end is given up, and the rest goes on."""
    assert done(["a", "hang", "b"], hangs_seconds=0.25) == ["A", "hang failed", "B"]


def test_things_are_taken_as_they_are_needed() -> None:
    """A million files are not all listed before the first is read."""
    taken = []

    def things() -> Iterator[str]:
        for n in range(10_000):
            taken.append(n)
            yield f"a{n}"

    results = Workers(act, failed, 2).map(things(), lambda thing: 1_000_000)
    assert next(results) == "A0"
    assert len(taken) < 20
    results.close()  # type: ignore[attr-defined]


def test_no_process_is_left_behind() -> None:
    """Whoever has enough leaves no process running."""
    results = Workers(act, failed, 2).map(["a", *["slow"] * 50], lambda thing: 1_000_000)
    assert next(results) == "A"
    results.close()  # type: ignore[attr-defined]
    for process in multiprocessing.active_children():
        process.join(10)
    assert not [process for process in multiprocessing.active_children() if process.pid != os.getpid()]


def test_a_process_that_is_ended_while_it_sends_holds_nobody_up() -> None:
    """Whoever has enough while large results are on their way can go on, and exit."""
    for _ in range(3):
        results = Workers(act, failed, 2).map(["large"] * 20, lambda thing: 1_000_000)
        assert len(next(results)) > 1_000_000
        results.close()  # type: ignore[attr-defined]
    for thread in set(threading.enumerate()) - {threading.main_thread()}:
        if not thread.daemon and "execnet" not in thread.name:
            thread.join(10)
            assert not thread.is_alive(), thread
