"""Reads the command line, runs the command that it names, and turns every error into a message and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import ModuleType

from backissue import __version__
from backissue.cli.hyphens import joined, sorted_out
from backissue.errors import BackissueError

BAD_INPUT = 1  # argparse itself ends wrong use with 2
# In the order of the help. Each imports what it needs: a command that is named waits for itself alone.
_COMMANDS: Mapping[str, Callable[[], ModuleType]] = {
    "import": lambda: import_module("backissue.cli.importing"),
    "check": lambda: import_module("backissue.cli.checking"),
    "info": lambda: import_module("backissue.cli.informing"),
    "search": lambda: import_module("backissue.cli.searching"),
    "export": lambda: import_module("backissue.cli.exporting"),
    "diff": lambda: import_module("backissue.cli.diffing"),
    "merge": lambda: import_module("backissue.cli.merging"),
    "remove": lambda: import_module("backissue.cli.removing"),
    "publish": lambda: import_module("backissue.cli.publishing"),
    "serve": lambda: import_module("backissue.cli.serving"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0, 1 for bad input, 2 for wrong use. Messages go to standard error."""
    _open_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what a terminal cannot show must not end a command
    try:
        options = _parser(given).parse_args(joined(sorted_out(given)))
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except SystemExit as exit_:  # argparse has said why
        return int(exit_.code or 0)
    except BackissueError as error:
        print(f"backissue: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("backissue: interrupted; nothing was changed", file=sys.stderr)
    except BrokenPipeError:  # whoever read our output has enough
        _drop_output()
    except OSError as error:
        print(f"backissue: {error.filename or 'the system'}: {error.strerror or error}", file=sys.stderr)
        _drop_output()
    return BAD_INPUT


def _open_streams() -> None:
    """Puts streams that lead nowhere in the place of those that whoever started the program has closed."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - it stays open


def _drop_output() -> None:
    """Lets what could not be written go: Python would try once more at its end, and fail in its own words."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    """Returns the parser of the command that is named first, or of all where none is; the version alone needs none."""
    parser = argparse.ArgumentParser(
        prog="backissue", description="One archive of newsletters and planets, searched by Python in the browser."
    )
    parser.add_argument("--version", action="version", version=f"backissue {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    first = given[0] if given else ""
    named = () if first == "--version" else (first,) if first in _COMMANDS else _COMMANDS
    for name in named:
        _COMMANDS[name]().add_to(commands)
    return parser
