"""The search libraries that the reader is measured beside, each in a worker of its own page; `site.py` makes the pages."""

from __future__ import annotations

import json
from dataclasses import dataclass

from setup.step import NODE_MODULES


@dataclass(frozen=True, slots=True)
class Peer:
    """A library, and what of the work is its own: what is not, a user writes himself, as `engines/showing.js` does.

    `ways` is how it comes by its index: `build` it from the documents on the page, or `load` one that was built ahead.
    `prefixes`, `snippets`, `total`, `facets` and `typos` say for people what it does itself; `typos` is "" where it forgives
    none. `alone` says that an index that is loaded needs no documents beside it.
    """

    name: str
    title: str
    package: str
    ways: tuple[str, ...]
    prefixes: str
    snippets: str
    total: str
    facets: str
    typos: str = ""
    alone: bool = False

    @property
    def version(self) -> str:
        """The version that is installed."""
        return str(json.loads((NODE_MODULES / self.package / "package.json").read_text("utf-8"))["version"])

    @property
    def pages(self) -> tuple[str, ...]:
        """What its pages are called in the figures."""
        return tuple(f"{self.name} {way}" for way in self.ways)

    def folder(self, way: str) -> str:
        """The folder of a page, one for each way, so that neither finds the other's files in the browser's cache."""
        return f"{self.name}-{way}"


_BOTH = ("build", "load")
_BY_HAND = "by hand"
PEERS = (
    Peer("minisearch", "MiniSearch", "minisearch", _BOTH, "last word", _BY_HAND, "itself", _BY_HAND, "fuzzy: 0.2", True),
    Peer(
        "flexsearch", "FlexSearch", "flexsearch", _BOTH, "every word; all words within one field", _BY_HAND,
        "only when asked for all results", _BY_HAND, "tokenize: tolerant, suggest, once nothing is found",
    ),
    Peer("orama", "Orama", "@orama/orama", _BOTH, "every word", _BY_HAND, "itself", "itself", "tolerance: 1", True),
    Peer("lunr", "lunr", "lunr", _BOTH, "last word", _BY_HAND, "itself", _BY_HAND, "editDistance: 1, once nothing is found"),
    Peer(
        "fuse", "Fuse.js", "fuse.js", _BOTH, "every word, also within words", _BY_HAND,
        "only when asked for all results", _BY_HAND, "token search, all words",
    ),
    Peer("sqlite", "sql.js, FTS5", "sql.js-fts5", _BOTH, "last word", "itself", "itself", "itself (GROUP BY)", alone=True),
    Peer(
        "pagefind", "Pagefind", "pagefind", ("load",), "last word", "itself",
        "of issues, not of items", "publication and year, of issues", alone=True,
    ),
)  # fmt: skip
BY_NAME = {peer.name: peer for peer in PEERS}
