"""A Dask cluster of processes on this machine, for the tests of `import --dask`."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from distributed import Client

from tests.unit.cli.nursery import Nursery

STARTS_SECONDS = 30


@dataclass
class LocalCluster:
    """A scheduler and its workers, each a process; where it can be reached."""

    folder: Path
    nursery: Nursery
    gives_up: bool = False
    scheduler: int = 0
    workers: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(json.loads((self.folder / "scheduler.json").read_text("utf-8"))["address"])

    def start_scheduler(self) -> None:
        """Starts a scheduler that gives a batch up when it has cost one worker (it is four, if nobody says so)."""
        file = self.folder / "scheduler.json"
        once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
        arguments = ("--port", "0", "--scheduler-file", str(file))
        self.scheduler = self._start("distributed.cli.dask_scheduler", *arguments, environment=once if self.gives_up else {})
        wait_until(lambda: file.exists() and bool(file.read_text("utf-8")))

    def know(self, count: int) -> None:
        """Waits until the scheduler knows of so many workers."""
        with Client(self.address, set_as_default=False) as client:
            wait_until(lambda: len(client.nthreads()) == count)

    def start_worker(self, environment: Mapping[str, str] | None = None) -> int:
        """Starts a worker in a process of its own; it may take a second until the scheduler knows of it."""
        name = f"w{len(self.workers)}"
        worker = self._start(
            "distributed.cli.dask_worker", self.address, "--no-nanny", "--nthreads", "2", "--name", name,
            "--local-directory", str(self.folder), environment=environment or {},
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def _start(self, module: str, *arguments: str, environment: Mapping[str, str]) -> int:
        given = ("--host", "127.0.0.1", "--no-dashboard", *arguments)
        return self.nursery.start(module, *given, log=self.folder / "log", environment=environment)

    def kill(self, process: int) -> None:
        """Kills the scheduler or a worker, at once."""
        self.nursery.kill(process)


@contextmanager
def local_cluster(nursery: Nursery, folder: Path, workers: int, gives_up: bool = False) -> Iterator[LocalCluster]:
    """Runs a scheduler with so many workers, until the block ends."""
    cluster = LocalCluster(folder, nursery, gives_up)
    try:
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster
    finally:
        for process in (cluster.scheduler, *cluster.workers):
            nursery.kill(process)


def wait_until(true: Callable[[], bool]) -> None:
    """Waits until something is so, and fails where it is not in time."""
    end = time.monotonic() + STARTS_SECONDS
    while not true():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.02)
