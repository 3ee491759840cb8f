"""The list of publications, their issues by year, and the help."""

from backissue.query import FIELDS
from tests.unit.reader.client import client


def test_every_publication_is_listed():
    """Each has its counts, its time, its newest issue and its links."""
    made = client("#view=publications")
    html = made.targets["#reading"]
    assert html.index("Planet Port") < html.index("Quay Weekly") and made.body["view"] == "publications"
    assert '<data value="2">2</data> issues' in html and '<data value="3">3</data> days' in html
    assert 'href="#issue=quay/2">Read the newest' in html and "Licence: CC BY 4.0" in html
    assert '<time datetime="2025-01-06">' in html


def test_a_publication_lists_its_issues_by_year():
    """Years stand newest first, each with its issues, numbers, titles and dates."""
    html = client("#view=publications&in=quay").targets["#reading"]
    assert html.index("<h2>2026</h2>") < html.index("<h2>2025</h2>")
    assert '<a href="#issue=quay/2"><b>2</b> Tides &amp; knots' in html and 'href="#in=quay"' in html


def test_the_publication_is_no_filter_of_its_issues():
    """Opening an issue from its publication's page leaves no filter behind."""
    made = client("#view=publications&in=quay")
    made.send("go", fragment="#issue=quay/2")
    made.send("type", text="hull")
    assert made.answer["url"] == "q=hull" and made.total == 1


def test_the_help_names_every_field():
    """The help is made from the query language itself, and its examples can be tried."""
    html = client("#view=help").targets["#reading"]
    assert all(f"<code>{name}:</code>" in html for name in FIELDS)
    assert 'href="#q=wasm+sandbox+"' in html and "<kbd>j</kbd>" in html
