"""The map of the site, which search engines read."""

import xml.etree.ElementTree as ET

from backissue.publish.options import Options
from backissue.publish.pages.sitemap import sitemap
from tests.unit.publish.pages.made import SITE, pages_of, resolved
from tests.unit.reader.client import sample_archive

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_every_page_is_on_the_map() -> None:
    """The start and every page are there by their absolute addresses, issues with their dates."""
    pages = pages_of(sample_archive(), Options(base_url=SITE))
    urls = ET.fromstring(pages["sitemap.xml"]).findall("s:url", NAMES)
    dates = {str(url.findtext("s:loc", "", NAMES)): url.findtext("s:lastmod", "", NAMES) for url in urls}
    listed = {name for name in pages if name.endswith(".html") and name != "404.html"}
    assert {resolved("", address) for address in dates} == listed | {"index.html"}
    assert dates[SITE] == dates[f"{SITE}issues/quay/2.html"] == "2026-02-02"
    assert pages["robots.txt"].decode() == f"User-agent: *\nAllow: /\nSitemap: {SITE}sitemap.xml\n"


def test_without_an_address_there_is_no_map() -> None:
    """A map holds absolute addresses, so that there is none where the site's own is not known."""
    assert not {"sitemap.xml", "robots.txt"} & pages_of(sample_archive()).keys()


def test_a_large_map_is_spread_over_files() -> None:
    """No file has more addresses than search engines read, and the map names them all."""
    addresses = [(f"{SITE}{number}.html?a&b", "2026") for number in range(5)]
    files = dict(sitemap(SITE, addresses, largest=2))
    parts = [each.text for each in ET.fromstring(files["sitemap.xml"]).findall("s:sitemap/s:loc", NAMES)]
    assert parts == [f"{SITE}sitemap-{number}.xml" for number in (1, 2, 3)]
    found = []
    for number in (1, 2, 3):
        urls = ET.fromstring(files[f"sitemap-{number}.xml"]).findall("s:url", NAMES)
        assert len(urls) <= 2
        found += [(url.findtext("s:loc", "", NAMES), url.findtext("s:lastmod", "", NAMES)) for url in urls]
    assert found == [(address, "2026-01-01") for address, _ in addresses]
