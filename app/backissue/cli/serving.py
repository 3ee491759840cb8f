"""`backissue serve`: a plain static server for trying a site on this machine."""

from __future__ import annotations

from backissue.cli.terminal import Commands, Options
from backissue.publish.server import open_server


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = commands.add_parser("serve", help="serve a folder on this machine, to try a site")
    parser.add_argument("folder", metavar="DIR", help="the folder that holds index.html")
    parser.add_argument("--port", type=int, default=8000, help="8000; the next free one where it is taken")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    """Serves until interrupted."""
    with open_server(options.folder, options.port) as server:
        print(f"Backissue is at http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
    return 0
