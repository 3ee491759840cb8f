"""Measures an archive beyond one browser's memory: `python tests/benchmarks/beyond [--items N] [--shards N] [--keep FOLDER]`.

Makes an archive of 3 million items in 24 shards, starts a reader that holds what fits, and asks it questions: first of what
is held, then of all. Every total is compared with a plain scan of every item. Prints a table, writes build/bench-beyond.json,
and exits 1 if a total is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# run as a script, this folder comes first, and its own names would stand for others'
sys.path[0] = str(ROOT)
sys.path.insert(1, str(ROOT / "app"))

from setup.step import BUILD  # noqa: E402 -- the path above makes the rest importable
from tests.benchmarks.beyond.made import Question, questions, scan, write_archive  # noqa: E402

ITEMS, SHARDS = 3_000_000, 24


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the archive, measures, prints and writes; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests/benchmarks/beyond", description="Measures what is beyond one browser's memory.")
    parser.add_argument("--items", type=int, default=ITEMS, metavar="N", help=f"items of the archive ({ITEMS:,})")
    parser.add_argument("--shards", type=int, default=SHARDS, metavar="N", help=f"shards of the archive ({SHARDS})")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the archive and its scan are kept, or are from before")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="beyond-") as temporary:
        return run(options.keep or Path(temporary), options.items, options.shards)


def run(place: Path, items: int, shards: int) -> int:
    """Measures an archive of so many items in so many shards."""
    folder, scanned = place / "archive", place / "scan.json"
    if not folder.exists():
        tell(f"{items:,} items are made in {shards} shards")
        place.mkdir(exist_ok=True)
        write_archive(folder, items, shards)
    asked = questions(folder)
    if not scanned.exists():
        tell("every item is scanned")
        scanned.write_text(json.dumps(scan(folder, asked)), "utf-8")
    right: dict[str, int] = json.loads(scanned.read_text("utf-8"))
    tell("a reader is started and asked")
    command = [sys.executable, "-m", "tests.benchmarks.beyond.once", str(folder), json.dumps([each.text for each in asked])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "app"), str(ROOT)))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    if done.returncode:
        print(f"The benchmark cannot run: {done.stderr.strip()[-500:]}")
        return 1
    found = json.loads(done.stdout)
    files = {path.name: path.stat().st_size for path in folder.iterdir()}
    about = {
        "items": items, "shards": shards, "json_mb": sum(files.values()) / 1e6,
        "words_mb": sum(size for name, size in files.items() if "words" in name) / 1e6,
    }  # fmt: skip
    document = about | found | {"questions": [asdict(each) for each in asked], "right": right}
    BUILD.mkdir(exist_ok=True)
    (BUILD / "bench-beyond.json").write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    wrong = show(document, asked, right)
    return 1 if wrong else 0


def show(document: dict[str, object], asked: list[Question], right: dict[str, int]) -> int:
    """Prints the table; returns how many totals are wrong."""
    print(
        "{items:,} items in {shards} shards, {json_mb:,.0f} MB of JSON, {words_mb:.1f} MB of it vocabularies".format(**document)
    )
    print("{held:,} items held after {start_s:.1f} s, {start_mb:,.0f} MB; at the most {peak_mb:,.0f} MB\n".format(**document))
    print("| question | held | total | scan | held, ms | all, s | shards fetched | longest step, ms |")
    print("|---|---|---|---|---|---|---|---|")
    wrong = 0
    for question, line in zip(asked, document["asked"], strict=True):  # type: ignore[call-overload]
        expected = right[question.text]
        wrong += line["total"] != expected or not line["complete"]
        print(
            f"| {question.kind} | {line['held']:,} | {line['total']:,} | {expected:,} | {line['held_s'] * 1000:.0f} "
            f"| {line['all_s']:.1f} | {line['shards']} | {line['longest_s'] * 1000:.0f} |"
        )
    return wrong


def tell(text: str) -> None:
    """Says how far the run is."""
    print(f"bench: {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
