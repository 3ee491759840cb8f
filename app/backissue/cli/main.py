"""Reads the command line, runs the command that it names, and turns every error into a message and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence

from backissue import __version__
from backissue.cli import (
    checking,
    diffing,
    exporting,
    finding,
    importing,
    informing,
    merging,
    publishing,
    removing,
    searching,
    serving,
)
from backissue.errors import BackissueError

BAD_INPUT = 1  # argparse itself ends wrong use with 2
_COMMANDS = (importing, checking, informing, searching, exporting, diffing, merging, removing, publishing, serving)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0, 1 for bad input, 2 for wrong use. Messages go to standard error."""
    _open_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what a terminal cannot show must not end a command
    try:
        options = _parser().parse_args(finding.joined(searching.sorted_out(given)))
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="backissue", description="One archive of newsletters and planets, searched by Python in the browser."
    )
    parser.add_argument("--version", action="version", version=f"backissue {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add_to(commands)
    return parser
