"""An index that was kept on an earlier visit: the next one goes on from it, unless something has changed or is damaged."""

import json

import pytest

from tests.unit.reader.client import Client, files_of, sample_archive


@pytest.fixture(autouse=True)
def _small_is_worth_it(monkeypatch):
    monkeypatch.setattr("backissue.reader.library._WORTH_KEEPING", 1)


@pytest.fixture
def files():
    """The files of an archive in several shards, with posts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backissue.archive.shards.SHARD_BYTES", 300)
        return files_of(sample_archive())


def visit(files, parts=()):
    """A page that was opened on the archive until nothing is left to do."""
    made = Client(files)
    made.reader.resume(iter(parts))
    made.send("start", fragment="q=tide")
    return made


def wishes(made):
    """How often the reader asked to keep its index."""
    return made.wished.count("keep_index")


def test_the_second_visit_reads_no_shard(files):
    """The reader asks once to keep its index; with it the next visit fetches the manifest only, and shows the same."""
    first = visit(files)
    assert wishes(first) == 1
    second = visit(files, list(first.reader.built()))
    assert second.fetched == ["archive.json"]
    assert (second.total, second.body) == (first.total, first.body)
    for target in ("#results", "#facets", "#totals"):
        assert second.targets[target] == first.targets[target]
    assert wishes(second) == 0


def test_damage_costs_time_only(files):
    """Parts that are damaged are left alone: the index is built, and kept again."""
    parts = list(visit(files).reader.built())
    for damaged in ([parts[0]], [b"", *parts], [parts[0], parts[1][:-3], *parts[2:]], parts[:-1]):
        again = visit(files, damaged)
        assert again.total == 2
        assert set(again.fetched) >= {shard["path"] for shard in json.loads(files["archive.json"])["shards"]}
        assert wishes(again) == 1


def test_a_small_archive_is_not_kept(files, monkeypatch):
    """What is built in no time is not kept."""
    monkeypatch.setattr("backissue.reader.library._WORTH_KEEPING", 1_000)
    assert wishes(visit(files)) == 0
