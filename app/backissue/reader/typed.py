"""Takes a filter out of a query that was typed."""

from __future__ import annotations

import dataclasses

from backissue.query import And, Filter, Node, parse
from backissue.query.tree import join_and
from backissue.text.tokens import fold


def without_filter(text: str, name: str, value: str) -> str:
    """Returns `text` without the filter `name` for `value`, or without its order where `name` is `sort`.

    >>> without_filter("wasm kind:video,podcast", "kind", "video"), without_filter("wasm sort:newest", "sort", "")
    ('wasm kind:podcast ', 'wasm ')
    """
    if f"{name}:" not in text.lower():
        return text
    query = parse(text)
    if name == "sort":
        shorter = dataclasses.replace(query, sort="")
    else:
        parts = query.tree.parts if isinstance(query.tree, And) else (query.tree,) if query.tree else ()
        kept = tuple(_less(part, name, value) for part in parts)
        if kept == parts:
            # the value may stand there under another name, such as a newsletter's title for its id
            kept = tuple(None if isinstance(part, Filter) and part.name == name else part for part in parts)
        shorter = dataclasses.replace(query, tree=join_and([part for part in kept if part is not None]))
    if shorter == query:
        return text
    return f"{shorter} " if str(shorter) else ""


def _less(part: Node, name: str, value: str) -> Node | None:
    if not isinstance(part, Filter) or part.name != name:
        return part
    chosen = f" {fold(value)} "
    kept = tuple(other for other in part.values if f" {fold(other.text)} " not in chosen)
    return dataclasses.replace(part, values=kept) if kept else None
