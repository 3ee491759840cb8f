"""Every error that Backissue raises on purpose.

    BackissueError
    ├── SourceError            a source to import cannot be read or understood
    │   ├── UnknownFormat      no importer knows it
    │   │   └── NoNewsletter   a mail that is private, an answer, a notice: none of an archive's business
    │   └── UnreadableSource   missing, empty, forbidden, or in no known encoding
    ├── ArchiveError           an archive cannot be used as it is
    │   ├── NotAnArchive       absent, no JSON, or JSON of another shape
    │   ├── UnsupportedVersion made by a newer Backissue
    │   └── DamagedArchive     truncated, altered, missing a part, or contradicting itself
    ├── InvalidValue           one value of the model has the wrong type or form
    ├── NothingFound           what a command should act on is not in the archive
    ├── UnusableQuery          a query that a command should act on says more, or less, than was understood
    ├── UnusableTarget         a place to write to is not ours or cannot be written
    └── SearchStopped          a search ran past its deadline or was overtaken (never shown)

An error carries its parts as fields; `str(error)` puts them into one message: where, what was wrong, what was
expected, what to do.
"""

from __future__ import annotations


class BackissueError(Exception):
    """What went wrong, where, what was expected instead, and what to do about it."""

    def __init__(self, problem: str, *, where: str = "", expected: str = "", advice: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.expected = expected
        self.advice = advice

    def __str__(self) -> str:
        head = f"{self.where}: {self.problem}" if self.where else self.problem
        parts = [head, f"expected {self.expected}" if self.expected else "", self.advice]
        return "; ".join(part for part in parts if part)


class SourceError(BackissueError):
    """A source to import cannot be read or understood."""


class UnknownFormat(SourceError):
    """No importer knows this source."""


class NoNewsletter(UnknownFormat):
    """A mail that is no newsletter. Its message names the file and the reason, never what the mail says."""


class UnreadableSource(SourceError):
    """A source is missing, empty, forbidden, or in no known encoding."""


class ArchiveError(BackissueError):
    """An archive cannot be used as it is."""


class NotAnArchive(ArchiveError):
    """Nothing there, no JSON, or JSON of another shape."""


class UnsupportedVersion(ArchiveError):
    """The archive was made by a newer Backissue."""


class DamagedArchive(ArchiveError):
    """A part of the archive is missing, truncated, altered, or contradicts another part."""


class InvalidValue(BackissueError):
    """One value has the wrong type or form; `where` is its path, such as `items[3].date`."""


class NothingFound(BackissueError):
    """What a command should act on is not in the archive."""


class UnusableQuery(BackissueError):
    """A query is not understood as a whole, or takes too long, so that a command must not act on what it finds."""


class UnusableTarget(BackissueError):
    """A place to write to is not ours, or cannot be written."""


class ClusterError(BackissueError):
    """The machines that were to help cannot be reached, differ from this one, or were lost."""


class SearchStopped(BackissueError):
    """A search ran past its deadline or was overtaken by a newer one."""

    def __init__(self) -> None:
        super().__init__("the search was stopped")
