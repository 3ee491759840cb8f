"""Proposes words of the index for typed ones that it does not hold."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from backissue.index.store import Store
from backissue.query import And, Node, Not, Or, Query, Word
from backissue.search.answer import Suggestion
from backissue.search.terms import Term, term_of

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
# Two letters may be wrong in a word of this length; in a shorter one two changes make any word of any other.
_LONG = 6
_WORST = 3
# Nobody mistypes longer words; to try every letter of one as long as a query may be takes most of a second.
_LONGEST = 60


def suggestions(store: Store, query: Query) -> tuple[Suggestion, ...]:
    """Returns for the words of `query` that match nothing the likeliest words of the index, each with the whole query."""
    found = []
    for leaf, negated in query.leaves():
        if negated or not isinstance(leaf, Word):
            continue
        term = term_of(leaf)
        if len(term.tokens) != 1 or term.literals or _is_known(store, term):
            continue
        if word := nearest(store, term.tokens[0]):
            found.append((leaf.text, word))
    corrected = dataclasses.replace(query, tree=_corrected(query.tree, dict(found))) if query.tree else query
    return tuple(Suggestion(typed, word, str(corrected)) for typed, word in found)


def _corrected(node: Node, words: dict[str, str]) -> Node:
    if isinstance(node, Word):
        return dataclasses.replace(node, text=words.get(node.text, node.text))
    if isinstance(node, Not):
        return Not(_corrected(node.part, words))
    if isinstance(node, And | Or):
        return dataclasses.replace(node, parts=tuple(_corrected(part, words) for part in node.parts))
    return node


def _is_known(store: Store, term: Term) -> bool:
    return store.holds_word(term.tokens[0], term.open) or bool(term.variants(store))


def nearest(store: Store, token: str) -> str:
    """Returns the most frequent word of the index one change away from `token`, else two, or ""."""
    if not _WORST <= len(token) <= _LONGEST or not token.isascii():
        return ""
    known = store.holders(set(_changed(token)))
    if not known and len(token) >= _LONG:
        known = store.holders(_close(store.matching_words(token[0], _about_as_long(token)), token))
    return max(known, key=lambda word: (known[word], word), default="")


def _changed(token: str) -> Iterator[str]:
    """Every text one letter more, one less, one other, or two changed about."""
    for place in range(len(token) + 1):
        head, tail = token[:place], token[place:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def _about_as_long(token: str) -> re.Pattern[str]:
    """The words that begin as `token` does and have at most two letters more or less."""
    return re.compile(f"^{token[0]}[a-z0-9]{{{len(token) - 3},{len(token) + 1}}}$", re.MULTILINE)


def _close(words: Iterable[str], token: str) -> Iterator[str]:
    """Those of `words` that are two changes away: both, each with up to two letters taken out, have a text in common."""
    mine, letters = _without(token), set(token)
    for word in words:
        # two changes alter at most four letters, which is told sooner than whether they do
        if len(letters.symmetric_difference(word)) <= 4 and not mine.isdisjoint(_without(word)):
            yield word


def _without(token: str) -> set[str]:
    """`token` and what is left of it without any one or two of its letters."""
    once = {token[:place] + token[place + 1 :] for place in range(len(token))}
    return {token, *once, *(rest[:place] + rest[place + 1 :] for rest in once for place in range(len(rest)))}
