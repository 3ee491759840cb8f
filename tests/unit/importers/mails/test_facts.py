"""What a mail says of the newsletter in it: its name, number, title, address and author."""

import pytest

from backissue.importers.mails.facts import split_subject, surroundings
from backissue.importers.mails.headers import read_headers
from backissue.importers.source import Surroundings


def facts(headers: str, html: str = "", text: str = ""):
    return surroundings(read_headers(headers.encode()), html, text)


@pytest.mark.parametrize(
    ("subject", "number", "title"),
    [
        ("Harbour Weekly #12: The tide", "12", "The tide"),
        ("Harbour Weekly - Issue 12", "12", ""),
        ("Harbour Weekly, Issue No. 12 – The tide", "12", "The tide"),
        ("The tide | Harbour Weekly #012", "12", "The tide"),
        ("[Harbour Weekly] The tide", "", "The tide"),
        ("harbour weekly 12", "12", ""),
        ("Harbour Weekly 2026-01-08", "", ""),
        ("Harbour Weekly (Issue 12 January 8, 2026)", "12", ""),
        ("5 boats to buy", "", "5 boats to buy"),
        ("The tide (#12)", "12", "The tide"),
        ("港口周刊 第 12 期：潮汐", "12", "港口周刊 潮汐"),
        ("Vol. 3 of the tide", "3", "of the tide"),
        ("There is no 5 minute fix", "", "There is no 5 minute fix"),
        ("Harbour Weekly No 12", "12", ""),
        ("🐍 Harbour Weekly Issue #12", "12", ""),
        ("Harbour Weekly Retro", "", "Retro"),
        ("", "", ""),
    ],
)
def test_subjects(subject, number, title):
    """The number is taken where it is marked as one; the title is what is left without number, newsletter and date."""
    assert split_subject(subject, "Harbour Weekly") == (number, title)


def test_apostrophes_in_names():
    """A name is found in a subject whichever apostrophe is used."""
    assert split_subject("PyCoder's Weekly #41: Lanterns", "PyCoder’s Weekly") == ("41", "Lanterns")


@pytest.mark.parametrize(
    ("headers", "newsletter", "author"),
    [
        ("From: Harbour Weekly <a@harbour.example>", "Harbour Weekly", ""),
        ("From: Jo from Harbour Weekly <a@harbour.example>", "Harbour Weekly", "Jo"),
        ("From: Harbour Weekly via Mailer <a@harbour.example>", "Harbour Weekly", ""),
        ("From: Jo Holm <a@harbour.example>\nList-Id: Harbour Weekly <h.example>", "Harbour Weekly", "Jo Holm"),
        ("From: Harbour Weekly <a@b.example>\nList-ID: 7d17e1b3b1mc list <7d17e1b3b1.1.list-id.mcsv.net>", "Harbour Weekly", ""),
        ("From: Harbour Weekly <a@b.example>\nList-Id: <h.example>", "Harbour Weekly", ""),
        ("From: Jo Holm <jo@news.pythonweekly.com>\nList-Id: <x.example>", "Python Weekly", "Jo Holm"),
        ("From: Harbour Weekly <a@b.example>\nList-Id: Harbour Weekly subscribers <h.example>", "Harbour Weekly", ""),
        ("From: a@harbour.example", "harbour.example", ""),
        ("From: Bo Holm <bo@salt.example>\nSubject: Salt & Rope No. 31: Splices", "Salt & Rope", "Bo Holm"),
        ("From: Bo Holm <bo@salt.example>\nSubject: The best of ropes, #31", "Bo Holm", ""),
    ],
)
def test_newsletters_and_authors(headers, newsletter, author):
    """The newsletter is what its list is called, if that is a name, else its sender; who wrote it stands apart."""
    around = facts(headers)
    assert (around.newsletter, around.author) == (newsletter, author)


def test_a_page_that_a_browser_saved():
    """A page in the form of a mail has its own address; who saved it when is not told."""
    headers = "From: <Saved by a browser>\nSnapshot-Content-Location: https://harbour.example/12?utm_source=x\nSubject: Lamps\n"
    around = facts(headers + "Date: Thu, 8 Jan 2026 12:00:00 +0000\nContent-Type: multipart/related; boundary=x")
    assert around == Surroundings(url="https://harbour.example/12")


PAGE = "https://harbour.example/12"


@pytest.mark.parametrize(
    ("headers", "html", "text"),
    [
        (f"Archived-At: <{PAGE}?utm_source=x>", "", ""),
        (f"List-Post: <{PAGE}>", "", ""),
        ("X: y", f'<p>Harbour <a href="{PAGE}">View in your browser</a>', ""),
        ("X: y", f'<p>Trouble reading this? <a href="{PAGE}">Open it online</a></p>', ""),
        ("X: y", f'<p>View this email in your browser: <a href="{PAGE}">here</a></p>', ""),
        ("X: y", f'<a href="{PAGE}">Im Browser ansehen</a>', ""),
        ("X: y", "", f"View this email in your browser ({PAGE})\n\nBoats"),
        ("X: y", "", f"Boats\n\nView the post online:\n{PAGE}."),
    ],
)
def test_where_an_issue_can_be_read(headers, html, text):
    """The address on the web is what a header or the link to view the mail in a browser says."""
    assert facts(headers, html, text).url == PAGE


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://u1.ct.sendgrid.net/ls/click?upn=x">View online</a>',
        f'<a href="{PAGE}">How boats are seen in browsers</a>',
        "",
    ],
)
def test_links_that_are_not_the_issue(html):
    """A link that only counts its reader, or that merely speaks of browsers, is no address of the issue."""
    assert facts("X: y", html).url == ""
