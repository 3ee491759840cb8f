"""Pages that stand by themselves: a whole archive on a shelf, and the same views without anything that needs a script."""

import dataclasses

from backissue.reader.addresses import Addresses
from backissue.reader.issue_view import view_reading
from backissue.reader.items import ItemViews, publications_by_id
from backissue.reader.marks import find_nothing
from backissue.reader.publications_view import view_publication_page, view_year
from backissue.reader.render import render
from backissue.reader.shelf import Shelf
from backissue.reader.state import State
from tests.unit.reader.client import PLANET, QUAY, client, sample_archive


def views():
    """The views of the small archive, whose links lead on from nothing typed."""
    return ItemViews(Addresses(State()), publications_by_id((QUAY, PLANET)), archived=False)


def reading(issue_id, plain=False):
    """The HTML of an issue."""
    shelf = Shelf(sample_archive())
    view = view_reading(shelf.issue(issue_id), shelf, shelf, State(issue=issue_id), views(), find_nothing, plain)
    return render("reading", reading=view)


def test_a_shelf_shows_what_the_reader_shows():
    """An issue from a shelf is the same HTML as the reader's own, letter by letter."""
    for name in ("quay/1", "quay/2", "planet-port/2026-01-31"):
        assert reading(name) == client(f"#issue={name}").targets["#reading"]


def test_a_plain_issue_needs_no_script():
    """Nothing waits to be pressed, every full post is open, and each item has a place to link to."""
    html = reading("planet-port/2026-02-01", plain=True)
    assert "<p>Deep <b>hull</b> notes</p><pre>x = 1</pre>" in html
    assert "<button" not in html and "Fold this up" not in html and "read it here" not in html
    assert "Open in the reader" in html and "Back to the search" not in html
    ids = {item.id for _, _, item in sample_archive().items() if item.id.startswith("planet-port/2026-02-01/")}
    assert len(ids) == 2 and all(f'id="item-{name.rpartition("/")[2]}" data-item="{name}"' in html for name in ids)


def test_a_post_that_is_an_issue_leads_to_it():
    """Also from a shelf, the newsletter's own post in a river leads to the issue as it stands here."""
    assert '<a href="#issue=quay/2" data-open>open this issue here</a>' in reading("planet-port/2026-02-02", plain=True)


def test_a_year_has_a_page_of_its_own():
    """The page of a year lists its issues alone, counts them alone, and stands among the other years."""
    page = view_publication_page(QUAY, Shelf(sample_archive()), views(), frozenset(), "years/{}.html".format)
    assert [(each.href, each.name) for each in page.beside] == [("years/2026.html", "2026"), ("years/2025.html", "2025")]
    html = render("publication", page=view_year(page, page.years[1]), loading=False, rest=False)
    assert '<h1 tabindex="-1">Quay Weekly, 2025</h1>' in html and "First light" in html and "Tides" not in html
    assert '<data value="1">1</data> issue ·' in html and '<data value="2">2</data> links' in html
    assert '<a href="years/2025.html" aria-current="page">2025</a>' in html and '<a href="years/2026.html">2026</a>' in html


def test_years_with_pages_are_listed_as_long_as_they_are_new():
    """Of a long publication the newest years are listed at once, older ones by the address of their page."""
    page = view_publication_page(QUAY, Shelf(sample_archive()), views(), frozenset(), "years/{}.html".format)
    short = render("publication", page=page, loading=False, rest=False)
    assert "<details" in short and "closed" not in short
    closed = tuple(dataclasses.replace(year, open=not place) for place, year in enumerate(page.years))
    html = render("publication", page=dataclasses.replace(page, years=closed), loading=False, rest=False)
    assert 'class="year closed"><a href="years/2025.html"><b>2025</b>' in html and "First light" not in html
