"""Runs one search: rows, order, hits, counts; it can be stopped between any two steps and continued."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator

from backissue.errors import SearchStopped
from backissue.index import Index, Rows
from backissue.index.table import FACETS
from backissue.model import Item
from backissue.query import And, Filter, Node, Value, parse
from backissue.query.tree import join_and
from backissue.search.answer import Answer, FacetValue, Found, Hit, Mark, Request, Suggestion
from backissue.search.evaluate import Evaluation
from backissue.search.facets import count_values
from backissue.search.filters import FACET_OF
from backissue.search.first import best, newest, plain
from backissue.search.highlight import Highlighter, cut
from backissue.search.ranking import BLOCK, Ranked, Ranking, positive_terms
from backissue.search.suggest import suggestions

# Pages are asked for one after the other: so many hits are put in order at once.
_AHEAD = 60
_DATED = Filter("has", (Value("date"),))


def never() -> bool:
    """Says that a search need not stop."""
    return False


def order_of(request: Request) -> str:
    """Returns the order of the hits of `request`, one of `SORTS`."""
    query = parse(request.text, request.typing)
    usual = "relevance" if any(term.tokens for term in positive_terms(query.tree)) else "newest"
    return request.sort or query.sort or usual


class Search:
    """A search on an index as it stands; `advance` until the answer is complete.

    An index that is `alone` is all that there is: words that it does not hold may be meant for others that it holds.
    """

    def __init__(self, index: Index, request: Request, alone: bool = True) -> None:
        self._index, self._request, self._alone = index, request, alone
        self._query = parse(request.text, request.typing)
        self._choices, self._others = split(self._query.tree, request.choices)
        self._terms = positive_terms(self._query.tree)
        self._sort = order_of(request)
        self._work = self._steps()
        self._evaluation = Evaluation(index)
        self._complete = False
        self._rows = Rows.of(index.size)
        self._bases: dict[str, Rows] = {}
        self._ranked: Ranked = []
        self._order: list[int] = []
        self._others_of: dict[int, tuple[str, ...]] = {}
        self._suggestions: tuple[Suggestion, ...] = ()
        self._total = 0
        self._is_first_known = False
        self._facets: dict[str, tuple[FacetValue, ...]] = {}

    @property
    def shows_hits(self) -> bool:
        """Says whether there are hits to show, whose order is final, though they may not be counted yet."""
        return bool(self._order)

    def advance(self, stop: Callable[[], bool] = never) -> Answer:
        """Works on until the answer is complete or `stop` says so, and returns the answer as far as it is known."""
        self._work_on(stop)
        return self._answer()

    @property
    def rows(self) -> Rows:
        """What was found, once the search is complete."""
        return self._rows

    @property
    def bases(self) -> dict[str, Rows]:
        """What was found without the choices in a facet field, for each field that has any, once the search is complete."""
        return self._bases

    def hits(self, rows: Iterable[int], base: int = 0) -> list[Hit]:
        """Returns the hits of `rows`, in their order and without scores, their numbers so much higher."""
        highlighter = Highlighter(self._index.store, self._terms)
        return [self._hit(row, None, highlighter, base) for row in rows]

    def found(self, stop: Callable[[], bool] = never) -> Found:
        """Works on as `advance` does, and returns the ids of the hits within the request's limit, without looking at them."""
        self._work_on(stop)
        page = self._order[self._request.offset : self._request.offset + self._request.limit]
        ids = tuple(str(self._index.stock.item(row)["id"]) for row in page)
        return Found(ids, self._complete, self._notes())

    def _work_on(self, stop: Callable[[], bool]) -> None:
        self._index.store.stop = stop
        try:
            while not self._complete:
                next(self._work)
                if stop():
                    break
        except StopIteration:
            self._complete = True
        except SearchStopped:
            # what was found is kept in the index's cache; the rest begins again
            self._work = self._steps()
        finally:
            self._index.store.stop = None

    def _steps(self) -> Iterator[None]:
        self._evaluation.notes.clear()
        parts: dict[str, Rows] = {}
        for field, node in self._choices.items():
            chosen = yield from self._evaluation.rows(node)
            if chosen is not None:
                parts[field] = chosen
        if not self._is_first_known:
            yield from self._first_in_order(list(parts.values()))
        others = yield from self._evaluation.rows(self._others) if self._others else _all(self._index)
        rows = self._index.table.loaded if others is None else others
        self._bases = {field: _joined(rows, [part for name, part in parts.items() if name != field]) for field in parts}
        self._rows = _joined(rows, list(parts.values()))
        self._total = len(self._rows)
        if not self._is_first_known:
            yield from self._in_order()
            yield
        # a word that nothing holds leaves no rows, unless another may stand in for it
        if self._alone and self._index.whole and (not self._rows or " OR " in str(self._query)):
            self._suggestions = suggestions(self._index.store, self._query)
        yield from self._count_facets()

    @property
    def _wanted(self) -> int:
        return self._request.offset + max(self._request.limit, _AHEAD)

    def _first_in_order(self, chosen: list[Rows]) -> Iterator[None]:
        """Where plain words are looked for, puts the hits to be shown in order before all others are found."""
        words = plain(self._query.tree)
        if words is None or self._request.folded or self._sort == "oldest" or self._wanted > BLOCK:
            return
        for part in words.filters:
            rows = yield from self._evaluation.rows(part)
            if rows is not None:
                chosen.append(rows)
        among = _joined(chosen[0], chosen[1:]) if chosen else None
        if self._sort == "newest":
            self._order = newest(self._index, words, among, self._wanted)
        else:
            self._take(best(self._index, words, among, self._wanted))
        self._total = len(self._order)
        self._is_first_known = True
        yield

    def _in_order(self) -> Iterator[None]:
        request = self._request
        wanted = len(self._rows) if request.folded else self._wanted
        if self._sort == "newest":
            self._order = self._rows.first(wanted)
        elif self._sort == "oldest":
            dated = yield from self._evaluation.rows(_DATED)
            assert dated is not None  # this filter can always be used
            self._order = (self._rows & dated).last(wanted)
            # what has no date is not older than everything: it comes last in either order
            self._order += (self._rows - dated).first(wanted - len(self._order))
        else:
            ranking = Ranking(self._index, self._query.tree, self._rows, wanted)
            for _ in ranking.steps(self._evaluation.matching):
                self._take(ranking.found)
                yield
            self._take(ranking.found)
        if request.folded:
            yield from self._fold()

    def _take(self, ranked: Ranked) -> None:
        self._ranked = ranked
        self._order = [row for _, row in ranked]

    def _fold(self) -> Iterator[None]:
        """Keeps the first hit of each link, and the issues of the others with it."""
        first: dict[int, int] = {}
        others: dict[int, list[str]] = {}
        for count, row in enumerate(self._rows):  # in the order in which they stand, each issue is looked at once
            self._index.group(row)
            if count % 500 == 499:
                yield
        for count, row in enumerate(self._order):
            group = self._index.group(row)
            if group not in first:
                first[group] = row
            else:
                others.setdefault(first[group], []).append(self._index.issue_of(row))
            if count % 500 == 499:
                yield
        self._order = list(first.values())
        for row, issues in others.items():
            own = self._index.issue_of(row)
            self._others_of[row] = tuple(issue for issue in dict.fromkeys(issues) if issue != own)
        self._total = len(self._order)

    def _answer(self) -> Answer:
        request = self._request
        scores = {row: score for score, row in self._ranked} if self._sort == "relevance" else {}
        highlighter = Highlighter(self._index.store, self._terms)
        page = self._order[request.offset : request.offset + request.limit]
        return Answer(
            request=request,
            total=self._total,
            items=max(len(self._rows), 0 if self._request.folded else self._total),
            hits=tuple(self._hit(row, scores.get(row), highlighter) for row in page),
            facets=self._facets,
            sort=self._sort,
            complete=self._complete,
            notes=self._notes(),
            suggestions=self._suggestions,
        )

    def _notes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self._query.notes, *self._evaluation.notes]))

    def _count_facets(self) -> Iterator[None]:
        chosen: dict[str, set[int]] = {}
        for name, node in self._choices.items():
            values = self._index.table.fields[name].values
            for part in node.parts if isinstance(node, And) else (node,):
                assert isinstance(part, Filter)
                chosen.setdefault(name, set()).update(*(values.equal(value.text) for value in part.values))
        groups = self._index.group if self._request.folded else None
        found: dict[str, tuple[FacetValue, ...]] = {}
        for name in FACETS:
            field, rows = self._index.table.fields[name], self._bases.get(name, self._rows)
            limit = 0 if name == "year" else self._request.facet_limit
            found[name] = count_values(field, rows, chosen.get(name, set()), groups, limit)
            yield
        self._facets = found

    def _hit(self, row: int, score: float | None, highlighter: Highlighter, base: int = 0) -> Hit:
        index = self._index
        raw = index.stock.item(row)
        section = index.section_of(row)
        title, summary, post = *index.texts_of(row), index.table.posts.get(row, "")
        in_summary = highlighter.places("summary", summary)
        in_post = [] if in_summary or not post else highlighter.places("content", post)
        field, text, places = ("content", post, in_post) if in_post or not summary else ("summary", summary, in_summary)
        snippet, inside = cut(" ".join(text.split()) if field == "content" and not in_post else text, places)
        marks = [Mark("title", *place) for place in highlighter.places("title", title)]
        marks += [Mark("snippet", *place) for place in inside]
        marks += [Mark("section", *place) for place in highlighter.places("section", section)]
        head = index.stock.head_of(row)
        return Hit(
            row=base + row,
            item=Item.from_dict(raw),
            issue=head.id,
            publication=head.id.partition("/")[0],
            section=section,
            date=raw.get("date") or head.date,
            score=score,
            snippet=snippet,
            snippet_field=field if text else "",
            marks=tuple(marks),
            others=self._others_of.get(row, ()),
        )


def _all(index: Index) -> Generator[None, None, Rows | None]:
    yield from ()
    return index.table.loaded


def _joined(rows: Rows, parts: list[Rows]) -> Rows:
    for part in parts:
        rows = rows & part
    return rows


def split(tree: Node | None, chosen: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[dict[str, Node], Node | None]:
    """Returns the filters that stand beside everything else, typed or chosen, by facet field, and what is left of the query."""
    filters: list[Node] = [Filter(name, tuple(Value(text, exact=True) for text in values)) for name, values in chosen if values]
    parts = [*(tree.parts if isinstance(tree, And) else (tree,) if tree else ()), *filters]
    by_field: dict[str, list[Node]] = {}
    rest: list[Node] = []
    for part in parts:
        if isinstance(part, Filter) and part.name in FACET_OF:
            by_field.setdefault(FACET_OF[part.name], []).append(part)
        else:
            rest.append(part)
    choices = {field: node for field, nodes in by_field.items() if (node := join_and(nodes))}
    return choices, join_and(rest)
