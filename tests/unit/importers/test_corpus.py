"""The importers on true originals, compared with what simple parsers of others found in them."""

import gzip
import json
import pathlib

import pytest

from backissue import importers
from backissue.archive.merge import add
from backissue.importers import Source
from backissue.model import Archive

CORPUS = pathlib.Path(__file__).parents[4] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the folder ../shared/corpus with the real documents is not here")


def expected(name):
    with gzip.open(CORPUS / "expected" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read(folder, name):
    return importers.read(Source(name, (CORPUS / folder / name).read_bytes()))


def test_python_weekly_237():
    """The Mailchimp page gives every item of the reference and no other, each with title, link, summary and section."""
    (issue,) = read("newsletter-html", "python-weekly-237.html").issues
    found = [(section.title, item.title, item.url, item.summary) for section in issue.sections for item in section.items]
    # the reference has a space before a comma that the page does not show
    rows = expected("python-weekly-237")
    assert issue.number == "237"
    assert found == [(row["section"].replace(" ,", ","), row["title"], row["url"], row["summary"]) for row in rows]


def test_planet_python_rss():
    """The feed gives every post of the reference and no other, on its day, with title and channel; the untitled one is marked."""
    imported = read("newsletter-html", "planetpython-rss20-2016-04.xml")
    found = {item.url: (issue.date, item.source, item.title) for issue in imported.issues for item in issue.items()}
    rows = {row["url"]: (row["date"], row["author"], row["title"]) for row in expected("planetpython-rss20-2016-04")}
    made = {item.url for issue in imported.issues for item in issue.items() if item.title_made}
    assert made == {url for url, row in rows.items() if row[2] == "(untitled)"}
    assert found.keys() == rows.keys()
    assert {url: row[:2] for url, row in found.items()} == {url: row[:2] for url, row in rows.items()}
    assert {url for url, row in found.items() if row[2] != rows[url][2]} == made
    assert imported.doubts == () and all(item.content and item.date for issue in imported.issues for item in issue.items())


@pytest.mark.parametrize("number", [1, 29, 101, 153, 209, 361, 451, 599])
def test_two_forms_of_a_chinese_issue(number):
    """The rendered page of an issue, imported after its Markdown or before it, changes nothing."""
    forms = read("pycoders-zh/md", f"issue-{number:03}.md"), read("pycoders-zh/html", f"issue-{number}.html")
    for first, second in (forms, forms[::-1]):
        archive = add(Archive(), first.publications, first.issues)
        assert len(archive.issues) == 1 and add(archive, second.publications, second.issues) == archive
