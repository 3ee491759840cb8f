"""What may be asked of a site: its address, its name, its looks, and how much of the archive is in it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from backissue.errors import InvalidValue
from backissue.publish.theme import assert_theme

_PATH = "/:@!$&'()*+,;=-._~%"


@dataclass(frozen=True, slots=True)
class Options:
    """How an archive is published.

    `base_url` is the address that the site will have; it is kept as one that ends in `/`, or "" where it is not known. `theme`
    is CSS that comes after the page's own, read from `theme_name`. `publications` are the ids of those that are published,
    all where none is named. `links_only` leaves out every text that is not a title. `offline` lets browsers keep the site.

    Raises:
        InvalidValue: if the address is none, or the theme is no CSS or asks other hosts for something.
    """

    base_url: str = ""
    title: str = ""
    theme: bytes | None = None
    theme_name: str = "the theme"
    publications: tuple[str, ...] = ()
    links_only: bool = False
    offline: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", base_address(self.base_url) if self.base_url.strip() else "")
        object.__setattr__(self, "title", " ".join(self.title.split()))
        if self.theme is not None:
            assert_theme(self.theme, self.theme_name)

    @property
    def whole(self) -> bool:
        """Says whether all that the archive holds is published."""
        return not self.publications and not self.links_only


def base_address(url: str) -> str:
    """Returns the address of a site's folder in the form that other sites are to use: ASCII, and ending in `/`.

    Raises:
        InvalidValue: if it is not one of http or https that a browser could open.

    >>> base_address("https://Example.org/archive"), base_address("http://bücher.example:8080/index.html")
    ('https://example.org/archive/', 'http://xn--bcher-kva.example:8080/')
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise _no_address(url, "is no address") from None
    if parts.scheme not in ("http", "https") or not host or any(char.isspace() for char in url):
        raise _no_address(url, "is no address of http or https")
    if parts.query or parts.fragment or parts.username is not None:
        raise _no_address(url, "holds more than host and path")
    folder = parts.path.removesuffix("index.html").rstrip("/")
    if ".." in unquote(folder).split("/") or "\\" in folder:
        raise _no_address(url, "does not say plainly where the site is")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{quote(folder, safe=_PATH)}/"


def _no_address(url: str, problem: str) -> InvalidValue:
    return InvalidValue(
        f"{url[:80]!r} {problem}",
        where="the base URL",
        expected="where the site will be, such as https://example.org/archive/",
        advice="leave it out where that is not known",
    )
