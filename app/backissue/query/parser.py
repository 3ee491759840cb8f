"""Parses what was typed into a tree. Anything can be parsed, and what could not be used is noted."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from backissue.query.lexer import Mark, Order, Token, lex
from backissue.query.tree import And, Node, Not, Or, Pattern, Phrase, Query, Word, join_and, join_or, negate

MAX_CHARS = 1_000
MAX_WORDS = 64
MAX_LEVELS = 32
_SORTS = ("newest", "oldest", "relevance")


def parse(text: str, typing: bool = False) -> Query:
    """Parses `text`; `str` of the result parses to the same tree.

    With `typing`, the last bare word is still being written unless a space follows it.

    >>> parse("a OR b -c").tree == parse("a OR (b NOT c)").tree
    True
    """
    notes: list[str] = []
    if len(text) > MAX_CHARS:
        notes.append(f"Only the first {MAX_CHARS:,} characters are used; {len(text) - MAX_CHARS:,} were left out.")
    tokens = list(_limited(lex(text[:MAX_CHARS]), notes))
    query = _Parser(tokens, notes).query()
    # written out, a tree has spaces and brackets that were not typed: it must stay within the limit to be read again
    while len(str(query)) > MAX_CHARS:
        tokens.pop()
        query = _Parser(tokens, notes[:1] or [f"Only the first {MAX_CHARS:,} characters are used."]).query()
    if typing and text and not text[-1].isspace() and query.tree:
        query = dataclasses.replace(query, tree=_typed(query.tree, text))
    return query


def _limited(tokens: Iterator[Token], notes: list[str]) -> Iterator[Token]:
    """Passes on at most 64 words, counting those of phrases and the values of filters."""
    left, dropped = MAX_WORDS, 0
    for token in tokens:
        if isinstance(token, Mark | Order):
            if left:
                yield token
            continue
        if isinstance(token, Phrase):
            words = token.text.split(" ")
            dropped += max(len(words) - left, 0)
            kept, left = words[:left], max(left - len(words), 0)
            if kept:
                yield Phrase(" ".join(kept), token.field)
            continue
        size = 1 if isinstance(token, Word | Pattern) else len(token.values)
        if size > left:
            dropped += size
            continue
        left -= size
        yield token
    if dropped:
        notes.append(f"Only {MAX_WORDS} words are used; {dropped:,} were left out.")


def _typed(node: Node, text: str) -> Node:
    """Marks the last word of the tree, if the text ends with it."""
    if isinstance(node, And | Or):
        return dataclasses.replace(node, parts=(*node.parts[:-1], _typed(node.parts[-1], text)))
    if isinstance(node, Word) and not node.prefix and text.endswith(node.text):
        return dataclasses.replace(node, typing=True)
    return node


class _Parser:
    """Descends once through the tokens: alternatives of sequences of units."""

    def __init__(self, tokens: list[Token], notes: list[str]) -> None:
        self._tokens = tokens
        self._place = 0
        self._level = 0
        self._sort = ""
        self._notes = list(notes)

    def query(self) -> Query:
        parts: list[Node] = []
        while self._place < len(self._tokens):
            if part := self._alternatives():
                parts.append(part)
            if self._at(")"):  # a bracket that nothing opened
                self._place += 1
        return Query(join_and(parts), self._sort, tuple(dict.fromkeys(self._notes)))

    def _at(self, *marks: str) -> bool:
        token = self._tokens[self._place] if self._place < len(self._tokens) else None
        return isinstance(token, Mark) and token.text in marks

    def _alternatives(self) -> Node | None:
        parts: list[Node] = []
        while True:
            if part := self._sequence():
                parts.append(part)
            if not self._at("OR"):
                return join_or(parts)
            self._place += 1

    def _sequence(self) -> Node | None:
        parts: list[Node] = []
        while self._place < len(self._tokens) and not self._at(")", "OR"):
            if part := self._unit():
                parts.append(part)
        return join_and(parts)

    def _unit(self) -> Node | None:
        negated = False
        while self._at("-", "NOT", "AND"):
            negated ^= not self._at("AND")
            self._place += 1
        if self._place == len(self._tokens) or self._at(")", "OR"):
            return None
        token = self._tokens[self._place]
        self._place += 1
        part: Node | None
        if isinstance(token, Order):
            self._order(token)
            return None
        part = self._group(token.text) if isinstance(token, Mark) else token
        return negate(part) if negated and part else part

    def _group(self, mark: str) -> Node | None:
        """What stands in brackets, of which the opening one, or the field before it, was just taken."""
        if mark != "(":
            self._place += 1
        if self._level == MAX_LEVELS - 1:
            self._notes.append(f"Only {MAX_LEVELS} levels of brackets are used; the inner ones were left out.")
            self._skip_group()
            return None
        self._level += 1
        part = self._alternatives()
        self._level -= 1
        if self._at(")"):
            self._place += 1
        return _within(part, mark.removesuffix(":")) if part and mark != "(" else part

    def _skip_group(self) -> None:
        depth = 1
        while self._place < len(self._tokens) and depth:
            depth += 1 if self._at("(") else -1 if self._at(")") else 0
            self._place += 1

    def _order(self, token: Order) -> None:
        if token.value in _SORTS:
            self._sort = token.value
        else:
            self._notes.append(f"“sort:{token.value}” is not known; {', '.join(_SORTS)} are.")


def _within(node: Node, field: str) -> Node:
    """Returns `node` with its words looked for in `field`, but for those that name a field themselves."""
    if isinstance(node, Not):
        return Not(_within(node.part, field))
    if isinstance(node, And | Or):
        return dataclasses.replace(node, parts=tuple(_within(part, field) for part in node.parts))
    if isinstance(node, Word | Phrase) and not node.field:
        return dataclasses.replace(node, field=field)
    return node
