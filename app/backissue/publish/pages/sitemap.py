"""The lists of pages for search engines: https://www.sitemaps.org/protocol.html, https://www.rfc-editor.org/rfc/rfc9309"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from backissue.text.dates import day_of

MAP, ROBOTS = "sitemap.xml", "robots.txt"
# So many addresses are allowed in one file.
LARGEST = 50_000
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(base_url: str, addresses: Sequence[tuple[str, str]], largest: int = LARGEST) -> Iterator[tuple[str, bytes]]:
    """Yields the map of a site at `base_url`, and the file by which crawlers find it.

    `addresses` are absolute, each with the canonical date of what is there, or "". More than `largest` are spread over files
    that the map names.
    """
    yield ROBOTS, f"User-agent: *\nAllow: /\nSitemap: {base_url}{MAP}\n".encode()
    if len(addresses) <= largest:
        yield MAP, _urls(addresses)
        return
    parts = [addresses[start : start + largest] for start in range(0, len(addresses), largest)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield from zip(names, map(_urls, parts), strict=True)
    listed = "".join(f"<sitemap><loc>{escape(base_url + name)}</loc></sitemap>\n" for name in names)
    yield MAP, f'{_DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n{listed}</sitemapindex>\n'.encode()


def _urls(addresses: Sequence[tuple[str, str]]) -> bytes:
    lines = (
        f"<url><loc>{escape(address)}</loc>{f'<lastmod>{day_of(date)}</lastmod>' if date else ''}</url>\n"
        for address, date in addresses
    )
    return f'{_DECLARATION}<urlset xmlns="{_NAMESPACE}">\n{"".join(lines)}</urlset>\n'.encode()
