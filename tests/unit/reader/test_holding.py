"""How much of an archive is held, and what is loaded together of the rest."""

import dataclasses

import pytest

from backissue.archive.manifest import Manifest, Part, ShardEntry, Stretch
from backissue.reader import holding
from backissue.reader.holding import bundles_of, count_held


def archive(*years, undated=0, stretches=()):
    """A manifest with a shard of 100 bytes and 10 items a year, newest first, in stretches of so many shards."""
    shards = [ShardEntry(f"{year}.json", 100, "", f"{year}-02-01", f"{year}-11-30", 1, 10) for year in years]
    shards += [ShardEntry(f"undated-{n}.json", 100, "", "", "", 1, 10) for n in range(undated)]
    told = tuple(Stretch(count, "", "", 0, (), Part(f"{n}.words.json", 1, "")) for n, count in enumerate(stretches))
    return Manifest("", f"{years[0]}-11-30" if years else "", (), len(shards), 10 * len(shards), tuple(shards), told)


@pytest.mark.parametrize(
    ("years", "room", "held"),
    [(0, 10_000, 7), (0, 350, 3), (0, 1, 1), (1, 10_000, 2), (3, 10_000, 4), (3, 250, 2), (50, 10_000, 5)],
)
def test_the_newest_shards_are_held_as_far_as_years_and_room_go(years, room, held):
    """A shard with an issue within the years is held whole, one at least is; what has no date is held only with everything."""
    assert count_held(archive(2026, 2025, 2024, 2023, 2022, undated=2, stretches=(7,)), years, room) == held


def test_years_do_not_count_where_nothing_is_told():
    """Without vocabularies, everything that fits is held."""
    assert count_held(archive(2026, 2025, 2024), 1, 10_000) == 3
    assert count_held(archive(), 1, 10) == 0


def test_the_rest_is_cut_by_stretches():
    """Also where what is held ends within one; bases count the items that stand before."""
    manifest = archive(2026, 2025, 2024, 2023, 2022, 2021, stretches=(1, 3, 2))
    bundles = bundles_of(manifest, 2)
    assert [(bundle.base, [shard.path[:4] for shard in bundle.shards]) for bundle in bundles] == [
        (20, ["2024", "2023"]), (40, ["2022", "2021"]),
    ]  # fmt: skip
    assert [bundle.stretch for bundle in bundles] == [*manifest.stretches[1:]]
    assert [(bundle.size, bundle.items) for bundle in bundles] == [(200, 20), (200, 20)]
    assert bundles_of(manifest, 6) == ()


def test_without_stretches_it_is_cut_by_size(monkeypatch):
    """A bundle is no larger than a stretch would be, unless one shard is."""
    monkeypatch.setattr(holding, "STRETCH_BYTES", 250)
    manifest = archive(2026, 2025, 2024, 2023, 2022)
    assert [len(bundle.shards) for bundle in bundles_of(manifest, 0)] == [2, 2, 1]
    large = dataclasses.replace(manifest.shards[4], size=900)
    manifest = dataclasses.replace(manifest, shards=(*manifest.shards[:4], large))
    assert [len(bundle.shards) for bundle in bundles_of(manifest, 1)] == [1, 2, 1]
