"""The files that somebody brought, and what was understood of each so far: read one source at a time, added to nothing yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from backissue.archive.merge import add
from backissue.errors import BackissueError, SearchStopped, UnknownFormat
from backissue.model import Archive, Issue, Publication

# A source that takes longer is left out: everything else at the page waits meanwhile.
SOURCE_S = 20.0
# Of so many doubts and sources that are left out the words are kept, for each file; the rest is counted.
KEPT_WORDS = 50
MOST_FILES = 5_000


class Said(Protocol):
    """Something odd in a source: where it stands, and what was made of it."""

    @property
    def where(self) -> str: ...
    @property
    def what(self) -> str: ...


class Understood(Protocol):
    """What an importer makes of a source."""

    @property
    def publications(self) -> tuple[Publication, ...]: ...
    @property
    def issues(self) -> tuple[Issue, ...]: ...
    @property
    def doubts(self) -> Sequence[Said]: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What the edge hands to the reader once somebody wants to import or export something.

    `open` gives the bytes of a file by the page's number for it; `sources` yields what a file of that name holds, each with
    a `name`; `read` makes something of one. `formats` are the names of exports with what they are called, `export` gives a
    file's name, its media type and its bytes; `offer` returns an address under which the page can save them.
    """

    open: Callable[[int, int], BinaryIO]
    sources: Callable[[str, BinaryIO], Iterator[Any]]
    read: Callable[[Any], Understood]
    formats: tuple[tuple[str, str], ...]
    export: Callable[[str, Archive], tuple[str, str, bytes]]
    offer: Callable[[bytes, str], str]


@dataclass(slots=True)
class Words:
    """What was said of a file's parts: the first, and how many there were."""

    first: list[tuple[str, str]] = field(default_factory=list)
    count: int = 0

    def add(self, where: str, what: str) -> None:
        """Takes one more."""
        self.count += 1
        if len(self.first) < KEPT_WORDS:
            self.first.append((where, what))


@dataclass(slots=True)
class File:
    """A file that somebody brought, and what was understood of it; `state` is `waiting`, `reading`, `read` or `stopped`."""

    number: int
    name: str
    size: int
    state: str = "waiting"
    sources: int = 0
    publications: tuple[Publication, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    doubts: Words = field(default_factory=Words)
    left_out: Words = field(default_factory=Words)


class Workbench:
    """Reads files; what is interrupted is read anew, what takes too long is left out."""

    def __init__(self, clock: Callable[[], float], interruptible: Callable[[], AbstractContextManager[None]]) -> None:
        self.files: list[File] = []
        self.tools: Tools | None = None
        self._clock = clock
        self._interruptible = interruptible
        self._sources: Iterator[Any] | None = None
        self._source: Any = None

    def take(self, files: Sequence[tuple[int, str, int]]) -> int:
        """Puts further files, as `(number, name, size)`, into the line; returns how many there was no room for."""
        room = max(MOST_FILES - len(self.files), 0)
        self.files += [File(*each) for each in files[:room]]
        return len(files) - len(files[:room])

    @property
    def waits(self) -> bool:
        """Says whether there is something to be read."""
        return any(file.state in ("waiting", "reading") for file in self.files)

    @property
    def publications(self) -> tuple[Publication, ...]:
        """The publications of all files."""
        return tuple(each for file in self.files for each in file.publications)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The issues of all files, in their order."""
        return tuple(each for file in self.files for each in file.issues)

    def stop(self) -> None:
        """Reads no further; what was read stays."""
        self._forget_source()
        for file in self.files:
            if file.state in ("waiting", "reading"):
                file.state = "stopped"

    def clear(self) -> None:
        """Puts everything away."""
        self._forget_source()
        self.files = []

    def _forget_source(self) -> None:
        self._sources = self._source = None

    def step(self) -> None:
        """Reads one source, or opens the next file.

        Raises:
            SearchStopped: if the edge interrupted it; the next step begins with that source again.
        """
        file = next((file for file in self.files if file.state in ("waiting", "reading")), None)
        if file is None or self.tools is None:
            return
        try:
            if self._sources is None:
                file.state = "reading"
                self._sources = self.tools.sources(file.name, self.tools.open(file.number, file.size))
            if self._source is None:
                self._source = next(self._sources, None)
            if self._source is None:
                self._end(file)
            else:
                self._read(file, self.tools.read)
        except SearchStopped:
            raise
        except OSError as error:
            self._leave_out(file, file.name, f"cannot be read: {error}")
        except BackissueError as error:
            self._leave_out(file, error.where or file.name, _words(error))
        except Exception as error:  # a bundle's own fault must not cost the other files
            self._leave_out(file, file.name, _fault(error))

    def _read(self, file: File, read: Callable[[Any], Understood]) -> None:
        """Makes something of the source at hand; whatever it is, the next one follows."""
        source, began = self._source, self._clock()
        try:
            with self._interruptible():
                understood = read(source)
        except SearchStopped:
            if self._clock() - began < SOURCE_S:
                raise
            file.left_out.add(source.name, f"took longer than {SOURCE_S:.0f} seconds to read")
        except BackissueError as error:
            file.left_out.add(error.where or source.name, _words(error))
        except Exception as error:  # an importer's own fault is told, and costs this source only
            file.left_out.add(source.name, _fault(error))
        else:
            known = Archive(publications=file.publications)
            file.publications = add(known, understood.publications, ()).publications
            file.issues += understood.issues
            for doubt in understood.doubts:
                file.doubts.add(doubt.where, doubt.what)
        file.sources += 1
        self._source = None

    def _leave_out(self, file: File, where: str, why: str) -> None:
        file.left_out.add(where, why)
        self._end(file)

    def _end(self, file: File) -> None:
        file.state = "read"
        self._forget_source()


def _words(error: BackissueError) -> str:
    """What is wrong and what was expected; the file's name stands beside it, and advice on commands helps nobody here."""
    listed = isinstance(error, UnknownFormat)  # some twenty names would say no more than that
    return error.problem if listed or not error.expected else f"{error.problem}; expected {error.expected}"


def _fault(error: Exception) -> str:
    return f"could not be read, by a mistake in this program ({type(error).__name__}: {str(error)[:200]})"
