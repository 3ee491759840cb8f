"""Small indexes for the tests of the search: a few items that one checks by eye, in one shard or in several."""

import dataclasses
from collections.abc import Callable

from backissue.archive import merge
from backissue.archive.manifest import Manifest
from backissue.archive.shards import build, read_content, read_shard
from backissue.index import Index
from backissue.model import Archive, Issue, Item, Publication, Section
from backissue.search import Answer, Request, search

HARBOUR = Publication("harbour-weekly", "Harbour Weekly", url="https://example.org", language="en")
TIDES = Publication("港湾周刊", "港湾周刊", language="zh")
RIVER = Publication("river-planet", "River Planet", kind="planet")
ALL = (HARBOUR, TIDES, RIVER)


def item(title: str = "", summary: str = "", **fields: object) -> Item:
    """An item; without a link it is known by its title."""
    return dataclasses.replace(Item("", title=title, summary=summary), **fields)  # type: ignore[arg-type]


def issue(
    number: str, *items: Item, date: str = "", publication: str = HARBOUR.id, section: str = "Tools", **fields: object
) -> Issue:
    """An issue with one section."""
    made = Issue("", publication, number, date=date, sections=(Section(section, items),))
    return dataclasses.replace(made, **fields)  # type: ignore[arg-type]


def parts_of(*issues: Issue, cut: bool = False) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest and the files of an archive of `issues`; with `cut`, each issue lies in a shard of its own."""
    from backissue.archive import shards

    before = shards.SHARD_BYTES
    shards.SHARD_BYTES = 1 if cut else before
    try:
        return build(merge.add(Archive(title="Harbour"), ALL, issues))
    finally:
        shards.SHARD_BYTES = before


def index_of(*issues: Issue, content_chars: int = 1_000_000) -> Index:
    """The whole index of an archive of `issues`, full posts included."""
    manifest, files = parts_of(*issues)
    index = Index(manifest, content_chars)
    for entry in manifest.shards:
        for _ in index.add_shard(entry, read_shard(entry, files[entry.path])):
            pass
    for entry in manifest.shards:
        if entry.content:
            for _ in index.add_content(entry.content.path, read_content(entry.content, files[entry.content.path])):
                pass
    return index


def of_titles(*titles: str, summary: str = "") -> Index:
    """An index of items that have a title each, in one issue, so the first title is the newest."""
    return index_of(issue("1", *(item(title, summary) for title in titles), date="2026-01-01"))


def ask(index: Index, text: str = "", **fields: object) -> Answer:
    """The whole answer to a query."""
    return search(index, Request(text, **fields)).advance()  # type: ignore[arg-type]


def found(index: Index, text: str = "", **fields: object) -> list[str]:
    """The titles of the hits of a query, in order."""
    return [hit.item.title for hit in ask(index, text, **fields).hits]


def fires_on(call: int) -> Callable[[], bool]:
    """A stop function that says yes from its `call`th call on."""
    calls = 0

    def stop() -> bool:
        nonlocal calls
        calls += 1
        return calls >= call

    return stop
