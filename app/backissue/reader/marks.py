"""Marks the words that were searched for, in text and in the HTML of a full post."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Given a field's name and its text: the places, as `(start, end)`, at which the search found what it looked for.
Finder = Callable[[str, str], Sequence[tuple[int, int]]]

_TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is marked as a whole, or not at all."""

    text: str
    marked: bool = False


def find_nothing(field: str, text: str) -> Sequence[tuple[int, int]]:
    """Finds nothing: for what is shown without a search."""
    return ()


def pieces(text: str, places: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cuts `text` at `places`, which may touch or overlap; places outside of it are left out.

    >>> [piece.text for piece in pieces("Tide tables", [(0, 4)])]
    ['Tide', ' tables']
    """
    out = []
    done = 0
    for first, last in sorted(places):
        start, end = max(first, done), min(last, len(text))
        if start >= end:
            continue
        if start > done:
            out.append(Piece(text[done:start]))
        out.append(Piece(text[start:end], True))
        done = end
    if done < len(text):
        out.append(Piece(text[done:]))
    return tuple(out)


def mark_html(sanitised: str, find: Finder) -> str:
    """Returns HTML of `text.html.sanitise` with what `find` finds inside `<mark>`.

    >>> mark_html("<p>High &amp; low tide</p>", lambda field, text: [(11, 15)] if "tide" in text else [])
    '<p>High &amp; low <mark>tide</mark></p>'
    """
    # sanitised HTML has every `<` and `>` of its text and its attributes escaped, so that tags are found as plainly as this
    parts = _TAG.split(sanitised)
    return "".join(part if place % 2 or not part.strip() else _marked(part, find) for place, part in enumerate(parts))


def _marked(escaped: str, find: Finder) -> str:
    text = html.unescape(escaped)
    places = find("content", text)
    if not places:
        return escaped
    shown = ((html.escape(piece.text, quote=False), piece.marked) for piece in pieces(text, places))
    return "".join(f"<mark>{part}</mark>" if marked else part for part, marked in shown)
