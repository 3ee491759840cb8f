"""What happens on each event: the state, the address, the history, and what the page then shows."""

import re

import pytest

from backissue.reader import Reader
from backissue.reader.state import State
from tests.unit.reader.client import Client, client, files_of, sample_archive


def test_nothing_typed_shows_the_newest():
    """With nothing typed the list holds the newest items, and the answer has the contract's keys."""
    made = client()
    assert set(made.answer) == {
        "id", "state", "patches", "url", "history", "title", "announce", "focus", "effects", "next", "complete", "error",
    }  # fmt: skip
    assert made.total == 10 and len(made.items) == 10
    assert 'data-query="" data-total="10" data-complete="true"' in made.targets["#results"]
    assert made.shown["title"] == "Port Archive"


def test_typing_replaces_and_everything_else_pushes():
    """The history holds one step for each act, and none for each letter."""
    made = client()
    made.send("type", text="t")
    made.send("type", text="tide")
    made.send("choose", facet="section", value="Tools", pressed=False)
    made.send("sort", value="oldest")
    made.send("drop", name="section", value="Tools")
    assert made.history == [
        ("replace", "q=t"),
        ("replace", "q=tide"),
        ("push", "q=tide&section=Tools"),
        ("push", "q=tide&section=Tools&sort=oldest"),
        ("push", "q=tide&sort=oldest"),
    ]


def test_typing_in_an_open_issue_can_be_undone():
    """The first letter leaves the issue, which a step back brings again; the next letters replace."""
    made = client("#issue=quay/2")
    made.send("type", text="t")
    made.send("type", text="ti")
    assert made.history == [("push", "q=t"), ("replace", "q=ti")] and made.body["view"] == "search"


def test_enter_finishes_the_last_word():
    """Enter adds the space that says the word is whole, in the box and in the address."""
    made = client()
    made.send("type", text="lant")
    assert made.total == 1
    made.send("submit", text="lant")
    assert made.total == 0 and made.box == "lant " and made.answer["url"] == "q=lant+"
    assert 'data-query="lant "' in made.targets["#results"]


def test_a_chosen_facet_is_pressed_and_can_be_removed():
    """A chosen value is pressed in its facet and stands as a chip that takes it away."""
    made = client()
    made.send("choose", facet="kind", value="video", pressed=False)
    assert made.total == 1 and made.answer["url"] == "kind=video"
    assert re.search(r'data-facet="kind" data-value="video" data-count="1" aria-pressed="true"', made.targets["#facets"])
    assert 'data-act="drop" data-name="kind" data-value="video"' in made.targets["#chips"]
    made.send("choose", facet="kind", value="video", pressed=True)
    assert made.total == 10 and "data-name" not in made.targets["#chips"]


def test_several_values_of_a_facet_are_alternatives():
    """Choosing a second value shows more, as its count said."""
    made = client()
    made.send("choose", facet="section", value="Tools", pressed=False)
    count = int(re.search(r'data-value="Talks" data-count="(\d+)"', made.targets["#facets"])[1])
    before = made.total
    made.send("choose", facet="section", value="Talks", pressed=False)
    assert made.total == before + count


def test_a_typed_filter_can_be_unpressed():
    """A value that is chosen by what was typed goes out of the text when it is pressed."""
    made = client("#q=kind:video")
    assert 'data-value="video" data-count="1" aria-pressed="true"' in made.targets["#facets"]
    made.send("choose", facet="kind", value="video", pressed=True)
    assert made.state["query"] == "" and made.total == 10 and made.box == ""


def test_a_facet_shows_more_values_on_demand():
    """Only the commonest values stand there at first."""
    made = client()
    made.send("wide", name="section")
    assert 'data-act="wide" data-name="section" aria-expanded="true"' in made.targets["#facets"] and not made.history


def test_more_hits_are_added_at_the_end():
    """Showing more keeps what is there, and the number shown survives a step back."""
    archive = sample_archive()
    made = client(files=files_of(archive))
    many = Client(files_of(_long()))
    many.send("start", fragment="")
    first = many.items
    assert len(first) == 20 and 'data-act="more"' in many.targets["#more"]
    answer = many.send("more")
    assert answer["patches"][0]["mode"] == "append" and many.state["shown"] == 40
    assert many.items[:20] == first and len(set(many.items)) == 40
    again = Client(many.files)
    again.send("start", fragment="", shown=40)
    assert again.items == many.items
    assert made.targets["#more"] == '<div id="more"></div>'


