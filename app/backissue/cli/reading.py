"""Reads one file and what it holds, in whatever process: each source is understood, left out, or bad, and none stops the rest."""

from __future__ import annotations

import dataclasses
import io
import itertools
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from backissue import importers
from backissue.archive import folder
from backissue.archive.manifest import FILE
from backissue.archive.merge import name_ahead
from backissue.cli.deadline import TookTooLong, deadline
from backissue.cli.walking import STANDARD_INPUT, Found, unreadable
from backissue.errors import ArchiveError, BackissueError, SourceError, UnknownFormat, UnreadableSource
from backissue.importers.bundles import BUNDLES, HEAD_BYTES, find_bundle
from backissue.importers.imported import Imported
from backissue.importers.opening import open_sources
from backissue.importers.report import Outcome, Reading
from backissue.importers.source import UNPACKED_BYTES, Source

_BINARY = "is a binary file that no importer knows"
_SECONDS, _BYTES_A_SECOND = 60, 200_000
_ATTEMPTS = 3
# Larger files are looked at before they are read whole.
_LARGE_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read, as what; of a bundle only every `parts`-th source, beginning with number `part`."""

    found: Found
    format: str | None = None
    publication: str | None = None
    part: int = 0
    parts: int = 1


def read_file(task: Task) -> Reading:
    """Returns what became of the file; it raises nothing that is about the file."""
    path = task.found.path
    try:
        if task.found.is_archive:
            return _read_archive(task)
        if path == STANDARD_INPUT:
            return _read_stream(task, "standard input", io.BytesIO(sys.stdin.buffer.read(UNPACKED_BYTES + 1)))
        for _ in range(_ATTEMPTS):
            with open(path, "rb") as file:
                before = stamp(file)
                reading = _read_stream(task, path, file)
                if stamp(file) == before:
                    return reading
        return Reading(path, error=_refusal(path, "changes while it is read", "wait until it is whole, then try again"))
    except OSError as error:
        return Reading(path, error=unreadable(path, error))
    except BackissueError as error:
        return Reading(path, error=error)


def dead_reading(task: Task) -> Reading:
    """Returns the reading of a file over which the process that read it ended, or hung until it was ended."""
    path = task.found.path
    return Reading(path, error=_refusal(path, "ended the process that read it", "look into it, or leave it out"))


def join_parts(parts: Sequence[Reading]) -> Reading:
    """Returns the reading of a file of which each of `parts` has read every so many-th source."""
    turns = itertools.zip_longest(*(part.outcomes for part in parts))
    error = next((part.error for part in parts if part.error), None)
    return Reading(parts[0].name, tuple(each for turn in turns for each in turn if each), error)


def is_bundle(found: Found) -> bool:
    """Says whether a file holds sources instead of being one."""
    try:
        with open(found.path, "rb") as file:
            return find_bundle(found.path, file.read(HEAD_BYTES)) is not None
    except OSError:
        return False


def _read_archive(task: Task) -> Reading:
    path = str(folder.folder_of(task.found.path))
    # what was cut off while it was written there is finished first, or read through
    folder.settle(Path(path))
    source = Source(path, folder.read_file(Path(path), FILE), beside=Beside(path))
    size = sum(entry.stat().st_size for entry in os.scandir(path))
    return Reading(path, (_understand(source, task.format, task.publication, size),))


@dataclass(frozen=True, slots=True)
class Beside:
    """Reads what lies in a folder, by name and never outside of it."""

    folder: str

    def __call__(self, name: str) -> bytes | None:
        """Returns the bytes of a file of that name, or None where there is none."""
        if os.path.basename(name) != name:
            return None
        try:
            return folder.read_file(Path(self.folder), name)
        except ArchiveError:
            return None


def _read_stream(task: Task, name: str, stream: BinaryIO) -> Reading:
    if not stream.seekable():
        stream = io.BytesIO(stream.read(UNPACKED_BYTES + 1))
    if is_unknown_binary(task, name, stream):
        refusal = _refusal(name, _BINARY, "if it is one of them, say which with --as FORMAT")
        return Reading(name, (Outcome(name, why=_BINARY, error=refusal),))
    outcomes: list[Outcome] = []
    try:
        for source in itertools.islice(sources_in(task, name, stream), task.part, None, task.parts):
            outcomes.append(understand(task, source))
    except BackissueError as error:  # a bundle that goes on as something else: what came before stands
        return Reading(name, tuple(outcomes), error)
    return Reading(name, tuple(outcomes))


def is_unknown_binary(task: Task, name: str, stream: BinaryIO) -> bool:
    """Says whether a large file is neither text nor a bundle, and not to be read whole."""
    head = stream.read(HEAD_BYTES)
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    return size > _LARGE_BYTES and b"\0" in head and not task.format and not find_bundle(name, head)


def sources_in(task: Task, name: str, stream: BinaryIO) -> Iterator[Source]:
    """Yields what a file holds, as `opening.open_sources`; as the bundle that the task says it is, where it says so."""
    return BUNDLES[task.format].sources(name, stream) if task.format in BUNDLES else open_sources(name, stream, UNPACKED_BYTES)


def understand(task: Task, source: Source) -> Outcome:
    """Returns what became of one source of the task's file; it raises nothing."""
    return _understand(source, None if task.format in BUNDLES else task.format, task.publication)


def _understand(source: Source, format: str | None, publication: str | None, size: int = 0) -> Outcome:
    """Returns what became of a source of `size` bytes, if that is more than it holds itself."""
    try:
        with deadline(_SECONDS + max(size, len(source.data)) / _BYTES_A_SECOND):
            name = format or importers.detect(source).NAME
            return Outcome(source.name, name, _named(importers.read(source, name, publication)))
    except UnknownFormat as error:
        return Outcome(source.name, why=error.problem, error=_apart(error))
    except SourceError as error:
        if b"\0" in source.data[:HEAD_BYTES] and not format:
            return Outcome(source.name, why=_BINARY, error=_apart(error))
        return Outcome(source.name, error=_apart(error))
    except TookTooLong:
        return Outcome(source.name, error=_refusal(source.name, "takes too long to read", "look into it, or leave it out"))
    except MemoryError:
        return Outcome(source.name, error=_refusal(source.name, "needs more memory than there is", "split it, or leave it out"))
    except Exception as error:  # a mistake of an importer must not cost what the other files hold
        problem = f"is more than its importer can take ({type(error).__name__}: {str(error)[:100]})"
        return Outcome(source.name, error=_refusal(source.name, problem, "report it, with the file if you may"))


def _named(imported: Imported) -> Imported:
    """Gives ids ahead, where that can be done by many at once; who merges then has little left to do."""
    named = name_ahead(imported.publications, imported.issues)
    return imported if named is None else dataclasses.replace(imported, issues=named, named=True)


def _apart(error: BackissueError) -> BackissueError:
    """Returns the error without what it remembers of the code that raised it, and so of the source, which may be large."""
    error.__context__ = error.__cause__ = None
    return error.with_traceback(None)


def _refusal(name: str, problem: str, advice: str) -> UnreadableSource:
    return UnreadableSource(problem, where=name, expected="a newsletter, a planet, a feed or a list of items", advice=advice)


def stamp(file: BinaryIO) -> tuple[int, int]:
    """Returns what differs when a file has changed."""
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns
