"""Puts the hits of an archive in order that was searched part by part: the same order as if one index held all parts.

Of each part only what may be shown is kept, so that the part can be let go. For relevance that is, of each tier, the newest
rows up to whole blocks (`search.ranking`), with what BM25 needs of each: how long it is, and how much of each phrase
it holds. How rare a phrase is, and how long rows are, is known once every part was looked at; only then are they scored,
with the formula of SQLite's bm25, operation by operation, so that even equal scores stay equal.

Parts that hold no hit need not be looked at: how many rows and tokens they have, and in how many rows a word stands, the
manifest tells. It does not tell that of phrases, of beginnings, and of words in one field: of these only what was looked at
counts.
"""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from backissue.archive.stretches import Vocabulary
from backissue.index import Index, Rows
from backissue.index.store import COLUMNS, PULL, WEIGHTS
from backissue.query import Node
from backissue.search.answer import Hit
from backissue.search.explain import K1, B, columns, drained, occurrences, phrases
from backissue.search.prospect import Prospect
from backissue.search.ranking import AS_BEGUN, AS_TYPED, BLOCK, MOST_OLDER, OLDER, tiers

# The words of a phrase, the field that it is looked for in, and whether its last word is only begun.
Counted = tuple[str, str, bool]
_LEVELS = (AS_TYPED, AS_BEGUN, 0.0)
# SQLite gives no phrase less, however many rows hold it (fts5_aux.c).
_LEAST_RARITY = 1e-6


@dataclass(frozen=True, slots=True)
class Part:
    """What a search found in one part of an archive, whose first row is the `base` + 1st of the archive.

    `hits` makes the hits of some rows of `index`, whose numbers in the archive are so much higher.
    """

    index: Index
    base: int
    rows: Rows
    hits: Callable[[Iterable[int], int], list[Hit]]

    def moved(self, rows: Iterable[int]) -> list[Hit]:
        """Returns the hits of some rows, with the numbers that their rows have in the archive."""
        return self.hits(rows, self.base)


