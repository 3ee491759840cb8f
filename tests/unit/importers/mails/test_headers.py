"""Headers: decoded to what a person reads, whatever program wrote them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissue.importers.mails.headers import decode_header, read_headers, without_envelope


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("=?utf-8?B?w6lwaXM=?=", "épis"),
        ("=?utf-8?b?w6lwaXM?=", "épis"),
        ("=?UTF-8?Q?Caf=C3=A9_au_lait?= and tea", "Café au lait and tea"),
        ("=?utf-8?q?a_b?= =?utf-8?q?_c?=\r\n =?utf-8?q?d?=", "a b cd"),
        ("=?utf-8?b?5r0=?= =?utf-8?b?rg==?=", "潮"),
        ("=?utf-8*en?q?a?=", "a"),
        ("=?gb2312?b?s7HPq9bcv68=?=", "潮汐周刊"),
        ("=?nonsense?q?caf=E9?=", "café"),
        ("=?utf-8?x?abc?=", "=?utf-8?x?abc?="),
        ("=?utf-8?b?%%%?=", ""),
        ("two\r\n  lines", "two lines"),
    ],
)
def test_words_that_are_encoded(header, text):
    """Encoded words become what they say: joined, cut between letters, in a wrong charset, or left alone."""
    assert decode_header(header) == text


def test_raw_bytes_in_a_header():
    """A header in plain UTF-8, or in an old charset, is read, not shown as signs."""
    headers = read_headers("Subject: Båtar i Lund\nFrom: Jörg <j@example.org>\n\n".encode())
    assert headers.get("subject") == "Båtar i Lund" and headers.sender() == ("Jörg", "j@example.org")
    assert read_headers("Subject: Båtar\n".encode("cp1252")).get("Subject") == "Båtar"


def test_what_stands_around_a_mail():
    """The line of a mailbox, and what Apple's program writes around a mail, are no part of it."""
    mail = b"Subject: x\n\nBoats\n"
    for data in (mail, b"\n" + mail, b"From a@b.c Fri Jan  2 10:00:00 2026\n" + mail, b"%d   \n%b<?xml ?>" % (len(mail), mail)):
        assert without_envelope(data) == mail


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ('"Holm, Ann" <ann@example.org>', ("Holm, Ann", "ann@example.org")),
        ("ann@example.org (Ann)", ("Ann", "ann@example.org")),
        ("=?utf-8?q?J=C3=B6rg?= <j@example.org>", ("Jörg", "j@example.org")),
        ("(" * 900, ("", "")),
        ("", ("", "")),
    ],
)
def test_senders(value, sender):
    """Name and address are told apart, and what is neither is empty."""
    assert read_headers(f"From: {value}\n".encode()).sender() == sender


@pytest.mark.parametrize(
    ("headers", "instant"),
    [
        ("Date: Thu, 08 Jan 2026 23:30:00 -0500", "2026-01-09T04:30:00Z"),
        ("Date: 8 Jan 2026 12:00 GMT", "2026-01-08T12:00:00Z"),
        ("Date: Thu, 08 Jan 2026 12:00:00 -0000", "2026-01-08T12:00:00Z"),
        ("Date: yesterday\nReceived: from a by b;\n Thu, 08 Jan 2026 12:00:00 +0000", "2026-01-08T12:00:00Z"),
        ("Date: Thu, 01 Jan 1970 00:00:00 +0000", ""),
        ("Date: Thu, 08 Jan 9999 23:59:59 -9999", ""),
        ("Date: Thu, 45 Foo 2026 99:99:99", ""),
        ("X: y", ""),
    ],
)
def test_dates(headers, instant):
    """The date is when the mail was sent, in UTC; else when it arrived; a clock that was never set says nothing."""
    assert read_headers(headers.encode()).date() == instant


@given(st.binary(max_size=300) | st.text('=?utf-8bq_ \r\n\t;<>()"@,:é', max_size=200).map(lambda text: text.encode("utf-8")))
@example(b"=?" * 100 + b"?=" * 100)
def test_any_bytes_as_headers(data):
    """Whatever stands in a header, there is a text for it, on one line and fit to be stored."""
    headers = read_headers(b"From: " + data + b"\nSubject: " + data + b"\nDate: " + data)
    for text in (*headers.sender(), headers.get("Subject"), headers.date()):
        assert "\n" not in text
        text.encode("utf-8")
