"""Redirects: their target where it stands in the link, and nothing invented where it does not."""

import base64
import json
import time
import zlib
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissue.text.links import clean_link, link_key
from backissue.text.redirects import is_tracked, target_of

TARGET = "https://example.org/ropes?kind=hemp&length=7"


def packed(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


IN_JSON = packed(json.dumps({"alg": "none"})) + "." + packed(json.dumps({"n": 1, "url": TARGET})) + ".s1gn"
MANDRILL = packed(json.dumps({"s": "x", "v": 1, "p": json.dumps({"u": 30, "v": 1, "url": TARGET})}))
MAILGUN = packed(zlib.compress(b"h=ab&i=7&l=" + quote(TARGET, safe="").encode() + b"&r=jo%40example.org"))


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.google.com/url?sa=t&q={quote(TARGET, safe='')}&usg=x",
        f"https://l.facebook.com/l.php?u={quote(TARGET, safe='')}&h=AT0",
        f"https://eur01.safelinks.protection.outlook.com/?url={quote(TARGET, safe='')}&data=05%7C01",
        f"https://link.zhihu.com/?target={quote(TARGET, safe='')}",
        f"https://click.convertkit-mail2.com/v8u9/w0x1/{packed(TARGET)}",
        f"https://clicks.harbour.example/abc/def/{packed(TARGET)}",
        f"https://substack.com/redirect/2/{packed(json.dumps({'e': TARGET, 'p': 1}))}.s1gn?",
        f"https://flight.beehiiv.net/v2/clicks/{IN_JSON}",
        f"https://mandrillapp.com/track/click/301/example.org?p={MANDRILL}",
        f"https://e.customeriomail.com/e/c/{packed(json.dumps({'email_id': 'x', 'href': TARGET}))}/5ig",
        f"https://x.us1.list-manage.com/track/click?u=1&id=2&url={quote(TARGET, safe='')}",
        f"https://t.sidekickopen08.com/s3t/c/5/f18d?te=W3&t={quote(TARGET, safe='')}&si=7",
        f"https://abc.r.us-east-1.awstrack.me/L0/{quote(TARGET, safe='')}/1/0100018d-aaaa-bbbb-cccc-000000000000-000000/x=1",
        f"https://tracking.harbour.example/CL0/{quote(TARGET, safe='')}/1/0100018d-aaaa-bbbb-cccc-000000000000-000000/x=1",
        f"https://email.harbour.example/c/{MAILGUN}",
        f"https://click.pstmrk.it/3s/{quote(TARGET.removeprefix('https://'), safe='')}/abc/def/ghi",
        f"https://urldefense.com/v3/__{TARGET}__;!!AbC!x$",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_ropes-3Fkind-3Dhemp-26length-3D7&d=x",
    ],
)
def test_a_target_that_stands_in_the_link(url):
    """What a mailer or a door hides in its link, plain, in base64, packed or within JSON, is the item's link."""
    assert clean_link(url) == TARGET


@pytest.mark.parametrize(
    "url",
    [
        "https://x.us1.list-manage.com/track/click?u=1&id=2",
        "https://substack.com/redirect/0a1b-2c3d?j=abc",
        "https://u12.ct.sendgrid.net/ls/click?upn=u001.AbCd",
        "https://link.mail.beehiiv.com/ss/c/u001.AbCd/44/x/h0/h001.x",
        "https://d2.hubspotlinks.com/Ctc/W0+113/c4x",
        "https://www.google.com/search?q=https%3A%2F%2Fexample.org%2F",
        "https://www.facebook.com/?u=https%3A%2F%2Fexample.org%2F",
        "https://example.org/login?url=https%3A%2F%2Fexample.org%2Fa",
        "https://www.google.com/url?q=javascript%3Aalert(1)",
        f"https://example.org/{packed('javascript:alert(1)')}",
        "https://email.harbour.example/c/eJ" + "x" * 40,
        "https://click.convertkit-mail2.com/a/b/aHR0c",
    ],
)
def test_a_link_that_does_not_say_where_it_leads_stays(url):
    """Nothing is guessed, nothing dangerous comes out of a redirect, and a site's own parameters are its own."""
    assert clean_link(url) == url


