"""`backissue publish`: makes a static site of an archive."""

from __future__ import annotations

import sys

from backissue.cli.terminal import Commands, Options, add_command, counted
from backissue.publish.site import publish


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "publish",
        "make a static site of an archive",
        "The folder can be put on any static host as it is. Published again, only what has changed is written, and what an "
        "earlier publishing wrote and is gone is removed; other people's files are never touched.",
        ["backissue publish my-archive --out site", "backissue serve site"],
    )
    parser.add_argument("archive", metavar="ARCHIVE", help="the archive's folder, or its archive.json")
    parser.add_argument("--out", required=True, metavar="DIR", help="the site's folder: empty, absent, or published before")
    parser.add_argument("--title", default="", help="the site's name; else the archive's")
    parser.add_argument(
        "--no-offline", action="store_true", help="do not let browsers keep the site for reading without a network"
    )
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    """Writes the site and says what it holds."""
    site = publish(options.archive, options.out, options.title, offline=not options.no_offline)
    print(
        f"{options.out}: {counted(site.files, 'file')}, {site.bytes / 1e6:.1f} MB; {counted(site.written, 'file')} written",
        file=sys.stderr,
    )
    return 0