def _long():
    from backissue.archive.merge import add
    from backissue.model import Archive, Issue, Item, Publication, Section

    items = tuple(Item("", f"Rope {number}", url=f"https://rope.example/{number}") for number in range(150))
    return add(
        Archive(), [Publication("rope", "Rope")], [Issue("", "rope", "1", date="2026-01-01", sections=(Section("", items),))]
    )


def test_scrolling_alone_never_hides_the_footer():
    """After a hundred hits only the button shows more."""
    many = Client(files_of(_long()))
    many.send("start", fragment="")
    for _ in range(3):
        many.send("more")
    assert "data-alone" in many.targets["#more"]
    many.send("more")
    assert len(many.items) == 100 and "data-alone" not in many.targets["#more"] and 'data-act="more"' in many.targets["#more"]


def test_hits_are_marked_and_lead_on():
    """Title and text are marked; author, source, section and tag are links to filters, the issue opens at the item."""
    made = client("#q=tide")
    html = made.targets["#results"]
    assert "Łódź <mark>tide</mark> tables" in html and "<mark>Tides</mark> for 2026." in html
    for href in (
        "#q=tide&amp;source=example.org",
        "#q=tide&amp;section=Tools",
        "#q=tide&amp;tag=tides",
        "#q=tide&amp;shared=B.+Mate",
    ):
        assert f'href="{href}"' in html, href
    assert re.search(r'href="#q=tide&amp;issue=quay/2&amp;item=quay/2/\w{10}" data-open', html)
    assert 'href="https://example.org/tides"' in html and 'href="https://example.org/more"' in html


def test_archived_copies_are_an_option():
    """A link's archived copy is offered only to those who want it, and it is a link, not a request."""
    made = client("#q=lantern")
    assert "web.archive.org" not in made.targets["#results"]
    answer = made.send("option", name="archived", value=True)
    assert 'href="https://web.archive.org/web/20250106/https://example.org/lanterns"' in made.targets["#results"]
    assert {"do": "store", "name": "archived", "value": "1"} in answer["effects"] and not made.history
    made.send("type", text="tide")
    assert "web.archive.org/web/20260202/" in made.targets["#results"]


def test_an_empty_list_offers_ways_out():
    """Where nothing is found the page says so, and offers what may help."""
    made = client("#q=lantern+tide&kind=video")
    notes = made.targets["#notes"]
    assert "Nothing found for “lantern tide” with these filters." in notes
    assert 'href="#q=lantern+tide"' in notes and 'href="#q=lantern+OR+tide&amp;kind=video"' in notes and "view=help" in notes
    assert made.shown["announce"] == "Nothing found"


def test_a_misspelt_word_brings_a_proposal():
    """A word that the archive does not hold brings the nearest that it does."""
    made = client("#q=lanterm+")
    assert re.search(r'Did you mean <a href="#q=lantern"', made.targets["#notes"])


def test_time_is_told_where_something_was_asked():
    """The time taken stands beside the total; the start, which is rendered beforehand, has none."""
    made = client()
    assert " ms" not in made.targets["#bar"]
    made.send("type", text="tide")
    assert re.search(r'in <data value="[\d.]+">[\d.]+</data> ms', made.targets["#bar"])


def test_back_gives_the_same_view():
    """A step back shows what was there, filters, number and box, without another step."""
    made = client("#q=tide")
    before = made.targets["#results"]
    made.send("go", fragment="#q=lantern&kind=video")
    made.history.clear()
    made.send("pop", fragment="#q=tide", shown=20, days=1)
    assert made.targets["#results"] == before and made.box == "tide" and not made.history


def test_folding_shows_a_repeated_link_once():
    """Repeats are folded on demand, and the choice is in the address."""
    made = client()
    made.send("fold")
    assert made.answer["url"] == "fold=1" and 'data-act="fold" aria-pressed="true"' in made.targets["#bar"]


