"""The pages of an archive that can be read without scripts, by people and by search engines."""

from __future__ import annotations

from collections.abc import Iterator

from backissue.model import Archive
from backissue.publish.options import Options
from backissue.publish.pages.feeds import feeds
from backissue.publish.pages.frame import Frame
from backissue.publish.pages.issue_pages import issue_pages
from backissue.publish.pages.names import PageNames
from backissue.publish.pages.not_found import not_found_page
from backissue.publish.pages.publication_pages import publication_pages
from backissue.publish.pages.reader_head import reader_head
from backissue.publish.pages.sitemap import sitemap
from backissue.reader.shelf import Shelf

__all__ = ["reader_head", "site_pages"]


def site_pages(archive: Archive, options: Options, styles: tuple[str, ...], icon: str = "") -> Iterator[tuple[str, bytes]]:
    """Yields the path and the bytes of each page, of each feed, and, where the base URL is known, of the map of the site.

    `archive` is what `options` take of one. `styles` are the paths of the style sheets in the site, the theme's last; `icon` is
    one, too, or a `data:` address. Pages are made one after the other, so that there is never more than one in memory.
    """
    names = PageNames(archive)
    shelf = Shelf(archive)
    frame = Frame(archive, options, names, styles, icon)
    addresses = [(frame.base_url, archive.issues[0].date if archive.issues else "")]
    for pages in (publication_pages(archive, shelf, frame), issue_pages(archive, shelf, frame)):
        for page in pages:
            addresses.append((frame.absolute(page.path), page.date))
            yield page.path, frame.filled(page)
    page = not_found_page(frame.base_url)
    yield page.path, frame.filled(page)
    yield from feeds(archive, names)
    if frame.base_url:
        yield from sitemap(frame.base_url, addresses)
