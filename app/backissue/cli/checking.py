"""`backissue check`: tells every fault of an archive."""

from __future__ import annotations

import sys

from backissue.archive.check import faults
from backissue.cli.terminal import Commands, Options, add_command, counted


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "check",
        "check an archive against its schema and its hashes",
        "Every fault is told on a line of its own; the exit code is 1 if there is one.",
        ["backissue check my-archive"],
    )
    parser.add_argument("archive", metavar="ARCHIVE", help="the archive's folder, or its archive.json")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    """Prints each fault on a line of its own and returns 1, or says that there is none."""
    found = list(faults(options.archive))
    for fault in found:
        print(f"backissue: {fault}", file=sys.stderr)
    print(f"{options.archive}: {counted(len(found), 'fault') if found else 'no fault'}", file=sys.stderr)
    return 1 if found else 0
