"""Measures importing: `python tests/benchmarks/importing [--quick] [--jobs N]`.

Each part of ../shared/corpus is imported into an archive of its own by one process, as anybody would, then all of it by all
cores, and a generated mailbox of 1 GB (`--quick`: 100 MB). Prints one table, writes all figures to build/bench-import.json,
and exits 1 if something did not run, if other numbers of processes made another archive, or if the mailbox took too much memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# run as a script, this folder comes first, and its own names would stand for others'
sys.path[0] = str(ROOT)

from setup.step import BUILD  # noqa: E402 -- the path above makes the rest importable
from tests.benchmarks.importing.mailbox import write_mailbox  # noqa: E402
from tests.benchmarks.importing.memory import watched  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus"
PARTS = (
    "seeds", "newsletter-html", "twir", "haskellweekly", "pycoders-zh/md", "pycoders-zh/html", "ruanyf", "planet-python", "mail",
    "feeds", "scale",
)  # fmt: skip
MAILBOX_BYTES, MAILBOX_BYTES_QUICK = 1_000_000_000, 100_000_000
MEMORY_BUDGET_MB = 300


@dataclass(frozen=True, slots=True)
class Measured:
    """One import: what was read, what came of it, how long it took, and the most memory of all of its processes."""

    name: str
    jobs: int
    formats: str
    megabytes: float
    files: int
    issues: int
    items: int
    seconds: float
    peak_mb: float
    failed: str = ""


def measure(name: str, source: Path, archive: Path, jobs: int) -> Measured:
    """Imports `source` into `archive` in a process of its own."""
    command = [sys.executable, "-m", "backissue", "import", source, "--into", archive, "--json", "--jobs", str(jobs)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        process = subprocess.Popen(list(map(str, command)), stdout=out, stderr=err, env=environment, start_new_session=True)
        peak_bytes = watched(process)
        seconds = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        report = json.loads(out.read() or b"{}")
        failed = "" if process.returncode == 0 else err.read().decode("utf-8", "replace").strip().rpartition("\n")[2][-200:]
    formats = sorted({each for file in report.get("files", []) for each in file["formats"]})
    changed = (sum(report.get(sort, {}).get(fate, 0) for fate in ("new", "updated")) for sort in ("issues", "items"))
    return Measured(
        name,
        jobs,
        " ".join(formats),
        _bytes(source) / 1e6,
        report.get("read", 0),
        *changed,
        round(seconds, 2),
        round(peak_bytes / 1e6),
        failed,
    )


def _bytes(source: Path) -> int:
    return source.stat().st_size if source.is_file() else sum(path.stat().st_size for path in source.rglob("*") if path.is_file())


def table(rows: Sequence[Measured]) -> str:
    """Returns the figures for people; rates are of new and updated issues and items."""
    lines = [
        f"{'source':18}{'jobs':>5}{'MB':>8}{'read':>7}{'issues':>8}{'items':>8}{'s':>8}{'MB/s':>8}{'issues/s':>10}{'items/s':>9}"
        f"{'peak MB':>9}  formats"
    ]
    for row in rows:
        rates = f"{row.megabytes / row.seconds:8.2f}{row.issues / row.seconds:10,.0f}{row.items / row.seconds:9,.0f}"
        lines.append(
            f"{row.name:18}{row.jobs:>5}{row.megabytes:8.1f}{row.files:7,}{row.issues:8,}{row.items:8,}{row.seconds:8.1f}{rates}"
            f"{row.peak_mb:9,.0f}  {row.failed or row.formats}"
        )
    return "\n".join(lines)


def _measured(folder: Path, jobs: int, mailbox_bytes: int) -> Iterator[Measured]:
    if CORPUS.is_dir():
        for name in PARTS:
            yield measure(name, CORPUS / name, folder / name.replace("/", "-"), 1)
        for count in (1, jobs):
            yield measure("everything", CORPUS, folder / f"everything-{count}", count)
    mailbox = folder / "large.mbox"
    write_mailbox(mailbox, mailbox_bytes)
    for count in (1, jobs):
        yield measure("mailbox", mailbox, folder / f"mailbox-{count}", count)


def _differing(folder: Path, jobs: int) -> list[str]:
    """The sources of which other numbers of processes made other archives."""
    found = []
    for name in ("everything", "mailbox"):
        one, other = ({path.name: path.read_bytes() for path in (folder / f"{name}-{count}").glob("*")} for count in (1, jobs))
        if one != other:
            found.append(name)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures, prints and writes; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests/benchmarks/importing", description="Measures importing.")
    parser.add_argument("--quick", action="store_true", help="with a mailbox of 100 MB")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes where there are several")
    options = parser.parse_args(arguments)
    if not CORPUS.is_dir():
        print(f"{CORPUS} is not here: only the mailbox is measured", file=sys.stderr)
    rows = []
    with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
        for row in _measured(Path(name), options.jobs, MAILBOX_BYTES_QUICK if options.quick else MAILBOX_BYTES):
            print(f"bench: {row.name}, {row.jobs} jobs: {row.seconds:.0f} s", file=sys.stderr, flush=True)
            rows.append(row)
        faults = [f"{each}: {options.jobs} jobs made another archive than one" for each in _differing(Path(name), options.jobs)]
    faults += [f"{row.name}: {row.failed}" for row in rows if row.failed]
    faults += [
        f"mailbox: {row.peak_mb:.0f} MB of memory, more than {MEMORY_BUDGET_MB}"
        for row in rows
        if row.name == "mailbox" and row.peak_mb > MEMORY_BUDGET_MB
    ]
    print("\n".join([table(rows), *faults]))
    BUILD.mkdir(exist_ok=True)
    written = BUILD / "bench-import.json"
    written.write_text(json.dumps({"rows": [asdict(row) for row in rows], "faults": faults}, indent=2) + "\n", "utf-8")
    print(f"\nAll figures: {written}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
