"""An open issue, and a planet's river."""

import re

from tests.unit.reader.client import client


def test_an_issue_stands_as_it_was_laid_out():
    """Sections and items keep the newsletter's order; sponsors, events and made titles are told in words."""
    made = client("#issue=quay/2")
    html = made.targets["#reading"]
    assert 'id="issue" data-issue="quay/2"' in html and '<h1 tabindex="-1">Tides &amp; knots</h1>' in html
    assert re.findall(r"<h2>([^<]+)</h2>", html)[1:] == ["Tools", "Events"]
    assert re.findall(r"<h3[^>]*>(?:<a[^>]*>)?([^<]+)", html) == [
        "Ropes for sale",
        "Łódź tide tables",
        "A tide of one&#39;s own",
        "Knot days",
    ]
    assert '<span class="kind sponsor">sponsor</span>' in html and 'class="made"' in html
    assert '<time datetime="2026-06-19" data-until="2026-06-22">' in html and "Gdańsk · online" in html
    assert 'download="Knot-days.ics"' in html and 'href="data:text/calendar' in html
    assert made.body["view"] == "issue" and made.shown["title"] == "Tides & knots · Port Archive"


def test_an_issue_has_its_neighbours_and_its_publication():
    """Earlier and later issues, the web page, subscribing and the licence are a click away."""
    html = client("#issue=quay/1").targets["#reading"]
    assert re.search(r'href="#issue=quay/2" data-later', html) and "data-earlier" not in html
    assert 'href="https://quay.example/1"' in html and 'href="https://quay.example/join"' in html and "Licence: CC BY 4.0" in html


def test_an_issue_opened_from_a_search_keeps_its_words():
    """The words are marked in the issue, the item is pointed out, and the search is a click away."""
    made = client("#q=tide")
    item = made.items[0]
    made.send("go", fragment=f"#q=tide&issue=quay/2&item={item}")
    html = made.targets["#reading"]
    assert "<mark>tide</mark>" in html and re.search(rf'data-item="{item}"[^>]* data-opened', html)
    assert re.search(r'<data value="2">2</data> of <data value="4">4</data> links here match “tide”', html)
    assert 'href="#q=tide" data-back' in html
    assert {"do": "scroll", "to": "item"} in made.answer["effects"] and made.answer["focus"] == "#reading [data-opened]"


def test_an_issue_that_is_not_there_is_told():
    """A link to an issue of another archive gives a sentence and a way on."""
    html = client("#issue=quay/99").targets["#reading"]
    assert "There is no “quay/99” in this archive" in html and "view=publications" in html


def test_a_day_of_a_planet_flows_into_the_day_before():
    """A planet is a river: the next day is added below, and the number of days is part of the view."""
    made = client("#issue=planet-port/2026-02-02")
    assert 'data-day="planet-port/2026-02-02"' in made.targets["#reading"] and "The day before" in made.targets["#reading"]
    answer = made.send("more")
    assert answer["patches"][0]["target"] == "#days" and 'data-day="planet-port/2026-02-01"' in made.targets["#days"]
    made.send("more")
    assert made.state["days"] == 3 and made.targets["#more-days"] == '<div id="more-days"></div>'
    again = client("#issue=planet-port/2026-02-02", days=3)
    assert re.findall(r'data-day="([^"]+)"', again.targets["#reading"]) == [
        "planet-port/2026-02-02", "planet-port/2026-02-01", "planet-port/2026-01-31",
    ]  # fmt: skip


def test_a_post_that_is_an_issue_opens_the_issue():
    """The newsletter's own post in a river leads to the issue as it stands here."""
    html = client("#issue=planet-port/2026-02-02").targets["#reading"]
    assert '<a href="#issue=quay/2" data-open>open this issue here</a>' in html


def test_a_post_is_read_in_full():
    """A full post opens in its day, with its markup, and its text is searched and marked."""
    made = client("#q=hull")
    assert made.total == 1 and "<mark>hull</mark>" in made.targets["#results"]
    made.send("go", fragment=f"#q=hull&issue=planet-port/2026-02-01&item={made.items[0]}")
    html = made.targets["#reading"]
    assert "<p>Deep <b><mark>hull</mark></b> notes</p><pre>x = 1</pre>" in html and "Fold this up" in html


def test_a_post_without_a_text_offers_none():
    """Only posts that the archive holds in full can be opened."""
    html = client("#issue=planet-port/2026-02-01").targets["#reading"]
    assert html.count("read it here") == 1
