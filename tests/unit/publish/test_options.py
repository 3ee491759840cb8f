"""What may be asked of a site, and what is refused before anything is written."""

import pytest

from backissue.errors import InvalidValue
from backissue.publish.options import Options


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("https://example.org", "https://example.org/"),
        (" HTTPS://Example.ORG/archive ", "https://example.org/archive/"),
        ("http://example.org:8080/a/b/", "http://example.org:8080/a/b/"),
        ("https://example.org/archive/index.html", "https://example.org/archive/"),
        ("https://example.org/über", "https://example.org/%C3%BCber/"),
        ("https://example.org/a%20b/", "https://example.org/a%20b/"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x/"),
    ],
)
def test_the_address_ends_in_a_slash(given: str, kept: str) -> None:
    """Whatever way the site's address is written, pages are named from its folder, in ASCII."""
    assert Options(base_url=given).base_url == kept


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("example.org/archive", "is no address of http or https"),
        ("//example.org/", "is no address of http or https"),
        ("ftp://example.org/", "is no address of http or https"),
        ("javascript:alert(1)", "is no address of http or https"),
        ("https:///archive", "is no address of http or https"),
        ("https://exa mple.org/", "is no address"),
        ("https://example.org:99999/", "is no address"),
        ("https://example..org/", "is no address"),
        ("https://jo:secret@example.org/", "holds more than host and path"),
        ("https://example.org/?q=x", "holds more than host and path"),
        ("https://example.org/#x", "holds more than host and path"),
        ("https://example.org/a/../b", "does not say plainly"),
        ("https://example.org/%2e%2e/b", "does not say plainly"),
    ],
)
def test_what_is_no_address_is_refused(given: str, words: str) -> None:
    """An address that no page could be named from is told with what was expected."""
    with pytest.raises(InvalidValue, match=words) as caught:
        Options(base_url=given)
    assert "such as https://example.org/archive/" in str(caught.value)


def test_a_theme_is_looked_at() -> None:
    """A theme that is no CSS is refused with the name of its file, whoever makes the options."""
    with pytest.raises(InvalidValue, match=r"^dark\.css:1: imports another sheet"):
        Options(theme=b"@import 'x';", theme_name="dark.css")


def test_a_title_is_one_line() -> None:
    """Spaces and line ends around and within a title do not reach the pages."""
    assert Options(title=" Quays \n & boats ").title == "Quays & boats"


def test_only_a_part_is_told_from_the_whole() -> None:
    """An archive is published as it lies there unless a part of it is asked for."""
    assert Options(base_url="https://example.org", title="x").whole
    assert not Options(links_only=True).whole
    assert not Options(publications=("quay",)).whole
