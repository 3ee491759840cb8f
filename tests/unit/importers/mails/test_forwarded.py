"""Forwarded newsletters: their own name, number and date, not those of who forwarded them."""

import pytest

from backissue.importers.mails.forwarded import is_forward, unwrap
from backissue.importers.source import Surroundings

OUTER = Surroundings(newsletter="Jo Holm", number="", title="Harbour Weekly #12", date="2026-02-01T10:00:00Z", author="Jo")
GMAIL = (
    "<div>Read this!</div><div>---------- Forwarded message ---------<br>From: <b>Harbour Weekly</b> &lt;a@b.example&gt;<br>"
    "Date: Thu, Jan 8, 2026 at 9:00 AM<br>Subject: Harbour Weekly #12: The tide<br>To: &lt;jo@b.example&gt;<br></div><p>Boats</p>"
)
APPLE = (
    "Read this!\n\nBegin forwarded message:\n\n> From: Harbour Weekly <a@b.example>\n> Subject: Harbour Weekly #12: The tide\n"
    "> Date: January 8, 2026 at 9:00:00 GMT\n> To: jo@b.example\n> \n> Boats\n> sail\n"
)
GERMAN = (
    "-----Ursprüngliche Nachricht-----\nVon: Harbour Weekly\nGesendet: 8 January 2026\nAn: Jo\n"
    "Betreff: Harbour Weekly #12: The tide\n\nBoats"
)


OUTLOOK = (
    "<p>Read this!</p><div style='border-top:solid'><p><b>From:</b> Harbour Weekly &lt;a@b.example&gt;<br><b>Sent:</b> Thursday, "
    "January 8, 2026 9:00 AM<br><b>To:</b> jo@b.example<br><b>Subject:</b> Harbour Weekly #12: The tide</p></div><p>Boats</p>"
)
BARE = (
    "Read this!\n\nFrom: Harbour Weekly <a@b.example>\nSent: 8 January 2026\nTo: Jo\n"
    "Subject: Harbour Weekly #12: The tide\n\nBoats"
)


@pytest.mark.parametrize(("html", "text"), [(GMAIL, ""), (OUTLOOK, ""), ("", APPLE), ("", GERMAN), ("", BARE)])
def test_what_was_forwarded(html, text):
    """The fields below the mark are those of the newsletter, and its text begins below them."""
    found = unwrap(OUTER, html, text)
    around = found.around
    assert (around.newsletter, around.number, around.title, around.date) == ("Harbour Weekly", "12", "The tide", "2026-01-08")
    body = found.html or found.text
    assert (
        "Boats" in body
        and "Read this" not in body
        and "Subject" not in body
        and ">" not in body.replace("<p>", "").replace("</p>", "").replace("</div>", "")
    )


def test_a_forward_without_a_mark():
    """What is forwarded without a word about itself has the subject's number and the date of the mail, and no name."""
    found = unwrap(OUTER, "<p>Boats</p>", "Boats")
    assert (found.html, found.text) == ("<p>Boats</p>", "Boats")
    assert (found.around.newsletter, found.around.number, found.around.date) == ("", "12", OUTER.date)


@pytest.mark.parametrize(
    ("subject", "forwards"),
    [("Fwd: a", True), ("FW: Fwd: a", True), ("WG: a", True), ("转发：a", True), ("Re: Fwd: a", False), ("I, too", False)],
)
def test_subjects_that_forward(subject, forwards):
    """A forward is known by the mark that mail programs put before the subject."""
    assert is_forward(subject) is forwards
