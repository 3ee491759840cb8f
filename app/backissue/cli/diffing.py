"""`backissue diff`: tells what differs between two archives."""

from __future__ import annotations

from backissue.archive import folder
from backissue.archive.changes import compare
from backissue.cli.differences import lines, totals
from backissue.cli.terminal import Commands, Options, add_command, show_json


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "diff",
        "tell what differs between two archives",
        "Publications, issues and items that are only in B (+), only in A (-), or different (~), field by field. The exit code "
        "is 0 also where they differ: with --json, look whether the lists are empty.",
        ["backissue diff my-archive newer-archive", "backissue diff my-archive newer-archive --json"],
    )
    parser.add_argument("before", metavar="A", help="the folder of an archive, or its archive.json")
    parser.add_argument("after", metavar="B", help="the folder of the other, or its archive.json")
    parser.add_argument("--json", action="store_true", help="as JSON: publications, issues and items added, removed, changed")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    """Prints what differs, and a line of totals."""
    changes = compare(folder.read(options.before), folder.read(options.after))
    if options.json:
        show_json(changes.to_dict())
        return 0
    for line in lines(changes):
        print(line)
    print(totals(changes) if changes else "nothing differs")
    return 0
