"""Stopping: a search may be stopped at any step, goes on from there, and never harms the index or the next answer."""

import dataclasses
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from backissue.archive.shards import read_shard
from backissue.errors import SearchStopped
from backissue.index import Index
from backissue.search import Answer, Request, search
from tests.unit.search.small import ask, fires_on, index_of, issue, item, parts_of

QUERIES = (
    Request(""),
    Request("boat"),
    Request("b", typing=True),
    Request("boats -quay OR lantern*", sort="oldest"),
    Request("C++ /o.t/ in:harbour-weekly", folded=True),
    Request(":= OR /x+y/", choices=(("kind", ("video",)),)),
    Request("latnern compilre"),
    Request("https://example.org/ boat", facet_limit=3),
)


@pytest.fixture(scope="module")
def fleet() -> Index:
    """So many items that searches take several steps."""
    items = [
        item(
            f"boat {n} C++ lantern",
            f"quay {n % 7} of harbour :=" * (n % 3),
            kind="video" * (n % 2),
            url=f"https://example.org/{n % 40}",
        )
        for n in range(1200)
    ]
    return index_of(*(issue(str(n), *items[n * 100 : n * 100 + 100], date=f"2026-{n + 1:02}") for n in range(12)))


@pytest.fixture(autouse=True)
def asked_often(monkeypatch: pytest.MonkeyPatch, fleet: Index) -> Iterator[None]:
    """SQLite asks whether to stop after few of its steps here, so that small searches are stopped inside of it, too."""
    fleet.store._db.set_progress_handler(fleet.store._asked, 50)
    monkeypatch.setattr("backissue.search.evaluate._SLICE", 100)
    yield


def forget(index: Index) -> None:
    """Makes the index answer from the beginning."""
    index.cache.clear()
    index.store._forms.clear()


def continued(index: Index, request: Request, stop: Callable[[], bool]) -> tuple[Answer, Answer]:
    """The answer at the first stop, and the one after going on without stopping."""
    run = search(index, request)
    first = run.advance(stop)
    return first, run.advance()


@pytest.mark.parametrize("request_", QUERIES, ids=lambda request: request.text or "nothing")
def test_stopped_anywhere_it_ends_with_the_same_answer(fleet: Index, request_: Request) -> None:
    """Wherever a search is stopped, the partial answer is sound, and going on gives the uninterrupted answer."""
    expected = ask(fleet, **{field.name: getattr(request_, field.name) for field in dataclasses.fields(request_)})
    stops = 0
    for call in (*range(1, 16), *range(16, 300, 43)):
        forget(fleet)
        partial, final = continued(fleet, request_, fires_on(call))
        assert final == expected, call
        assert partial.complete is False or partial == expected
        assert len(partial.hits) <= 20
        stops += not partial.complete
    assert stops > 1 or not request_.text  # what asks for everything has one step only


def test_stopped_again_and_again_it_gets_on(fleet: Index) -> None:
    """A search that is given twice as long each time it was stopped ends, with the same answer."""
    for request in QUERIES:
        forget(fleet)
        expected = ask(fleet, **{field.name: getattr(request, field.name) for field in dataclasses.fields(request)})
        forget(fleet)
        run = search(fleet, request)
        for round_ in range(16):
            answer = run.advance(fires_on(2**round_))
            if answer.complete:
                break
        assert answer == expected, request


def test_the_next_search_is_not_harmed(fleet: Index) -> None:
    """After a search that was stopped anywhere and given up, another one answers as on a fresh index."""
    expected = [ask(fleet, "lantern quay"), ask(fleet, "boat*", sort="newest")]
    for call in range(1, 40):
        forget(fleet)
        search(fleet, QUERIES[call % len(QUERIES)]).advance(fires_on(call))
        assert [ask(fleet, "lantern quay"), ask(fleet, "boat*", sort="newest")] == expected


def test_the_table_is_sound_after_many_stops(fleet: Index) -> None:
    """SQLite's own check finds nothing wrong with the table, and another error than a stop is never swallowed."""
    for call in range(1, 30):
        forget(fleet)
        search(fleet, Request("boat OR lant*")).advance(fires_on(call))
    fleet.store._db.execute("INSERT INTO items(items) VALUES ('integrity-check')")
    with pytest.raises(sqlite3.OperationalError, match="unterminated string"):
        fleet.store.best('"', fleet.table.loaded, 1)


