"""The first hits, put in order before all are found, are those that would come first if all were known."""

import random
import sys
from collections.abc import Generator

import pytest

from backissue.index import Index, Rows
from backissue.query import parse
from backissue.search import Request, search
from backissue.search import first as first_hits
from backissue.search.evaluate import Evaluation
from backissue.search.ranking import Ranked, Ranking
from tests.unit.search.small import ask, fires_on, index_of, issue, item

WORDS = ("lantern", "lanterns", "lamp", "boat", "boats", "boating", "quay", "lan", "la", "of", "rope", "2fa")
QUERIES = (
    "lantern", "lant*", "lan", "la*", "l*", "boat", "boats ", "quay boat", "la boat*", "of la*", '"boat of"', "title:boat",
    "summary:lan", "boat kind:video", "la* kind:video after:2026-03", "boat -kind:video", "boat OR quay", "rope ropes", "zzz",
    "boat kind:course", "boat qu*", "qu* rope", "lan qu*", "ro*", "lant qu*", "lant ro*", "lan ro*", "boat ro*",
    "l* kind:video",
)  # fmt: skip


@pytest.fixture(scope="module")
def fleet() -> Index:
    """Some hundred items of the same few words."""
    chance = random.Random("fleet")
    items = [
        item(
            " ".join(chance.choices(WORDS, k=3)) + f" {n}" + " lant ro l" * (n % 60 == 7),
            " ".join(chance.choices(WORDS, k=chance.randrange(9))),
            kind=chance.choice(("", "video")),
        )
        for n in range(400)
    ]
    return index_of(*(issue(str(n), *items[n * 40 : n * 40 + 40], date=f"2026-{n + 1:02}") for n in range(10)))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few rows are put in order at a time that these items make many blocks."""
    for name in ("ranking", "first", "search"):
        monkeypatch.setattr(sys.modules[f"backissue.search.{name}"], "BLOCK", 30)
    monkeypatch.setattr(sys.modules["backissue.search.search"], "_AHEAD", 0)


def in_order(index: Index, text: str, typing: bool, count: int) -> Ranked:
    """The first hits, found by way of all rows."""
    tree = parse(text, typing).tree
    evaluation = Evaluation(index)
    assert tree
    ranking = Ranking(index, tree, drained(evaluation.rows(tree)), count)
    for _ in ranking.steps(evaluation.matching):
        pass
    return ranking.found


def drained(steps: Generator[None, None, Rows | None]) -> Rows:
    """What steps lead to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            assert end.value is not None
            return end.value


@pytest.mark.parametrize("is_settled", [False, True])
@pytest.mark.parametrize("text", QUERIES)
def test_the_first_are_those_that_come_first(fleet: Index, text: str, is_settled: bool) -> None:
    """With few rows or many, before and after the index has settled, order and scores are those of the whole."""
    while is_settled and fleet.settle():
        pass
    for typing in (False, True):
        words = first_hits.plain(parse(text, typing).tree)
        fleet.cache.clear()
        everything = search(fleet, Request(text, typing=typing, limit=1_000, sort="newest")).advance()
        for count in (1, 7, 30):
            fleet.cache.clear()
            answer = search(fleet, Request(text, typing=typing, limit=count)).advance()
            expected = in_order(fleet, text, typing, count)
            assert [(hit.row, hit.score) for hit in answer.hits] == [(row, pytest.approx(score)) for score, row in expected]
            newest = search(fleet, Request(text, typing=typing, limit=count, sort="newest")).advance()
            assert newest.hits == everything.hits[:count]
        if words is None:
            assert "OR" in text or "-" in text


def test_what_is_not_plain_waits_for_all_rows() -> None:
    """Signs, links, alternatives and negations are looked for in texts or in sets, which are known as a whole only."""
    plain = first_hits.plain
    assert plain(parse('lantern "of boats" kind:video', True).tree)
    assert not any(
        plain(parse(text).tree) for text in ("", "C++", "a OR b", "-a b", "/a/ b", "https://example.org/ b", "kind:video")
    )


def test_hits_come_before_they_are_counted(fleet: Index) -> None:
    """A search that is stopped once it has hits shows those of the whole answer, says that it is not complete, and goes on."""
    for text in ("boat", "la kind:video"):
        fleet.cache.clear()
        run = search(fleet, Request(text, typing=True))
        early = run.advance(lambda run=run: run.shows_hits)  # type: ignore[misc]
        final = run.advance()
        assert (early.complete, final.complete) == (False, True)
        assert early.hits == final.hits != ()
        assert early.total == early.items <= final.total
        assert early.facets == {} and final.facets["kind"]
        assert final == ask(fleet, text, typing=True)


def test_what_is_in_order_is_not_put_in_order_again(fleet: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that was interrupted after its hits were known does not look for them again."""
    run = search(fleet, Request("boat"))
    asked = []
    original = fleet.store.best_of_newest
    monkeypatch.setattr(fleet.store, "best_of_newest", lambda *values: asked.append(1) or original(*values))
    run.advance(fires_on(1))
    run._work = run._steps()
    run.advance()
    assert len(asked) == 1


def test_a_beginning_that_is_known_is_not_looked_for_again(fleet: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the index has settled, a letter behind a word costs no more than two sets, and finds what it found before."""
    before = ask(fleet, "rope l", typing=True)
    while fleet.settle():
        pass
    fleet.cache.clear()
    asked = []
    original = fleet.store.matching
    monkeypatch.setattr(fleet.store, "matching", lambda match, size: asked.append(match) or original(match, size))
    assert ask(fleet, "rope l", typing=True) == before
    assert asked and not any('"l" *' in match for match in asked)
