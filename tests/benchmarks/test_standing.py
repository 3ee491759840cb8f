"""Where a peer is ahead is said first, and by what."""

import re

from tests.benchmarks.beside import markdown, tables
from tests.benchmarks.figures import Results
from tests.benchmarks.page import plots, write_page
from tests.benchmarks.queries import Query
from tests.benchmarks.standing import OUR_TITLE, Figure, figures, sentences

RARE, LETTER = Query("rare", "lantern"), Query("1 letter", "l")
ARCHIVE = {"items": 1_234, "name": "harbour", "newest": "2026-01-02", "json_bytes": 2_000_000}


def measured(ids, found):
    """A contestant's times of two questions, the same for all depths, and the places of two items."""
    times = {task: {RARE: [ids, ids * 3, ids], LETTER: [ids * 10]} for task in ("ids", "hits", "whole")}
    return times, {kind: [found, None] for kind in ("words", "typo", "prefix")}


def results():
    """Ours, one that is faster and fetches less, and one that finds better."""
    ours, fast, good = measured(4, 2), measured(1, 7), measured(9, 1)
    return Results(
        pages={
            "ours": {"first": [2_000, 3_000, 2_500], "bytes": 15_000_000, "indexing": [], "memory": 60_000_000},
            "pagefind load": {"first": [400], "bytes": 300_000, "indexing": [0], "memory": 20_000_000},
            "lunr build": {"first": [5_000], "bytes": 4_000_000, "indexing": [4_000], "memory": -1_000},
        },
        times={"ours": ours[0], "pagefind": fast[0], "lunr": good[0]},
        places={"ours": {"strict": ours[1], "forgiving": good[1]}, "pagefind": {"strict": fast[1]}, "lunr": {"strict": good[1]}},
        slow={"starts": {"ours": [20_000], "pagefind load": [1_000]}, "line Mbit/s": 9.5, "processor slower": 3.9},
    )


def figure(question, what):
    """One of the figures."""
    return next(each for each in figures(results()) if (each.question, each.what) == (question, what))


def test_figures_are_medians_by_name():
    """A page's figure is the median of its visits, a question's that of its rounds; small ones are better but for finding."""
    assert figure("start", "first answer, empty profile").values == {OUR_TITLE: 2.5, "Pagefind": 0.4, "lunr, builds": 5}
    assert figure("query: ids", "95th percentile, all").values == {OUR_TITLE: 40, "Pagefind": 10, "lunr": 90}
    assert figure("query: ids", "95th percentile, without one-letter prefixes").values[OUR_TITLE] == 4
    assert figure("start", "growth of the page's process").values == {OUR_TITLE: 60, "Pagefind": 20}, (
        "less than nothing is nothing"
    )
    first = figure("found: typo", "first")
    assert first.values == {OUR_TITLE: 0, f"{OUR_TITLE}, proposal followed": 50, "Pagefind": 0, "lunr": 50}
    assert first.more_is_better


def test_those_ahead_are_named_the_best_first():
    """Whoever is better than the reader is named with the figure, whoever is as good or worse is not."""
    assert Figure("tides", "height", "m", {OUR_TITLE: 3, "North": 2, "South": 1, "West": 3}).ahead() == ["South", "North"]
    assert Figure("tides", "height", "%", {OUR_TITLE: 3, "North": 4, "South": 1}, more_is_better=True).ahead() == ["North"]
    assert Figure("tides", "height", "m", {"North": 4}).ahead() == []
    assert Figure("tides", "height", "m", {OUR_TITLE: 3, f"{OUR_TITLE}, at night": 1}).ahead() == [], "nobody is ahead of itself"
    said = sentences(figures(results()))
    assert said[0] == "start, first answer, empty profile: Pagefind 0.40; Backissue 2.50 s"
    assert "found: words, mean reciprocal rank: lunr 0.50; Backissue 0.25, Backissue, proposal followed 0.50" in said
    assert not any(sentence.startswith("start, index") for sentence in said), "nobody is ahead of who has no figure"


def test_tables_have_a_row_for_each_and_gaps_where_there_is_no_figure():
    """The best of the first column stands on top; a figure that was not taken is an empty cell."""
    starts = tables(results())[0]
    assert [row[0] for row in starts.rows] == ["Pagefind", OUR_TITLE, "lunr, builds"]
    assert starts.rows[1][starts.heads.index("index, s") + 1] == ""
    lines = markdown([starts]).splitlines()
    assert {line.count("|") for line in lines[2:]} == {len(starts.heads) + 2}


def test_the_page_says_first_where_peers_are_ahead():
    """The report lists it above pictures and tables, names what did not run, and refers to nothing outside."""
    done = results()
    done.failures["wire"] = "Odd: <broken>"
    page = write_page({"quick": False}, ARCHIVE, [], done)
    places = [page.index(text) for text in ("Where a peer is ahead", "Pagefind 0.40", "<h2>Pictures", "<svg", "<h2>Tables")]
    assert places == sorted(places)
    assert "&lt;broken&gt;" in page
    assert not re.search("https?:", page) and "<script" not in page


def test_one_picture_a_question():
    """Starts give a picture each, questions one for each depth, known items one for each kind."""
    titles = [plot.title for plot in plots(figures(results()))]
    assert len(titles) == len(set(titles)) == 4 + 1 + 3 + 3
    assert all(title.endswith("?") for title in titles)


def test_a_run_of_one_part_gives_a_page_too():
    """Nothing measured of peers: no pictures, no tables."""
    page = write_page({"quick": True}, ARCHIVE, [], Results())
    assert "<svg" not in page and "<table" not in page and "Nowhere" not in page
