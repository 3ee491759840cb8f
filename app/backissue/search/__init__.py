"""Search: a request to an index becomes hits, counts and notes."""

from backissue.index import Index
from backissue.query import parse
from backissue.search.answer import SORTS, Answer, FacetValue, Found, Hit, Mark, Request, Suggestion
from backissue.search.explain import explain
from backissue.search.highlight import Highlighter
from backissue.search.ranking import positive_terms
from backissue.search.search import Search


def search(index: Index, request: Request) -> Search:
    """Returns a search for `request` on `index` as it stands; `advance` it until its answer is complete."""
    return Search(index, request)


def highlighter(index: Index, request: Request) -> Highlighter:
    """Returns what marks the words of `request` in any text."""
    return Highlighter(index.store, positive_terms(parse(request.text, request.typing).tree))


__all__ = [
    "SORTS",
    "Answer",
    "FacetValue",
    "Found",
    "Highlighter",
    "Hit",
    "Mark",
    "Request",
    "Search",
    "Suggestion",
    "explain",
    "highlighter",
    "search",
]
