"""The list of publications, and the pages of their issues and years."""

from backissue.archive.merge import add
from backissue.model import Archive, Issue, Item, Publication, Section
from tests.unit.publish.pages.made import pages_of, read
from tests.unit.reader.client import sample_archive


def decade() -> Archive:
    """Ten years of a weekly, and an issue without a date."""
    section = (Section("", (Item("", "Boat", url="https://example.org/boat"),)),)
    issues = [
        Issue("", "quay", f"{year}.{month}", date=f"{year}-{month:02}-01", sections=section)
        for year in range(2016, 2026)
        for month in range(1, 13)
    ]
    return add(Archive("Port"), (Publication("quay", "Quay Weekly"),), (*issues, Issue("", "quay", "0", sections=section)))


def test_every_publication_is_listed() -> None:
    """The list leads to the page of each, to its newest issue, and into the reader."""
    html = pages_of(sample_archive())["issues/index.html"].decode()
    assert '<a href="../issues/quay/index.html">Quay Weekly</a>' in html
    assert '<a href="../issues/quay/2.html">Read the newest</a>' in html
    assert 'href="../index.html#view=publications">Open in the reader' in html
    assert "Licence: CC BY 4.0" in html
    assert read(html.encode()).metas["description"] == "The back issues of Planet Port, Quay Weekly"


def test_a_publication_lists_its_issues() -> None:
    """All issues of a short one are listed by year, with what its readers want to know."""
    html = pages_of(sample_archive())["issues/quay/index.html"].decode()
    assert html.index("<h2>2026</h2>") < html.index("Tides &amp; knots") < html.index("<h2>2025</h2>") < html.index("First light")
    assert 'href="https://quay.example/join">subscribe</a>' in html
    assert '<a href="../../index.html#in=quay">search only here</a>' in html
    assert 'href="../../index.html#in=quay&amp;view=publications">Open in the reader' in html
    assert read(html.encode()).metas["description"] == "Quay Weekly: 2 issues with 6 links, 6 January 2025 to 2 February 2026"


def test_old_years_are_a_link_away() -> None:
    """Of a long publication the newest years stand on its page, and every year on one of its own."""
    pages = pages_of(decade())
    html = pages["issues/quay/index.html"].decode()
    assert html.count("<details") == 5
    assert '<p class="year closed"><a href="../../issues/quay/years/2016.html"><b>2016</b></a>' in html
    assert "2025.12.html" in html
    assert "2016.12.html" not in html
    listed = [name for name in pages if "/years/" in name]
    assert len(listed) == 11
    assert 'href="../../../issues/quay/2016.12.html"' in pages["issues/quay/years/2016.html"].decode()
    assert 'href="../../../issues/quay/0.html"' in pages["issues/quay/years/undated.html"].decode()


def test_a_year_stands_between_its_neighbours() -> None:
    """The page of a year names it, and leads to the year before and after, and to all issues."""
    told = read(data := pages_of(decade())["issues/quay/years/2020.html"])
    assert told.title == "Quay Weekly, 2020 · Port"
    assert ("prev", "../../../issues/quay/years/2019.html") in told.links
    assert ("next", "../../../issues/quay/years/2021.html") in told.links
    assert ("a", "../../../issues/quay/index.html") in told.links
    html = data.decode()
    assert '<a href="../../../issues/quay/years/2020.html" aria-current="page">2020</a>' in html
    assert told.metas["description"].startswith("Quay Weekly: 12 issues with 12 links")
