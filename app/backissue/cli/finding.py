"""Finds all items of an archive that a query means, for the commands that act on them: `export` and `remove`."""

from __future__ import annotations

import sys

from backissue.archive.shards import build
from backissue.cli.searching import deadline, indexed
from backissue.errors import NothingFound, UnusableQuery
from backissue.model import Archive
from backissue.search import Request, search

# Nobody waits for each key here, and a busy machine must not change what is exported.
DEADLINE_S = 60.0


def find(archive: Archive, query: str, strict: bool = False) -> tuple[str, ...]:
    """Returns the ids of all items that `query` finds, in the order of the hits; what of it was ignored is told.

    Raises:
        UnusableQuery: if it takes too long; where `strict`, also if a part of it was ignored.
        NothingFound: if it finds nothing.
    """
    manifest, files = build(archive)
    index = indexed(manifest, lambda part: files[part.path])
    with deadline(DEADLINE_S) as over:
        found = search(index, Request(text=query, limit=index.size)).found(over)
    if not found.complete:
        raise UnusableQuery(
            f"took longer than {DEADLINE_S:g} s", where=repr(query), expected="an answer by then", advice="make it simpler"
        )
    if strict and found.notes:
        raise UnusableQuery(
            " ".join(found.notes),
            where=repr(query),
            expected="a query that is understood as a whole",
            advice="mend it, then try again",
        )
    for note in found.notes:
        print(f"backissue: {note}", file=sys.stderr)
    if not found.ids:
        raise NothingFound("finds nothing", where=repr(query), expected="at least one item", advice="try it with `search` first")
    return found.ids
