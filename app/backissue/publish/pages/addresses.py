"""Writes the links of a page that stands by itself: to other pages where there are any, and into the reader."""

from __future__ import annotations

from backissue.publish.pages.names import FOLDER, INDEX, PageNames, link_to
from backissue.reader.addresses import Addresses
from backissue.reader.issue_view import anchor_of
from backissue.reader.state import State


class PageAddresses(Addresses):
    """As the reader's own addresses, from the page of which `root` is the way to the site's folder.

    `search` without a query leads to the reader where it shows what this page does: the state `shown`.
    """

    def __init__(self, root: str, names: PageNames, shown: State) -> None:
        super().__init__(State())
        self._root = root
        self._names = names
        self._shown = shown

    def choosing(self, name: str, value: str) -> str:
        """Returns the address of the reader's search with this filter."""
        return self._reader(super().choosing(name, value))

    def issue(self, issue_id: str, item_id: str = "") -> str:
        """Returns the address of the page of an issue, at one of its items."""
        anchor = f"#{link_to(anchor_of(item_id))}" if item_id else ""
        return f"{self._root}{link_to(self._names.issue(issue_id))}{anchor}"

    def view(self, name: str, publication: str = "") -> str:
        """Returns the address of the page of a publication, of the list of them, or of another view of the reader."""
        if name != "publications":
            return self._reader(super().view(name))
        page = self._names.publication(publication) if publication else f"{FOLDER}/{INDEX}"
        return f"{self._root}{link_to(page)}"

    def search(self, query: str | None = None) -> str:
        """Returns the address of the reader, at what this page shows, or at another query."""
        if query is not None:
            return self._reader(super().search(query))
        fragment = self._shown.fragment()
        return self._reader(f"#{fragment}" if fragment else "")

    def _reader(self, fragment: str) -> str:
        return f"{self._root}{INDEX}{fragment}"
