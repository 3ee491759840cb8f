"""What the reader's own page tells others."""

from backissue.model import Archive
from backissue.publish.options import Options
from backissue.publish.pages import reader_head
from tests.unit.publish.pages.made import SITE, read
from tests.unit.publish.pages.test_site_pages import hostile
from tests.unit.reader.client import sample_archive


def test_it_tells_what_the_archive_is() -> None:
    """Name, publications and, where it is known, the address are told to whoever shows the page among others."""
    told = read(reader_head(sample_archive(), Options(base_url=SITE)).encode())
    assert told.metas["og:title"] == told.metas["og:site_name"] == "Port Archive"
    assert told.metas["og:description"] == "Search inside the back issues of Planet Port, Quay Weekly"
    assert (told.metas["og:type"], told.metas["og:url"]) == ("website", SITE)
    assert ("canonical", SITE) in told.links
    assert "canonical" not in reader_head(sample_archive(), Options())


def test_it_offers_a_feed_of_each_publication() -> None:
    """Whoever gives a feed reader the address of the site can choose among its publications, and its events."""
    links = [href for kind, href in read(reader_head(sample_archive(), Options()).encode()).links if kind == "alternate"]
    assert links == ["issues/planet-port/rss.xml", "issues/quay/rss.xml", "events.ics"]
    assert read(reader_head(Archive(), Options()).encode()).links == []


def test_hostile_titles_stay_titles() -> None:
    """Nothing that a publication is called gets out of its attribute."""
    html = reader_head(hostile(), Options(base_url=SITE))
    assert "<script" not in html
    assert read(html.encode()).handlers == []
