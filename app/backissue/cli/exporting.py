"""`backissue export`: writes an archive, or what a query finds in it, in another format."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence

from backissue import exporters
from backissue.archive import folder
from backissue.archive.selection import cut_to
from backissue.cli.file_target import claim, write_whole
from backissue.cli.finding import find
from backissue.cli.terminal import Commands, Options, add_command, counted, progress
from backissue.errors import UnusableTarget
from backissue.exporters import Exporter
from backissue.model import Archive


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "export",
        "write an archive, or what a query finds in it, in another format",
        "The same archive gives the same bytes. Hits stand in their order where the format has one (" + _ordered() + "). What "
        "`import` reads comes back as the same archive, ids and all; only the archive's own title is not in it. An issue that a "
        "query has cut replaces the whole one where it is imported again, so import it into another archive.",
        [
            "backissue export my-archive --to markdown --out my-archive.md",
            "backissue export my-archive --to rss --query 'kind:video sort:newest' --out videos.rss",
            "backissue export my-archive --to sqlite --out my-archive.sqlite",
            "backissue export my-archive --to items-jsonl | backissue import - --into copy",
        ],
    )
    parser.epilog = f"{parser.epilog}\n\nwhat does not come back by importing:\n{_losses()}"
    parser.add_argument("archive", metavar="ARCHIVE", help="the archive's folder, or its archive.json")
    parser.add_argument(
        "--to", required=True, choices=tuple(exporters.FORMATS), metavar="FORMAT", help="one of " + ", ".join(exporters.FORMATS)
    )
    parser.add_argument("--query", default="", metavar="Q", help="only what this finds; it may begin with -")
    parser.add_argument("--out", default="-", metavar="FILE", help="the file to write; - is standard output, as without it")
    parser.add_argument("--force", action="store_true", help="replace FILE even if it is no earlier export of this format")
    parser.set_defaults(run=run)


def _ordered() -> str:
    return ", ".join(name for name, exporter in exporters.FORMATS.items() if exporter.ORDERED)


def _losses() -> str:
    told = (f"{name}: {exporter.LOSES}" for name, exporter in exporters.FORMATS.items() if exporter.LOSES)
    return "\n".join(textwrap.fill(each, 78, initial_indent="  ", subsequent_indent="    ") for each in told)


def run(options: Options) -> int:
    """Writes the export to standard output, or into a file: all of it, or nothing."""
    exporter = exporters.FORMATS[options.to]
    if options.out == "-":
        if exporter.BINARY and sys.stdout.isatty():
            raise UnusableTarget(
                f"{exporter.NAME} is no text", where="the terminal", expected="a file or a pipe", advice="name a file with --out"
            )
        for piece in _pieces(exporter, *_asked_for(options)):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return 0
    target = claim(options.out, lambda head: exporter.SIGN in head[: exporters.SIGN_WITHIN], options.force)
    archive, order = _asked_for(options)
    size = write_whole(target, _pieces(exporter, archive, order))
    held = f"{counted(sum(1 for _ in archive.items()), 'item')} of {counted(len(archive.issues), 'issue')}"
    print(f"{options.out}: {held}, {size / 1e6:.1f} MB", file=sys.stderr)
    if exporter.LOSES:
        print(f"it cannot give back {exporter.LOSES}", file=sys.stderr)
    return 0


def _asked_for(options: Options) -> tuple[Archive, Sequence[str]]:
    """The archive, or its part that the query finds with the order of the hits."""
    archive = folder.read(options.archive)
    if not options.query.strip():
        return archive, ()
    found = find(archive, options.query)
    return cut_to(archive, found), found


def _pieces(exporter: Exporter, archive: Archive, order: Sequence[str]) -> Iterator[bytes]:
    return progress(exporter.export(archive, order), "exporting", total=sum(1 for _ in archive.items()))
