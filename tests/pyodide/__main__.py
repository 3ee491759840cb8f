"""Runs the pure tests inside Pyodide, the interpreter that readers get: `python tests/pyodide [pytest's options]`.

Everything is run that needs no browser, no other process and no CPython-only library; what is left out is told with its
reason. A canary that must fail proves that failures are seen.
"""

import functools
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from setup.files import imported_names  # noqa: E402 -- the path above makes it importable
from setup.node import node_environment, node_program  # noqa: E402
from setup.step import BUILD, NODE_MODULES, RUNTIME  # noqa: E402

BUNDLE = BUILD / "pyodide-tests" / "project.zip"
WHEELS = BUILD / "pyodide-tests" / "wheels"
HERE = Path(__file__).parent
LONGEST_S = 600
# Folders of tests that are about the machine, not about the package.
OTHER_FOLDERS = ("tests/benchmarks/", "tests/browser/", "tests/fidelity/", "tests/pyodide/", "tests/setup/", "tests/unit/cli/")
CPYTHON_ONLY = ("backissue.cli", "backissue.commands", "backissue.publish", "backissue.__main__")
NOT_IN_WASM = ("jsonschema", "multiprocessing", "playwright", "rich", "socket", "subprocess", "threading")


@functools.cache
def reason_to_leave_out(path: Path) -> str | None:
    """Why a Python file cannot run inside Pyodide, or None."""
    name = path.relative_to(ROOT).as_posix()
    if name.startswith(OTHER_FOLDERS):
        return "about the machine"
    if name.startswith("app/"):
        dotted = name.removeprefix("app/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        return "CPython only" if f"{dotted}.".startswith(tuple(f"{module}." for module in CPYTHON_ONLY)) else None
    for imported in imported_names(path.read_text(encoding="utf-8")):
        if f"{imported}.".startswith(tuple(f"{module}." for module in (*CPYTHON_ONLY, *NOT_IN_WASM))):
            return f"imports {imported}"
        other = ROOT.joinpath(*imported.split(".")).with_suffix(".py")
        if imported.startswith("tests.") and other.is_file() and other != path and reason_to_leave_out(other):
            return f"imports {imported}, which is left out"
    return None


def project_files() -> Iterator[Path]:
    """The package, its tests with their samples, and the shipped archive."""
    yield ROOT / "pyproject.toml"
    for folder in ("app/backissue", "tests", "data"):
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.is_file() and "__pycache__" not in path.parts)


def pack() -> list[str]:
    """Writes the bundle that Pyodide unpacks; returns a line for each test file that is left out."""
    BUNDLE.parent.mkdir(parents=True, exist_ok=True)
    left_out = []
    with zipfile.ZipFile(BUNDLE, "w") as bundle:
        for path in project_files():
            reason = reason_to_leave_out(path) if path.suffix == ".py" else None
            name = path.relative_to(ROOT).as_posix()
            if reason is None:
                bundle.write(path, name)
            elif path.name.startswith("test_") and not name.startswith(OTHER_FOLDERS):
                left_out.append(f"  {name}: {reason}")
        bundle.write(HERE / "canary.py", "canary.py")
    return left_out


def shares(count: int) -> list[list[str]]:
    """The test files of the bundle and the package's own examples, dealt out among so many runs."""
    files = [path.relative_to(ROOT).as_posix() for path in project_files() if path.name.startswith("test_")]
    dealt = [name for name in files if reason_to_leave_out(ROOT / name) is None]
    return [[*dealt[place::count], *(["app/backissue"] if place == count - 1 else [])] for place in range(count)]


def start(paths: list[str], out: IO[bytes]) -> subprocess.Popen[bytes]:
    """Begins a Pyodide of its own on some tests; it prints into `out`."""
    arguments = [node_program(), HERE / "run.mjs", BUNDLE, WHEELS, RUNTIME, NODE_MODULES / "pyodide", *paths, *sys.argv[1:]]
    environment = {**os.environ, **node_environment()}
    return subprocess.Popen(list(map(str, arguments)), env=environment, stdout=out, stderr=subprocess.STDOUT)


def finish(run: subprocess.Popen[bytes], out: IO[bytes], end: float) -> int:
    """Waits for a run until `end` at most, prints what it printed, and returns its exit code."""
    running = Path(f"{BUNDLE}.{run.pid}.running")
    try:
        code = run.wait(max(end - time.monotonic(), 1))
    except subprocess.TimeoutExpired:
        run.kill()
        test = running.read_text(encoding="utf-8")
        print(f"Inside Pyodide, {test} still runs after {LONGEST_S} s in all; it is ended.", file=sys.stderr)
        code = 1
    running.unlink(missing_ok=True)
    out.seek(0)
    sys.stdout.write(out.read().decode("utf-8", "replace"))
    return code


def main() -> int:
    """Packs and runs, on all cores; returns the exit code."""
    left_out = pack()
    print("Inside Pyodide, left out:\n" + ("\n".join(left_out) or "  nothing"), flush=True)
    with ExitStack() as files:
        outs = [files.enter_context(tempfile.TemporaryFile()) for _ in range(os.cpu_count() or 1)]
        runs = [(start(paths, out), out) for paths, out in zip(shares(len(outs)), outs, strict=True)]
        end = time.monotonic() + LONGEST_S
        return max(abs(finish(run, out, end)) for run, out in runs)


sys.exit(main())
