"""Known-item search: somebody remembers two or three words of a title. What is asked for, and how well a search finds it."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.queries import Text

SEED = "known items"
COUNT = 500
# How far down a list is looked.
DEPTH = 10
_WORD = re.compile(r"[a-z]{3,}")
# A shorter word is neither mistyped nor cut: what is left of it might be any other.
_LONG = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_TRIES = 100
# The ways of asking, in the order of the report.
KINDS = ("words", "typo", "prefix")


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item, and the questions that look for it: words of its title, one of them mistyped, the last one cut short."""

    item: str
    words: str
    typo: str
    prefix: str


def draw_known_items(texts: Mapping[str, Text], count: int = COUNT, seed: str = SEED) -> list[KnownItem]:
    """Returns so many known items, fewer where an archive has no more; the same for the same archive and seed.

    An item has a title that no other has, of three words or more of three ASCII letters or more. Asked for are two or three
    words, in their order in the title, drawn from its rarer half: of the words by the number of items that hold them, the
    first half, and never fewer than two.
    """
    chance = random.Random(seed)
    items = Counter(word for text in texts.values() for word in {*_words(text.title), *_words(text.summary)})
    titles = Counter(_folded(text.title) for text in texts.values())
    ids = sorted(name for name, text in texts.items() if titles[_folded(text.title)] == 1)
    chance.shuffle(ids)
    found = []
    for name in ids:
        if len(found) == count:
            break
        words = _rarer(_words(texts[name].title), items, chance)
        if words and (known := _asked(name, words, items, chance)):
            found.append(known)
    return found


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(text.lower())))


def _folded(title: str) -> str:
    return " ".join(title.lower().split())


def _rarer(words: Sequence[str], items: Mapping[str, int], chance: random.Random) -> list[str]:
    if len(words) < 3:
        return []
    rare = sorted(words, key=lambda word: (items[word], word))[: max(2, len(words) // 2)]
    chosen = chance.sample(rare, min(len(rare), chance.choice((2, 3))))
    return sorted(chosen, key=words.index)


def _asked(name: str, words: Sequence[str], known: Mapping[str, int], chance: random.Random) -> KnownItem | None:
    long = [place for place, word in enumerate(words) if len(word) >= _LONG]
    if not long or long[-1] != len(words) - 1:
        return None
    wrong = chance.choice(long)
    typo = mistype(words[wrong], known, chance)
    if not typo:
        return None
    cut = words[-1][: chance.randint(_LONG - 1, len(words[-1]) - 1)]
    return KnownItem(name, " ".join(words), " ".join([*words[:wrong], typo, *words[wrong + 1 :]]), " ".join([*words[:-1], cut]))


def mistype(word: str, known: Mapping[str, int], chance: random.Random) -> str:
    """Returns a word with one slip, each kind as likely: a letter left out, put in, another, or two next to each other swapped.

    What comes out is none of the `known` words, which would be another question and no slip; "" where nothing else is found.
    """
    for _ in range(_TRIES):
        place = chance.randrange(len(word))
        letter = chance.choice(_LETTERS)
        head, tail = word[:place], word[place:]
        wrong = chance.choice((head + tail[1:], head + letter + tail, head + letter + tail[1:], head + tail[1::-1] + tail[2:]))
        if wrong != word and wrong not in known:
            return wrong
    return ""


def place_of(item: str, found: Sequence[str]) -> int | None:
    """Returns the place of an item among the first that were found, counted from 1; None where it is not among them."""
    return found.index(item) + 1 if item in found[:DEPTH] else None


def scores(places: Iterable[int | None]) -> dict[str, float]:
    """Returns how often the item was within the first 1, 5 and 10, in percent, and the mean reciprocal rank.

    An item that is not among the first ten counts as not found: its reciprocal rank is 0.

    >>> scores([1, 4, None, 2])
    {'first': 25.0, 'first 5': 75.0, 'first 10': 75.0, 'mean reciprocal rank': 0.4375}
    """
    places = list(places)
    share = {
        "first" if depth == 1 else f"first {depth}": 100 * sum(1 for place in places if place and place <= depth) / len(places)
        for depth in (1, 5, DEPTH)
    }
    return share | {"mean reciprocal rank": sum(1 / place for place in places if place) / len(places)}
