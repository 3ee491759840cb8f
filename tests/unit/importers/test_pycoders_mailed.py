"""PyCoder's Weekly until 2018, when Mailchimp sent it: hosts as sources, who shared, greetings, sponsors."""

import pytest

from backissue import importers
from backissue.importers import FORMATS, Source, Surroundings

PAGE = "<html><head><title>{title}</title></head><body><div class=mcnTextContent>{body}</div></body></html>"
TITLE = "Pycoder's Weekly (Issue #7): Fog"
ITEM = "<a href='http://fog.example.org/horns'>Fog Horns</a><br>They sound.<br>"


def read(body, title=TITLE, around=None):
    source = Source("7.html", PAGE.format(title=title, body=body).encode(), around or Surroundings())
    assert FORMATS["pycoders-html"].detect(source)
    return importers.read(source)


def issue_of(body, **more):
    (issue,) = read(body, **more).issues
    return issue


def items_of(body, **more):
    return list(issue_of(body, **more).items())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Pycoder's Weekly (Issue #7): Fog", "Fog"),
        ("Pycoder&#39;s Weekly (Issue #7) : Fog &amp; Ice", "Fog & Ice"),
        ("Pycoders Weekly (Issue #7) : &gt;&gt;&gt;", ">>>"),
        ("PyCoder’s Weekly - Issue #7", ""),
    ],
)
def test_titles(title, name):
    """The number stands in brackets behind the newsletter's name, and the issue's own name behind it."""
    issue = issue_of(f"<h2>News</h2>{ITEM}", title=title)
    assert (issue.number, issue.title, issue.url) == ("7", name, "https://pycoders.com/issues/7")


def test_a_heading_of_the_template_is_no_title():
    """A large greeting is not taken for the name of the issue, but belongs to what stands above the items."""
    issue = issue_of(f"<h1>Hi Pythonistas</h1><p>It is foggy.</p><h2>News</h2>{ITEM}")
    assert (issue.title, issue.intro) == ("Fog", "Hi Pythonistas It is foggy.")
    assert [section.title for section in issue.sections] == ["News"]


@pytest.mark.parametrize(
    "host",
    [
        "example.org",
        "<a href='http://example.org'>example.org</a>",
        "<a href='http://fog.example.org/horns'>example.org</a>",
        "<span style='color:#A9A9A9'>example.org</span>",
    ],
)
def test_the_host_is_the_source(host):
    """The line below an item names its host, as text, or as a link; below it stands who shared the item."""
    one, other = items_of(f"<h2>News</h2>{ITEM}{host}<br>Shared by <a href='http://t.example.com/m'>@mara</a><br>{ITEM}{host}")
    assert (one.title, one.summary, one.source, one.shared_by) == ("Fog Horns", "They sound.", "example.org", "mara")
    assert (other.source, other.shared_by) == ("example.org", "")


def test_links_that_lead_over_the_mailer():
    """In a mail every link goes over the mailer, that of the host too; it is no item of its own."""
    link = "<a href='http://pycoders.us4.list-manage.com/track/click?id={}'>{}</a><br>"
    body = "<h2>News</h2>" + link.format(1, "Fog Horns") + "They sound.<br>" + link.format(2, "example.org") + "Shared by @mara"
    (item,) = items_of(body)
    assert (item.title, item.source, item.shared_by) == ("Fog Horns", "example.org", "mara")


def test_a_host_behind_the_title():
    """In the first years the host stood in brackets behind the title; a title may end in other brackets."""
    body = "<h2>News</h2><a href='http://a.example.org/'>Fog</a> (a.example.org)<br>Thick.<br>"
    body += "<a href='http://b.example.org/'>Ice (part 2)</a><br>Thin.<br>"
    assert [(item.title, item.source, item.summary) for item in items_of(body)] == [
        ("Fog", "a.example.org", "Thick."),
        ("Ice (part 2)", "", "Thin."),
    ]


def test_a_title_that_is_a_host():
    """What stands first is a title, though it is a host."""
    body = f"<h2>News</h2>{ITEM}example.org<br><a href='http://fog.io/'>Fog.io</a><br>New.<br>fog.io<br>"
    assert [(item.title, item.source) for item in items_of(body)] == [("Fog Horns", "example.org"), ("Fog.io", "fog.io")]


def test_above_the_first_heading():
    """A link in the greeting is the sponsor's; one that shows the mail in a browser or lists older ones is nothing."""
    body = (
        "<a href='http://us4.campaign-archive1.com/?u=1'>View this email in your browser</a><br>"
        "<a href='http://us4.campaign-archive1.com/home/?u=1'>Past Issues</a><br>"
        "<a href='http://eepurl.com/a'>Subscribe</a><br>Hey there,<br>"
        f"<a href='http://lamps.example.com/'>Brighter Lamps</a><br>In a week.<br><h2>News</h2>{ITEM}"
    )
    issue = issue_of(body)
    assert issue.intro == "Hey there,"
    assert [(item.title, item.kind, item.sponsored) for item in issue.items()] == [
        ("Brighter Lamps", "sponsor", True),
        ("Fog Horns", "", False),
    ]


def test_below_the_last_item():
    """Copyright, address and unsubscribing end the issue."""
    body = f"<h2>Jobs</h2>{ITEM}<em>Copyright © 2014 PyCoder's Weekly</em><br><a href='http://x.example.com/'>unsubscribe</a>"
    (item,) = items_of(body)
    assert (item.summary, item.kind, item.links) == ("They sound.", "job", ())
    assert read(body).doubts == ()


def test_the_day_is_the_mails():
    """The pages have no date; that of the mail around them is taken."""
    assert issue_of(f"<h2>News</h2>{ITEM}", around=Surroundings(date="2014-05-02T10:00:00Z")).date == "2014-05-02"


def test_other_newsletters_are_not_taken():
    """A page of the same mailer, or one that mentions an issue, is not taken for one."""
    for title in ("Boats Weekly (Issue #7): Fog", "What I liked in Pycoder's Weekly", "Python Weekly - Issue 7"):
        assert not FORMATS["pycoders-html"].detect(Source("7.html", PAGE.format(title=title, body=ITEM).encode()))
