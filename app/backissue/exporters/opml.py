"""Exports OPML 2.0: the newsletters and planets themselves, to subscribe to. http://opml.org/spec2.opml"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from backissue.exporters.heading import title_of
from backissue.exporters.innocence import harmless_link
from backissue.exporters.xml import DECLARATION, element
from backissue.model import Archive, Publication

NAME = "opml"
MEDIA_TYPE = "text/x-opml"
SUFFIX = ".opml"
BINARY = False
ORDERED = True
SIGN = b"<!-- written by Backissue -->"
LOSES = "issues and items; it lists publications and their feeds"


def export(archive: Archive, order: Sequence[str] = ()) -> Iterator[bytes]:
    """Yields an outline for each publication; in the order of their first hits where there is an `order`."""
    publications = {publication.id: publication for publication in archive.publications}
    if order:
        of_item = {item.id: issue.publication for issue, _, item in archive.items()}
        found = dict.fromkeys(of_item[name] for name in order if name in of_item)
        publications = {name: publications[name] for name in found}
    head = element("title", title_of(archive))
    yield f'{DECLARATION}{SIGN.decode()}\n<opml version="2.0">\n<head>\n{head}</head>\n<body>\n'.encode()
    for publication in publications.values():
        yield _outline(publication).encode()
    yield b"</body>\n</opml>\n"


def _outline(publication: Publication) -> str:
    name = publication.title or publication.id
    feed_url, url = harmless_link(publication.feed_url), harmless_link(publication.url)
    told = {
        "text": name,
        "title": name,
        # only what can be subscribed to is a feed; else it is a place to go
        "type": "rss" if feed_url else "link",
        "xmlUrl": feed_url,
        "htmlUrl": url if feed_url else "",
        "url": "" if feed_url else url,
        "language": publication.language,
    }
    told["type"] = told["type"] if feed_url or url else ""
    return element("outline", "", **{key: value for key, value in told.items() if value})
