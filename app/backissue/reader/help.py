"""The help: how to search, and the keys."""

from __future__ import annotations

from dataclasses import dataclass

from backissue.query import FIELDS
from backissue.reader.addresses import Addresses
from backissue.reader.items import Link

_EXAMPLES = (
    ("wasm sandbox", "both words, in any order"),
    ('"memory safety"', "exactly these words in a row"),
    ("async*", "words that begin so"),
    ("rust -game", "without a word; NOT does the same"),
    ("wasm OR pyodide", "either of them"),
    ("(wasm OR pyodide) kind:video", "brackets group"),
    ("by:willison", "a filter; quotes for spaces: by:\"Simon Willison\""),
    ("kind:video,podcast", "a filter with several values"),
    ("date:2025..2026-03", "a range of dates, both ends included"),
    ("date:P3M", "the last three months of the archive"),
    ("/colou?r/", "a regular expression over title and summary"),
    ("wasm sort:newest", "newest, oldest, or relevance"),
)  # fmt: skip
_KEYS = (
    ("/", "search"),
    ("j", "next item"),
    ("k", "previous item"),
    ("Enter", "open the item in its issue"),
    ("o", "follow the item’s link"),
    ("Esc", "back"),
    ("?", "this help"),
)


@dataclass(frozen=True, slots=True)
class HelpView:
    """Examples to try, fields with what they mean, and keys."""

    examples: tuple[tuple[Link, str], ...]
    fields: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, str], ...]
    back: str


def view_help(addresses: Addresses) -> HelpView:
    """Returns the help, each example with the search that it is."""
    examples = tuple((Link(text, addresses.search(text + " ")), meaning) for text, meaning in _EXAMPLES)
    return HelpView(examples, tuple(FIELDS.items()), _KEYS, addresses.search())
