"""Measures one archive and prints the figures as JSON: `once.py FOLDER QUERIES.json ROUNDS`, in CPython or in Pyodide.

Run by `run.mjs`, the machine's files are under /machine.
"""

import json
import sys
from pathlib import Path

from tests.benchmarks.scale.measure import measure

IN_BROWSER = sys.platform == "emscripten"


def heap_bytes() -> int:
    """How much memory the process had at most; WebAssembly's never shrinks."""
    if IN_BROWSER:
        from js import heapBytes

        return int(heapBytes())
    status = Path("/proc/self/status")
    if status.is_file():  # what `resource` says there is also the most that the starting process had
        lines = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main(folder: str, queries: str, rounds: str) -> None:
    """Measures and prints."""
    machine = Path("/machine" if IN_BROWSER else "/")
    archive = machine / folder.lstrip("/")
    asked = json.loads((machine / queries.lstrip("/")).read_text("utf-8"))
    print(json.dumps(measure(lambda name: (archive / name).read_bytes(), asked, int(rounds), heap_bytes)))


if __name__ == "__main__":
    main(*sys.argv[1:])
