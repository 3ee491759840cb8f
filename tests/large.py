"""Large archives to test and to measure with: any number of items in any number of shards, the same bytes for the same seed.

Words are made of syllables, and the rank of each is drawn from a Pareto distribution, so that the vocabulary grows with the
text as in real archives (Heaps' law, exponent 0.72): half of all words stand in one item only, some in every third. A shard
is a year.
"""

import datetime as dt
import functools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from backissue.archive import stretches
from backissue.archive.canonical import encode, sha256
from backissue.archive.manifest import FILE, Manifest, ShardEntry, Stretch
from backissue.archive.stretches import stretches_of
from backissue.model import Issue, Publication

PUBLICATIONS = tuple(
    Publication(f"quay-{name}", f"Lantern {name.title()}", language="en") for name in ("daily", "news", "notes", "tech")
)
ISSUE_ITEMS = 25
NEWEST_YEAR = 2026
# a rank above r is drawn with the probability r ** -0.72
_RARITY = 1 / 0.72
_MOST_WORDS = 3_000_000
_ENDINGS = ("", "", "", "", "s", "ing", "ed")
_KINDS = ("", "", "", "article", "video", "project", "podcast")
_SECTIONS = ("News", "Articles", "Code & projects", "Talks", "")
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]


@dataclass(frozen=True)
class Year:
    """One shard of a large archive with what is told of it; `files` are its bytes and those of its vocabulary by name."""

    entry: ShardEntry
    stretch: Stretch
    files: dict[str, bytes]


@functools.lru_cache(maxsize=300_000)
def word_of(rank: int) -> str:
    """Returns the word of a rank, from 1 on: short ones are frequent, as in any language."""
    word, rest = "", rank + len(_SYLLABLES)
    while rest:
        rest, place = divmod(rest, len(_SYLLABLES))
        word += _SYLLABLES[place]
    return word


def years_of(items: int, shards: int, seed: int = 1) -> Iterator[Year]:
    """Yields the shards of an archive, newest first, without holding more than one."""
    for place in range(shards):
        count = items * (place + 1) // shards - items * place // shards
        yield _year(NEWEST_YEAR - place, count, random.Random(f"{seed} {place}"))


def manifest_of(years: list[tuple[ShardEntry, Stretch]]) -> Manifest:
    """Returns the manifest of an archive of these shards."""
    entries = tuple(entry for entry, _ in years)
    issues, items = sum(entry.issues for entry in entries), sum(entry.items for entry in entries)
    return Manifest("Large", entries[0].last, PUBLICATIONS, issues, items, entries, tuple(stretch for _, stretch in years))


def large_archive(items: int, shards: int, seed: int = 1) -> tuple[Manifest, dict[str, bytes]]:
    """Returns the manifest of a large archive and all its files by name, `archive.json` among them."""
    files: dict[str, bytes] = {}
    told = []
    for year in years_of(items, shards, seed):
        files |= year.files
        told.append((year.entry, year.stretch))
    manifest = manifest_of(told)
    return manifest, files | {FILE: encode(manifest.to_dict())}


def _year(year: int, items: int, rng: random.Random) -> Year:
    issues = []
    numbers = range(-(-items // ISSUE_ITEMS))
    for number in numbers:
        day = dt.date(year, 12, 28) - dt.timedelta(days=360 * number // len(numbers))
        publication = PUBLICATIONS[number % len(PUBLICATIONS)].id
        count = min(ISSUE_ITEMS, items - number * ISSUE_ITEMS)
        issues.append(_issue(f"{publication}/{year}-{number}", publication, f"{year}-{number}", day.isoformat(), count, rng))
    issues.sort(key=lambda issue: (issue["publication"], issue["id"]))
    issues.sort(key=lambda issue: issue["date"], reverse=True)
    name = f"{issues[-1]['date']}.json"
    data = encode({"issues": issues})
    entry = ShardEntry(name, len(data), sha256(data), issues[-1]["date"], issues[0]["date"], len(issues), items)
    least, stretches.LARGE_BYTES = stretches.LARGE_BYTES, 0
    try:
        (stretch,), files = stretches_of([entry], [Issue.from_dict(issue) for issue in issues])
    finally:
        stretches.LARGE_BYTES = least
    return Year(entry, stretch, files | {name: data})


def _issue(name: str, publication: str, number: str, date: str, items: int, rng: random.Random) -> dict[str, object]:
    cut = rng.randint(0, items)
    made = [_item(name, place, date, rng) for place in range(items)]
    sections = [{"title": rng.choice(_SECTIONS), "items": part} for part in (made[:cut], made[cut:]) if part]
    issue = {"id": name, "publication": publication, "number": number, "date": date}
    return issue | {"sections": [{key: value for key, value in section.items() if value} for section in sections]}


def _item(issue: str, place: int, date: str, rng: random.Random) -> dict[str, object]:
    chance = rng.random()
    item: dict[str, object] = {
        "id": f"{issue}/{place:010x}",
        "title": _text(rng, 2, 8).capitalize(),
        # every tenth link or so stands in several issues
        "url": f"https://example.org/{rng.randrange(2_000) if chance < 0.1 else f'{issue}/{place}'}",
    }
    if chance > 0.25:
        item["summary"] = _text(rng, 5, 22).capitalize() + "."
    if kind := rng.choice(_KINDS):
        item["kind"] = kind
    if chance > 0.7:
        item["authors"] = [f"{word_of(int(rng.paretovariate(0.8)) % 5_000).title()} Pilot"]
        item["tags"] = [rng.choice(("Tides", "tides", "knots", "C++", "C"))]
    if chance > 0.95:
        item["date"] = f"{int(date[:4]) - rng.randint(0, 3)}-06-15"
    return item


def _text(rng: random.Random, least: int, most: int) -> str:
    draw = rng.random
    return " ".join(
        [
            word_of(min(int(draw() ** -_RARITY), _MOST_WORDS)) + _ENDINGS[int(draw() * len(_ENDINGS))]
            for _ in range(least + int(draw() * (most - least + 1)))
        ]
    )
