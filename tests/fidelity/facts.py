"""What is compared of an item that was found, and when an importer is right about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backissue.text.tokens import fold
from tests.fidelity.row import Row

# The reference's own words, and the kinds that the model has for them.
_MEANS = {
    "audio": "podcast", "crate": "project", "package": "project", "playlist": "video", "zh-cn": "zh",
}  # fmt: skip

# No summary is cut off before so many signs.
_CUT = 200


@dataclass(frozen=True, slots=True)
class Fact:
    """A column of the table: what a row says of it, and whether what was found (second) fits what is stated (first).

    Where the reference states nothing, nothing is compared. With `extra` it is worth a look when an importer says something
    there all the same.
    """

    name: str
    said: Callable[[Row], Any]
    fits: Callable[[Row, Row], bool]
    extra: bool = False


def _same(name: str) -> Callable[[Row, Row], bool]:
    return lambda stated, found: bool(getattr(stated, name) == getattr(found, name))


def _section_fits(stated: Row, found: Row) -> bool:
    whole = fold(" ".join(stated.path))
    return stated.section == found.section or (bool(whole) and whole == fold(found.section))


def _kind_fits(stated: Row, found: Row) -> bool:
    return all(_MEANS.get(word, word) in found.words or word in found.words for word in stated.words)


def _summary_fits(stated: Row, found: Row) -> bool:
    """The reference has summaries in other marks; both may cut long ones off, ours with an ellipsis."""
    ours, theirs = fold(found.summary), fold(stated.summary)
    cut = found.summary.endswith("…") and len(ours) > _CUT and theirs.startswith(ours)
    return ours == theirs or cut or (len(theirs) > _CUT and ours.startswith(theirs))


def _place_fits(stated: Row, found: Row) -> bool:
    return fold(stated.place) == fold(found.place)


FACTS = (
    Fact("title", lambda row: row.title, _same("title")),
    Fact("link", lambda row: row.url, _same("url"), extra=True),
    # a heading that is missing is told as such by the reference
    Fact("section", lambda row: row.section or "none", _section_fits),
    Fact("issue", lambda row: row.issue, _same("issue")),
    # the reference knows only the month of some issues
    Fact("date", lambda row: row.date, lambda stated, found: found.date.startswith(stated.date)),
    Fact("summary", lambda row: row.summary, _summary_fits),
    Fact("source", lambda row: row.source, _same("source"), extra=True),
    Fact("author", lambda row: row.authors, _same("authors"), extra=True),
    Fact("shared", lambda row: row.shared_by, _same("shared_by"), extra=True),
    Fact("kind", lambda row: row.words, _kind_fits),
    Fact("tags", lambda row: row.tags, lambda stated, found: stated.tags <= found.tags | found.words),
    Fact("lang", lambda row: row.language, _same("language")),
    Fact("sponsor", lambda row: row.sponsored, _same("sponsored"), extra=True),
    Fact("event", lambda row: row.event if row.event[0] else (), _same("event"), extra=True),
    Fact("place", lambda row: row.place, _place_fits, extra=True),
)
