"""The questions that are measured: drawn from an archive by fixed rules, and kept in `queries.json` with their kinds."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

STATED = Path(__file__).with_name("queries.json")
SEED = "Backissue 2026"
_WORD = re.compile(r"[A-Za-z]{2,}")
# words with nothing but a space between them, and nothing but spaces around them
_RUN = re.compile(r"(?<!\S)[A-Za-z]{2,}(?: [A-Za-z]{2,})+(?!\S)")
_HAN = re.compile("[\u4e00-\u9fff]{1,8}")
# How many of each kind; forty, and the Chinese ones apart.
COUNTS = {
    "common": 4,
    "middling": 4,
    "rare": 3,
    "1 letter": 3,
    "2 letters": 3,
    "3 letters": 3,
    "4 letters": 3,
    "5 letters": 3,
    "two words": 6,
    "three words": 4,
    "phrase": 4,
    "Chinese": 6,
}
_TRIES = 1_000
ONE_LETTER = "1 letter"
CHINESE = "Chinese"


@dataclass(frozen=True, slots=True)
class Query:
    """A question and what it stands for."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """What an item says."""

    title: str
    summary: str


def draw(texts: Iterable[Text], seed: str = SEED) -> list[Query]:
    """Returns the questions that the rules give for an archive: no two alike, the same for the same archive and seed.

    Words stand in so many items: common ones are among the sixty that stand in the most (three letters at least), middling
    ones in one item of 2,000 to one of 200, rare ones in two to nine. Beginnings are the first letters of longer words of
    titles, a word as often as it stands there. Two and three words stand side by side in a title, a phrase in a summary.
    Chinese ones are one to four characters in a row from a title.
    """
    drawn = _Draw(sorted(texts, key=lambda text: (text.title, text.summary)), random.Random(seed))
    asked = [(kind, drawn.one(kind)) for kind, count in COUNTS.items() for _ in range(count)]
    return [Query(kind, text) for kind, text in asked if text]


class _Draw:
    def __init__(self, texts: list[Text], chance: random.Random) -> None:
        self._chance = chance
        self._used: set[str] = set()
        self._titles = [run.lower().split() for text in texts for run in _RUN.findall(text.title)]
        self._summaries = [run.lower().split() for text in texts for run in _RUN.findall(text.summary)]
        self._han = [run for text in texts for run in _HAN.findall(text.title)]
        items = Counter(word for text in texts for word in {*_words(text.title), *_words(text.summary)})
        long = sorted((word for word in items if len(word) > 2), key=lambda word: (-items[word], word))
        self._long = [word for text in texts for word in _words(text.title) if len(word) > 5]
        self._of = {
            "common": long[:60],
            "middling": [word for word in long if len(texts) / 2_000 <= items[word] <= len(texts) / 200],
            "rare": [word for word in long if 2 <= items[word] <= 9],
        }

    def one(self, kind: str) -> str:
        """Returns a question of a kind that was not drawn before, or nothing where a small archive has none."""
        make = self._make(kind)
        for _ in range(_TRIES):
            try:
                text = make()
            except IndexError:  # there is nothing to choose from
                return ""
            if text not in self._used:
                self._used.add(text)
                return text
        return ""

    def _make(self, kind: str) -> Callable[[], str]:
        if kind in self._of:
            return lambda: self._chance.choice(self._of[kind])
        if kind == "two words":
            return lambda: " ".join(self._side_by_side(self._titles, 2))
        if kind == "three words":
            return lambda: " ".join(self._side_by_side(self._titles, 3))
        if kind == "phrase":
            return lambda: f'"{" ".join(self._side_by_side(self._summaries, 2))}"'
        if kind == CHINESE:
            return self._characters
        return lambda: self._chance.choice(self._long)[: int(kind[0])]

    def _side_by_side(self, runs: list[list[str]], count: int) -> list[str]:
        words = self._chance.choice([run for run in runs if len(run) >= count])
        start = self._chance.randrange(len(words) - count + 1)
        return words[start : start + count]

    def _characters(self) -> str:
        run = self._chance.choice(self._han)
        length = self._chance.randint(1, min(4, len(run)))
        start = self._chance.randrange(len(run) - length + 1)
        return run[start : start + length]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def read_stated() -> list[Query]:
    """Returns the questions of `queries.json`."""
    return [Query(**each) for each in json.loads(STATED.read_text("utf-8"))]


def written(queries: Iterable[Query]) -> str:
    """Returns the text of `queries.json`, one question a line."""
    lines = ",\n".join("  " + json.dumps(asdict(query), ensure_ascii=False) for query in queries)
    return f"[\n{lines}\n]\n"
