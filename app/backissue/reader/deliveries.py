"""The files of an archive on their way: asked of the edge, received from it, and asked for again where one does not come."""

from __future__ import annotations

from dataclasses import dataclass

from backissue.archive.manifest import FILE, Part
from backissue.errors import ArchiveError, DamagedArchive, NotAnArchive

# Browsers open about six connections to a host; a few files at a time keep the newest one first in the line.
_AT_ONCE = 4
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file of the archive to be fetched by the edge; a `fresh` one past every cache."""

    path: str
    fresh: bool = False


class Deliveries:
    """What was asked for, what is on its way, and what is here and was not taken yet."""

    def __init__(self) -> None:
        self._received: dict[str, tuple[bytes, str]] = {}
        self._asked: dict[str, int] = {}
        self._waiting: list[Fetch] = []
        self._on_the_way: set[str] = set()

    def ask(self, path: str, fresh: bool = False, first: bool = False) -> None:
        """Asks for a file, behind those that wait, or `first`; a `fresh` one is fetched again though it is here."""
        self._asked[path] = self._asked.get(path, 0) + 1
        if path in self._received and not fresh:
            return  # the edge fetched it before it was asked
        self._waiting = [fetch for fetch in self._waiting if fetch.path != path]
        self._waiting.insert(0 if first or fresh else len(self._waiting), Fetch(path, fresh))

    def was_asked(self, path: str) -> bool:
        """Says whether a file was asked for, and not given up since."""
        return path in self._asked

    def comes(self, path: str) -> bool:
        """Says whether a file is here or on its way, so that asking once more would be of no use."""
        return path in self._received or path in self._on_the_way or any(fetch.path == path for fetch in self._waiting)

    def is_on_the_way(self, path: str) -> bool:
        """Says whether the edge is fetching a file now."""
        return path in self._on_the_way

    def receive(self, path: str, data: bytes, digest: str = "") -> None:
        """Takes the bytes of a file from the edge, with their SHA-256 if the edge knows it."""
        self._received[path] = (data, digest)

    def is_here(self, path: str) -> bool:
        """Says whether a file was received and not taken."""
        return path in self._received

    def look(self, path: str) -> tuple[bytes, str]:
        """Returns a file that is here, and its SHA-256 or ""; it stays."""
        return self._received[path]

    def take(self, path: str) -> tuple[bytes, str]:
        """Returns a file that is here, and its SHA-256 or ""; its bytes are not kept."""
        return self._received.pop(path)

    def fetches(self) -> list[Fetch]:
        """Returns what the edge should fetch now, and counts it as on its way."""
        now = []
        while self._waiting and len(self._on_the_way) < _AT_ONCE:
            fetch = self._waiting.pop(0)
            self._on_the_way.add(fetch.path)
            now.append(fetch)
        return now

    def arrived(self, path: str) -> None:
        """Notes that a file is here."""
        self._on_the_way.discard(path)

    def missed(self, path: str, why: str) -> None:
        """Notes that a file could not be fetched, and asks for it again.

        Raises:
            NotAnArchive, DamagedArchive: if it was asked for often enough; then it may be asked for anew.
        """
        self._on_the_way.discard(path)
        if self._asked.get(path, 0) < _ATTEMPTS:
            return self.ask(path, fresh=True)
        self.forget(path)
        problem, advice = f"could not be fetched ({why})", "reload the page, or put the whole archive beside it again"
        if path == FILE:
            raise NotAnArchive(problem, where=path, expected="an archive at this place", advice=advice)
        raise DamagedArchive(problem, where=path, expected="every part that the manifest names", advice=advice)

    def ask_again(self, part: Part, error: ArchiveError) -> None:
        """Asks for a part that is not what the manifest says: a cache may hold an older file of the same name.

        Raises:
            ArchiveError: `error`, if it was fetched past the caches already.
        """
        if self._asked.get(part.path, 0) > 1:
            self.forget(part.path)
            raise error
        self.ask(part.path, fresh=True)

    def forget(self, path: str) -> None:
        """Lets go of a file, and of how often it was asked for."""
        self._received.pop(path, None)
        self._asked.pop(path, None)
        self._waiting = [fetch for fetch in self._waiting if fetch.path != path]
