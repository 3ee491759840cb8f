"""A large archive on disk, what is asked of it, and how much a plain scan of every item finds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backissue.archive.canonical import encode
from backissue.archive.manifest import FILE, ShardEntry, Stretch, read_manifest
from backissue.archive.shards import read_shard
from tests.agreement.plain_scan import Scan, rows_of
from tests.large import manifest_of, years_of


@dataclass(frozen=True, slots=True)
class Question:
    """A query, and what kind of it this is."""

    kind: str
    text: str


def write_archive(folder: Path, items: int, shards: int) -> None:
    """Writes the archive, a shard at a time."""
    folder.mkdir()
    told: list[tuple[ShardEntry, Stretch]] = []
    for year in years_of(items, shards):
        for name, data in year.files.items():
            (folder / name).write_bytes(data)
        told.append((year.entry, year.stretch))
    (folder / FILE).write_bytes(encode(manifest_of(told).to_dict()))


def questions(folder: Path) -> list[Question]:
    """Returns questions about words that stand in one shard, in half of them, in all; about two words; about times and places.

    Words of one shard are taken from the oldest third, which is not held.
    """
    manifest = read_manifest((folder / FILE).read_bytes())
    lists = [json.loads((folder / stretch.words.path).read_bytes()) for stretch in manifest.stretches]
    places: dict[str, int] = {}
    for vocabulary in lists:
        for word in vocabulary["words"].split():
            places[word] = places.get(word, 0) + 1
    old = lists[-len(lists) // 3]["words"].split()
    plain = [word for word in old if len(word) > 5 and not word.endswith(("s", "ing", "ed"))]
    one, half, every = (min(plain, key=lambda word: (abs(places[word] - n), word)) for n in (1, len(lists) / 2, len(lists)))
    return [
        Question("in one part", one),
        Question("in half of the parts", half),
        Question("in all parts", every),
        Question("two words, one of them in half", f"{every} {half}"),
        Question("a phrase", '"bebe bibe"'),
        Question("a beginning", f"{half[:5]}*"),
        Question("three years", f"{every} after:{manifest.generated[:4]} OR {every} date:2006..2008"),
        Question("nearly every item", "bebe"),
        Question("a filter", "kind:podcast in:news"),
        Question("nowhere", "zzzzzz"),
    ]


def scan(folder: Path, asked: Sequence[Question]) -> dict[str, int]:
    """Returns how many items each question finds, by looking at every item of every shard."""
    manifest = read_manifest((folder / FILE).read_bytes())
    found = dict.fromkeys((question.text for question in asked), 0)
    for entry in manifest.shards:
        issues = read_shard(entry, (folder / entry.path).read_bytes())
        scanned = Scan(rows_of(manifest, [issues], {}), manifest.generated)
        for text in found:
            found[text] += len(scanned.ids(text + " "))
    return found
