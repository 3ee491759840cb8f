"""`backissue import`: reads newsletters and planets into an archive, all of what was named or nothing."""

from __future__ import annotations

import argparse
import contextlib
import gc
import itertools
import os
import re
from collections.abc import Iterable, Iterator

from backissue import importers
from backissue.archive import folder
from backissue.archive.changes import compare
from backissue.archive.identity import slug
from backissue.archive.merge import Contribution, add_all
from backissue.cli.cluster import Cluster
from backissue.cli.parcels import join, lost, pack, unpack, weigh
from backissue.cli.reading import Task, dead_reading, is_bundle, join_parts, read_file
from backissue.cli.reporting import refuse, show_report
from backissue.cli.terminal import Commands, Options, add_command, progress
from backissue.cli.walking import Found, find_files
from backissue.cli.workers import Workers
from backissue.errors import BackissueError, UnknownFormat
from backissue.importers.bundles import BUNDLES
from backissue.importers.joining import join_listed
from backissue.importers.report import Outcome, Reading, Report
from backissue.model import Archive

# Other processes take half a second to come, in which as much is read here.
_SMALL_BYTES = 1_500_000
# A mailbox or a zip file of more is read by all processes, each taking its turns.
_LARGE_BUNDLE_BYTES = 20_000_000


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "import",
        "read newsletters, planets or lists of items into an archive",
        "Where a source that is named here is bad, nothing is imported and the archive stays as it was. What is bad or unknown "
        "within a folder, a mailbox or a zip file is reported, and the rest is imported. The same source imported again "
        "changes nothing.",
        [
            "backissue import issue-727.html --into my-archive",
            "backissue import takeout.zip ~/mail/weekly.mbox --into my-archive",
            "backissue import this-week-in-rust/ --into my-archive --dry-run",
            "backissue import items.jsonl.gz --into my-archive --as items-jsonl",
            "backissue import newsletters/ --into my-archive --json > report.json",
            "backissue import mails/ --into my-archive --dask tcp://scheduler:8786",
        ],
    )
    formats = (*importers.FORMATS, *BUNDLES)
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="files, folders, mailboxes, zip files, other archives; - is standard input"
    )
    parser.add_argument("--into", required=True, metavar="ARCHIVE", help="the archive's folder; made if there is none")
    parser.add_argument(
        "--as",
        dest="format",
        choices=formats,
        metavar="FORMAT",
        help="what the sources are, if it cannot be told from them: " + ", ".join(formats),
    )
    parser.add_argument(
        "--publication", type=_id, metavar="ID", help="id of the newsletter or planet, where the source does not say"
    )
    parser.add_argument("--strict", action="store_true", help="take any doubt, and anything left out, for an error")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
    parser.add_argument("--verbose", action="store_true", help="tell of each file, each doubt, and each change")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--jobs", type=_jobs, default=0, metavar="N", help="how many processes read at once; by default, one a core"
    )
    where.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="read on the Dask cluster whose scheduler is at ADDRESS, with the same result; its workers need no access to the "
        "sources, but this Python, this Backissue and its libraries",
    )
    parser.set_defaults(run=run)


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; expected 1 to 256")
    return int(text)


def _id(text: str) -> str:
    if not text or re.search(r"[\s/]", text):
        raise argparse.ArgumentTypeError(f"{text[:60]!r} is no id of a publication; expected one such as {slug(text)[:60]!r}")
    return text


def run(options: Options) -> int:
    """Imports all sources, or reports every bad one that was named and leaves the archive as it was."""
    folder.assert_usable(options.into)
    found: list[Found] = []
    left_out: list[Outcome] = []
    for each in find_files(options.sources, options.into):
        if isinstance(each, Found):
            found.append(each)
        else:
            left_out.append(each)
    readings = [Reading(each.name, error=each.error) for each in left_out if each.error]
    named: list[BackissueError] = []
    for file, reading in zip(found, _readings(found, options), strict=True):
        readings.append(reading)
        named += _refusals(file, reading)
    report = Report(options.into, readings, [each for each in left_out if not each.error])
    if not named and not any(reading.understood for reading in readings):
        named = [_nothing(options.sources)]
    if named or (options.strict and _is_doubtful(report)):
        return refuse(report, named, options)
    with _uncollected():
        return _merge(report, options)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Looks for no cycles: values of the model have none, and looking through a million of them again and again is slow."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _merge(report: Report, options: Options) -> int:
    understood = [(each.name, each.imported) for reading in report.readings for each in reading.outcomes if each.imported]
    joined = join_listed([imported for _, imported in understood])
    contributions = [
        Contribution(name, imported.publications, imported.issues, imported.named)
        for (name, _), imported in zip(understood, joined, strict=True)
    ]
    changes = None

    def added(before: Archive) -> Archive:
        nonlocal changes
        after, touched = add_all(before, contributions)
        changes = compare(before.only(touched), after.only(touched))
        return after

    after = added(folder.read_if_any(options.into)) if options.dry_run else folder.update(options.into, added)
    show_report(Report(report.archive, report.readings, report.left_out, changes, not options.dry_run), after, options)
    return 0


def _readings(found: list[Found], options: Options) -> Iterator[Reading]:
    """Yields what became of each file, in order."""
    if options.dask:
        yield from _read_by_cluster(found, options)
        return
    jobs = options.jobs or os.cpu_count() or 1
    small = not options.jobs and sum(file.bytes for file in found) < _SMALL_BYTES
    if small or jobs == 1:
        tasks = (Task(file, options.format, options.publication) for file in found)
        yield from progress(map(read_file, tasks), "reading", len(found))
        return
    workers = Workers(read_file, dead_reading, jobs)
    parted = [(file, jobs if file.bytes > _LARGE_BUNDLE_BYTES and is_bundle(file) else 1) for file in found]
    tasks = (Task(file, options.format, options.publication, part, parts) for file, parts in parted for part in range(parts))
    results = workers.map(tasks, lambda task: task.found.bytes)
    with _uncollected():
        yield from progress(_joined(results, (parts for _, parts in parted)), "reading", len(found))


def _read_by_cluster(found: list[Found], options: Options) -> Iterator[Reading]:
    parcels = (parcel for file in found for parcel in pack(Task(file, options.format, options.publication)))
    with Cluster(options.dask, unpack, lost) as cluster, _uncollected():
        yield from progress(join(cluster.map(parcels, weigh)), f"reading at {options.dask}", len(found))


def _joined(results: Iterator[Reading], counts: Iterable[int]) -> Iterator[Reading]:
    for count in counts:
        yield join_parts(list(itertools.islice(results, count)))


def _refusals(file: Found, reading: Reading) -> Iterator[BackissueError]:
    """Yields why a file that was named cannot be imported; what a bundle holds was not named."""
    if file.named:
        yield from ([reading.error] if reading.error else [])
        yield from (each.error for each in reading.outcomes if each.error and each.name == reading.name)


def _is_doubtful(report: Report) -> bool:
    return any(True for part in (report.doubts(), report.omitted(), report.errors()) for _ in part)


def _nothing(sources: Iterable[str]) -> UnknownFormat:
    return UnknownFormat(
        "holds nothing that can be imported",
        where=", ".join(sources),
        expected="files that an importer knows",
        advice="name the format with --as",
    )