def test_sorting_takes_a_typed_order_back():
    """A pressed order counts, also where another was typed."""
    made = client("#q=tide+sort:newest")
    made.send("sort", value="oldest")
    assert made.answer["url"] == "q=tide+&sort=oldest"


def test_an_unknown_event_is_answered():
    """A page of another version gets words, not silence."""
    answer = Reader().handle({"id": 7, "event": {"type": "dance"}, "state": {}})
    assert answer["id"] == 7 and "'dance' is no event" in answer["error"]


@pytest.mark.parametrize("request_", [{}, {"event": None}, {"event": {"type": ["x"]}, "state": 5}])
def test_a_request_of_another_shape_is_answered(request_):
    """Nothing that comes from the page can end the reader."""
    assert "no event" in Reader().handle(request_)["error"]


def test_a_stopped_search_goes_on():
    """What was stopped is marked as incomplete, and `next` brings it to the same end as without a stop."""
    calls = iter([True] * 3)
    reader = Reader(stop=lambda: next(calls, False))
    made = Client(files_of(sample_archive()), reader)
    made.send("start", fragment="")
    calls = iter([True])
    answer = made.step({"type": "type", "text": "tide"})
    assert not answer["complete"] and answer["next"] == {"type": "next"}
    while made.answer["next"]:
        made.step(made.answer["next"])
    assert made.answer["complete"] and made.targets["#results"] == client("#q=tide").targets["#results"]


def test_an_interrupted_search_leaves_the_next_one_intact():
    """A search that the edge ends in the middle of a step is tried again, and others are as they would have been."""
    from contextlib import contextmanager

    from backissue.errors import SearchStopped

    left = [0]

    @contextmanager
    def interruptible():
        yield
        if left[0]:
            left[0] -= 1
            raise SearchStopped

    made = Client(files_of(sample_archive()), Reader(interruptible=interruptible))
    made.send("start", fragment="")
    left[0] = 1
    answer = made.step({"type": "type", "text": "tide"})
    assert not answer["complete"] and not answer["error"] and answer["next"]
    made.step(answer["next"])
    assert made.total == 2 and made.answer["complete"]
    left[0] = 1
    made.step({"type": "type", "text": "knots"})
    made.step({"type": "type", "text": "lantern"})
    assert made.total == 1 and made.answer["complete"]


def test_the_state_holds_all_that_is_needed():
    """A reader that was started anew shows the same view from the fragment alone."""
    made = client()
    made.send("type", text="tide")
    made.send("choose", facet="section", value="Tools", pressed=False)
    again = client("#" + made.answer["url"])
    assert again.targets["#results"] == made.targets["#results"] and State.from_json(again.state) == State.from_json(made.state)


def test_a_list_may_begin_with_fewer():
    """A limit shortens the list at once and after each search; more come by the button, and an odd limit changes nothing."""
    made = client()
    made.send("limit", value=3)
    assert len(made.items) == 3 and made.total == 10
    made.send("type", text="tide")
    made.send("type", text="")
    made.send("limit", value=0)
    made.send("limit", value="5")
    assert len(made.items) == 3
    made.send("more")
    assert len(made.items) == 10


def test_an_id_alone_opens_an_issue_or_an_item():
    """The id of an issue opens it, the id of an item opens its issue there; a step back leads to the search."""
    made = client("#q=tide")
    made.send("open", id="quay/1")
    assert made.answer["url"] == "q=tide&issue=quay/1" and "First light" in made.reading
    item = re.search(r'data-item="([^"]+)"', made.reading)[1]
    made.send("open", id=item)
    assert made.history[-1] == ("push", f"q=tide&issue=quay/1&item={item}") and "data-opened" in made.reading


def test_where_one_publication_is_searched_it_is_named():
    """Below the hits of one publication stand its links; where all or several are searched, none."""
    made = client("#in=quay")
    assert "Quay Weekly" in made.targets["#about"] and 'href="https://quay.example/join"' in made.targets["#about"]
    made.send("go", fragment="in=quay&in=planet-port")
    assert made.targets["#about"] == '<div id="about"></div>'
