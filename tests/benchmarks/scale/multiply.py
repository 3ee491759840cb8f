"""Multiplies an archive so that its vocabulary grows as in real text.

Copy after copy of the archive's issues is added as further newsletters, dated some days off. A plain copy would bring no new
word, and a word list of its own none that is shared: real text lies between. Heaps' law says how many different words a
text of n words has, V(n) = K * n ** b (H. S. Heaps, Information Retrieval, 1978, 7.5); K and b are fitted on the archive's
own items in a seeded order. Each copy gives as many of the rarer words a new spelling as the law says that it must bring,
so the n-th copy brings fewer than the one before, all its other words are old ones, and each new word stands as
often as the one that it replaces. Letters change behind the third one, vowels for vowels: beginnings stay as frequent as
they are.
"""

from __future__ import annotations

import dataclasses
import datetime
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator

from backissue.model import Archive, Issue, Item, Publication, Section
from backissue.text.tokens import tokens
from tests.benchmarks.scale.growth import Growth, fit, vocabulary

SEED = "Backissue grows"
# The most frequent words, a tenth of all at most, are those of the language and stand in every newsletter.
_COMMON = 1_000
_KEPT_LETTERS = 3
_VOWELS, _OTHERS = "aeiou", "bcdfghjklmnpqrstvwxz"
_WORD = re.compile(r"[A-Za-z]{4,}")
# How far the dates of a copy are from those of the archive.
_MOST_DAYS = 180


def multiply(archive: Archive, items: int, seed: str = SEED) -> Archive:
    """Returns an archive of about `items` items, whole issues, made of those of `archive`; the same for the same seed.

    Fewer items than `archive` has are whole issues of it, drawn at random.
    """
    chance = random.Random(f"{seed} issues")
    source = sorted(archive.issues, key=lambda issue: issue.id)
    words = _Words(source, seed)
    issues: list[Issue] = []
    publications: list[Publication] = []
    left = items
    for copy in range(items // max(words.items, 1) + 1):
        drawn = chance.sample(source, len(source))
        publications += [_copied(publication, copy) for publication in archive.publications]
        respell = words.respelling(copy)
        days = chance.randrange(-_MOST_DAYS, _MOST_DAYS)
        for issue in drawn:
            if left <= 0:
                break
            issues.append(_changed(issue, copy, respell, days) if copy else issue)
            left -= sum(len(section.items) for section in issue.sections)
    used = {issue.publication for issue in issues}
    return Archive(archive.title, tuple(each for each in publications if each.id in used), tuple(issues))


def law_of(issues: list[Issue], seed: str = SEED) -> Growth:
    """Returns Heaps' law of the items of `issues`, taken in a seeded order."""
    texts = [tokens(f"{item.title} {item.summary}") for issue in issues for item in issue.items()]
    random.Random(f"{seed} law").shuffle(texts)
    return fit(vocabulary(texts))


class _Words:
    """What is known of the words of the archive, and which of them each copy spells anew."""

    def __init__(self, issues: list[Issue], seed: str) -> None:
        self.items = sum(1 for issue in issues for _ in issue.items())
        self._seed = seed
        self._law = law_of(issues, seed)
        count = Counter(word for issue in issues for item in issue.items() for word in tokens(f"{item.title} {item.summary}"))
        self._tokens = count.total()
        ordered = sorted(count, key=lambda word: (-count[word], word))
        self._known = set(ordered)
        self._rare = sorted(word for word in ordered[min(_COMMON, len(ordered) // 10) :] if _WORD.fullmatch(word))

    def respelling(self, copy: int) -> Callable[[str], str]:
        """Returns what writes a text with the words of `copy`; of the first, which is the archive itself, nothing changes."""
        chance = random.Random(f"{self._seed} copy {copy}")
        new = self._law.at(self._tokens * (copy + 1)) - self._law.at(self._tokens * copy) if copy else 0
        chosen = chance.sample(self._rare, min(round(new), len(self._rare)))
        spelling = {word: self._anew(word, chance) for word in chosen}

        def spelled(match: re.Match[str]) -> str:
            word = match[0]
            other = spelling.get(word.lower())
            return word if other is None else other.capitalize() if word[0].isupper() else other

        return lambda text: _WORD.sub(spelled, text)

    def _anew(self, word: str, chance: random.Random) -> str:
        letters = list(word)
        while (other := "".join(letters)) in self._known:
            place = chance.randrange(min(_KEPT_LETTERS, len(letters) - 1), len(letters))
            letters[place] = chance.choice(_VOWELS if letters[place] in _VOWELS else _OTHERS)
            if chance.random() < 0.1:  # short words have few spellings
                letters.append(chance.choice(_VOWELS))
        self._known.add(other)
        return other


def _copied(publication: Publication, copy: int) -> Publication:
    if not copy:
        return publication
    return dataclasses.replace(publication, id=f"{publication.id}-{copy + 1}", title=f"{publication.title} {copy + 1}")


def _changed(issue: Issue, copy: int, respell: Callable[[str], str], days: int) -> Issue:
    publication = f"{issue.publication}-{copy + 1}"
    name = f"{publication}/{issue.id.partition('/')[2]}"
    sections = tuple(
        Section(respell(section.title), tuple(_items(section, name, copy, respell, days))) for section in issue.sections
    )
    return dataclasses.replace(
        issue, id=name, publication=publication, date=_moved(issue.date, days), sections=sections, url="", intro=""
    )


def _items(section: Section, issue: str, copy: int, respell: Callable[[str], str], days: int) -> Iterator[Item]:
    for item in section.items:
        yield dataclasses.replace(
            item,
            id=f"{issue}/{item.id.rpartition('/')[2]}",
            title=respell(item.title),
            summary=respell(item.summary),
            url=f"{item.url.rstrip('/')}/{copy + 1}" if item.url else "",
            authors=tuple(map(respell, item.authors)),
            shared_by=respell(item.shared_by),
            date=_moved(item.date, days),
        )


def _moved(date: str, days: int) -> str:
    """A day so many days later; what is no day stays."""
    try:
        return (datetime.date.fromisoformat(date) + datetime.timedelta(days)).isoformat()
    except ValueError:
        return date
