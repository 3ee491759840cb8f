"""Packs what files hold into parcels, for machines that do not see these files, and puts together what comes back."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from backissue.cli.reading import Task, dead_reading, is_unknown_binary, read_file, sources_in, stamp, understand
from backissue.cli.walking import STANDARD_INPUT
from backissue.errors import BackissueError
from backissue.importers import archive
from backissue.importers.report import Outcome, Reading
from backissue.importers.source import Source

# A parcel is sent off when it is of that size; one source may be larger.
_FULL_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Parcel:
    """Some sources of the task's file, in order; `last` tells that it is the file's last parcel.

    `error` is about the file as a whole. `here` tells that the file is to be read where it lies after all, whatever was
    sent of it.
    """

    task: Task
    sources: tuple[Source, ...] = ()
    last: bool = False
    error: BackissueError | None = None
    here: bool = False


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A parcel, by now without its sources, and what became of them."""

    parcel: Parcel
    outcomes: tuple[Outcome, ...] = ()


def pack(task: Task) -> Iterator[Parcel]:
    """Yields the parcels of a file, at least one; it raises nothing.

    An archive, and a source that is understood only with what lies beside it, are read here: they cost little to read.
    So is a file that changed while it was packed, or cannot be opened.
    """
    here = Parcel(task, last=True, here=True)
    if task.found.is_archive or task.found.path == STANDARD_INPUT:
        yield here
        return
    packed: list[Source] = []
    size = 0
    try:
        with open(task.found.path, "rb") as file:
            before = stamp(file)
            if not file.seekable() or is_unknown_binary(task, task.found.path, file):
                yield here
                return
            for source in sources_in(task, task.found.path, file):
                if _needs_its_folder(task, source):
                    yield here
                    return
                packed.append(Source(source.name, source.data, source.around, source.problem))
                size += len(source.data)
                if size >= _FULL_BYTES:
                    yield Parcel(task, tuple(packed))
                    packed, size = [], 0
            yield Parcel(task, tuple(packed), last=True) if stamp(file) == before else here
    except BackissueError as error:  # as in `read_file`: what came before stands
        yield Parcel(task, tuple(packed), last=True, error=error)
    except OSError:
        yield here


def weigh(parcel: Parcel) -> int:
    """Returns how many bytes a parcel holds."""
    return sum(len(source.data) for source in parcel.sources)


def unpack(parcel: Parcel) -> Unpacked:
    """Returns what became of the sources in a parcel; it raises nothing."""
    return Unpacked(_emptied(parcel), tuple(understand(parcel.task, source) for source in parcel.sources))


def lost(parcel: Parcel) -> Unpacked:
    """Returns what stands for a parcel over which every process ended that unpacked it."""
    return Unpacked(dataclasses.replace(_emptied(parcel), error=dead_reading(parcel.task).error))


def join(unpacked: Iterable[Unpacked]) -> Iterator[Reading]:
    """Yields what became of each file, from the parcels of all files in order."""
    outcomes: list[Outcome] = []
    error: BackissueError | None = None
    for each in unpacked:
        outcomes += each.outcomes
        error = error or each.parcel.error
        if each.parcel.last:
            task = each.parcel.task
            yield read_file(task) if each.parcel.here else Reading(task.found.path, tuple(outcomes), error)
            outcomes, error = [], None


def _emptied(parcel: Parcel) -> Parcel:
    return dataclasses.replace(parcel, sources=())


def _needs_its_folder(task: Task, source: Source) -> bool:
    """Says whether `source` is a part of an archive, whose other parts lie beside it."""
    if source.beside is None or not source.first_bytes.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        return task.format == archive.NAME or archive.detect(source)
    except BackissueError:
        return False
