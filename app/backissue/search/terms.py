"""What a word or a phrase of a query looks for: tokens in a row, and signs that must stand there as typed."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from backissue.query import Node, Phrase, Word
from backissue.text.tokens import fold_letters, stands_alone, tokens

# Marks that belong to the sentence around a word and not to the word.
_BEFORE, _AFTER = "'\"‘“¿¡<[{", ".,;:!?'\"’”…>]}"
_SHORT = 4


class Forms(Protocol):
    """What knows the words of some items, such as the store of their index."""

    def forms(self, word: str) -> tuple[str, ...]:
        """Returns the words, others than `word`, that have the same English stem."""
        ...


@dataclass(frozen=True, slots=True)
class Term:
    """`tokens` in a row, in `field` or anywhere; the last one may be a beginning (`open`).

    `inflected`: other words of the index with the same stem will do as well. `literals` must stand in the text as typed,
    one after the other; a term without tokens consists of them alone.
    """

    tokens: tuple[str, ...]
    field: str = ""
    open: bool = False
    inflected: bool = False
    literals: tuple[str, ...] = ()

    def expression(self, store: Forms) -> str:
        """Returns the FTS5 expression for all that the term stands for."""
        phrase = f'"{" ".join(self.tokens)}"' + " *" * self.open
        others = [f'"{word}"' for word in self.variants(store)]
        return self._within(" OR ".join([phrase, *others]) if others else phrase)

    def _within(self, expression: str) -> str:
        return f"{{{self.field}}} : ({expression})" if self.field else f"({expression})"

    def variants(self, store: Forms) -> tuple[str, ...]:
        """Returns the words of the index, others than the one typed, that have the same English stem."""
        word = self.tokens[0] if self.inflected else ""
        # a short beginning already stands for all that its stem could add
        if not word or (self.open and len(word) < _SHORT):
            return ()
        return tuple(other for other in store.forms(word) if not (self.open and other.startswith(word)))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yields where the literals stand in `text`, its letters folded: not within a longer word."""
        for match in _pattern(self.literals).finditer(text):
            start, end = match.span(1)
            if _is_inside_word(text, start):
                continue
            if not self.open and _is_inside_word(text, end):
                continue
            while _is_inside_word(text, end):
                end += 1
            yield start, end

    def stands_in(self, text: str) -> bool:
        """Says whether the literals stand somewhere in `text`, its letters folded."""
        return any(True for _ in self.places(text))


@functools.lru_cache(maxsize=64)
def _pattern(literals: tuple[str, ...]) -> re.Pattern[str]:
    """What finds `literals` in a row, at every place; no part of it can match in two ways, so it never runs long."""
    found = re.escape(literals[0])
    for before, piece in itertools.pairwise(literals):
        if not piece[0].isalnum():
            between = r"\s*+"
        else:
            between = r"[\W_]++" if _is_of_word(before[-1]) and _is_of_word(piece[0]) else r"[\W_]*+"
        found += between + re.escape(piece)
    return re.compile(f"(?=({found}))")


def _is_of_word(char: str) -> bool:
    """Says whether `char` makes one word with letters beside it."""
    return char.isalnum() and not stands_alone(char)


def _is_inside_word(text: str, place: int) -> bool:
    """Says whether one word goes on from before `place` to behind it."""
    return 0 < place < len(text) and _is_of_word(text[place - 1]) and _is_of_word(text[place])


def term_of(leaf: Word | Phrase) -> Term:
    """Returns what `leaf` looks for."""
    if isinstance(leaf, Phrase):
        return Term(tuple(tokens(leaf.text)), leaf.field, literals=_literals(leaf.text.split()))
    found = tuple(tokens(leaf.text))
    literal = _literal(leaf.text)
    # what ends with a sign, or with a character that is a token of its own, is whole: nothing longer begins with it
    begun = leaf.text[-1:].isalnum() and not stands_alone(leaf.text[-1])
    return Term(
        found,
        leaf.field,
        open=begun and (leaf.prefix or leaf.typing),
        inflected=len(found) == 1 and not literal and not leaf.prefix and found[0].isascii() and found[0].isalpha(),
        literals=(literal,) if literal else (),
    )


def plain_term(node: Node) -> Term | None:
    """Returns what `node` looks for, if SQLite alone can find it."""
    if not isinstance(node, Word | Phrase) or "://" in node.text:
        return None
    term = term_of(node)
    return term if term.tokens and not term.literals else None


def _literals(words: list[str]) -> tuple[str, ...]:
    """Returns `words` as they must stand in the text, or nothing where their tokens say all of it."""
    literals = [_literal(word) for word in words]
    if not any(literals):
        return ()
    return tuple(
        piece for word, literal in zip(words, literals, strict=True) for piece in ([literal] if literal else tokens(word))
    )


def _literal(word: str) -> str:
    """Returns `word` as it must stand in the text, or "" where its tokens say all of it."""
    if not tokens(word):
        return fold_letters(word)
    trimmed = word.lstrip(_BEFORE).rstrip(_AFTER) or word
    if all(char.isalnum() or not (char.isascii() or unicodedata.category(char)[0] == "S") for char in trimmed):
        return ""
    return fold_letters(trimmed)
