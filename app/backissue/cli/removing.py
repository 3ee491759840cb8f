"""`backissue remove`: takes issues, publications or what a query finds out of an archive."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Collection, Iterable

from backissue.archive import folder
from backissue.archive.changes import compare
from backissue.archive.selection import without_issues, without_items, without_publications
from backissue.cli.differences import lines, totals
from backissue.cli.finding import find
from backissue.cli.terminal import Commands, Options, add_command
from backissue.errors import NothingFound, UnusableQuery
from backissue.model import Archive


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "remove",
        "take issues, publications or what a query finds out of an archive",
        "It says what goes and asks nothing, so try it with --dry-run first. What is not in the archive, or a query that is not "
        "understood as a whole, removes nothing. A query finds other forms of its words, too; quotes make it exact. An issue "
        "that holds nothing else goes with its items. What is published stays published until `publish` is run again.",
        [
            "backissue remove my-archive --issue harbour-weekly/7 --dry-run",
            "backissue remove my-archive --query 'site:example.org in:harbour-weekly'",
            "backissue remove my-archive --publication harbour-weekly",
        ],
    )
    parser.add_argument("archive", metavar="ARCHIVE", help="the archive's folder, or its archive.json")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--issue", action="append", metavar="ID", help="the issue of this id; may be given several times")
    which.add_argument("--publication", action="append", metavar="ID", help="the publication of this id, with all its issues")
    which.add_argument("--query", metavar="Q", help="all items that this finds; it may begin with -")
    parser.add_argument("--dry-run", action="store_true", help="say what would go, and write nothing")
    parser.set_defaults(run=run)


def run(options: Options) -> int:
    """Takes out what was asked for and says what that was."""
    before = after = Archive()

    def reduced(archive: Archive) -> Archive:
        nonlocal before, after
        before, after = archive, _without(archive, options)
        return after

    # what is no archive must not become an empty one: reading it says so
    if options.dry_run or not folder.holds_archive(options.archive):
        reduced(folder.read(options.archive))
    else:
        folder.update(options.archive, reduced)
    changes = compare(before, after)
    for line in lines(changes):
        print(line)
    print(totals(changes) + ("; nothing was written" if options.dry_run else ""), file=sys.stderr)
    return 0


def _without(archive: Archive, options: Options) -> Archive:
    if options.issue:
        ids = _known(options.issue, [issue.id for issue in archive.issues], "issue")
        return without_issues(archive, ids)
    if options.publication:
        ids = _known(options.publication, [each.id for each in archive.publications], "publication")
        return without_publications(archive, ids)
    if not options.query.strip():
        raise UnusableQuery("is empty, and would find everything", where="--query", expected="words or filters")
    return without_items(archive, find(archive, options.query, strict=True))


def _known(asked: Iterable[str], there: Collection[str], sort: str) -> frozenset[str]:
    """The ids that were asked for, if all of them are there."""
    for name in asked:
        if name not in there:
            near = difflib.get_close_matches(name, there, n=3, cutoff=0.5)
            raise NothingFound(
                f"there is no {sort} {name!r}",
                where="",
                expected=f"the id of one, such as {', '.join(near)}" if near else f"the id of one of {len(there):,}",
                advice="`search --json` tells the ids; nothing was removed",
            )
    return frozenset(asked)
