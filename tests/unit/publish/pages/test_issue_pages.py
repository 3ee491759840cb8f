"""The page of an issue: what the reader shows of it, for those who have no scripts, and for search engines."""

import json
import re

import pytest

from backissue.model import Item
from backissue.publish.options import Options
from tests.unit.publish.pages.made import SITE, THEME, one_issue, pages_of, read
from tests.unit.reader.client import client, sample_archive

ISSUE, DAY = "issues/quay/2.html", "issues/planet-port/2026-02-01.html"


def page(path: str, base_url: str = "") -> str:
    """The HTML of a page of the small archive."""
    return pages_of(sample_archive(), Options(base_url=base_url))[path].decode()


def test_it_is_what_the_reader_shows() -> None:
    """Titles, texts, sections and sponsors stand as in the reader, in the same elements."""
    html, reader = page(ISSUE), client("#issue=quay/2").targets["#reading"]
    for shape in (r"<h[123][^>]*>.*?</h[123]>", r"<p>[^<]*</p>", r'<span class="kind sponsor">.*?</span>'):
        there = [re.sub(r' href="[^"]*"', "", each) for each in re.findall(shape, reader)]
        assert there
        assert set(there) <= {re.sub(r' href="[^"]*"', "", each) for each in re.findall(shape, html)}


def test_its_links_lead_to_pages_and_into_the_reader() -> None:
    """Neighbours and the publication are pages; filters, searches and the issue itself open the reader."""
    html = page(ISSUE)
    assert '<a href="../../issues/quay/1.html" data-earlier rel="prev">' in html
    assert '<link rel="prev" href="../../issues/quay/1.html">' in html
    assert 'rel="next"' not in html
    assert 'href="../../issues/quay/index.html">Quay Weekly</a>' in html
    assert '<a href="../../index.html#issue=quay/2">Open in the reader</a>' in html
    assert 'href="../../index.html#shared=B.+Mate"' in html
    assert '<form role="search" action="../../index.html">' in html
    assert 'name="q"' in html
    assert 'href="#' not in html.replace('href="#main"', "")


def test_a_day_shows_its_posts_whole() -> None:
    """Full posts stand in the page of their day, and its time is readable without a script."""
    html = page(DAY)
    assert "<p>Deep <b>hull</b> notes</p><pre>x = 1</pre>" in html
    assert '<h2><time datetime="2026-02-01">1 February 2026</time></h2>' in html
    assert '<time datetime="2026-02-01T10:00:00Z">1 February 2026, 10:00 UTC</time>' in html
    assert "<button" not in html
    assert read(html.encode()).title == "Planet Port, 1 February 2026 · Port Archive"


def test_a_post_that_is_an_issue_leads_to_its_page() -> None:
    """The newsletter's own post in a planet leads to the issue here."""
    assert '<a href="../../issues/quay/2.html" data-open>open this issue here</a>' in page("issues/planet-port/2026-02-02.html")


def test_posts_are_sanitised_again() -> None:
    """What an archive calls harmless is not believed."""
    archive = one_issue(
        "1", Item("", "Boat", content="<p onclick=x>a<script>b</script><img src=https://e.example/p.png alt=c></p>")
    )
    html = pages_of(archive)["issues/quay/1.html"].decode()
    assert '<div class="post"><p>a<a href="https://e.example/p.png" rel="noopener noreferrer nofollow">c</a></p></div>' in html


@pytest.mark.parametrize(("base_url", "canonical"), [("", ""), (SITE, SITE + ISSUE)])
def test_it_tells_others_what_it_is(base_url: str, canonical: str) -> None:
    """Title, description, date and feeds are told; the absolute address only where it is known."""
    html = page(ISSUE, base_url)
    told = read(html.encode())
    assert told.title == "Tides & knots · Quay Weekly · Port Archive"
    assert told.metas["description"] == told.metas["og:description"] == "Łódź tide tables · A tide of one's own · Knot days"
    assert told.metas["og:type"] == "article"
    assert told.metas["og:title"] == "Tides & knots · Quay Weekly"
    assert told.metas["og:site_name"] == "Port Archive"
    assert told.metas["article:published_time"] == "2026-02-02"
    assert told.metas.get("og:url", "") == canonical
    assert [href for kind, href in told.links if kind == "canonical"] == ([canonical] if canonical else [])
    (script,) = told.scripts
    issue, event = json.loads(script)["@graph"]
    assert (issue["@type"], issue.get("url", ""), event["name"]) == ("PublicationIssue", canonical, "Knot days")
    for name, kind in (
        ("rss.xml", "application/rss+xml"),
        ("atom.xml", "application/atom+xml"),
        ("feed.json", "application/feed+json"),
    ):
        assert f'<link rel="alternate" type="{kind}" href="../../issues/quay/{name}"' in html
    assert '<link rel="alternate" type="text/calendar" href="../../events.ics"' in html


def test_it_wears_the_theme_after_the_page_s_own_styles() -> None:
    """The theme's sheet comes last, so that it wins."""
    html = pages_of(sample_archive(), None, ("page.css", THEME))[ISSUE].decode()
    assert html.index('href="../../page.css"') < html.index(f'href="../../{THEME}"') < html.index("</head>")


def test_a_long_intro_is_cut_for_the_description() -> None:
    """The intro tells what an issue is about, shortened between words."""
    archive = one_issue("1", Item("", "Boat"), intro="Word " * 100)
    told = read(pages_of(archive)["issues/quay/1.html"]).metas["description"]
    assert len(told) <= 201
    assert told.endswith("Word …")


@pytest.mark.parametrize(
    ("title", "shown"), [("", "Quay Weekly 7"), ("Fog", "Fog · Quay Weekly"), ("Quay Weekly: Fog", "Quay Weekly: Fog")]
)
def test_its_name_tells_the_publication_once(title: str, shown: str) -> None:
    """A title is completed by the name of the publication unless it holds it."""
    assert read(pages_of(one_issue("7", Item("", "Boat"), title=title))["issues/quay/7.html"]).title == f"{shown} · Port"


def test_half_a_character_costs_no_page() -> None:
    """A text that UTF-8 cannot hold is shown with a sign in its place."""
    assert "Boat \ufffd" in pages_of(one_issue("1", Item("", "Boat \ud800")))["issues/quay/1.html"].decode()


def test_the_way_to_the_reader_stands_between_neighbours_if_there_are_any() -> None:
    """A place is left free for a neighbour that is not there only where the other one is."""
    assert re.search(r"data-earlier[^<]*>.*?Open in the reader</a>\s*<span></span>\s*</nav>", page(ISSUE), re.DOTALL)
    alone = pages_of(one_issue("7", Item("", "Boat")))["issues/quay/7.html"]
    assert b"Open in the reader</a>" in alone and b"<span></span>" not in alone
