"""Tells what an import did: in words on standard error, or as JSON on standard output."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from backissue.archive.changes import Difference
from backissue.cli.differences import lines, printable
from backissue.cli.terminal import Options, counted, show_json
from backissue.errors import BackissueError
from backissue.importers.report import Outcome, Report, counted_bare
from backissue.model import Archive

_SHOWN_DOUBTS = 5
_SHOWN_NAMES = 3
_SHOWN_CHANGES = 20
_VERBOSE = "--verbose tells them"


class _Told(NamedTuple):
    """What is said of a source, and the reason, by which many are said together."""

    name: str
    reason: str
    text: str


def refuse(report: Report, named: Sequence[BackissueError], options: Options) -> int:
    """Tells why nothing was imported, and returns the exit code: `named` is wrong with what was named."""
    errors = [*named, *(error for error in report.errors() if error not in named)]
    for error in errors:
        _say(f"backissue: {error}")
    known = {error.where for error in errors}
    left_out = [each for each in report.omitted() if each.name not in known]
    if options.strict:
        for doubt in report.doubts():
            _say(f"backissue: {doubt.where}: {doubt.what}")
        for each in left_out:
            _say(f"backissue: {each.name}: {each.why}")
    else:
        for text in _left_out(left_out, options.verbose):
            _say(text)
    _say(f"backissue: nothing was imported; {options.into} is as it was")
    if options.json:
        show_json(report.to_dict())
    return 1


def show_report(report: Report, archive: Archive, options: Options) -> None:
    """Tells what was read, what it changed, and what the archive holds now, or would hold."""
    for text in _told(report, archive, options):
        _say(text)
    if options.json:
        show_json(report.to_dict(with_changes=options.dry_run or options.verbose))


def _told(report: Report, archive: Archive, options: Options) -> Iterator[str]:
    read = sum(1 for reading in report.readings if reading.understood)
    if report.changes is not None:
        issues, items = _counts(report.changes.issues, "issue"), _counts(report.changes.items, "item")
        yield f"{counted(read, 'file')} read: {issues}; {items}"
    bare = counted_bare(item for _, _, item in archive.items())
    yield (
        f"{options.into} {'holds' if report.written else 'would hold'} {counted(len(archive.issues), 'issue')} and "
        f"{counted(sum(1 for _ in archive.items()), 'item')}, {bare['without_link']:,} without a link, "
        f"{bare['without_title']:,} without a title of their own"
    )
    yield from _lists(report, options.verbose)
    if options.verbose:
        yield from _files(report)
    if report.changes is not None and (options.verbose or options.dry_run):
        yield from _cut(lines(report.changes), None if options.verbose else _SHOWN_CHANGES, "changes")
    doubts = (f"{doubt.where}: {doubt.what}" for doubt in report.doubts())
    yield from _cut(doubts, None if options.verbose else _SHOWN_DOUBTS, "doubts")
    errors = [_Told(error.where, error.problem, str(error)) for error in report.errors()]
    yield from _grouped(errors, options.verbose, "not read")
    yield from _left_out(report.omitted(), options.verbose)
    if not report.written:
        yield f"nothing was written: {options.into} is as it was"


def _counts(difference: Difference, noun: str) -> str:
    gone = f", {len(difference.removed):,} gone" if difference.removed else ""
    return f"{counted(len(difference.added), noun)} new, {len(difference.changed):,} updated{gone}, {difference.same:,} same"


def _files(report: Report) -> Iterator[str]:
    for reading in report.readings:
        found = reading.to_dict()
        if found["sources"]:
            yield (
                f"  {reading.name}: {', '.join(found['formats'])}; {counted(found['issues'], 'issue')}, "
                f"{counted(found['items'], 'item')}, {found['without_link']:,} without a link, "
                f"{found['without_title']:,} without a title; {counted(len(found['doubts']), 'doubt')}"
            )


def _lists(report: Report, verbose: bool) -> Iterator[str]:
    """Tells of feeds that are only listed: who imports a list may expect that they are fetched."""
    for reading in report.readings:
        if reading.feeds:
            count = counted(len(reading.feeds), "feed")
            yield f"  {reading.name}: lists {count}, and nothing is fetched: import the files of these feeds together with it"
            yield from (f"    {feed.title}: {feed.feed_url}" for feed in (reading.feeds if verbose else ()))


def _cut(texts: Iterable[str], most: int | None, what: str) -> Iterator[str]:
    rest = iter(texts)
    yield from (f"  {text}" for text in itertools.islice(rest, most))
    if more := sum(1 for _ in rest):
        yield f"  and {more:,} more {what}: {_VERBOSE}"


def _left_out(omitted: Iterable[Outcome], verbose: bool) -> Iterator[str]:
    things = [_Told(each.name, each.why, f"{each.name}: left out, {each.why}") for each in omitted]
    return _grouped(things, verbose, "left out")


def _grouped(things: Iterable[_Told], verbose: bool, fate: str) -> Iterator[str]:
    """Yields what is said of each thing; those of one reason are said together where they are many."""
    reasons: dict[str, list[_Told]] = {}
    for each in things:
        reasons.setdefault(each.reason, []).append(each)
    for reason, some in reasons.items():
        if verbose or len(some) <= _SHOWN_NAMES:
            yield from (f"  {each.text}" for each in some)
        else:
            names = ", ".join(each.name for each in some[:_SHOWN_NAMES])
            yield f"  {len(some):,} {fate}, {reason}: {names} and {len(some) - _SHOWN_NAMES:,} more: {_VERBOSE}"


def _say(text: str) -> None:
    # a name of a file may hold what acts on a terminal
    print(printable(text), file=sys.stderr)
