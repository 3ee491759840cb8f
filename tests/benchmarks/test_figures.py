"""The arithmetic and the order of the table."""

import pytest

from tests.benchmarks.budgets import Line, lines
from tests.benchmarks.figures import Results, medians, over_queries, p95
from tests.benchmarks.queries import Query
from tests.benchmarks.table import table

FIGURES = ("worker", "search", "painted", "peer worker", "peer painted")


def rounds(*values):
    return [dict.fromkeys(FIGURES, value) for value in values]


def test_percentile_is_one_of_the_values():
    """Of forty values two may be greater; of few values it is the greatest."""
    assert p95(range(40, 0, -1)) == 38
    assert p95([5]) == 5
    assert p95([1, 2, 3]) == 3


def test_a_round_that_was_disturbed_counts_little():
    """A question's figure is the median of its rounds, and the worst round is told apart."""
    query = Query("rare", "lantern")
    samples = {query: rounds(2, 90, 3)}
    assert medians(samples)[query]["worker"] == 3
    assert over_queries(samples)["all"]["worker"] == {"median": 3, "p95": 3, "worst": 90}


def test_groups_leave_out_what_they_say():
    """One-letter prefixes count among all and not without them; Chinese questions count apart."""
    samples = {Query("1 letter", "l"): rounds(9), Query("rare", "lantern"): rounds(1), Query("Chinese", "灯"): rounds(100)}
    found = over_queries(samples)
    assert {group: each["worker"]["p95"] for group, each in found.items()} == {
        "all": 9,
        "without one-letter prefixes": 1,
        "Chinese": 100,
    }


def test_no_questions_no_lines():
    """Where nothing ran there is nothing in the table."""
    assert lines(Results(), 10, 100) == []


def test_budgets_are_judged():
    """A worker time above the peer's misses its budget, a key that is painted within 50 ms keeps it."""
    slow = {Query("rare", "lantern"): [{"worker": 3, "search": 2, "painted": 49, "peer worker": 2, "peer painted": 20}]}
    found = {line.what: line for line in lines(Results(queries=slow), 10, 100)}
    assert found["a query's worker time, all: p95"].kept is False
    assert found["a query's worker time, all: p95"].ratio == pytest.approx(1.5)
    assert found["key press to painted, all: p95"].kept is True


def test_where_the_peer_is_ahead_comes_first():
    """Lines in which we are behind stand above those in which we are ahead, and those without a peer last."""
    text = table([Line("tides", "ms", 1), Line("ropes", "ms", 1, 2), Line("knots", "ms", 2, 1)])
    starts = [line.split("  ")[0] for line in text.splitlines() if line]
    assert starts == ["MiniSearch is ahead", "knots", "Backissue is ahead", "ropes", "Backissue alone", "tides"]
