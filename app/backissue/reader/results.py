"""The list of hits, the line above it, and what is said when there is none."""

from __future__ import annotations

from dataclasses import dataclass

from backissue.reader.items import ItemView, ItemViews, Link, issue_label, plain
from backissue.reader.marks import pieces
from backissue.reader.state import MOST_SHOWN, PAGE_SIZE, State
from backissue.search.answer import SORTS, Answer, Hit

# So many hits come by themselves while scrolling; then a button, so that what stands below can be reached.
_BY_SCROLLING = 100


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit: the item, where it opens in its issue, and the other issues that have the same link."""

    item: ItemView
    opens: str
    others: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class More:
    """What "Show more" offers; `alone` says that it may act by itself when it comes into sight."""

    left: int
    count: int
    alone: bool


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort."""

    name: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The line above the hits: how many, of what, how fast, how far, in which order.

    While not all are `counted`, `total` says how many there are at least. `took_ms` is None where nothing was asked;
    `loaded` is None once the whole archive is here.
    """

    total: int
    counted: bool
    noun: str
    took_ms: float | None
    items: int
    loaded: int | None
    archive_items: int
    orders: tuple[Order, ...]
    folded: bool
    chosen: int


def view_hits(answer: Answer, views: ItemViews) -> tuple[HitView, ...]:
    """Returns the hits of `answer` with their marks."""
    return tuple(_hit(hit, views) for hit in answer.hits)


def _hit(hit: Hit, views: ItemViews) -> HitView:
    marks: dict[str, list[tuple[int, int]]] = {}
    for mark in hit.marks:
        marks.setdefault(mark.field, []).append((mark.start, mark.end))
    opens = views.addresses.issue(hit.issue, hit.item.id)
    item = views.view(
        hit.item,
        publication=hit.publication,
        title=pieces(hit.item.title, marks.get("title", ())),
        text=pieces(hit.snippet, marks.get("snippet", ())) if hit.snippet else plain(hit.item.summary),
        date=hit.date,
        section=hit.section,
        issue=Link(issue_label(views.publications.get(hit.publication), hit.issue), opens),
    )
    return HitView(item, opens, _others(hit, views))


def _others(hit: Hit, views: ItemViews) -> tuple[Link, ...]:
    def label(issue_id: str) -> str:
        return issue_label(views.publications.get(issue_id.partition("/")[0]), issue_id)

    return tuple(Link(label(other), views.addresses.issue(other)) for other in hit.others)


def view_more(total: int, shown: int) -> More | None:
    """Returns what "Show more" offers after `shown` of `total` hits, or None at the end."""
    left = total - shown
    if left <= 0 or shown >= MOST_SHOWN:
        return None
    return More(left, min(left, PAGE_SIZE), shown < _BY_SCROLLING)


def view_summary(answer: Answer, state: State, took_ms: float | None, loaded: int | None, archive_items: int) -> Summary:
    """Returns the line above the hits."""
    asked = bool(state.query.strip() or state.choices)
    orders = tuple(Order(name, name.capitalize(), name == answer.sort) for name in SORTS)
    chosen = sum(len(values) for _, values in state.choices)
    noun = "link" if answer.total == 1 else "links"
    return Summary(
        answer.total,
        answer.complete,
        noun,
        took_ms if asked else None,
        answer.items,
        loaded,
        archive_items,
        orders,
        state.folded,
        chosen,
    )


@dataclass(frozen=True, slots=True)
class Nothing:
    """What is said, and offered, when nothing was found; `older` says that there are links which were not searched."""

    query: str
    filters: int
    loading: bool
    older: bool
    without_filters: Link | None
    without_words: Link | None
    either: Link | None
    help: Link


def view_nothing(state: State, views: ItemViews, loading: bool, older: bool) -> Nothing:
    """Returns ways out of an empty list: without the filters, any of the words instead of all, the help."""
    words = state.query.split()
    plain_words = len(words) > 1 and all(word.isalnum() for word in words)
    either = " OR ".join(words)
    home = "#" + State(query=state.query).fragment()
    filters = sum(len(values) for _, values in state.choices)
    return Nothing(
        query=state.query.strip(),
        filters=filters,
        loading=loading,
        older=older,
        without_filters=Link("Search without the filters", home) if filters else None,
        without_words=Link("Show all that the filters let through", views.addresses.search("")) if filters and words else None,
        either=Link(either, views.addresses.search(either)) if plain_words and len(words) < 9 else None,
        help=Link("How to search", views.addresses.view("help")),
    )
