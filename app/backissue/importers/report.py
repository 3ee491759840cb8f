"""What an import has to tell: file by file what was understood, what was left out and why, and what changed in the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from backissue.archive.changes import Changes
from backissue.errors import BackissueError
from backissue.importers.imported import Doubt, Imported, ListedFeed
from backissue.model import Item


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: it was understood, as a `format`; or it was left out, and `why`; or it is bad, by an `error`.

    Where it was left out, `error` is what is said if it was meant by name.
    """

    name: str
    format: str = ""
    imported: Imported | None = None
    why: str = ""
    error: BackissueError | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of one file and of the sources in it, in their order; `error` is about the file as a whole."""

    name: str
    outcomes: tuple[Outcome, ...] = ()
    error: BackissueError | None = None

    @property
    def understood(self) -> list[Imported]:
        """What was understood of its sources."""
        return [each.imported for each in self.outcomes if each.imported]

    @property
    def feeds(self) -> list[ListedFeed]:
        """The feeds that the source only lists; nobody fetches them."""
        return [feed for imported in self.understood for each in imported.lists for feed in each.feeds]

    @property
    def doubts(self) -> list[Doubt]:
        """What was odd in its sources, and what was made of it."""
        return [doubt for imported in self.understood for doubt in imported.doubts]

    @property
    def errors(self) -> list[BackissueError]:
        """What is wrong with the file, or with sources in it."""
        inside = [each.error for each in self.outcomes if each.error and not each.why]
        return inside + ([self.error] if self.error else [])

    def to_dict(self) -> dict[str, Any]:
        """Returns the file's part of the report as JSON (see `Report.to_dict`)."""
        items = [item for imported in self.understood for issue in imported.issues for item in issue.items()]
        return {
            "name": self.name,
            "formats": sorted({each.format for each in self.outcomes if each.imported}),
            "sources": len(self.understood),
            "issues": sum(len(imported.issues) for imported in self.understood),
            "items": len(items),
            **counted_bare(items),
            "left_out": sum(1 for each in self.outcomes if each.why),
            "doubts": [{"where": doubt.where, "what": doubt.what} for doubt in self.doubts],
            "feeds": [{"title": each.title, "feed_url": each.feed_url, "url": each.url} for each in self.feeds],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do: `changes` are of the issues that the sources hold, and None where it was refused.

    `left_out` are the files that were not even opened.
    """

    archive: str
    readings: Sequence[Reading]
    left_out: Sequence[Outcome] = ()
    changes: Changes | None = None
    written: bool = False

    def omitted(self) -> Iterator[Outcome]:
        """Yields what was left out, and why."""
        yield from self.left_out
        for reading in self.readings:
            yield from (each for each in reading.outcomes if each.why)

    def errors(self) -> Iterator[BackissueError]:
        """Yields what is wrong with sources that could not be read."""
        for reading in self.readings:
            yield from reading.errors

    def doubts(self) -> Iterator[Doubt]:
        """Yields what was odd."""
        for reading in self.readings:
            yield from reading.doubts

    def to_dict(self, with_changes: bool = False) -> dict[str, Any]:
        """Returns the report as JSON. Its shape is kept:

        `archive`; `written` (true or false); `read` and `left_out` and `bad`, counts of sources; `issues` with `new`,
        `updated`, `same`; `items` with `new`, `updated`, `gone`, `same` (both absent where the import was refused);
        `files`, of each `name`, `formats`, `sources`, `issues`, `items`, `without_link`, `without_title`, `left_out`,
        `doubts` (`where`, `what`) and `feeds` that it only lists (`title`, `feed_url`, `url`); `omitted` (`name`, `why`);
        `errors` (`where`, `problem`, `expected`, `advice`); and where asked for, `changes` as `archive.changes` writes them.
        """
        omitted, errors = list(self.omitted()), list(self.errors())
        out: dict[str, Any] = {
            "archive": self.archive,
            "written": self.written,
            "read": sum(len(reading.understood) for reading in self.readings),
            "left_out": len(omitted),
            "bad": len(errors),
        }
        if self.changes is not None:
            for name, difference in (("issues", self.changes.issues), ("items", self.changes.items)):
                out[name] = {
                    "new": len(difference.added),
                    "updated": len(difference.changed),
                    "gone": len(difference.removed),
                    "same": difference.same,
                }
            del out["issues"]["gone"]  # importing takes no issue away
        out["files"] = [reading.to_dict() for reading in self.readings]
        out["omitted"] = [{"name": each.name, "why": each.why} for each in omitted]
        out["errors"] = [
            {"where": each.where, "problem": each.problem, "expected": each.expected, "advice": each.advice} for each in errors
        ]
        return out | ({"changes": self.changes.to_dict()} if with_changes and self.changes is not None else {})


def counted_bare(items: Iterable[Item]) -> dict[str, int]:
    """Returns how many items are without a link, and without a title of their own."""
    counts = Counter(
        name
        for item in items
        for name, lacks in (("without_link", not item.url), ("without_title", item.title_made or not item.title))
        if lacks
    )
    return {"without_link": counts["without_link"], "without_title": counts["without_title"]}
