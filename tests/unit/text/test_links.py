"""Links: cleaned, compared, and never dangerous."""

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backissue.text.links import clean_link, link_key, site_of
from tests.examples import examples

ADDRESSES = st.text() | st.from_regex(
    r"(?i)[ \t]*(https?|mailto|javascript|data|vbscript|ftp)\s?:/{0,3}[^\s]{0,40}\s?", fullmatch=True
)


@given(ADDRESSES)
@example("https://A@A.org:443/")
@example("java\nscript:alert(1)")
@example("\x01javascript:alert(1)")
def test_a_cleaned_link_is_safe_and_stays(url: str) -> None:
    """A link is http, https or mailto, without a space in it, or there is none; cleaning it again changes nothing."""
    cleaned = clean_link(url)
    assert cleaned == "" or urlsplit(cleaned).scheme in ("http", "https", "mailto")
    assert len(cleaned.split()) <= 1
    assert clean_link(cleaned) == cleaned


@given(ADDRESSES)
def test_a_cleaned_link_leads_to_the_same_place(url: str) -> None:
    """Links are compared as if they had been cleaned, and a key is there only for a safe link."""
    assert link_key(url) == link_key(clean_link(url))
    assert bool(link_key(url)) == bool(clean_link(url))


PLACES = (
    "example.org",
    "www.golangweekly.com",
    "www.google.com",
    "click.pstmrk.it",
    "email.x.org",
    "substack.com",
    "urldefense.com",
)
PARTS = st.sampled_from(
    ("", "a", "A_b~1", "link", "7", "c", "3s", "url", "v3", "aHR0cHM6Ly9leGFtcGxlLm9yZw", "redirect", "eyJ1Ijoi")
)


@examples(40)
@given(st.sampled_from(PLACES), st.lists(PARTS, max_size=4).map("/".join))
@example("golangweekly.com", "link/7/a")
@example("click.pstmrk.it", "3s/example.org/a")
@example("x.org", "c/aHR0cHM6Ly9leGFtcGxlLm9yZw")
@example("substack.com", "redirect/2/eyJlIjogImh0dHBzOi8veC5vcmcvYSJ9.s")
@example("email.x.org", "c/eJzLsE1MUsuxzSgpKShWNXZUNXIDogq9_KJ0IJ0IAJL9CSo")
def test_a_plain_link_is_told_from_one_to_be_read(host: str, path: str) -> None:
    """A link that is nothing but host and path is what the long way, which an empty anchor takes, makes of it."""
    url = f"https://{host}/{path}"
    assert (clean_link(url), link_key(url)) == (clean_link(url + "#"), link_key(url + "#"))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        " java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/x",
        "/x",
        "x",
        "",
        "https://",
        "http:example.org",
        "https:\\example.org",
        "https://[::1",
        "https://a.b:x/",
        "mailto:x",
        "https://exa mple.org/",
        "ttps://example.org\n    ",
        "blob:https://example.org/x",
    ],
)
def test_other_schemes_and_no_links_are_refused(url: str) -> None:
    """What is no link of a known scheme with a host is none at all."""
    assert clean_link(url) == ""


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.ORG:443/A?b=1&utm_source=x&UTM_Medium=y#z", "https://example.org/A?b=1#z"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://example.org/a\n   b", "https://example.org/ab"),
        ("https://example.org/my file.pdf", "https://example.org/my%20file.pdf"),
        ("https://exam\u200bple.org/", "https://example.org/"),
        ("https://A@A.org/", "https://A@a.org/"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("mailto:jo@example.org?subject=x", "mailto:jo@example.org"),
        ("https://example.org/?utm_source=x", "https://example.org/"),
        ("https://example.org/?fbclid=1&q=a%20b&mc_cid=2", "https://example.org/?q=a%20b"),
        ("https://example.org/?refutm_source=1", "https://example.org/?refutm_source=1"),
    ],
)
def test_links_are_cleaned(url: str, expected: str) -> None:
    """Tracking, stray spaces, default ports and the case of hosts go; the rest of a link stays as it is."""
    assert clean_link(url) == expected


@pytest.mark.parametrize(
    "url",
    ["http://example.org/a", "https://www.example.org/a/", "https://EXAMPLE.org/a#top", "https://example.org/a?utm_campaign=z"],
)
def test_links_to_one_place_have_one_key(url: str) -> None:
    """Scheme, `www.`, a last slash, an anchor and tracking make no other place."""
    assert link_key(url) == "example.org/a"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/b",
        "https://example.org/A",
        "https://example.org/a?x=1",
        "https://example.org/a#/b",
        "https://example.com/a",
    ],
)
def test_links_to_other_places_have_other_keys(url: str) -> None:
    """Path, query, host and a fragment that is a path make another place."""
    assert link_key(url) != "example.org/a"


@pytest.mark.parametrize("end", ["web", "feed", "a1b2c3"])
def test_addresses_of_one_pycoders_link_are_one(end: str) -> None:
    """The page's, the feed's and the mail's address of a link share its number."""
    assert link_key(f"https://pycoders.com/link/12345/{end}") == "pycoders.com/link/12345"


@pytest.mark.parametrize(
    ("url", "site"),
    [("https://www.example.org:8000/a", "example.org"), ("https://u:p@git.example.org?x", "git.example.org"),
     ("https://[::1]:80/a", "[::1]"), ("mailto:a@example.org", ""), ("", "")],
)  # fmt: skip
def test_the_site_is_the_host(url: str, site: str) -> None:
    """`site:` compares hosts without `www.`, user and port."""
    assert site_of(url) == site
