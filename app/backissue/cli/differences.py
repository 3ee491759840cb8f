"""Tells in plain lines what differs between two archives: new, gone and changed things, field by field."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from backissue.archive.changes import Change, Changes, Difference
from backissue.cli.terminal import counted

# So much of a value is shown, beginning a little before the place where two of them part.
_SHOWN = 70
_BEFORE = 20


def lines(changes: Changes) -> Iterator[str]:
    """Yields a line for each thing that is new (`+`), gone (`-`) or changed (`~`), with a line below for each field.

    The items of an issue that is new or gone are only counted.
    """
    if changes.title[0] != changes.title[1]:
        yield f"~ title: {_parted(*changes.title)}"
    for each in changes.publications.removed:
        yield f"- publication {_name(each)}"
    for each in changes.publications.added:
        yield f"+ publication {_name(each)}"
    for each in changes.publications.changed:
        yield from _changed("publication", each)
    yield from _issues(changes)
    whole = {each.id for each in (*changes.issues.removed, *changes.issues.added)}
    for sign, found in (("-", changes.items.removed), ("+", changes.items.added)):
        yield from (f"{sign} item {_name(each)}" for each in found if _issue_of(each) not in whole)
    for each in changes.items.changed:
        yield from _changed("item", each)


def totals(changes: Changes) -> str:
    """Returns how much of each sort is new, gone, changed and the same, in one line."""
    return "; ".join(f"{name}: {_counts(getattr(changes, name))}" for name in ("publications", "issues", "items"))


def printable(text: str) -> str:
    r"""Returns `text` with an escape for each sign that would not be seen, or would act on a terminal.

    >>> printable("a\x1b[2J é")
    'a\\x1b[2J é'
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _counts(difference: Difference) -> str:
    named = ((len(getattr(difference, name)), name) for name in ("added", "removed", "changed"))
    return ", ".join([f"{count:,} {name}" for count, name in named] + [f"{difference.same:,} same"])


def _issues(changes: Changes) -> Iterator[str]:
    for sign, found, items in (
        ("-", changes.issues.removed, changes.items.removed),
        ("+", changes.issues.added, changes.items.added),
    ):
        held = Counter(_issue_of(item) for item in items)
        yield from (f"{sign} issue {_name(each)} ({counted(held[each.id], 'item')})" for each in found)
    for each in changes.issues.changed:
        if each.fields:
            yield from _changed("issue", each)


def _issue_of(item: Change) -> str:
    return item.id.rpartition("/")[0]


def _name(change: Change) -> str:
    return printable(f"{change.id} “{change.title}”" if change.title else change.id)


def _changed(sort: str, change: Change) -> Iterator[str]:
    yield f"~ {sort} {_name(change)}"
    for field, (before, after) in change.fields.items():
        if field == "order":
            yield "    order: the items stand in another order"
        else:
            yield f"    {field}: {_parted(before, after)}"


def _parted(before: Any, after: Any) -> str:
    """Both values, from a little before the place where they part."""
    old, new = _text(before), _text(after)
    pairs = enumerate(zip(old, new, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
    start = same - _BEFORE if max(len(old), len(new)) > _SHOWN and same > _BEFORE else 0
    return f"{_cut(old, start)} → {_cut(new, start)}"


def _text(value: Any) -> str:
    return "nothing" if value is None else printable(json.dumps(value, ensure_ascii=False))


def _cut(text: str, start: int) -> str:
    end = start + _SHOWN
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
