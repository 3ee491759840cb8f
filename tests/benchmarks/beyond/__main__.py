"""Measures an archive beyond one browser's memory: `python tests/benchmarks/beyond [--items N] [--shards N] [--keep FOLDER]`.

Makes an archive of 3 million items in 24 shards, starts a reader that holds what fits, and asks it questions: first of what
is held, then of all; in CPython, then (unless `--no-browser`) in a page. Every total is compared with a plain scan of every
item. Prints tables, writes build/bench-beyond.json, and exits 1 if a total is wrong.
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
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
# run as a script, this folder comes first, and its own names would stand for others'
sys.path[0] = str(ROOT)
sys.path.insert(1, str(ROOT / "app"))

from backissue.archive.manifest import FILE, read_manifest  # noqa: E402
from setup.step import BUILD  # noqa: E402 -- the path above makes the rest importable
from tests.benchmarks.beyond.browser import ask_page  # noqa: E402
from tests.benchmarks.beyond.made import Question, questions, scan, write_archive  # noqa: E402

ITEMS, SHARDS = 3_000_000, 24


def main(arguments: Sequence[str] | None = None) -> int:
    """Makes the archive, measures, prints and writes; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests/benchmarks/beyond", description="Measures what is beyond one browser's memory.")
    parser.add_argument("--items", type=int, default=ITEMS, metavar="N", help=f"items of the archive ({ITEMS:,})")
    parser.add_argument("--shards", type=int, default=SHARDS, metavar="N", help=f"shards of the archive ({SHARDS})")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the archive and its scan are kept, or are from before")
    parser.add_argument("--no-browser", action="store_true", help="ask in CPython only")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="beyond-") as temporary:
        place = options.keep or Path(temporary)
        asked, right = prepare(place, options.items, options.shards)
        about = describe(place / "archive")
        print(
            "{items:,} items in {shards} shards, {json_mb:,.0f} MB of JSON, {words_mb:.1f} MB of it vocabularies".format(**about)
        )
        measured = {}
        for name, measure in (("CPython", ask_reader), ("Chromium", ask_page))[: 1 if options.no_browser else 2]:
            tell(f"a reader is started and asked: {name}")
            measured[name] = measure(place / "archive", asked)
            show(name, measured[name], asked, right)
    BUILD.mkdir(exist_ok=True)
    document = about | {"measured": measured, "questions": [asdict(each) for each in asked], "right": right}
    (BUILD / "bench-beyond.json").write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    lines = [line for found in measured.values() for line in found["asked"]]
    return int(any(line["total"] != right[line["text"]] or not line["complete"] for line in lines))


def prepare(place: Path, items: int, shards: int) -> tuple[list[Question], dict[str, int]]:
    """Makes the archive in `place` and scans it, unless both are there; returns the questions and how much each finds."""
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
    return asked, right


def describe(folder: Path) -> dict[str, float]:
    """Returns how large an archive is."""
    manifest = read_manifest((folder / FILE).read_bytes())
    words = sum(stretch.words.size for stretch in manifest.stretches)
    json_mb = (sum(shard.size for shard in manifest.shards) + words) / 1e6
    return {"items": manifest.items, "shards": len(manifest.shards), "json_mb": json_mb, "words_mb": words / 1e6}


def ask_reader(folder: Path, asked: Sequence[Question]) -> dict[str, Any]:
    """Asks a reader in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.beyond.once", str(folder), json.dumps([each.text for each in asked])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "app"), str(ROOT)))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    if done.returncode:
        raise SystemExit(f"The benchmark cannot run: {done.stderr.strip()[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def show(name: str, found: dict[str, Any], asked: Sequence[Question], right: dict[str, int]) -> None:
    """Prints the table of a run."""
    print(
        f"\n{name}: {found['held']:,} items held after {found['start_s']:.1f} s, {found['start_mb']:,.0f} MB; "
        f"at the most {found['peak_mb']:,.0f} MB\n"
    )
    print("| question | held | all | plain scan | answer of what is held | of all | shards fetched |")
    print("|---|---|---|---|---|---|---|")
    for question, line in zip(asked, found["asked"], strict=True):
        print(
            f"| {question.kind} | {line['held']:,} | {line['total']:,} | {right[question.text]:,} "
            f"| {line['held_s'] * 1000:.0f} ms | {line['all_s']:.1f} s | {line['shards']} |"
        )


def tell(text: str) -> None:
    """Says how far the run is."""
    print(f"bench: {time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
