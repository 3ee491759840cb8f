"""A process that has imported Dask and Backissue once, and makes each scheduler and worker of a test by a fork of itself.

To import them takes a process longer than all that a test has it do. What is made so is a process of its own all the same: it
can be killed, and nobody else ends with it. Orders come on standard input, one a line as JSON, and each is answered by a line.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
PRELOADED = ("distributed.cli.dask_scheduler", "distributed.cli.dask_worker", "backissue.cli.parcels")


class Nursery:
    """Starts processes, and ends them; it ends itself, and they with it, where the block does."""

    def __enter__(self) -> Nursery:
        path = os.pathsep.join((str(ROOT / "app"), str(ROOT)))
        # what a worker measures of itself, a hundred times a second, nobody reads
        environment = {**os.environ, "PYTHONPATH": path, "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}
        command = [sys.executable, "-m", "tests.unit.cli.nursery"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def start(self, module: str, *arguments: str, log: Path, environment: Mapping[str, str]) -> int:
        """Starts a process that runs the command line of a module in the folder of its log, and returns its number."""
        return self._ask(do="start", module=module, arguments=arguments, log=str(log), environment=dict(environment))

    def kill(self, process: int) -> None:
        """Kills a process and waits until it has ended; one that has ended already stays so."""
        self._ask(do="kill", process=process)

    def _ask(self, **order: Any) -> int:
        assert self._process.stdin and self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


def serve() -> None:
    """Does what standard input says to its end, and then kills whom it has made."""
    living: set[int] = set()

    def kill(process: int) -> None:
        if process in living:
            living.remove(process)
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)

    for line in sys.stdin:
        order = json.loads(line)
        if order.pop("do") == "kill":
            kill(order["process"])
            print(0, flush=True)
            continue
        main = import_module(order["module"]).main
        child = os.fork()
        if not child:
            become(main, **order)
        living.add(child)
        print(child, flush=True)
    for process in list(living):
        kill(process)


def become(main: Callable[[list[str]], object], module: str, arguments: list[str], log: str, environment: dict[str, str]) -> None:
    """Goes on as if this process had been started with these arguments and this environment; it does not return."""
    import dask

    with open(log, "ab") as file, open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(Path(log).parent)
    os.environ.update(environment)
    if "PYTHONPATH" in environment:
        sys.path[:0] = environment["PYTHONPATH"].split(os.pathsep)
        for name in [name for name in sys.modules if name.partition(".")[0] == "backissue"]:
            del sys.modules[name]
    dask.config.refresh()
    sys.argv = [module, *arguments]
    main(arguments)
    sys.exit()


if __name__ == "__main__":
    for name in PRELOADED:
        import_module(name)
    gc.freeze()  # so that the forks go on to share it
    serve()
