"""What is asked of a search and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from backissue.model import Item

SORTS = ("relevance", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Request:
    """A question to the index.

    `choices` are filters chosen outside of the text, by their name in the query language (`in`, `section`, `kind`, ...);
    values of one name are alternatives and are compared exactly. `typing` makes the last bare word of `text` a beginning.
    `folded` joins hits that lead to the same link. `sort` is one of `SORTS`, or "" for the usual one. `facet_limit`
    values of each facet are given, the chosen ones besides, or with 0 all.
    """

    text: str = ""
    typing: bool = False
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = ""
    folded: bool = False
    offset: int = 0
    limit: int = 20
    facet_limit: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a hit's text that the query matched: `field` is `title`, `snippet` or `section`; offsets in characters."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One item found, with the piece of its text that matches best.

    `row` is its place in the index. `score` grows with relevance and is None where the order is by date. `date` is the
    item's, or else its issue's. `snippet` is plain text from `snippet_field` (`summary`, `content` or "").
    `others` are the ids of further issues that hold the same link, when hits are folded.
    """

    row: int
    item: Item
    issue: str
    publication: str
    section: str
    date: str
    score: float | None
    snippet: str
    snippet_field: str
    marks: tuple[Mark, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value to choose, with the exact total that choosing it alone in its field would give."""

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A "did you mean": the word as typed, the word of the index, and the whole query with it."""

    typed: str
    word: str
    query: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    `total` counts the hits to be listed (groups when folded), `items` counts them unfolded. While `complete` is false
    both are what was counted so far, and the search can be advanced. `notes` say what was left out or ignored.
    `sort` is the order that was used.
    """

    request: Request
    total: int
    items: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetValue, ...]]
    sort: str
    complete: bool
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of the hits in order, and nothing else of them; `complete` and `notes` as in `Answer`."""

    ids: tuple[str, ...]
    complete: bool
    notes: tuple[str, ...] = ()