def test_a_stopped_statement_says_so(fleet: Index) -> None:
    """Within one statement of SQLite a stop comes as SearchStopped."""
    forget(fleet)
    fleet.store.stop = lambda: True
    try:
        with pytest.raises(SearchStopped, match="the search was stopped"):
            for _ in fleet.store.matching('"boat" *', fleet.size):
                pass
    finally:
        fleet.store.stop = None
    assert ask(fleet, "boat").total == 1200


@pytest.mark.parametrize("text", ["/qu.y|boa/", "https://example.org/"])
def test_the_next_page_looks_at_no_item_again(fleet: Index, text: str) -> None:
    """What a pattern or a link finds is known when more of its hits are asked for."""
    asked: list[int] = []
    for offset in (0, 20):
        asked.append(0)

        def stop() -> bool:
            asked[-1] += 1
            return False

        assert search(fleet, Request(text, sort="oldest", offset=offset)).advance(stop).complete
    first, second = asked
    assert second <= first - len(fleet.table.loaded) // 256, "slices of items that were looked at"


@contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raises SearchStopped where Python is after so many seconds, once."""

    def stop(*_: object) -> None:
        raise SearchStopped

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


WILD = issue("1", item("a" * 40 + "!", "wild"), *(item(f"boat {n}") for n in range(5)), date="2026")
needs_timer = pytest.mark.skipif(
    sys.platform == "emscripten" or not hasattr(signal, "setitimer"), reason="no timer strikes here; the browser's tests have one"
)


@needs_timer
def test_a_wild_pattern_is_ended_and_said() -> None:
    """A regular expression that would run for ever is ended by the timer, and a note says how far it came."""
    index = index_of(issue("2", item("boat aaa"), date="2027"), WILD)
    for _ in range(2):  # what was not looked for to the end is no answer to whoever asks again
        run = search(index, Request("/^(a+)+$/ OR boat"))
        with alarm(0.1):
            answer = run.advance(lambda: True)
        while not answer.complete:
            answer = run.advance()
        assert answer.notes == ("“/^(a+)+$/” took too long: 1 of 7 items were looked at.",)
        assert answer.total == 6
    assert ask(index, "boat").total == 6
    assert ask(index, "/b.at/ -aaa").total == 5


@pytest.mark.parametrize("text", ["/b.at/", "https://example.org/", "boat"])
def test_what_a_growing_index_held_before_is_not_kept(text: str) -> None:
    """A search that was stopped while a shard came leaves the next one to find what is there by now."""
    boats = [[item(f"boat {year} {n}", url=f"https://example.org/{year}/{n}") for n in range(300)] for year in range(2)]
    manifest, files = parts_of(*(issue(str(n), *items, date=f"202{n}") for n, items in enumerate(boats)), cut=True)
    index = Index(manifest)
    first, second = ((shard, read_shard(shard, files[shard.path])) for shard in manifest.shards)
    for _ in index.add_shard(*first):
        pass
    index.store._db.set_progress_handler(index.store._asked, 50)
    before = search(index, Request(text))
    assert not before.advance(fires_on(1)).complete
    for _ in index.add_shard(*second):
        pass
    before.advance()
    assert ask(index, text).total == 600


@needs_timer
def test_a_second_wild_pattern_waits_to_be_allowed() -> None:
    """After one pattern was ended, whoever set the limit is asked before the next one begins."""
    run = search(index_of(WILD), Request("/(a+)+$/ OR /(a|aa)+$/"))
    with alarm(0.1):
        answer = run.advance(lambda: True)
    assert not answer.complete
    assert len(answer.notes) == 1
    with alarm(0.1):
        answer = run.advance(lambda: True)
    assert len(answer.notes) == 2
    assert run.advance().complete


@needs_timer
@pytest.mark.parametrize("delay_ms", [1, 2, 3, 5, 8, 13])
def test_a_stop_out_of_nowhere_harms_nothing(fleet: Index, delay_ms: int) -> None:
    """A timer that strikes anywhere inside a search leaves the index and the next answer intact."""
    forget(fleet)
    expected = ask(fleet, "boat /[aeiou]{2}/ -:=")
    for _ in range(5):
        forget(fleet)
        run = search(fleet, Request("boat /[aeiou]{2}/ -:="))
        try:
            with alarm(delay_ms / 1000):
                run.advance(lambda: False)
        except SearchStopped:
            pass  # it struck outside of the search's own work
        forget(fleet)
        assert ask(fleet, "boat /[aeiou]{2}/ -:=") == expected
