"""A Dask cluster of processes on this machine, for the tests of `import --dask`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
STARTS_SECONDS = 30


@dataclass
class LocalCluster:
    """A scheduler and its workers, each a process; where it can be reached."""

    folder: Path
    stack: ExitStack
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return str(json.loads((self.folder / "scheduler.json").read_text("utf-8"))["address"])

    def start_scheduler(self) -> None:
        file = self.folder / "scheduler.json"
        self.scheduler = self._start("distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(file))
        wait_until(lambda: file.exists() and bool(file.read_text("utf-8")))

    def start_worker(self, environment: Mapping[str, str] | None = None, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts a worker in a process of its own; it may take a second until the scheduler knows of it."""
        name = f"w{len(self.workers)}"
        worker = self._start(
            "distributed.cli.dask_worker", self.address, "--no-nanny", "--nthreads", "2", "--name", name,
            "--local-directory", str(self.folder), *arguments, environment=environment,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def _start(self, module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, "--host", "127.0.0.1", "--no-dashboard", *arguments]
        given = {**os.environ, "PYTHONPATH": str(ROOT / "app") + os.pathsep + str(ROOT), **(environment or {})}
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, env=given, cwd=self.folder)
        self.stack.callback(process.wait)
        self.stack.callback(process.kill)
        return process


@contextmanager
def local_cluster(folder: Path, workers: int) -> Iterator[LocalCluster]:
    """Runs a scheduler with so many workers, until the block ends."""
    with ExitStack() as stack:
        cluster = LocalCluster(folder, stack)
        cluster.start_scheduler()
        for _ in range(workers):
            cluster.start_worker()
        yield cluster


def wait_until(true) -> None:  # type: ignore[no-untyped-def]
    """Waits until something is so, and fails where it is not in time."""
    end = time.monotonic() + STARTS_SECONDS
    while not true():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.02)
