"""The page that a host shows where there is none. It is shown for any path, so that its links begin at the host's root."""

from __future__ import annotations

from urllib.parse import urlsplit

from backissue.publish.pages.frame import Page
from backissue.publish.pages.rendering import render_page

PATH = "404.html"


def not_found_page(base_url: str) -> Page:
    """Returns the page; a site whose `base_url` is not known is taken for the only one of its host."""
    root = urlsplit(base_url).path or "/"
    return Page(PATH, "Not found", render_page("not_found", root=root), root=root, listed=False)
