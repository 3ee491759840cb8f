"""What a site consists of, by what it is for."""

import pytest

from backissue.publish.summary import Group, group_of, summed_up


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("index.html", "reader"),
        ("app/page/page.css", "reader"),
        ("theme.css", "reader"),
        ("runtime/pyodide/pyodide.asm.wasm.br", "runtime"),
        ("data/archive.json", "archive"),
        ("data/2026-01-08.content.json.gz", "archive"),
        ("issues/quay/7.html", "pages"),
        ("issues/index.html.br", "pages"),
        ("404.html", "pages"),
        ("robots.txt", "pages"),
        ("sitemap.xml", "pages"),
        ("sitemap-12.xml", "pages"),
        ("issues/quay/rss.xml", "feeds"),
        ("issues/quay/feed.json.gz", "feeds"),
        ("events.ics", "feeds"),
    ],
)
def test_each_file_is_for_something(name: str, group: str) -> None:
    """A file belongs where somebody would look for it, packed or not."""
    assert group_of(name) == group


def test_files_are_counted_where_they_belong() -> None:
    """Files, bytes and how many were written are told group by group, in one order; an empty group is left out."""
    sizes = {"404.html": 5, "issues/quay/atom.xml": 7, "index.html": 2, "issues/quay/1.html": 11}
    assert summed_up(sizes, {"404.html", "index.html"}) == (
        Group("reader", 1, 2, 1),
        Group("pages", 2, 16, 1),
        Group("feeds", 1, 7, 0),
    )
