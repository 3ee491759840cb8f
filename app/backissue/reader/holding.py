"""Decides how much of an archive is held in memory, and cuts the rest into bundles that are loaded on demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backissue.archive.manifest import Manifest, ShardEntry, Stretch
from backissue.archive.stretches import STRETCH_BYTES
from backissue.text.dates import back_from, sort_key


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes of shards are held, beside how many that are loaded on demand; some twice as much memory is needed.

    What fits into `held` is held whole, which is a million items and more; a browser gives a page 4 GB at most.
    """

    held: int = 300_000_000
    on_demand: int = 2 * STRETCH_BYTES


ROOM = Room()


@dataclass(frozen=True, slots=True)
class Bundle:
    """Shards that are loaded, searched and let go together; `base` is how many items of the archive stand before them.

    `stretch` tells of them, and of others perhaps, or is not there.
    """

    shards: tuple[ShardEntry, ...]
    base: int
    stretch: Stretch | None

    @property
    def size(self) -> int:
        """How many bytes the shards have."""
        return sum(shard.size for shard in self.shards)

    @property
    def items(self) -> int:
        """How many items the shards have."""
        return sum(shard.items for shard in self.shards)


def count_held(manifest: Manifest, years: int, room: int) -> int:
    """Returns how many of the newest shards are held: those of the last `years`, or with 0 all, as far as there is `room`.

    At least one is held. Where no stretches tell of the shards the years do not count: what is not held takes long to search.
    """
    start = back_from(manifest.generated, f"P{years}Y") if years and manifest.generated and manifest.stretches else ""
    size = 0
    for place, shard in enumerate(manifest.shards):
        size += shard.size
        if place and (size > room or sort_key(shard.last) < start):
            return place
    return len(manifest.shards)


def bundles_of(manifest: Manifest, held: int) -> tuple[Bundle, ...]:
    """Returns the shards behind the first `held` ones in bundles: stretch by stretch, or so many bytes at a time."""
    bundles = []
    base = sum(shard.items for shard in manifest.shards[:held])
    for shards, stretch in _groups(manifest):
        left, held = shards[held:], max(held - len(shards), 0)
        if left:
            bundles.append(Bundle(left, base, stretch))
            base += sum(shard.items for shard in left)
    return tuple(bundles)


def _groups(manifest: Manifest) -> Iterator[tuple[tuple[ShardEntry, ...], Stretch | None]]:
    place = 0
    for stretch in manifest.stretches:
        yield manifest.shards[place : place + stretch.shards], stretch
        place += stretch.shards
    group: list[ShardEntry] = []
    for shard in manifest.shards[place:]:
        if group and sum(each.size for each in group) + shard.size > STRETCH_BYTES:
            yield tuple(group), None
            group = []
        group.append(shard)
    if group:
        yield tuple(group), None
