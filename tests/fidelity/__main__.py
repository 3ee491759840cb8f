"""Compares the importers with the reference of the shared corpus: `python tests/fidelity [SOURCE...] [--differences N]`.

Prints a line for each source: how many items the reference states, how many of them were found (recall), how many of those
found should be there (precision), and of those in both how many have the right title, link, section and so on, in per
cent. The reference can be wrong; `--differences` shows what to look at.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# run as a script, this folder comes first, and its own names would stand for others'
sys.path[0] = str(ROOT)
sys.path.insert(1, str(ROOT / "app"))

from tests.fidelity import sources, table  # noqa: E402 -- the path above makes the rest importable
from tests.fidelity.figures import Figures, count  # noqa: E402


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the sources that were asked for; returns the exit code."""
    names = [measured.name for measured in sources.SOURCES]
    parser = argparse.ArgumentParser(prog="tests/fidelity", description="Compares the importers with a reference.")
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help=f"all, or some of {', '.join(names)} (a beginning will do)")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT", help="only files with TEXT in their name")
    parser.add_argument("--differences", type=int, default=0, metavar="N", help="print the first N differences of each kind")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    options = parser.parse_args(arguments)
    chosen = [each for each in sources.SOURCES if not options.sources or each.name.startswith(tuple(options.sources))]
    if not chosen:
        parser.error(f"no source is called {', '.join(options.sources)}; there are {', '.join(names)}")
    if not (sources.CORPUS / "expected").is_dir():
        print("Nothing is compared: the folder ../shared/corpus with the real newsletters is not here.")
        return 0
    print(table.head())
    found = {each.name: figures for each in chosen if (figures := measure(each, options.only, options.differences))}
    if options.json:
        options.json.write_text(json.dumps(table.document(found), indent=1) + "\n", "utf-8")
    return 0


def measure(measured: sources.Measured, only: Sequence[str], at_most: int) -> Figures | None:
    """Prints and returns the figures of one source, or None where no importer knows it."""
    read = sources.read(measured, only=only)
    for fault in read.faults:
        print(f"{measured.name}: {fault}")
    if len(read.unknown) == read.files:
        print(f"{measured.name:22}no importer knows any of its {read.files} files yet")
        return None
    if read.unknown:
        print(f"{measured.name}: no importer knows {len(read.unknown)} of {read.files} files: {', '.join(read.unknown[:5])}")
    stated = sources.reference(measured)
    if only:
        issues = {row.issue for row in read.rows}
        stated = [row for row in stated if row.issue in issues]
    figures = count(stated, read.rows)
    formats = ", ".join(f"{name} {files}" for name, files in read.formats.most_common())
    print(f"{table.line(measured.name, figures)}  {formats}", flush=True)
    if at_most and figures.differences:
        print(table.differences(figures.differences, at_most))
    return figures


if __name__ == "__main__":
    sys.exit(main())
