"""`backissue serve`: a plain static server for trying a site on this machine."""

from __future__ import annotations

import argparse

from backissue.cli.terminal import Commands, Options, add_command
from backissue.publish.server import open_server

_LAST_PORT = 65_535


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "serve",
        "serve a folder on this machine, to try a site",
        "Nothing but this machine can reach it.",
        ["backissue serve site --port 8080"],
    )
    parser.add_argument("folder", metavar="DIR", help="the folder that holds index.html")
    parser.add_argument("--port", type=_port, default=8000, help="8000; the next free one where it is taken")
    parser.set_defaults(run=run)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; expected a number up to {_LAST_PORT:,}")
    return int(text)


def run(options: Options) -> int:
    """Serves until interrupted."""
    with open_server(options.folder, options.port) as server:
        print(f"Backissue is at http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
