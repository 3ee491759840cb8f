"""Mails: what is a newsletter comes in like its page, what is private stays out, whatever shape it is in."""

import pathlib
import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from backissue import importers
from backissue.archive.merge import add
from backissue.errors import BackissueError, NoNewsletter, UnknownFormat
from backissue.importers import Imported, Source
from backissue.importers.mail import detect
from backissue.model import Archive, Issue, Item, Publication, Section
from tests.examples import examples

SAMPLES = pathlib.Path(__file__).parents[2] / "samples"
LETTER = "From: Ann <ann@example.org>\nTo: jo@example.org\nSubject: {}\nDate: Fri, 2 Jan 2026 10:00:00 +0100\n{}\n{}\n"
SECRET = "The gate opens at 4711."


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def mail(subject: str, headers: str = "", text: str = SECRET) -> Source:
    return Source("a.eml", LETTER.format(subject, headers, text).encode())


def archive_of(*data: bytes) -> Archive:
    archive = Archive()
    for each in data:
        imported = importers.read(Source("a", each))
        archive = add(archive, imported.publications, imported.issues)
    return archive


class Essay:
    """Takes any text that no other importer knows, as the general importers do."""

    NAME = "essay"

    def detect(self, source):
        return "essay" in source.text

    def read(self, source, publication=None):
        self.source = source
        items = tuple(Item("", url, url=url) for url in re.findall(r"https?://\S+", source.text))
        named = Publication(publication or "essays", "Essays")
        return Imported((named,), (Issue("", named.id, sections=(Section("", items),)),))


@pytest.fixture
def essay(monkeypatch):
    general = Essay()
    monkeypatch.setattr(importers, "_GENERAL", (general,))
    monkeypatch.setattr(importers, "FORMATS", {**importers.FORMATS, general.NAME: general})
    return general


@pytest.mark.parametrize("name", ["python-weekly.eml", "python-weekly-html.eml"])
def test_python_weekly_from_mail_and_from_the_web(name):
    """The mail of an issue adds nothing to its page, even where its links only count who presses them."""
    page = re.sub(rb"<h6><a[^>]*>sinker.*?</h6>\n.*?\n", b"", sample("python-weekly-beehiiv/issue-20.html"))
    archive = archive_of(page)
    assert archive_of(page, sample(f"mail/{name}")) == archive
    assert [(each.title, each.url) for _, _, each in archive_of(sample(f"mail/{name}"), page).items()] == [
        (each.title, each.url) for _, _, each in archive.items()
    ]


def test_pycoders_from_mail_and_from_the_web():
    """The mail of an issue, with links of its own, adds nothing to its page, nor the page to the mail."""
    page, sent = sample("pycoders-html/issue-41.html"), sample("mail/pycoders.eml")
    assert archive_of(page, sent) == archive_of(page)
    assert archive_of(sent, page) == archive_of(sent) == archive_of(page)


@pytest.mark.parametrize(
    ("subject", "headers", "why"),
    [
        ("The gate", "", "no mail to a list of readers"),
        ("Re: Python Weekly - Issue 8", "", "an answer"),
        ("AW: Tides", "List-Id: <a.example.org>", "an answer"),
        ("Tides", "List-Id: <a.example.org>\nIn-Reply-To: <1@example.org>", "an answer"),
        ("Tides", "List-Id: <a.example.org>\nList-Post: <mailto:a@example.org>", "part of a discussion"),
        ("Quay digest, Vol 1 #2 - 5 msgs", "List-Id: <a.example.org>", "part of a discussion"),
        ("Away", "Auto-Submitted: auto-replied", "a notice"),
        ("[gate] lock", "List-Id: <a.example.org>\nX-GitHub-Reason: mention", "a notice"),
        ("Not delivered", "Content-Type: multipart/report; boundary=x", "a notice"),
        ("Your order has shipped", "List-Unsubscribe: <https://shop.example.org/bye>", "a notice"),
        ("Sail now", "List-Id: <a.example.org>\nX-Gmail-Labels: Spam,Unread", "the sent mails, the drafts or the spam"),
        ("Fwd: The gate", "", "what it forwards is no newsletter"),
        ("Tides", "List-Id: <a.example.org>\nContent-Type: image/png", "it has no text"),
    ],
)
def test_what_is_no_newsletter_is_left_out(essay, subject, headers, why):
    """Private mails, answers, notices, discussions and spam are refused with the reason, and never with their words."""
    source = mail(subject, headers + "\n" if headers else "", f"essay {SECRET} https://example.org/1")
    with pytest.raises(NoNewsletter, match=rf"^a\.eml: is no newsletter: .*{why}") as refused:
        importers.read(source)
    assert "4711" not in str(refused.value) and (subject not in str(refused.value))
    assert not hasattr(essay, "source")


