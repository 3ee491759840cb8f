"""What a word or a phrase of a query looks for: tokens in a row, and signs that must stand there as typed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from backissue.index.store import Store
from backissue.query import Phrase, Word
from backissue.text.stems import shared_start, stem
from backissue.text.tokens import fold_letters, stands_alone, tokens

# Marks that belong to the sentence around a word and not to the word.
_BEFORE, _AFTER = "'\"‘“¿¡<[{", ".,;:!?'\"’”…>]}"
_SHORT = 4
_LETTER, _NO_LETTER_BEFORE, _NO_LETTER_AFTER = re.compile(r"[^\W_]"), r"(?<![^\W_])", r"(?![^\W_])"


@dataclass(frozen=True, slots=True)
class Term:
    """`tokens` in a row, in `field` or anywhere; the last one may be a beginning (`open`).

    `inflected`: other words of the index with the same stem will do as well. `literals` must stand in the text as typed;
    a term without tokens consists of them alone.
    """

    tokens: tuple[str, ...]
    field: str = ""
    open: bool = False
    inflected: bool = False
    literals: tuple[str, ...] = ()

    def expression(self, store: Store) -> str:
        """Returns the FTS5 expression for all that the term stands for."""
        phrase = f'"{" ".join(self.tokens)}"' + " *" * self.open
        others = [f'"{word}"' for word in self.variants(store)]
        return self._within(" OR ".join([phrase, *others]) if others else phrase)

    def _within(self, expression: str) -> str:
        return f"{{{self.field}}} : ({expression})" if self.field else f"({expression})"

    def variants(self, store: Store) -> tuple[str, ...]:
        """Returns the words of the index, others than the one typed, that have the same English stem."""
        word = self.tokens[0] if self.inflected else ""
        # a short beginning already stands for all that its stem could add
        if not word or (self.open and len(word) < _SHORT):
            return ()
        return tuple(
            other
            for other, _ in store.words(shared_start(word))
            if other != word and not (self.open and other.startswith(word)) and stem(other) == stem(word)
        )

    def patterns(self) -> list[re.Pattern[str]]:
        """Returns what must be found in the text, its letters folded, for each of `literals`."""
        patterns = []
        for place, literal in enumerate(self.literals):
            before = _NO_LETTER_BEFORE if _LETTER.match(literal) else ""
            last = place == len(self.literals) - 1 and self.open
            after = "" if last or not _LETTER.match(literal[-1]) else _NO_LETTER_AFTER
            patterns.append(re.compile(before + re.escape(literal) + after))
        return patterns


def term_of(leaf: Word | Phrase) -> Term:
    """Returns what `leaf` looks for."""
    if isinstance(leaf, Phrase):
        literals = tuple(filter(None, map(_literal, leaf.text.split())))
        return Term(tuple(tokens(leaf.text)), leaf.field, literals=literals)
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


def _literal(word: str) -> str:
    """Returns `word` as it must stand in the text, or "" where its tokens say all of it."""
    trimmed = word.lstrip(_BEFORE).rstrip(_AFTER) or word
    if all(char.isalnum() or not (char.isascii() or unicodedata.category(char)[0] == "S") for char in trimmed):
        return "" if tokens(trimmed) else fold_letters(word)
    return fold_letters(trimmed)
