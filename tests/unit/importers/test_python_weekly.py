"""Python Weekly in its four forms: how issues of one form differ, and what all forms agree on."""

import pathlib

import pytest

from backissue import importers
from backissue.importers import Source

SAMPLES = pathlib.Path(__file__).parents[2] / "samples"
WELCOME = "Welcome to issue 12 of Python Weekly. Cast off.\n"


def issue(text, name="x.txt"):
    (found,) = importers.read(Source(name, text.encode())).issues
    return found


def shape(found):
    return [(section.title, [item.title for item in section.items]) for section in found.sections]


def test_mail_and_page_agree():
    """The mail's text part and the web page of one issue give the same issue, but for what only one of them has."""
    page = importers.read(Source("a.html", (SAMPLES / "python-weekly-beehiiv/issue-20.html").read_bytes())).issues[0]
    mail = importers.read(Source("a.txt", (SAMPLES / "python-weekly-mail/issue-20.txt").read_bytes())).issues[0]
    assert (page.number, page.date, page.url, page.intro) == (mail.number, mail.date, mail.url, mail.intro)
    found = list(page.items())
    assert [item for item in found if item.title != "sinker"] == list(mail.items())


@pytest.mark.parametrize(
    "head",
    [
        "Python Weekly (Issue 12 March 5 2026)\n",
        "Python Weekly - Issue 12 - March 5, 2026\n",
        "Python Weekly Issue #12\n5 March 2026\n",
        "- Posts\nPython Weekly (Issue 12, Mar. 5th, 2026)\n",
    ],
)
def test_headers(head):
    """Number and date are found however the header is written."""
    found = issue(head + WELCOME + "Articles, Tutorials and Talks\nA boat floats.\n")
    assert (found.number, found.date, found.publication) == ("12", "2026-03-05", "python-weekly")


def test_without_a_sponsor():
    """An issue without a sponsor's block has none."""
    found = issue(WELCOME + "News\nA boat floats.\nNew Releases\nTide 2 is out.\n")
    assert shape(found) == [("News", ["A boat floats"]), ("New Releases", ["Tide 2 is out"])]
    assert [item.kind for item in found.items()] == ["", "release"]


def test_what_follows_the_last_section_is_left_out():
    """Unsubscribing, sharing and addresses are no items."""
    found = issue(WELCOME + "News\nA boat floats.\nShare Python Weekly\nTell all your friends.\nUnsubscribe\n")
    assert shape(found) == [("News", ["A boat floats"])]


def test_an_issue_without_a_number():
    """It is kept, and said."""
    text = "Python Weekly\n\n##### **News**\n\n###### [A boat](https://example.org/boat)\n\nIt floats.\n"
    imported = importers.read(Source("x.txt", text.encode()), format="python-weekly-mail")
    assert [doubt.what for doubt in imported.doubts] == ["the issue has no number"]


def test_a_mail_with_a_section_of_its_own():
    """A heading of the fifth level is a section, also under a name that no other issue has."""
    text = f"{WELCOME}##### **Odds and ends**\n###### [A boat](https://example.org/boat)\nIt floats.\n"
    assert shape(issue(text)) == [("Odds and ends", ["A boat"])]


def test_a_mail_with_a_link_of_another_kind():
    """The item is kept without its link, and the doubt names both."""
    text = f"# Python Weekly (Issue 12)\n{WELCOME}##### News\n###### [A boat](javascript:alert(1))\nSee [it](https://example.org/it).\n"
    imported = importers.read(Source("x.txt", text.encode()))
    (item,) = imported.issues[0].items()
    assert (item.title, item.url, item.summary) == ("A boat", "", "See it.")
    assert "the link of 'A boat' is dropped: 'javascript:alert(1)'" in imported.doubts[0].what


@pytest.mark.parametrize("label", ["SPONSOR", "**SPONSOR**", "### Sponsor", "Sponsored by", "Together with"])
def test_labelled_sponsors_of_a_mail(label):
    """A labelled block within the issue is the sponsor's: one item, whatever it consists of."""
    text = f"{WELCOME}##### News\n###### [A boat](https://example.org/boat)\nIt floats.\n{label}\n## Ropes\nThey hold.\n[Buy](https://ads.example.org/r)\n"
    items = list(issue(text).items())
    assert [(item.title, item.sponsored) for item in items] == [("A boat", False), ("Ropes", True)]
    assert items[1].url == "https://ads.example.org/r"


def test_sections_by_colour_or_by_size():
    """On a Mailchimp page a bold line that is coloured or large is a section, one that is only bold is not."""
    page = (
        "<title>Python Weekly - Issue 12</title><p>list-manage</p>"
        + WELCOME
        + "<br><strong style='color:#b22222'>News</strong><br>"
        "<a href='https://example.org/1'>One</a><br><b>Bold words</b> of it.<br><b>Quite bold</b><br>"
        "<span style='font-size:18px'><b>Odds and ends</b></span><br><a href='https://example.org/2'>Two</a><br>"
    )
    found = issue(page, "x.html")
    assert shape(found) == [("News", ["One"]), ("Odds and ends", ["Two"])]
    assert next(found.items()).summary == "Bold words of it. Quite bold"


@pytest.mark.parametrize("title", ["Import Python Weekly Newsletter - Issue No 60", "Rust Weekly - Issue 12"])
def test_other_newsletters_are_not_taken_for_it(title):
    """A newsletter with a like name is another newsletter."""
    page = f"<html><title>{title}</title><p>mailchimp</p><h5>Articles</h5><h6><a href='https://example.org'>x</a></h6></html>"
    found = [name for name, importer in importers.FORMATS.items() if importer.detect(Source("x.html", page.encode()))]
    assert not [name for name in found if name.startswith("python-weekly")]
