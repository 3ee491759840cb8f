"""Tells of a large archive, stretch by stretch, what its shards hold: dates, publications, and every word.

A reader that cannot hold the whole archive searches the rest on demand, and fetches only the shards that can match. For
that, an exact list of the words serves as well as a filter that may err: of 46,820 items with 31,950 words the list has 97
KB packed, and a Bloom filter (10 bits a word, and a beginning of up to six letters) has 94 KB that cannot be packed. The
list also tells beginnings of any length, the other forms of a word, and, for 22 KB more, how rare each word is, so that
what is not looked into counts in the order of hits all the same.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from backissue.archive.canonical import decode, encode, sha256
from backissue.archive.manifest import Part, ShardEntry, Stretch
from backissue.errors import NotAnArchive
from backissue.model import Issue
from backissue.text.dates import sort_key
from backissue.text.html import plain_text
from backissue.text.stems import shared_start, stem
from backissue.text.tokens import tokens

# An archive of fewer bytes of shards is held whole by every reader, so nothing is told of it.
LARGE_BYTES = 64_000_000
# So much of an archive is fetched, indexed, searched and let go together: enough that fetching does not take longer than
# searching, and little enough that a few of them fit beside what is kept.
STRETCH_BYTES = 32_000_000


class Vocabulary:
    """All words of a stretch in order with a space between, in how many items each stands, and the ids of its issues."""

    def __init__(self, words: str, items: Iterable[int], issues: Iterable[str]) -> None:
        self.issues = frozenset(issues)
        # to look for a word in one text of a megabyte takes some ten microseconds, and needs no room for a table
        self._text = f" {words} "
        self._items = array("I", items)

    def holds(self, word: str) -> bool:
        """Says whether an item holds `word`, a token."""
        return f" {word} " in self._text

    def count(self, word: str) -> int:
        """Returns how many items hold `word`, a token."""
        place = self._text.find(f" {word} ")
        return self._items[self._text.count(" ", 0, place)] if place >= 0 else 0

    def holds_beginning(self, start: str) -> bool:
        """Says whether an item holds a word that begins with `start`."""
        return f" {start}" in self._text

    def forms(self, word: str) -> tuple[str, ...]:
        """Returns the words, others than `word`, that have the same English stem, as the index would."""
        root = stem(word)
        return tuple(other for other in self._beginning(shared_start(word)) if other != word and stem(other) == root)

    def _beginning(self, start: str) -> Iterator[str]:
        place = self._text.find(f" {start}")
        while place >= 0:
            end = self._text.index(" ", place + 1)
            yield self._text[place + 1 : end]
            place = self._text.find(f" {start}", end)


def stretches_of(shards: Sequence[ShardEntry], issues: Sequence[Issue]) -> tuple[tuple[Stretch, ...], dict[str, bytes]]:
    """Returns the stretches of an archive and the bytes of their vocabularies by file name; none where it is not large.

    `shards` and `issues` are all that the archive has, newest first. As shards are, stretches are filled from the oldest
    on, so that what is new changes only the newest one.
    """
    if sum(shard.size for shard in shards) < LARGE_BYTES:
        return (), {}
    found: list[Stretch] = []
    files: dict[str, bytes] = {}
    end = len(issues)
    for group in _groups(shards):
        start = end - sum(shard.issues for shard in group)
        name = f"{group[0].path.removesuffix('.json')}.words.json"
        stretch, files[name] = _stretch(name, len(group), issues[start:end])
        found.append(stretch)
        end = start
    return tuple(reversed(found)), files


def _groups(shards: Sequence[ShardEntry]) -> Iterator[list[ShardEntry]]:
    """Cuts `shards` before a group would grow larger than a stretch, the oldest first."""
    group: list[ShardEntry] = []
    for shard in reversed(shards):
        if group and sum(each.size for each in group) + shard.size > STRETCH_BYTES:
            yield group
            group = []
        group.append(shard)
    if group:
        yield group


def _stretch(name: str, shards: int, issues: Sequence[Issue]) -> tuple[Stretch, bytes]:
    items: Counter[str] = Counter()
    publications: Counter[str] = Counter()
    dates: set[str] = set()
    total = 0
    for issue in issues:
        for section in issue.sections:
            publications[issue.publication] += len(section.items)
            for item in section.items:
                text = f"{item.title} {item.summary} {section.title}"
                found = tokens(f"{text} {plain_text(item.content)}" if item.content else text)
                items.update(set(found))
                total += len(found)
                dates.add(sort_key(item.date or issue.date))
    dates.discard("")
    words = sorted(items)
    data = encode({
        "issues": sorted(issue.id for issue in issues), "items": [items[word] for word in words], "words": " ".join(words)
    })  # fmt: skip
    part = Part(name, len(data), sha256(data))
    published = tuple(sorted(publications.items()))
    return Stretch(shards, min(dates, default=""), max(dates, default=""), total, published, part), data


def read_vocabulary(part: Part, data: bytes, digest: str = "") -> Vocabulary:
    """Returns the vocabulary that is in the bytes of its file; `digest` is their SHA-256 where that is known.

    Raises:
        DamagedArchive: if size or hash differ from the manifest's.
        NotAnArchive: if it is no JSON or has another shape.
    """
    part.verify(data, digest)
    raw = decode(data, part.path)
    raw = raw if isinstance(raw, dict) else {}
    found: tuple[Any, Any, Any] = raw.get("words"), raw.get("items"), raw.get("issues")
    words, items, issues = found
    fits = isinstance(words, str) and _all_are(items, int) and _all_are(issues, str)
    if not fits or len(words.split()) != len(items) or min(items, default=0) < 0:
        expected = 'a string "words", an array "items" of as many numbers, and an array "issues" of strings'
        raise NotAnArchive("is no vocabulary", where=part.path, expected=expected)
    return Vocabulary(words, items, issues)


def _all_are(values: Any, kind: type) -> bool:
    return isinstance(values, list) and set(map(type, values)) <= {kind}
