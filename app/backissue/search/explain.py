"""Says how a hit came by its score, worked out again in Python from the texts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from backissue.index import Index, Rows
from backissue.index.store import COLUMNS, PULL, WEIGHTS
from backissue.query import parse
from backissue.search.answer import Request
from backissue.search.ranking import tiers
from backissue.search.terms import Term
from backissue.text.tokens import tokens

# The constants of SQLite's bm25 (https://www.sqlite.org/fts5.html, "The bm25() function").
K1, B = 1.2, 0.75


def explain(index: Index, request: Request, row: int) -> list[tuple[str, float]]:
    """Returns how the score of `row` for `request` comes about, as `(what, number)`: the points of each word, what their
    sum is multiplied with, and what is added; the last is the score of a hit that no 1,000 newer ones stand before.

    The list is empty where the order is not by relevance, or `row` holds none of the words.
    """
    for tier in tiers(index, parse(request.text, request.typing).tree):
        if row in drained(index, tier.expression):
            points, shares = bm25(index, tier.terms, row)
            newness = pull(index, row)
            return [*shares, ("newness", newness), ("as typed", tier.bonus), ("score", points * newness + tier.bonus)]
    return []


def bm25(index: Index, terms: Sequence[Term], row: int) -> tuple[float, list[tuple[str, float]]]:
    """Returns the BM25 of `row` before the pull, and the share of each phrase: `(phrase, points)`."""
    rows, total = index.store.averages()
    texts = dict(zip(COLUMNS, columns(index, row), strict=True))
    length = sum(map(len, texts.values()))
    shares = []
    for phrase, field, begun in phrases(index, terms):
        expression = (f"{{{field}}} : " if field else "") + f'("{phrase}"{" *" * begun})'
        holders = len(drained(index, expression))
        weight = sum(
            of_column * occurrences(phrase.split(" "), texts[column], begun)
            for column, of_column in zip(COLUMNS, WEIGHTS, strict=True)
            if field in ("", column)
        )
        rarity = max(math.log((rows - holders + 0.5) / (holders + 0.5)), 1e-6)
        points = rarity * weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / (total / rows)))
        shares.append((phrase + "*" * begun, points))
    return sum(points for _, points in shares), shares


def pull(index: Index, row: int) -> float:
    """Returns by how much the newness of `row` multiplies its score."""
    return 1 + PULL * (1 - (row - 1) / index.size)


def columns(index: Index, row: int) -> tuple[list[str], ...]:
    """Returns the tokens of `row`, column by column."""
    texts = (*index.texts_of(row), index.section_of(row), index.table.posts.get(row, ""))
    return tuple(map(tokens, texts))


def phrases(index: Index, terms: Sequence[Term]) -> list[tuple[str, str, bool]]:
    """Returns what FTS5 counts apart: each phrase of `terms` as `(words, field, whether the last one is only begun)`."""
    found = []
    for term in terms:
        found.append((" ".join(term.tokens), term.field, term.open))
        found += [(word, term.field, False) for word in term.variants(index.store)]
    return found


def drained(index: Index, expression: str) -> Rows:
    """Returns the rows that an FTS5 expression finds, at one go."""
    for step in index.store.matching(expression, index.size):
        if step is not None:
            return step
    return Rows.of(index.size)


def occurrences(phrase: list[str], words: list[str], begun: bool) -> int:
    """Returns how often `phrase` stands in `words`; where it is `begun`, its last word may go on."""
    *firsts, last = phrase
    if not firsts:
        return sum([word.startswith(last) for word in words]) if begun else words.count(last)
    count = 0
    for place in range(len(words) - len(phrase) + 1):
        end = words[place + len(firsts)]
        count += words[place : place + len(firsts)] == firsts and (end == last or (begun and end.startswith(last)))
    return count
