"""Cuts what was typed into the tokens of the query language; any text can be cut."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from backissue.query.fields import FIELDS
from backissue.query.tree import TEXT_FIELDS, Filter, Leaf, Pattern, Phrase, Value, Word

_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_NAME = re.compile(r"([A-Za-z]+):", re.ASCII)
# A pattern ends at a slash after which a word would end too, so that `/usr/bin` is a word and `/a b/` is not.
_PATTERN = re.compile(r'/((?:[^/\\\s]|\\.|/(?![\s()"]|$))(?:[^/\\]|\\.|/(?![\s()"]|$))*)/(?=[\s()"]|$)', re.DOTALL)
# `->` and its like are written in programs; nobody wants what has no `>`.
_ARROW = re.compile(r'-[<>=+|~-]+(?=[\s()"]|$)')
_WORD = re.compile(r'[^\s()"]+')
_VALUE = re.compile(r'"([^"]*)(?:"|$)|([^\s()",]+)')


@dataclass(frozen=True, slots=True)
class Mark:
    """A bracket or an operator: one of `(`, `)`, `-`, `NOT`, `AND`, `OR`, or `title:` and the like before a bracket."""

    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """A `sort:` with its value."""

    value: str


Token = Mark | Order | Leaf


def lex(text: str) -> Iterator[Token]:
    """Yields the tokens of `text` in order; a filter without a value is left out."""
    text = text.translate(_QUOTES).replace("\x00", " ")
    place = 0
    while place < len(text):
        char = text[place]
        if char.isspace():
            place += 1
        elif char in "()":
            yield Mark(char)
            place += 1
        elif char == '"':
            inside, place = _quoted(text, place)
            if inside:
                yield Phrase(inside)
        elif match := _PATTERN.match(text, place):
            yield Pattern(match[1])
            place = match.end()
        elif char == "-" and re.match(r"-[^\s\-)]", text[place : place + 2]) and not _ARROW.match(text, place):
            yield Mark("-")
            place += 1
        elif (match := _NAME.match(text, place)) and match[1].lower() in FIELDS:
            token, place = _named(match[1].lower(), text, match.end())
            if token:
                yield token
        else:
            match = _WORD.match(text, place)
            assert match  # every other character was dealt with above
            place = match.end()
            yield from _word(match[0])


def _quoted(text: str, place: int) -> tuple[str, int]:
    end = text.find('"', place + 1)
    end = len(text) if end < 0 else end
    return " ".join(text[place + 1 : end].split()), end + 1


def _word(text: str) -> Iterator[Token]:
    if text in ("NOT", "AND", "OR"):
        yield Mark(text)
    elif bare := _bare(text):
        yield bare


def _bare(text: str, field: str = "") -> Word | None:
    stripped = text.rstrip("*")
    # a mark alone, such as a dash between words, has nothing to look for
    if not stripped or (not field and len(stripped) == 1 and unicodedata.category(stripped)[0] == "P"):
        return None
    return Word(stripped, field, prefix=stripped != text)


def _named(name: str, text: str, place: int) -> tuple[Token | None, int]:
    """What follows `name:` at `place`, and the place after it."""
    if name in TEXT_FIELDS:
        if text[place : place + 1] == '"':
            inside, place = _quoted(text, place)
            return Phrase(inside, name) if inside else None, place
        if text[place : place + 1] == "(":
            return Mark(f"{name}:"), place
        match = _WORD.match(text, place)
        return (_bare(match[0], name), match.end()) if match else (None, place)
    values: list[Value] = []
    place += len(text[place:]) - len(text[place:].lstrip(","))
    while match := _VALUE.match(text, place):
        exact = match[1] is not None
        value = " ".join((match[1] if exact else match[2]).split())
        if value:
            values.append(Value(value, exact))
        place = match.end()
        while text[place : place + 1] == ",":
            place += 1
        if text[place - 1] != ",":
            break
    if name == "sort":
        return Order(values[-1].text.lower()) if values else None, place
    return Filter(name, tuple(values)) if values else None, place
