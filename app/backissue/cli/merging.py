"""`backissue merge`: adds archives to one, as importing what they were made of would."""

from __future__ import annotations

import dataclasses
import sys

from backissue.archive import folder
from backissue.archive.changes import compare
from backissue.archive.merge import add
from backissue.cli.differences import lines, totals
from backissue.cli.terminal import Commands, Options, add_command, counted, progress
from backissue.model import Archive


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "merge",
        "add archives to one",
        "One after the other, as importing does: a later version of a newsletter's issue replaces an earlier one, a planet's day "
        "is the union. What C holds already comes first, and it may be one of them; all of it is done, or nothing.",
        ["backissue merge laptop desktop --into both", "backissue merge my-archive theirs --into my-archive --dry-run"],
    )
    parser.add_argument("first", metavar="A", help="the folder of an archive, or its archive.json")
    parser.add_argument("others", nargs="+", metavar="B", help="another, and more of them")
    parser.add_argument("--into", required=True, metavar="C", help="the folder of the archive to write; made if there is none")
    parser.add_argument("--dry-run", action="store_true", help="tell what would change, and write nothing")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    """Writes the merged archive and says what is new in it."""
    archives = [folder.read(path) for path in (options.first, *options.others)]
    before = after = Archive()

    def merged(there: Archive) -> Archive:
        nonlocal before, after
        before, after = there, _joined(there, archives)
        return after

    if options.dry_run:
        merged(folder.read_if_any(options.into))
        for line in lines(compare(before, after)):
            print(line)
    else:
        folder.update(options.into, merged)
    issues, items = len(after.issues), sum(1 for _ in after.items())
    print(totals(compare(before, after)), file=sys.stderr)
    holds = "would hold" if options.dry_run else "holds"
    print(f"{options.into} {holds} {counted(issues, 'issue')} and {counted(items, 'item')}", file=sys.stderr)
    return 0


def _joined(archive: Archive, archives: list[Archive]) -> Archive:
    for each in progress(archives, "merging"):
        archive = dataclasses.replace(add(archive, each.publications, each.issues), title=archive.title or each.title)
    return archive
