"""`backissue import`: reads newsletters and planets into an archive, all of them or nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from backissue import importers
from backissue.archive import folder
from backissue.archive.merge import add
from backissue.cli.terminal import Commands, Options, add_command, counted, progress
from backissue.errors import BackissueError, SourceError, UnknownFormat, UnreadableSource
from backissue.importers.imported import Doubt, Imported
from backissue.importers.source import Source
from backissue.model import Archive

_SHOWN_DOUBTS = 5


def add_to(commands: Commands) -> None:
    """Adds the command to the parser."""
    parser = add_command(
        commands,
        "import",
        "read newsletters, planets or lists of items into an archive",
        "All of the sources or none: where one is bad, the archive stays as it was. The same source imported again changes "
        "nothing.",
        [
            "backissue import issue-727.html --into my-archive",
            "backissue import items.jsonl.gz --into my-archive --as items-jsonl",
        ],
    )
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="files or folders to read; - is standard input")
    parser.add_argument("--into", required=True, metavar="ARCHIVE", help="the archive's folder; made if there is none")
    parser.add_argument("--as", dest="format", choices=tuple(importers.FORMATS), metavar="FORMAT", help=_formats())
    parser.add_argument("--publication", metavar="ID", help="id of the newsletter or planet, where the source does not say")
    parser.add_argument("--strict", action="store_true", help="take any doubt for an error")
    parser.add_argument("--verbose", action="store_true", help="tell every doubt")
    parser.set_defaults(run=run)


def _formats() -> str:
    return "what the sources are, if it cannot be told from them: " + ", ".join(importers.FORMATS)


def run(options: Options) -> int:
    """Imports all sources, or reports every bad one and leaves the archive as it was."""
    found: list[Imported] = []
    bad: list[BackissueError] = []
    left_out: list[str] = []
    for path, asked in progress(list(_files(options.sources)), "reading"):
        try:
            found.append(importers.read(_source(path), options.format, options.publication))
        except SourceError as error:
            # a folder holds what it holds, pictures too; a file that was named was meant
            if not asked and (isinstance(error, UnknownFormat) or _is_binary(path)):
                left_out.append(str(path))
            else:
                bad.append(error)
    if not found and not bad:
        raise UnknownFormat(
            "holds nothing that can be imported",
            where=", ".join(options.sources),
            expected="files that an importer knows",
            advice="name the format with --as",
        )
    doubts = [doubt for each in found for doubt in each.doubts]
    if bad or (options.strict and (doubts or left_out)):
        return _refuse(bad, doubts, left_out, options)
    before = Archive()

    def added(archive: Archive) -> Archive:
        nonlocal before
        before = archive
        for each in found:
            archive = add(archive, each.publications, each.issues)
        return archive

    after = folder.update(options.into, added)
    _report(before, after, len(found), doubts, left_out, options)
    return 0


def _files(sources: list[str]) -> Iterator[tuple[str, bool]]:
    """Yields each file to read with whether it was named itself; folders are walked in the order of names."""
    for source in sources:
        if source == "-" or not os.path.isdir(source):
            yield source, True
            continue
        for parent, folders, names in os.walk(source, onerror=_refuse_folder):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if not name.startswith("."):
                    yield os.path.join(parent, name), False


def _refuse_folder(error: OSError) -> None:
    raise _unreadable(str(error.filename), error) from None


def _is_binary(path: str) -> bool:
    try:
        return b"\0" in Path(path).read_bytes()[:8_000]
    except OSError:
        return False


def _source(path: str) -> Source:
    try:
        return Source("standard input", sys.stdin.buffer.read()) if path == "-" else Source(path, Path(path).read_bytes())
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: str, error: OSError) -> UnreadableSource:
    return UnreadableSource(
        f"cannot be read: {error.strerror}",
        where=path,
        expected="a file or a folder that you may read",
        advice="look at its path and rights",
    )


def _refuse(bad: list[BackissueError], doubts: list[Doubt], left_out: list[str], options: Options) -> int:
    for error in bad:
        print(f"backissue: {error}", file=sys.stderr)
    if options.strict:
        for doubt in doubts:
            print(f"backissue: {doubt.where}: {doubt.what}", file=sys.stderr)
        for path in left_out:
            print(f"backissue: {path}: no importer knows it", file=sys.stderr)
    print(f"backissue: nothing was imported; {options.into} is as it was", file=sys.stderr)
    return 1


def _report(before: Archive, after: Archive, files: int, doubts: list[Doubt], left_out: list[str], options: Options) -> None:
    known = {item.id: item for _, _, item in before.items()}
    new = sum(item.id not in known for _, _, item in after.items())
    changed = sum(item.id in known and known[item.id] != item for _, _, item in after.items())
    same = sum(1 for _ in after.items()) - new - changed
    issues = len(after.issues) - len(before.issues)
    out = sys.stderr
    print(
        f"{counted(files, 'file')} read: {counted(issues, 'new issue')}; {new:,} items new, {changed:,} changed, {same:,} same",
        file=out,
    )
    items = [item for _, _, item in after.items()]
    bare = sum(not item.url for item in items), sum(item.title_made or not item.title for item in items)
    print(f"{options.into} holds {counted(len(after.issues), 'issue')} and {counted(len(items), 'item')}, "
          f"{bare[0]:,} without a link, {bare[1]:,} without a title of their own", file=out)  # fmt: skip
    shown = doubts if options.verbose else doubts[:_SHOWN_DOUBTS]
    for doubt in shown:
        print(f"  {doubt.where}: {doubt.what}", file=out)
    if len(doubts) > len(shown):
        print(f"  and {len(doubts) - len(shown):,} more doubts: --verbose tells them", file=out)
    for path in left_out:
        print(f"  {path}: left out, no importer knows it", file=out)