@pytest.mark.parametrize(
    "subject", ["Why order matters", "R: news", "Delivery of ropes", "Invitation to sail", "Reminder of summer"]
)
def test_subjects_that_only_sound_like_notices(essay, subject):
    """A newsletter may be about orders and invitations; a label that begins with Sent is no sent mail."""
    assert importers.read(mail(subject, "List-Id: <a.example.org>\nX-Gmail-Labels: Sent to Kindle\n", "essay")).issues


@pytest.mark.parametrize(
    "headers",
    [
        "List-Id: Harbour <a.example.org>\n",
        "List-Unsubscribe: <https://example.org/bye>\n",
        "Precedence: bulk\n",
        "List-Id: <a.example.org>\nList-Post: NO\n",
        "List-Id: <a.example.org>\nList-Post: <https://a.example.org/p/tides>\n",
    ],
)
def test_a_mail_to_readers_is_a_newsletter(essay, headers):
    """A list's headers, or those of a mailing, make a mail a newsletter, whoever sent it."""
    assert importers.read(mail("Tides", headers, "An essay: https://example.org/1")).issues[0].title == "Tides"


LINKS = "\n".join(f"https://site-{place}.example/{place}" for place in range(9))


@pytest.mark.parametrize(("subject", "links"), [("Boats of the week", 9), ("Fwd: Boats of the week", 5)])
def test_a_newsletter_is_known_by_its_shape(essay, subject, links):
    """Many links and a way to unsubscribe tell a newsletter that lost its headers, or was forwarded; either alone does not."""
    text = "essay\n" + "\n".join(LINKS.split("\n")[:links])
    assert importers.read(mail(subject, "", text + "\nUnsubscribe")).issues
    for other in (text, "essay Unsubscribe https://example.org/1 https://example.org/2 https://example.org/3"):
        with pytest.raises(NoNewsletter):
            importers.read(mail(subject, "", other))


def test_a_private_mail_that_speaks_of_a_newsletter(essay):
    """Somebody who writes about an issue, with its words and without its links, has written a private mail."""
    text = "PyCoder's Weekly\nIssue #41 was good, https://example.org/1\nREAL PYTHON course\nPython Weekly (Issue 20)\nEvents\n"
    with pytest.raises(NoNewsletter):
        importers.read(mail("Did you see PyCoder's Weekly Issue #41?", "", text + "https://example.org/2 https://example.org/3"))


def test_a_newsletter_that_no_importer_knows():
    """A newsletter whose text is none of the known forms is refused as such, not as a private mail."""
    with pytest.raises(UnknownFormat, match=r"a\.eml: is a newsletter, but no importer knows its text") as refused:
        importers.read(mail("Tides", "List-Id: <a.example.org>\n", "Soon."))
    assert not isinstance(refused.value, NoNewsletter)


def test_the_text_learns_what_the_headers_say(essay):
    """Newsletter, number, title, date, address and author go with the text, and fill what it does not say."""
    headers = "List-Id: Harbour Weekly <harbour.example.org>\nArchived-At: <https://example.org/12>\n"
    imported = importers.read(mail("Harbour Weekly #12: The tide", headers, "An essay. https://example.org/1"))
    around = essay.source.around
    assert (around.newsletter, around.author, around.date) == ("Harbour Weekly", "Ann", "2026-01-02T09:00:00Z")
    issue = imported.issues[0]
    assert (issue.number, issue.title, issue.date, issue.url) == ("12", "The tide", "2026-01-02", "https://example.org/12")


def test_the_richer_text_is_taken(essay):
    """Where the links of the HTML only count, the plain text's are taken, and the other way round."""
    head = "From: a@example.org\nSubject: Tides\nList-Id: <a.example.org>\nContent-Type: multipart/alternative; boundary=x\n\n"
    real, counted = "https://example.org/1", "https://link.mail.beehiiv.com/ss/c/1"
    for text, html in ((real, counted), (counted, real), ("none", real)):
        body = f"--x\n\nessay {text}\n--x\nContent-Type: text/html\n\n<p>essay {html}\n--x--\n"
        issue = importers.read(Source("a", (head + body).encode())).issues[0]
        assert [item.url for item in issue.items()] == [real]
    body = f"--x\n\nessay {real} https://a.example/bye\n--x\nContent-Type: text/html\n\n<p>essay {real}\n--x--\n"
    assert len([*importers.read(Source("a", (head + body).encode())).issues[0].items()]) == 1


def test_a_page_that_a_browser_saved_as_a_mail():
    """A saved page in the form of a mail is read as the page."""
    page = sample("pycoders-html/issue-41.html")
    saved = (
        b"From: <Saved by a browser>\nSnapshot-Content-Location: https://pycoders.com/issues/41\nSubject: x\nMIME-Version: 1.0\n"
    )
    whole = saved + b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html; charset=utf-8\n\n" + page
    assert archive_of(whole + b"\n--x--\n") == archive_of(page)