def test_a_redirect_in_a_redirect():
    """What a reader's mail program wrapped around a mailer's link is unwrapped too, and the target is cleaned."""
    inner = f"https://click.convertkit-mail.com/a/b/{packed(TARGET + '&utm_source=x')}"
    assert clean_link(f"https://nam01.safelinks.protection.outlook.com/?url={quote(inner, safe='')}&data=1") == TARGET


def test_a_chain_of_redirects_without_an_end():
    """A link wrapped more often than anybody does stays as it is, and cleaning it again changes nothing."""
    url = TARGET
    for _ in range(9):
        url = f"https://www.google.com/url?q={quote(url, safe='')}"
    assert clean_link(url) == clean_link(clean_link(url))


@pytest.mark.parametrize("piece", ["eyJ.", "aHR0cHM6.", "/L0/https:%2f%2fa/1/", "u=https%3a%2f%2f&", "/1/1"])
def test_links_of_a_megabyte(piece):
    """A link that was made to be slow is passed in a moment."""
    started = time.process_time()
    for site in ("rs6.net", "example.org", "urldefense.com/v3/__https:", "google.com/url?q="):
        clean_link(f"https://{site}/{piece * (1_000_000 // len(piece))}")
    assert time.process_time() - started < 10


@given(st.text(max_size=60), st.binary(max_size=80))
@example("\x1f \x08", b"")
def test_any_link_of_a_mailer(path, data):
    """Whatever stands in a mailer's link, it is read without an error, and cleaning twice changes nothing."""
    for url in (
        f"https://beehiiv.com/v2/clicks/{path}",
        f"https://email.x.org/c/eJ{packed(data)}",
        f"https://x.org/aHR0c{packed(data)}",
    ):
        assert clean_link(clean_link(url)) == clean_link(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://us1.campaign-archive.com/?e=abc&u=1&id=2", "https://us1.campaign-archive.com/?u=1&id=2"),
        ("https://x.us1.list-manage.com/track/click?u=1&id=2&e=3", "https://x.us1.list-manage.com/track/click?u=1&id=2"),
        (
            "https://boats.substack.com/p/tar?isFreemail=true&token=eyJhbGciOi.eyJ1c2VyIjo.c2ln",
            "https://boats.substack.com/p/tar",
        ),
        ("https://example.org/?e=3&token=7", "https://example.org/?e=3&token=7"),
    ],
)
def test_who_reads_goes(url, expected):
    """A mailer's number of the reader and a signed token do not go into an archive that others see."""
    assert clean_link(url) == expected


@pytest.mark.parametrize("site", ["pycoders.com", "javascriptweekly.com"])
@pytest.mark.parametrize("end", ["web", "feed", "rss", "a1b2c3"])
def test_numbered_links_are_the_same_from_page_mail_and_feed(site, end):
    """The link of a numbered item is the page's, whoever it was sent to; so page, mail and feed agree."""
    url = f"https://{site}/link/12345/{end}"
    assert clean_link(url) == f"https://{site}/link/12345/web"
    assert link_key(url) == f"{site}/link/12345"


@pytest.mark.parametrize(
    "url",
    [
        "https://x.us1.list-manage.com/track/click?u=1&id=2",
        "https://u1.ct.sendgrid.net/ls/click?upn=x",
        "https://links.harbour.example/ls/click?upn=u001.x",
        "https://substack.com/redirect/0a1b2c3d-2c3d-4e5f?j=x",
    ],
)
def test_a_link_that_only_counts_its_reader(url):
    """A mailer's link is known by its site, or by its form on a host that a newsletter rents."""
    assert is_tracked(url) and not target_of(urlsplit(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a",
        "https://harbour.beehiiv.com/p/tides",
        "https://buttondown.com/harbour/archive/12",
        "mailto:jo@rs6.net",
        "",
        "https://c/",
    ],
)
def test_a_link_of_a_site(url):
    """Other links are not taken for a mailer's."""
    assert not is_tracked(url)
