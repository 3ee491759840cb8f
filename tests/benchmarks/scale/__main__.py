"""Measures how everything grows: `python tests/benchmarks/scale [--sizes 1000,10000] [--rounds N] [--only INTERPRETER]`.

Archives of each size are multiplied from the benchmark's real items and measured in CPython and inside the Pyodide that readers
get, one after the other. Prints a table, the fitted growth and what is asked of a million items, writes all figures to
build/bench-scale.json and a picture a question to build/bench-scale-*.svg, and exits 1 if something did not run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# run as a script, this folder comes first, and its own names would stand for others'
sys.path[0] = str(ROOT)
sys.path.insert(1, str(ROOT / "app"))

from setup.node import node_environment, node_program  # noqa: E402 -- the path above makes the rest importable
from setup.step import BUILD, NODE_MODULES, RUNTIME  # noqa: E402
from tests.benchmarks.scale import material, report  # noqa: E402
from tests.benchmarks.scale.plot import picture  # noqa: E402

HERE = Path(__file__).parent
SIZES = (1_000, 10_000, 46_820, 150_000, 1_000_000)
INTERPRETERS = ("cpython", "pyodide")
QUERIES = HERE.parent / "queries.json"
# So long a machine may need for a million items.
PATIENCE_S = 1_800


def measured(interpreter: str, archive: Path, bundle: Path, rounds: int) -> dict[str, object]:
    """Runs `once.py` in an interpreter of its own."""
    values = [str(archive), str(QUERIES), str(rounds)]
    if interpreter == "cpython":
        command = [sys.executable, "-m", "tests.benchmarks.scale.once", *values]
    else:
        script = (HERE / "once.py").relative_to(ROOT).as_posix()
        parts = (HERE / "run.mjs", RUNTIME, NODE_MODULES / "pyodide", bundle)
        command = [node_program(), *map(str, parts), script, *values]
    environment = {**os.environ, **node_environment(), "PYTHONPATH": os.pathsep.join((str(ROOT / "app"), str(ROOT)))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=PATIENCE_S, cwd=ROOT)
    if done.returncode:
        return {"failed": done.stderr.strip()[-500:]}
    found: dict[str, object] = json.loads(done.stdout.strip().rpartition("\n")[2])
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the archives, measures, prints and writes; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests/benchmarks/scale", description="Measures how everything grows.")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="numbers of items, with commas between")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked; the best time counts")
    parser.add_argument("--only", choices=INTERPRETERS, help="one interpreter")
    options = parser.parse_args(arguments)
    runs: list[report.Run] = []
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as name:
        bundle = material.write_bundle(Path(name) / "bundle.zip")
        source = material.base()
        for size in map(int, options.sizes.split(",")):
            archive = Path(name) / str(size)
            items, json_bytes = material.write_archive(source, size, archive)
            for interpreter in [options.only] if options.only else INTERPRETERS:
                found = measured(interpreter, archive, bundle, options.rounds)
                runs.append(report.Run(interpreter, items, json_bytes, found))
                print(f"bench: {items:,} items in {interpreter}", file=sys.stderr, flush=True)
    print(report.text(runs))
    BUILD.mkdir(exist_ok=True)
    for title, unit, lines in report.pictures(runs):
        (BUILD / f"bench-scale-{title.split()[0].strip(',').lower()}.svg").write_text(picture(title, unit, lines), "utf-8")
    written = BUILD / "bench-scale.json"
    written.write_text(json.dumps(report.document(runs), indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"\nAll figures: {written}")
    return 1 if any("failed" in run.found for run in runs) else 0


if __name__ == "__main__":
    sys.exit(main())
