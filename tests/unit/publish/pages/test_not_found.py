"""The page for what is not there: its links hold at any depth."""

import pytest

from backissue.publish.options import Options
from tests.unit.publish.pages.made import BESIDE, STYLE, pages_of, read, resolved
from tests.unit.reader.client import sample_archive


@pytest.mark.parametrize(
    ("base_url", "site"),
    [
        ("", "https://host.example/"),
        ("https://host.example", "https://host.example/"),
        ("https://host.example/my/archive/", "https://host.example/my/archive/"),
        ("https://host.example/%C3%BCber", "https://host.example/%C3%BCber/"),
    ],
)
@pytest.mark.parametrize("depth", ["gone.html", "issues/quay/gone.html", "a/b/c/d/e/"])
def test_its_links_hold_wherever_it_is_shown(base_url: str, site: str, depth: str) -> None:
    """A host shows it for any path below the site, and styles, search and lists are found from there."""
    pages = pages_of(sample_archive(), Options(base_url=base_url))
    page = read(pages["404.html"])
    targets = {resolved(depth, href, site) for _, href in page.links if href != "#main"}
    assert {"index.html", "issues/index.html", STYLE} <= targets <= pages.keys() | BESIDE


def test_search_engines_leave_it_out() -> None:
    """It is no page to be found: it says so, has no address of its own, and is not in the map of the site."""
    pages = pages_of(sample_archive(), Options(base_url="https://host.example/"))
    page = read(pages["404.html"])
    assert page.metas["robots"] == "noindex"
    assert not any(kind == "canonical" for kind, _ in page.links)
    assert b"404" not in pages["sitemap.xml"]