class ByDate:
    """The newest or the oldest hits; what has no date comes last in either order."""

    def __init__(self, count: int, oldest: bool) -> None:
        self._count, self._oldest = count, oldest
        self._dated: list[Hit] = []
        self._undated: list[Hit] = []

    def gather(self, part: Part) -> Iterator[None]:
        """Takes from `part` what may be shown."""
        yield from ()
        if not self._oldest:
            rows = part.rows.first(self._count)
            if len(self._dated) >= self._count:  # what comes behind all of them is not shown
                rows = [row for row in rows if row + part.base < self._dated[-1].row]
            if rows:
                self._dated = self._kept(self._dated + part.moved(rows))
            return
        dated = part.rows & Rows(bytes(map(bool, part.index.table.dates)))
        self._dated = self._kept(self._dated + part.moved(dated.last(self._count)))
        self._undated += part.moved((part.rows - dated).first(self._count - len(self._undated)))

    def _kept(self, hits: list[Hit]) -> list[Hit]:
        return sorted(hits, key=lambda hit: hit.row, reverse=self._oldest)[: self._count]

    def skip(self, items: int, prospect: Prospect) -> None:
        """Leaves a part out that holds no hit."""

    def best(self) -> list[Hit]:
        """Returns the best hits of the parts so far."""
        return (self._dated + self._undated)[: self._count]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A hit that is not scored yet: its length in tokens, and the weight of each phrase that it holds."""

    hit: Hit
    length: int
    weights: tuple[tuple[Counted, float], ...]


class ByRelevance:
    """The hits that fit best, of an archive of `size` - 1 rows."""

    def __init__(self, count: int, tree: Node | None, size: int) -> None:
        self._count, self._tree, self._size = count, tree, size
        self._room = -(-count // BLOCK) * BLOCK
        self._levels: dict[float, list[_Candidate]] = {bonus: [] for bonus in _LEVELS}
        self._left: list[Hit] = []
        self._rows = self._tokens = 0
        self._holders: Counter[Counted] = Counter()
        self._skipped: list[Vocabulary] = []

    def gather(self, part: Part) -> Iterator[None]:
        """Takes from `part`, the next in the archive's order, what may be shown and what tells how rare words are."""
        index, left = part.index, part.rows
        rows, tokens = index.store.averages()
        self._rows, self._tokens = self._rows + rows, self._tokens + tokens
        counted: set[Counted] = set()
        for tier in tiers(index, self._tree):
            counted.update(phrases(index, tier.terms))
            found = left & drained(index, tier.expression)
            yield
            level = self._levels[tier.bonus]
            wanted = found.first(self._room - len(level))
            level += self._candidates(part, phrases(index, tier.terms), wanted)
            left = left - found
            yield
        self._left += part.moved(left.first(self._count - len(self._left)))
        for phrase in counted:
            self._holders[phrase] += len(drained(index, _expression(phrase)))
            yield

    def skip(self, items: int, prospect: Prospect) -> None:
        """Leaves a part of so many items out that holds no hit; what is told of it counts."""
        stretch = prospect.stretch
        self._rows += items
        # a part may be less than its stretch, where that is held in part
        self._tokens += stretch.tokens * items // stretch.items if stretch.items else 0
        if prospect.vocabulary:
            self._skipped.append(prospect.vocabulary)

    @staticmethod
    def _candidates(part: Part, wanted: list[Counted], rows: list[int]) -> Iterator[_Candidate]:
        for row, hit in zip(rows, part.moved(rows), strict=True):
            texts = dict(zip(COLUMNS, columns(part.index, row), strict=True))
            weights = ((phrase, _weight(phrase, texts)) for phrase in wanted)
            length = sum(map(len, texts.values()))
            yield _Candidate(hit, length, tuple((phrase, weight) for phrase, weight in weights if weight))

    def best(self) -> list[Hit]:
        """Returns the best hits of the parts so far, scored as `search.ranking` does."""
        found: list[Hit] = []
        score = 0.0
        rarities: dict[Counted, float] = {}
        for bonus, candidates in self._levels.items():
            for place, start in enumerate(range(0, len(candidates), BLOCK)):
                if len(found) >= self._count:
                    return found
                block = [(self._score(each, rarities), each.hit) for each in candidates[start : start + BLOCK]]
                block.sort(key=lambda scored: (-scored[0], scored[1].row))
                added = bonus + OLDER * min(place, MOST_OLDER)
                added = min(added, score - block[0][0]) if found else added
                found += [dataclasses.replace(hit, score=each + added) for each, hit in block[: self._count - len(found)]]
                score = found[-1].score or 0.0
        lowest = min(0.0, score) if found else 0.0
        return found + [dataclasses.replace(hit, score=lowest) for hit in self._left[: self._count - len(found)]]

    def _score(self, candidate: _Candidate, rarities: dict[Counted, float]) -> float:
        average = self._tokens / self._rows
        points = 0.0
        for phrase, weight in candidate.weights:
            if phrase not in rarities:
                rarities[phrase] = self._rarity(phrase)
            length = 1 - B + B * candidate.length / average
            points += rarities[phrase] * (weight * (K1 + 1) / (weight + K1 * length))
        return points * (1 + PULL * (1 - (candidate.hit.row - 1) / self._size))

    def _rarity(self, phrase: Counted) -> float:
        words, field, begun = phrase
        holders = self._holders[phrase]
        if not field and not begun and " " not in words:
            holders += sum(vocabulary.count(words) for vocabulary in self._skipped)
        rarity = math.log((self._rows - holders + 0.5) / (holders + 0.5))
        return rarity if rarity > 0 else _LEAST_RARITY


def _expression(phrase: Counted) -> str:
    words, field, begun = phrase
    return (f"{{{field}}} : " if field else "") + f'("{words}"{" *" * begun})'


def _weight(phrase: Counted, texts: dict[str, list[str]]) -> float:
    words, field, begun = phrase
    pieces = words.split(" ")
    counts = ((name, weight, texts[name]) for name, weight in zip(COLUMNS, WEIGHTS, strict=True) if field in ("", name))
    return sum(weight * occurrences(pieces, text, begun) for _, weight, text in counts)
