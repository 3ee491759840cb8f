"""The two documents that everything began with, imported again from pages with the links that they had lost: nothing doubles."""

import dataclasses
import html
from collections import Counter
from itertools import count

import pytest

from backissue import importers
from backissue.archive.merge import Contribution, add_all
from backissue.importers import Imported, Source
from backissue.model import Archive, Issue, Item
from tests.unit.importers.test_seeds import CORPUS, read

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder ../shared/corpus with the real documents is not here")


def contribution(name: str, imported: Imported) -> Contribution:
    return Contribution(name, imported.publications, imported.issues)


@pytest.fixture(scope="module")
def seeds() -> list[Contribution]:
    """What the two documents say."""
    return [contribution(name, read(name)) for name in ("python-weekly-727.txt", "planet-2026-06-16.txt")]


@pytest.fixture(scope="module")
def archive(seeds: list[Contribution]) -> Archive:
    """An archive of the two."""
    return add_all(Archive(), seeds)[0]


def python_weekly_page(issue: Issue) -> Source:
    """The page that the text of Python Weekly was taken from, as its mailer builds pages, with titles and links."""
    numbers = count(1)
    blocks = []
    for section in issue.sections[1:]:
        blocks.append(f"<h5>{html.escape(section.title)}</h5>")
        for item in section.items:
            number = next(numbers)
            link = f'<a class="link" href="https://example.org/{number}?utm_source=www.pythonweekly.com">'
            if section.title == "Our Other Newsletters":
                blocks.append(f"<p>{link}{item.title}</a> - {html.escape(item.summary)}</p>")
            else:
                title = f"<h6>{link}What stands at {number}</a></h6>"
                blocks.append(f"{title}<div><style>.a{{}}</style><div><p>{html.escape(item.summary)}</p></div></div>")
    sponsor = issue.sections[0].items[0]
    return Source(
        "page.html",
        f"""<!DOCTYPE html><html lang="en"><head><title>Python Weekly (Issue 727 January 8 2026)</title>
<meta property="og:url" content="https://www.pythonweekly.com/p/python-weekly-issue-727-january-8-2026">
<meta property="article:published_time" content="2026-01-08T12:00:00Z"></head><body>
<h1>Python Weekly (Issue 727 January 8 2026)</h1><div><p>Welcome to issue 727 of Python Weekly.</p></div>
<div><h2><a class="link" href="https://ads.example.org/">{sponsor.title}</a></h2>
<p>{html.escape(sponsor.summary)}</p><a href="https://ads.example.org/">Try it</a></div>
{"".join(blocks)}</body></html>""".encode(),
    )


def test_python_weekly_with_its_links(archive: Archive, seeds: list[Contribution]) -> None:
    """The issue's page gives the items of the text their titles and links, under the ids that they have, and adds none."""
    (old,) = [issue for issue in archive.issues if issue.publication == "python-weekly"]
    page = contribution("page.html", importers.read(python_weekly_page(old)))
    after, touched = add_all(archive, [page])
    assert touched == {old.id}
    assert len(after.issues) == len(archive.issues)
    (new,) = [issue for issue in after.issues if issue.id == old.id]
    assert Counter(item.id for item in new.items()) == Counter(item.id for item in old.items())
    assert all(item.url and not item.title_made for item in new.items())
    assert add_all(after, [page])[0] == after
    # the text once more may word an introduction otherwise, and takes away neither a link nor a title
    names = [(item.id, item.url, item.title) for _, _, item in after.items()]
    assert [(item.id, item.url, item.title) for _, _, item in add_all(after, seeds)[0].items()] == names


def test_both_again_with_links(archive: Archive, seeds: list[Contribution]) -> None:
    """Whatever has a title and a text keeps its id when its link becomes known, and again when it is lost."""
    numbers = count(1)

    def linked(item: Item) -> Item:
        return dataclasses.replace(item, id="", url=item.url or f"https://example.org/{next(numbers)}")

    def with_links(issue: Issue) -> Issue:
        sections = (dataclasses.replace(each, items=tuple(map(linked, each.items))) for each in issue.sections)
        return dataclasses.replace(issue, id="", sections=tuple(sections))

    pages = [dataclasses.replace(each, issues=tuple(map(with_links, each.issues))) for each in seeds]
    after, _ = add_all(archive, pages)
    assert [item.id for _, _, item in after.items()] == [item.id for _, _, item in archive.items()]
    assert all(item.url for _, _, item in after.items())
    assert add_all(after, seeds)[0] == after