def test_a_mail_is_of_a_day(essay):
    """An issue that a mail dates is of that day, as its page would say."""

    def dated(source, publication=None):
        sections = (Section("", (Item("", "a", url="https://a.example/"),)),)
        return Imported((Publication("a", "A"),), (Issue("", "a", date=source.around.date, sections=sections),))

    essay.read = dated
    assert importers.read(mail("Tides", "List-Id: <a.example.org>\n", "essay")).issues[0].date == "2026-01-02"


def test_a_letter_that_is_lost_is_told(essay):
    """Bytes that are nothing in their charset are replaced, and the report says so."""
    data = LETTER.format("Tides", "List-Id: <a.example.org>\nContent-Type: text/plain; charset=euc-jp\n", "essay").encode()
    imported = importers.read(Source("a.eml", data + b"\x81\x8d\xff https://example.org/1\n"))
    assert [doubt.where for doubt in imported.doubts] == ["a.eml"] and "charset" in imported.doubts[0].what


def test_a_publication_that_is_given_by_hand(essay):
    """The id that the command was given reaches the importer of the text."""
    assert importers.read(mail("Tides", "List-Id: <a.example.org>\n", "essay"), publication="quay").publications[0].id == "quay"


@pytest.mark.parametrize(
    "text",
    [
        b"Title: Tides\nDate: 2026-01-01\nAuthor: Ann\n\nText",
        b"From here: it is far\n\nDate: 7",
        b"# From: Ann\nSubject: x\n",
        b"From: Ann\nSubject: Harbour Weekly 12\nDate: 2 Jan 2026\n\nBoats",
        b"---\nfrom: ann\ndate: 7\n---\n",
        b"",
    ],
)
def test_what_is_no_mail(text):
    """Front matter, prose and nothing at all are not taken for a mail."""
    assert not detect(Source("a", text))


@pytest.mark.parametrize("start", [b"", b"\n", b"From ann@example.org Fri Jan  2 10:00:00 2026\n", b">From x\n", b"\xef\xbb\xbf"])
def test_mails_are_known_by_their_headers(start):
    """A mail is one also with the line of a mailbox above it, with line ends of another system, or in bytes of no encoding."""
    data = start + LETTER.format("Tides", "", "").encode() + b"\x81\x8d\x8f"
    assert detect(Source("a", data)) and detect(Source("a", data.replace(b"\n", b"\r\n")))


PIECES = [
    *(b"\n\n", b"\n", b"--b7\n", b"--b7--\n", b"Content-Type: multipart/mixed; boundary=b7\n\n"),
    *(b"Content-Type: message/rfc822\n\n", b"Content-Transfer-Encoding: base64\n", b"Content-Type: text/html; charset=hz\n"),
    *(b"=?utf-8?b?", b"?=", b"=\n", b"=C3", b"\xff\xfe", b"\x00", b"From x\n", b"charset*=utf-8''%ff", b"; format=flowed"),
    *(b"Subject: Fwd: x\n", b"---------- Forwarded message ---------\nFrom: x\nDate: 99 Foo\n", b"<b>From:</b> x<br>"),
    *(b"Date: Mon, 99 Foo 99999 99:99\n", b"List-Id: <<<>>\n", b"List-Post: <https://[::1>\n", b"View in browser: https://[::1"),
]
MAILS = [path.read_bytes() for path in sorted((SAMPLES / "mail").glob("*.eml"))]


@examples(100, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_mutated_mails(data):
    """A mail with pieces cut out and put in gives an issue, or an error that names the file; it is never an end."""
    mutated = bytearray(data.draw(st.sampled_from(MAILS)))
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, min(len(mutated), data.draw(st.sampled_from([900, 99_999])))))
        mutated[start : start + data.draw(st.integers(0, 200))] = data.draw(st.sampled_from(PIECES))
    source = Source("fuzz.eml", bytes(mutated))
    detect(source)
    try:
        imported = importers.read(source, format="mail")
    except BackissueError as error:
        assert "fuzz.eml" in str(error)
    else:
        add(Archive(), imported.publications, imported.issues)


def test_the_place_in_a_mailbox_is_no_number_of_an_issue():
    """A newsletter without numbers has none, whatever its mail's place in the mailbox or its file is called."""
    items = "".join(f"<p><a href='https://boat.example/{n}'>Boat number {n}</a></p><p>It floats.</p>" for n in "abcd")
    head = "From: Quay <quay@quay.example>\nList-Id: <quay.example>\nSubject: Boats of the week\n"
    head += "Date: Tue, 04 Mar 2025 08:00:00 +0000\n"
    data = f"{head}Content-Type: text/html; charset=utf-8\n\n<html><body>{items}</body></html>".encode()
    for name in ("Inbox#1", "mails/1204.emlx", "7.eml"):
        (issue,) = importers.read(Source(name, data)).issues
        assert (issue.number, issue.date) == ("", "2025-03-04"), name
