"""What all commands share of the terminal: a progress bar when somebody watches, and plain words otherwise."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

# What argparse calls the object that commands are added to.
Commands = Any
Options = argparse.Namespace
# Work on so few things is over before a bar would be seen.
_FEW = 3


def add_command(
    commands: Commands, name: str, does: str, more: str = "", examples: Sequence[str] = ()
) -> argparse.ArgumentParser:
    """Adds a command that `does` something, with `more` to be told in its own help, and examples."""
    description = f"{does[0].upper()}{does[1:]}." + (f" {more}" if more else "")
    epilog = "\n  ".join(("examples:", *examples)) if examples else None
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=does,
        description=textwrap.fill(description, 78),
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return parser


def progress(things: Iterable[Any], what: str, total: int | None = None) -> Iterator[Any]:
    """Yields `things` with a progress bar on standard error, if a terminal listens there and there is much to do."""
    count = total if total is not None else len(things) if isinstance(things, Sequence) else None
    if not sys.stderr.isatty() or (count is not None and count <= _FEW):
        yield from things
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(things, what, total=count, console=Console(stderr=True), transient=True)


def show_json(value: object) -> None:
    """Prints `value` as JSON that any terminal or program can take."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=not unicode, indent=2))


def counted(number: int, noun: str) -> str:
    """Returns a number with its noun.

    >>> counted(1, "issue"), counted(12345, "item")
    ('1 issue', '12,345 items')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
